/// Searches the ends of comments, CDATA sections and processing instructions, and remembers where there is none.
///
/// Without the memory a run of openers that never end would be searched to the limit again for each of them.
struct SectionSearch {
    /// Per section: its terminator begins nowhere in this range.
    private var barren: [Range<Int>] = Array(repeating: 0..<0, count: MarkupSection.allCases.count)

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

    /// Follows bytes whose first `count` were dropped.
    mutating func shift(by count: Int) {
        barren = barren.map { max(0, $0.lowerBound - count)..<max(0, $0.upperBound - count) }
    }
}
