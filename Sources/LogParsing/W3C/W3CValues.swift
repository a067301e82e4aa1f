import ByteScan

/// The values of one line: exactly one space between them, nothing quoted.
struct W3CValues {
    /// End of each value in the line; reused from line to line.
    private var ends: [Int32] = []
    /// Values found, also beyond those kept.
    private(set) var count = 0
    /// True where every byte of the line is ASCII.
    private(set) var isASCII = true
    /// True where values may stand in quotes.
    private var isWithinQuotes = false

    /// Splits a line of at most `W3CParser.maximumLineLength` bytes, times three for decoding; keeps the first `limit`
    /// values.
    mutating func split(_ line: UnsafeRawBufferPointer, keeping limit: Int) {
        if ends.count < limit { ends = [Int32](repeating: 0, count: limit) }
        isWithinQuotes = false
        var found = 0
        var high: UInt64 = 0
        ends.withUnsafeMutableBufferPointer { ends in
            var index = 0
            // Eight bytes at a time: exact zero-byte test of `word ^ spaces`, then one step per space.
            while index + 8 <= line.count {
                let word = UInt64(littleEndian: line.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                high |= word
                let apart = word ^ 0x2020_2020_2020_2020
                let low = (apart & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F
                var spaces = ~(low | apart | 0x7F7F_7F7F_7F7F_7F7F)
                while spaces != 0 {
                    if found < limit {
                        ends[found] = Int32(truncatingIfNeeded: index + spaces.trailingZeroBitCount / 8)
                    }
                    found += 1
                    spaces &= spaces &- 1
                }
                index += 8
            }
            while index < line.count {
                high |= UInt64(line[index])
                if line[index] == 0x20 {
                    if found < limit { ends[found] = Int32(truncatingIfNeeded: index) }
                    found += 1
                }
                index += 1
            }
            if found < limit { ends[found] = Int32(truncatingIfNeeded: line.count) }
        }
        count = found + 1
        isASCII = high & 0x8080_8080_8080_8080 == 0
    }

    /// Splits a line whose values may stand in double quotes, quotes in them doubled. A value keeps the doubled ones: what
    /// accesses are made from holds none.
    mutating func splitQuoted(
        _ line: UnsafeRawBufferPointer, at separator: UInt8 = 0x20, keeping limit: Int
    ) {
        if ends.count < limit { ends = [Int32](repeating: 0, count: limit) }
        var found = 0
        var isQuoted = false
        for (index, byte) in line.enumerated() {
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == separator, !isQuoted {
                if found < limit { ends[found] = Int32(truncatingIfNeeded: index) }
                found += 1
            }
        }
        if found < limit { ends[found] = Int32(truncatingIfNeeded: line.count) }
        // A quote that is never closed: the line is not what it seems.
        count = isQuoted ? 0 : found + 1
        isWithinQuotes = true
    }

    /// A value of the line last split, trimmed; empty where it is none (`-`, nothing) or where there is no such column.
    func value(at position: Int?, of line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard let position, position < count, position < ends.count else {
            return UnsafeRawBufferPointer(rebasing: line[0..<0])
        }
        let start = position == 0 ? 0 : Int(ends[position - 1]) + 1
        let value = UnsafeRawBufferPointer(rebasing: line[start..<Int(ends[position])])
        guard isWithinQuotes, value.count >= 2, value.first == UInt8(ascii: "\""), value.last == UInt8(ascii: "\"")
        else {
            return FieldValue.trimmed(value)
        }
        return FieldValue.trimmed(UnsafeRawBufferPointer(rebasing: value[1..<(value.count - 1)]))
    }
}
