import AccessModel
import Analysis
import EvidenceStore
import Foundation
import PositionModel
import Reporting
import SyntheticEstate
import Testing

/// Gaps that were planted are all reported, on the right server, log and days, and none is invented.
@Suite struct GappyLogsTests {
    private func report(_ paths: [String], in workspace: Workspace) async throws -> CoverageReport {
        let store = try EvidenceStore.open(path: workspace.file(UUID().uuidString), mode: .create)
        _ = try await Scan.run(paths: paths, into: store, options: ScanOptions(jobs: 1))
        return try CoverageRun.report(store: store, window: nil)
    }

    private func reasons(_ report: CoverageReport) -> [GapTruth.Reason] {
        report.logs.flatMap { log in
            log.summary.reasons.map { reason in
                GapTruth.Reason(
                    server: log.summary.server, log: log.summary.log, from: reason.from, to: reason.to,
                    kind: reason.kind.rawValue,
                    missing: reason.kind == .missingIDs ? Int(reason.text.prefix { $0 != " " }) ?? -1 : 0)
            }
        }.sorted()
    }

    @Test(arguments: UInt64(1)...40)
    func whatWasPlantedIsReportedAndNothingElse(seed: UInt64) async throws {
        let workspace = try Workspace()
        let logs = workspace.file("logs")
        let truth = try GappyLogs(seed: seed).generate(into: logs)
        let report = try await report([logs], in: workspace)
        let found = reasons(report)
        let (planted, said) = (Set(truth.reasons), Set(found))
        #expect(planted.subtracting(said).sorted() == [], "not reported")
        #expect(said.subtracting(planted).sorted() == [], "invented")
        #expect(found.count == truth.reasons.count)
        let verdicts = Dictionary(
            report.logs.map { ("\($0.summary.server) \($0.summary.log)", $0.summary.recordIds) },
            uniquingKeysWith: { first, _ in first })
        #expect(verdicts == truth.recordIDs)
        for log in report.logs { try daysAgree(log, report.window) }
    }

    /// A day is partial, cleared or without a record exactly where a reason says so.
    private func daysAgree(_ log: LogCoverage, _ window: PositionWindow) throws {
        let first = try #require(ISO8601DateFormatter().date(from: window.from + "T00:00:00Z"))
        for (number, letter) in log.days.enumerated() {
            let day = String(
                ISO8601DateFormatter().string(from: first.addingTimeInterval(Double(number) * 86_400)).prefix(10))
            let kinds = log.summary.reasons.filter { $0.from <= day && day <= $0.to }.map(\.kind)
            let expected: Character =
                kinds.contains(.noRecord) || kinds.contains(.noLine)
                ? "." : kinds.contains(.cleared) ? "c" : kinds.isEmpty ? "#" : "~"
            #expect(letter == expected, "\(log.summary.server) \(log.summary.log) \(day)")
        }
    }

    /// The same report in one scan by one worker or several, in parts, and merged of stores that share files.
    @Test(arguments: UInt64(1)...6)
    func orderPartitionAndMergeChangeNothing(seed: UInt64) async throws {
        let workspace = try Workspace()
        let logs = workspace.file("logs")
        _ = try GappyLogs(seed: seed).generate(into: logs)
        let files = try FileManager.default.subpathsOfDirectory(atPath: logs).sorted().map { logs + "/" + $0 }
            .filter { $0.hasSuffix(".xml") || $0.hasSuffix(".log") }
        let first = try CoverageJSON.text(await report(files, in: workspace))
        let several = try EvidenceStore.open(path: workspace.file("several"), mode: .create)
        _ = try await Scan.run(
            paths: files.reversed(), into: several, options: ScanOptions(jobs: 3, memoryBudget: 1 << 18))
        #expect(try CoverageJSON.text(CoverageRun.report(store: several, window: nil)) == first)
        var parts: [EvidenceStore] = []
        for part in 0..<3 {
            let store = try EvidenceStore.open(path: workspace.file("part\(part)"), mode: .create)
            let share = files.enumerated().filter { $0.offset % 3 == part || $0.offset % 5 == part }.map(\.element)
            _ = try await Scan.run(paths: share, into: store)
            parts.append(store)
        }
        let merged = try EvidenceStore.open(path: workspace.file("merged"), mode: .create)
        for part in parts.reversed() { _ = try merged.add(part) }
        try merged.settle()
        #expect(try CoverageJSON.text(CoverageRun.report(store: merged, window: nil)) == first)
    }

    /// A window shows what it cuts out of the whole: days at its edges are partial for what is missing beyond them.
    @Test func aWindowSeesGapsThatReachIntoIt() async throws {
        let workspace = try Workspace()
        let records = [(1...40, 5), (61...100, 7)].flatMap { ids, day in
            ids.map { logonEvent(record: $0, user: "ann", day: day) }
        }
        let log = try workspace.write("<Events>" + records.joined() + "</Events>", to: "log.xml")
        let store = try EvidenceStore.open(path: workspace.file("store"), mode: .create)
        _ = try await Scan.run(paths: [log], into: store)
        let (from, to) = (try #require(Day(text: "2026-10-06")), try #require(Day(text: "2026-10-07")))
        let report = try CoverageRun.report(store: store, window: .between(from, to))
        let coverage = try #require(report.logs.first)
        #expect(coverage.days == ".~" && coverage.summary.recordIds == "gaps")
        #expect(coverage.summary.reasons.map(\.kind) == [.noRecord, .missingIDs])
        #expect(coverage.summary.reasons[1].from == "2026-10-06" && coverage.summary.reasons[1].to == "2026-10-07")
        for text in [CoverageTable.text(report), CoverageCSV.text(report), try CoverageJSON.lines(report)] {
            #expect(
                text.contains("20 record ids missing between 2026-10-05T08:00:00.123Z and 2026-10-07T08:00:00.123Z"))
        }
    }

    /// All kinds come up, so that the test above means something.
    @Test func everyKindIsPlanted() throws {
        let workspace = try Workspace()
        var kinds: Set<String> = []
        var verdicts: Set<String> = []
        for seed in UInt64(1)...40 {
            let truth = try GappyLogs(seed: seed).generate(into: workspace.file("logs\(seed)"))
            kinds.formUnion(truth.reasons.map(\.kind))
            verdicts.formUnion(truth.recordIDs.values)
        }
        // Clocks that are set back are in `RecordIDChainTests`.
        #expect(kinds == Set(CoverageReason.Kind.allCases.filter { $0 != .idsFall }.map(\.rawValue)))
        #expect(verdicts == ["", "whole", "gaps", "filtered"])
    }

    /// What is left of a file that was cut off is covered; the file is named, with the times that were read of it.
    @Test func damagedInputsAreNamed() async throws {
        let workspace = try Workspace()
        let events = (1...400).map { logonEvent(record: $0, user: "u\($0)") }
        let path = try workspace.write("<Events>" + events.joined() + "</Events>", to: "a.xml")
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", path]
        try gzip.run()
        gzip.waitUntilExit()
        let packed = try Data(contentsOf: URL(fileURLWithPath: path + ".gz"))
        try packed.prefix(packed.count / 2).write(to: URL(fileURLWithPath: path + ".gz"))
        let report = try await report([workspace.path], in: workspace)
        #expect(report.damagedInputs.map(\.path) == [path + ".gz"])
        #expect(report.damagedInputs.allSatisfy { !$0.damage.isEmpty && $0.lastSeen == "2026-10-05T08:00:00.123Z" })
        #expect(CoverageTable.text(report).contains("Damaged inputs: "))
        #expect(CoverageCSV.text(report).contains("damaged-input,"))
    }
}
