import AccessModel

/// First and last day of each index of the identities that has one, by index: asked and told once for each of ten million rows.
struct DaySpans: Sendable {
    private static let never = Int32.max
    private var first: [Int32] = []
    private var last: [Int32] = []

    init() {}

    /// Nil where there is none, and for what is no index.
    subscript(number: Int) -> ClosedRange<Day>? {
        guard first.indices.contains(number), first[number] != DaySpans.never else { return nil }
        return Day(number: first[number])...Day(number: last[number])
    }

    /// - Parameter number: 0 or more.
    mutating func see(_ number: Int, on day: Day) {
        if number >= first.count {
            let more = Swift.max(number + 1, 2 * first.count) - first.count
            first.append(contentsOf: repeatElement(DaySpans.never, count: more))
            last.append(contentsOf: repeatElement(.min, count: more))
        }
        first[number] = Swift.min(first[number], day.number)
        last[number] = Swift.max(last[number], day.number)
    }

    mutating func merge(_ other: DaySpans) {
        for number in other.first.indices {
            guard let span = other[number] else { continue }
            see(number, on: span.lowerBound)
            see(number, on: span.upperBound)
        }
    }
}
