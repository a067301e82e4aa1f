import Analysis
import PositionModel
import SyntheticEstate
import Testing

/// The whole chain on an estate whose truth is known: every figure the logs can show must come out.
@Suite struct DemoTests {
    @Test func theChainFindsTheTruth() async throws {
        let workspace = try Workspace()
        let result = try await DemoRun(folder: workspace.file("demo")).run(
            options: ScanOptions(jobs: 2), generatedAt: nil)
        #expect(result.comparison.checked > 500)
        #expect(result.comparison.differences == [])
        #expect(result.summary.totals.tiesOut)
        // The servers of the position are those of the census.
        let servers = Dictionary(uniqueKeysWithValues: result.position.servers.map { ($0.server, $0) })
        for server in result.census.servers {
            let line = try #require(servers[server.server])
            #expect(line.users == server.users && line.edges == server.edges)
            #expect(line.devicesLow == server.devicesLow && line.devicesHigh == server.devicesHigh)
        }
        #expect(result.position.inputs.totals.tiesOut)
    }

    /// Other people, and more of them; of some nobody wrote down whose they are.
    @Test(arguments: [UInt64(11), 12, 13])
    func theChainFindsTheTruthOfOtherEstates(seed: UInt64) async throws {
        let workspace = try Workspace()
        let generator = EstateGenerator(seed: seed, size: .people(150))
        let result = try await DemoRun(folder: workspace.file("demo"), generator: generator).run(
            options: ScanOptions(jobs: 2), generatedAt: nil)
        #expect(result.truth.bridge.trueUsers != nil)
        #expect(result.comparison.checked > 700)
        #expect(result.comparison.differences == [])
    }

    /// A comparison that cannot fail would prove nothing: one wrong figure must show.
    @Test func aWrongFigureShows() async throws {
        let workspace = try Workspace()
        let demo = DemoRun(folder: workspace.file("demo"))
        let result = try await demo.run(options: ScanOptions(jobs: 1), generatedAt: nil)
        var census = result.census
        census.servers[0].users += 1
        let comparison = TruthComparison(
            truth: result.truth, estate: demo.estate, census: census, position: result.position,
            summary: result.summary, renames: result.renames)
        #expect(comparison.differences.count == 1)
        let without = TruthComparison(
            truth: result.truth, estate: demo.estate, census: result.census, position: result.position,
            summary: result.summary, renames: Array(result.renames.dropLast()))
        #expect(without.differences.count == 1)
    }

    @Test func anEarlierDemoIsReplacedOnlyWhenAsked() async throws {
        let workspace = try Workspace()
        let folder = workspace.file("demo")
        _ = try await DemoRun(folder: folder).run(options: ScanOptions(), generatedAt: nil)
        await #expect(throws: AnalysisError.self) {
            _ = try await DemoRun(folder: folder).run(options: ScanOptions(), generatedAt: nil)
        }
        let again = try await DemoRun(folder: folder, force: true).run(options: ScanOptions(), generatedAt: nil)
        #expect(again.comparison.differences == [])
    }
}
