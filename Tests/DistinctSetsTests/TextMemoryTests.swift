import Testing

@testable import DistinctSets

@Suite struct TextMemoryTests {
    /// Texts of all lengths, many of which share a slot or differ where the slot is not chosen by.
    @Test func itKnowsNoMoreThanTheInterner() {
        var random = SplitMix(state: 5)
        var (memory, interner, plain) = (
            TextMemory(), Interner(hash: SeededHash(seed: 1)), Interner(hash: SeededHash(seed: 1))
        )
        for _ in 0..<50_000 {
            let length = Int.random(in: 0...40, using: &random)
            var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
            if length > 0 {
                let place = Int.random(in: 0..<length, using: &random)
                bytes[place] = UInt8.random(in: 97...99, using: &random)
            }
            let remembered = bytes.withUnsafeBytes { memory.id(of: $0, &interner) }
            #expect(remembered == bytes.withUnsafeBytes { plain.id(of: $0) })
        }
        // After a snapshot the interner begins again; nothing of before may be remembered.
        interner = Interner(hash: SeededHash(seed: 2))
        memory.removeAll()
        let id = Array("zz".utf8).withUnsafeBytes { memory.id(of: $0, &interner) }
        #expect(id == 1)
    }
}
