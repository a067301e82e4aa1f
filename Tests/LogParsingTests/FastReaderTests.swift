import AccessModel
import CByteScan
import Foundation
import Testing

@testable import LogParsing

/// The fast reader against libxml2: the same accesses, sightings, counts and rejections on everything.
@Suite struct FastReaderTests {
    private static func read(
        _ bytes: [UInt8], by readers: EventXMLParser.Readers, borders: [Int] = [],
        context: ParserContext = ParserContext()
    ) -> [String] {
        var parser = EventXMLParser(context: context, readers: readers)
        var batch = AccessBatch()
        var start = 0
        for end in borders + [bytes.count] {
            bytes[start..<end].withUnsafeBytes { parser.consume($0, into: &batch) }
            start = end
        }
        parser.finish(isDamaged: false, into: &batch)
        return batch.lines + [parser.damage]
    }

    private static func expectSame(_ bytes: [UInt8], borders: [Int] = [], _ note: @autoclosure () -> String) {
        let fast = read(bytes, by: .fastest, borders: borders)
        let reference = read(bytes, by: .reference)
        if fast != reference {
            let difference = zip(fast, reference).first { $0 != $1 }
            Issue.record(
                """
                \(note()): \(difference?.0 ?? "\(fast.count) lines") | reference: \
                \(difference?.1 ?? "\(reference.count) lines") in \(String(decoding: bytes.prefix(4000), as: UTF8.self))
                """)
        }
    }

    /// Records of one kind after another, as a log has them: the later ones are read by the shape of the first.
    private static func log(_ generator: inout SeededGenerator, records: Int) -> [UInt8] {
        let quotes = ["'", "\""].randomElement(using: &generator) ?? "'"
        let separators = ["", "\r\n", "\n\n", "\nRecord 7\n<?xml version=\"1.0\" encoding=\"utf-8\"?>\n", " \0 "]
        let separator = separators.randomElement(using: &generator) ?? ""
        let names = [
            "anna", "B\u{F6}rje", "O&apos;Brien", "x&amp;y", "-", " \r\n ", "a\r\nb", "a\tb", "", "C]]&gt;", "DOM\\u",
        ]
        var text = ["", "<Events>", "<?xml version='1.0'?><Events>"].randomElement(using: &generator) ?? ""
        for index in 0..<records {
            let id = ["4624", "4634", "4769", "1149", "21"].randomElement(using: &generator) ?? ""
            var sample = EventSample(id: id)
            if id == "1149" || id == "21" {
                let service = id == "21" ? "LocalSessionManager" : "RemoteConnectionManager"
                sample.provider = "Microsoft-Windows-TerminalServices-\(service)"
                sample.logChannel = sample.provider.map { $0 + "/Operational" }
                sample.userData =
                    "<EventXML xmlns='Event_NS'><User>D\\anna</User><Param1>\(names.randomElement(using: &generator) ?? "")"
                    + "</Param1>\n<Address>10.0.0.\(index % 256)</Address></EventXML>"
            } else {
                sample.data = [
                    "TargetUserName": names.randomElement(using: &generator) ?? "", "TargetDomainName": "CORP",
                    "ServiceName": ["FS01$", "krbtgt"].randomElement(using: &generator) ?? "",
                    "ProcessName": ["C:\\a&amp;b", "x > y", "]]&gt;", "\u{1F600}"].randomElement(using: &generator)
                        ?? "",
                    "IpAddress": "::ffff:10.1.2.\(index % 256)", "LogonType": "3", "Status": "0x0",
                ]
            }
            sample.recordID = "\(1000 + index)"
            sample.computer = "fs\(index % 3).corp.example"
            text += sample.xml + separator
        }
        if Bool.random(using: &generator) {
            // As exporters write that end every element with a tag of its own.
            text = text.replacingOccurrences(of: "-Auditing'/>", with: "-Auditing'>\n    </Provider>")
            text = text.replacingOccurrences(of: "Z'/>", with: "Z'></TimeCreated>")
        }
        if quotes == "\"" { text = text.replacingOccurrences(of: "'", with: "\"") }
        return Array(text.utf8)
    }

    @Test func recurringRecordsReadTheSame() {
        var generator = SeededGenerator(state: 11)
        for round in 0..<60 {
            let bytes = Self.log(&generator, records: 40)
            Self.expectSame(bytes, "round \(round)")
        }
    }

    @Test func mutatedLogsReadTheSame() {
        var generator = SeededGenerator(state: 12)
        for round in 0..<2500 {
            var bytes = Self.log(&generator, records: 6)
            for _ in 0..<Int.random(in: 1...4, using: &generator) { LogMutation.mutate(&bytes, &generator) }
            let borders = round % 3 == 0 ? [Int.random(in: 0...bytes.count, using: &generator)] : []
            Self.expectSame(bytes, borders: borders, "round \(round)")
        }
    }

    /// Every event of the table, by shapes learned from it: three times in a row, then one after another, changed.
    @Test func recordsOfTheTableReadTheSame() throws {
        var generator = SeededGenerator(state: 15)
        let samples = try WindowsEventTableTests.samples.map { try WindowsEventTableTests.bytes(of: $0.file) }
        for (bytes, sample) in zip(samples, WindowsEventTableTests.samples) {
            Self.expectSame(bytes + bytes + bytes, "\(sample.file)")
        }
        for round in 0..<1000 {
            var bytes: [UInt8] = []
            for _ in 0..<4 {
                let sample = samples.randomElement(using: &generator) ?? []
                bytes += sample
                var changed = sample
                LogMutation.mutate(&changed, &generator)
                bytes += changed
            }
            Self.expectSame(bytes, "round \(round)")
        }
    }

    @Test func everyBorderReadsTheSame() {
        var generator = SeededGenerator(state: 13)
        let bytes = Self.log(&generator, records: 5)
        let whole = Self.read(bytes, by: .fastest)
        for border in 0...bytes.count { #expect(Self.read(bytes, by: .fastest, borders: [border]) == whole) }
    }

    /// UTF-16 sources: offsets count source bytes also for records that are read directly.
    @Test func offsetsInUTF16AreThoseOfTheReference() {
        var generator = SeededGenerator(state: 14)
        for encoding in [SourceEncoding.utf16LittleEndian, .utf16BigEndian] {
            let bytes = Self.log(&generator, records: 30)
            let context = ParserContext(encoding: encoding, byteOrderMarkLength: 2)
            #expect(
                Self.read(bytes, by: .fastest, borders: [700, 3000], context: context)
                    == Self.read(bytes, by: .reference, context: context))
        }
    }

    @Test(arguments: WindowsEventSampleTests.expectations.map(\.file))
    func samplesReadTheSameAlsoInARow(file: String) throws {
        let sample = try Array(Data(contentsOf: TestFiles.eventSamples.appending(path: file)))
        Self.expectSame(sample + sample + sample, file)
        let whole = Self.read(sample, by: .fastest)
        for border in stride(from: 0, through: sample.count, by: 1) {
            #expect(Self.read(sample, by: .fastest, borders: [border]) == whole, "\(file) cut at \(border)")
        }
    }

    @Test func moreShapesThanAreKeptReadTheSame() {
        var text = ""
        for index in 0..<1500 {
            var sample = EventSample(data: ["TargetUserName": "u\(index)", "Extra\(index % 700)": "v"])
            sample.logChannel = "Channel \(index % 90)"
            text += sample.xml
        }
        Self.expectSame(Array(text.utf8), "many shapes")
    }

    /// One past the limit: a crafted log cannot make every record be compared with hundreds of shapes.
    @Test func anEventKeepsFewShapes() {
        func event(_ index: Int) -> [UInt8] {
            Array(EventSample(userData: "<Data Name='F\(index)'>x</Data>").xml.utf8)
        }
        let limit = Int(CBS_MAXIMUM_SHAPES_OF_EVENT)
        var reader = FastEventReader()
        for index in 0...limit {
            let isRead = event(index).withUnsafeBytes { reader.learn($0) }
            #expect(isRead)
        }
        for index in 0...limit {
            let isKnown = event(index).withUnsafeBytes { reader.match($0, at: 0) != nil }
            #expect(isKnown == (index < limit), "shape \(index)")
        }
        Self.expectSame((0...2 * limit).flatMap(event), "more shapes of one event than are kept")
    }

    /// A log of many records must be read by shape, or the fast reader is none.
    @Test func recordsOfAKnownShapeAreTakenAtOnce() {
        var reader = FastEventReader()
        let first = Array(EventSample(data: ["TargetUserName": "anna"]).xml.utf8)
        let second = Array(EventSample(computer: "other", data: ["TargetUserName": "b"]).xml.utf8)
        first.withUnsafeBytes { bytes in
            let before = reader.match(bytes, at: 0)
            let isLearned = reader.learn(bytes)
            let after = reader.match(bytes, at: 0)
            #expect(before == nil && isLearned && after == first.count)
        }
        second.withUnsafeBytes { bytes in
            let end = reader.match(bytes, at: 0)
            #expect(end == second.count)
            let computer = reader.withValues(in: bytes) { values, _ in Array(values[.computer]) }
            #expect(computer == Array("other".utf8))
            let cut = UnsafeRawBufferPointer(rebasing: bytes.dropLast())
            let none = reader.match(cut, at: 0)
            #expect(none == nil)
        }
    }

    @Test func elementsWithEndTagsAreInsideTheGrammar() {
        let text = EventSample().xml.replacingOccurrences(of: "-Auditing'/>", with: "-Auditing'>\n</Provider>")
        var reader = FastEventReader()
        let isLearned = Array(text.utf8).withUnsafeBytes { reader.learn($0) && reader.match($0, at: 0) == $0.count }
        #expect(isLearned)
    }

    /// Where a name occurs twice, the first counts, also where it is empty: what follows it could be forged.
    @Test(arguments: [
        ("<Computer>", "<Computer/>"), ("<Computer>", "<Computer></Computer>"), ("<EventID>", "<EventID />"),
        ("<Keywords>", "<Keywords/>"), ("<Channel>", "<Channel/>"), ("<EventRecordID>", "<EventRecordID/>"),
        ("<TimeCreated", "<TimeCreated/>"), ("<Provider", "<Provider/>"),
        ("<Data Name='TargetUserName'>", "<Data Name='TargetUserName'/>"),
        ("<Data Name='IpAddress'>", "<Data Name='IpAddress'/>"), ("<User>", "<User/>"),
    ])
    func anEmptyElementIsTheFirstOfItsName(tag: String, empty: String) {
        var sample = EventSample(data: [
            "TargetUserName": "second", "TargetDomainName": "CORP", "LogonType": "3", "IpAddress": "192.0.2.10",
        ])
        if tag == "<User>" {
            sample = EventSample(
                id: "21", provider: "Microsoft-Windows-TerminalServices-LocalSessionManager",
                logChannel: "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational",
                userData: "<EventXML xmlns='Event_NS'><User>D\\second</User><Address>192.0.2.10</Address></EventXML>")
        }
        // Where the keywords say failure, and the first of them say nothing.
        if tag == "<Keywords>" { sample = EventSample(id: "5140", keywords: "0x8010000000000000") }
        let usual = sample.xml
        let doubled = usual.replacing(tag, with: empty + tag)
        Self.expectSame(Array((doubled + usual + doubled + doubled + usual).utf8), empty)
    }

    @Test(arguments: [
        "<!-- c -->", "<![CDATA[x]]>", "<?p?>", "<a:b/>", "<Data a='1' a='2'/>", "<Data x=1/>", "<Data><b></Data>",
        "<Data Name='Status'>&unknown;</Data>", "<Data>&#1;</Data>", "<Data>\u{1}</Data>", "<Data>]]></Data>",
        "text<b/>", "<Event/>", "<Data Name='TargetUserName'>a&amp;b</Data>", "<Data Name='TargetUserName'>a\rb</Data>",
        "<Data Name='TargetUserName'>a<b/>c</Data>", "<Data Name='a&amp;b'/>", "<Data x='a\nb'/>",
        "<Data>\u{FFFE}</Data>",
    ])
    func outsideOfTheGrammar(content: String) {
        var sample = EventSample(userData: content)
        let usual = EventSample(userData: "<Data Name='Status'>0</Data>").xml
        var reader = FastEventReader()
        let isLearned = Array(sample.xml.utf8).withUnsafeBytes { reader.learn($0) }
        #expect(!isLearned)
        sample.recordID = "43"
        Self.expectSame(Array((usual + sample.xml + usual + sample.xml + usual).utf8), content)
    }

    @Test func bothSearchesForTheEndOfAValueAgree() {
        var generator = SeededGenerator(state: 15)
        let alphabet =
            Array("abcdefghijklmnop &;<>'\"]]\r\n\tx#10\u{E9}\u{1F600}\u{1}".utf8) + [0x80, 0xFF, 0xC3, 0xED, 0xA0]
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...70, using: &generator)
            var bytes = (0..<count).map { _ in UInt8.random(in: 0x61...0x7A, using: &generator) }
            for _ in 0..<Int.random(in: 0...4, using: &generator) where count > 0 {
                bytes[Int.random(in: 0..<count, using: &generator)] = alphabet.randomElement(using: &generator) ?? 0
            }
            for terminator in "<'\"".utf8 {
                for captured: Int32 in 0...1 {
                    let fast = cbs_value_end(bytes, count, 0, terminator, captured)
                    #expect(fast == cbs_value_end_portable(bytes, count, 0, terminator, captured))
                }
            }
        }
    }

    /// Real logs, where they are there: `HEADCOUNT_SHARED_DATA` or `../shared/data`.
    @Test func realLogsReadTheSame() throws {
        let folder = TestFiles.sharedData.appending(path: "events", directoryHint: .isDirectory)
        guard let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.fileSizeKey]) else {
            return
        }
        var read = 0
        for case let file as URL in walk where file.pathExtension == "xml" {
            let size = try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
            guard size < 8 << 20, let bytes = try? Array(Data(contentsOf: file)) else { continue }
            Self.expectSame(bytes, file.lastPathComponent)
            read += 1
        }
        print(read == 0 ? "no real logs here: not compared" : "\(read) real logs compared")
    }
}
