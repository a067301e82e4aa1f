import AccessModel
import PositionModel
import Testing

@testable import EstateInput

@Suite struct AnswersReaderTests {
    private func file(_ rows: String..., header: String = "id,subject,answer,name,date,proof") -> PreparedFile {
        PreparedFile(
            name: "answers.csv", bytes: Array(([header] + rows).map { $0 + "\n" }.joined().utf8))
    }

    private func failure(_ file: PreparedFile) -> String {
        do {
            _ = try AnswersReader.read(file)
            return "none"
        } catch {
            return "\(error)"
        }
    }

    @Test func rowsWithAnAnswer() throws {
        let (answers, notices) = try AnswersReader.read(
            file(
                "Q-relation,fabrikam\\tlee,EXTERNAL,J. Doe,2026-11-02,contract 4711",
                "Q-relation,fabrikam\\open,,,,",
                "Q-windows-server-version-fs01,fs01,2012 R2,J. Doe,2026-11-02,",
                "Q-windows-server-unknown-users,,007,J. Doe,2026-11-02,",
                "Q-windows-server-holder-line-7,1 x M365,\"'=corp\\u{1}x\",J. Doe,2026-11-02,'t Hooft"))
        #expect(notices.isEmpty)
        #expect(answers.map(\.answer) == ["external", "2012 R2", "7", "=corp\u{1}x"])
        #expect(answers.map(\.line) == [2, 4, 5, 6] && answers[0].file == "answers.csv")
        #expect(answers[0].asProof == "answered external by J. Doe on 2026-11-02: contract 4711")
        #expect(answers[3].proof == "'t Hooft")
    }

    @Test func anUnknownQuestionIsAnError() {
        let text = failure(file("Q-relations,x,external,J. Doe,2026-11-02,"))
        #expect(
            text == "answers.csv, line 2: column id: \"Q-relations\" is no question headcount asks. "
                + "Take ids from `headcount questions`, as they are written there")
    }

    @Test func anAnswerThatIsNotAcceptedNamesTheNearest() {
        #expect(
            failure(file("Q-relation,x,externel,J. Doe,2026-11-02,"))
                == "answers.csv, line 2: column answer: \"externel\" is no answer to Q-relation. "
                + "Answers accepted: external, internal, test, shared, service")
        #expect(
            failure(file("Q-windows-server-unknown-users,,-1,J. Doe,2026-11-02,"))
                .hasSuffix("Answers accepted: counted, <number>"))
        let most = QuestionRule.maximumCount
        #expect(failure(file("Q-ws-unknown-users,,\(most),J. Doe,2026-11-02,")) == "none")
        #expect(failure(file("Q-ws-unknown-users,,\(most + 1),J. Doe,2026-11-02,")) != "none")
        let long = String(repeating: "9", count: QuestionRule.longestAnswer)
        #expect(failure(file("Q-ws-version-a,a,\(long),J. Doe,2026-11-02,")) == "none")
        #expect(failure(file("Q-ws-version-a,a,\(long)9,J. Doe,2026-11-02,")) != "none")
    }

    @Test func anAnswerNeedsANameAndADate() {
        #expect(
            failure(file("Q-relation,x,external,,2026-11-02,p")).hasPrefix(
                "answers.csv, line 2: the answer to Q-relation has no name"))
        #expect(
            failure(file("Q-relation,x,external,J. Doe,,p")).hasPrefix(
                "answers.csv, line 2: the answer to Q-relation has no date"))
        #expect(failure(file("Q-relation,x,external,J. Doe,02/03/2026,p")).contains("may be day/month"))
        #expect(failure(file("Q-relation,x,external", header: "id,subject,answer")).contains("has no name"))
    }

    @Test func contradictionsAndRepetitions() throws {
        #expect(
            failure(
                file("Q-relation,Corp\\x,external,A,2026-11-02,", "Q-relation,corp\\X,internal,B,2026-11-03,"))
                == "answers.csv, line 3: question Q-relation about \"corp\\X\" is answered \"internal\" here and "
                + "\"external\" on line 2. Keep one of the two rows")
        let (answers, notices) = try AnswersReader.read(
            file("Q-relation,x,external,A,2026-11-02,", "Q-relation,x,External,B,2026-11-03,"))
        #expect(answers.map(\.name) == ["A"])
        #expect(notices.map(\.line) == [3])
        #expect(notices[0].message.hasSuffix("is answered the same on line 2: that row counts"))
    }

    @Test func aNameWithoutAnAnswerIsTold() throws {
        let (answers, notices) = try AnswersReader.read(file("Q-relation,x,,J. Doe,,"))
        #expect(answers.isEmpty)
        #expect(notices.map(\.line) == [2] && notices[0].message.contains("stays open"))
    }

    @Test func oneAnswerTooMany() throws {
        let rows = file("Q-relation,a,external,A,2026-11-02,", "Q-relation,b,external,A,2026-11-02,")
        #expect(try AnswersReader.read(rows, limit: 2).answers.count == 2)
        #expect(throws: EstateError.self) { _ = try AnswersReader.read(rows, limit: 1) }
    }

    /// Every id a kind makes is recognised as its own, whatever the server is called.
    @Test func idsTellTheirKind() {
        for kind in QuestionKind.allCases {
            for product in ["windows-server", "x"] {
                for server in ["fs01", "leavers", "version-groups", "a-holder-line-7", "entitlement-line-1", "-"] {
                    let id = kind.id(product: product, server: server, line: 7)
                    #expect(QuestionKind(id: id) == kind, "\(id)")
                }
            }
        }
        for id in ["", "Q-", "relation", "Q-leavers", "Q-windows-server", "Q-entitlement-line-", "Q-x-holder-line-x"] {
            #expect(QuestionKind(id: id) == nil, "\(id)")
        }
    }

    /// Every kind accepts each word it lists, says what it does, and where its rule comes from.
    @Test func everyKindSaysWhatItsAnswersDo() {
        for kind in QuestionKind.allCases {
            let rule = QuestionRules.rule(kind)
            #expect(rule.kind == kind && rule.asks.hasSuffix("?") && !rule.source.isEmpty, "\(kind)")
            #expect(!rule.accepted.isEmpty && (rule.open == nil) == rule.openEffect.isEmpty, "\(kind)")
            for answer in rule.answers {
                #expect(rule.canonical(answer.word.uppercased()) == answer.word)
                #expect(!answer.effect.isEmpty && rule.effect(of: answer.word) == answer.effect)
            }
            #expect(rule.canonical("") == nil)
        }
    }
}
