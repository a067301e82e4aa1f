/// Searches the end of a tag, and remembers how far it came where more bytes are needed.
///
/// Without the memory a tag of 4 MiB that comes in pieces would be read again from its start with each of them.
struct TagSearch {
    /// What a `<` in an attribute value may begin although it is not well-formed there.
    enum Place {
        /// Between records: no attribute holds any `<Event`.
        case gap
        /// In a record: an `<Event` is a value's own unless it can only be a record.
        case record
    }

    /// The tag whose end was not found, and how far it was read.
    private var tag: (mark: Int, place: Place)?
    private var index = 0
    /// The quote of the attribute value at `index`, 0 outside of one.
    private var quote: UInt8 = 0
    /// Bytes looked at so far, for tests: no time is measured there.
    private(set) var steps = 0

    /// Reads the start or end tag at `mark`; nil where neither its end nor a `<` outside of its attribute values is
    /// before `limit`.
    ///
    /// A `<` in an attribute value is not well-formed, but does not end the value, except where it begins a record: then
    /// the tag was cut inside its value.
    mutating func tag(in bytes: [UInt8], at mark: Int, limit: Int, place: Place) -> MarkupTag? {
        if tag.map({ $0 != (mark, place) }) ?? true {
            tag = (mark, place)
            index = mark + 1
            quote = 0
        }
        let start = index
        guard let end = end(in: bytes, limit: limit, place: place) else {
            steps += index - start
            return nil
        }
        steps += end - start
        tag = nil
        return MarkupTag(in: bytes, at: mark, endsAt: end)
    }

    /// Index of the `>` or `<` that ends the tag; nil where it is not before `limit`, and `index` is how far all is clear.
    private mutating func end(in bytes: [UInt8], limit: Int, place: Place) -> Int? {
        while index < limit {
            let byte = bytes[index]
            if quote != 0 {
                if byte == quote {
                    quote = 0
                } else if byte == UInt8(ascii: "<") {
                    guard let isCut = isCut(in: bytes, at: index, limit: limit, place: place) else { return nil }
                    if isCut { return index }
                }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "<") {
                return index
            }
            index += 1
        }
        return nil
    }

    private func isCut(in bytes: [UInt8], at mark: Int, limit: Int, place: Place) -> Bool? {
        switch place {
        case .record: return MarkupTag.beginsRecord(in: bytes, at: mark, limit: limit)
        case .gap:
            let match = bytes.name(at: mark + 1, limit: limit, is: "Event")
            return match == .undecided ? nil : match.isThis
        }
    }

    /// Follows bytes of which those from `end` on were taken away.
    mutating func truncate(to end: Int) {
        if index > end { tag = nil }
    }

    /// Follows bytes whose first `count` were dropped.
    mutating func shift(by count: Int) {
        guard let known = tag else { return }
        if known.mark < count {
            tag = nil
        } else {
            tag = (known.mark - count, known.place)
            index -= count
        }
    }
}
