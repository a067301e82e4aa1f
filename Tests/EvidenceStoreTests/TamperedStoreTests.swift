import AccessModel
import Foundation
import GRDB
import Testing

@testable import EvidenceStore

/// A store that is damaged, or that something else has written to, is an error with a remedy and never a crash.
struct TamperedStoreTests {
    private func makeStore(in folder: TestFolder) throws {
        let store = try folder.create()
        var settings = OrganisationSettings()
        settings.trustedProxies = ["10.0.0.5"]
        settings.webFolders = [.init(pattern: "old", server: "web")]
        settings.logZones = [.init(pattern: "dhcp", zone: "Europe/Berlin")]
        try store.set(settings)
        var gateway = TestRow.event(server: "host01", channel: .rdGateway)
        gateway.eventID = 302
        var host = TestRow.event(channel: .rdGatewayHost)
        host.eventID = 302
        var events = TestInput(
            1, path: "a.xml",
            [
                .event(id: 1, at: "2026-10-01T08:00:00", .event()),
                .event(id: 2, at: "2026-10-02T08:00:00", offset: 9, gateway, host),
            ])
        events.rejections = [Rejection(reason: .noComputer, offset: 40, record: 2, detail: "no Computer")]
        events.ignored = 2
        try store.add(events)
        try store.add(
            TestInput(2, path: "b.xml", [.event(id: 1, at: "2026-10-01T08:00:00", .event(clientName: "pc1"))]))
        let lines: [TestRecord] = [
            .web(at: "2026-10-01", agent: 5, .web(peer: "10.0.0.5", forwarded: "198.51.100.3")),
            .web(at: "2026-10-02", agent: 6, .web(account: "amiller", peer: "10.0.0.5", forwarded: "198.51.100.3")),
        ]
        try store.add(TestInput(3, path: "c.log", format: .w3c, lines))
        let dhcp = try store.begin(path: "dhcp/d.log")
        var snapshot = EvidenceSnapshot()
        snapshot.texts = ["", "10.0.0.5", "pc1"]
        let time = LocalTime(milliseconds: instant("2026-10-01").milliseconds)
        snapshot.leases = [
            ContributedLease(
                address: 1, name: 2, hardware: 0, day: time.day, count: 1, firstSeen: time, lastSeen: time)
        ]
        snapshot.renames = [
            ContributedRename(
                computer: 2, domain: 1, oldName: 1, newName: 2, sid: 0, time: instant("2026-10-01"), offset: 7)
        ]
        try store.append(snapshot, to: dhcp)
        _ = try store.close(dhcp, reading: TestInput(4, path: "dhcp/d.log", format: .dhcp, []).reading)
        try store.noteUnread([
            UnreadInput(path: "x", format: .evtx, reason: "binary", remedy: "wevtutil", isFailure: false)
        ])
        try store.settle()
        try store.queue.write { database in
            try database.execute(
                sql: """
                    UPDATE sighting SET first_cleared = first_seen, last_cleared = last_seen WHERE source = 0
                    """)
        }
        _ = try store.evidence()
    }

    /// The integer columns of all tables; those of `WITHOUT ROWID` tables and keys too.
    private func columns(_ database: Database) throws -> [(table: String, column: String)] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT t.name AS "table", c.name AS "column" FROM sqlite_schema t JOIN pragma_table_info(t.name) c
                WHERE t.type = 'table' AND c.type = 'INTEGER' ORDER BY 1, 2
                """
        ).map { ($0["table"], $0["column"]) }
    }

    /// False where it is refused: as an error of the store with a remedy.
    private func isRead(_ body: () throws -> Void) -> Bool {
        do {
            try body()
            return true
        } catch {
            #expect(!StoreError(error, while: "read", path: "store").remedy.isEmpty)
            return false
        }
    }

    /// One column after another is set in a transaction that is rolled back.
    @Test(arguments: ["'abc'", "-1", "9223372036854775807", "1.5", "NULL", "99"])
    func everyIntegerColumnIsChecked(value: String) throws {
        let folder = try TestFolder()
        try makeStore(in: folder)
        let store = try EvidenceStore.open(path: folder.storePath, mode: .update)
        var (changed, refused) = (0, 0)
        try store.queue.write { database in
            let columns = try columns(database)
            #expect(columns.count > 100)
            for (table, column) in columns {
                try database.inSavepoint {
                    guard isChanged(table, column, to: value, database) else { return .rollback }
                    changed += 1
                    if !isRead({ _ = try EvidenceReader(database, window: nil).read() }) { refused += 1 }
                    readOtherwise(database)
                    // A further scan into it settles again.
                    _ = isRead {
                        try database.execute(sql: "UPDATE input SET state = \(InputState.closed)")
                        try Settlement(database: database).run()
                        _ = try EvidenceReader(database, window: nil).read()
                    }
                    return .rollback
                }
            }
        }
        #expect(changed > (value == "NULL" ? 5 : 20), "\(changed)")
        if value == "'abc'" || value == "9223372036854775807" { #expect(refused > 20, "\(refused)") }
    }

    private func isChanged(_ table: String, _ column: String, to value: String, _ database: Database) -> Bool {
        do {
            try database.execute(sql: "UPDATE OR IGNORE \(table) SET \(column) = \(value)")
        } catch {
            // The schema does not allow it.
            return false
        }
        return database.changesCount > 0
    }

    private func readOtherwise(_ database: Database) {
        let inputs = InputTable(database)
        let day = Day(instant("2026-10-02"))
        for read in [
            { _ = try EvidenceReader(database, window: day...day).read() },
            { _ = try EvidenceReader(database, window: nil).span() },
            { _ = try inputs.summaries() }, { _ = try inputs.conflicts() }, { _ = try inputs.conflictCount() },
            { _ = try inputs.rejections() }, { _ = try inputs.allPlaces() }, { _ = try inputs.unread() },
            { _ = try Settlement(database: database).isNeeded() },
            { _ = try SettingsTable(database: database).read() },
        ] as [() throws -> Void] { _ = isRead(read) }
    }

    @Test func theErrorSaysWhatToDo() throws {
        let folder = try TestFolder()
        try makeStore(in: folder)
        try DatabaseQueue(path: folder.storePath).write {
            try $0.execute(sql: "UPDATE contribution_row SET day = 'abc'")
        }
        do {
            _ = try EvidenceStore.open(path: folder.storePath, mode: .read).evidence()
            Issue.record("a day that is a text was read")
        } catch {
            #expect(error.kind == .damaged)
            #expect(error.description.contains("a value is not a day"))
            #expect(error.description.contains("scan the logs into a new store"))
        }
    }
}
