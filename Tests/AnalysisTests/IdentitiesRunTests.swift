import Analysis
import EstateInput
import EvidenceStore
import Foundation
import PositionModel
import SyntheticEstate
import Testing

/// `identities` on an estate whose truth is known.
@Suite struct IdentitiesRunTests {
    @Test func everyAccountHasTheClassItWasMadeFor() async throws {
        let workspace = try Workspace()
        let folder = workspace.file("estate")
        let truth = try EstateGenerator(seed: 41).generate(into: folder)
        let store = try EvidenceStore.open(path: workspace.file("store.headcount"), mode: .create)
        let estate = try EstateReader.read(folder: folder)
        try store.set(estate.settings.networks)
        _ = try await Scan.run(paths: [folder + "/logs"], into: store, options: ScanOptions(jobs: 2))
        let report = try IdentitiesRun.report(store: store, window: nil, estate: estate)

        let carriers = report.accounts.filter { $0.accountClass != "joined" && $0.inDirectory }
        #expect(carriers.count == truth.bridge.start)
        for step in truth.bridge.steps where step.sign < 0 && step.step != "no-right" {
            #expect(carriers.count { $0.accountClass == step.step } == step.users, "\(step.step)")
        }
        for row in report.classes {
            #expect(row.accounts == report.accounts.count { $0.accountClass == row.accountClass })
        }
        // Figures alone are the same figures.
        var figures = report
        figures.accounts = []
        #expect(try IdentitiesRun.report(store: store, window: nil, estate: estate, listsAccounts: false) == figures)
        // Whoever is left out is left out by a rule, with a proof; whoever is joined, likewise.
        for account in report.accounts {
            #expect(!account.rule.isEmpty && !account.proof.isEmpty, "\(account.account)")
            #expect(account.join.isEmpty == account.joinProof.isEmpty, "\(account.account)")
        }
        // The generator's attackers try names nobody has.
        #expect(report.triedNames > 0)
        #expect(
            report.servers.filter { !$0.isListed && $0.kind == "server" }.map(\.server).sorted() == ["app07", "web04"])
    }
}
