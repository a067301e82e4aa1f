import AccessModel

/// The smallest user-agent hashes seen from each web peer of a site.
struct AgentTable: Sendable {
    private struct Entry: Sendable {
        /// site, address
        var key: UInt64
        /// The only hash, while there is no block; then how many hashes there are in it.
        var firstOrCount: UInt32
        /// Number of the peer's block of `agentsPerPeer` hashes in `blocks`, -1 where it has none. Most peers are
        /// browsers with one agent and need none.
        var block: Int32
    }

    private static let blockSize = EvidenceSnapshot.agentsPerPeer
    private let hash: SeededHash
    private var index = HashIndex()
    private var entries: [Entry] = []
    private var blocks: [UInt32] = []

    init(hash: SeededHash) { self.hash = hash }

    /// Peers in the table.
    var count: Int { entries.count }

    var bytes: Int {
        index.bytes + entries.count * MemoryLayout<Entry>.stride + blocks.count * MemoryLayout<UInt32>.stride
    }

    /// An agent on its way into the table.
    struct Arrival: Sendable {
        fileprivate let key: UInt64
        fileprivate let agent: UInt32
        fileprivate let hash: UInt64
        /// Position of the peer, -1 where it is not known to have one.
        fileprivate var position = -1
    }

    /// - Parameter site: at most 31 bits.
    func arrival(_ agent: UInt32, site: UInt32, peer: AddressNumbers.Number) -> Arrival {
        let key = UInt64(site) << AddressNumbers.bitCount | peer
        return Arrival(key: key, agent: agent, hash: hash.finish(hash.add(key, to: hash.start)))
    }

    /// Adds all of them: first every slot is looked up, then every peer, so that their cache misses overlap.
    mutating func add(_ arrivals: inout [Arrival]) {
        for index in arrivals.indices { arrivals[index].position = self.index.candidate(hash: arrivals[index].hash) }
        for index in arrivals.indices {
            let position = arrivals[index].position
            if position >= 0, entries[position].key != arrivals[index].key { arrivals[index].position = -1 }
        }
        for arrival in arrivals { add(arrival) }
    }

    private mutating func add(_ arrival: Arrival) {
        var position = arrival.position
        if position < 0 { position = index.find(hash: arrival.hash) { entries[$0].key == arrival.key } }
        if position >= 0 { return add(arrival.agent, at: position) }
        index.enter(hash: arrival.hash)
        entries.append(Entry(key: arrival.key, firstOrCount: arrival.agent, block: -1))
    }

    private mutating func add(_ agent: UInt32, at position: Int) {
        if entries[position].block < 0 {
            let first = entries[position].firstOrCount
            if first == agent { return }
            entries[position].block = Int32(truncatingIfNeeded: blocks.count / AgentTable.blockSize)
            entries[position].firstOrCount = 1
            blocks.append(first)
            blocks.append(contentsOf: repeatElement(UInt32.max, count: AgentTable.blockSize - 1))
        }
        // The block is sorted; what is larger moves up, the largest falls out of a full one.
        let start = Int(entries[position].block) * AgentTable.blockSize
        let count = Int(entries[position].firstOrCount)
        var place = count
        while place > 0, blocks[start + place - 1] >= agent {
            if blocks[start + place - 1] == agent { return }
            place -= 1
        }
        guard place < AgentTable.blockSize else { return }
        let kept = min(count + 1, AgentTable.blockSize)
        var last = kept - 1
        while last > place {
            blocks[start + last] = blocks[start + last - 1]
            last -= 1
        }
        blocks[start + place] = agent
        entries[position].firstOrCount = UInt32(truncatingIfNeeded: kept)
    }

    /// A peer with its hashes, rising.
    func entry(at position: UInt32) -> (site: UInt32, peer: AddressNumbers.Number, agents: [UInt32]) {
        let entry = entries[Int(position)]
        let site = UInt32(truncatingIfNeeded: entry.key >> AddressNumbers.bitCount)
        let peer = entry.key & ((1 << AddressNumbers.bitCount) - 1)
        guard entry.block >= 0 else { return (site, peer, [entry.firstOrCount]) }
        let start = Int(entry.block) * AgentTable.blockSize
        return (site, peer, Array(blocks[start..<start + Int(entry.firstOrCount)]))
    }
}
