import AccessModel
import Testing

@testable import LogParsing

/// Markup that was cut, or never ends, takes no record with it.
@Suite struct CutMarkupTests {
    private static let record = EventSample(id: "4634").xml
    /// As exporters write that leave the namespace out.
    private static let bare = "<Event>" + record.drop { $0 != ">" }.dropFirst()
    private static let records = String(repeating: record + "\n", count: 40)
    private static let bareRecords = String(repeating: bare + "\n", count: 40)

    /// Rejections, then the number of records read: the same by both readers, as a whole and in pieces.
    private func read(_ text: String, pieces: Int = 1) -> String {
        let bytes = Array(text.utf8)
        var results: [String] = []
        for readers in [EventXMLParser.Readers.fastest, .reference] {
            for length in [bytes.count, pieces] {
                var parser = EventXMLParser(context: ParserContext(), readers: readers)
                var batch = AccessBatch()
                var start = 0
                while start < bytes.count {
                    let end = min(bytes.count, start + max(1, length))
                    bytes[start..<end].withUnsafeBytes { parser.consume($0, into: &batch) }
                    start = end
                }
                parser.finish(isDamaged: false, into: &batch)
                let reasons = batch.tally.rejections.map { "\($0.reason.rawValue) @\($0.offset)" }
                let read = ["\(batch.tally.accepted + batch.tally.ignoredTotal)"]
                results.append((reasons + read).joined(separator: ", "))
            }
        }
        if Set(results).count > 1 { Issue.record("readers or pieces differ: \(results)") }
        return results[0]
    }

    @Test(arguments: [
        "<?xml version=\"1.0\" encoding=\"ut\n", "<?", "<?pi <Event", "<?pi <Events> ", "<!DOCTYPE a [ ", "<?pi <!-- ",
        "<Events a=\"\n", "<Events a='", "</Events a='", "<a b='c' d=\"", "<a b='<x <Event", "<a <?xml ",
    ])
    func betweenRecordsItIsText(cut: String) {
        #expect(read(cut + Self.records + "<?xml version=\"1.0\"?>\n" + Self.record) == "text between records @0, 41")
        #expect(read(cut + Self.bareRecords + "<?pi?>\n" + Self.record) == "text between records @0, 41")
        let behind = Self.record.utf8.count
        #expect(read(Self.record + cut + Self.records) == "text between records @\(behind), 41")
        let prefixed = prefixed(Self.bareRecords)
        #expect(read(cut + prefixed + "<?pi?>\n" + Self.record) == "text between records @0, 41")
    }

    /// By XML's rules they are no records, but they are not stepped over without a word.
    @Test func aCommentAroundRecordsIsOneRejection() {
        let text = Self.record + "<!--\n" + Self.records + "--><!-- x -->" + Self.record
        #expect(read(text) == "text between records @\(Self.record.utf8.count), 2")
    }

    @Test(
        arguments: ["'", "\""], ["\n", "\nRecord 5\n<?xml version=\"1.0\" encoding=\"utf-8\"?>\n", "\n<Events>\n- "])
    func aRecordWithoutNamespaceIsLostAloneWhereverItIsCut(quote: String, between: String) {
        let bare = Self.bare.replacing("'", with: quote)
        let rest = String(repeating: bare.replacing("><System>", with: ">\n- <System>") + "\n", count: 3)
        for length in "<Event>".utf8.count..<bare.utf8.count {
            let cut = String(decoding: Array(bare.utf8.prefix(length)), as: UTF8.self)
            #expect(read(cut + between + rest) == "truncated record @0, 3", "\(cut)")
        }
    }

    /// What an attribute holds is its own where no record can begin there.
    @Test(arguments: [
        "<Event>", "<Event a=", "<Event><x", "<Event><Systems>", "<Event/>", "<System><Event>", "<Events xmlns='",
    ])
    func anEventInAnAttributeIsNoCut(value: String) {
        let record = Self.bare.replacing("</System>", with: "</System><X a=\"\(value)\"/>")
        #expect(read(record + Self.bareRecords) == "malformed record @0, 40")
    }

    @Test func theLongestStartTagToldInAnAttribute() {
        for excess in [0, 1] {
            let padding = String(repeating: " ", count: MarkupTag.maximumStartTag - "<Event>".utf8.count + excess)
            let inner = "<Event\(padding)><System>"
            let text = Self.bare.replacing("</System>", with: "</System><X a=\"\(inner)\"/>")
            let whole = excess > 0 ? "malformed record @0, 1" : "truncated record @0, malformed record"
            #expect(read(text + Self.record, pieces: 61).hasPrefix(whole), "\(excess)")
        }
    }

    @Test(arguments: ["", "<X>", "<X a='", "<!-- ", "<![CDATA[", "<a b=\"<Event>", "<Event>"])
    func behindAnOversizedRecordTheNextIsRead(opener: String) {
        let filler = String(repeating: "A", count: EventFraming.maximumRecordLength)
        for records in [Self.records, Self.bareRecords, prefixed(Self.bareRecords)] {
            for start in ["<Event><System>", "<x:Event><x:System>"] {
                let text = Self.bare + start + opener + filler + "\n" + records
                #expect(read(text, pieces: 99_991) == "oversized record @\(Self.bare.utf8.count), 41")
            }
        }
    }

    /// What was searched in bytes that are then read by their shape says nothing of the bytes behind them.
    @Test func whatWasSearchedIsForgottenWithTheBytes() {
        let cut = "<?pi "
        let text = cut + String(repeating: Self.record + "\n", count: 200) + "<?pi?>"
        #expect(read(text + text) == "text between records @0, text between records @\(text.utf8.count), 400")
    }

    // MARK: Prefixes

    private func prefixed(_ text: String, by prefix: String = "ev") -> String {
        text.replacing("</", with: "\u{1}").replacing("<", with: "<\(prefix):").replacing("\u{1}", with: "</\(prefix):")
    }

    @Test func prefixedRecordsAreRead() {
        let namespace = "http://schemas.microsoft.com/win/2004/08/events/event"
        let records = prefixed(Self.bareRecords)
        #expect(read("<ev:Events xmlns:ev=\"\(namespace)\">\n\(records)</ev:Events>") == "40")
        #expect(read(records.replacing("<ev:Event>", with: "<ev:Event xmlns:ev='\(namespace)'>")) == "40")
        #expect(read(records + Self.records + prefixed(Self.bareRecords, by: "other") + Self.bareRecords) == "160")
        let logon = EventSample(data: ["TargetUserName": "anna", "IpAddress": "192.0.2.10", "LogonType": "3"]).xml
        #expect(readEvents(prefixed("<Event>" + logon.drop { $0 != ">" }.dropFirst())).rows == readEvents(logon).rows)
    }

    @Test(arguments: [
        ("<ev:Event/>", "1"), ("<ev:Event a='b'></ev:Event>", "1"), ("<Event></Event>", "1"),
        ("<x:Event></x:Event>", "1"),
        ("<x:Event/>", "1"), ("</Event>", "malformed record @0, 0"), ("<ev:Events></ev:Events>", "1"),
        ("<!-- </ev:Event> -->", "1"), ("<![CDATA[</ev:Event>]]>", "1"), ("<ev:Event xmlns:x='y'></ev:Event>", "1"),
    ])
    func eventsInsideAPrefixedRecord(markup: String, outcome: String) {
        let text = prefixed(Self.bare).replacing("</ev:Event>", with: markup + "</ev:Event>")
        #expect(read(text) == outcome)
    }

    @Test func everyCutOfAPrefixedRecordIsOneTruncatedRecord() {
        let record = prefixed(Self.bare)
        let own = record.replacing("<ev:Event>", with: "<ev:Event xmlns:ev='x'>")
        for length in 4..<record.utf8.count {
            let cut = String(decoding: Array(record.utf8.prefix(length)), as: UTF8.self)
            #expect(read(record + cut) == "truncated record @\(record.utf8.count), 1", "\(cut)")
            guard length > "<ev:Event".utf8.count else { continue }
            #expect(read(cut + "\n" + record + record) == "truncated record @0, 2", "\(cut)")
            #expect(read(cut + "\n" + own + record) == "truncated record @0, 2", "\(cut)")
        }
    }

    @Test func theLongestPrefix() {
        for excess in [0, 1] {
            let prefix = String(repeating: "p", count: EventMarkup.maximumPrefix + excess)
            let text = prefixed(Self.bare, by: prefix)
            #expect(read(text + Self.record).hasSuffix(excess == 0 ? "2" : ", 1"))
        }
    }

    // MARK: How much was text

    @Test func textBetweenRecordsIsToldInBytesWhereItIsLong() {
        for (length, isTold) in [(0, false), (1, false), (4095, false), (4096, true), (41_234, true)] {
            // In two gaps, and blanks are no text.
            let first = String(repeating: "x", count: length / 2)
            let second = String(repeating: "y", count: length - length / 2)
            let bytes = Array((Self.record + first + Self.record + " \n\n\n" + second + Self.record).utf8)
            for readers in [EventXMLParser.Readers.fastest, .reference] {
                for encoding in [SourceEncoding.utf8, .utf16LittleEndian] {
                    var parser = EventXMLParser(context: ParserContext(encoding: encoding), readers: readers)
                    var batch = AccessBatch()
                    for byte in bytes { withUnsafeBytes(of: byte) { parser.consume($0, into: &batch) } }
                    #expect(parser.damage.isEmpty)
                    parser.finish(isDamaged: false, into: &batch)
                    let told = encoding == .utf8 ? length : 2 * length
                    #expect(
                        parser.damage
                            == (isTold || told >= 4096
                                ? "\(told) bytes between the events are no events and were not read" : ""))
                }
            }
        }
    }

    @Test func bothKindsOfDamageAreTold() {
        var parser = EventXMLParser(context: ParserContext())
        var batch = AccessBatch()
        let text = "<Events>" + Self.record + String(repeating: "x", count: 5000)
        Array(text.utf8).withUnsafeBytes { parser.consume($0, into: &batch) }
        parser.finish(isDamaged: false, into: &batch)
        #expect(parser.damage.hasSuffix("; 5000 bytes between the events are no events and were not read"))
        #expect(parser.damage.hasPrefix("the element around the events is not closed"))
    }
}
