import AccessModel
import CompactSets
import GRDB
import Testing

@testable import EvidenceStore

/// Sets joined piece by piece against the same sets joined in a dictionary.
@Suite struct SetMergeTests {
    private func address(_ generator: inout SeededGenerator) -> IPAddress {
        let low = generator.below(30)
        return generator.below(4) == 0
            ? IPAddress(v6High: 0x2001_0DB8 << 32, low: UInt64(low)) : IPAddress(v4: UInt32(low))
    }

    @Test func visitorsAreAddedUp() throws {
        for seed in 0..<200 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var expected: [IPAddress: UInt64] = [:]
            var cursors: [SetCursor<VisitorSetReader>] = []
            for _ in 0..<generator.below(9) {
                var visitors: [IPAddress: UInt64] = [:]
                for _ in 0..<generator.below(25) { visitors[address(&generator), default: 0] += 1 }
                expected.merge(visitors, uniquingKeysWith: +)
                // Cut into pieces, one of them empty.
                var pieces: [[UInt8]] = [[]]
                var writer = VisitorSetWriter()
                for (address, records) in visitors.sorted(by: { $0.key < $1.key }) {
                    _ = writer.add(Visitor(address: address, records: records))
                    if generator.below(3) == 0, let piece = writer.finish() { pieces.append(piece.bytes) }
                }
                if let piece = writer.finish() { pieces.append(piece.bytes) }
                cursors.append(SetCursor(pieces.map { piece in { piece } }))
            }
            var merge = try SetMerge(cursors)
            var found: [Visitor] = []
            while let visitor = try merge.next() { found.append(visitor) }
            let sums = expected.sorted { $0.key < $1.key }.map { Visitor(address: $0.key, records: $0.value) }
            #expect(found == sums, "seed \(seed)")
        }
    }

    @Test func theSmallestAgentsOfAPeerAreKept() throws {
        var generator = SeededGenerator(seed: 5)
        var all: Set<UInt32> = []
        var cursors: [SetCursor<AgentSetReader>] = []
        for _ in 0..<5 {
            let agents = Set((0..<10).map { _ in UInt32(generator.below(1000)) })
            all.formUnion(agents)
            var writer = AgentSetWriter()
            _ = writer.add(Peer(address: IPAddress(v4: 7), agents: agents.sorted()))
            let bytes = writer.finish()?.bytes ?? []
            cursors.append(SetCursor([{ bytes }]))
        }
        var merge = try SetMerge(cursors)
        let kept = Array(all.sorted().prefix(EvidenceSnapshot.agentsPerPeer))
        #expect(try merge.next() == Peer(address: IPAddress(v4: 7), agents: kept))
        #expect(try merge.next() == nil)
    }

    /// Damage, and a count no log can hold, is an error and no number.
    @Test func damageIsAnError() throws {
        var writer = VisitorSetWriter()
        _ = writer.add(Visitor(address: IPAddress(v4: 1), records: 1 << 41))
        let huge = writer.finish()?.bytes ?? []
        for bytes in [huge, [0x80], [1, 0]] as [[UInt8]] {
            #expect(throws: DatabaseError.self) { _ = try SetMerge([SetCursor<VisitorSetReader>([{ bytes }])]) }
        }
        #expect(throws: DatabaseError.self) { _ = try SetMerge([SetCursor<AgentSetReader>([{ [1, 200] }])]) }
    }
}
