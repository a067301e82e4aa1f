import AccessModel
import Foundation
import LogParsing
import Testing

/// Logs no DHCP server writes: nothing crashes, hangs or grows, and what is not read is counted.
@Suite struct DHCPHostileTests {
    private static let head = "ID,Date,Time,Description,IP Address,Host Name,MAC Address,User Name, TransactionID\r\n"

    private static func record(
        name: String = "pc1", address: String = "10.0.0.5", mac: String = "00155D01020A", date: String = "10/05/26",
        time: String = "08:00:00"
    ) -> String {
        "10,\(date),\(time),Assign,\(address),\(name),\(mac),,1,6,,,,,,,,,0"
    }

    /// 32 MiB: what is beyond the limit is not kept, so the size does not matter.
    @Test func aLineWithoutAnEndIsOneRejection() {
        var parser = DHCPParser(context: ParserContext())
        var batch = AccessBatch()
        let chunk = [UInt8](repeating: UInt8(ascii: "1"), count: 1 << 18)
        for _ in 0..<128 { chunk.withUnsafeBytes { parser.consume($0, into: &batch) } }
        #expect(batch.tally.records == 0 && batch.arena.isEmpty)
        Array("\n\(Self.record())\n".utf8).withUnsafeBytes { parser.consume($0, into: &batch) }
        parser.finish(isDamaged: false, into: &batch)
        #expect(batch.tally.rejected == [.oversizedRecord: 1] && batch.leases.count == 1)
    }

    @Test func paddingWithoutAnEndIsNothing() {
        let padding = [UInt8](repeating: 0, count: 1 << 20)
        #expect(DHCPReading(padding).records == 0)
        let reading = DHCPReading(padding + Array(Self.record().utf8) + padding)
        #expect(reading.records == 1 && reading.leases.count == 1)
    }

    /// A tool on the way made other line ends of them.
    @Test(arguments: ["\n", "\r\n", "\r", "\r\r\n", "\n\r"]) func lineEndsDoNotMatter(end: String) {
        let lines = [
            "\t\tMicrosoft DHCP Service Activity Log", "", "10\tleased", "ID,Date,Time", Self.record(), "oops",
            Self.record(name: "pc2"), "",
        ]
        let bytes = Array(lines.joined(separator: end).utf8)
        let reading = DHCPReading(bytes)
        #expect(
            reading.leases == [
                "2026-10-05T08:00:00 10.0.0.5 pc1 00155d01020a", "2026-10-05T08:00:00 10.0.0.5 pc2 00155d01020a",
            ])
        #expect(reading.rejected == [.textBetweenRecords: 1] && reading.records == 3)
        #expect(DHCPReading(bytes, cuts: Array(0..<bytes.count)) == reading)
    }

    @Test(arguments: ["\n", "\r\n", "\r"]) func linesAreNumberedAlike(end: String) {
        let text = ["ID,Date", "", Self.record(), "oops", ""].joined(separator: end)
        let offset = text.utf8.count - 4 - end.utf8.count
        #expect(
            DHCPReading(text).rejections == [
                "text between records @\(offset) #4: the line does not begin with the id of a record"
            ])
    }

    /// Offsets are of the file, where every character of these takes two bytes and the mark two more.
    @Test func offsetsOfUTF16AreOfTheFile() {
        let text = Self.head + Self.record() + "\r\noops\r\n"
        let context = ParserContext(encoding: .utf16LittleEndian, byteOrderMarkLength: 2)
        let reading = DHCPReading(Array(text.utf8), context: context)
        #expect(
            reading.rejections == [
                "text between records @\(2 + 2 * (text.utf8.count - 6)) #3: "
                    + "the line does not begin with the id of a record"
            ])
    }

    @Test func recordsBeforeTheHeadCount() {
        let reading = DHCPReading(
            Self.record() + "\r\n" + "\t\tMicrosoft DHCP Service Activity Log\r\nprose\r\n" + Self.head
                + Self.record(name: "pc2") + "\r\n")
        #expect(reading.leases.count == 2 && reading.rejections == [])
    }

    @Test(arguments: [
        ("00/10/26", "08:00:00"), ("13/10/26", "08:00:00"), ("02/30/26", "08:00:00"), ("02/29/26", "08:00:00"),
        ("04/31/26", "08:00:00"), ("10/00/26", "08:00:00"), ("10/05/26", "24:00:00"), ("10/05/26", "08:60:00"),
        ("10/05/26", "08:00:60"), ("10/05/26", "8:00:00"), ("10-05-26", "08:00:00"), ("05.10.26", "08:00:00"),
        ("2026-10-05", "08:00:00"), ("99/99/99", "99:99:99"), ("", ""), ("10/05/2\u{E9}", "08:00:00"),
        ("10/05/26", "08:00:00 PM"), ("-1/-1/-1", "-1:-1:-1"),
    ]) func aTimeThatIsNoneIsNoLease(date: String, time: String) {
        let reading = DHCPReading(Self.record(date: date, time: time) + "\n")
        #expect(reading.rejected == [.noUsableTime: 1] && reading.leases == [] && reading.records == 1)
    }

    /// The service quotes nothing: a table program that did has made another format of it.
    @Test func quotedValuesAreRejected() {
        #expect(DHCPReading(Self.record(name: "\"a,b\"") + "\n").rejected == [.unreadableValue: 1])
        #expect(DHCPReading(Self.record(address: "\"10.0.0.5\"") + "\n").rejected == [.unreadableValue: 1])
        #expect(DHCPReading(Self.record(mac: "\"00155D01020A\"") + "\n").rejected == [.unreadableValue: 1])
        #expect(DHCPReading(Self.record(date: "\"10/05/26\"") + "\n").rejected == [.noUsableTime: 1])
        #expect(DHCPReading("\"10\",\"10/05/26\"\n" + Self.record()).records == 1)
        #expect(DHCPReading(Self.record() + "\n\"10\",\"10/05/26\"\n").rejected == [.textBetweenRecords: 1])
    }

    /// A name is what the client sent. It is compared as bytes and holds no line end; what it looks like is nobody's order.
    @Test func aNameIsWhatTheClientSent() {
        for name in ["<script>", "'; DROP TABLE lease; --", "../../etc/passwd", "=cmd()", "\u{202E}gnp", "e\u{301}"] {
            #expect(DHCPReading(Self.record(name: name) + "\n").leases.first?.contains(name.lowercased()) == true)
        }
        let long = String(repeating: "n", count: 60_000)
        #expect(DHCPReading(Self.record(name: long) + "\n").leases.first?.contains(long) == true)
    }

    /// Wherever a copy ends, it says nothing the whole log does not say, and every line is accounted for.
    @Test(arguments: ["clean-v4.log", "clean-v6.log", "hardware-unusual.log", "last-line-unended.log"])
    func aTruncatedLogSaysNothingElse(file: String) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("samples/dhcp")
        let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(file)))
        let whole = DHCPReading(bytes)
        #expect(whole.leases.count >= 2)
        for length in 0..<bytes.count {
            let part = DHCPReading(Array(bytes[..<length]))
            #expect(whole.leases.starts(with: part.leases), "\(file), \(length) bytes")
            #expect(part.records <= whole.records, "\(file), \(length) bytes")
            let damaged = DHCPReading(Array(bytes[..<length]), isDamaged: true)
            #expect(part.leases.starts(with: damaged.leases) && damaged.records == part.records)
        }
    }

    /// The identifier goes on behind what looks like a MAC.
    @Test func aMACThatEndsWithTheLogMayBeNone() {
        let cut = "10,10/05/26,08:00:00,Assign,10.0.0.5,pc1,0100155D0102"
        #expect(DHCPReading(cut).rejected == [.truncatedRecord: 1])
        #expect(DHCPReading(cut + "\0\0").rejected == [.truncatedRecord: 1])
        #expect(
            DHCPReading(cut + "0A\r\n").leases == ["2026-10-05T08:00:00 10.0.0.5 pc1 00155d01020a"])
    }

    /// Two clients at one address in one second: both are kept, in the order of the log.
    @Test func anAddressThatFlipsIsKeptTwice() {
        let lines = (0..<6).map { Self.record(name: $0 % 2 == 0 ? "pc1" : "pc2", mac: "00155D01020\($0 % 2)") }
        let reading = DHCPReading(lines.joined(separator: "\r\n") + "\r\n")
        #expect(Set(reading.leases).count == 2 && reading.leases.count == 6 && reading.rejections == [])
    }
}
