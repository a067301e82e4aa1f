import AccessModel
import Analysis
import EstateInput
import EvidenceStore
import Foundation
import Licensing
import PositionModel
import Reporting
import SyntheticEstate
import Testing

/// Same input, same bytes: whatever the file order, the number of workers, and where contributions are cut.
@Suite struct SameBytesTests {
    private struct Outcome: Equatable {
        var census: String
        var position: String
        var inputs: String
    }

    private func outcome(
        _ paths: [String], estate: String, options: ScanOptions, store path: String
    ) async throws -> Outcome {
        let estate = try EstateReader.read(folder: estate)
        let store = try EvidenceStore.open(path: path, mode: .create)
        try store.set(estate.settings.networks)
        let summary = try await Scan.run(paths: paths, into: store, options: options)
        let census = try CensusRun.census(store: store, window: nil, estate: estate)
        let position = try PositionRun.position(store: store, estate: estate, catalogue: try Catalogue.builtIn)
        return Outcome(
            census: try CensusJSON.text(census), position: try PositionJSON.text(position),
            inputs: InputsCSV.text(summary.inputs))
    }

    @Test func orderWorkersAndBudgetChangeNothing() async throws {
        let workspace = try Workspace()
        let estate = workspace.file("estate")
        try EstateGenerator().generate(into: estate)
        let logs = estate + "/logs"
        let files = try FileManager.default.subpathsOfDirectory(atPath: logs).sorted()
            .map { logs + "/" + $0 }
            .filter { path in
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
            }
        #expect(files.count > 20)
        let first = try await outcome(
            files, estate: estate, options: ScanOptions(jobs: 1), store: workspace.file("first"))
        var random = SystemRandomNumberGenerator()
        for (number, jobs) in [2, 1, 2, 4].enumerated() {
            // A budget of one MiB, shared by the workers, makes larger inputs come in several parts.
            let options = ScanOptions(jobs: jobs, memoryBudget: number % 2 == 0 ? 1 << 20 : 64 << 20)
            let shuffled = files.shuffled(using: &random)
            let other = try await outcome(
                shuffled, estate: estate, options: options, store: workspace.file("other\(number)"))
            #expect(other == first, "with \(jobs) workers and this order: \(shuffled)")
        }
    }

    @Test func scanningAgainChangesNothing() async throws {
        let workspace = try Workspace()
        let estate = workspace.file("estate")
        try EstateGenerator().generate(into: estate)
        let path = workspace.file("store")
        let once = try await outcome([estate + "/logs"], estate: estate, options: ScanOptions(jobs: 2), store: path)
        let twice = try await outcome([estate + "/logs"], estate: estate, options: ScanOptions(jobs: 2), store: path)
        #expect(once == twice)
    }

    /// The folder names the site of a log that does not: of two copies the byte-smallest place decides, read first or last.
    @Test func copiesUnderDifferentSitesDoNotDependOnOrder() async throws {
        let workspace = try Workspace()
        let log = """
            #Fields: date time s-ip cs-method cs-uri-stem cs-username c-ip sc-status
            2026-10-05 08:00:00 10.0.0.9 GET / CORP\\anna 10.0.0.5 200
            2026-10-05 08:00:01 10.0.0.9 GET / - 192.0.2.7 200

            """
        let one = try workspace.write(log, to: "a/W3SVC2/u_ex261005.log")
        let other = try workspace.write(log, to: "b/FTPSVC1/u_ex261005.log")
        var seen: [[InputSummary]] = []
        var sites: [[String]] = []
        for (number, paths) in [[one, other], [other, one]].enumerated() {
            let store = try EvidenceStore.open(path: workspace.file("store\(number)"), mode: .create)
            for path in paths { _ = try await Scan.run(paths: [path], into: store) }
            seen.append(try store.inputs())
            let evidence = try store.evidence()
            sites.append(evidence.rows.map { evidence.text($0.site) + " " + $0.channel.name(logonType: 0) })
        }
        #expect(seen[0] == seen[1])
        #expect(sites == [["W3SVC2 web"], ["W3SVC2 web"]])
    }
}
