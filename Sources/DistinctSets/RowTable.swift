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

    /// Counts one record; gives the position of its row.
    mutating func add(_ key: RowKey, at time: Instant) -> Int {
        let hash = key.hash(with: self.hash)
        let known = index.find(hash: hash) { entries[$0].key == key }
        guard known >= 0 else {
            index.enter(hash: hash)
            entries.append(Entry(key: key, count: 1, firstSeen: time, lastSeen: time))
            return entries.count - 1
        }
        entries[known].count &+= 1
        if time < entries[known].firstSeen { entries[known].firstSeen = time }
        if entries[known].lastSeen < time { entries[known].lastSeen = time }
        return known
    }
}
