import AccessModel

/// Puts rows in the order of `access_evidence`'s columns, texts by their bytes, then site and product, and adds up those of
/// one key.
///
/// Facets, accounts and clients are put in order first, each once, so that rows are sorted by numbers. Rows go by counting
/// into runs of one server and kind, which are short enough to be sorted in the cache. They come from each input in the
/// order of its own texts, so that most runs are all but sorted.
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
    func sorted(_ stored: inout StoredRows) throws -> EvidenceRows {
        let places = FacetOrder(stored.places.all, kinds: kinds, facets: facets, ranks: ranks)
        let (ofAccounts, ofClients) = (stored.accounts.all.map(renumbered), stored.clients.all.map(renumbered))
        let (accounts, clients) = Together.both(
            { NumbersInOrder(ofAccounts) { RowOrder.key(of: $0) } },
            { NumbersInOrder(ofClients) { RowOrder.key(of: $0) } })
        var bounds = [Int](repeating: 0, count: places.runCount + 1)
        stored.forEach { bounds[places.runs[Int(places.numbers[Int($0.facet)])] + 1] += 1 }
        for run in 0..<places.runCount { bounds[run + 1] += bounds[run] }
        var next = bounds
        var wide = stored.wide
        let isSuccess = places.all.map { $0.outcome == .success }
        // The places behind the last row written are not touched before their row comes, nor is their memory taken.
        let packed = try [PackedRow](unsafeUninitializedCapacity: stored.count) { buffer, count in
            stored.drain { row in
                var row = row
                row.facet = places.numbers[Int(row.facet)]
                row.account = accounts.places[Int(row.account)]
                row.client = clients.places[Int(row.client)]
                let run = places.runs[Int(row.facet)]
                buffer.initializeElement(at: next[run], to: row)
                next[run] += 1
            }
            // No two runs share a row: several are sorted at a time.
            nonisolated(unsafe) let rows = buffer
            let ends = bounds
            let haveCopies = Together.ranges(of: ends.count - 1, size: 1) { run in
                let (start, end) = (ends[run.lowerBound], ends[run.upperBound])
                var run = UnsafeMutableBufferPointer(rebasing: rows[start..<end])
                run.sort { RowOrder.isOrdered($0, before: $1, isSuccess) }
                return run.indices.dropFirst().contains { !RowOrder.isOrdered(run[$0 - 1], before: run[$0], isSuccess) }
            }
            count =
                haveCopies.contains(true)
                ? try RowOrder.addUp(buffer, runs: bounds, isSuccess, &wide) : buffer.count
        }
        return EvidenceRows(
            packed: packed, facets: places.all, accounts: accounts.all, clients: clients.all, wide: wide)
    }

    private func renumbered(_ account: EvidenceAccount) -> EvidenceAccount {
        EvidenceAccount(
            domain: ranks.rank(account.domain), name: ranks.rank(account.name), sid: ranks.rank(account.sid))
    }

    private func renumbered(_ client: EvidenceClient) -> EvidenceClient {
        EvidenceClient(name: ranks.rank(client.name), address: ranks.rank(client.address))
    }

    private static func key(of account: EvidenceAccount) -> (UInt64, UInt32) {
        (UInt64(account.domain) << 32 | UInt64(account.name), account.sid)
    }

    private static func key(of client: EvidenceClient) -> (UInt64, UInt32) {
        (UInt64(client.address) << 32 | UInt64(client.name), 0)
    }

    /// Makes one row of the neighbours that have one key, in place.
    /// - Parameter runs: where the runs begin, and where the last one ends.
    /// - Returns: how many rows are left, at the beginning of the buffer.
    private static func addUp(
        _ rows: UnsafeMutableBufferPointer<PackedRow>, runs: [Int], _ isSuccess: [Bool], _ wide: inout [WideValues]
    ) throws -> Int {
        var count = 0
        for (start, end) in zip(runs, runs.dropFirst()) {
            let first = count
            for place in start..<end {
                // Within a run, rows of which neither comes first have one key.
                if count > first, !isOrdered(rows[count - 1], before: rows[place], isSuccess) {
                    let row = rows[count - 1]
                    guard let sum = row.values(wide).added(rows[place].values(wide)), RowStatement.isCount(sum.count)
                    else { throw RowStatement.damaged("a value is not a number of records") }
                    rows[count - 1] = PackedRow(
                        facet: row.facet, account: row.account, client: row.client, day: row.day, sum, wide: &wide)
                } else {
                    if count != place { rows[count] = rows[place] }
                    count += 1
                }
            }
        }
        return count
    }

    /// The order within a run: account, client, outcome, day, then site and product, as facets are numbered.
    @inline(__always)
    private static func isOrdered(_ a: PackedRow, before b: PackedRow, _ isSuccess: [Bool]) -> Bool {
        if a.account != b.account { return a.account < b.account }
        if a.client != b.client { return a.client < b.client }
        if a.facet != b.facet {
            let (first, second) = (isSuccess[Int(a.facet)], isSuccess[Int(b.facet)])
            if first != second { return second }
        }
        if a.day != b.day { return a.day < b.day }
        return a.facet < b.facet
    }
}

/// The facets of rows in order, with the server: by server and kind, failures first, then by site and product.
private struct FacetOrder {
    /// Each once.
    private(set) var all: [EvidenceFacet] = []
    /// By number in the rows as they were read: number here.
    private(set) var numbers: [UInt32]
    /// By number here: the run of its server and kind.
    private(set) var runs: [Int] = []
    private(set) var runCount = 0

    init(_ places: [StoredRows.Place], kinds: [UInt32], facets: [RowFacet], ranks: TextRanks) {
        struct Entry {
            var facet: EvidenceFacet
            var kind: UInt32
            var number: Int

            func isOrdered(before other: Entry) -> Bool {
                if facet.server != other.facet.server { return facet.server < other.facet.server }
                if kind != other.kind { return kind < other.kind }
                if facet.outcome != other.facet.outcome { return facet.outcome == .failure }
                return (facet.site, facet.productHint) < (other.facet.site, other.facet.productHint)
            }
        }
        var entries: [Entry] = []
        for (number, place) in places.enumerated() {
            let facet = facets[Int(place.facet)]
            entries.append(
                Entry(
                    facet: EvidenceFacet(
                        server: ranks.rank(place.server), source: facet.source, eventID: facet.eventID,
                        channel: facet.channel, logonType: facet.logonType, outcome: facet.outcome,
                        site: ranks.rank(facet.site), productHint: ranks.rank(facet.productHint)),
                    kind: kinds[Int(place.facet)], number: number))
        }
        entries.sort { $0.isOrdered(before: $1) }
        numbers = Array(repeating: 0, count: places.count)
        var last: Entry?
        for entry in entries {
            // Facets of the store that differ in what rows do not say are one here.
            if last.map({ $0.isOrdered(before: entry) }) ?? true {
                if let last, last.facet.server == entry.facet.server, last.kind == entry.kind {} else { runCount += 1 }
                all.append(entry.facet)
                runs.append(runCount - 1)
            }
            numbers[entry.number] = UInt32(all.count - 1)
            last = entry
        }
    }
}

private struct SortEntry {
    var first: UInt64
    /// The rest of the key, and the key's number.
    var second: UInt64
}

/// Distinct keys in order, and the place of each.
private struct NumbersInOrder<Key: Sendable>: Sendable {
    private(set) var all: [Key] = []
    /// By number: the place among all.
    private(set) var places: [UInt32]

    /// - Parameter order: what keys are sorted by, as two numbers.
    init(_ keys: [Key], by order: (Key) -> (UInt64, UInt32)) {
        var entries: [SortEntry] = []
        entries.reserveCapacity(keys.count)
        for (number, key) in keys.enumerated() {
            let (first, second) = order(key)
            entries.append(SortEntry(first: first, second: UInt64(second) << 32 | UInt64(number)))
        }
        entries.sort { a, b in a.first == b.first ? a.second < b.second : a.first < b.first }
        all.reserveCapacity(keys.count)
        places = Array(repeating: 0, count: keys.count)
        for entry in entries {
            let number = Int(UInt32(truncatingIfNeeded: entry.second))
            places[number] = UInt32(all.count)
            all.append(keys[number])
        }
    }
}
