import PositionModel
import Testing

@testable import Reporting

/// What `coverage` prints, whatever logs are named.
@Suite struct CoverageOutputTests {
    private func report(_ name: String) -> CoverageReport {
        let summary = CoverageSummary(
            server: name, source: "event", log: name, covered: 1, partial: 1, none: 1, cleared: 1,
            gaps: ["2026-10-03..2026-10-03"], sensitivity: name, recordIds: "partly-filtered",
            reasons: CoverageReason.Kind.allCases.map {
                CoverageReason(from: "2026-10-01", to: "2026-10-02", kind: $0, text: "\($0.rawValue) of \(name)")
            })
        let log = LogCoverage(summary: summary, days: "#~.c", missingRecordIds: "412")
        return CoverageReport(
            window: PositionWindow(from: "2026-10-01", to: "2026-10-04", asOf: "2026-10-04"), logs: [log],
            servers: [
                ServerSensitivity(
                    server: name, users: 2, seenOnOneDay: 1, seenOnTwoDays: 1, loggedDays: 3, atLeastMore: 0,
                    atLeastMoreLow: 0, atLeastMoreHigh: 1, arrivals: [])
            ],
            damagedInputs: [
                DamagedInput(
                    path: name, damage: "cut off after \(name)", firstSeen: "2026-10-01T00:00:00.000Z",
                    lastSeen: "2026-10-02")
            ])
    }

    @Test(arguments: HostileStrings.samples)
    func namesAreHarmless(_ hostile: String) throws {
        let report = report(hostile)
        for style in [TerminalStyle(), TerminalStyle(width: 60), TerminalStyle(isASCII: true)] {
            let text = CoverageTable.text(report, style: style)
            #expect(text.unicodeScalars.allSatisfy { !SafeText.isUnsafe($0) || $0 == "\n" })
        }
        let rows = CSVReader.rows(CoverageCSV.text(report))
        let columns = try #require(rows.first?.count)
        #expect(rows.allSatisfy { $0.count == columns })
        #expect(rows.count == 1 + 1 + 1 + CoverageReason.Kind.allCases.count + 1)
        #expect(try CoverageJSON.lines(report).split(separator: "\n").count == 3)
    }

    @Test func reasonsAreInTableAndCSV() {
        let table = CoverageTable.text(report("srv1"))
        #expect(table.contains("filtered on some days"))
        #expect(table.contains("    2026-10-01..2026-10-02  missing-ids of srv1\n"))
        // Days without a record are listed as such already.
        #expect(!table.contains("no-record of srv1"))
        let rows = CSVReader.rows(CoverageCSV.text(report("srv1")))
        let reason = rows.first { $0.contains("missing-ids") }
        #expect(reason?.first == "reason" && reason?.last == "missing-ids of srv1")
        #expect(reason?.count == rows[0].count && rows[0].suffix(4) == ["from", "to", "kind", "reason"])
    }

    @Test func manyReasonsAreLimited() {
        var report = report("srv1")
        let one = CoverageReason(from: "2026-10-01", to: "2026-10-01", kind: .cleared, text: "x")
        report.logs[0].summary = CoverageSummary(
            server: "srv1", source: "event", log: "Security", covered: 0, partial: 0, none: 0, cleared: 1, gaps: [],
            sensitivity: "", reasons: Array(repeating: one, count: 1500))
        #expect(report.logs[0].summary.reasons.count == 1000 && report.logs[0].summary.moreReasons == 500)
        #expect(CoverageTable.text(report).contains("1,492 more"))
    }
}
