import AccessModel
import Foundation
import GRDB

/// The record ids an input holds of each event log: exact while the input is written, part by part; when it closes the
/// parts are united and the number of ranges is limited.
struct EventLogRanges {
    let database: Database

    /// Ranges of one stored piece of a part.
    private static let pieceSize = 4096

    /// Writes the ranges of one log in one part.
    func write(_ ranges: [RecordIDRange], input: Int64, log: Int64, part: Int64) throws {
        let insert = try RowStatement(database, "INSERT INTO event_id_piece VALUES (?, ?, ?, ?, ?)")
        for (number, start) in stride(from: 0, to: ranges.count, by: EventLogRanges.pieceSize).enumerated() {
            insert.bind(from: 0, input, log, part, Int64(number))
            let piece = ranges[start..<min(start + EventLogRanges.pieceSize, ranges.count)]
            insert.bind(4, RecordIDRangeList.packed(piece))
            try insert.run()
        }
    }

    /// Unites the parts of an input.
    func close(_ input: Int64, maximumRanges: Int = EventLogCoverage.maximumRanges) throws {
        let logs = try Int64.fetchAll(
            database, sql: "SELECT DISTINCT log FROM event_id_piece WHERE input = ?", arguments: [input])
        let insert = try RowStatement(database, "INSERT INTO event_log_range VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for log in logs {
            var gaps = RecordIDGaps(maximumRanges: maximumRanges)
            // Times are kept by day, see `EventLogDays`.
            let noTime = Instant(milliseconds: 0)
            try ranges(input, log).forEach {
                gaps.add(TimedIDRange(first: $0.first, last: $0.last, firstTime: noTime, lastTime: noTime))
            }
            let (ranges, isCoarse) = gaps.finish()
            let (rangeCount, missing) = (gaps.rangeCount, gaps.missing)
            guard let first = ranges.first?.first, let last = ranges.last?.last else { continue }
            insert.bind(
                from: 0, input, log, Int64(bitPattern: first), Int64(bitPattern: last), Int64(rangeCount),
                Int64(bitPattern: missing), isCoarse ? 1 : 0)
            insert.bind(7, RecordIDRangeList.packed(ranges.map(\.ids)))
            try insert.run()
        }
        try database.execute(sql: "DELETE FROM event_id_piece WHERE input = ?", arguments: [input])
    }

    /// The ranges of all parts.
    private func ranges(_ input: Int64, _ log: Int64) throws -> RangeParts<RecordIDRange> {
        let parts = try Int64.fetchAll(
            database, sql: "SELECT DISTINCT part FROM event_id_piece WHERE input = ? AND log = ?",
            arguments: [input, log])
        let query = try RowStatement(
            database, "SELECT data FROM event_id_piece WHERE input = ? AND log = ? AND part = ? AND number = ?")
        return RangeParts(parts, first: \.first) { part, number in
            query.bind(from: 0, input, log, part, number)
            defer { query.reset() }
            return try query.step() ? try RecordIDRangeList.unpacked(query.data(0)) : []
        }
    }

    /// The ranges of every log over all settled inputs, by ids of the store.
    func read() throws -> [EventLogCoverage] {
        let query = try RowStatement(
            database,
            """
            SELECT l.computer, l.channel, r.is_coarse, r.data
            FROM event_log_range r JOIN event_log l ON l.id = r.log JOIN input i ON i.id = r.input
            WHERE i.state = ? ORDER BY l.computer, l.channel
            """)
        query.bind(0, Int64(InputState.settled))
        let days = try EventLogDays(database: database).read()
        var logs: [EventLogCoverage] = []
        while try query.step() {
            let (server, logChannel) = (try query.textID(0), try query.textID(1))
            let ranges = try RecordIDRangeList.unpacked(query.data(3))
            let isCoarse = try query.flag(2)
            if let last = logs.last, last.server == server, last.logChannel == logChannel {
                logs[logs.count - 1].ranges = RecordIDRange.union(of: last.ranges + ranges)
                logs[logs.count - 1].isCoarse = last.isCoarse || isCoarse
            } else {
                logs.append(
                    EventLogCoverage(
                        server: server, logChannel: logChannel, ranges: ranges, isCoarse: isCoarse,
                        days: days[EventLogDays.Log(server: server, logChannel: logChannel)] ?? []))
            }
        }
        return logs
    }
}
