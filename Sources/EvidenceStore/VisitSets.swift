import AccessModel
import CompactSets
import GRDB

/// The anonymous visits of the store: sets of visitors by what their visits have in common (`ContributedVisits`).
struct VisitSets {
    let database: Database

    /// Columns of `visit_set` that say what the visits of a set have in common, beside the input.
    static let key = [
        "day", "outcome", "channel", "server", "server_address", "site", "product_hint", "agent_class", "peer", "hops",
    ]

    /// A set without its visitors.
    struct Head: Hashable {
        var input: Int64
        var server: TextID
        var site: TextID
        var outcome: Outcome
        var day: Day
        var agentClass: TextID
        /// The direct peer and the hops of the forwarded list, both 0 for visitors that came without one.
        var peer: TextID
        var hops: TextID
    }

    // MARK: Writing

    /// Writes a set of a part of an input.
    /// - Parameter key: values of the columns `key`.
    func write(_ visits: ContributedVisits, key: [Int64], input: Int64, part: Int64) throws {
        let insert = try RowStatement(database, VisitSets.insertion)
        for piece in visits.pieces {
            try write(
                piece, insert, input: input, part: part, key: key, first: visits.firstSeen.milliseconds,
                last: visits.lastSeen.milliseconds)
        }
    }

    private static let insertion = """
        INSERT INTO visit_set(input, part, \(key.joined(separator: ", ")), visitors, first_seen, last_seen, data)
        VALUES (?, ?, \(key.map { _ in "?" }.joined(separator: ", ")), ?, ?, ?, ?)
        """

    private func write(
        _ piece: PackedPiece, _ insert: RowStatement, input: Int64, part: Int64, key: [Int64], first: Int64,
        last: Int64
    ) throws {
        insert.bind(from: 0, input, part)
        for (index, value) in key.enumerated() { insert.bind(Int32(index) + 2, value) }
        let next = Int32(key.count) + 2
        insert.bind(from: next, Int64(piece.count), first, last)
        try insert.run(binding: piece.bytes, at: next + 3)
    }

    /// Joins the sets of one key that an input's parts brought, and gives the input one part.
    ///
    /// The visitors of a key are read piece by piece from every part at once, and the joined pieces written as they fill.
    func joinParts(of input: Int64) throws {
        let columns = VisitSets.key.joined(separator: ", ")
        let several = try Row.fetchAll(
            database,
            sql: """
                SELECT \(columns), min(first_seen) AS first, max(last_seen) AS last FROM visit_set WHERE input = ?
                GROUP BY \(columns) HAVING count(DISTINCT part) > 1
                """, arguments: [input])
        for row in several {
            let key = VisitSets.key.map { row[$0] as Int64 }
            let pieces = try pieces(of: input, key)
            let insert = try RowStatement(database, VisitSets.insertion)
            var writer = VisitorSetWriter()
            func write(_ piece: PackedPiece?) throws {
                guard let piece else { return }
                try self.write(
                    piece, insert, input: input, part: 0, key: key, first: row["first"], last: row["last"])
            }
            var merge = try SetMerge<VisitorSetReader>(
                pieces.map { ids in SetCursor(ids.map { id in { try data(of: id) } }) })
            while let visitor = try merge.next() { try write(writer.add(visitor)) }
            try write(writer.finish())
            let delete = try RowStatement(database, "DELETE FROM visit_set WHERE id = ?")
            for id in pieces.joined() {
                delete.bind(0, id)
                try delete.run()
            }
        }
    }

    /// The pieces of a key, part by part.
    private func pieces(of input: Int64, _ key: [Int64]) throws -> [[Int64]] {
        let condition = VisitSets.key.map { "\($0) = ?" }.joined(separator: " AND ")
        let query = try RowStatement(
            database, "SELECT part, id FROM visit_set WHERE input = ? AND \(condition) ORDER BY part, id")
        query.bind(0, input)
        for (index, value) in key.enumerated() { query.bind(Int32(index) + 1, value) }
        var parts: [(part: Int64, ids: [Int64])] = []
        while try query.step() {
            let (part, id) = (query.integer(0), query.integer(1))
            if parts.last?.part == part { parts[parts.count - 1].ids.append(id) } else { parts.append((part, [id])) }
        }
        return parts.map(\.ids)
    }

    private func data(of id: Int64) throws -> [UInt8] {
        let query = try RowStatement(database, "SELECT data FROM visit_set WHERE id = ?")
        query.bind(0, id)
        defer { query.reset() }
        return try query.step() ? query.bytes(0) : []
    }

    // MARK: Reading

    /// The sets `v` that count, with their server `w.server`.
    static let settled = "\(tables) \(condition)"

    /// The same with the texts `sv.value` of the server and `si.value` of the site.
    static let settledWithTexts =
        "\(tables) JOIN text sv ON sv.id = w.server JOIN text si ON si.id = v.site \(condition)"

    private static let tables = """
        FROM input i JOIN visit_set v ON v.input = i.id
            JOIN web_server w ON w.input = v.input AND w.computer = v.server AND w.server_address = v.server_address
        """
    private static let condition = "WHERE i.state = \(InputState.settled) AND i.contained_in IS NULL"

    /// Visits through a channel that proves nothing about a person: the hosts a mail service talks to.
    static let isAccess: String = {
        let names = Channel.allCases.filter { $0.standing == .no }.map { "'\($0.name(logonType: 0))'" }
        return "v.channel NOT IN (SELECT id FROM text WHERE value IN (\(names.joined(separator: ", "))))"
    }()

    /// Hands every set of settled inputs to `body`, those of one server, site, outcome and day one after the other.
    /// - Parameters:
    ///   - days: of the visits.
    ///   - condition: of the tables `v` and `w`.
    ///   - byText: whether servers and sites come in the byte order of their texts, not of their ids.
    func forEach(
        days: ClosedRange<Int64>, where condition: String = "1", byText: Bool = false,
        _ body: (Head, inout VisitorSetReader) throws -> Void
    ) throws {
        let order = byText ? "sv.value, si.value" : "w.server, v.site"
        let query = try RowStatement(
            database,
            """
            SELECT w.server, v.site, v.outcome, v.day, v.agent_class, v.peer, v.hops, v.visitors, v.data, v.input
            \(byText ? VisitSets.settledWithTexts : VisitSets.settled) AND v.day BETWEEN ? AND ? AND \(condition)
            ORDER BY \(order), v.outcome, v.day
            """)
        query.bind(from: 0, days.lowerBound, days.upperBound)
        defer { query.reset() }
        while try query.step() {
            let head = Head(
                input: query.integer(9), server: try query.textID(0), site: try query.textID(1),
                outcome: Outcome(storedCode: try query.anyInteger(2)), day: try query.day(3),
                agentClass: try query.textID(4), peer: try query.textID(5), hops: try query.textID(6))
            guard try query.count(7) <= UInt64(PackedPiece.maximumCount) else {
                throw RowStatement.damaged("a set holds more visitors than one does")
            }
            var reader = VisitorSetReader(query.bytes(8))
            try body(head, &reader)
        }
    }
}
