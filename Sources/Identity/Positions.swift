/// Indices of the few accounts that share a SID or a name, in the order in which they were added.
///
/// Most are one or two, and there are millions of lists: the first two need no memory of their own.
struct Positions: Sendable, RandomAccessCollection, ExpressibleByArrayLiteral {
    private var head = NumberOrNone(nil)
    private var second = NumberOrNone(nil)
    private var rest: [Int32]?

    init() {}

    init(arrayLiteral elements: Int...) {
        for element in elements { append(element) }
    }

    var startIndex: Int { 0 }
    var endIndex: Int {
        if head.value == nil { return 0 }
        return second.value == nil ? 1 : 2 + (rest?.count ?? 0)
    }

    subscript(index: Int) -> Int {
        switch index {
        case 0: if let head = head.value { return head }
        case 1: if let second = second.value { return second }
        default: if let rest { return Int(rest[index - 2]) }
        }
        preconditionFailure("no position \(index) of \(count)")
    }

    mutating func append(_ position: Int) {
        if head.value == nil {
            head = NumberOrNone(position)
        } else if second.value == nil {
            second = NumberOrNone(position)
        } else if rest == nil {
            rest = [Int32(position)]
        } else {
            rest?.append(Int32(position))
        }
    }

    mutating func removeAll(where isOut: (Int) -> Bool) {
        let left = filter { !isOut($0) }
        self = Positions()
        for position in left { append(position) }
    }
}
