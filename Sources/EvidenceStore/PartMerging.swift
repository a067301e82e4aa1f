import AccessModel
import GRDB

/// Joins the parts in which an input was written: one row per key again, as if it had come in one snapshot.
///
/// Done once, when the input closes: an index on the whole key would double the table for the sake of the few inputs
/// that are too large for one part.
struct PartMerging {
    let database: Database
    let input: Int64

    func run() throws {
        try mergeRows()
        try keepSmallestAgents()
    }

    private func mergeRows() throws {
        try database.execute(
            sql: "CREATE TEMP TABLE merged(number INTEGER PRIMARY KEY, target INTEGER NOT NULL)")
        let note = try RowStatement(database, "INSERT INTO temp.merged VALUES (?, ?)")
        var targets: [Int64: Int64] = [:]
        try RowCopies(database, input: input).forEach { copy in
            targets[copy.number] = copy.target
            note.bind(from: 0, copy.number, copy.target)
            try note.run()
        }
        try addUp()
        try EventRecords(database).moveRows(of: input, to: targets)
        try database.execute(
            sql: "DELETE FROM contribution_row WHERE id IN (SELECT ?1 << 32 | number FROM temp.merged)",
            arguments: [input])
        try database.execute(sql: "DROP TABLE temp.merged")
    }

    /// Gives each first row what its copies say.
    private func addUp() throws {
        try database.execute(
            sql: """
                UPDATE contribution_row SET count = contribution_row.count + part.count,
                    first_seen = min(contribution_row.first_seen, part.first_seen),
                    last_seen = max(contribution_row.last_seen, part.last_seen)
                FROM (
                    SELECT m.target, sum(c.count) AS count, min(c.first_seen) AS first_seen,
                        max(c.last_seen) AS last_seen
                    FROM temp.merged m JOIN contribution_row c ON c.id = ?1 << 32 | m.number
                    GROUP BY m.target) part
                WHERE contribution_row.id = ?1 << 32 | part.target
                """, arguments: [input])
    }

    /// Each part brought its smallest agents; the smallest of all are among them.
    private func keepSmallestAgents() throws {
        try database.execute(
            sql: """
                DELETE FROM agent WHERE input = ?1 AND (computer, server_address, site, peer, hash) IN (
                    SELECT computer, server_address, site, peer, hash FROM (
                        SELECT *, row_number() OVER (
                            PARTITION BY computer, server_address, site, peer ORDER BY hash) AS place
                        FROM agent WHERE input = ?1)
                    WHERE place > ?2)
                """, arguments: [input, EvidenceSnapshot.agentsPerPeer])
    }
}
