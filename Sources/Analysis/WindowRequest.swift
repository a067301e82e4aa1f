public import AccessModel

/// Which days of a store to look at.
public enum WindowRequest: Sendable, Hashable {
    /// N UTC days ending with and including the last day with evidence.
    case last(days: Int)
    /// From and to, both included; nil for open.
    case between(Day?, Day?)

    /// The days asked for, given the days the store has evidence of; nil for an empty store or an empty window.
    public func days(first: Day, last: Day) -> ClosedRange<Day>? {
        switch self {
        case .last(let days):
            return last.advanced(by: 1 - days)...last
        case .between(let from, let to):
            let (lower, upper) = (from ?? first, to ?? last)
            return lower <= upper ? lower...upper : nil
        }
    }
}
