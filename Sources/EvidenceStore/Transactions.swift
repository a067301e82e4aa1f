import GRDB
import Synchronization

/// How the store's calls become transactions, and when it holds the writer's lock.
extension EvidenceStore {
    func read<Value>(_ action: String, _ work: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try queue.read(work) } catch { throw StoreError(error, while: action, path: path) }
    }

    /// Takes the writer's lock where this store does not hold it (any more), then runs `work` in a transaction.
    func write<Value: Sendable>(_ action: String, _ work: (Database) throws -> Value) throws(StoreError) -> Value {
        try withWriting(action) { try $0.write(work) }
    }

    private func withWriting<Value: Sendable>(
        _ action: String, _ work: (DatabaseQueue) throws -> Value
    ) throws(StoreError) -> Value {
        guard mode != .read else {
            throw StoreError(
                .notAccessible, path, "cannot \(action): the store is open for reading", "open it for writing")
        }
        return try lock.withLock { held throws(StoreError) in
            if held == nil {
                held = try WriterLock(store: path, patience: patience)
                try clearForWriting()
            }
            do { return try work(queue) } catch { throw StoreError(error, while: action, path: path) }
        }
    }

    /// As `write`, with another store attached as `other`.
    func write<Value: Sendable>(
        _ action: String, attaching other: String, _ work: (Database) throws -> Value
    ) throws(StoreError) -> Value {
        try withWriting(action) { queue in
            try queue.writeWithoutTransaction { database in
                try database.execute(sql: "ATTACH DATABASE ? AS other", arguments: [other])
                // The schema of a store from elsewhere calls nothing here: see `trusted_schema`.
                defer { try? database.execute(sql: "DETACH DATABASE other") }
                var result: Value?
                // Not `immediate`, which locks the other store for writing too: it is only read, and two journals are tied
                // together by a third file, which a killed merge would leave behind.
                try database.inTransaction(.deferred) {
                    result = try work(database)
                    return .commit
                }
                guard let result else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
                return result
            }
        }
    }

    func startWriting(with new: WriterLock) throws(StoreError) {
        try lock.withLock { held throws(StoreError) in
            held = new
            try clearForWriting()
        }
    }

    /// With the lock held: switches to a write-ahead log, so that others can read meanwhile (or away from one, where nobody
    /// does), and clears away what a writer that died left open.
    private func clearForWriting() throws(StoreError) {
        do {
            try queue.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA journal_mode = \(mode == .createAlone ? "DELETE" : "WAL")")
                try database.inTransaction {
                    let left = try Int64.fetchAll(
                        database, sql: "SELECT id FROM input WHERE state = ?", arguments: [InputState.open])
                    for input in left { try InputRemoval(database: database, input: input).run() }
                    return .commit
                }
            }
        } catch {
            throw StoreError(error, while: "start writing", path: path)
        }
    }

    /// Leaves one plain file and gives the lock back; where inputs are still open, does nothing.
    func stopWriting() throws(StoreError) {
        try lock.withLock { held throws(StoreError) in
            do {
                try queue.writeWithoutTransaction { database in
                    let open = try Int.fetchOne(
                        database, sql: "SELECT count(*) FROM input WHERE state = ?", arguments: [InputState.open])
                    guard open == 0 else { return }
                    do {
                        try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
                        try database.execute(sql: "PRAGMA journal_mode = DELETE")
                    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                        // Somebody reads: the log stays beside the file until the next writer is done.
                    }
                    held = nil
                }
            } catch {
                throw StoreError(error, while: "finish writing", path: path)
            }
        }
    }

    func createSchemaIfEmpty() throws(StoreError) {
        do {
            try queue.write { database in
                let objects = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
                let id = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
                if objects == 0, id == 0 { try Schema.create(in: database) }
            }
        } catch {
            throw StoreError(error, while: "make the store", path: path)
        }
    }

    func checkSchema() throws(StoreError) {
        let (id, version) = try read("open the store") { database in
            (
                try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
                try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            )
        }
        guard id == Schema.applicationID else {
            if StoreFile.isEmpty(path) {
                throw StoreError(
                    .notAStore, path,
                    "the file is empty: a scan that has just begun, or was cut off at once, leaves that",
                    "run the scan again, or give the file that scan --store wrote")
            }
            throw StoreError(
                .notAStore, path, "this is not a Headcount evidence store", "give the file that scan --store wrote")
        }
        guard version <= Schema.version else {
            throw StoreError(
                .newerVersion, path,
                "the store has schema version \(version), this program reads up to \(Schema.version)",
                "use the newer Headcount that wrote it")
        }
        guard version >= Schema.oldestVersion else {
            throw StoreError(
                .olderVersion, path,
                "the store has schema version \(version), this program reads \(Schema.oldestVersion) to "
                    + "\(Schema.version)",
                "scan the logs again into a new store")
        }
    }
}
