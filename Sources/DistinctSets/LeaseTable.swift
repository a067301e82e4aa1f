import AccessModel

/// Civil days on which clients held addresses.
struct LeaseTable: Sendable {
    private struct Key: Sendable, Equatable {
        /// address, name
        var client: UInt64
        /// hardware, day
        var place: UInt64

        init(_ lease: ContributedLease) {
            client = Pair.of(lease.address, lease.name)
            place = Pair.of(lease.hardware, lease.day.ordered)
        }

        static func < (a: Key, b: Key) -> Bool { (a.client, a.place) < (b.client, b.place) }
    }

    private let hash: SeededHash
    private var index = HashIndex()
    /// In the numbering of arrival: the ids of the interner.
    private(set) var entries: [ContributedLease] = []

    init(hash: SeededHash) { self.hash = hash }

    var bytes: Int { index.bytes + entries.count * MemoryLayout<ContributedLease>.stride }

    mutating func add(_ time: LocalTime, address: UInt32, name: UInt32, hardware: UInt32) {
        let lease = ContributedLease(
            address: address, name: name, hardware: hardware, day: time.day, count: 1, firstSeen: time, lastSeen: time)
        let key = Key(lease)
        let state = hash.finish(hash.add(key.place, to: hash.add(key.client, to: hash.start)))
        let known = index.find(hash: state) { Key(entries[$0]) == key }
        if known >= 0 {
            entries[known].add(lease)
        } else {
            index.enter(hash: state)
            entries.append(lease)
        }
    }

    /// By address, name, hardware and day in the new numbering; entries of one key (texts that repair to one) added up.
    func ordered(_ ids: [UInt32]) -> [ContributedLease] {
        var renumbered = entries
        for index in renumbered.indices {
            renumbered[index].address = ids[Int(renumbered[index].address)]
            renumbered[index].name = ids[Int(renumbered[index].name)]
            renumbered[index].hardware = ids[Int(renumbered[index].hardware)]
        }
        renumbered.sort { Key($0) < Key($1) }
        var result: [ContributedLease] = []
        for lease in renumbered {
            if let last = result.indices.last, Key(result[last]) == Key(lease) {
                result[last].add(lease)
            } else {
                result.append(lease)
            }
        }
        return result
    }
}

extension ContributedLease {
    /// Adds a lease of the same key.
    fileprivate mutating func add(_ other: ContributedLease) {
        count &+= other.count
        firstSeen = min(firstSeen, other.firstSeen)
        lastSeen = max(lastSeen, other.lastSeen)
    }
}
