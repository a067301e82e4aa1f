/// Searches the ends of comments, CDATA sections and processing instructions, and beginnings of records in them, and
/// remembers where there is none.
///
/// Without the memory a run of openers that never end would be searched to the limit again for each of them.
struct SectionSearch {
    /// Per section: its terminator begins nowhere in this range.
    private var barren: [Range<Int>] = Array(repeating: 0..<0, count: MarkupSection.allCases.count)
    /// No start tag of an `<Event` begins in this range.
    private var eventless = 0..<0

    /// Index behind the first terminator at or after `start` that ends at or before `limit`.
    mutating func end(of section: MarkupSection, from start: Int, limit: Int, in bytes: [UInt8]) -> Int? {
        let terminator = section.terminator
        let length = terminator.utf8CodeUnitCount
        let known = barren[section.rawValue]
        let isKnown = known.lowerBound <= start && start <= known.upperBound
        var index = isKnown ? known.upperBound : start
        // Every terminator ends with `>`.
        while let close = bytes.index(of: UInt8(ascii: ">"), from: index + length - 1, to: limit) {
            index = close - length + 1
            if bytes.matches(terminator, at: index, limit: limit) { return close + 1 }
            index += 1
        }
        barren[section.rawValue] = (isKnown ? known.lowerBound : start)..<max(index, start, limit - length + 1)
        return nil
    }

    /// First place at or after `start` where the start tag of an `<Event` is complete as far as its name, before `limit`.
    mutating func eventStart(from start: Int, limit: Int, in bytes: [UInt8]) -> Int? {
        let isKnown = eventless.lowerBound <= start && start <= eventless.upperBound
        var index = isKnown ? eventless.upperBound : start
        search: while let mark = bytes.index(of: UInt8(ascii: "<"), from: index, to: limit) {
            index = mark
            switch bytes.name(at: mark + 1, limit: limit, is: "Event") {
            case .this: return mark
            case .undecided: break search
            case .other: index += 1
            }
        }
        let isRead = bytes.index(of: UInt8(ascii: "<"), from: index, to: limit) == nil
        eventless = (isKnown ? eventless.lowerBound : start)..<(isRead ? max(start, limit) : index)
        return nil
    }

    /// Follows bytes of which those from `end` on were taken away.
    mutating func truncate(to end: Int) {
        barren = barren.map { min(end, $0.lowerBound)..<min(end, $0.upperBound) }
        eventless = min(end, eventless.lowerBound)..<min(end, eventless.upperBound)
    }

    /// Follows bytes whose first `count` were dropped.
    mutating func shift(by count: Int) {
        barren = barren.map { max(0, $0.lowerBound - count)..<max(0, $0.upperBound - count) }
        eventless = max(0, eventless.lowerBound - count)..<max(0, eventless.upperBound - count)
    }
}
