/// A set of rows of `contribution_row`: a bit for each, since there may be as many as the store has.
struct EventRowSet {
    private struct Word: Hashable {
        var input, number: Int64
    }

    private var words: [Word: UInt64] = [:]
    /// The inputs of the rows.
    private(set) var inputs = Set<Int64>()

    var isEmpty: Bool { words.isEmpty }

    mutating func insert(_ row: EventRowPlace) {
        words[EventRowSet.word(row), default: 0] |= EventRowSet.bit(row)
        inputs.insert(row.input)
    }

    func contains(_ row: EventRowPlace) -> Bool {
        words[EventRowSet.word(row)].map { $0 & EventRowSet.bit(row) != 0 } ?? false
    }

    private static func word(_ row: EventRowPlace) -> Word { Word(input: row.input, number: row.number >> 6) }
    private static func bit(_ row: EventRowPlace) -> UInt64 { 1 << UInt64(row.number & 63) }
}
