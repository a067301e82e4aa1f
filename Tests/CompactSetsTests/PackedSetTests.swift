import AccessModel
import Testing

@testable import CompactSets

/// A small seeded generator (SplitMix64), so that every failure can be repeated.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}

extension UInt64 {
    fileprivate var lowByte: UInt8 { UInt8(truncatingIfNeeded: self) }
}

struct PackedSetTests {
    private static func addresses(_ seed: UInt64) -> [IPAddress] {
        var random = SplitMix(state: seed)
        var all: Set<IPAddress> = []
        for _ in 0..<Int.random(in: 0..<60, using: &random) {
            switch Int.random(in: 0..<5, using: &random) {
            case 0: all.insert(IPAddress(v4: UInt32.random(in: 0..<40, using: &random)))
            case 1: all.insert(IPAddress(v4: .max - UInt32.random(in: 0..<3, using: &random)))
            case 2: all.insert(IPAddress(v4: UInt32(truncatingIfNeeded: random.next())))
            case 3: all.insert(IPAddress(v6High: 0x2001_0DB8 << 32, low: random.next() >> UInt64(random.next() % 64)))
            default: all.insert(IPAddress(v6High: random.next() >> UInt64(random.next() % 64), low: random.next()))
            }
        }
        if seed % 3 == 0 { all.formUnion([IPAddress(v6High: 0, low: 0), IPAddress(v6High: .max, low: .max)]) }
        return all.sorted()
    }

    @Test(arguments: UInt64(0)..<200)
    func whatIsWrittenIsRead(seed: UInt64) throws {
        var random = SplitMix(state: ~seed)
        let visitors = PackedSetTests.addresses(seed).map { address in
            Visitor(address: address, records: max(1, random.next() >> UInt64(random.next() % 64)))
        }
        var writer = VisitorSetWriter()
        for visitor in visitors { #expect(writer.add(visitor) == nil) }
        let piece = writer.finish()
        #expect((piece?.count ?? 0) == visitors.count)
        #expect(writer.finish() == nil)
        #expect(try read(piece?.bytes ?? []) == visitors)
    }

    @Test(arguments: UInt64(0)..<100)
    func agentsComeBack(seed: UInt64) throws {
        var random = SplitMix(state: ~seed)
        let peers = PackedSetTests.addresses(seed).map { address in
            let agents = (0..<Int.random(in: 0...16, using: &random)).map { _ in
                UInt32(truncatingIfNeeded: random.next())
            }
            return Peer(address: address, agents: Set(agents).sorted())
        }
        var writer = AgentSetWriter()
        for peer in peers { #expect(writer.add(peer) == nil) }
        var reader = AgentSetReader(writer.finish()?.bytes ?? [])
        var found: [Peer] = []
        while let peer = try reader.next() { found.append(peer) }
        #expect(found == peers)
    }

    @Test func aFullPieceIsGivenAtOnce() throws {
        var writer = VisitorSetWriter()
        var pieces: [PackedPiece] = []
        let count = PackedPiece.maximumCount + 1
        for number in 0..<count {
            let visitor = Visitor(address: IPAddress(v4: UInt32(number) * 21_000), records: 2)
            if let piece = writer.add(visitor) { pieces.append(piece) }
        }
        if let piece = writer.finish() { pieces.append(piece) }
        #expect(pieces.map(\.count) == [PackedPiece.maximumCount, 1])
        let visitors = try pieces.flatMap { try read($0.bytes) }
        #expect(visitors.map(\.address) == (0..<count).map { IPAddress(v4: UInt32($0) * 21_000) })
        // 200,000 visitors of the whole Internet are 21,000 addresses apart.
        #expect(pieces[0].bytes.count < 5 * PackedPiece.maximumCount)
    }

    /// Bytes from elsewhere: an error or some visitors, never more than the bytes, never a trap.
    @Test func damageIsToldOrRead() {
        var random = SplitMix(state: 8)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
                ([0, 1, 0x7F, 0x80, 0xFF, random.next()].randomElement(using: &random) ?? 0).lowByte
            }
            #expect((try? read(bytes))?.count ?? 0 <= bytes.count)
            var agents = AgentSetReader(bytes)
            while (try? agents.next()) != nil {}
        }
        #expect(throws: DamagedSet.self) { try read([0x80]) }
        #expect(throws: DamagedSet.self) { try read([1]) }
        // Beyond the last IPv4 address, and a mapped one written as IPv6.
        #expect(throws: DamagedSet.self) { try read([0x81, 0x80, 0x80, 0x80, 0x10, 1]) }
        #expect(throws: DamagedSet.self) { try read([0, 0, 0x80, 0x80, 0x80, 0x80, 0xF0, 0xFF, 0x3F, 1]) }
        // The same address twice, no records, agents that fall.
        #expect(throws: DamagedSet.self) { try read([0, 1, 0, 1, 0, 0, 1]) }
        #expect(throws: DamagedSet.self) { try read([1, 0]) }
        var agents = AgentSetReader([1, 2, 5, 0, 0, 0, 4, 0, 0, 0])
        #expect(throws: DamagedSet.self) { try agents.next() }
        // Eleven bytes of a number, and one beyond 64 bits.
        #expect(throws: DamagedSet.self) { try read(Array(repeating: 0x80, count: 10) + [1] as [UInt8]) }
        #expect(throws: DamagedSet.self) { try read(Array(repeating: 0xFF, count: 9) + [2] as [UInt8]) }
    }

    private func read(_ bytes: [UInt8]) throws(DamagedSet) -> [Visitor] {
        var reader = VisitorSetReader(bytes)
        var visitors: [Visitor] = []
        while let visitor = try reader.next() { visitors.append(visitor) }
        return visitors
    }
}
