import AccessModel

/// Distinct rows with their counts.
struct RowTable: Sendable {
    struct Entry: Sendable {
        var key: RowKey
        var count: UInt64
        var firstSeen: Instant
        var lastSeen: Instant
    }

    private let hash: SeededHash
    private var index = HashIndex()
    private(set) var entries: [Entry] = []

    init(hash: SeededHash) { self.hash = hash }

    var bytes: Int { index.bytes + entries.count * MemoryLayout<Entry>.stride }

    /// An access on its way into the table.
    struct Arrival: Sendable {
        let key: RowKey
        let time: Instant
        fileprivate let hash: UInt64
        /// Position of its row, -1 where it is not known to have one.
        fileprivate var position = -1
    }

    func arrival(_ key: RowKey, at time: Instant) -> Arrival {
        Arrival(key: key, time: time, hash: key.hash(with: hash))
    }

    /// Looks all of them up: first every slot, then every row, so that their cache misses overlap.
    func locate(_ arrivals: inout [Arrival]) {
        for index in arrivals.indices { arrivals[index].position = self.index.candidate(hash: arrivals[index].hash) }
        for index in arrivals.indices {
            let position = arrivals[index].position
            if position >= 0, entries[position].key != arrivals[index].key { arrivals[index].position = -1 }
        }
    }

    /// Counts one record, located or not; gives the position of its row.
    mutating func add(_ arrival: Arrival) -> Int {
        var position = arrival.position
        if position < 0 { position = index.find(hash: arrival.hash) { entries[$0].key == arrival.key } }
        guard position >= 0 else {
            index.enter(hash: arrival.hash)
            entries.append(Entry(key: arrival.key, count: 1, firstSeen: arrival.time, lastSeen: arrival.time))
            return entries.count - 1
        }
        entries[position].count &+= 1
        if arrival.time < entries[position].firstSeen { entries[position].firstSeen = arrival.time }
        if entries[position].lastSeen < arrival.time { entries[position].lastSeen = arrival.time }
        return position
    }
}
