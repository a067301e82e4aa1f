public import AccessModel
import CompactSets
import GRDB

/// What a store keeps of one input: rows and visits with counts, times and the places of records, web peers, and everything
/// else in tables of its own, as one sum.
///
/// Two stores of the same input have the same, in whatever parts it was read.
public struct RecordPlaces: Sendable, Hashable {
    public var location: InputPath
    public var content: ContentID
    /// Rows, packed event records, visitors, peers, and lines of the other tables.
    public var entries: Int
    /// Sum over the entries of a keyed hash of each; the key is the process's own, so it means nothing elsewhere.
    public var sum: Int
}

extension EvidenceStore {
    /// The places of every settled input, by location, then content.
    /// - Throws: `StoreError` where a place is none: not a number, or before the input.
    public func recordPlaces() throws(StoreError) -> [RecordPlaces] {
        try read("read the places of records") { try RecordPlacesReader($0).read() }
    }
}

private struct RecordPlacesReader {
    private let database: Database
    private let texts: TextTable
    /// Hashes of texts and facets, which many rows share.
    private var textHashes: [Int64: Int] = [0: "".hashed]
    private var facetHashes: [Int64: Int] = [:]
    private var logHashes: [Int64: Int] = [:]

    init(_ database: Database) throws {
        self.database = database
        texts = try TextTable(database)
    }

    func read() throws -> [RecordPlaces] {
        var reader = self
        try refuseOrphans()
        let query = try RowStatement(database, "SELECT id, content FROM input WHERE state = ? ORDER BY content")
        query.bind(0, Int64(InputState.settled))
        var inputs: [(id: Int64, content: ContentID)] = []
        while try query.step() { inputs.append((query.integer(0), ContentID(hex: query.text(1)))) }
        var result: [RecordPlaces] = []
        for input in inputs {
            guard let location = try InputTable(database).firstPlace(of: input.id, settledOnly: true) else { continue }
            var sum = Sum()
            try reader.add(input.id, to: &sum)
            result.append(
                RecordPlaces(location: location, content: input.content, entries: sum.entries, sum: sum.value))
        }
        return result.sorted { $0.location == $1.location ? $0.content < $1.content : $0.location < $1.location }
    }

    /// Sums without regard to order: the parts of an input bring its entries in different ones.
    private struct Sum {
        var entries = 0
        var value = 0

        mutating func add(_ parts: Int...) {
            var hasher = Hasher()
            for part in parts { hasher.combine(part) }
            entries += 1
            value &+= hasher.finalize()
        }
    }

    private mutating func add(_ input: Int64, to sum: inout Sum) throws {
        let rows = try addRows(of: input, to: &sum)
        try addEvents(of: input, rows, to: &sum)
        try addVisits(of: input, to: &sum)
        try addPeers(of: input, to: &sum)
        try addKept(of: input, rows, to: &sum)
        try addInput(input, to: &sum)
        for (number, table) in RecordPlacesReader.tables.enumerated() {
            try addLines(of: table, number, of: input, to: &sum)
        }
    }

    /// Tables whose lines are compared as they stand; those with packed sets are unpacked above.
    private static let tables = MergedTable.all.filter { !["visit_set", "agent_set", "event_run"].contains($0.name) }

    /// What belongs to an input that is not there was not put there by a scan.
    private func refuseOrphans() throws {
        for table in MergedTable.all.map(\.name) + ["input_place"] {
            let query = try RowStatement(
                database, "SELECT 1 FROM \(table) WHERE input NOT IN (SELECT id FROM input) LIMIT 1")
            defer { query.reset() }
            if try query.step() { throw RowStatement.damaged("\(table) speaks of an input that is not there") }
        }
        let query = try RowStatement(
            database,
            "SELECT 1 FROM contribution_row c LEFT JOIN input i ON i.id = c.id >> 32 WHERE i.id IS NULL LIMIT 1")
        defer { query.reset() }
        if try query.step() { throw RowStatement.damaged("a row is of an input that is not there") }
    }

    // MARK: Hashes

    private mutating func hash(ofText id: Int64) throws -> Int {
        if let known = textHashes[id] { return known }
        let hash = try texts.text(of: id).hashed
        textHashes[id] = hash
        return hash
    }

    private mutating func hash(ofFacet id: Int64) throws -> Int {
        if let known = facetHashes[id] { return known }
        let query = try RowStatement(
            database,
            """
            SELECT identified, source, event_id, logon_type, outcome, channel, server_address, site, product_hint,
                agent_class
            FROM facet WHERE id = ?
            """)
        query.bind(0, id)
        defer { query.reset() }
        guard try query.step() else { throw RowStatement.damaged("a row has no facet") }
        var hasher = Hasher()
        for column: Int32 in 0..<5 { hasher.combine(query.integer(column)) }
        for column: Int32 in 5..<10 { hasher.combine(try hash(ofText: query.integer(column))) }
        let hash = hasher.finalize()
        facetHashes[id] = hash
        return hash
    }

    // MARK: Entries

    /// - Returns: a hash of the key of each row, by its number.
    private mutating func addRows(of input: Int64, to sum: inout Sum) throws -> [Int64: Int] {
        let query = try RowStatement(
            database,
            """
            SELECT facet, day, server, account_domain, account_name, account_sid, address, client_name, forwarded, id, count,
                first_seen, last_seen, first_offset, last_offset
            FROM contribution_row WHERE \(ContributionID.condition("id", input: "?1"))
            """)
        query.bind(0, input)
        var keys: [Int64: Int] = [:]
        while try query.step() {
            var hasher = Hasher()
            hasher.combine(try hash(ofFacet: query.integer(0)))
            hasher.combine(query.integer(1))
            for column: Int32 in 2..<9 { hasher.combine(try hash(ofText: query.integer(column))) }
            let key = hasher.finalize()
            keys[query.integer(9) & ContributionID.maximumNumber] = key
            let seen = try query.span(11, 12)
            sum.add(
                key, Int(try query.count(10)), Int(seen.lowerBound), Int(seen.upperBound),
                Int(try query.offset(13)), Int(try query.offset(14)))
        }
        return keys
    }

    private mutating func addEvents(of input: Int64, _ rows: [Int64: Int], to sum: inout Sum) throws {
        let query = try RowStatement(
            database,
            """
            SELECT l.computer, l.channel, r.count, r.data FROM event_run r JOIN event_log l ON l.id = r.log
            WHERE r.input = ?
            """)
        query.bind(0, input)
        while try query.step() {
            let (computer, channel) = (try hash(ofText: query.integer(0)), try hash(ofText: query.integer(1)))
            var reader = try EventRun.Reader(query.data(3), count: Int(clamping: query.integer(2)))
            while let entry = try reader.next() {
                guard entry.offset >= 0 else { throw RowStatement.damaged("an event record is before its input") }
                guard let row = rows[entry.row] else { throw RowStatement.damaged("an event record has no row") }
                let second = try entry.secondRow.map { number in
                    guard let row = rows[number] else { throw RowStatement.damaged("an event record has no row") }
                    return row
                }
                sum.add(
                    computer, channel, Int(truncatingIfNeeded: entry.recordID), Int(entry.time), Int(entry.offset), row,
                    second ?? 0)
            }
        }
    }

    private mutating func addVisits(of input: Int64, to sum: inout Sum) throws {
        // `day` and `outcome` come first, the rest are texts.
        let query = try RowStatement(
            database,
            "SELECT \(VisitSets.key.joined(separator: ", ")), data, visitors, first_seen, last_seen FROM visit_set WHERE input = ?"
        )
        query.bind(0, input)
        let next = Int32(VisitSets.key.count)
        // Sets of one key are one set in pieces.
        var spans: Set<[Int]> = []
        while try query.step() {
            var hasher = Hasher()
            for column: Int32 in 0..<2 { hasher.combine(query.integer(column)) }
            for column in 2..<next { hasher.combine(try hash(ofText: query.integer(column))) }
            let key = hasher.finalize()
            var reader = VisitorSetReader(query.bytes(next))
            var count: UInt64 = 0
            while let visitor = try reader.next() {
                sum.add(key, visitor.address.hashValue, Int(truncatingIfNeeded: visitor.records))
                count += 1
            }
            guard try query.count(next + 1) == count else {
                throw RowStatement.damaged("a set of visitors has another number")
            }
            let seen = try query.span(next + 2, next + 3)
            if spans.insert([key, Int(seen.lowerBound), Int(seen.upperBound)]).inserted {
                sum.add(-4, key, Int(seen.lowerBound), Int(seen.upperBound))
            }
        }
    }

    private mutating func addPeers(of input: Int64, to sum: inout Sum) throws {
        let query = try RowStatement(
            database, "SELECT computer, server_address, site, data, peers FROM agent_set WHERE input = ?")
        query.bind(0, input)
        while try query.step() {
            var hasher = Hasher()
            for column: Int32 in 0..<3 { hasher.combine(try hash(ofText: query.integer(column))) }
            let key = hasher.finalize()
            var reader = AgentSetReader(query.bytes(3))
            var count: UInt64 = 0
            while let peer = try reader.next() {
                sum.add(key, peer.address.hashValue, peer.agents.hashValue)
                count += 1
            }
            guard try query.count(4) == count else { throw RowStatement.damaged("a set of peers has another number") }
        }
    }

    /// What duplicates took from the rows.
    private func addKept(of input: Int64, _ rows: [Int64: Int], to sum: inout Sum) throws {
        let query = try RowStatement(
            database,
            "SELECT id, count, first_seen, last_seen FROM kept WHERE \(ContributionID.condition("id", input: "?1"))")
        query.bind(0, input)
        while try query.step() {
            guard let row = rows[query.integer(0) & ContributionID.maximumNumber] else {
                throw RowStatement.damaged("a row that is not there lost records")
            }
            sum.add(-1, row, Int(query.integer(1)), Int(query.integer(2)), Int(query.integer(3)))
        }
    }

    private func addInput(_ input: Int64, to sum: inout Sum) throws {
        let query = try RowStatement(
            database,
            """
            SELECT format, encoding, content_bytes, accepted, ignored, rejected, duplicates, first_seen, last_seen, zone
            FROM input WHERE id = ?
            """)
        query.bind(0, input)
        defer { query.reset() }
        guard try query.step() else { return }
        sum.add(-2, (0..<10).map { query.text(Int32($0)) }.joined(separator: "\u{0}").hashed)
    }

    /// - Parameter number: of the table.
    private mutating func addLines(
        of table: MergedTable, _ number: Int, of input: Int64, to sum: inout Sum
    ) throws {
        let columns = table.columns.filter { if case .input = $0.column { false } else { true } }
        let query = try RowStatement(
            database,
            "SELECT \(columns.map { "\"\($0.name)\"" }.joined(separator: ", ")) FROM \(table.name) WHERE input = ?")
        query.bind(0, input)
        while try query.step() {
            var hasher = Hasher()
            for (index, column) in columns.enumerated() {
                let place = Int32(index)
                switch column.column {
                case .text: hasher.combine(try hash(ofText: query.integer(place)))
                case .eventLog: hasher.combine(try hash(ofLog: query.integer(place)))
                case .derived, .input: continue
                case .facet, .value:
                    hasher.combine(query.isNull(place))
                    hasher.combine(query.bytes(place))
                }
            }
            sum.add(-3, number, hasher.finalize())
        }
    }

    private mutating func hash(ofLog id: Int64) throws -> Int {
        if let known = logHashes[id] { return known }
        let query = try RowStatement(database, "SELECT computer, channel FROM event_log WHERE id = ?")
        query.bind(0, id)
        defer { query.reset() }
        guard try query.step() else { throw RowStatement.damaged("records are of a log that is not there") }
        var hasher = Hasher()
        hasher.combine(try hash(ofText: query.integer(0)))
        hasher.combine(try hash(ofText: query.integer(1)))
        let hash = hasher.finalize()
        logHashes[id] = hash
        return hash
    }
}

extension String {
    /// By bytes: texts that are canonically equivalent are not the same.
    fileprivate var hashed: Int {
        var hasher = Hasher()
        var copy = self
        copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        return hasher.finalize()
    }
}
