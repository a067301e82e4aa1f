import AccessModel
import GRDB

/// Adds the inputs of another store, which is attached as `other`, to a store. One transaction.
///
/// A store is a set of input contributions, and an input contributes the same wherever it was read: so what two stores
/// hold together is the union of their inputs, each content once, as if one scan had read them all. What is derived
/// (duplicates, contained logs, names) is not carried over but derived again by `settle`.
struct StoreMerging {
    let database: Database

    /// The temporary table that says what an id of the other store is in this one.
    static func mapping(of column: MergedTable.Column) -> String {
        switch column {
        case .facet: "facet_of"
        case .eventLog: "log_of"
        default: "text_of"
        }
    }

    private static let mappings = ["text_of", "facet_of", "log_of"]

    /// How many inputs the other store has, and how many of them are new here.
    struct Result: Sendable {
        var inputs = 0
        var newInputs = 0
    }

    func run() throws -> Result {
        for table in StoreMerging.mappings {
            try database.execute(
                sql: "CREATE TEMP TABLE \(table)(old INTEGER PRIMARY KEY, new INTEGER NOT NULL)")
        }
        // By the new ids: rows are appended in their order.
        try database.execute(sql: "CREATE TEMP TABLE input_of(new INTEGER PRIMARY KEY, old INTEGER NOT NULL)")
        try weighUnread()
        try mapTexts()
        try mapFacets()
        try mapEventLogs()
        let result = try takeInputs()
        try copyRows()
        for table in MergedTable.all { try database.execute(sql: table.copying) }
        try copyWebClients()
        try copyUnread()
        for table in StoreMerging.mappings + ["input_of", "read_here"] {
            try database.execute(sql: "DROP TABLE temp.\(table)")
        }
        return result
    }

    // MARK: Ids

    private func mapTexts() throws {
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO text(value) SELECT value FROM other.text ORDER BY value;
                INSERT INTO temp.text_of SELECT o.id, t.id FROM other.text o JOIN text t ON t.value = o.value
                """)
    }

    private func mapFacets() throws {
        let texts: Set = ["channel", "server_address", "site", "product_hint", "agent_class"]
        let (values, joins) = mapped(Schema.facetKey, texts: texts)
        let key = Schema.facetKey.joined(separator: ", ")
        try database.execute(
            sql: """
                CREATE TEMP TABLE other_facet AS SELECT o.id AS old, \(values) FROM other.facet o \(joins);
                INSERT OR IGNORE INTO facet(\(key)) SELECT \(key) FROM temp.other_facet ORDER BY \(key);
                INSERT INTO temp.facet_of SELECT o.old, f.id FROM temp.other_facet o JOIN facet f ON
                    \(Schema.facetKey.map { "f.\($0) = o.\($0)" }.joined(separator: " AND "));
                DROP TABLE temp.other_facet
                """)
    }

    private func mapEventLogs() throws {
        let (values, joins) = mapped(["computer", "channel"], texts: ["computer", "channel"])
        try database.execute(
            sql: """
                CREATE TEMP TABLE other_log AS SELECT o.id AS old, \(values) FROM other.event_log o \(joins);
                INSERT OR IGNORE INTO event_log(computer, channel)
                    SELECT computer, channel FROM temp.other_log ORDER BY computer, channel;
                INSERT INTO temp.log_of SELECT o.old, l.id FROM temp.other_log o
                    JOIN event_log l ON l.computer = o.computer AND l.channel = o.channel;
                DROP TABLE temp.other_log
                """)
    }

    /// Columns of `o` with the ids of texts in them replaced, and the joins that takes. An id that is no text of the
    /// other store gives NULL, which no column takes: such a store is refused.
    private func mapped(_ columns: [String], texts: Set<String>) -> (values: String, joins: String) {
        let values = columns.map { texts.contains($0) ? "t_\($0).new AS \($0)" : "o.\($0)" }
        let joins = columns.filter(texts.contains).map { "LEFT JOIN temp.text_of t_\($0) ON t_\($0).old = o.\($0)" }
        return (values.joined(separator: ", "), joins.joined(separator: " "))
    }

    // MARK: Inputs

    /// Decides for every input of the other store whether it becomes one here, and notes those that do.
    private func takeInputs() throws -> Result {
        let query = try RowStatement(
            database, "SELECT id, content, zone FROM other.input WHERE state = ? ORDER BY content, id")
        query.bind(from: 0, Int64(InputState.settled))
        var inputs: [(id: Int64, content: String, zone: String)] = []
        while try query.step() {
            let content = query.text(1)
            guard content.utf8.count == 32 else {
                query.reset()
                throw RowStatement.damaged("an input has no content id")
            }
            inputs.append((try query.anyInteger(0), content, query.text(2)))
        }
        var result = Result(inputs: inputs.count)
        for (old, content, zone) in inputs {
            let places = try places(of: old)
            guard let location = try InputStanding.first(of: places, zone: zone, database) else { continue }
            switch try InputStanding(of: content, at: location, zone: zone, in: database) {
            case .input(let superseded, _):
                let new = try take(old)
                result.newInputs += 1
                for other in superseded {
                    try InputRemoval(database: database, input: other).run(movingPlacesTo: new)
                }
            case .furtherPlace(let holder, _, _): try addPlaces(of: old, to: holder)
            }
        }
        return result
    }

    private func places(of old: Int64) throws -> [InputPath] {
        let query = try RowStatement(
            database, "SELECT path, member, sha256, bytes FROM other.input_place WHERE input = ?")
        query.bind(0, old)
        var places: [InputPath] = []
        while try query.step() {
            places.append(
                InputPath(
                    path: query.text(0), member: query.text(1), sha256: query.text(2),
                    bytes: UInt64(clamping: try query.anyInteger(3))))
        }
        return places
    }

    private static let inputColumns = """
        opened_as, parts, content, format, encoding, content_bytes, checkpoints, accepted, ignored, rejected,
            first_seen, last_seen, zone
        """

    private func take(_ old: Int64) throws -> Int64 {
        try database.execute(
            sql: """
                INSERT INTO input(state, \(StoreMerging.inputColumns))
                SELECT ?, \(StoreMerging.inputColumns) FROM other.input WHERE id = ?
                """, arguments: [InputState.closed, old])
        let new = database.lastInsertedRowID
        try database.execute(sql: "INSERT INTO temp.input_of VALUES (?, ?)", arguments: [new, old])
        try addPlaces(of: old, to: new)
        return new
    }

    /// Where both stores know a place, what either says is damaged is damaged.
    private func addPlaces(of old: Int64, to input: Int64) throws {
        try database.execute(
            sql: """
                INSERT INTO input_place(input, display, sha256, path, member, bytes, damage)
                SELECT ?, display, sha256, path, member, bytes, damage FROM other.input_place WHERE input = ?
                ON CONFLICT DO UPDATE SET bytes = max(bytes, excluded.bytes), damage = max(damage, excluded.damage),
                    settled = 0 WHERE bytes <> excluded.bytes OR damage <> excluded.damage
                """, arguments: [input, old])
        try database.execute(
            sql: "DELETE FROM unread WHERE path IN (SELECT display FROM other.input_place WHERE input = ?)",
            arguments: [old])
    }

    // MARK: Rows

    /// Appended input by input in the order of their keys: without a search, and without a sort.
    private func copyRows() throws {
        let texts: Set = [
            "server", "account_domain", "account_name", "account_sid", "address", "client_name", "forwarded",
        ]
        let columns = Array(Schema.contributionKey.dropFirst())
        let (values, joins) = mapped(columns, texts: texts)
        try database.execute(
            sql: """
                INSERT INTO contribution_row(id, facet, \(columns.joined(separator: ", ")), count, first_seen, last_seen,
                    first_offset, last_offset)
                SELECT i.new << 32 | (o.id & \(ContributionID.maximumNumber)), f.new, \(values), o.count, o.first_seen,
                    o.last_seen, o.first_offset, o.last_offset
                FROM temp.input_of i
                    CROSS JOIN other.contribution_row o ON \(ContributionID.condition("o.id", input: "i.old"))
                    LEFT JOIN temp.facet_of f ON f.old = o.facet \(joins)
                """)
    }

    private func copyWebClients() throws {
        let (values, joins) = mapped(["peer", "forwarded"], texts: ["peer", "forwarded"])
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO web_client(peer, forwarded, client)
                SELECT \(values), NULL FROM other.web_client o \(joins)
                """)
    }

    /// A store that has members of an archive and no note on it has read the archive to its end: a note on it in the other
    /// store no longer holds. Decided before the places of the two are put together.
    private func weighUnread() throws {
        try database.execute(
            sql: """
                CREATE TEMP TABLE read_here(path TEXT PRIMARY KEY);
                INSERT OR IGNORE INTO temp.read_here SELECT path FROM input_place
                    WHERE member <> '' AND path NOT IN (SELECT path FROM unread);
                DELETE FROM unread WHERE path IN (SELECT path FROM other.input_place WHERE member <> '')
                    AND path NOT IN (SELECT path FROM other.unread)
                """)
    }

    /// Of two notes on one path the smaller counts, whichever store was first; one on a path that was read goes.
    private func copyUnread() throws {
        try database.execute(
            sql: """
                INSERT INTO unread SELECT * FROM other.unread
                    WHERE path NOT IN (SELECT display FROM input_place)
                        AND path NOT IN (SELECT path FROM temp.read_here)
                ON CONFLICT DO UPDATE SET format = excluded.format, reason = excluded.reason,
                    remedy = excluded.remedy, is_failure = excluded.is_failure
                    WHERE (excluded.is_failure, excluded.reason, excluded.format, excluded.remedy)
                        < (is_failure, reason, format, remedy)
                """)
    }
}
