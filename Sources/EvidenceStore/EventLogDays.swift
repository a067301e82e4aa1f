import AccessModel
import Foundation
import GRDB

/// The record ids an input holds of each event log on each day, with times: exact while the input is written, part by part;
/// when it closes the parts are united and the number of ranges of a day is limited.
struct EventLogDays {
    let database: Database

    /// Ranges of one stored piece of a part.
    private static let pieceSize = 1024

    /// Writes the ranges of one day of a log in one part.
    func write(_ ranges: [TimedIDRange], day: Day, input: Int64, log: Int64, part: Int64) throws {
        let insert = try RowStatement(database, "INSERT INTO event_day_piece VALUES (?, ?, ?, ?, ?, ?)")
        for (number, start) in stride(from: 0, to: ranges.count, by: EventLogDays.pieceSize).enumerated() {
            insert.bind(from: 0, input, log, Int64(day.number), part, Int64(number))
            let piece = ranges[start..<min(start + EventLogDays.pieceSize, ranges.count)]
            insert.bind(5, TimedIDRangeList.packed(piece, of: day))
            try insert.run()
        }
    }

    /// Unites the parts of an input.
    func close(_ input: Int64, maximumRanges: Int = EventLogDay.maximumStoredRanges) throws {
        let insert = try RowStatement(database, "INSERT INTO event_log_day VALUES (?, ?, ?, ?, ?)")
        for group in try groups(of: input) {
            var gaps = RecordIDGaps(maximumRanges: maximumRanges)
            try ranges(group).forEach { gaps.add($0) }
            let ranges = gaps.finish().ranges
            guard !ranges.isEmpty else { continue }
            insert.bind(from: 0, input, group.log, Int64(group.day.number), Int64(gaps.rangeCount))
            insert.bind(4, TimedIDRangeList.packed(ranges, of: group.day))
            try insert.run()
        }
        try database.execute(sql: "DELETE FROM event_day_piece WHERE input = ?", arguments: [input])
    }

    /// A day of a log in an open input, and the parts that have records of it.
    private struct Group {
        var input: Int64
        var log: Int64
        var day: Day
        var parts: [Int64]
    }

    private func groups(of input: Int64) throws -> [Group] {
        let query = try RowStatement(
            database,
            "SELECT DISTINCT log, day, part FROM event_day_piece WHERE input = ? ORDER BY log, day, part")
        query.bind(from: 0, input)
        var groups: [Group] = []
        while try query.step() {
            let (log, day, part) = (query.integer(0), try query.day(1), query.integer(2))
            if let last = groups.indices.last, groups[last].log == log, groups[last].day == day {
                groups[last].parts.append(part)
            } else {
                groups.append(Group(input: input, log: log, day: day, parts: [part]))
            }
        }
        return groups
    }

    /// The ranges of all parts.
    private func ranges(_ group: Group) throws -> RangeParts<TimedIDRange> {
        let query = try RowStatement(
            database,
            "SELECT data FROM event_day_piece WHERE input = ? AND log = ? AND day = ? AND part = ? AND number = ?")
        return RangeParts(group.parts, first: \.first) { part, number in
            query.bind(from: 0, group.input, group.log, Int64(group.day.number), part, number)
            defer { query.reset() }
            return try query.step() ? try TimedIDRangeList.unpacked(query.data(0), of: group.day) : []
        }
    }

    /// A log, by ids of the store.
    struct Log: Hashable {
        var server: TextID
        var logChannel: TextID
    }

    /// The days of every log over all settled inputs, in order.
    func read() throws -> [Log: [EventLogDay]] {
        let query = try RowStatement(
            database,
            """
            SELECT l.computer, l.channel, d.day, d.ranges, d.data
            FROM event_log_day d JOIN event_log l ON l.id = d.log JOIN input i ON i.id = d.input
            WHERE i.state = ? ORDER BY l.computer, l.channel, d.day
            """)
        query.bind(0, Int64(InputState.settled))
        var logs: [Log: [EventLogDay]] = [:]
        var open: OpenDay?
        func finish() {
            if let open { logs[open.log, default: []].append(open.united) }
        }
        while try query.step() {
            let log = Log(server: try query.textID(0), logChannel: try query.textID(1))
            let day = try query.day(2)
            let (count, ranges) = (Int(try query.count(3)), try TimedIDRangeList.unpacked(query.data(4), of: day))
            if open?.log != log || open?.day != day {
                finish()
                open = OpenDay(log: log, day: day)
            }
            open?.add(ranges, of: count)
        }
        finish()
        return logs
    }

    /// What several inputs hold of a day of a log.
    private struct OpenDay {
        var log: Log
        var day: Day
        /// Of inputs whose ranges are all there.
        private var exact: [TimedIDRange] = []
        /// Of inputs that have more than are kept.
        private var limited: [TimedIDRange] = []
        private var limitedCount = 0

        init(log: Log, day: Day) { (self.log, self.day) = (log, day) }

        /// - Parameter count: ranges there were.
        mutating func add(_ ranges: [TimedIDRange], of count: Int) {
            if count == ranges.count { return exact += ranges }
            limited += ranges
            limitedCount = max(limitedCount, count)
        }

        /// All together. Where an input with more gaps than are kept has an end of one, there may be many more than can be
        /// seen here: then its number counts.
        var united: EventLogDay {
            var gaps = RecordIDGaps(maximumRanges: EventLogDay.maximumRanges)
            for range in (exact + limited).sorted(by: { $0.first < $1.first }) { gaps.add(range) }
            let ranges = gaps.finish().ranges
            if limited.isEmpty { return EventLogDay(day: day, ranges: ranges, rangeCount: gaps.rangeCount) }
            let sure = RecordIDRange.union(of: exact.map(\.ids))
            let isSure = zip(ranges, ranges.dropFirst()).allSatisfy { before, after in
                sure.contains { $0.last == before.last } && sure.contains { $0.first == after.first }
            }
            return EventLogDay(
                day: day, ranges: ranges, rangeCount: isSure ? gaps.rangeCount : max(gaps.rangeCount, limitedCount))
        }
    }
}
