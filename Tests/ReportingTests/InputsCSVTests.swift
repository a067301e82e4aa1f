import AccessModel
import Reporting
import Testing

@Suite struct InputsCSVTests {
    /// What the list leaves out is said in the list.
    @Test func rejectsThatAreNotListedAreCounted() {
        let place = InputPath(path: "a.log", sha256: "", bytes: 0)
        let rejection = Rejection(reason: .wrongColumnCount, offset: 20, record: 2, detail: "1 value, 3 columns")
        let input = InputSummary(
            location: place, content: ContentID(high: 0, low: 1), format: .w3c, records: 5, accepted: 0, ignored: 0,
            rejected: 5, duplicates: 0, ignoredByRule: [],
            rejectedByReason: [
                NamedCount(name: "wrong column count", count: 5)
            ], damage: "", firstSeen: nil, lastSeen: nil, copies: [])
        let csv = InputsCSV.rejects([(place, rejection)], of: [input])
        let lines = csv.split(whereSeparator: \.isNewline)
        #expect(lines.count == 3)
        #expect(lines[1].contains("a.log,2,20,wrong column count"))
        #expect(lines[2].contains("and 4 more records, not listed"))
    }
}
