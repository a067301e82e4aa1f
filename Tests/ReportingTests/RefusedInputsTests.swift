import AccessModel
import Reporting
import Testing

@Suite struct RefusedInputsTests {
    private func input(
        _ path: String, rejected: UInt64, ignored: UInt64 = 0, first: Rejection?
    ) -> InputSummary {
        InputSummary(
            location: InputPath(path: path, sha256: "", bytes: 0), content: ContentID(high: 0, low: 1), format: .w3c,
            records: rejected + ignored, accepted: 0, ignored: ignored, rejected: rejected, duplicates: 0,
            ignoredByRule: [], rejectedByReason: [], damage: "", firstSeen: nil, lastSeen: nil, copies: [],
            firstRejection: first)
    }

    private let rejection = Rejection(reason: .beforeFields, offset: 20, record: 2, detail: "line 7 does not fit")

    @Test func theReasonOfTheFirstIsNamed() {
        let text = RefusedInputs.text([
            input("a.log", rejected: 5000, first: rejection), input("b.log", rejected: 0, ignored: 9, first: nil),
            input("c.xml", rejected: 1, ignored: 9, first: rejection),
        ])
        #expect(
            text == "  nothing counts: a.log (w3c): 5,000 records rejected; the first, record 2: line before #Fields: "
                + "line 7 does not fit\n")
        #expect(RefusedInputs.text([]).isEmpty)
    }

    @Test func aFolderOfThemIsNotListedWhole() {
        let inputs = (100..<150).map { input("\($0).log", rejected: 1, first: rejection) }
        let lines = RefusedInputs.text(inputs).split(separator: "\n")
        #expect(lines.count == 11 && lines[9].contains("109.log") && lines[10].contains("40 more inputs"))
    }
}
