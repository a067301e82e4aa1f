import AccessModel
import GRDB

/// Joins the parts in which an input was written, when it closes.
///
/// What reads rows adds up those of one key, so a key may have a row in each part. Rows are joined where that at least
/// halves them, as in a large log of few days. The parts of a log in order of time share a day with their neighbours
/// only: joining them took 3 of the 17 seconds a scan of 7 GB had, and left 1.3 of 1.4 million.
struct PartMerging {
    /// Rows looked at, about, to tell how often keys come.
    static let sampledRows: Int64 = 1 << 14

    let database: Database
    let input: Int64

    func run() throws {
        if try hasManyCopies() { try mergeRows() }
        try VisitSets(database: database).joinParts(of: input)
        try AgentSets(database: database).joinParts(of: input)
    }

    /// True where a key has more than two rows on average. All rows of a key are in the sample, or none.
    func hasManyCopies() throws -> Bool {
        let sample = try RowStatement(
            database,
            """
            WITH rows AS (SELECT coalesce(max(id) & \(ContributionID.maximumNumber), 0) / ?2 + 1 AS share
                    FROM contribution_row WHERE \(ofInput)),
                sample AS MATERIALIZED (SELECT \(key) FROM contribution_row, rows
                    WHERE \(ofInput) AND (account_name + account_sid + address + day) % share = 0)
            SELECT (SELECT count(*) FROM sample) > 2 * (SELECT count(*) FROM (SELECT DISTINCT \(key) FROM sample))
            """)
        sample.bind(from: 0, input, PartMerging.sampledRows)
        defer { sample.reset() }
        return try sample.step() && sample.integer(0) == 1
    }

    private var key: String { Schema.contributionKey.joined(separator: ", ") }
    private var ofInput: String { ContributionID.condition("id", input: "?1") }

    private func mergeRows() throws {
        try database.execute(
            sql: "CREATE TEMP TABLE merged(number INTEGER PRIMARY KEY, target INTEGER NOT NULL)")
        let note = try RowStatement(database, "INSERT INTO temp.merged VALUES (?, ?)")
        let addUp = try RowStatement(database, PartMerging.addingUp)
        var targets: [Int64: Int64] = [:]
        try RowCopies(database, input: input).forEach { copy in
            targets[copy.number] = copy.target
            note.bind(from: 0, copy.number, copy.target)
            try note.run()
            addUp.bind(
                from: 0, ContributionID.of(input: input, number: copy.number),
                ContributionID.of(input: input, number: copy.target))
            try addUp.run()
        }
        try EventRecords(database).moveRows(of: input, to: targets)
        try database.execute(
            sql: "DELETE FROM contribution_row WHERE id IN (SELECT ?1 << 32 | number FROM temp.merged)",
            arguments: [input])
        try database.execute(sql: "DROP TABLE temp.merged")
    }

    /// Gives a row (?2) what a copy of it (?1) says.
    private static let addingUp = """
        UPDATE contribution_row AS r SET count = r.count + c.count,
            first_seen = min(r.first_seen, c.first_seen), last_seen = max(r.last_seen, c.last_seen),
            first_offset = CASE WHEN (c.first_seen, c.first_offset) < (r.first_seen, r.first_offset)
                THEN c.first_offset ELSE r.first_offset END,
            last_offset = CASE WHEN (c.last_seen, c.last_offset) > (r.last_seen, r.last_offset)
                THEN c.last_offset ELSE r.last_offset END
        FROM (SELECT * FROM contribution_row WHERE id = ?1) c WHERE r.id = ?2
        """
}
