import AccessModel
import LogInput

/// Cuts records out of the text of an input by their offsets.
struct RecordTexts {
    /// What is longer is cut: a record of one megabyte explains nothing.
    static let longest = 65_536

    struct Found {
        var text: String
        /// From 1; counted by line feeds.
        var line: UInt64
        var isCut: Bool
    }

    private struct Open {
        var offset: UInt64
        var line: UInt64
        var bytes: [UInt8] = []

        mutating func take(from chunk: UnsafeRawBufferPointer) {
            bytes.append(contentsOf: chunk.prefix(RecordTexts.longest - bytes.count))
        }
    }

    private let encoding: SourceEncoding
    private let isEventLog: Bool
    /// Offsets to come, rising.
    private var wanted: ArraySlice<UInt64>
    private var open: [Open] = []
    private var finished: [Open] = []
    /// Source offset of the next byte of text, where it begins a scalar.
    private var position: UInt64
    private var line: UInt64 = 1

    /// - Parameter start: source offset of the first byte of text.
    init(offsets: Set<UInt64>, encoding: SourceEncoding, start: UInt64, isEventLog: Bool) {
        self.encoding = encoding
        self.isEventLog = isEventLog
        wanted = offsets.sorted()[...]
        position = start
    }

    mutating func consume(_ chunk: UnsafeRawBufferPointer) {
        for index in open.indices { open[index].take(from: chunk) }
        finished += open.filter { $0.bytes.count >= RecordTexts.longest }
        open.removeAll { $0.bytes.count >= RecordTexts.longest }
        var counted = 0
        if encoding == .utf8 {
            let end = position &+ UInt64(chunk.count)
            while let offset = wanted.first, offset < end {
                begin(offset, at: Int(clamping: offset &- min(offset, position)), of: chunk, &counted)
            }
            position = end
        } else {
            for (index, byte) in chunk.enumerated() where byte & 0xC0 != 0x80 {
                while let offset = wanted.first, offset <= position { begin(offset, at: index, of: chunk, &counted) }
                position &+= byte >= 0xF0 ? 4 : 2
            }
        }
        line &+= RecordTexts.lineFeeds(chunk[counted...])
    }

    /// - Parameter counted: bytes of the chunk whose lines have been counted.
    private mutating func begin(
        _ offset: UInt64, at index: Int, of chunk: UnsafeRawBufferPointer, _ counted: inout Int
    ) {
        wanted.removeFirst()
        line &+= RecordTexts.lineFeeds(chunk[counted..<index])
        counted = index
        var record = Open(offset: offset, line: line)
        record.take(from: UnsafeRawBufferPointer(rebasing: chunk[index...]))
        open.append(record)
    }

    private static func lineFeeds(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt64 {
        var count: UInt64 = 0
        for byte in bytes where byte == UInt8(ascii: "\n") { count &+= 1 }
        return count
    }

    /// By offset.
    var found: [UInt64: Found] {
        var result: [UInt64: Found] = [:]
        for record in open + finished {
            let end = isEventLog ? RecordTexts.endOfEvent(record.bytes) : RecordTexts.endOfLine(record.bytes)
            result[record.offset] = Found(
                text: String(decoding: record.bytes[..<(end ?? record.bytes.count)], as: UTF8.self),
                line: record.line, isCut: end == nil && record.bytes.count >= RecordTexts.longest)
        }
        return result
    }

    private static func endOfLine(_ bytes: [UInt8]) -> Int? {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        return end > 0 && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
    }

    /// Behind the first end tag of an element `Event`, whatever its prefix.
    private static func endOfEvent(_ bytes: [UInt8]) -> Int? {
        var start = 0
        while let opened = bytes[start...].firstIndex(of: UInt8(ascii: "<")) {
            start = opened + 1
            guard start < bytes.count, bytes[start] == UInt8(ascii: "/"),
                let closed = bytes[start...].firstIndex(of: UInt8(ascii: ">"))
            else { continue }
            let name = bytes[(start + 1)..<closed].prefix { $0 > 0x20 }
            if name.split(separator: UInt8(ascii: ":")).last?.elementsEqual("Event".utf8) == true { return closed + 1 }
        }
        return nil
    }
}
