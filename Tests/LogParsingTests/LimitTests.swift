import AccessModel
import Testing

@testable import LogParsing

/// One past each limit is a counted rejection.
@Suite struct LimitTests {
    private func event(attributes: Int) -> String {
        let list = (0..<attributes).map { "a\($0)=\"1\"" }.joined(separator: " ")
        return """
            <Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>\
            <Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4634</EventID>\
            <TimeCreated SystemTime='2026-10-05T08:00:00.000Z'/><Channel>Security</Channel>\
            <Computer>srv1</Computer></System><EventData><Data \(list)>\(String(repeating: "x", count: 4096))</Data>\
            </EventData></Event>
            """
    }

    private func tally(_ text: String, with parser: some LogParser) -> RecordTally {
        var parser = parser
        var batch = AccessBatch()
        Array(text.utf8).withUnsafeBytes { parser.consume($0, into: &batch) }
        parser.finish(isDamaged: false, into: &batch)
        return batch.tally
    }

    @Test func attributesOfOneTag() {
        let most = AttributeLimit.maximumPerTag
        let within = tally(event(attributes: most), with: EventXMLParser(context: ParserContext()))
        #expect(within.records == 1 && within.rejectedTotal == 0)
        let beyond = tally(event(attributes: most + 1), with: EventXMLParser(context: ParserContext()))
        #expect(beyond.rejected == [.malformedRecord: 1])
        #expect(beyond.rejections.first?.detail.contains("attributes") == true)
    }

    /// A quote in a comment or a processing instruction opens nothing, and must not hide the attributes behind it.
    @Test(arguments: ["<!-- ' -->", "<?pi \"?>", "<![CDATA[']]>", "<!-- <a b=' -->", "<!--'--><?a '?><![CDATA['>]]>"])
    func quotesInSectionsHideNoAttributes(section: String) {
        let most = AttributeLimit.maximumPerTag
        for (count, isExceeded) in [(most, false), (most + 1, true)] {
            let text = event(attributes: count).replacing("<EventData>", with: section + "<EventData>")
            #expect(Array(text.utf8).withUnsafeBytes { AttributeLimit.isExceeded(in: $0) } == isExceeded)
        }
    }

    @Test func quotesInSectionsAreNoAttributes() {
        let words = String(repeating: "<a \"b\" 'c'", count: AttributeLimit.maximumPerTag)
        for section in ["<![CDATA[\(words)]]>", "<!--\(words)-->", "<?pi \(words)?>"] {
            let text = event(attributes: 1).replacing("<EventData>", with: section + "<EventData>")
            #expect(tally(text, with: EventXMLParser(context: ParserContext())).rejectedTotal == 0)
        }
    }

    /// A flood of errors costs one, or one more on the way out: libxml2 stops there. Only what a repair changes is read again.
    @Test(arguments: [("<", 1), ("& ", 1), ("&x;", 1), ("&#0;", 2), ("\u{1}", 2), ("]]>", 1), ("<a b=''b=''/>", 1)])
    func theFirstErrorIsTheLast(flood: String, readings: Int) {
        let text = Array(
            event(attributes: 1).replacing("</Data>", with: String(repeating: flood, count: 5000) + "</Data>").utf8)
        let reader = LibXMLReader()
        var record = EventRecord()
        let refusal = text.withUnsafeBytes { reader.read($0, into: &record) }
        #expect(refusal != nil)
        #expect(reader.errors <= 2)
        var parser = EventXMLParser(context: ParserContext(), readers: .reference)
        var batch = AccessBatch()
        text.withUnsafeBytes { parser.consume($0, into: &batch) }
        parser.finish(isDamaged: false, into: &batch)
        var repaired: [UInt8] = []
        text.withUnsafeBytes { RecordRepair.repair($0, into: &repaired) }
        #expect(parser.reference.bytesRead == text.count + (readings > 1 ? repaired.count : 0))
        #expect(batch.tally.rejectedTotal == (readings > 1 ? 0 : 1))
    }

    /// After an error the reader reads the next record as if nothing had been.
    @Test func aReaderThatStoppedReadsOn() {
        let reader = LibXMLReader()
        for text in ["<Event><a></Event>", "<Event/>", "<Event a='<'/>", "<Event>&x;</Event>", "<Event/>"] {
            var record = EventRecord()
            let refusal = Array(text.utf8).withUnsafeBytes { reader.read($0, into: &record) }
            #expect((refusal == nil) == (text == "<Event/>"), "\(text)")
        }
    }

    /// A tag that comes in pieces is read once: again from its start with each of them it would be 128 times.
    @Test(arguments: ["<X a='", "<X a=\"<Event \" b='<Event>", "<Event ", "</Event a='"])
    func aLongTagIsReadOnce(opener: String) {
        var framing = EventFraming(encoding: .utf8, byteOrderMarkLength: 0)
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 16_384)
        Array("<Event><System>\(opener)".utf8).withUnsafeBytes { framing.append($0) }
        var pieces: [EventFraming.Piece] = []
        for _ in 0..<257 {
            while let found = framing.next() { pieces.append(found) }
            framing.discardConsumed()
            piece.withUnsafeBytes { framing.append($0) }
        }
        #expect(pieces == [.rejected(.oversizedRecord, at: 0)])
        #expect(framing.tagSteps <= 2 * EventFraming.maximumRecordLength)
    }

    /// Quotes in text are no attributes: a long command line must not count.
    @Test func quotesInTextAreNoAttributes() {
        let text = event(attributes: 1).replacing("xxxx", with: "\"'a'\"")
        #expect(tally(text, with: EventXMLParser(context: ParserContext())).rejectedTotal == 0)
    }

    /// A log whose lines end in carriage returns alone is one long directive: it must not vanish without a word.
    @Test func carriageReturnsWithoutLineFeedsAreRejected() {
        let text =
            "#Software: Microsoft Internet Information Services 10.0\r#Fields: date time c-ip\r"
            + "2026-10-05 08:00:00 10.0.0.1\r"
        let found = tally(text, with: W3CParser(context: ParserContext(), format: .w3c))
        #expect(found.rejected == [.unreadableValue: 1])
    }

    // MARK: Floods: each stops at a limit and is counted, and the record behind it is read

    private func tally(flood pieces: [(text: String, times: Int)], largestPending: Int) -> RecordTally {
        var parser = EventXMLParser(context: ParserContext())
        var batch = AccessBatch()
        var pending = 0
        for (text, times) in pieces {
            let bytes = Array(text.utf8)
            for _ in 0..<times {
                bytes.withUnsafeBytes { parser.consume($0, into: &batch) }
                pending = max(pending, parser.pendingBytes)
            }
        }
        parser.finish(isDamaged: false, into: &batch)
        #expect(pending <= largestPending)
        return batch.tally
    }

    private static let start =
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Computer>a</Computer></System>"

    @Test func aRecordWithoutEndIsOversized() {
        let piece = String(repeating: "no end in sight ", count: 4096)
        let found = tally(
            flood: [
                (Self.start + "<EventData><Data>", 1), (piece, 512), ("</Data></EventData></Event>", 1),
                (event(attributes: 1), 1),
            ],
            largestPending: EventFraming.maximumRecordLength + 2 * piece.utf8.count)
        #expect(found.rejected == [.oversizedRecord: 1])
        #expect(found.records == 2)
    }

    @Test(arguments: [100_000, 1_000_000])
    func nestedElements(depth: Int) {
        let found = tally(
            flood: [
                (Self.start, 1), (String(repeating: "<a>", count: 1000), depth / 1000),
                (String(repeating: "</a>", count: 1000), depth / 1000), ("</Event>", 1), (event(attributes: 1), 1),
            ],
            largestPending: EventFraming.maximumRecordLength + 8192)
        #expect(found.rejectedTotal == 1)
        #expect(found.records == 2)
    }

    @Test func nestedEvents() {
        let found = tally(
            flood: [(String(repeating: "<Event>", count: 1000), 1000), (event(attributes: 1), 1)],
            largestPending: EventFraming.maximumRecordLength + 8192)
        #expect(found.accepted + found.ignoredTotal == 1)
    }

    @Test func entitiesAreNeverExpanded() {
        let laughs = (1...9).map { level in
            "<!ENTITY l\(level) \"\(String(repeating: "&l\(level - 1);", count: 10))\">"
        }
        let text =
            "<?xml version='1.0'?><!DOCTYPE Events [<!ENTITY l0 'ha'>\(laughs.joined())]><Events>"
            + event(attributes: 1).replacing("xxxx", with: "&l9;") + event(attributes: 1) + "</Events>"
        let found = tally(text, with: EventXMLParser(context: ParserContext()))
        #expect(found.rejected == [.malformedRecord: 1])
        #expect(found.rejections.first?.detail == "an entity that is not declared")
        #expect(found.records == 2)
    }
}
