import AccessModel
import Foundation
import GRDB
import Testing

@testable import EvidenceStore

/// Which record ids of a log are there: over parts, over inputs, and beyond the limit.
struct EventLogRangesTests {
    private func record(_ id: UInt64) -> TestRecord {
        TestRecord.event(id: id, at: "2026-10-01T08:00:00", offset: id, .event())
    }

    @Test func rangesOfSeveralInputsAreUnited() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        try store.add(TestInput(1, path: "a.xml", (1...10).map(record)), partSize: 3)
        try store.add(TestInput(2, path: "b.xml", ((8...20).map(record) + [record(30)]).reversed()), partSize: 4)
        try store.settle()
        let log = try #require(try store.evidence().eventLogs.first)
        #expect(log.ranges == [RecordIDRange(first: 1, last: 20), RecordIDRange(first: 30, last: 30)])
        #expect(!log.isCoarse)
        #expect(
            try folder.view("event_log_ranges") == [
                "srv01|Security|a.xml||1|10|1|0|0", "srv01|Security|b.xml||8|30|2|9|0",
            ])
        let day = try #require(try store.evidence().coverage.first)
        #expect(day.recordIDs == RecordIDRange(first: 1, last: 30))
    }

    /// The clock was set back between two days: ids rose, time fell.
    @Test func daysShowWhereIDsWentBack() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        func record(_ id: UInt64, _ day: Int) -> TestRecord {
            TestRecord.event(id: id, at: "2026-10-0\(day)T08:00:00", offset: id, .event())
        }
        try store.add(TestInput(1, path: "a.xml", [record(1, 1), record(2, 1), record(7, 2), record(.max, 4)]))
        try store.add(TestInput(2, path: "b.xml", [record(5, 3), record(6, 3)]))
        try store.settle()
        let days = "day, records, first_id, last_id, ids_went_back"
        #expect(
            try folder.rows("SELECT \(days) FROM event_log_days ORDER BY day") == [
                "2026-10-01|2|1|2|0", "2026-10-02|1|7|7|0", "2026-10-03|2|5|6|1",
                "2026-10-04|1|18446744073709551615|18446744073709551615|0",
            ])
    }

    /// Of a day the largest gaps are kept, and the number of ranges; of several inputs, what they hold together.
    @Test func aDayKeepsItsLargestGaps() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        func record(_ id: UInt64) -> TestRecord {
            TestRecord.event(id: id, at: "2026-10-01", offset: id, .event())
        }
        let scattered = (1...1000).map { UInt64($0 * 2) } + [5000]
        try store.add(TestInput(1, path: "a.xml", scattered.map(record)), partSize: 70)
        try store.settle()
        var day = try #require(try store.evidence().eventLogs.first?.days.first)
        #expect(day.rangeCount == 1001 && day.ranges.count == EventLogDay.maximumRanges)
        #expect(day.ranges.last?.ids == RecordIDRange(first: 5000, last: 5000))
        #expect(try folder.rows("SELECT count(*), max(ranges) FROM event_log_day") == ["1|1001"])
        #expect(try folder.rows("SELECT count(*) FROM event_day_piece") == ["0"])
        // What is left out of one export is in another: one gap is left, and it is none of a filter.
        let rest = (1...2001).map { UInt64($0) } + [5000, 5001]
        try store.add(TestInput(2, path: "b.xml", rest.map(record)), partSize: 300)
        try store.settle()
        day = try #require(try store.evidence().eventLogs.first?.days.first)
        #expect(day.ranges.map(\.ids) == [RecordIDRange(first: 1, last: 2001), RecordIDRange(first: 5000, last: 5001)])
        #expect(day.rangeCount == 2)
        // A gap that only what was limited bounds may be one of many.
        try store.add(TestInput(3, path: "c.xml", scattered.map { record($0 + 20_000) }), partSize: 300)
        try store.settle()
        day = try #require(try store.evidence().eventLogs.first?.days.first)
        #expect(day.rangeCount == 1001)
    }

    @Test func anInputTakenOutTakesItsRangesWithIt() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let open = try store.begin(path: "a.xml")
        try store.append(SnapshotBuilder.snapshot(of: [record(1)]), to: open)
        try store.abandon(open)
        #expect(try folder.rows("SELECT count(*) FROM event_id_piece") == ["0"])
        #expect(try folder.rows("SELECT count(*) FROM event_day_piece") == ["0"])
    }

    @Test func theLargestGapsAreKept() {
        func finished(_ ids: [UInt64], _ maximum: Int) -> (ranges: [RecordIDRange], isCoarse: Bool) {
            var gaps = RecordIDGaps(maximumRanges: maximum)
            for id in ids { gaps.add(TimedIDRange(id, at: Instant(milliseconds: Int64(id % 1000)))) }
            let (ranges, isCoarse) = gaps.finish()
            #expect(ranges.allSatisfy { $0.firstTime.milliseconds == Int64($0.first % 1000) })
            #expect(ranges.allSatisfy { $0.lastTime.milliseconds == Int64($0.last % 1000) })
            return (ranges.map(\.ids), isCoarse)
        }
        let ids: [UInt64] = [1, 3, 10, 12, 13, 20, .max]
        let whole = finished(ids, 6)
        #expect(whole.ranges.count == 6 && !whole.isCoarse)
        let coarse = finished(ids, 3)
        // Gaps of 1, 6, 1, 6 and the rest: of the two of 6 the first stays.
        #expect(coarse.ranges.map(\.first) == [1, 10, .max] && coarse.ranges.map(\.last) == [3, 20, .max])
        #expect(coarse.isCoarse)
        // Equal gaps: the first ones stay, however many have come.
        let many = finished((0..<5000).map { $0 * 2 }, 100)
        #expect(many.ranges.count == 100 && many.ranges[0].last == 0 && many.ranges[99].last == 9998)
        #expect(finished([7], 1).ranges == [RecordIDRange(first: 7, last: 7)])
    }

    @Test func listsSurvivePackingAndDamageIsAnError() throws {
        var generator = SeededGenerator(seed: 3)
        var ranges: [RecordIDRange] = []
        var next: UInt64 = 0
        for _ in 0..<300 {
            let first = next + UInt64.random(in: 0...1 << 40, using: &generator)
            ranges.append(RecordIDRange(first: first, last: first + UInt64.random(in: 0...500, using: &generator)))
            next = ranges[ranges.count - 1].last + 2
        }
        ranges.append(RecordIDRange(first: .max, last: .max))
        let packed = RecordIDRangeList.packed(ranges)
        #expect(try RecordIDRangeList.unpacked(packed) == ranges)
        #expect(throws: DatabaseError.self) { try RecordIDRangeList.unpacked(packed.dropLast()) }
        #expect(throws: DatabaseError.self) { try RecordIDRangeList.unpacked(packed + [1, 0]) }
        #expect(throws: DatabaseError.self) { try RecordIDRangeList.unpacked(Data(repeating: 0xFF, count: 40)) }
        let day = Day(number: 20_727)
        let timed = ranges.map { range in
            let times = [0, 86_399_999].map { Instant(milliseconds: day.start.milliseconds + $0) }
            return TimedIDRange(
                first: range.first, last: range.last, firstTime: times.any(&generator),
                lastTime: times.any(&generator))
        }
        let list = TimedIDRangeList.packed(timed, of: day)
        #expect(try TimedIDRangeList.unpacked(list, of: day) == timed)
        #expect(throws: DatabaseError.self) { try TimedIDRangeList.unpacked(list.dropLast(), of: day) }
        for _ in 0..<2000 {
            var bytes = list
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            _ = try? TimedIDRangeList.unpacked(bytes, of: day)
        }
        for _ in 0..<2000 {
            var bytes = packed
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            _ = try? RecordIDRangeList.unpacked(bytes)
        }
    }
}
