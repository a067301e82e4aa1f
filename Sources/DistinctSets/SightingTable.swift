import AccessModel

/// Days on which logs were seen being written.
struct SightingTable: Sendable {
    struct Key: Sendable, Equatable {
        /// source, day
        var kind: UInt64
        /// computer, server address
        var computer: UInt64
        var logChannel: UInt32
    }

    private let hash: SeededHash
    private var index = HashIndex()
    private var last: Int?
    private var keys: [Key] = []
    /// In the numbering of arrival: the ids of the interner.
    private(set) var entries: [ContributedSighting] = []

    init(hash: SeededHash) { self.hash = hash }

    var bytes: Int {
        index.bytes + entries.count * (MemoryLayout<ContributedSighting>.stride + MemoryLayout<Key>.stride)
    }

    mutating func add(_ sighting: Sighting, computer: UInt32, serverAddress: UInt32, logChannel: UInt32) {
        let day = Day(sighting.time)
        let key = Key(
            kind: UInt64(sighting.source.rawValue) << 32 | UInt64(day.ordered),
            computer: Pair.of(computer, serverAddress), logChannel: logChannel)
        let position = position(of: key)
        if position == entries.count {
            entries.append(
                ContributedSighting(
                    source: sighting.source, computer: computer, serverAddress: serverAddress, logChannel: logChannel,
                    day: day, records: 0, firstSeen: sighting.time, lastSeen: sighting.time, cleared: false,
                    interrupted: false))
        }
        entries[position].records &+= 1
        entries[position].firstSeen = min(entries[position].firstSeen, sighting.time)
        entries[position].lastSeen = max(entries[position].lastSeen, sighting.time)
        switch sighting.logEvent {
        case .none: break
        case .cleared: entries[position].cleared = true
        case .interrupted: entries[position].interrupted = true
        }
    }

    /// A log is seen thousands of times in a row: the key of the sighting before is tried first.
    private mutating func position(of key: Key) -> Int {
        if let last, keys[last] == key { return last }
        var state = hash.add(key.kind, to: hash.start)
        state = hash.add(key.computer, to: state)
        state = hash.finish(hash.add(UInt64(key.logChannel), to: state))
        var position = index.find(hash: state) { keys[$0] == key }
        if position < 0 {
            index.enter(hash: state)
            position = keys.count
            keys.append(key)
        }
        last = position
        return position
    }
}
