import AccessModel
import Foundation
import LogParsing
import Testing

/// The small logs of `samples/dhcp`, each named for its defect, and exactly what is read of them.
@Suite struct DHCPSampleTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("samples/dhcp")

    @Test func everySampleHasItsAnswer() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: DHCPSampleTests.folder.path)
            .filter { $0.hasSuffix(".log") }
        #expect(files.sorted() == DHCPSampleTests.answers.map(\.file).sorted())
    }

    @Test(arguments: answers.map(\.file))
    func sampleIsReadAsExpected(file: String) throws {
        let (bytes, context) = try DHCPSampleTests.decoded(file)
        let reading = DHCPReading(bytes, context: context)
        let answer = DHCPSampleTests.answers.first { $0.file == file }?.text ?? ""
        #expect(reading.summary == answer, "\(file)")
        #expect(reading.accesses == 0 && reading.accepted == 0)
        for step in [1, 7] {
            let cuts = Array(stride(from: step, to: bytes.count, by: step))
            #expect(DHCPReading(bytes, cuts: cuts, context: context) == reading)
        }
    }

    /// A border at every byte: the two halves give what the whole gives.
    @Test(arguments: answers.map(\.file))
    func chunkBordersDoNotShow(file: String) throws {
        let (bytes, context) = try DHCPSampleTests.decoded(file)
        let whole = DHCPReading(bytes, context: context)
        for cut in bytes.indices { #expect(DHCPReading(bytes, cuts: [cut], context: context) == whole, "\(cut)") }
    }

    /// The text a reader hands on: without byte order mark, UTF-16 as UTF-8.
    private static func decoded(_ file: String) throws -> ([UInt8], ParserContext) {
        let bytes = try [UInt8](Data(contentsOf: folder.appendingPathComponent(file)))
        if bytes.starts(with: [0xFF, 0xFE]) {
            let units = stride(from: 2, to: bytes.count - 1, by: 2).map {
                UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
            }
            let text = String(decoding: units, as: UTF16.self)
            return (Array(text.utf8), ParserContext(encoding: .utf16LittleEndian, byteOrderMarkLength: 2))
        }
        guard bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return (bytes, ParserContext()) }
        return (Array(bytes.dropFirst(3)), ParserContext(byteOrderMarkLength: 3))
    }

    private static let answers: [(file: String, text: String)] = [
        (
            "address-unusable.log",
            #"""
            2026-10-05T08:00:05 10.20.1.15 a 00155d01020a
            ignored address-lease 1
            unreadable value @397 #13: no readable address
            unreadable value @468 #14: no readable address
            unreadable value @528 #15: no readable address
            unreadable value @595 #16: no readable address
            """#
        ),
        (
            "clean-v4.log",
            #"""
            2026-10-05T08:00:01 10.20.1.15 pc-0015.corp.example.com 00155d01020a
            2026-10-05T12:00:01 10.20.1.15 pc-0015.corp.example.com 00155d01020a
            2026-10-05T12:05:00 10.20.1.77 - 0017c8aabbcc
            2026-10-05T13:00:00 10.20.1.90 prn-90 0017c8aabbcd
            2026-10-05T17:30:00 10.20.1.15 pc-0015.corp.example.com 00155d01020a
            ignored address-conflict 1
            ignored address-lease 5
            ignored address-lease-ended 2
            ignored address-lease-refused 2
            ignored dhcp-other 1
            ignored dhcp-rogue-detection 2
            ignored dhcp-service 3
            ignored dns-update 2
            """#
        ),
        (
            "clean-v6.log",
            #"""
            2026-10-05T08:00:00 2001:db8:0:20::15 pc-0015.corp.example.com 00155d01020a
            2026-10-05T12:00:00 2001:db8:0:20::15 pc-0015.corp.example.com 00155d01020a
            2026-10-05T12:01:00 2001:db8:0:20::16 - 00155d01020b
            2026-10-05T12:02:00 2001:db8:0:20::17 uuid-host -
            2026-10-05T17:00:00 2001:db8:0:20::15 pc-0015.corp.example.com 00155d01020a
            ignored address-lease 5
            ignored address-lease-of-nobody 1
            ignored address-lease-offered 1
            ignored address-lease-refused 1
            ignored dhcp-rogue-detection 1
            ignored dhcp-service 2
            """#
        ),
        (
            "columns-missing.log",
            #"""
            2026-10-05T08:00:01 10.20.1.15 pc-0015.corp.example.com 00155d01020a
            ignored address-lease 1
            wrong column count @397 #13: 6 columns, a record has at least 7
            wrong column count @439 #14: 2 columns, a record has at least 7
            wrong column count @452 #15: 8 columns, a record has at least 9
            """#
        ),
        (
            "comma-in-host-name.log",
            #"""
            2026-10-05T08:00:01 10.20.1.15 pc-0015.corp.example.com 00155d01020a
            ignored address-lease 1
            unreadable value @397 #13: the columns behind the host name do not fit: the service does not quote commas
            unreadable value @484 #14: the columns behind the host name do not fit: the service does not quote commas
            unreadable value @558 #15: the columns behind the host name do not fit: the service does not quote commas
            """#
        ),
        (
            "comma-in-vendor-class.log",
            #"""
            2026-10-05T08:00:01 10.20.1.30 sep0017c8aabb01 0017c8aabb01
            ignored address-lease 1
            """#
        ),
        (
            "date-unusable.log",
            #"""
            2024-02-29T08:00:01 10.20.1.15 a 00155d01020a
            ignored address-lease 1
            no usable time @397 #13: no readable date (MM/DD/YY) and time (HH:MM:SS)
            no usable time @467 #14: no readable date (MM/DD/YY) and time (HH:MM:SS)
            no usable time @537 #15: no readable date (MM/DD/YY) and time (HH:MM:SS)
            no usable time @609 #16: no readable date (MM/DD/YY) and time (HH:MM:SS)
            """#
        ),
        (
            "hardware-unusual.log",
            #"""
            2026-10-05T08:00:02 10.20.1.2 b -
            2026-10-05T08:00:03 10.20.1.3 c 00155d01020a
            2026-10-05T08:00:04 10.20.1.4 d -
            ignored address-lease 3
            ignored address-lease-of-nobody 1
            unreadable value @397 #13: the columns behind the host name do not fit: the service does not quote commas
            unreadable value @686 #17: the columns behind the host name do not fit: the service does not quote commas
            """#
        ),
        (
            "head-in-german.log",
            #"""
            2026-10-05T08:00:01 10.20.1.15 pc15 00155d01020a
            ignored address-lease 1
            """#
        ),
        (
            "head-twice.log",
            #"""
            2026-10-05T08:00:01 10.20.1.15 pc-0015.corp.example.com 00155d01020a
            2026-10-05T09:00:00 10.20.1.15 pc-0015.corp.example.com 00155d01020a
            ignored address-lease 2
            """#
        ),
        (
            "last-line-cut.log",
            #"""
            2026-10-05T08:00:01 10.20.1.15 pc-0015.corp.example.com 00155d01020a
            ignored address-lease 1
            truncated record @513 #14: the log ends within the record
            """#
        ),
        (
            "last-line-unended.log",
            #"""
            2026-10-05T08:00:01 10.20.1.15 pc-0015.corp.example.com 00155d01020a
            2026-10-05T09:00:01 10.20.1.16 b 00155d01020b
            ignored address-lease 2
            """#
        ),
        (
            "not-utf8.log",
            #"""
            2026-10-05T08:00:01 10.20.1.15 büro-ä 00155d01020a
            ignored address-lease 1
            """#
        ),
        (
            "nul-padding.log",
            #"""
            2026-10-05T08:00:01 10.20.1.15 pc-0015.corp.example.com 00155d01020a
            2026-10-05T09:00:00 10.20.1.15 pc-0015.corp.example.com 00155d01020a
            ignored address-lease 2
            truncated record @669 #15: 3 columns, a record has at least 7
            """#
        ),
        (
            "remote-access-pool.log",
            #"""
            2026-10-05T08:00:01 10.20.1.15 pc-0015.corp.example.com 00155d01020a
            ignored address-lease 1
            ignored remote-access-pool 1
            """#
        ),
        (
            "text-between-records.log",
            #"""
            2026-10-05T08:00:01 10.20.1.15 pc-0015.corp.example.com 00155d01020a
            2026-10-05T08:00:01 10.20.1.15 pc-0015.corp.example.com 00155d01020a
            ignored address-lease 2
            text between records @513 #14: the line does not begin with the id of a record
            text between records @532 #15: the line does not begin with the id of a record
            text between records @552 #16: the line does not begin with the id of a record
            """#
        ),
        (
            "utf16.log",
            #"""
            2026-10-05T08:00:01 10.20.1.15 pc-0015.corp.example.com 00155d01020a
            2026-10-05T09:00:00 10.20.1.18 büro -
            ignored address-lease 2
            """#
        ),
        (
            "without-head.log",
            #"""
            2026-10-05T08:00:01 10.20.1.15 pc-0015.corp.example.com 00155d01020a
            2026-10-05T08:00:05 10.20.1.16 old-2003 00155d01020c
            2026-10-05T08:00:06 10.20.1.17 seven 00155d01020d
            ignored address-lease 3
            """#
        ),
    ]
}
