import AccessModel
import Testing

@testable import DistinctSets

@Suite struct RecordIDSetTests {
    private func ranges(_ ids: [UInt64]) -> [RecordIDRange] {
        timed(ids.map { ($0, Instant(milliseconds: 0)) }).map(\.ids)
    }

    private func timed(_ records: [(id: UInt64, time: Instant)]) -> [TimedIDRange] {
        var set = RecordIDSet(records[0].id, at: records[0].time)
        for record in records.dropFirst() { _ = set.insert(record.id, at: record.time) }
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

    /// The times at the ends of a range are those of its records, the outermost of several with one id.
    @Test(arguments: UInt64(1)...60)
    func timesAreThoseOfTheEnds(seed: UInt64) {
        var random = SplitMix(state: seed)
        let records = (0..<400).map { _ in
            (
                id: UInt64.random(in: 0...120, using: &random),
                time: Instant(milliseconds: Int64.random(in: 0...1000, using: &random))
            )
        }
        let times = Dictionary(grouping: records, by: \.id).mapValues { $0.map(\.time) }
        var expected: [TimedIDRange] = []
        for id in times.keys.sorted() {
            guard let first = times[id]?.min(), let last = times[id]?.max() else { continue }
            if let before = expected.indices.last, expected[before].last + 1 == id {
                (expected[before].last, expected[before].lastTime) = (id, last)
            } else {
                expected.append(TimedIDRange(first: id, last: id, firstTime: first, lastTime: last))
            }
        }
        #expect(timed(records) == expected)
        // Whatever parts they come in.
        let cut = Int.random(in: 1..<400, using: &random)
        let parts = [Array(records[..<cut]), Array(records[cut...])].shuffled(using: &random)
        #expect(TimedIDRange.union(of: parts.flatMap { timed($0) }) == expected)
    }

    @Test func itHoldsRangesNotIds() {
        let time = Instant(milliseconds: 0)
        var set = RecordIDSet(5, at: time)
        var held = 0
        for id in 6...100_000 as ClosedRange<UInt64> { held += set.insert(id, at: time) }
        for id in (0...4 as ClosedRange<UInt64>).reversed() { held += set.insert(id, at: time) }
        #expect(held == 0 && set.ranges.map(\.ids) == [RecordIDRange(first: 0, last: 100_000)])
        // Two ids in turn break off each time, and yet no more is held than the limit.
        for _ in 0..<50_000 {
            held += set.insert(7, at: time)
            held += set.insert(200_000, at: time)
            #expect(held <= 1024)
        }
    }
}
