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
            let units = stride(from: 2, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
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
            ?
            """#
        ),
        (
            "clean-v4.log",
            #"""
            ?
            """#
        ),
        (
            "clean-v6.log",
            #"""
            ?
            """#
        ),
        (
            "columns-missing.log",
            #"""
            ?
            """#
        ),
        (
            "comma-in-host-name.log",
            #"""
            ?
            """#
        ),
        (
            "comma-in-vendor-class.log",
            #"""
            ?
            """#
        ),
        (
            "date-unusable.log",
            #"""
            ?
            """#
        ),
        (
            "hardware-unusual.log",
            #"""
            ?
            """#
        ),
        (
            "head-in-german.log",
            #"""
            ?
            """#
        ),
        (
            "head-twice.log",
            #"""
            ?
            """#
        ),
        (
            "last-line-cut.log",
            #"""
            ?
            """#
        ),
        (
            "last-line-unended.log",
            #"""
            ?
            """#
        ),
        (
            "not-utf8.log",
            #"""
            ?
            """#
        ),
        (
            "nul-padding.log",
            #"""
            ?
            """#
        ),
        (
            "remote-access-pool.log",
            #"""
            ?
            """#
        ),
        (
            "text-between-records.log",
            #"""
            ?
            """#
        ),
        (
            "utf16.log",
            #"""
            ?
            """#
        ),
        (
            "without-head.log",
            #"""
            ?
            """#
        ),
    ]
}
