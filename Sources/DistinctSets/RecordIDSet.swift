import AccessModel

/// Record ids of one log as ranges: exact, whatever their order.
///
/// Ids come up or down by one for long stretches, so one range grows; where it breaks off it joins the others, which are
/// sorted and united now and then.
struct RecordIDSet: Sendable {
    private var growing: RecordIDRange
    private var others: [RecordIDRange] = []
    private var limit = 1024

    init(_ id: UInt64) { growing = RecordIDRange(first: id, last: id) }

    /// How many more ranges are held than before.
    @inline(__always)
    mutating func insert(_ id: UInt64) -> Int {
        if id == growing.last &+ 1, id != 0 {
            growing.last = id
        } else if id < growing.first || id > growing.last {
            if id &+ 1 == growing.first, id != .max { growing.first = id } else { return startAnew(at: id) }
        }
        return 0
    }

    private mutating func startAnew(at id: UInt64) -> Int {
        let before = others.count
        others.append(growing)
        growing = RecordIDRange(first: id, last: id)
        if others.count >= limit {
            others = RecordIDRange.union(of: others)
            limit = max(1024, 2 * others.count)
        }
        return others.count - before
    }

    var ranges: [RecordIDRange] { RecordIDRange.union(of: others + [growing]) }
}
