import Dispatch

/// Work on two cores whose result does not depend on which is done first.
public enum Together {
    /// Does two things that need nothing of each other at the same time.
    public static func both<First: Sendable, Second: Sendable>(
        _ first: @Sendable () -> First, _ second: @Sendable () -> Second
    ) -> (First, Second) {
        // Each is written by one iteration and read when both are done.
        nonisolated(unsafe) var (one, other): (First?, Second?) = (nil, nil)
        DispatchQueue.concurrentPerform(iterations: 2) { number in
            if number == 0 { one = first() } else { other = second() }
        }
        guard let one, let other else { preconditionFailure("work was not done") }
        return (one, other)
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
            DispatchQueue.concurrentPerform(iterations: parts) { part in
                let range = part * size..<min(count, (part + 1) * size)
                places.initializeElement(at: part, to: work(range))
            }
            filled = parts
        }.compactMap { $0 }
    }
}
