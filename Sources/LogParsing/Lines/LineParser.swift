import AccessModel

/// What reads the lines of one text log.
protocol LineReader {
    /// To be called before the first line that goes into another batch: texts stored in the last one are forgotten.
    mutating func beginBatch()

    /// - Parameter raw: the line without its line feed; a carriage return at its end is left on it.
    mutating func read(
        _ raw: UnsafeRawBufferPointer, at place: LinePlace, ending: LineEnding, into batch: inout AccessBatch)

    /// Rejects a line too long to be kept; `head` is its beginning.
    mutating func rejectOversized(head: UnsafeRawBufferPointer, at place: LinePlace, into batch: inout AccessBatch)
}

/// Cuts a text log into lines, wherever the chunks of it end.
///
/// A line ends with a line feed. NUL padding (a server that crashed) ends one too: what stands before it is a cut line,
/// and what follows is the next block's header.
struct LineParser<Reader: LineReader> {
    /// Longest line read, in bytes of decoded text. http.sys lets a request line and its headers grow to 16 KiB each by
    /// default; anything beyond this is no log line and is rejected without being kept.
    static var maximumLineLength: Int { 1 << 20 }
    /// Start of an oversized line that is kept, enough to tell a directive.
    private static var oversizedHead: Int { 64 }

    private let encoding: SourceEncoding
    private(set) var reader: Reader
    /// The line begun in earlier chunks; its first bytes only once it is oversized.
    private var held: [UInt8] = []
    private var isOversized = false
    /// Where the line being read begins, in source bytes, and its number.
    private var place: LinePlace
    /// Source offset of the first byte not yet read.
    private var offset: UInt64

    init(context: ParserContext, reader: Reader) {
        encoding = context.encoding
        offset = context.byteOrderMarkLength
        place = LinePlace(offset: context.byteOrderMarkLength, number: 1)
        self.reader = reader
    }

    mutating func consume(_ chunk: UnsafeRawBufferPointer, into batch: inout AccessBatch) {
        reader.beginBatch()
        var start = 0
        while start < chunk.count {
            let end = LineText.lineEnd(in: chunk, from: start)
            let piece = UnsafeRawBufferPointer(rebasing: chunk[start..<end])
            guard end < chunk.count else { return hold(piece) }
            endLine(piece, atPadding: chunk[end] == 0, into: &batch)
            start = end + 1
        }
    }

    mutating func finish(isDamaged: Bool, into batch: inout AccessBatch) {
        reader.beginBatch()
        read(ending: isDamaged ? .damage : .cut, into: &batch)
    }

    /// Keeps the start of a line whose end is not in this chunk.
    private mutating func hold(_ piece: UnsafeRawBufferPointer) {
        offset &+= sourceLength(piece)
        guard !isOversized else { return }
        let room = Self.maximumLineLength - held.count
        held.append(contentsOf: piece.prefix(room))
        if piece.count > room {
            isOversized = true
            held.removeLast(held.count - Self.oversizedHead)
        }
    }

    private mutating func endLine(_ piece: UnsafeRawBufferPointer, atPadding: Bool, into batch: inout AccessBatch) {
        let ending: LineEnding = atPadding ? .cut : .lineFeed
        if held.isEmpty, piece.count <= Self.maximumLineLength {
            reader.read(piece, at: place, ending: ending, into: &batch)
            offset &+= sourceLength(piece)
        } else {
            hold(piece)
            read(ending: ending, into: &batch)
        }
        offset &+= encoding == .utf8 ? 1 : 2
        place.offset = offset
        if !atPadding { place.number &+= 1 }
    }

    /// Reads the held line.
    private mutating func read(ending: LineEnding, into batch: inout AccessBatch) {
        let line = held
        held.removeAll(keepingCapacity: true)
        line.withUnsafeBytes { bytes in
            if isOversized {
                reader.rejectOversized(head: bytes, at: place, into: &batch)
            } else {
                reader.read(bytes, at: place, ending: ending, into: &batch)
            }
        }
        isOversized = false
    }

    private func sourceLength(_ decoded: UnsafeRawBufferPointer) -> UInt64 {
        encoding == .utf8 ? UInt64(decoded.count) : encoding.sourceLength(ofDecoded: decoded)
    }
}

/// Where a line begins.
struct LinePlace: Sendable {
    /// In the decompressed input, before transcoding.
    var offset: UInt64
    /// 1-based.
    var number: UInt64
}

/// How a line ended.
enum LineEnding {
    case lineFeed
    /// At the end of the input or in NUL padding: the line may have lost its tail.
    case cut
    /// In a container that broke off: the line has lost its tail.
    case damage
}
