import Testing

@testable import DistinctSets

struct VisitorTableTests {
    private let hash = SeededHash(seed: 11)

    @Test func everyVisitIsCounted() {
        var random = SplitMix(state: 4)
        var table = VisitorTable(hash: hash)
        var expected: [UInt64: UInt64] = [:]
        var changed: [Int] = []
        for _ in 0..<20_000 {
            let kind = UInt32.random(in: 0..<5, using: &random)
            // The last bit of an address tells the two kinds apart.
            let address = UInt64.random(in: 0..<3000, using: &random) << 21
            expected[UInt64(kind) << 40 | address >> 21, default: 0] += 1
            table.add([VisitorTable.key(kind, address)], agents: [0], changed: &changed)
        }
        #expect(found(table, shift: 21) == expected)
        #expect(table.count == expected.count)
    }

    /// A slot counts so far and no further; what is beyond it is not lost.
    @Test(arguments: [UInt32(1), 2, 3, 7])
    func aFullSlotIsNoEnd(fullCount: UInt32) {
        for visits in 1...30 {
            var table = VisitorTable(hash: hash, fullCount: fullCount)
            var changed: [Int] = []
            // Half of them together, then one by one.
            let together = Array(repeating: VisitorTable.key(1, 77), count: visits / 2)
            table.add(together, agents: together.map { _ in 9 }, changed: &changed)
            for _ in together.count..<visits {
                table.add([together.first ?? VisitorTable.key(1, 77)], agents: [9], changed: &changed)
            }
            table.add([VisitorTable.key(1, 78)], agents: [9], changed: &changed)
            #expect(found(table, shift: 0) == [1 << 40 | 77: UInt64(visits), 1 << 40 | 78: 1])
        }
    }

    @Test func anotherAgentIsTold() {
        var table = VisitorTable(hash: hash)
        func add(_ agent: UInt32) -> Bool {
            var changed: [Int] = []
            table.add([VisitorTable.key(0, 5)], agents: [agent], changed: &changed)
            return !changed.isEmpty
        }
        #expect(add(0) == false)
        #expect(add(8) == true)
        #expect(add(8) == false)
        #expect(add(0) == false)
        #expect(add(8) == false)
        #expect(add(9) == true)
        #expect(add(8) == true)
    }

    private func found(_ table: VisitorTable, shift: UInt64) -> [UInt64: UInt64] {
        var found: [(UInt64, UInt64)] = []
        table.forEach { kind, address, visits in found.append((UInt64(kind) << 40 | address >> shift, visits)) }
        return Dictionary(uniqueKeysWithValues: found)
    }
}
