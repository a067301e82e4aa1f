import AccessModel
import Testing

@testable import LogParsing

private let small = EventSample(id: "4634").xml

@Suite struct WindowsEventFramingTests {
    /// Reasons and offsets of the rejections, then the number of records that could be read.
    private func reject(_ text: String, isDamaged: Bool = false) -> String {
        let batch = readEvents(text, isDamaged: isDamaged)
        let reasons = batch.tally.rejections.map { "\($0.reason.rawValue) @\($0.offset)" }
        return (reasons + ["\(batch.tally.accepted + batch.tally.ignoredTotal)"]).joined(separator: ", ")
    }

    @Test(arguments: [
        "", " \r\n\t", "\0\0\0", "\u{FEFF}", "<?xml version='1.1'?>", "<?xml version=\"1.0\"?>\n<?pi a > b?>",
        "<!-- a > b <Events> -->", "<Events>", "</Events>", "<Events a='>' />", "<QueryList xmlns='x'>",
        "<EventID>", "<EventData/>", "<Ev\u{E9}nement>", "\nRecord 12\n", "\nRecord 12 \r\n",
        "\nevtxexport 20181227\r\n",
        "\n  - ", "<!DOCTYPE Events>", "<!DOCTYPE a [ <!ENTITY b '>' > <!ELEMENT c ANY> ]>", "\n\u{FEFF}Record 3\n",
    ])
    func framingIsNoRecord(gap: String) {
        #expect(reject(gap + small) == "1")
        #expect(reject(small + gap + small) == "2")
        #expect(reject(small + gap) == (gap.hasSuffix("- ") ? "text between records @\(small.utf8.count + 3), 1" : "1"))
    }

    @Test(arguments: [
        "x", "Record 12", "\nRecord 12 x\n", "\nRecord twelve\n", "\nevtxexport 2018\n", "\n-x", "- ", "&amp;",
        "</Event>", "</Event >", "<![CDATA[<Event></Event>]]>", "a < b", "1 <2", "<!ELEMENT a>", "<>", "</>",
        "<foo <bar>",
        "<a b='", "x</Events>y<a>z", "x\nRecord 12\n", "\u{FEFF}x\u{FEFF}", "<!DOCTYPE a [", "<!-- x <a> ",
        "<![CDATA[ x", "<!-- a > b <Event> -->", "<!--<Event xmlns='x'></Event>-->", "<!-- <x:Event > -->",
        "</x:Event>",
    ])
    func otherTextIsOneRejection(gap: String) {
        let blanks = gap.utf8.prefix { $0 == 0x0A || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }.count
        let offset = small.utf8.count + blanks
        #expect(reject(small + gap + small) == "text between records @\(offset), 2")
        #expect(reject(small + gap + "\n" + gap + small) == "text between records @\(offset), 2")
        #expect(
            reject(small + gap + small + gap + small)
                == "text between records @\(offset), text between records @\(offset + small.utf8.count + gap.utf8.count), 3"
        )
    }

    @Test(arguments: [
        "</", "</Ev", "</Events", "<?xml version='1.0'", "<!-- and so", "<Events xmlns='a'", "\nRecord 12",
    ])
    func framingCutByTheEndIsNoRecord(tail: String) {
        #expect(reject(small + tail) == "1")
    }

    @Test(arguments: [63, 64, 65]) func longestFramingLineIsTheSameInAnyChunks(length: Int) {
        let line = "Record" + String(repeating: " ", count: length - 7) + "5"
        for tail in ["", "\n", "5\n", "x"] {
            let bytes = Array((line + tail).utf8)
            let whole = readEvents(bytes)
            #expect(whole.tally.records == (bytes.count <= 64 && tail != "x" ? 0 : 1))
            for border in bytes.indices { #expect(readEvents(bytes, borders: [border]).lines == whole.lines) }
        }
    }

    @Test func everyCutOfTheLastRecordIsOneTruncatedRecord() {
        for length in 1..<small.utf8.count {
            let text = small + String(decoding: Array(small.utf8.prefix(length)), as: UTF8.self)
            #expect(reject(text) == "truncated record @\(small.utf8.count), 1")
            #expect(reject(text, isDamaged: true) == "damaged input @\(small.utf8.count), 1")
        }
    }

    @Test func aRecordCutByTheNextIsTruncatedWhereverItIsCut() {
        for length in 6..<small.utf8.count {
            let cut = String(decoding: Array(small.utf8.prefix(length)), as: UTF8.self)
            if length == 6 {
                #expect(reject(cut + small) == "text between records @0, 1")
            } else {
                #expect(reject(cut + small + small, isDamaged: true) == "truncated record @0, 2", "\(length)")
            }
        }
    }

    @Test func damageOutsideOfARecordLosesNone() {
        #expect(reject(small + "\n", isDamaged: true) == "1")
    }

    @Test(arguments: [
        ("<!-- </Event> -->", "1"), ("<!-- <Event xmlns='x'> -->", "1"), ("<![CDATA[</Event>]]>", "1"),
        ("<?pi </Event>?>", "1"), ("<Event/>", "1"), ("<Event a='b'></Event>", "1"), ("<Event><Event/></Event >", "1"),
        ("<Events>&lt;Event></Events>", "1"), ("<a b='>'/>", "1"), ("<EventID/>", "1"),
        ("<a b='</Event>'/>", "malformed record @0, 0"), ("<a b='<Event>'/>", "malformed record @0, 0"),
        ("<!-- never ended", "malformed record @0, 0"), ("&nbsp;", "malformed record @0, 0"),
        ("<!DOCTYPE a>", "malformed record @0, 0"), ("<b></c>", "malformed record @0, 0"),
    ])
    func markupInsideARecord(markup: String, outcome: String) {
        #expect(reject(small.replacingEnd(with: markup)) == outcome)
    }

    @Test func theNestedEventOfACutRecordIsTheNextRecord() {
        let plain = small.replacingNamespace()
        #expect(
            reject("<Event><System><Event a='1'>\n- <System" + plain.dropFirst("<Event><System".count))
                == "truncated record @0, 1")
    }

    @Test func reasonsAreWordsAndQuoteNothing() {
        let batch = readEvents(small.replacingEnd(with: "<secret></hunter2>"))
        #expect(batch.tally.rejections.map(\.detail) == ["an end tag that does not match its start tag"])
        let entity = readEvents(small.replacingEnd(with: "&secret;"))
        #expect(entity.tally.rejections.map(\.detail) == ["an entity that is not declared"])
    }

    @Test func longestRecordIsReadAndOneByteMoreIsNot() {
        for excess in [-1, 0, 1, 2] {
            let padding = EventFraming.maximumRecordLength - small.utf8.count + excess
            let long = small.replacingEnd(with: String(repeating: "x", count: padding))
            let expected = excess > 0 ? "oversized record @\(small.utf8.count), 2" : "3"
            #expect(reject(small + long + small) == expected, "\(excess)")
            let borders = [small.utf8.count + EventFraming.maximumRecordLength]
            let text = Array((small + long + small).utf8)
            #expect(readEvents(text, borders: borders).lines == readEvents(text).lines, "\(excess)")
        }
    }

    @Test(arguments: [
        "<Event/><Event>", "<!-- ", "<![CDATA[", "<a b='", "<Event xmlns", "<Event a='", "</Event", "<",
    ])
    func oversizedRecordsAreSkippedWithFlatMemory(filler: String) {
        let head = Array(small.replacingEnd(with: "\u{1}").utf8.prefix { $0 != 1 })
        let block = [UInt8](String(repeating: filler + String(repeating: " ", count: 500), count: 500).utf8)
        var parser = EventXMLParser(context: ParserContext())
        var batch = AccessBatch()
        head.withUnsafeBytes { parser.consume($0, into: &batch) }
        var length = head.count
        while length < EventFraming.maximumRecordLength + 3 * block.count {
            block.withUnsafeBytes { parser.consume($0, into: &batch) }
            length += block.count
            #expect(parser.pendingBytes <= EventFraming.maximumRecordLength + block.count)
        }
        Array(small.utf8).withUnsafeBytes { parser.consume($0, into: &batch) }
        parser.finish(isDamaged: false, into: &batch)
        #expect(batch.tally.ignoredTotal == 1)
        #expect(batch.tally.rejectedTotal >= 1)
    }

    @Test(arguments: ["<!--", "<![CDATA[", "<?", "<!DOCTYPE", "<!DOCTYPE'", "<a b='", "<Event ", "<Event><Event>"])
    func hostileOpenersCostLinearTime(opener: String) {
        let bytes = [UInt8](String(repeating: opener, count: (1 << 19) / opener.utf8.count).utf8)
        #expect(ContinuousClock().measure { _ = readEvents(bytes, borders: [1 << 17, 1 << 18]) } < .seconds(60))
    }

    @Test func endsThatAreMissingAreSearchedOnce() {
        let bytes = [UInt8](repeating: UInt8(ascii: "-"), count: EventFraming.maximumRecordLength)
        var search = SectionSearch()
        // A minute and more where each search goes through all the bytes.
        let taken = ContinuousClock().measure {
            for start in stride(from: 0, to: bytes.count, by: 4) {
                let end = search.end(of: .comment, from: start, limit: bytes.count, in: bytes)
                if end != nil { Issue.record("found at \(start)") }
            }
        }
        #expect(taken < .seconds(30))
    }

    @Test(arguments: [SourceEncoding.utf8, .utf16LittleEndian, .utf16BigEndian])
    func offsetsCountSourceBytes(encoding: SourceEncoding) {
        let before = "<Events>\u{E9}\u{20AC}\u{1F600}</Events>\n"
        let middle = EventSample(computer: "B\u{FC}ro\u{1F600}").xml + "\n"
        let bytes = Array((before + middle + small + "x").utf8)
        func length(_ text: String) -> UInt64 {
            encoding == .utf8 ? UInt64(text.utf8.count) : UInt64(2 * text.utf16.count)
        }
        let mark: UInt64 = encoding == .utf8 ? 3 : 2
        let context = ParserContext(encoding: encoding, byteOrderMarkLength: mark)
        for border in 0...bytes.count {
            let batch = readEvents(bytes, borders: [border], context: context)
            #expect(batch.accesses.map(\.offset) == [mark + length(before)])
            #expect(
                batch.tally.rejections.map(\.offset) == [
                    mark + length("<Events>"), mark + length(before + middle + small),
                ])
        }
    }
}

extension String {
    /// The event with `markup` before its end tag.
    fileprivate func replacingEnd(with markup: String) -> String {
        String(dropLast("</Event>".count)) + markup + "</Event>"
    }

    fileprivate func replacingNamespace() -> String {
        "<Event>" + drop { $0 != ">" }.dropFirst()
    }
}
