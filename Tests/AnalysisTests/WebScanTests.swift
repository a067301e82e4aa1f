import AccessModel
import Analysis
import EvidenceStore
import Foundation
import GRDB
import Reporting
import Testing

/// Web logs without `#Fields`, of other formats and in local time, from the file to the store.
@Suite struct WebScanTests {
    private func scan(
        _ path: String, into name: String, of workspace: Workspace, budget: Int = 256 << 20, zone: String? = nil,
        jobs: Int = 1
    ) async throws -> (store: EvidenceStore, summary: ScanSummary) {
        let store = try EvidenceStore.open(path: workspace.file(name), mode: .create)
        if let zone {
            var settings = OrganisationSettings()
            settings.logZones = [.init(pattern: "*", zone: zone)]
            try store.set(settings)
        }
        let options = ScanOptions(jobs: jobs, memoryBudget: budget)
        return (store, try await Scan.run(paths: [path], into: store, options: options))
    }

    private func rows(_ name: String, of workspace: Workspace, _ sql: String) throws -> [String] {
        let queue = try DatabaseQueue(path: workspace.file(name))
        return try queue.read { database in
            try Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.map {
                    String.fromDatabaseValue($0) ?? Int.fromDatabaseValue($0).map(String.init) ?? ""
                }
                .joined(separator: "|")
            }
        }
    }

    private func line(_ number: Int, user: String) -> String {
        "2026-03-01 08:00:00 192.0.2.10 GET /a - 80 \(user) 10.\(number >> 16).\(number >> 8 & 255).\(number & 255) Edge "
            + "- 200 0 0 15\r\n"
    }

    /// What the lines gave is in the store already, in several parts, when one comes that does not fit.
    @Test(arguments: [1 << 20, 256 << 20]) func allPartsAreTakenBack(budget: Int) async throws {
        let workspace = try Workspace()
        let count = 12_000
        var log = (0..<count).map { line($0, user: "CORP\\user\($0)") }.joined()
        let good = try workspace.write(log, to: "good/u_ex.log")
        log +=
            "2026-03-01 08:00:00 and something else\r\n#Fields: date time cs-username c-ip\r\n"
            + "2026-03-01 09:00:00 CORP\\ann 10.1.1.1\r\n"
        let path = try workspace.write(log, to: "bad/u_ex.log")

        let (_, whole) = try await scan(good, into: "good.store", of: workspace, budget: budget, jobs: 2)
        #expect(whole.totals.accepted == UInt64(count) && whole.totals.rejected == 0)
        #expect(whole.inputs.map(\.format) == [.w3cWithoutFields])

        let (store, summary) = try await scan(path, into: "bad.store", of: workspace, budget: budget, jobs: 2)
        #expect(summary.totals.accepted == 1 && summary.totals.rejected == UInt64(count + 1))
        let evidence = try store.evidence()
        #expect(evidence.rows.map { evidence.text($0.accountName) } == ["ann"])
        #expect(evidence.rows.map(\.firstSeen.text) == ["2026-03-01T09:00:00.000Z"])
        #expect(try store.inputs().first?.firstSeen?.text == "2026-03-01T09:00:00.000Z")
        #expect(try rows("bad.store", of: workspace, "SELECT count(*) FROM contribution_row") == ["1"])
        #expect(try store.rejections().count == 1000)
    }

    /// Nothing of the log counts: what is said of it names the line that is why.
    @Test func aLogTakenBackSaysWhy() async throws {
        let workspace = try Workspace()
        let log = (0..<1500).map { line($0, user: "-") }.joined() + "2026-03-01 08:00:00 x\r\n"
        let path = try workspace.write(log, to: "bad/u_ex.log")
        let (_, summary) = try await scan(path, into: "a.store", of: workspace)
        #expect(summary.totals.accepted == 0 && summary.totals.rejected == 1501)
        let text = RefusedInputs.text(summary.inputs)
        #expect(text.contains("u_ex.log") && text.contains("1,501 records rejected; the first, record 1"), "\(text)")
        #expect(text.contains("line 1501 does not fit"), "\(text)")
        let counted = try workspace.write(line(1, user: "-"), to: "counted/u_ex.log")
        #expect(RefusedInputs.text(try await scan(counted, into: "c.store", of: workspace).summary.inputs).isEmpty)
    }

    private let native =
        "198.51.100.7, CORP\\ann, 3/1/26, 0:30:00, W3SVC1, WEB01, 192.0.2.10, 15, 300, 2000, 200, 0, GET, /, -,\r\n"

    @Test func aNativeLogIsReadByItsZone() async throws {
        let workspace = try Workspace()
        let path = try workspace.write(native, to: "logs/inetsv1.log")
        let (store, summary) = try await scan(path, into: "a.store", of: workspace, zone: "Europe/Berlin")
        #expect(summary.unread.isEmpty && summary.totals.accepted == 1)
        #expect(
            try rows("a.store", of: workspace, "SELECT server, day, first_seen FROM access_evidence")
                == ["web01|2026-02-28|2026-02-28T23:30:00.000Z"])
        // The day was decided by the zone: another one must not be believed to have been applied.
        var settings = try store.settings()
        settings.logZones = [.init(pattern: "*", zone: "UTC")]
        #expect {
            try store.set(settings)
        } throws: { error in
            guard let error = error as? StoreError else { return false }
            return error.kind == .settings && error.description.contains("Europe/Berlin")
        }
        settings.logZones = [.init(pattern: "logs", zone: "Europe/Berlin")]
        try store.set(settings)
    }

    @Test(arguments: [
        "", "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n", "# WEB01\r\n",
    ])
    func withoutItsZoneItIsNotReadAndSaysWhatToDo(head: String) async throws {
        let workspace = try Workspace()
        let path = try workspace.write(head + native, to: "logs/inetsv1.log")
        let (_, summary) = try await scan(path, into: "a.store", of: workspace)
        let unread = try #require(summary.unread.first)
        #expect(!unread.isFailure && unread.format == .iisNative && unread.remedy.contains("time_zones"))
        #expect(Inspection.run(paths: [path]).unread.map(\.reason) == [unread.reason])
        let (_, read) = try await scan(path, into: "b.store", of: workspace, zone: "Europe/Berlin")
        #expect(read.unread.isEmpty && read.totals.accepted == 1 && read.totals.rejected == 0)
    }

    /// Stated later, the zone is applied by reading the log again; a copy where none is stated takes nothing back.
    @Test func aZoneStatedLaterIsApplied() async throws {
        let workspace = try Workspace()
        let log =
            "#Software: IIS Advanced Logging Module\r\n#Fields: date-local time-local cs-username c-ip\r\n"
            + "2026-03-01 00:30:00 ann 10.0.0.7\r\n"
        let path = try workspace.write(log, to: "m/adv.log")
        let copy = try workspace.write(log, to: "a/adv.log")
        let (store, first) = try await scan(path, into: "a.store", of: workspace)
        #expect(first.totals.rejected == 1)
        var settings = OrganisationSettings()
        settings.logZones = [.init(pattern: "m", zone: "Europe/Berlin")]
        try store.set(settings)
        for paths in [[path], [copy], [path, copy]] {
            let summary = try await Scan.run(paths: paths, into: store)
            #expect(summary.totals.rejected == 0 && summary.totals.accepted == 1, "\(paths)")
        }
        let evidence = try store.evidence()
        #expect(evidence.rows.map(\.day.text) == ["2026-02-28"])
        try store.set(settings)
        settings.logZones = []
        #expect(throws: StoreError.self) { try store.set(settings) }
    }

    /// Anonymous visits are no view of the database: their rows are checked by what they must be.
    @Test func exportedRowsAreThoseOfTheView() async throws {
        let workspace = try Workspace()
        let path = try workspace.write(
            line(7, user: "CORP\\ann") + line(8, user: "-") + line(9, user: "=cmd"), to: "web9/u_ex.log")
        let (store, _) = try await scan(path, into: "a.store", of: workspace)
        for view in StoreView.allCases {
            var names: [String] = []
            var shown: [String] = []
            try store.forEachRow(of: view) {
                names = $0
            } row: { values in
                shown.append(
                    values.map { value in
                        switch value {
                        case .text(let text): text
                        case .integer(let number): String(number)
                        }
                    }.joined(separator: "|"))
            }
            let all =
                view == .anonymousVisits
                ? ["192.0.2.10||10.0.0.8|success|2026-03-01|1"]
                : try rows("a.store", of: workspace, "SELECT * FROM \(view.rawValue)")
            #expect(shown.count == all.count && Set(shown) == Set(all) && !names.isEmpty, "\(view): \(shown)")
        }
    }

    @Test func identitiesAndMarkersReachTheStore() async throws {
        let workspace = try Workspace()
        let head = "#Fields: date time s-ip cs-uri-stem cs-uri-query c-ip cs(User-Agent) sc-status\r\n"
        func line(_ time: String, _ query: String) -> String {
            "2026-03-01 \(time) 192.0.2.10 /Microsoft-Server-ActiveSync \(query) 10.0.0.9 Apple 200\r\n"
        }
        let log =
            head + line("08:00:00", "User=corp%5Cann&DeviceId=A1") + line("09:00:00", "User=corp%5CANN&DeviceId=A1")
            + line("10:00:00", "User=bob&DeviceId=B2&X-ARR-LOG-ID=2ec4b8ad-99cb-4fa5-9c0c-1d3f1c8a1b2c")
        let path = try workspace.write(log, to: "W3SVC2/u_ex.log")
        let (store, _) = try await scan(path, into: "a.store", of: workspace)
        #expect(
            try rows("a.store", of: workspace, "SELECT * FROM web_identities ORDER BY account") == [
                "192.0.2.10|W3SVC2|bob|B2|2026-03-01|10.0.0.9", "192.0.2.10|W3SVC2|corp\\ann|A1|2026-03-01|10.0.0.9",
            ])
        let evidence = try store.evidence()
        #expect(evidence.webDevices.map { evidence.text($0.deviceID) } == ["A1", "B2"])
        #expect(evidence.webDevices.map { evidence.text($0.account) } == ["corp\\ann", "bob"])
        #expect(evidence.webDevices.allSatisfy { evidence.text($0.clientAddress) == "10.0.0.9" })
        let peers = try store.evidence().peers
        #expect(peers.map(\.agents) == [1] && peers.map(\.signs) == [.requestRouting])
    }
}
