import AccessModel

/// Unites ranges that come in the order of their first ids, and keeps the largest gaps between them.
///
/// Which gaps are kept depends on the set of ids alone: the largest, and of equal ones the first.
struct RecordIDGaps {
    private struct Gap {
        /// The last id before it, and the first one behind it, with their times.
        var before: (id: UInt64, time: Instant)
        var behind: (id: UInt64, time: Instant)
        /// Missing ids.
        var count: UInt64 { behind.id - before.id - 1 }
    }

    private let maximumGaps: Int
    private var gaps: [Gap] = []
    private var first: (id: UInt64, time: Instant)?
    /// The end of the range before `current`, which is not final while ranges may still join.
    private var end: (id: UInt64, time: Instant)?
    private var current: TimedIDRange?
    /// Ranges without the limit.
    private(set) var rangeCount = 0
    /// Ids missing between the lowest and the highest.
    private(set) var missing: UInt64 = 0

    init(maximumRanges: Int) { maximumGaps = max(0, maximumRanges - 1) }

    /// Adds a range that begins at or after the first id of the one before.
    mutating func add(_ range: TimedIDRange) {
        if current?.reaches(range) == true {
            current?.extend(to: range)
            return
        }
        closeCurrent()
        current = range
        rangeCount += 1
    }

    /// What comes next begins behind the current range: it is whole.
    private mutating func closeCurrent() {
        guard let current else { return }
        if first == nil { first = (current.first, current.firstTime) }
        if let end {
            let gap = Gap(before: end, behind: (current.first, current.firstTime))
            missing += gap.count
            gaps.append(gap)
            if gaps.count >= 2 * maximumGaps + 64 { dropSmallest() }
        }
        end = (current.last, current.lastTime)
        self.current = nil
    }

    private mutating func dropSmallest() {
        guard gaps.count > maximumGaps else { return }
        gaps.sort { $0.count == $1.count ? $0.before.id < $1.before.id : $0.count > $1.count }
        gaps.removeLast(gaps.count - maximumGaps)
    }

    /// The ranges, and whether gaps were closed. `rangeCount` and `missing` are final from here on.
    mutating func finish() -> (ranges: [TimedIDRange], isCoarse: Bool) {
        closeCurrent()
        guard var start = first, let end else { return ([], false) }
        dropSmallest()
        var ranges: [TimedIDRange] = []
        for gap in gaps.sorted(by: { $0.before.id < $1.before.id }) {
            ranges.append(
                TimedIDRange(first: start.id, last: gap.before.id, firstTime: start.time, lastTime: gap.before.time))
            start = gap.behind
        }
        ranges.append(TimedIDRange(first: start.id, last: end.id, firstTime: start.time, lastTime: end.time))
        return (ranges, ranges.count < rangeCount)
    }
}
