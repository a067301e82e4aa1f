import Foundation
import PositionModel
import Testing

/// The table of `docs/questions.md` says what the table of kinds says: it is written from it.
@Suite struct QuestionsDocumentTests {
    private static let document = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/questions.md")

    /// `HEADCOUNT_RECORD=1 swift test --filter QuestionsDocumentTests` writes it anew.
    @Test func theDocumentSaysWhatTheTableSays() throws {
        var text = try String(contentsOf: Self.document, encoding: .utf8)
        let isRecording = ProcessInfo.processInfo.environment["HEADCOUNT_RECORD"] != nil
        let begin = try #require(text.firstRange(of: "<!-- begin kinds -->\n"))
        let end = try #require(text.firstRange(of: "<!-- end kinds -->"))
        if isRecording {
            text.replaceSubrange(begin.upperBound..<end.lowerBound, with: Self.kinds)
            try text.write(to: Self.document, atomically: true, encoding: .utf8)
        } else {
            #expect(text[begin.upperBound..<end.lowerBound] == Self.kinds)
        }
    }

    private static var kinds: String {
        var lines = ["| id | question | answers, and what each does | source |", "|---|---|---|---|"]
        for kind in QuestionKind.allCases {
            let rule = QuestionRules.rule(kind)
            let id = kind.id(product: "PRODUCT", server: "SERVER", line: 7).replacing("-7", with: "-LINE")
            var answers = rule.answers.map { "`\($0.word)`: \($0.effect)" }
            if let open = rule.open { answers.append("`\(open.placeholder)`: \(rule.openEffect)") }
            lines.append("| `\(id)` | \(rule.asks) | \(answers.joined(separator: "<br>")) | \(rule.source) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
