import AccessModel

/// The smallest user-agent hashes seen from each web peer.
struct AgentTable: Sendable {
    struct Peer: Sendable, Equatable {
        /// computer, server address
        var computer: UInt64
        /// site, peer
        var site: UInt64
    }

    private struct Entry: Sendable {
        var peer: Peer
        /// The only hash, while there is no block.
        var first: UInt64
        /// Number of the peer's block of `agentsPerPeer` hashes in `blocks`, -1 where it has none. Most peers are
        /// browsers with one agent and need none.
        var block: Int32
        var count: Int32
    }

    private let hash: SeededHash
    private var index = HashIndex()
    private var entries: [Entry] = []
    private var blocks: [UInt64] = []

    init(hash: SeededHash) { self.hash = hash }

    var isEmpty: Bool { entries.isEmpty }

    var bytes: Int {
        index.bytes + entries.count * MemoryLayout<Entry>.stride + blocks.count * MemoryLayout<UInt64>.stride
    }

    /// An agent on its way into the table.
    struct Arrival: Sendable {
        let peer: Peer
        let agentHash: UInt64
        fileprivate let hash: UInt64
        /// Position of the peer, -1 where it is not known to have one.
        fileprivate var position = -1
    }

    func arrival(_ agentHash: UInt64, from peer: Peer) -> Arrival {
        let state = hash.add(peer.site, to: hash.add(peer.computer, to: hash.start))
        return Arrival(peer: peer, agentHash: agentHash, hash: hash.finish(state))
    }

    /// Adds all of them: first every slot is looked up, then every peer, so that their cache misses overlap.
    mutating func add(_ arrivals: inout [Arrival]) {
        for index in arrivals.indices { arrivals[index].position = self.index.candidate(hash: arrivals[index].hash) }
        for index in arrivals.indices {
            let position = arrivals[index].position
            if position >= 0, entries[position].peer != arrivals[index].peer { arrivals[index].position = -1 }
        }
        for arrival in arrivals { add(arrival) }
    }

    private mutating func add(_ arrival: Arrival) {
        var position = arrival.position
        if position < 0 { position = index.find(hash: arrival.hash) { entries[$0].peer == arrival.peer } }
        if position >= 0 { return add(arrival.agentHash, at: position) }
        index.enter(hash: arrival.hash)
        entries.append(Entry(peer: arrival.peer, first: arrival.agentHash, block: -1, count: 1))
    }

    private mutating func add(_ agentHash: UInt64, at position: Int) {
        if entries[position].block < 0 {
            if entries[position].first == agentHash { return }
            entries[position].block = Int32(truncatingIfNeeded: blocks.count / EvidenceSnapshot.agentsPerPeer)
            blocks.append(entries[position].first)
            blocks.append(contentsOf: repeatElement(UInt64.max, count: EvidenceSnapshot.agentsPerPeer - 1))
        }
        // The block is sorted; what is larger moves up, the largest falls out of a full one.
        let start = Int(entries[position].block) * EvidenceSnapshot.agentsPerPeer
        let count = Int(entries[position].count)
        var place = count
        while place > 0, blocks[start + place - 1] >= agentHash {
            if blocks[start + place - 1] == agentHash { return }
            place -= 1
        }
        guard place < EvidenceSnapshot.agentsPerPeer else { return }
        let kept = min(count + 1, EvidenceSnapshot.agentsPerPeer)
        var last = kept - 1
        while last > place {
            blocks[start + last] = blocks[start + last - 1]
            last -= 1
        }
        blocks[start + place] = agentHash
        entries[position].count = Int32(truncatingIfNeeded: kept)
    }

    /// Every peer with each of its hashes.
    func forEach(_ body: (Peer, UInt64) -> Void) {
        for entry in entries {
            guard entry.block >= 0 else {
                body(entry.peer, entry.first)
                continue
            }
            let start = Int(entry.block) * EvidenceSnapshot.agentsPerPeer
            for hash in blocks[start..<start + Int(entry.count)] { body(entry.peer, hash) }
        }
    }
}
