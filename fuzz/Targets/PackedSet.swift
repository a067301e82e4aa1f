import AccessModel
import CompactSets

extension FuzzTarget {
    /// Packed visitors (first byte even) or peers of a store: a rising set that packs to what reads the same, or
    /// `DamagedSet`.
    static let packedSet = FuzzTarget(name: "packed-set") { bytes in
        guard let kind = bytes.first else { return }
        let packed = Array(bytes.dropFirst())
        if kind & 1 == 0 { checkVisitors(packed) } else { checkPeers(packed) }
    }

    private static func checkVisitors(_ packed: [UInt8]) {
        guard let visitors = try? visitors(packed) else { return }
        guard visitors.count <= packed.count else { fatalError("more visitors than bytes") }
        guard isRising(visitors.map(\.address)) else { fatalError("visitors do not rise") }
        var writer = VisitorSetWriter()
        for visitor in visitors { _ = writer.add(visitor) }
        let again = (try? self.visitors(writer.finish()?.bytes ?? [])) ?? []
        guard again == visitors else { fatalError("packed and unpacked differ") }
    }

    private static func checkPeers(_ packed: [UInt8]) {
        guard let peers = try? peers(packed) else { return }
        guard isRising(peers.map(\.address)) else { fatalError("peers do not rise") }
        var writer = AgentSetWriter()
        for peer in peers { _ = writer.add(peer) }
        let again = (try? self.peers(writer.finish()?.bytes ?? [])) ?? []
        guard again == peers else { fatalError("packed and unpacked differ") }
    }

    private static func visitors(_ packed: [UInt8]) throws(DamagedSet) -> [Visitor] {
        var reader = VisitorSetReader(packed)
        var visitors: [Visitor] = []
        while let visitor = try reader.next() { visitors.append(visitor) }
        return visitors
    }

    private static func peers(_ packed: [UInt8]) throws(DamagedSet) -> [Peer] {
        var reader = AgentSetReader(packed)
        var peers: [Peer] = []
        while let peer = try reader.next() { peers.append(peer) }
        return peers
    }

    private static func isRising(_ addresses: [IPAddress]) -> Bool {
        zip(addresses, addresses.dropFirst()).allSatisfy { $0 < $1 }
    }
}
