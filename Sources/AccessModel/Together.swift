/// Work on two cores whose result does not depend on which is done first.
public enum Together {
    /// Does two things that need nothing of each other at the same time.
    public static func both<First: Sendable, Second: Sendable>(
        _ first: @Sendable () -> First, _ second: @Sendable () -> Second
    ) -> (First, Second) {
        // Each is written by one iteration and read when both are done.
        nonisolated(unsafe) var (one, other): (First?, Second?) = (nil, nil)
        SharedWork.perform(2) { number in
            if number == 0 { one = first() } else { other = second() }
        }
        guard let one, let other else { preconditionFailure("work was not done") }
        return (one, other)
    }

    /// Sorts the two halves at the same time. Elements of which neither comes first stay in their order.
    public static func sorted<Element: Sendable>(
        _ elements: [Element], by isOrdered: @Sendable (Element, Element) -> Bool
    ) -> [Element] {
        let middle = elements.count / 2
        let (first, second) = both(
            { elements[..<middle].sorted(by: isOrdered) }, { elements[middle...].sorted(by: isOrdered) })
        if let last = first.last, let next = second.first, !isOrdered(next, last) { return first + second }
        var merged: [Element] = []
        merged.reserveCapacity(elements.count)
        var (left, right) = (first[...], second[...])
        while let a = left.first, let b = right.first {
            merged.append(isOrdered(b, a) ? right.removeFirst() : left.removeFirst())
        }
        return merged + left + right
    }

    /// Makes the elements of an array in their places, ranges of them at a time.
    public static func map<Element: Sendable>(
        _ count: Int, size: Int = 1 << 16, _ element: @Sendable (Int) -> Element
    ) -> [Element] {
        [Element](unsafeUninitializedCapacity: count) { buffer, filled in
            // Each place is written by one iteration.
            nonisolated(unsafe) let places = buffer
            SharedWork.perform((count + size - 1) / size) { part in
                for place in part * size..<min(count, (part + 1) * size) {
                    places.initializeElement(at: place, to: element(place))
                }
            }
            filled = count
        }
    }

    /// Cuts `0..<count` into neighbouring ranges and works on several at a time.
    /// - Parameter size: of each range but the last.
    /// - Returns: the results in the order of the ranges.
    public static func ranges<Result: Sendable>(
        of count: Int, size: Int = 1 << 16, _ work: @Sendable (Range<Int>) -> Result
    ) -> [Result] {
        let parts = (count + size - 1) / size
        return [Result?](unsafeUninitializedCapacity: parts) { buffer, filled in
            // Each place is written by one iteration.
            nonisolated(unsafe) let places = buffer
            SharedWork.perform(parts) { part in
                let range = part * size..<min(count, (part + 1) * size)
                places.initializeElement(at: part, to: work(range))
            }
            filled = parts
        }.compactMap { $0 }
    }
}
