public import AccessModel
import CompactSets
import GRDB

/// What a store keeps of one input's rows, visits and web peers: with counts, times and the places of records.
///
/// Two stores of the same input have the same, in whatever parts it was read.
public struct RecordPlaces: Sendable, Hashable {
    public var location: InputPath
    public var content: ContentID
    /// Rows, packed event records, visitors and peers.
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

    init(_ database: Database) throws {
        self.database = database
        texts = try TextTable(database)
    }

    func read() throws -> [RecordPlaces] {
        var reader = self
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
            "SELECT \(VisitSets.key.joined(separator: ", ")), data FROM visit_set WHERE input = ?")
        query.bind(0, input)
        while try query.step() {
            var hasher = Hasher()
            for column: Int32 in 0..<2 { hasher.combine(query.integer(column)) }
            for column in 2..<Int32(VisitSets.key.count) { hasher.combine(try hash(ofText: query.integer(column))) }
            let key = hasher.finalize()
            var reader = VisitorSetReader(query.bytes(Int32(VisitSets.key.count)))
            while let visitor = try reader.next() {
                sum.add(key, visitor.address.hashValue, Int(truncatingIfNeeded: visitor.records))
            }
        }
    }

    private mutating func addPeers(of input: Int64, to sum: inout Sum) throws {
        let query = try RowStatement(
            database, "SELECT computer, server_address, site, data FROM agent_set WHERE input = ?")
        query.bind(0, input)
        while try query.step() {
            var hasher = Hasher()
            for column: Int32 in 0..<3 { hasher.combine(try hash(ofText: query.integer(column))) }
            let key = hasher.finalize()
            var reader = AgentSetReader(query.bytes(3))
            while let peer = try reader.next() { sum.add(key, peer.address.hashValue, peer.agents.hashValue) }
        }
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
