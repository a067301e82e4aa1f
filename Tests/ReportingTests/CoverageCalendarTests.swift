import PositionModel
import Testing

@testable import Reporting

@Suite struct CoverageCalendarTests {
    static let october = PositionWindow(from: "2026-10-01", to: "2026-10-10", asOf: "2026-10-10")

    static func row(
        covered: Int, partial: Int = 0, none: Int = 0, cleared: Int = 0, gaps: [String] = [],
        reasons: [CoverageReason] = []
    ) -> CoverageSummary {
        CoverageSummary(
            server: "fs01", source: "event", log: "Security", covered: covered, partial: partial, none: none,
            cleared: cleared, gaps: gaps, sensitivity: "", reasons: reasons)
    }

    @Test func daysInOrder() throws {
        let row = Self.row(
            covered: 5, partial: 1, none: 3, cleared: 1, gaps: ["2026-10-02..2026-10-03"],
            reasons: [
                CoverageReason(from: "2026-10-03", to: "2026-10-04", kind: .missingIDs, text: ""),
                CoverageReason(from: "2026-10-06", to: "2026-10-06", kind: .cleared, text: ""),
                // Begins before the window.
                CoverageReason(from: "2026-09-28", to: "2026-10-01", kind: .noRecord, text: ""),
            ])
        let calendar = try #require(CoverageCalendar(row, window: Self.october))
        #expect(calendar.days == 10)
        #expect(
            calendar.runs == [
                .init(mark: .none, start: 0, length: 3), .init(mark: .partial, start: 3, length: 1),
                .init(mark: .covered, start: 4, length: 1), .init(mark: .cleared, start: 5, length: 1),
                .init(mark: .covered, start: 6, length: 4),
            ])
        #expect(calendar.markup.source.components("<rect") == 5)
    }

    /// A day drawn wrong is worse than none: the four counts then stand in a strip of four parts.
    @Test func noCalendarWhereTheCountsAreOthers() {
        #expect(CoverageCalendar(Self.row(covered: 9), window: Self.october) == nil)
        #expect(CoverageCalendar(Self.row(covered: 9, none: 1), window: Self.october) == nil)
        let told = Self.row(covered: 9, none: 1, gaps: ["2026-10-04..2026-10-04"])
        #expect(CoverageCalendar(told, window: Self.october)?.runs.count == 3)
        let page = CoverageSection(coverage: [Self.row(covered: 9, none: 1)], window: Self.october)
        var anchors = Anchors()
        #expect(page.markup(&anchors).source.contains("viewBox=\"0 0 128 10\""))
    }

    @Test func windowsThatAreNone() {
        for window in [
            PositionWindow(from: "", to: "", asOf: ""), PositionWindow(from: "2026-10-02", to: "2026-10-01", asOf: ""),
            PositionWindow(from: "x", to: "2026-10-01", asOf: ""),
        ] {
            #expect(CoverageCalendar(Self.row(covered: 0), window: window) == nil)
        }
        // One day past the most.
        let most = PositionWindow(from: "2016-01-01", to: "2026-01-07", asOf: "")
        #expect(CoverageCalendar(Self.row(covered: CoverageCalendar.mostDays), window: most)?.days == 3660)
        let more = PositionWindow(from: "2016-01-01", to: "2026-01-08", asOf: "")
        #expect(CoverageCalendar(Self.row(covered: CoverageCalendar.mostDays + 1), window: more) == nil)
    }

    /// Where not every log has room, those that lack days are not the ones left out.
    @Test func lackingLogsComeFirst() throws {
        var rows = (0..<ListLimit.coverage).map { number -> CoverageSummary in
            var row = Self.row(covered: 10)
            row.server = "srv\(number)"
            return row
        }
        rows.append(Self.row(covered: 9, none: 1))
        let section = CoverageSection(coverage: rows, window: Self.october)
        #expect(section.shown.count == ListLimit.coverage)
        #expect(section.shown.first?.none == 1)
        var anchors = Anchors()
        #expect(section.markup(&anchors).source.contains("<p class=\"more\">1 more in"))
    }
}

extension String {
    /// How often a text stands in this one.
    fileprivate func components(_ part: String) -> Int {
        var count = 0
        var rest = self[...]
        while let found = rest.firstRange(of: part) {
            count += 1
            rest = rest[found.upperBound...]
        }
        return count
    }
}
