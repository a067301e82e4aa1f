import Dispatch
import Foundation
import GRDB

/// A second connection to a store, on which half of its rows are read at the same time as the other half.
///
/// Both must see the same store. This connection notes SQLite's `data_version` before the first one begins to read and looks
/// again once it reads itself: nothing was committed in between where it is the same, and where it is not, whoever asked
/// reads all rows himself.
struct SecondReader: Sendable {
    /// Bytes of a store from which on it is worth it.
    static let smallestStore: Int64 = 64 << 20

    private let queue: DatabaseQueue
    private let version: Int?

    /// Called before the first connection reads anything.
    init(path: String, configuration: Configuration) throws {
        queue = try DatabaseQueue(path: path, configuration: configuration)
        version = try queue.unsafeRead { try SecondReader.version($0) }
    }

    private static func version(_ database: Database) throws -> Int? {
        try Int.fetchOne(database, sql: "PRAGMA data_version")
    }

    /// Begins to read the rows of some inputs on a thread of its own.
    func begin(_ inputs: [Int64], in days: ClosedRange<Int64>) -> Reading {
        let reading = Reading()
        let thread = Thread {
            reading.finish(
                try? queue.read { database in
                    // Reads something first: only then the transaction sees what it will see.
                    let scan = try RowScan(database)
                    guard try SecondReader.version(database) == version else { return nil }
                    var rows = StoredRows()
                    for input in inputs { try scan.forEach(of: input, in: days) { rows.append($0) } }
                    rows.finish()
                    return rows
                })
        }
        thread.name = "second reader"
        thread.start()
        return reading
    }

    /// Rows on their way from one thread to another.
    ///
    /// Unchecked: the rows are written before the semaphore is signalled and read after it was waited for.
    final class Reading: @unchecked Sendable {
        private let done = DispatchSemaphore(value: 0)
        private var rows: StoredRows?

        fileprivate func finish(_ rows: StoredRows?) {
            self.rows = rows
            done.signal()
        }

        /// Waits for the rows; called once. Nil where they could not be read, or not of the same store: whoever reads them
        /// again finds out why.
        func wait() -> StoredRows? {
            done.wait()
            defer { rows = nil }
            return rows
        }
    }
}
