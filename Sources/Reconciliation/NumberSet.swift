/// A set of indices of the identities, one bit for each up to the largest: it is asked and added to once for each of ten
/// million rows, where a set by hash spends its time on hashing.
struct NumberSet: Sendable, Sequence {
    private var words: [UInt64] = []

    init() {}

    func contains(_ number: Int) -> Bool {
        guard number >= 0, number >> 6 < words.count else { return false }
        return words[number >> 6] & (1 << UInt64(number & 63)) != 0
    }

    /// - Parameter number: 0 or more.
    mutating func insert(_ number: Int) {
        let word = number >> 6
        if word >= words.count {
            words.append(contentsOf: repeatElement(0, count: Swift.max(word + 1, 2 * words.count) - words.count))
        }
        words[word] |= 1 << UInt64(number & 63)
    }

    mutating func formUnion(_ other: NumberSet) {
        if words.count < other.words.count {
            words.append(contentsOf: repeatElement(0, count: other.words.count - words.count))
        }
        for (index, word) in other.words.enumerated() { words[index] |= word }
    }

    /// Rising.
    func makeIterator() -> Iterator { Iterator(words: words) }

    struct Iterator: IteratorProtocol {
        fileprivate let words: [UInt64]
        private var index = 0
        /// What is left of the word at `index`.
        private var left: UInt64

        fileprivate init(words: [UInt64]) {
            self.words = words
            left = words.first ?? 0
        }

        mutating func next() -> Int? {
            while left == 0 {
                index += 1
                guard index < words.count else { return nil }
                left = words[index]
            }
            let bit = left.trailingZeroBitCount
            left &= left - 1
            return index << 6 | bit
        }
    }
}

/// The highest rank of each index of the identities that has one, by index.
struct HighestRanks: Sendable {
    /// -1 where there is none: no rank is below `Rank.any`.
    private var ranks: [Int32] = []

    init() {}

    /// Nil where there is none, and for what is no index.
    subscript(number: Int) -> Int? {
        guard ranks.indices.contains(number), ranks[number] >= 0 else { return nil }
        return Int(ranks[number])
    }

    /// Those with a rank, rising.
    var keys: some Sequence<Int> { ranks.indices.lazy.filter { ranks[$0] >= 0 } }

    mutating func raise(_ number: Int, to rank: Int) {
        if number >= ranks.count {
            ranks.append(contentsOf: repeatElement(-1, count: Swift.max(number + 1, 2 * ranks.count) - ranks.count))
        }
        ranks[number] = Swift.max(ranks[number], Int32(Swift.max(rank, Rank.any)))
    }

    mutating func merge(_ other: HighestRanks) {
        for number in other.keys { raise(number, to: Int(other.ranks[number])) }
    }
}
