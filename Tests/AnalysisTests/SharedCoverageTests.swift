import AccessModel
import Analysis
import EvidenceStore
import PositionModel
import Reporting
import Testing

/// Coverage of real logs: nothing fails, and what is plainly filtered or plainly whole is called so.
@Suite(.enabled(if: SharedData.folder != nil, SharedData.whySkipped)) struct SharedCoverageTests {
    @Test func realLogsAreJudgedSoundly() async throws {
        let folder = try #require(SharedData.folder)
        let workspace = try Workspace()
        let store = try EvidenceStore.open(path: workspace.file("store"), mode: .create)
        _ = try await Scan.run(
            paths: [folder + "/events", folder + "/iis"], into: store, options: ScanOptions(jobs: 2))
        let report = try CoverageRun.report(store: store, window: nil)
        #expect(!CoverageTable.text(report).isEmpty && !CoverageCSV.text(report).isEmpty)
        var verdicts: [String: String] = [:]
        for log in report.logs where log.summary.source == "event" {
            verdicts["\(log.summary.server) \(log.summary.log)"] = log.summary.recordIds
            #expect(!log.summary.reasons.contains { $0.kind == .noLine })
            let isFiltered = log.summary.recordIds == "filtered"
            #expect(!isFiltered || !log.summary.reasons.contains { $0.kind == .missingIDs }, "\(log.summary)")
        }
        // Half of all neighbours apart is no loss; not one gap is no filter.
        let evidence = try store.evidence()
        var (filtered, whole) = (0, 0)
        for log in evidence.eventLogs where log.held >= 8 {
            // Servers of several names are judged as one.
            guard let verdict = verdicts["\(evidence.text(log.server)) \(evidence.text(log.logChannel))"] else {
                continue
            }
            let name = "\(evidence.text(log.server)) \(evidence.text(log.logChannel))"
            if UInt64(log.ranges.count) * 2 > log.held {
                #expect(verdict == "filtered", "\(name)")
                filtered += 1
            }
            if log.ranges.count == 1 {
                #expect(verdict == "whole", "\(name)")
                whole += 1
            }
        }
        #expect(filtered > 3 && whole > 20)
    }
}
