import AccessModel

/// Rows as they were read, in chunks, so that each goes back to the system once its rows have their places.
struct StoredRows {
    private static let chunkSize = 1 << 16
    fileprivate var chunks: [[StoredRow]] = []
    private(set) var count = 0
    /// Rows the last chunk still takes.
    private var room = 0

    mutating func append(_ row: StoredRow) {
        if room == 0 {
            room = StoredRows.chunkSize
            chunks.append([])
            chunks[chunks.count - 1].reserveCapacity(StoredRows.chunkSize)
        }
        chunks[chunks.count - 1].append(row)
        room -= 1
        count += 1
    }

    mutating func append(_ other: StoredRows) {
        chunks += other.chunks
        room = other.room
        count += other.count
    }

    func forEach(_ body: (StoredRow) throws -> Void) rethrows {
        for chunk in chunks { for row in chunk { try body(row) } }
    }

    /// Marks the texts the rows use.
    func use(_ ranks: inout TextRanks, facets: [RowFacet]) throws {
        var isUsed = facets.map { _ in false }
        try forEach { row in
            isUsed[Int(row.facet)] = true
            try ranks.use(row.server)
            try ranks.use(row.accountDomain)
            try ranks.use(row.accountName)
            try ranks.use(row.accountSID)
            try ranks.use(row.clientAddress)
            try ranks.use(row.clientName)
        }
        for (facet, isUsed) in zip(facets, isUsed) where isUsed { try ranks.use([facet.site, facet.productHint]) }
    }
}

/// Puts rows in the order of `access_evidence`'s columns, texts by their bytes, then site and product, and adds up those of
/// one key.
///
/// Rows go by counting into runs of one server and kind, which are short enough to be sorted in the cache. They come from
/// each input in the order of its own texts, so that most runs are all but sorted.
struct RowOrder {
    /// Place of each facet's (source, event, channel, logon type) among all of them.
    private let kinds: [UInt32]
    private let facets: [RowFacet]
    private let ranks: TextRanks

    init(facets: [RowFacet], ranks: TextRanks) throws {
        self.facets = facets
        self.ranks = ranks
        let channels = try ranks.byteOrder(of: Set(facets.map { Int64($0.channelText) }))
        func kind(_ facet: RowFacet) -> Kind {
            Kind(
                source: facet.source, eventID: facet.eventID, channel: channels[Int64(facet.channelText)] ?? 0,
                logonType: facet.logonType)
        }
        let places = Dictionary(
            uniqueKeysWithValues: Set(facets.map(kind)).sorted().enumerated().map { ($1, UInt32($0)) })
        kinds = facets.map { places[kind($0)] ?? 0 }
    }

    private struct Kind: Hashable, Comparable {
        var source: EvidenceSource
        var eventID: UInt32
        var channel: Int
        var logonType: UInt32

        static func < (a: Kind, b: Kind) -> Bool {
            if a.source != b.source { return a.source == .event }
            return (a.eventID, a.channel, a.logonType) < (b.eventID, b.channel, b.logonType)
        }
    }

    /// Takes the rows and gives them back in order.
    /// - Throws: `DatabaseError` (`SQLITE_CORRUPT`) where rows add up to more records than a store can hold.
    func sorted(_ stored: inout StoredRows) throws -> [EvidenceRow] {
        var sizes: [UInt64: Int] = [:]
        stored.forEach { sizes[run(of: $0), default: 0] += 1 }
        var starts: [UInt64: Int] = [:]
        var bounds = [0]
        for run in sizes.keys.sorted() {
            starts[run] = bounds[bounds.count - 1]
            bounds.append(bounds[bounds.count - 1] + (sizes[run] ?? 0))
        }
        // The places behind the last row written are not touched before their row comes, nor is their memory taken.
        let places = try [EvidenceRow](unsafeUninitializedCapacity: stored.count) { buffer, count in
            for chunk in stored.chunks.indices {
                for row in stored.chunks[chunk] {
                    let run = run(of: row)
                    let place = starts[run] ?? 0
                    starts[run] = place + 1
                    buffer.initializeElement(at: place, to: evidence(row))
                }
                stored.chunks[chunk] = []
            }
            // No two runs share a row: several are sorted at a time.
            nonisolated(unsafe) let rows = buffer
            let ends = bounds
            _ = Together.ranges(of: ends.count - 1, size: 1) { run in
                let (start, end) = (ends[run.lowerBound], ends[run.upperBound])
                var run = UnsafeMutableBufferPointer(rebasing: rows[start..<end])
                run.sort(by: RowOrder.isOrdered)
            }
            count = try RowOrder.addUp(buffer, runs: bounds)
        }
        stored = StoredRows()
        return places
    }

    private func run(of row: StoredRow) -> UInt64 {
        UInt64(ranks.rank(row.server)) << 32 | UInt64(kinds[Int(row.facet)])
    }

    private func evidence(_ row: StoredRow) -> EvidenceRow {
        let facet = facets[Int(row.facet)]
        return EvidenceRow(
            server: ranks.rank(row.server), source: facet.source, eventID: facet.eventID, channel: facet.channel,
            logonType: facet.logonType, accountDomain: ranks.rank(row.accountDomain),
            accountName: ranks.rank(row.accountName), accountSID: ranks.rank(row.accountSID),
            clientAddress: ranks.rank(row.clientAddress), clientName: ranks.rank(row.clientName),
            outcome: facet.outcome, day: row.day, site: ranks.rank(facet.site),
            productHint: ranks.rank(facet.productHint), count: row.count,
            firstSeen: Instant(milliseconds: row.firstSeen), lastSeen: Instant(milliseconds: row.lastSeen))
    }

    /// Makes one row of the neighbours that have one key, in place.
    /// - Parameter runs: where the runs begin, and where the last one ends.
    /// - Returns: how many rows are left, at the beginning of the buffer.
    private static func addUp(_ rows: UnsafeMutableBufferPointer<EvidenceRow>, runs: [Int]) throws -> Int {
        var count = 0
        for (start, end) in zip(runs, runs.dropFirst()) {
            let first = count
            for place in start..<end {
                // Within a run, rows of which neither comes first have one key.
                if count > first, !isOrdered(rows[count - 1], before: rows[place]) {
                    rows[count - 1].count += rows[place].count
                    rows[count - 1].firstSeen = min(rows[count - 1].firstSeen, rows[place].firstSeen)
                    rows[count - 1].lastSeen = max(rows[count - 1].lastSeen, rows[place].lastSeen)
                    guard RowStatement.isCount(rows[count - 1].count) else {
                        throw RowStatement.damaged("a value is not a number of records")
                    }
                } else {
                    if count != place { rows[count] = rows[place] }
                    count += 1
                }
            }
        }
        return count
    }

    /// The order within a run.
    private static func isOrdered(_ a: EvidenceRow, before b: EvidenceRow) -> Bool {
        if a.accountDomain != b.accountDomain { return a.accountDomain < b.accountDomain }
        if a.accountName != b.accountName { return a.accountName < b.accountName }
        if a.accountSID != b.accountSID { return a.accountSID < b.accountSID }
        if a.clientAddress != b.clientAddress { return a.clientAddress < b.clientAddress }
        if a.clientName != b.clientName { return a.clientName < b.clientName }
        if a.outcome != b.outcome { return a.outcome == .failure }
        if a.day != b.day { return a.day < b.day }
        if a.site != b.site { return a.site < b.site }
        return a.productHint < b.productHint
    }
}
