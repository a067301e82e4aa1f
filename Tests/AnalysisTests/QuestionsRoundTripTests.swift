import AccessModel
import Analysis
import EstateInput
import EvidenceStore
import Licensing
import PositionModel
import Reporting
import Testing

@testable import Reconciliation

/// The decision register on the demo's estate: out, filled in, and back in.
@Suite struct QuestionsRoundTripTests {
    /// The demo's estate and store.
    private struct Demo {
        let workspace: Workspace
        let folder: String
        let store: EvidenceStore

        init() async throws {
            workspace = try Workspace()
            let demo = DemoRun(folder: workspace.file("demo"))
            _ = try await demo.run(options: ScanOptions(jobs: 2), generatedAt: nil)
            folder = demo.estate
            store = try EvidenceStore.open(path: demo.store, mode: .read)
        }

        func position(answers: String? = nil, _ change: (inout Estate) -> Void = { _ in }) throws -> Position {
            var estate = try EstateReader.read(folder: folder)
            try estate.take(answers: answers)
            change(&estate)
            return try PositionRun.position(store: store, estate: estate, catalogue: try Catalogue.builtIn)
        }
    }

    /// The register with every proposal signed.
    private func signed(_ register: DecisionRegister) -> String {
        let csv = QuestionsCSV.text(register, .spreadsheet)
        var rows = csv.split(separator: "\r\n", omittingEmptySubsequences: true).map(String.init)
        for (index, question) in register.questions.enumerated() where !question.proposed.isEmpty {
            rows[index + 1].replace(
                ",,,,,", with: ",\(question.proposed),J. Doe,2026-11-02,ticket 4711,", maxReplacements: 1)
        }
        return rows.map { $0 + "\r\n" }.joined()
    }

    @Test func proposalsCloseTheirQuestionsAndKeepTheFigures() async throws {
        let demo = try await Demo()
        // Somebody with a hostile name, and what else the demo does not ask.
        func change(_ estate: inout Estate) {
            estate.servers[0].version = "unknown"
            estate.servers[1].accessGroups = ["=cmd|' /C calc'!A0"]
            var line = EntitlementEntry()
            (line.licence, line.quantity, line.line) = ("=1+1;@SUM(A1)\u{202E}", 7, 99)
            estate.entitlements.append(line)
        }
        let before = try demo.position(change)
        let register = DecisionRegister(before)
        #expect(register.questions.count > 40 && register.answers.isEmpty)
        let answers = try demo.workspace.write(signed(register), to: "answers.csv")
        let after = try demo.position(answers: answers, change)

        #expect(after.questions == [])
        #expect(after.answers.count == register.questions.count)
        #expect(after.products.allSatisfy { $0.openQuestions.isEmpty })
        #expect(after.notices.allSatisfy { !$0.file.hasSuffix("answers.csv") })
        #expect(
            Set(after.answers.map { [ExactText($0.id), ExactText($0.subject)] })
                == Set(register.questions.map { [ExactText($0.id), ExactText($0.subject)] }))
        for row in after.products {
            let former = try #require(
                before.products.first { $0.product == row.product && $0.flavour == row.flavour })
            let defended = try #require(row.defended.value)
            #expect(defended >= (former.low.value ?? 0) && defended <= (former.high.value ?? Int.max))
            #expect((row.identifiedByTool.value ?? 0) + (row.identifiedManually.value ?? 0) == defended)
            // Decided figures have a smaller spread.
            #expect((row.high.value ?? 0) <= (former.high.value ?? Int.max))
        }
        // Same answers, same bytes; and the register that holds them reads as the same answers.
        let again = try PositionJSON.text(demo.position(answers: answers, change))
        #expect(try PositionJSON.text(after) == again)
        let kept = try demo.workspace.write(QuestionsCSV.text(DecisionRegister(after), .spreadsheet), to: "kept.csv")
        let third = try demo.position(answers: kept, change)
        #expect(third.answers == after.answers && third.products == after.products)
    }

    /// No account leaves the count without a rule and a proof, and every bridge arrives where it says.
    @Test func everyExclusionHasRuleAndProof() async throws {
        let position = try await Demo().position()
        #expect(position.accounts.count > 50)
        for account in position.accounts where account.accountClass != "counted" {
            #expect(!account.rule.isEmpty && !account.proof.isEmpty, "\(account.account): \(account.accountClass)")
        }
        #expect(position.bridge.count > 3)
        for bridge in position.bridge {
            let users = bridge.steps.reduce(0) { $0 + $1.sign * $1.users }
            let devices = bridge.steps.reduce(0) { $0 + $1.sign * $1.devices }
            #expect(users == bridge.defendedUsers && devices == bridge.defendedDevices, "\(bridge.product)")
        }
    }

    /// A rule that is switched off takes nobody out; who it took out falls to later steps or stays, and nothing before
    /// it moves.
    @Test func eachRuleCanBeSwitchedOff() async throws {
        let demo = try await Demo()
        let before = try demo.position()
        var exercised: Set<String> = []
        let rules = BridgeRules.removing.map(\.id) + [BridgeRules.server]
        for rule in rules {
            let after = try demo.position { $0.settings.disabledRules = [rule] }
            #expect(after.bridge.map(\.product) == before.bridge.map(\.product))
            for (old, new) in zip(before.bridge, after.bridge) {
                #expect(old.steps.map(\.rule) == new.steps.map(\.rule))
                let index = try #require(new.steps.firstIndex { $0.rule == rule })
                #expect(Array(old.steps[..<index]) == Array(new.steps[..<index]), "before \(rule) of \(old.product)")
                #expect(new.steps[index].users == 0 && new.steps[index].devices == 0, "\(rule) of \(old.product)")
                func change(_ steps: [BridgeStep]) -> (users: Int, devices: Int) {
                    steps[(index + 1)...].reduce((0, 0)) {
                        ($0.0 + $1.sign * $1.users, $0.1 + $1.sign * $1.devices)
                    }
                }
                // What the step no longer takes is taken later, or stands in the defended figure.
                let (was, now) = (change(old.steps), change(new.steps))
                #expect(new.defendedUsers - old.defendedUsers == old.steps[index].users + now.users - was.users)
                #expect(
                    new.defendedDevices - old.defendedDevices == old.steps[index].devices + now.devices - was.devices)
                #expect(new.defendedUsers >= old.defendedUsers && new.defendedDevices >= old.defendedDevices)
                if old.steps[index].users + old.steps[index].devices > 0 {
                    exercised.insert(rule)
                } else if !["built-in", "service", "test", "external"].contains(rule) {
                    // Those rules class people of the logs, too; any other that took nobody changes nothing.
                    #expect(new == old)
                }
            }
        }
        #expect(exercised.count >= 12, "\(exercised.sorted())")
    }
}
