import AccessModel
import EstateInput
import Foundation
import Licensing
import PositionModel
import Testing

@testable import Analysis

/// A folder of results against what its manifest says it was made from.
@Suite struct PositionVerifyTests {
    private func demo(_ workspace: Workspace) async throws -> DemoRun {
        let demo = DemoRun(folder: workspace.file("demo"))
        _ = try await demo.run(options: ScanOptions(jobs: 2), generatedAt: nil)
        return demo
    }

    private func append(_ text: String, to path: String) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }

    @Test func theSameInputsGiveTheSamePosition() async throws {
        let workspace = try Workspace()
        let demo = try await demo(workspace)
        let found = try PositionVerifyRun.verify(folder: demo.results)
        #expect(found.holds && found.changes.isEmpty && found.notices.isEmpty)
        #expect(Set(found.outputs.map(\.name)) == ["position.json", "position.csv", "elp.csv"])
        #expect(found.estate.count > 5)

        // Moved elsewhere, and told where.
        let moved = workspace.file("moved")
        try FileManager.default.moveItem(atPath: demo.estate, toPath: moved)
        #expect(throws: AnalysisError.self) { try PositionVerifyRun.verify(folder: demo.results) }
        #expect(try PositionVerifyRun.verify(folder: demo.results, estate: moved).holds)
        let store = workspace.file("elsewhere.headcount")
        try FileManager.default.moveItem(atPath: demo.store, toPath: store)
        #expect(throws: AnalysisError.self) { try PositionVerifyRun.verify(folder: demo.results, estate: moved) }
        #expect(try PositionVerifyRun.verify(folder: demo.results, store: store, estate: moved).holds)
    }

    @Test func whatWasChangedIsNamed() async throws {
        let workspace = try Workspace()
        let demo = try await demo(workspace)
        // A licence more than there was.
        try append("ws-cal,7,user,2022,perpetual,,,,,,\n", to: demo.estate + "/entitlements.csv")
        var found = try PositionVerifyRun.verify(folder: demo.results)
        #expect(!found.holds)
        #expect(found.estate.filter { $0.state != .same }.map(\.name) == [demo.estate + "/entitlements.csv"])
        #expect(found.outputs.allSatisfy { $0.state == .differs })
        #expect(found.changes.contains { $0.contains("windows-server user ws-cal entitled") })

        // A result somebody retouched.
        let again = try Workspace()
        let other = try await self.demo(again)
        let path = other.results + "/position.csv"
        try append("\n", to: path)
        found = try PositionVerifyRun.verify(folder: other.results)
        #expect(!found.holds && found.changes.isEmpty && found.estate.allSatisfy { $0.state == .same })
        #expect(found.outputs.filter { $0.state == .changed }.map(\.name) == ["position.csv"])
        try FileManager.default.removeItem(atPath: path)
        #expect(try PositionVerifyRun.verify(folder: other.results).outputs.contains { $0.state == .missing })
    }

    @Test func whatIsNoManifestIsSaid() throws {
        let workspace = try Workspace()
        #expect(throws: AnalysisError.self) { try PositionVerifyRun.verify(folder: workspace.path) }
        for text in ["", "{", "{\"schema\": \"other\"}"] {
            _ = try workspace.write(text, to: "manifest.json")
            #expect(throws: AnalysisError.self) { try PositionVerifyRun.verify(folder: workspace.path) }
        }
    }

    @Test(arguments: ["last 90", "2026-08-01..2026-10-31", "..2026-10-31", "2026-08-01..", ".."])
    func windowsAreReadBack(_ text: String) throws {
        var origin = PositionOrigin(store: "x")
        origin.window = text
        let request = try #require(origin.windowRequest)
        #expect(PositionOrigin(store: "x", window: request).window == text)
    }

    @Test func resultsDoNotLieInTheEstate() async throws {
        let workspace = try Workspace()
        let demo = try await demo(workspace)
        let run = EstateRun(folder: demo.estate, catalogue: try .builtIn)
        await #expect(throws: AnalysisError.self) {
            try await run.run(
                into: demo.estate + "/", force: true, options: ScanOptions(jobs: 1), monitor: ScanMonitor(),
                generatedAt: nil)
        }
    }
}
