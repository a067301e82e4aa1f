import AccessModel

/// Rows as they were read, by numbers of what they have in common, with texts still as ids of the store. In chunks, so that
/// each goes back to the system once its rows have their places.
struct StoredRows {
    private static let chunkSize = 1 << 16

    /// A facet on a server.
    struct Place: NumberedKey {
        var server: TextID
        /// Place in `RowFacets.all`.
        var facet: UInt32

        var mixed: UInt64 { .mixing(server, facet, 0) }
    }

    private(set) var chunks: [[PackedRow]] = []
    private(set) var count = 0
    /// First and last day of a row.
    private(set) var days: ClosedRange<Day>?
    /// What the rows have for their facets.
    private(set) var places = KeyNumbers<Place>()
    private(set) var accounts = KeyNumbers<EvidenceAccount>()
    private(set) var clients = KeyNumbers<EvidenceClient>()
    private(set) var wide: [WideValues] = []
    /// Rows that wait for their numbers, and the keys they are numbered by.
    private var waiting: [StoredRow] = []
    private var batch = Batch()

    private static let batchSize = 256

    private struct Batch {
        var places: [Place] = []
        var accounts: [EvidenceAccount] = []
        var clients: [EvidenceClient] = []
        var placeNumbers = [UInt32](repeating: 0, count: batchSize)
        var accountNumbers = [UInt32](repeating: 0, count: batchSize)
        var clientNumbers = [UInt32](repeating: 0, count: batchSize)
    }

    mutating func append(_ row: StoredRow) {
        waiting.append(row)
        if waiting.count == StoredRows.batchSize { finish() }
    }

    /// Numbers the rows that wait. Called before anything is asked.
    mutating func finish() {
        if waiting.isEmpty { return }
        batch.places.removeAll(keepingCapacity: true)
        batch.accounts.removeAll(keepingCapacity: true)
        batch.clients.removeAll(keepingCapacity: true)
        for row in waiting {
            batch.places.append(Place(server: row.server, facet: row.facet))
            batch.accounts.append(
                EvidenceAccount(domain: row.accountDomain, name: row.accountName, sid: row.accountSID))
            batch.clients.append(EvidenceClient(name: row.clientName, address: row.clientAddress))
        }
        places.numbers(batch.places, into: &batch.placeNumbers)
        accounts.numbers(batch.accounts, into: &batch.accountNumbers)
        clients.numbers(batch.clients, into: &batch.clientNumbers)
        // A chunk holds whole batches, the last of an input may be a small one.
        if chunks.isEmpty || chunks[chunks.count - 1].count + waiting.count > StoredRows.chunkSize {
            chunks.append([])
            chunks[chunks.count - 1].reserveCapacity(StoredRows.chunkSize)
        }
        for (index, row) in waiting.enumerated() {
            let values = WideValues(
                count: row.count, firstSeen: Instant(milliseconds: row.firstSeen),
                lastSeen: Instant(milliseconds: row.lastSeen))
            chunks[chunks.count - 1].append(
                PackedRow(
                    facet: batch.placeNumbers[index], account: batch.accountNumbers[index],
                    client: batch.clientNumbers[index], day: row.day, values, wide: &wide))
            if let days, days.contains(row.day) {} else { see(row.day...row.day) }
        }
        count += waiting.count
        waiting.removeAll(keepingCapacity: true)
    }

    private mutating func see(_ other: ClosedRange<Day>) {
        let known = days ?? other
        days = min(known.lowerBound, other.lowerBound)...max(known.upperBound, other.upperBound)
    }

    /// Adds rows that were read elsewhere; both are finished.
    mutating func append(_ other: consuming StoredRows) {
        let places = other.places.all.map { self.places.number($0) }
        let accounts = other.accounts.all.map { self.accounts.number($0) }
        let clients = other.clients.all.map { self.clients.number($0) }
        for chunk in other.chunks.indices {
            var rows: [PackedRow] = []
            swap(&rows, &other.chunks[chunk])
            for row in rows.indices {
                rows[row].facet = places[Int(rows[row].facet)]
                rows[row].account = accounts[Int(rows[row].account)]
                rows[row].client = clients[Int(rows[row].client)]
                if !wide.isEmpty { rows[row].shiftTable(by: wide.count) }
            }
            chunks.append(rows)
        }
        wide += other.wide
        if let days = other.days { see(days) }
        count += other.count
    }

    /// Marks the texts the rows use.
    func use(_ ranks: inout TextRanks, facets: [RowFacet]) throws {
        for place in places.all {
            let facet = facets[Int(place.facet)]
            try ranks.use([place.server, facet.site, facet.productHint])
        }
        for account in accounts.all {
            try ranks.use(account.domain)
            try ranks.use(account.name)
            try ranks.use(account.sid)
        }
        for client in clients.all {
            try ranks.use(client.name)
            try ranks.use(client.address)
        }
    }

    /// Hands over chunk by chunk, each gone afterwards.
    mutating func drain(_ body: (PackedRow) -> Void) {
        for chunk in chunks.indices {
            for row in chunks[chunk] { body(row) }
            chunks[chunk] = []
        }
        self = StoredRows()
    }

    func forEach(_ body: (PackedRow) -> Void) {
        for chunk in chunks { for row in chunk { body(row) } }
    }
}
