import AccessModel
import GRDB

/// A row of the evidence with its texts still as ids of the store.
struct StoredRow {
    var count: UInt64
    var firstSeen: Int64
    var lastSeen: Int64
    /// Place in `RowFacets.all`.
    var facet: UInt32
    var day: Day
    var server: TextID
    var accountDomain: TextID
    var accountName: TextID
    var accountSID: TextID
    var clientAddress: TextID
    var clientName: TextID
}

/// The rows of the view `evidence_row`, of several inputs one after the other and not yet added up.
///
/// What the view joins to each row is held in memory or read alongside, and rows of one key are added up once they are
/// sorted (`RowOrder`): SQLite would look up three tables for each row and group them through a temporary one.
struct RowScan {
    private let database: Database
    let facets: RowFacets

    init(_ database: Database) throws {
        self.database = database
        facets = try RowFacets(database)
    }

    /// Hands over every row of some days that counts.
    func forEach(in days: ClosedRange<Int64>, _ body: (StoredRow) throws -> Void) throws {
        for input in try inputs() { try forEach(of: input, in: days, body) }
    }

    /// The inputs whose rows count.
    func inputs() throws -> [Int64] {
        try Int64.fetchAll(
            database, sql: "SELECT id FROM input WHERE state = ? AND contained_in IS NULL ORDER BY id",
            arguments: [InputState.settled])
    }

    /// Hands over the rows of one input.
    func forEach(of input: Int64, in days: ClosedRange<Int64>, _ body: (StoredRow) throws -> Void) throws {
        // A day that is none is in no range: where all are asked for, it is met and reported.
        let isAll = days == Int64.min...Int64.max
        let query = try RowStatement(
            database,
            """
            SELECT facet, day, server, account_domain, account_name, account_sid, address, client_name, forwarded,
                count, first_seen, last_seen, id
            FROM contribution_row WHERE \(ContributionID.condition("id", input: "?1"))
                \(isAll ? "" : "AND day BETWEEN ?2 AND ?3")
            ORDER BY id
            """)
        query.bind(0, input)
        if !isAll { query.bind(from: 1, days.lowerBound, days.upperBound) }
        defer { query.reset() }
        var kept = try KeptRows(database, input: input)
        defer { kept.close() }
        let servers = try webServers(of: input)
        let clients = try RowStatement(database, "SELECT client FROM web_client WHERE peer = ? AND forwarded = ?")
        // Most rows have the facet of the one before.
        var last: (id: Int64, place: UInt32?)?
        while try query.step() {
            let id = try query.anyInteger(0)
            if last?.id != id { last = (id, facets.place(of: id)) }
            guard let facet = last?.place else { continue }
            let left = try kept.row(try query.anyInteger(12))
            let count = try left?.count ?? query.count(9)
            if count == 0 { continue }
            let seen = try left?.seen ?? query.span(10, 11)
            var row = StoredRow(
                count: count, firstSeen: seen.lowerBound, lastSeen: seen.upperBound, facet: facet,
                day: try query.day(1), server: try query.textID(2), accountDomain: try query.textID(3),
                accountName: try query.textID(4), accountSID: try query.textID(5), clientAddress: try query.textID(6),
                clientName: try query.textID(7))
            if facets.all[Int(facet)].isWeb {
                let line = WebLine(computer: row.server, address: facets.all[Int(facet)].serverAddress)
                row.server = servers[line] ?? row.server
                clients.bind(from: 0, Int64(row.clientAddress), try query.anyInteger(8))
                if try clients.step() {
                    if !clients.isNull(0) { row.clientAddress = try clients.textID(0) }
                    clients.reset()
                }
            }
            try body(row)
        }
    }

    /// What tells the server of a web line.
    private struct WebLine: Hashable {
        var computer: TextID
        var address: TextID
    }

    private func webServers(of input: Int64) throws -> [WebLine: TextID] {
        let query = try RowStatement(
            database, "SELECT computer, server_address, server FROM web_server WHERE input = ? AND server IS NOT NULL")
        query.bind(0, input)
        var servers: [WebLine: TextID] = [:]
        while try query.step() {
            servers[WebLine(computer: try query.textID(0), address: try query.textID(1))] = try query.textID(2)
        }
        return servers
    }
}

/// The table `kept` of one input, read alongside its rows: both are in the order of their ids.
private struct KeptRows {
    private let query: RowStatement
    private var next: Int64?

    init(_ database: Database, input: Int64) throws {
        query = try RowStatement(
            database,
            """
            SELECT id, count, first_seen, last_seen FROM kept
            WHERE \(ContributionID.condition("id", input: "?1")) ORDER BY id
            """)
        query.bind(0, input)
        try advance()
    }

    private mutating func advance() throws { next = try query.step() ? query.anyInteger(0) : nil }

    /// What is left of a row; nil where all is. Called with rising ids.
    mutating func row(_ id: Int64) throws -> (count: UInt64, seen: ClosedRange<Int64>)? {
        while let next, next < id { try advance() }
        guard next == id else { return nil }
        return (try query.count(1), try query.span(2, 3))
    }

    func close() { query.reset() }
}
