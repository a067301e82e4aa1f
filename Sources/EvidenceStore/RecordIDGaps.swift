import AccessModel

/// Unites ranges that come in the order of their first ids, and keeps the largest gaps between them.
///
/// Which gaps are kept depends on the set of ids alone: the largest, and of equal ones the first.
struct RecordIDGaps {
    private struct Gap {
        /// First missing id.
        var first: UInt64
        var count: UInt64
    }

    private let maximumGaps: Int
    private var gaps: [Gap] = []
    private var whole: RecordIDRange?
    /// Ranges without the limit.
    private(set) var rangeCount = 0
    /// Ids missing between the lowest and the highest.
    private(set) var missing: UInt64 = 0

    init(maximumRanges: Int) { maximumGaps = max(0, maximumRanges - 1) }

    /// Adds a range that begins at or after the first id of the one before.
    mutating func add(_ range: RecordIDRange) {
        guard let last = whole?.last else {
            whole = range
            rangeCount = 1
            return
        }
        if last < range.first, range.first - last > 1 {
            let count = range.first - last - 1
            rangeCount += 1
            missing += count
            gaps.append(Gap(first: last + 1, count: count))
            if gaps.count >= 2 * maximumGaps + 64 { dropSmallest() }
        }
        whole?.last = max(last, range.last)
    }

    private mutating func dropSmallest() {
        guard gaps.count > maximumGaps else { return }
        gaps.sort { $0.count == $1.count ? $0.first < $1.first : $0.count > $1.count }
        gaps.removeLast(gaps.count - maximumGaps)
    }

    /// The ranges, and whether gaps were closed.
    mutating func finish() -> (ranges: [RecordIDRange], isCoarse: Bool) {
        guard let whole else { return ([], false) }
        dropSmallest()
        var ranges: [RecordIDRange] = []
        var first = whole.first
        for gap in gaps.sorted(by: { $0.first < $1.first }) {
            ranges.append(RecordIDRange(first: first, last: gap.first - 1))
            first = gap.first + gap.count
        }
        ranges.append(RecordIDRange(first: first, last: whole.last))
        return (ranges, ranges.count < rangeCount)
    }
}
