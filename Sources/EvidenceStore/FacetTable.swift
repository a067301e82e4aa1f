import AccessModel
import GRDB

/// Interns facets: what many rows of a contribution have in common.
struct FacetTable {
    private struct Key: Hashable {
        var isIdentified: Bool
        var source: EvidenceSource
        var eventID: UInt32
        var channel: Channel
        var logonType: UInt32
        var outcome: Outcome
        var serverAddress, site, productHint, agentClass: Int64
    }

    private let database: Database
    private let texts: TextTable
    private let find: RowStatement
    private let add: RowStatement
    private var known: [Key: Int64] = [:]
    /// Rows come sorted, so most have the facet of the one before.
    private var last: (key: Key, id: Int64)?

    init(_ database: Database, _ texts: TextTable) throws {
        self.database = database
        self.texts = texts
        let conditions = Schema.facetKey.map { "\($0) = ?" }.joined(separator: " AND ")
        find = try RowStatement(database, "SELECT id FROM facet WHERE \(conditions)")
        add = try RowStatement(
            database,
            """
            INSERT INTO facet(\(Schema.facetKey.joined(separator: ", ")))
            VALUES (\(Schema.facetKey.map { _ in "?" }.joined(separator: ", ")))
            """)
    }

    /// The id of a row's facet, added where it is new. Texts are ids of the store.
    mutating func id(
        of row: ContributionRow, serverAddress: Int64, site: Int64, productHint: Int64, agentClass: Int64
    ) throws -> Int64 {
        let key = Key(
            isIdentified: row.hasRecordIDs, source: row.source, eventID: row.eventID, channel: row.channel,
            logonType: row.logonType, outcome: row.outcome, serverAddress: serverAddress, site: site,
            productHint: productHint, agentClass: agentClass)
        if let last, last.key == key { return last.id }
        let id = try known[key] ?? stored(key)
        known[key] = id
        last = (key, id)
        return id
    }

    private func stored(_ key: Key) throws -> Int64 {
        let channel = try texts.id(of: key.channel.name(logonType: key.logonType))
        func bind(_ statement: RowStatement) {
            statement.bind(
                from: 0, key.isIdentified ? 1 : 0, key.source.storedCode, Int64(key.eventID), channel,
                Int64(key.logonType), key.outcome.storedCode, key.serverAddress, key.site, key.productHint,
                key.agentClass)
        }
        bind(find)
        if try find.step() {
            defer { find.reset() }
            return find.integer(0)
        }
        bind(add)
        try add.run()
        return database.lastInsertedRowID
    }
}
