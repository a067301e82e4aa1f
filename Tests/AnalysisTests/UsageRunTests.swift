import AccessModel
import EstateInput
import EvidenceStore
import Licensing
import PositionModel
import SyntheticEstate
import Testing

@testable import Analysis

/// What is exported to programs that manage licences is what the position calls evidenced.
@Suite struct UsageRunTests {
    @Test func distinctUsersAndDevicesAreTheEvidencedOnes() async throws {
        let workspace = try Workspace()
        let demo = DemoRun(folder: workspace.file("demo"))
        let position = try await demo.run(options: ScanOptions(jobs: 2), generatedAt: nil).position
        let store = try EvidenceStore.open(path: demo.store, mode: .read)
        let estate = try EstateReader.read(folder: demo.estate)
        let (rows, lastDay) = try UsageRun.usage(
            store: store, window: nil, estate: estate, catalogue: try Catalogue.builtIn)
        #expect(lastDay == position.window.to && !rows.isEmpty)
        for product in position.evidenceOverTime {
            let used = rows.filter { $0.product == product.product }
            let users = Set(used.map(\.user)).subtracting([""])
            let devices = Set(used.map { "\($0.device).\($0.deviceDomain) \($0.address)" }).subtracting([". "])
            #expect(users.count == product.spans.last?.users, "\(product.product)")
            #expect(devices.count == product.spans.last?.devices, "\(product.product)")
        }
        #expect(Set(rows.map(\.product)) == Set(position.evidenceOverTime.map(\.product)))
    }
}
