import AccessModel
import Testing

@testable import LogParsing

/// Security 4781: an account got another name.
@Suite struct RenameEventTests {
    private func sample(
        old: String = "alice", new: String = "Alice.Jones", domain: String = "CORP",
        sid: String = "S-1-5-21-1-2-3-1104"
    ) -> EventSample {
        var sample = EventSample(id: "4781", computer: "DC01.corp.example")
        sample.data = [
            "OldTargetUserName": old, "NewTargetUserName": new, "TargetDomainName": domain, "TargetSid": sid,
        ]
        return sample
    }

    @Test func itIsARenameAndNoAccess() {
        let batch = sample(sid: "s-1-5-21-1-2-3-1104").read()
        #expect(batch.accesses.isEmpty && batch.sightings.count == 1)
        #expect(batch.tally.ignored == ["account-rename": 1] && batch.tally.accepted == 0)
        #expect(
            batch.renameRows == [
                "renamed corp|alice|alice.jones|S-1-5-21-1-2-3-1104|dc01.corp.example|2026-03-02T08:15:30.987Z"
            ])
    }

    @Test(arguments: ["", "-", " \t", "a&#10;b", "a\tb", "a\u{7F}b", String(repeating: "x", count: 769)])
    func whatCanBeNoNameIsNoRename(name: String) {
        #expect(sample(old: name).read().renames.isEmpty)
        #expect(sample(new: name).read().renames.isEmpty)
        #expect(sample(new: name).read().tally.ignored == ["account-rename": 1])
    }

    @Test func domainAndSIDMayBeMissingButHoldNoControls() {
        #expect(sample(domain: "-", sid: "").read().renames.count == 1)
        #expect(sample(domain: "CO&#10;RP").read().renames.isEmpty)
        #expect(sample(sid: "S-1-5-21&#9;1").read().renames.isEmpty)
    }

    @Test func aNameMayBeAsLongAsTheSchemaAllows() {
        #expect(sample(new: String(repeating: "x", count: 768)).read().renames.count == 1)
    }

    /// Names are compared without case: such a rename is none.
    @Test func anotherCaseIsNoRename() {
        #expect(sample(old: "ALICE", new: "alice").read().renames.isEmpty)
        #expect(sample(old: "ÄNNE", new: "änne").read().renames.isEmpty)
        #expect(sample(old: "e\u{301}", new: "é").read().renames.count == 1)
    }

    @Test func aRejectedRecordRenamesNobody() {
        var early = sample()
        early.time = "1601-01-01T00:00:00Z"
        #expect(early.read().renames.isEmpty && early.read().tally.rejectedTotal == 1)
        var nowhere = sample()
        nowhere.computer = ""
        #expect(nowhere.read().renames.isEmpty && nowhere.read().tally.rejectedTotal == 1)
    }

    @Test func anotherProvidersEventIsNone() {
        var other = sample()
        other.provider = "Something-Else"
        #expect(other.read().renames.isEmpty && other.read().tally.ignored == ["not-access": 1])
    }

    /// Names as markup, references, control characters, cut records: whatever it is, both readers say the same.
    @Test(arguments: UInt64(1)...200) func bothReadersSayTheSame(seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        let names = [
            "alice", "a&amp;b", "a&#x0;b", "<![CDATA[alice]]>", "\u{1}x", "FS01$", "", "é", "&#x1F600;", "a\r\nb", "-",
        ]
        var text = ""
        for _ in 0..<6 {
            text +=
                sample(
                    old: names.randomElement(using: &generator) ?? "",
                    new: names.randomElement(using: &generator) ?? "",
                    domain: names.randomElement(using: &generator) ?? "",
                    sid: names.randomElement(using: &generator) ?? ""
                ).xml
        }
        if Bool.random(using: &generator) { text.removeLast(Int.random(in: 1...200, using: &generator)) }
        var parser = EventXMLParser(context: ParserContext(), readers: .reference)
        var batch = AccessBatch()
        Array(text.utf8).withUnsafeBytes { parser.consume($0, into: &batch) }
        parser.finish(isDamaged: false, into: &batch)
        #expect(readEvents(text).lines == batch.lines)
    }

    /// `scan --verify` compares renames too.
    @Test func aComparisonLooksAtRenames() {
        let text = (0..<50).map { sample(old: "a\($0)").xml }.joined()
        var parser = ComparedEventParser(context: ParserContext())
        var batch = AccessBatch()
        Array(text.utf8).withUnsafeBytes { parser.consume($0, into: &batch) }
        parser.finish(isDamaged: false, into: &batch)
        #expect(batch.renames.count == 50 && parser.differences == ComparedEventParser.Differences())
    }
}
