import Foundation
import GRDB

/// Reads the records of one log in one part of an input, in the order of their ids: one packed run in memory at a time
/// (about 40 KiB).
struct EventRunCursor {
    let input: Int64
    /// The record it stands at, nil at the end.
    private(set) var current: EventRun.Entry?
    private let query: RowStatement
    private let log: Int64
    private let part: Int64
    private var number: Int64 = 0
    private var reader: EventRun.Reader

    init(_ database: Database, input: Int64, log: Int64, part: Int64) throws {
        self.input = input
        self.log = log
        self.part = part
        query = try RowStatement(
            database,
            "SELECT count, data FROM event_run WHERE input = ? AND log = ? AND part = ? AND number = ?")
        reader = try EventRun.Reader(Data(), count: 0)
        try advance()
    }

    /// Goes to the next record.
    mutating func advance() throws {
        if let entry = try reader.next() {
            current = entry
            return
        }
        query.bind(from: 0, input, log, part, number)
        defer { query.reset() }
        number += 1
        guard try query.step() else {
            current = nil
            return
        }
        reader = try EventRun.Reader(query.data(1), count: Int(clamping: query.integer(0)))
        current = try reader.next()
    }
}
