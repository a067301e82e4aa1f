import AccessModel
import EstateInput
import EvidenceStore
import Licensing
import PositionModel
import Testing

@testable import Analysis

/// What a finding cites, `explain` opens.
@Suite struct FindingEvidenceTests {
    @Test func explainOpensWhatFindingsCite() async throws {
        let workspace = try Workspace()
        let folder = workspace.file("demo")
        let demo = try await DemoRun(folder: folder).run(options: ScanOptions(jobs: 2), generatedAt: nil)
        let estate = try EstateReader.read(folder: folder + "/estate")
        let store = try EvidenceStore.open(path: folder + "/position/" + EstateRun.storeName, mode: .read)
        let findings = demo.position.findings
        var references: Set<ExplainReference> = []
        for finding in findings {
            #expect(finding.explain.count <= 10)
            references.formUnion(finding.explain)
        }
        // Of everything that rests on logs.
        let silent = findings.filter(\.explain.isEmpty).map(\.id)
        let ofFiles = [
            "F-unread", "F-damaged", "F-rejected", "F-missing", "F-filtered", "F-lease", "Q-entitlement", "-line-",
        ]
        #expect(silent.filter { id in !ofFiles.contains { id.contains($0) } } == [])
        #expect(references.count > 10)
        for reference in references {
            var query = ExplainQuery()
            query.server = reference.server
            query.product = reference.product
            query.user = reference.user
            query.device = reference.device
            query.figure = reference.figure.flatMap { CensusFigure(rawValue: $0) }
            let explanation = try ExplainRun.explain(query, store: store, window: nil, estate: estate)
            #expect(
                !explanation.rows.isEmpty || !explanation.members.isEmpty || !explanation.figures.isEmpty,
                "\(reference)")
        }
    }
}
