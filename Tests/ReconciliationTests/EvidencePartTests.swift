import AccessModel
import Foundation
import PositionModel
import Testing

@testable import Reconciliation

@Suite struct WindowChoiceTests {
    private func settings(_ change: (inout EstateSettings) -> Void) -> EstateSettings {
        var settings = EstateSettings()
        change(&settings)
        return settings
    }
    private func day(_ text: String) -> Day { Day(text: text) ?? Day(number: 0) }

    @Test func daysEndWithAsOf() {
        let last = day("2026-10-31")
        #expect(
            WindowChoice.window(settings: settings { $0.windowDays = 90 }, lastDay: last) == day("2026-08-03")...last)
        let asOf = settings {
            $0.windowDays = 1
            $0.asOf = day("2026-09-15")
        }
        #expect(WindowChoice.window(settings: asOf, lastDay: last) == day("2026-09-15")...day("2026-09-15"))
        #expect(WindowChoice.window(settings: settings { $0.windowDays = -5 }, lastDay: last) == last...last)
    }

    @Test func fromAndTo() {
        let last = day("2026-10-31")
        let both = settings {
            $0.from = day("2026-01-01")
            $0.to = day("2026-03-31")
            $0.windowDays = 90
        }
        #expect(WindowChoice.window(settings: both, lastDay: last) == day("2026-01-01")...day("2026-03-31"))
        #expect(
            WindowChoice.window(settings: settings { $0.from = day("2026-01-01") }, lastDay: last)
                == day("2026-01-01")...last)
        #expect(WindowChoice.window(settings: settings { $0.from = day("2027-01-01") }, lastDay: last) == nil)
    }

    @Test func nothingAskedForIsEverything() {
        #expect(WindowChoice.window(settings: EstateSettings(), lastDay: day("2026-10-31")) == nil)
        #expect(WindowChoice.window(settings: settings { $0.windowDays = 90 }, lastDay: nil) == nil)
        // as_of alone leaves out what came later.
        let asOf = settings { $0.asOf = day("2026-09-15") }
        #expect(WindowChoice.window(settings: asOf, lastDay: day("2026-10-31"))?.upperBound == day("2026-09-15"))
    }
}

@Suite struct EvidencePartTests {
    @Test func leasesOfNoStatedZoneAreAFinding() throws {
        var world = World()
        world.server("srv1")
        world.seen("corp\\anna", from: "pc1", on: "srv1", day: "2026-10-02")
        world.leaseZones = ["UTC", "Europe/Berlin"]
        #expect(try !world.position().findings.contains { $0.id == "F-lease-time-zone" })
        world.leaseZones = ["", "UTC", ""]
        let finding = try #require(try world.position().findings.first { $0.id == "F-lease-time-zone" })
        #expect(finding.severity == .low && finding.statement.contains("2 DHCP leases"))
        #expect(finding.evidence.contains("time_zones"))
    }

    @Test func coverageCountsDaysAndGaps() throws {
        var world = World()
        world.window = "2026-10-01"..."2026-10-10"
        world.server("srv1")
        world.server("srv2")
        for day in ["2026-10-02", "2026-10-03", "2026-10-06"] { world.coverage.append(("srv1", day, false)) }
        world.coverage.append(("srv1", "2026-10-06", true))
        world.coverage.append(("srv1", "2026-12-01", false))
        world.seen("corp\\anna", from: "pc1", on: "srv1", day: "2026-10-02")
        let position = try world.position()
        let first = try #require(position.coverage.first { $0.server == "srv1" })
        #expect(first.covered == 2 && first.cleared == 1 && first.none == 7 && first.partial == 0)
        #expect(first.gaps == ["2026-10-01..2026-10-01", "2026-10-04..2026-10-05", "2026-10-07..2026-10-10"])
        #expect(first.sensitivity.contains("8 of 10 days") && first.sensitivity.contains("1 of the server's 1 users"))
        // No log speaks of srv2 at all: said, not left out.
        let second = try #require(position.coverage.first { $0.server == "srv2" })
        #expect(second.none == 10 && second.gaps == ["2026-10-01..2026-10-10"])
        #expect(position.findings.contains { $0.id == "F-coverage-srv2-event-Security" })
    }

    @Test func machinesServersCSVDoesNotName() throws {
        var world = World()
        world.server("srv1")
        world.computer("pc2")
        world.seen("corp\\anna", from: "pc1", on: "forgotten")
        world.seen("corp\\anna", from: "pc1", on: "pc2", by: .interactive)
        let finding = try #require(try world.position().findings.first { $0.id == "F-unnamed-servers" })
        #expect(finding.evidence == "forgotten" && finding.severity == .high)
    }

    @Test func unreadInputsAreFindings() throws {
        let position = try World().position(unread: [
            UnreadInput(
                path: "b.evtx", format: .evtx, reason: "binary event log", remedy: "wevtutil qe", isFailure: false),
            UnreadInput(path: "a.gz", format: .unknown, reason: "damaged", remedy: "", isFailure: true),
        ])
        let finding = try #require(position.findings.first { $0.id == "F-unread-inputs" })
        #expect(finding.severity == .high && finding.evidence == "a.gz: damaged; b.evtx: binary event log")
    }

    @Test func damageIsAFindingThoughNothingWasRejected() throws {
        var world = World()
        world.damage = ["", "gzip member 1 is truncated"]
        let finding = try #require(try world.position().findings.first { $0.id == "F-damaged-inputs" })
        #expect(finding.severity == .high && finding.evidence == "input1.xml: gzip member 1 is truncated")
        world.damage = ["", ""]
        #expect(try !world.position().findings.contains { $0.id == "F-damaged-inputs" })
    }

    @Test func missingRecordIdsAreAFinding() throws {
        var world = World()
        world.server("srv1")
        world.coverage = [("srv1", "2026-10-01", false)]
        world.recordIDs = [1...10]
        #expect(try !world.position().findings.contains { $0.id == "F-missing-record-ids" })
        world.recordIDs = [1...1000, 5001...6001, 10_001...10_002]
        let finding = try #require(try world.position().findings.first { $0.id == "F-missing-record-ids" })
        #expect(finding.evidence == "Security of srv1: 7999 ids missing")
        world.recordIDs = [1...1, 5001...5001, 10_001...10_002]
        let findings = try world.position().findings
        #expect(!findings.contains { $0.id == "F-missing-record-ids" })
        #expect(findings.first { $0.id == "F-filtered-exports" }?.evidence == "Security of srv1")
        world.recordIDs = [0...(.max)]
        #expect(
            EventLogCoverage(server: 0, logChannel: 0, ranges: [RecordIDRange(first: 0, last: .max)], isCoarse: false)
                .held == .max)
    }

    @Test func inputsTieOutOrSayNot() {
        func input(_ path: String, accepted: UInt64) -> InputSummary {
            InputSummary(
                location: InputPath(path: path, sha256: "", bytes: 1), content: ContentID(high: 0, low: 1),
                format: .w3c,
                records: 10, accepted: accepted, ignored: 1, rejected: 1, duplicates: 1, ignoredByRule: [],
                rejectedByReason: [], damage: "", firstSeen: nil, lastSeen: nil, copies: [])
        }
        let good = InputLedgerEntries.ledger([input("b", accepted: 7), input("a", accepted: 7)])
        #expect(good.totals.tiesOut && good.totals.records == 20 && good.entries.map(\.path) == ["a", "b"])
        #expect(!InputLedgerEntries.ledger([input("a", accepted: 6)]).totals.tiesOut)
    }

    /// The same estate and evidence in another order is the same position, byte for byte.
    @Test(arguments: [UInt64(1), 2, 3]) func orderDoesNotMatter(seed: UInt64) throws {
        var world = busyWorld()
        let expected = try world.position().json()
        var random = Shuffler(state: seed)
        world.accesses.shuffle(using: &random)
        world.visits.shuffle(using: &random)
        world.coverage.shuffle(using: &random)
        let shuffled = try world.position().json()
        #expect(shuffled == expected, "seed \(seed)")
    }

    private func busyWorld() -> World {
        var world = World()
        world.server("srv1")
        world.server("srv2", "windows-server", "2022") { $0.hosts = ["h2", "h1"] }
        world.server("db1", "sql-server", "2019")
        world.server("mail", "exchange-server", "2019")
        world.estate.settings.externalPatterns = ["ext-*"]
        for number in 0..<30 {
            world.user("u\(number)") { $0.enabled = number % 7 != 0 }
            world.seen(
                "corp\\u\(number)", from: "pc\(number % 11)", on: ["srv1", "srv2", "db1", "mail"][number % 4],
                day: "2026-10-0\(number % 9 + 1)")
            world.seen(
                "corp\\ext-\(number % 5)", address: "198.51.100.\(number)", on: "srv2", by: .web, site: "s\(number % 2)"
            )
            world.visits.append(("srv2", "s\(number % 3)", "203.0.113.\(number)", .success, "2026-10-01"))
            world.coverage.append(("srv\(number % 2 + 1)", "2026-10-0\(number % 9 + 1)", number % 5 == 0))
        }
        world.licence("ws-cal", 5, .user, version: "2022")
        world.licence("ws-cal", 3, .device, version: "2019")
        world.licence("CoreCAL", 4, .user, saEnd: "2027-01-01")
        world.licence("ws-ec", 1, .server, version: "2022", to: "h1")
        return world
    }
}

private struct Shuffler: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 31)
    }
}
