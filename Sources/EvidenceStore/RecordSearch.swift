import AccessModel
import GRDB

/// Finds, among the packed event records of an input, those a row's first and last time are from.
///
/// A copy whose event counts in another row is passed over. Where a row's time is that of a copy after all (the copy
/// that counts says the same in another input), the copy stands for it.
struct RecordSearch {
    private struct Wanted {
        var first, last: Int64
        var firstFound: Found?
        var lastFound: Found?
    }

    private struct Found {
        var place: RecordPlace
        var isLost: Bool

        /// Better first: what counts, then the smallest offset.
        func isBetter(than other: Found?) -> Bool {
            guard let other else { return true }
            return isLost == other.isLost ? place.offset < other.place.offset : other.isLost
        }
    }

    private let database: Database
    private let input: Int64
    private var wanted: [Int64: Wanted] = [:]
    /// Offsets of copies that lost to one that says something else.
    private let lost: Set<Int64>

    init(_ database: Database, input: Int64) throws {
        self.database = database
        self.input = input
        lost = Set(
            try Int64.fetchAll(
                database, sql: "SELECT offset FROM event_conflict WHERE input = ? AND counted = 0",
                arguments: [input]))
    }

    /// Asks for the records of a row at these times.
    /// - Parameter number: of the row in its input.
    mutating func want(first: Instant, last: Instant, ofRow number: Int64) {
        wanted[number] = Wanted(first: first.milliseconds, last: last.milliseconds)
    }

    /// The first and the last record of each row asked for; rows without a record are missing.
    mutating func run() throws -> [Int64: ClosedRange<RecordPlace>] {
        let query = try RowStatement(
            database,
            """
            SELECT co.value, ch.value, r.count, r.data FROM event_run r JOIN event_log l ON l.id = r.log
                JOIN text co ON co.id = l.computer JOIN text ch ON ch.id = l.channel
            WHERE r.input = ? ORDER BY r.log, r.part, r.number
            """)
        query.bind(0, input)
        while try query.step() {
            var reader = try EventRun.Reader(query.data(3), count: Int(clamping: query.integer(2)))
            while let entry = try reader.next() {
                try look(at: entry, ofRow: entry.row) { (query.text(0), query.text(1)) }
                if let second = entry.secondRow {
                    try look(at: entry, ofRow: second) { (query.text(0), query.text(1)) }
                }
            }
        }
        return wanted.compactMapValues { wanted in
            guard let first = wanted.firstFound, let last = wanted.lastFound else { return nil }
            return first.place...max(first.place, last.place)
        }
    }

    private mutating func look(
        at entry: EventRun.Entry, ofRow number: Int64, log: () -> (computer: String, channel: String)
    ) throws {
        guard let row = wanted[number], entry.time == row.first || entry.time == row.last else { return }
        guard entry.offset >= 0 else { throw RowStatement.damaged("an event record is before its input") }
        let (computer, channel) = log()
        let found = Found(
            place: RecordPlace(
                time: Instant(milliseconds: entry.time), offset: UInt64(entry.offset),
                event: RecordPlace.Event(computer: computer, logChannel: channel, recordID: entry.recordID)),
            isLost: lost.contains(entry.offset))
        if entry.time == row.first, found.isBetter(than: row.firstFound) { wanted[number]?.firstFound = found }
        if entry.time == row.last, found.isBetter(than: row.lastFound) { wanted[number]?.lastFound = found }
    }
}
