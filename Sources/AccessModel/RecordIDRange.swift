/// Record ids of an event log without a gap between them.
public struct RecordIDRange: Sendable, Hashable {
    public var first: UInt64
    /// Not below `first`.
    public var last: UInt64

    public init(first: UInt64, last: UInt64) {
        self.first = first
        self.last = last
    }

    /// The same ids as few ranges as can be, in order.
    public static func union(of ranges: [RecordIDRange]) -> [RecordIDRange] {
        var result: [RecordIDRange] = []
        for range in ranges.sorted(by: { $0.first < $1.first }) {
            // The id after the last one; none follows the largest id there is.
            if let last = result.last, last.last == .max || range.first <= last.last + 1 {
                result[result.count - 1].last = max(last.last, range.last)
            } else {
                result.append(range)
            }
        }
        return result
    }
}
