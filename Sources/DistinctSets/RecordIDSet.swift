import AccessModel

/// Record ids of one log as ranges with the times at their ends: exact, whatever their order.
///
/// Ids come up or down by one for long stretches, so one range grows; where it breaks off it joins the others, which are
/// sorted and united now and then.
struct RecordIDSet: Sendable {
    private var growing: TimedIDRange
    private var others: [TimedIDRange] = []
    private var limit = 1024

    init(_ id: UInt64, at time: Instant) { growing = TimedIDRange(id, at: time) }

    /// How many more ranges are held than before.
    @inline(__always)
    mutating func insert(_ id: UInt64, at time: Instant) -> Int {
        if id == growing.last &+ 1, id != 0 {
            (growing.last, growing.lastTime) = (id, time)
            return 0
        }
        return insertApart(id, at: time)
    }

    private mutating func insertApart(_ id: UInt64, at time: Instant) -> Int {
        if id < growing.first || id > growing.last {
            guard id &+ 1 == growing.first, id != .max else { return startAnew(at: id, time) }
            (growing.first, growing.firstTime) = (id, time)
        } else {
            // Of several records of one id at an end the outermost times count.
            if id == growing.first { growing.firstTime = min(growing.firstTime, time) }
            if id == growing.last { growing.lastTime = max(growing.lastTime, time) }
        }
        return 0
    }

    private mutating func startAnew(at id: UInt64, _ time: Instant) -> Int {
        let before = others.count
        others.append(growing)
        growing = TimedIDRange(id, at: time)
        if others.count >= limit {
            others = TimedIDRange.union(of: others)
            limit = max(1024, 2 * others.count)
        }
        return others.count - before
    }

    var ranges: [TimedIDRange] { TimedIDRange.union(of: others + [growing]) }
}
