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
        let position = entries.withUnsafeMutableBufferPointer { entries in
            let position = index.findOrEnter(hash: key.hash(with: hash)) { entries[$0].key == key }
            if position < entries.count {
                entries[position].count &+= 1
                if time < entries[position].firstSeen { entries[position].firstSeen = time }
                if entries[position].lastSeen < time { entries[position].lastSeen = time }
            }
            return position
        }
        if position == entries.count {
            entries.append(Entry(key: key, count: 1, firstSeen: time, lastSeen: time))
        }
        return position
    }
}
