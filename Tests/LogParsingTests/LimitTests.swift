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
}
