import ByteScan
import CByteScan

/// The values of one line: exactly one space between them, nothing quoted.
struct W3CValues {
    /// End of each value in the line; reused from line to line. Longer than what is asked for, as the kernel wants it.
    private var ends: [UInt32] = []
    /// Values found, also beyond those kept.
    private(set) var count = 0
    /// Values whose ends are known.
    private var keptCount = 0
    /// True where every byte of the line is ASCII.
    private(set) var isASCII = true
    /// False where no value can have white space around it.
    private var mayHaveBlanks = true
    /// True where values may stand in quotes.
    private var isWithinQuotes = false

    private mutating func makeRoom(for limit: Int) {
        let room = limit + Int(CBS_SPLIT_SLACK)
        if ends.count < room { ends = [UInt32](repeating: 0, count: room) }
    }

    /// Splits a line of at most `W3CParser.maximumLineLength` bytes, times three for decoding; keeps the first `limit`
    /// values.
    mutating func split(_ line: UnsafeRawBufferPointer, keeping limit: Int) {
        makeRoom(for: limit)
        isWithinQuotes = false
        guard let base = line.baseAddress else {
            (ends[0], count, keptCount) = (0, 1, min(1, limit))
            (isASCII, mayHaveBlanks) = (true, false)
            return
        }
        let found = ends.withUnsafeMutableBufferPointer { ends in
            cbs_split(base.assumingMemoryBound(to: UInt8.self), line.count, ends.baseAddress, limit)
        }
        count = Int(found.values)
        keptCount = min(count, limit)
        isASCII = found.has_high == 0
        mayHaveBlanks = found.has_control != 0
    }

    /// Splits a line whose values may stand in double quotes, quotes in them doubled. A value keeps the doubled ones: what
    /// accesses are made from holds none.
    mutating func splitQuoted(
        _ line: UnsafeRawBufferPointer, at separator: UInt8 = 0x20, keeping limit: Int
    ) {
        makeRoom(for: limit)
        var found = 0
        var isQuoted = false
        for (index, byte) in line.enumerated() {
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == separator, !isQuoted {
                if found < limit { ends[found] = UInt32(truncatingIfNeeded: index) }
                found += 1
            }
        }
        if found < limit { ends[found] = UInt32(truncatingIfNeeded: line.count) }
        // A quote that is never closed: the line is not what it seems.
        count = isQuoted ? 0 : found + 1
        keptCount = min(count, limit)
        isWithinQuotes = true
        mayHaveBlanks = true
    }

    /// The values of the line last split, which must be `line`; valid while `body` runs.
    func withValues<Result>(of line: UnsafeRawBufferPointer, _ body: (LineValues) -> Result) -> Result {
        ends.withUnsafeBufferPointer { ends in
            body(
                LineValues(
                    line: line, ends: ends, count: keptCount, mayHaveBlanks: mayHaveBlanks,
                    isWithinQuotes: isWithinQuotes))
        }
    }

    /// A value of the line last split, trimmed; empty where it is none (`-`, nothing) or where there is no such column.
    func value(at position: Int?, of line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        withValues(of: line) { $0.value(at: position ?? -1) }
    }
}

/// The values of a line that has been split, borrowed.
struct LineValues {
    fileprivate let line: UnsafeRawBufferPointer
    fileprivate let ends: UnsafeBufferPointer<UInt32>
    fileprivate let count: Int
    fileprivate let mayHaveBlanks: Bool
    fileprivate let isWithinQuotes: Bool

    /// A value, trimmed; empty where it is none (`-`, nothing) or where there is no such column.
    @inline(__always)
    func value(at position: Int) -> UnsafeRawBufferPointer {
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        guard position >= 0, position < count, let base = line.baseAddress else { return none }
        let start = position == 0 ? 0 : Int(ends[position - 1]) &+ 1
        // Not sliced: an end is never before the one before it and never beyond the line, and every line has twelve.
        let value = UnsafeRawBufferPointer(start: base + start, count: Int(ends[position]) &- start)
        if mayHaveBlanks { return cleaned(value) }
        return value.count == 1 && value[0] == UInt8(ascii: "-") ? none : value
    }

    private func cleaned(_ value: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard isWithinQuotes, value.count >= 2, value.first == UInt8(ascii: "\""), value.last == UInt8(ascii: "\"")
        else { return FieldValue.trimmed(value) }
        return FieldValue.trimmed(UnsafeRawBufferPointer(rebasing: value[1..<(value.count - 1)]))
    }
}
