import AccessModel
import Testing

@testable import DistinctSets

@Suite struct RecordIDSetTests {
    private func ranges(_ ids: [UInt64]) -> [RecordIDRange] {
        var set = RecordIDSet(ids[0])
        for id in ids.dropFirst() { _ = set.insert(id) }
        return set.ranges
    }

    @Test func orderDoesNotMatter() {
        var random = SplitMix(state: 8)
        let ids = Array(100...3000 as ClosedRange<UInt64>).filter { $0 % 700 != 0 } + [.max, .max - 1, 0, 1, 1]
        let expected = [
            RecordIDRange(first: 0, last: 1), RecordIDRange(first: 100, last: 699),
            RecordIDRange(first: 701, last: 1399),
            RecordIDRange(first: 1401, last: 2099), RecordIDRange(first: 2101, last: 2799),
            RecordIDRange(first: 2801, last: 3000), RecordIDRange(first: .max - 1, last: .max),
        ]
        for order in [ids, ids.reversed(), ids.shuffled(using: &random), ids + ids] {
            #expect(ranges(order) == expected)
        }
    }

    @Test func itHoldsRangesNotIds() {
        var set = RecordIDSet(5)
        var held = 0
        for id in 6...100_000 as ClosedRange<UInt64> { held += set.insert(id) }
        for id in (0...4 as ClosedRange<UInt64>).reversed() { held += set.insert(id) }
        #expect(held == 0 && set.ranges == [RecordIDRange(first: 0, last: 100_000)])
        // Two ids in turn break off each time, and yet no more is held than the limit.
        for _ in 0..<50_000 {
            held += set.insert(7)
            held += set.insert(200_000)
            #expect(held <= 1024)
        }
    }
}
