/// Record ids of an event log without a gap between them, with the times of the records at both ends: what is missing
/// between two ranges happened between the end of the one and the beginning of the other.
public struct TimedIDRange: Sendable, Hashable {
    public var first: UInt64
    /// Not below `first`.
    public var last: UInt64
    /// Time of the record `first`, the earliest where several have that id.
    public var firstTime: Instant
    /// Time of the record `last`, the latest where several have that id.
    public var lastTime: Instant

    public init(first: UInt64, last: UInt64, firstTime: Instant, lastTime: Instant) {
        self.first = first
        self.last = last
        self.firstTime = firstTime
        self.lastTime = lastTime
    }

    public init(_ id: UInt64, at time: Instant) { self.init(first: id, last: id, firstTime: time, lastTime: time) }

    /// The ids alone.
    public var ids: RecordIDRange { RecordIDRange(first: first, last: last) }

    /// Takes in a range that begins inside this one or right behind it, and not before it.
    public mutating func extend(to next: TimedIDRange) {
        if next.first == first { firstTime = min(firstTime, next.firstTime) }
        if next.last == last { lastTime = max(lastTime, next.lastTime) }
        if next.last > last { (last, lastTime) = (next.last, next.lastTime) }
    }

    /// True for a range that begins inside this one or right behind it; none begins behind the largest id there is.
    public func reaches(_ next: TimedIDRange) -> Bool { last == .max || next.first <= last + 1 }

    /// The same ids as few ranges as can be, in order. It is that of the records, whatever ranges they came in.
    public static func union(of ranges: [TimedIDRange]) -> [TimedIDRange] {
        var result: [TimedIDRange] = []
        for range in ranges.sorted(by: { $0.first < $1.first }) {
            if let last = result.indices.last, result[last].reaches(range) {
                result[last].extend(to: range)
            } else {
                result.append(range)
            }
        }
        return result
    }
}
