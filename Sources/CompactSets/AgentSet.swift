public import AccessModel

/// A web peer and what is known of its user agents: numbers of 32 bits, rising, signs (`PeerSigns`) before hashes.
public struct Peer: Sendable, Hashable {
    public var address: IPAddress
    public var agents: [UInt32]

    public init(address: IPAddress, agents: [UInt32]) {
        self.address = address
        self.agents = agents
    }
}

/// Packs peers: the address, how many agents, and four bytes for each, the lowest first.
public struct AgentSetWriter: Sendable {
    private var packed = PackedAddressWriter()
    private var count = 0

    public init() {}

    /// Adds a peer above those before it; gives the piece that is full with it.
    public mutating func add(_ peer: Peer) -> PackedPiece? {
        packed.add(peer.address)
        packed.add(UInt64(peer.agents.count))
        for agent in peer.agents { packed.add(fixed: agent) }
        count += 1
        return count == PackedPiece.maximumCount ? finish() : nil
    }

    /// The piece begun, nil where nothing has been added since the last one.
    public mutating func finish() -> PackedPiece? {
        guard count > 0 else { return nil }
        defer {
            packed = PackedAddressWriter()
            count = 0
        }
        return PackedPiece(count: count, bytes: packed.bytes)
    }
}

/// The peers of a piece, rising.
public struct AgentSetReader: Sendable {
    private var packed: PackedAddressReader

    public init(_ bytes: [UInt8]) { packed = PackedAddressReader(bytes) }

    /// True after the last.
    public var isAtEnd: Bool { packed.isAtEnd }

    /// The next peer, nil after the last.
    public mutating func next() throws(DamagedSet) -> Peer? {
        if packed.isAtEnd { return nil }
        let address = try packed.address()
        let count = try packed.number()
        guard count <= UInt64(EvidenceSnapshot.agentsPerPeer) else { throw DamagedSet() }
        var agents: [UInt32] = []
        for _ in 0..<count {
            let agent = try packed.fixed()
            guard agents.last.map({ $0 < agent }) ?? true else { throw DamagedSet() }
            agents.append(agent)
        }
        return Peer(address: address, agents: agents)
    }
}
