import AccessModel

/// The identities web queries carry, each once a day.
struct IdentityTable: Sendable {
    private struct Key: Sendable, Equatable {
        /// computer, server address
        var server: UInt64
        /// site, day
        var place: UInt64
        /// account, device id
        var identity: UInt64
        /// address, forwarded list
        var client: UInt64

        init(_ identity: ContributedIdentity) {
            server = Pair.of(identity.computer, identity.serverAddress)
            place = Pair.of(identity.site, identity.day.ordered)
            self.identity = Pair.of(identity.account, identity.deviceID)
            client = Pair.of(identity.address, identity.forwarded)
        }

        static func < (a: Key, b: Key) -> Bool {
            (a.server, a.place, a.identity, a.client) < (b.server, b.place, b.identity, b.client)
        }
    }

    private let hash: SeededHash
    private var index = HashIndex()
    /// In the numbering of arrival: the ids of the interner.
    private(set) var entries: [ContributedIdentity] = []

    init(hash: SeededHash) { self.hash = hash }

    var bytes: Int { index.bytes + entries.count * MemoryLayout<ContributedIdentity>.stride }

    mutating func add(_ identity: ContributedIdentity) {
        let key = Key(identity)
        var state = hash.add(key.place, to: hash.add(key.server, to: hash.start))
        state = hash.add(key.client, to: hash.add(key.identity, to: state))
        let finished = hash.finish(state)
        guard index.find(hash: finished, isEqual: { Key(entries[$0]) == key }) < 0 else { return }
        index.enter(hash: finished)
        entries.append(identity)
    }

    /// By computer, server address, site, day, account, device id, address and forwarded list in the new numbering, each once.
    func ordered(_ ids: [UInt32]) -> [ContributedIdentity] {
        var renumbered = entries
        for index in renumbered.indices {
            let entry = renumbered[index]
            renumbered[index] = ContributedIdentity(
                computer: ids[Int(entry.computer)], serverAddress: ids[Int(entry.serverAddress)],
                site: ids[Int(entry.site)], account: ids[Int(entry.account)], deviceID: ids[Int(entry.deviceID)],
                address: ids[Int(entry.address)], forwarded: ids[Int(entry.forwarded)], day: entry.day)
        }
        renumbered.sort { Key($0) < Key($1) }
        var result: [ContributedIdentity] = []
        for identity in renumbered where result.last != identity { result.append(identity) }
        return result
    }
}
