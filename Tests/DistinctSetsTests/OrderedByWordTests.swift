import Testing

@testable import DistinctSets

@Suite struct OrderedByWordTests {
    @Test(arguments: [0, 1, 2, 3, 100, 3000])
    func itSortsAsSortDoes(count: Int) {
        var random = SplitMix(state: UInt64(count))
        // Few words, words that differ in one digit of the sort, and words that differ in all.
        for mask: UInt64 in [0, 3, 0xFF00_0000_0000_0000, 0x7FF << 33, .max] {
            let entries = (0..<count).map {
                OrderedByWord.Entry(word: random.next() & mask, number: UInt32($0))
            }
            var sorted = entries
            OrderedByWord.sort(&sorted)
            let expected = entries.sorted { ($0.word, $0.number) < ($1.word, $1.number) }
            #expect(sorted.map(\.number) == expected.map(\.number), "mask \(mask)")
            OrderedByWord.sort(&sorted) { $0 > $1 }
            let reversed = entries.sorted { $0.word == $1.word ? $0.number > $1.number : $0.word < $1.word }
            #expect(sorted.map(\.number) == reversed.map(\.number), "mask \(mask)")
        }
    }
}
