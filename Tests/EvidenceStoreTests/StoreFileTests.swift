import AccessModel
import Foundation
import GRDB
import Glibc
import Testing

@testable import EvidenceStore

/// What a store is on the disk: its permissions, what is refused, who may write.
struct StoreFileTests {
    private func failure(_ work: () throws -> Void) -> StoreError? {
        do {
            try work()
            return nil
        } catch { return error as? StoreError }
    }

    private func permissions(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test func everyFileIsForItsOwnerOnly() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let open = try store.begin(path: "a.xml")
        try store.append(SnapshotBuilder.snapshot(of: [.event(id: 1, at: "2026-10-01", .event())]), to: open)
        let names = try folder.files()
        #expect(names == ["test.hcstore", "test.hcstore-lock", "test.hcstore-shm", "test.hcstore-wal"])
        for name in names { #expect(permissions(folder.path + "/" + name) == 0o600, "\(name)") }
    }

    @Test func settlingLeavesOnePlainFile() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        try store.add(TestInput(1, path: "a.xml", [.event(id: 1, at: "2026-10-01", .event())]))
        try store.settle()
        #expect(try folder.files() == ["test.hcstore"])
        // Reading leaves it so, and writing again starts anew.
        _ = try store.evidence()
        #expect(try folder.files() == ["test.hcstore"])
        try store.add(TestInput(2, path: "b.xml", [.event(id: 2, at: "2026-10-01", .event())]))
        #expect(try folder.files().count > 1)
        try store.settle()
        #expect(try folder.files() == ["test.hcstore"])
    }

    @Test func refusesWhatIsNoStore() throws {
        let folder = try TestFolder()
        let text = folder.path + "/notes.txt"
        try "These are notes, long enough to be looked at as a database header. And some more of them."
            .write(toFile: text, atomically: true, encoding: .utf8)
        let other = folder.path + "/other.sqlite"
        try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE bookmarks(url TEXT)") }
        let empty = folder.path + "/empty"
        try Data().write(to: URL(fileURLWithPath: empty))

        for path in [text, other] {
            for mode in [EvidenceStore.Mode.create, .update, .read] {
                let before = try Data(contentsOf: URL(fileURLWithPath: path))
                #expect(failure { _ = try EvidenceStore.open(path: path, mode: mode) }?.kind == .notAStore)
                #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
            }
        }
        let nothing = failure { _ = try EvidenceStore.open(path: empty, mode: .read) }
        #expect(nothing?.kind == .notAStore)
        #expect(nothing?.description.contains("the file is empty") == true)
        #expect(failure { _ = try EvidenceStore.open(path: empty, mode: .update) }?.kind == .notAStore)
        // A scan cut off before its first transaction leaves an empty file: the next one goes on with it.
        #expect(failure { _ = try EvidenceStore.open(path: empty, mode: .create) } == nil)
        #expect(try folder.files() == ["empty", "notes.txt", "other.sqlite"])
    }

    @Test func refusesLinksFoldersAndMissingFiles() throws {
        let folder = try TestFolder()
        let link = folder.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.storePath)
        for mode in [EvidenceStore.Mode.create, .update, .read] {
            #expect(failure { _ = try EvidenceStore.open(path: link, mode: mode) }?.kind == .notAFile)
            #expect(failure { _ = try EvidenceStore.open(path: folder.path, mode: mode) }?.kind == .notAFile)
        }
        for mode in [EvidenceStore.Mode.update, .read] {
            #expect(failure { _ = try EvidenceStore.open(path: folder.storePath, mode: mode) }?.kind == .missing)
        }
        let nowhere = folder.path + "/no/such/folder.hcstore"
        let error = failure { _ = try EvidenceStore.open(path: nowhere, mode: .create) }
        #expect(error?.kind == .notAccessible)
        #expect(error?.description.contains("make its folder first") == true)
        #expect(try folder.files() == ["link"])
    }

    @Test func refusesANewerVersion() throws {
        let folder = try TestFolder()
        _ = try folder.create()
        try DatabaseQueue(path: folder.storePath).write { try $0.execute(sql: "PRAGMA user_version = 99") }
        for mode in [EvidenceStore.Mode.create, .update, .read] {
            let error = failure { _ = try EvidenceStore.open(path: folder.storePath, mode: mode) }
            #expect(error?.kind == .newerVersion)
            #expect(error?.description.contains("schema version 99") == true)
        }
    }

    @Test func refusesAnOlderVersion() throws {
        let folder = try TestFolder()
        _ = try folder.create()
        try DatabaseQueue(path: folder.storePath).write { try $0.execute(sql: "PRAGMA user_version = 1") }
        for mode in [EvidenceStore.Mode.create, .update, .read] {
            let error = failure { _ = try EvidenceStore.open(path: folder.storePath, mode: mode) }
            #expect(error?.kind == .olderVersion)
            #expect(error?.description.contains("scan the logs again") == true)
        }
    }

    @Test func aSecondWriterWaitsThenFails() throws {
        let folder = try TestFolder()
        let first = try folder.create()
        let open = try first.begin(path: "a.xml")
        let start = ContinuousClock.now
        let error = failure {
            _ = try EvidenceStore.open(path: folder.storePath, mode: .update, patience: .milliseconds(200))
        }
        #expect(error?.kind == .busy)
        #expect(error?.reason.contains("another scan is writing \(folder.storePath)") == true)
        #expect(ContinuousClock.now - start >= .milliseconds(200))
        // The first writer lost nothing by it.
        try first.append(SnapshotBuilder.snapshot(of: [.event(id: 1, at: "2026-10-01", .event())]), to: open)
        _ = try first.close(
            open, reading: TestInput(1, path: "a.xml", [.event(id: 1, at: "2026-10-01", .event())]).reading)
        try first.settle()
        // Settled: the lock is free, though the store is still open.
        let second = try EvidenceStore.open(path: folder.storePath, mode: .update, patience: .milliseconds(50))
        #expect(try second.inputs().count == 1)
        #expect(failure { _ = try first.begin(path: "b.xml") }?.kind == .busy)
    }

    @Test func aSecondWriterGetsItsTurn() async throws {
        let folder = try TestFolder()
        let first = try folder.create()
        let waiting = Task.detached {
            try EvidenceStore.open(path: folder.storePath, mode: .update, patience: .seconds(20)).inputs().count
        }
        try first.add(TestInput(1, path: "a.xml", [.event(id: 1, at: "2026-10-01", .event())]))
        try first.settle()
        #expect(try await waiting.value == 1)
    }

    @Test func readersSeeTheLastSettledStateWhileOthersWrite() throws {
        let folder = try TestFolder()
        let writer = try folder.create()
        try writer.add(TestInput(1, path: "a.xml", [.event(id: 1, at: "2026-10-01", .event())]))
        try writer.settle()
        let reader = try EvidenceStore.open(path: folder.storePath, mode: .read)
        try writer.add(TestInput(2, path: "b.xml", [.event(id: 2, at: "2026-10-01", .event())]))
        #expect(try reader.inputs().map(\.location.path) == ["a.xml"])
        #expect(try reader.isSettled() == false)
        #expect(try reader.places().map(\.path) == ["a.xml", "b.xml"])
        try writer.settle()
        #expect(try reader.inputs().map(\.location.path) == ["a.xml", "b.xml"])
        #expect(try reader.isSettled())
        #expect(failure { _ = try reader.begin(path: "c.xml") }?.kind == .notAccessible)
    }

    @Test func aFullDiskLeavesTheStoreIntact() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        try store.add(TestInput(1, path: "a.xml", [.event(id: 1, at: "2026-10-01", .event())]))
        try store.settle()
        let before = try folder.view("access_evidence")
        let open = try store.begin(path: "b.xml")
        try store.queue.writeWithoutTransaction { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages + 2)")
        }
        let many = (0..<2000).map { number in
            TestRecord.event(id: UInt64(number), at: "2026-10-02", .event(account: ExactText("user\(number)")))
        }
        let error = failure { try store.append(SnapshotBuilder.snapshot(of: many), to: open) }
        #expect(error?.kind == .full)
        #expect(error?.description.contains("add to b.xml") == true)
        #expect(try folder.view("access_evidence") == before)
        // With room again, the same call works on the same store.
        try store.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
        try store.append(SnapshotBuilder.snapshot(of: many), to: open)
        _ = try store.close(open, reading: TestInput(2, path: "b.xml", many).reading)
        try store.settle()
        #expect(try folder.view("access_evidence").count == 2001)
        #expect(try folder.rows("PRAGMA integrity_check") == ["ok"])
    }

    /// What SQLite says where the index of its log finds no room.
    @Test func aFullDiskIsCalledThat() {
        func kind(_ code: ResultCode) -> StoreError.Kind {
            StoreError(DatabaseError(resultCode: code), while: "read", path: "a").kind
        }
        #expect(kind(.SQLITE_FULL) == .full)
        #expect(kind(.SQLITE_IOERR_SHMSIZE) == .full)
        #expect(kind(.SQLITE_IOERR_READ) == .failed)
    }

    /// A writer killed while it changed the file without its write-ahead log leaves a rollback journal behind.
    @Test func aReaderUndoesWhatADeadWriterLeftHalfDone() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let many = (0..<2000).map { number in
            TestRecord.event(id: UInt64(number), at: "2026-10-02", .event(account: ExactText("user\(number)")))
        }
        try store.add(TestInput(1, path: "a.xml", many))
        try store.settle()
        let killed = folder.path + "/killed"
        let writer = try DatabaseQueue(path: folder.storePath)
        try writer.inDatabase { database in
            // Too small a cache to keep the change to itself until it is committed.
            try database.execute(sql: "PRAGMA cache_size = 1")
            try database.inTransaction {
                try database.execute(sql: "UPDATE text SET value = value || 'x'")
                for file in ["", "-journal"] {
                    try FileManager.default.copyItem(atPath: folder.storePath + file, toPath: killed + file)
                }
                return .rollback
            }
        }
        let found = try EvidenceStore.open(path: killed, mode: .read).evidence()
        #expect(found.rows == (try store.evidence()).rows)
        #expect(found.texts == (try store.evidence()).texts)
        #expect(found.rows.count == 2000)
        #expect(!FileManager.default.fileExists(atPath: killed + "-journal"))
    }

    @Test func aDamagedStoreIsAnError() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let many = (0..<2000).map { number in
            TestRecord.event(id: UInt64(number), at: "2026-10-02", .event(account: ExactText("user\(number)")))
        }
        try store.add(TestInput(1, path: "a.xml", many))
        try store.settle()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: folder.storePath))
        let size = try file.seekToEnd()
        try file.seek(toOffset: 16 * 4096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: Int(size) - 16 * 4096))
        try file.close()
        let error = failure {
            _ = try EvidenceStore.open(path: folder.storePath, mode: .read).evidence()
        }
        #expect(error?.kind == .damaged)
    }
}
