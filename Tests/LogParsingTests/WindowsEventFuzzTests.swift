import AccessModel
import Testing

@testable import LogParsing

@Suite struct WindowsEventFuzzTests {
    @Test func anyTokensReadTheSameInAnyChunks() {
        var generator = SeededGenerator(state: 0x6865_6164)
        for round in 0..<1500 {
            var text: [UInt8] = []
            for _ in 0..<Int.random(in: 1...24, using: &generator) {
                text += Array((LogMutation.tokens.randomElement(using: &generator) ?? "").utf8)
                if Int.random(in: 0..<12, using: &generator) == 0 { text += Array(EventSample().xml.utf8) }
                if Int.random(in: 0..<20, using: &generator) == 0 { text.removeLast(min(text.count, 2)) }
            }
            let whole = readEvents(text).lines
            let bytewise = readEvents(text, borders: Array(text.indices)).lines
            #expect(bytewise == whole, "round \(round): \(String(decoding: text, as: UTF8.self))")
            let count = Int.random(in: 1...4, using: &generator)
            let borders = (0..<count).map { _ in Int.random(in: 0...text.count, using: &generator) }.sorted()
            #expect(readEvents(text, borders: borders).lines == whole, "round \(round) at \(borders)")
        }
    }

    @Test func mutatedSamplesAlwaysEndAndAreAlwaysAccountedFor() throws {
        var generator = SeededGenerator(state: 0x636F_756E)
        let samples = try WindowsEventSampleTests.expectations.map { try WindowsEventSampleTests.bytes(of: $0.file) }
        let records = try WindowsEventTableTests.samples.map { try WindowsEventTableTests.bytes(of: $0.file) }
        for _ in 0..<3000 {
            let source = Bool.random(using: &generator) ? samples : records
            var bytes = source.randomElement(using: &generator) ?? []
            for _ in 0..<Int.random(in: 1...6, using: &generator) { LogMutation.mutate(&bytes, &generator) }
            let batch = readEvents(bytes)
            // A record gives at most two rows, and one sighting where it was read.
            #expect(batch.sightings.count { $0.isOwnRecord } == Int(batch.tally.accepted + batch.tally.ignoredTotal))
            #expect(batch.accesses.filter { !$0.continuesRecord }.count == Int(batch.tally.accepted))
            #expect(batch.accesses.allSatisfy { $0.offset < UInt64(bytes.count) })
            #expect(batch.tally.rejections.allSatisfy { $0.offset < UInt64(bytes.count) })
            let border = Int.random(in: 0...bytes.count, using: &generator)
            #expect(readEvents(bytes, borders: [border]).lines == batch.lines)
        }
    }

    @Test func whatIsForbiddenAndOnlyThatIsRepaired() {
        let cases: [([UInt8], String)] = [
            (Array("a&#x9;&#10;&#13;&#x20;&#xE000;&#x10FFFF;b".utf8), "a&#x9;&#10;&#13;&#x20;&#xE000;&#x10FFFF;b"),
            (Array("&#0;&#x0b;&#31;&#xD800;&#xDFFF;&#xFFFE;&#x110000;".utf8), String(repeating: "\u{FFFD}", count: 7)),
            (Array("&#99999999999999999999;&#;&#x;&#1&amp;&#1a;".utf8), "\u{FFFD}&#;&#x;&#1&amp;&#1a;"),
            (
                Array("\u{0}\t\n\r\u{1F}\u{7F}\u{85}\u{FFFE}\u{FFFF}\u{1FFFE}".utf8),
                "\u{FFFD}\t\n\r\u{FFFD}\u{7F}\u{85}\u{FFFD}\u{FFFD}\u{1FFFE}"
            ),
            ([0xE9, 0x20, 0x80, 0x81, 0xFF], "é €\u{81}ÿ"), ([0xC3, 0xA9, 0xC0, 0x80], "éÀ€"),
            ([0xED, 0xA0, 0x80, 0xF4, 0x90, 0x80, 0x80], "í\u{A0}€ô\u{90}€€"),
        ]
        for (bytes, expected) in cases {
            var repaired: [UInt8] = []
            bytes.withUnsafeBytes { RecordRepair.repair($0, into: &repaired) }
            #expect(repaired.elementsEqual(expected.utf8), "\(String(decoding: repaired, as: UTF8.self)) \(expected)")
        }
    }

    @Test func namesWithoutEndDoNotFillTheReader() {
        // More distinct element names than libxml2 keeps in one context.
        let reader = LibXMLReader()
        var record = EventRecord()
        for batch in 0..<400 {
            let names = (0..<40).map { "n\(batch)x\($0)" + String(repeating: "y", count: 900) }
            let text = Array(("<Event>" + names.map { "<\($0)/>" }.joined() + "</Event>").utf8)
            record.reset()
            #expect(text.withUnsafeBytes { reader.read($0, into: &record) } == nil)
        }
    }
}
