import AccessModel
import Foundation
import GRDB

/// The accepted event records of the store's inputs: written as `EventRun`s, read one by one.
struct EventRecords {
    private let database: Database

    init(_ database: Database) { self.database = database }

    // MARK: Writing

    /// Writes the records of one log in one part of an input, in the order of their ids, and notes their span.
    ///
    /// Whether an event comes twice is told within the part; where parts meet, it is assumed.
    func write(_ records: some RandomAccessCollection<EventRun.Entry>, input: Int64, log: Int64, part: Int64) throws {
        let insert = try RowStatement(database, "INSERT INTO event_run VALUES (?, ?, ?, ?, ?, ?)")
        var start = records.startIndex
        var number: Int64 = 0
        while start < records.endIndex {
            let end =
                records.index(start, offsetBy: EventRun.maximumCount, limitedBy: records.endIndex)
                ?? records.endIndex
            insert.bind(from: 0, input, log, part, number, Int64(records.distance(from: start, to: end)))
            insert.bind(5, EventRun.packed(records[start..<end]))
            try insert.run()
            number += 1
            start = end
        }
    }

    /// Adds to what is known of the record ids an input holds of a log.
    func noteSpan(_ span: EventIDSpan, input: Int64, log: Int64) throws {
        let note = try RowStatement(
            database,
            """
            INSERT INTO event_span VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
                repeats = repeats | excluded.repeats | (first_id <= excluded.last_id AND last_id >= excluded.first_id),
                first_id = min(first_id, excluded.first_id), last_id = max(last_id, excluded.last_id)
            """)
        note.bind(from: 0, input, log, span.first, span.last, span.hasRepeats ? 1 : 0)
        try note.run()
    }

    /// Gives records the rows that took the place of theirs.
    func moveRows(of input: Int64, to targets: [Int64: Int64]) throws {
        guard !targets.isEmpty else { return }
        let update = try RowStatement(
            database, "UPDATE event_run SET data = ? WHERE input = ? AND log = ? AND part = ? AND number = ?")
        for key in try keys(of: input) {
            var entries = try unpack(input: input, key)
            for index in entries.indices {
                entries[index].row = targets[entries[index].row] ?? entries[index].row
                entries[index].secondRow = entries[index].secondRow.map { targets[$0] ?? $0 }
            }
            update.bind(0, EventRun.packed(entries))
            update.bind(from: 1, input, key.log, key.part, key.number)
            try update.run()
        }
    }

    // MARK: Reading

    /// The parts of an input that hold records of a log: each is in the order of its ids.
    func cursors(input: Int64, log: Int64) throws -> [EventRunCursor] {
        let query = try RowStatement(
            database, "SELECT DISTINCT part FROM event_run WHERE input = ? AND log = ? ORDER BY part")
        query.bind(from: 0, input, log)
        var parts: [Int64] = []
        while try query.step() { parts.append(query.integer(0)) }
        return try parts.map { try EventRunCursor(database, input: input, log: log, part: $0) }
    }

    private struct RunKey {
        var log, part, number: Int64
    }

    private func keys(of input: Int64) throws -> [RunKey] {
        let query = try RowStatement(
            database, "SELECT log, part, number FROM event_run WHERE input = ? ORDER BY log, part, number")
        query.bind(0, input)
        var keys: [RunKey] = []
        while try query.step() {
            keys.append(RunKey(log: query.integer(0), part: query.integer(1), number: query.integer(2)))
        }
        return keys
    }

    private func unpack(input: Int64, _ key: RunKey) throws -> [EventRun.Entry] {
        let query = try RowStatement(
            database,
            "SELECT count, data FROM event_run WHERE input = ? AND log = ? AND part = ? AND number = ?")
        query.bind(from: 0, input, key.log, key.part, key.number)
        defer { query.reset() }
        guard try query.step() else { return [] }
        return try EventRun.unpacked(query.data(1), count: Int(clamping: query.integer(0)))
    }
}

/// The record ids of one log that an input, or a part of it, holds. Ids are compared as signed numbers.
struct EventIDSpan {
    var first = Int64.max
    var last = Int64.min
    /// True where an event comes twice.
    var hasRepeats = false
}
