import Testing

@testable import DistinctSets

@Suite struct InternerTests {
    @Test func idsAreDenseAndStable() {
        var random = SplitMix(state: 4)
        var interner = Interner(hash: SeededHash(seed: 11))
        var naive: [[UInt8]: UInt32] = [[]: 0]
        for _ in 0..<10_000 {
            let length = Int.random(in: 0...20, using: &random)
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...2, using: &random) }
            let id = bytes.withUnsafeBytes { interner.id(of: $0) }
            let expected = naive[bytes] ?? UInt32(naive.count)
            naive[bytes] = expected
            #expect(id == expected)
        }
        #expect(interner.count == naive.count)
        for (bytes, id) in naive {
            #expect(interner.withBytes(of: id) { $0.elementsEqual(bytes) })
        }
    }

    /// Whatever the hash says, only equal elements are one: with a hash that is always the same everything collides.
    @Test func equalHashesAreComparedInFull() {
        var index = HashIndex()
        var elements: [Int] = []
        for value in (0..<500).map({ $0 % 250 }) {
            var position = index.find(hash: 0xFFFF_FFFF_0000_0000) { elements[$0] == value }
            if position < 0 {
                index.enter(hash: 0xFFFF_FFFF_0000_0000)
                position = elements.count
                elements.append(value)
            }
            #expect(elements[position] == value)
        }
        #expect(elements == Array(0..<250) && index.count == 250)
    }

    @Test func seedsGiveDifferentHashes() {
        let text = Array("corp\\ann".utf8)
        let hashes = Set(
            (0..<1000 as Range<UInt64>).map { seed in
                text.withUnsafeBytes { SeededHash(seed: seed).hash($0) }
            })
        #expect(hashes.count == 1000)
    }

    @Test func lengthAndZerosMatterToTheHash() {
        let hash = SeededHash(seed: 3)
        let hashes = Set(
            (0...64).map { length in
                [UInt8](repeating: 0, count: length).withUnsafeBytes { hash.hash($0) }
            })
        #expect(hashes.count == 65)
    }
}
