/// Sorts numbers by a word each: least significant digit first, over the digits in which they differ.
///
/// For tens of thousands of texts and rows told apart by their first eight bytes: a quarter of the time of `sort`.
enum OrderedByWord {
    struct Entry: Sendable {
        var word: UInt64
        var number: UInt32
    }

    private static let digitBits: UInt64 = 11

    /// Sorts by word; entries of one word stay in their order.
    static func sort(_ entries: inout [Entry]) {
        guard entries.count > 1 else { return }
        var differing: UInt64 = 0
        for entry in entries { differing |= entry.word ^ entries[0].word }
        var other = entries
        var counts = [Int](repeating: 0, count: 1 << Int(digitBits))
        var shift: UInt64 = 0
        while shift < 64 {
            let mask = (1 << digitBits) - 1 as UInt64
            if differing >> shift & mask != 0 {
                for index in counts.indices { counts[index] = 0 }
                for entry in entries { counts[Int(truncatingIfNeeded: entry.word >> shift & mask)] += 1 }
                var place = 0
                for index in counts.indices { (counts[index], place) = (place, place + counts[index]) }
                for entry in entries {
                    let digit = Int(truncatingIfNeeded: entry.word >> shift & mask)
                    other[counts[digit]] = entry
                    counts[digit] += 1
                }
                swap(&entries, &other)
            }
            shift += digitBits
        }
    }

    /// Sorts by word, and entries of one word by `isBefore`.
    static func sort(_ entries: inout [Entry], isBefore: (UInt32, UInt32) -> Bool) {
        sort(&entries)
        var start = 0
        while start < entries.count {
            var end = start + 1
            while end < entries.count, entries[end].word == entries[start].word { end += 1 }
            if end - start > 1 { entries[start..<end].sort { isBefore($0.number, $1.number) } }
            start = end
        }
    }
}
