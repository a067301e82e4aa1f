import AccessModel
import PositionModel
import Testing

@testable import Identity
@testable import Reconciliation

@Suite struct CoverageReporterTests {
    @Test func daysGapsAndRareUsersAreReported() throws {
        var world = World()
        world.window = "2026-10-01"..."2026-10-06"
        for (day, cleared) in [("2026-10-01", false), ("2026-10-02", true), ("2026-10-05", false)] {
            world.coverage.append((server: "srv1", day: day, cleared: cleared))
        }
        world.recordIDs = [1...100, 104...200]
        world.seen("corp\\ann", on: "srv1", day: "2026-10-01")
        world.seen("corp\\ann", on: "srv1", day: "2026-10-05")
        world.seen("corp\\bob", on: "srv1", day: "2026-10-05")
        world.seen("corp\\eve", on: "srv1", day: "2026-10-02")
        let report = try world.coverageReport()
        let log = try #require(report.logs.first)
        #expect(report.logs.count == 1 && log.days == "~c..#." && log.missingRecordIds == "3")
        #expect(log.summary.recordIds == "gaps")
        #expect(
            log.summary.reasons.map { "\($0.from) \($0.kind.rawValue) \($0.text)" } == [
                "2026-10-01 missing-ids 3 record ids missing between 2026-10-01T00:00:00.000Z and 2026-10-01T01:00:00.000Z",
                "2026-10-02 cleared the log was cleared",
                "2026-10-03 no-record no record",
                "2026-10-06 no-record no record",
            ])
        #expect(log.summary.gaps == ["2026-10-03..2026-10-04", "2026-10-06..2026-10-06"])
        let server = try #require(report.servers.first)
        #expect(server.users == 3 && server.seenOnOneDay == 2 && server.seenOnTwoDays == 1 && server.loggedDays == 3)
        // 2/3 * 2 * 2 / 2
        #expect(server.atLeastMore == 1 && server.atLeastMoreLow == 0 && server.atLeastMoreHigh >= 2)
        #expect(server.arrivals.map { "\($0.day) \($0.newUsers)" } == ["2026-10-01 1", "2026-10-02 1", "2026-10-05 1"])
        #expect(try world.coverageReport { _ in false }.logs.isEmpty)
    }
}
