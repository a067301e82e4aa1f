import AccessModel
import Testing

@testable import Analysis

/// Records cut out of a text by their offsets, wherever the chunks end.
@Suite struct RecordTextsTests {
    private static let lines = ["#Fields: a b", "één 1", "", "two 22", "😀 three"]

    private static func offsets(_ parts: [String], _ length: (String) -> Int) -> [UInt64] {
        parts.indices.map { UInt64(parts[..<$0].reduce(0) { $0 + length($1) }) }
    }

    private static func found(
        _ text: [UInt8], offsets: [UInt64], encoding: SourceEncoding, start: UInt64 = 0, isEventLog: Bool, chunk: Int
    ) -> [UInt64: RecordTexts.Found] {
        var texts = RecordTexts(offsets: Set(offsets), encoding: encoding, start: start, isEventLog: isEventLog)
        for begin in stride(from: 0, to: text.count, by: chunk) {
            Array(text[begin..<min(begin + chunk, text.count)]).withUnsafeBytes { texts.consume($0) }
        }
        return texts.found
    }

    @Test(arguments: [1, 2, 3, 5, 1000]) func linesAndTheirNumbers(chunk: Int) {
        let offsets = Self.offsets(Self.lines) { $0.utf8.count + 2 }
        let found = Self.found(
            Array(Self.lines.joined(separator: "\r\n").utf8), offsets: offsets, encoding: .utf8, isEventLog: false,
            chunk: chunk)
        for (index, offset) in offsets.enumerated() {
            #expect(found[offset]?.text == Self.lines[index])
            #expect(found[offset]?.line == UInt64(index + 1))
            #expect(found[offset]?.isCut == false)
        }
    }

    /// Offsets are those of the source: two bytes a unit behind a byte order mark of two.
    @Test(arguments: [1, 2, 3, 5, 1000]) func linesOfATranscodedLog(chunk: Int) {
        let offsets = Self.offsets(Self.lines) { $0.utf16.count * 2 + 2 }.map { $0 + 2 }
        let found = Self.found(
            Array(Self.lines.joined(separator: "\n").utf8), offsets: offsets, encoding: .utf16LittleEndian, start: 2,
            isEventLog: false, chunk: chunk)
        for (index, offset) in offsets.enumerated() {
            #expect(found[offset]?.text == Self.lines[index])
            #expect(found[offset]?.line == UInt64(index + 1))
        }
    }

    @Test(arguments: [1, 7, 1000]) func anEventEndsWithItsElement(chunk: Int) {
        let first = "<Event a='1'><EventData><Data Name='x'>1</Data></EventData></Event>"
        let second = "<e:Event><e:EventID>5</e:EventID></e:Event >"
        let text = "<Events>\n" + first + second + "</Events>"
        let found = Self.found(
            Array(text.utf8), offsets: [9, 9 + UInt64(first.utf8.count)], encoding: .utf8, isEventLog: true,
            chunk: chunk)
        #expect(found[9]?.text == first)
        #expect(found[9 + UInt64(first.utf8.count)]?.text == second)
    }

    @Test func whatIsTooLongIsCut() {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: RecordTexts.longest + 10)
        let found = Self.found(long, offsets: [0, 5], encoding: .utf8, isEventLog: false, chunk: 999)
        #expect(found[0]?.text.utf8.count == RecordTexts.longest)
        #expect(found[0]?.isCut == true)
        #expect(found[5]?.isCut == true)
        let whole = Self.found(Array(long.prefix(100)), offsets: [0], encoding: .utf8, isEventLog: true, chunk: 9)
        #expect(whole[0]?.text.utf8.count == 100)
        #expect(whole[0]?.isCut == false)
    }

    /// Behind the end there is nothing: an offset that is not the input's finds no text.
    @Test func anOffsetBehindTheEndFindsNothing() {
        #expect(Self.found([65], offsets: [1, 99], encoding: .utf8, isEventLog: false, chunk: 1).isEmpty)
    }
}
