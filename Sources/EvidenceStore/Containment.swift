import AccessModel
import CompactSets
import Foundation
import GRDB

/// Finds web and DHCP logs that are the beginning of another input: a log copied while it grew, and again later.
///
/// Log A is contained in a longer log B when all of A's grid checkpoints match B's. B has no checkpoint where A ends,
/// so for the piece after A's last one (less than 64 KiB, at most half of A) the records decide: everything A's
/// records say must also be said in B, as often, in B's time. Without that, two short logs that share no more than the usual
/// header would be taken for one. A log shorter than the first checkpoint (256 B) is never contained.
struct Containment {
    let database: Database

    /// Longer logs compared with each log; all that share its checkpoints are the same log, so one is enough.
    private static let candidatesPerLog = 64
    /// From here on the checkpoints cover records, not only the header: some lines in a web log, two pages of prose in
    /// that of a DHCP server.
    private static let coversRecords: [String: UInt64] = Dictionary(
        uniqueKeysWithValues: textFormats.map { ($0.rawValue, $0.isWebLog ? 1024 : 4096) })
    private static let textFormats = LogFormat.allCases.filter { $0.isWebLog || $0 == .dhcp }
    /// The formats compared, for SQL.
    static let formats = "(" + textFormats.map { "'\($0.rawValue)'" }.joined(separator: ", ") + ")"

    private struct Log {
        var input: Int64
        var content: String
        var format: String
        var bytes: UInt64
        /// Last grid checkpoint within the log.
        var lastCheckpoint: [UInt8]?
    }

    func run() throws {
        try database.execute(
            sql: "UPDATE input SET duplicates = 0, contained_in = NULL WHERE contained_in IS NOT NULL")
        let logs = try readLogs()
        var byInput: [Int64: Log] = [:]
        var wanted = Set<[UInt8]>()
        for log in logs {
            byInput[log.input] = log
            if let checkpoint = log.lastCheckpoint { wanted.insert(checkpoint) }
        }
        let longer = try logsHolding(wanted, byInput)
        for log in logs {
            guard let checkpoint = log.lastCheckpoint, let holders = longer[checkpoint] else { continue }
            let candidates = holders.lazy.filter { $0.bytes > log.bytes }.prefix(Containment.candidatesPerLog)
            guard let holder = try candidates.first(where: { try isContained(log, in: $0) }) else { continue }
            try database.execute(
                sql: "UPDATE input SET contained_in = ?, duplicates = accepted WHERE id = ?",
                arguments: [holder.input, log.input])
        }
    }

    private func readLogs() throws -> [Log] {
        let query = try RowStatement(
            database,
            """
            SELECT id, content, format, content_bytes, checkpoints FROM input
            WHERE state = ? AND format IN \(Containment.formats) ORDER BY content_bytes DESC, content
            """)
        query.bind(0, Int64(InputState.settled))
        var logs: [Log] = []
        while try query.step() {
            let bytes = UInt64(clamping: try query.anyInteger(3))
            logs.append(
                Log(
                    input: query.integer(0), content: query.text(1), format: query.text(2), bytes: bytes,
                    lastCheckpoint: CheckpointList(data: query.data(4)).entries(upTo: bytes).last))
        }
        return logs
    }

    /// For each wanted checkpoint the logs that have it, longest first, then by content.
    private func logsHolding(_ wanted: Set<[UInt8]>, _ byInput: [Int64: Log]) throws -> [[UInt8]: [Log]] {
        var result: [[UInt8]: [Log]] = [:]
        for (input, log) in byInput {
            for entry in try entries(of: input, upTo: log.bytes) where wanted.contains(entry) {
                result[entry, default: []].append(log)
            }
        }
        return result.mapValues { logs in
            logs.sorted { $0.bytes == $1.bytes ? $0.content.isByteOrdered(before: $1.content) : $0.bytes > $1.bytes }
        }
    }

    private func entries(of input: Int64, upTo length: UInt64) throws -> [[UInt8]] {
        let query = try RowStatement(database, "SELECT checkpoints FROM input WHERE id = ?")
        query.bind(0, input)
        defer { query.reset() }
        return CheckpointList(data: try query.step() ? query.data(0) : Data()).entries(upTo: length)
    }

    private func isContained(_ log: Log, in longer: Log) throws -> Bool {
        guard try entries(of: log.input, upTo: log.bytes) == entries(of: longer.input, upTo: log.bytes) else {
            return false
        }
        let verified = log.lastCheckpoint.map(CheckpointList.offset) ?? 0
        // The copy may end within a line, whose last value is then cut short: one record of A that B does not have.
        let allowed: Int64 = verified >= Containment.coversRecords[log.format] ?? .max ? 1 : 0
        var unexplained = try unexplainedRecords(of: log.input, in: longer.input)
        if unexplained <= allowed {
            unexplained += try unexplainedVisits(of: log.input, in: longer.input, atMost: allowed - unexplained)
        }
        return unexplained <= allowed
    }

    /// What a web record says whatever the folder it was found in (site and service may be taken from the folder).
    private static let said =
        "day, server, server_address, account_domain, account_name, account_sid, address, forwarded"

    /// Records of `log` that `longer` does not have.
    private func unexplainedRecords(of log: Int64, in longer: Int64) throws -> Int64 {
        func records(_ parameter: String) -> String {
            """
            SELECT \(Containment.said), sum(count) AS count, min(first_seen) AS first, max(last_seen) AS last
            FROM (SELECT \(Containment.said), count, first_seen, last_seen FROM contribution
                WHERE \(ContributionID.condition("id", input: parameter))
                UNION ALL
                SELECT day, 0, 0, 0, name, hardware, address, 0, count, first_seen, last_seen
                FROM lease WHERE input = \(parameter))
            GROUP BY \(Containment.said)
            """
        }
        let query = try RowStatement(
            database,
            """
            WITH a AS MATERIALIZED (\(records("?1"))), b AS MATERIALIZED (\(records("?2")))
            SELECT COALESCE(sum(CASE WHEN b.count IS NULL THEN a.count
                ELSE max(a.count - b.count, a.first < b.first, a.last > b.last, 0) END), 0)
            FROM a LEFT JOIN b USING (\(Containment.said))
            """)
        query.bind(from: 0, log, longer)
        defer { query.reset() }
        return try query.step() ? query.integer(0) : 0
    }

    /// Anonymous visits of `log` that `longer` does not have; stops counting beyond a limit.
    ///
    /// What a visit says is its visitor, its server and by whom it came; when visits were made is known of all of them
    /// together.
    private func unexplainedVisits(of log: Int64, in longer: Int64, atMost limit: Int64) throws -> Int64 {
        let said = "day, server, server_address, peer, hops"
        let query = try RowStatement(
            database,
            """
            SELECT \(said), min(CASE input WHEN ?1 THEN first_seen END) < min(CASE input WHEN ?2 THEN first_seen END),
                max(CASE input WHEN ?1 THEN last_seen END) > max(CASE input WHEN ?2 THEN last_seen END)
            FROM visit_set WHERE input IN (?1, ?2) GROUP BY \(said) HAVING sum(input = ?1) > 0 ORDER BY \(said)
            """)
        query.bind(from: 0, log, longer)
        defer { query.reset() }
        var unexplained: Int64 = 0
        while try query.step(), unexplained <= limit {
            let key = (0..<5).map { query.integer($0) }
            let isOutside: Int64 = query.integer(5) == 1 || query.integer(6) == 1 ? 1 : 0
            var missing: Int64 = 0
            var ours = try visitors(of: log, key)
            var theirs = try visitors(of: longer, key)
            var their = try theirs.next()
            while let visitor = try ours.next(), missing <= limit {
                while let other = their, other.address < visitor.address { their = try theirs.next() }
                let known = their.flatMap { $0.address == visitor.address ? $0.records : nil } ?? 0
                if visitor.records > known { missing += Int64(clamping: visitor.records - known) }
            }
            unexplained += max(missing, isOutside)
        }
        return unexplained
    }

    /// The visitors an input's sets of one key hold, rising, whatever their site, product, outcome and agent.
    private func visitors(of input: Int64, _ key: [Int64]) throws -> SetMerge<VisitorSetReader> {
        let query = try RowStatement(
            database,
            """
            SELECT data FROM visit_set WHERE input = ?1 AND day = ?2 AND server = ?3 AND server_address = ?4 AND peer = ?5
                AND hops = ?6
            """)
        query.bind(from: 0, input, key[0], key[1], key[2], key[3], key[4])
        var cursors: [SetCursor<VisitorSetReader>] = []
        while try query.step() {
            let bytes = query.bytes(0)
            cursors.append(SetCursor([{ bytes }]))
        }
        return try SetMerge(cursors)
    }
}
