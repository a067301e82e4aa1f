import AccessModel
import Foundation
import GRDB

/// Ranges of record ids as stored: for each two variable-length numbers, how far its first id is from the last one of the
/// range before, and how far its last id is from its first.
enum RecordIDRangeList {
    static func packed(_ ranges: some Sequence<RecordIDRange>) -> Data {
        var bytes: [UInt8] = []
        var last: UInt64 = 0
        for range in ranges {
            VariableNumbers.append(range.first &- last, to: &bytes)
            VariableNumbers.append(range.last &- range.first, to: &bytes)
            last = range.last
        }
        return Data(bytes)
    }

    /// - Throws: `DatabaseError` (`SQLITE_CORRUPT`) where the bytes are no ranges in order.
    static func unpacked(_ data: Data) throws -> [RecordIDRange] {
        var ranges: [RecordIDRange] = []
        try VariableNumbers.forEachGroup(of: 2, in: data) { numbers in
            ranges.append(try range(after: ranges.last?.last, numbers[0], numbers[1]))
        }
        return ranges
    }

    /// The range that begins `distance` after the last id of the one before, and ends `length` after it begins.
    static func range(after last: UInt64?, _ distance: UInt64, _ length: UInt64) throws -> RecordIDRange {
        let (first, firstOverflows) = (last ?? 0).addingReportingOverflow(distance)
        let (end, endOverflows) = first.addingReportingOverflow(length)
        guard !firstOverflows, !endOverflows, last == nil || distance > 0 else { throw VariableNumbers.damaged }
        return RecordIDRange(first: first, last: end)
    }
}

/// The same with the times at both ends: two more numbers for each range, how far (in ms, either way) the first time is from
/// the last one of the range before, or from midnight, and the last time from the first.
enum TimedIDRangeList {
    static func packed(_ ranges: some Sequence<TimedIDRange>, of day: Day) -> Data {
        var bytes: [UInt8] = []
        var last = TimedIDRange(0, at: day.start)
        for range in ranges {
            VariableNumbers.append(range.first &- last.last, to: &bytes)
            VariableNumbers.append(range.last &- range.first, to: &bytes)
            for (from, to) in [(last.lastTime, range.firstTime), (range.firstTime, range.lastTime)] {
                VariableNumbers.append(VariableNumbers.zigzag(to.milliseconds &- from.milliseconds), to: &bytes)
            }
            last = range
        }
        return Data(bytes)
    }

    /// - Throws: `DatabaseError` (`SQLITE_CORRUPT`) where the bytes are no ranges in order, with times of the day.
    static func unpacked(_ data: Data, of day: Day) throws -> [TimedIDRange] {
        var ranges: [TimedIDRange] = []
        try VariableNumbers.forEachGroup(of: 4, in: data) { numbers in
            let ids = try RecordIDRangeList.range(after: ranges.last?.last, numbers[0], numbers[1])
            let first = try time(numbers[2], from: ranges.last?.lastTime ?? day.start, of: day)
            let last = try time(numbers[3], from: first, of: day)
            ranges.append(TimedIDRange(first: ids.first, last: ids.last, firstTime: first, lastTime: last))
        }
        return ranges
    }

    private static func time(_ distance: UInt64, from time: Instant, of day: Day) throws -> Instant {
        let distance = VariableNumbers.unzigzag(distance)
        let time = Instant(milliseconds: time.milliseconds &+ distance)
        guard Day(time) == day else { throw VariableNumbers.damaged }
        return time
    }
}
