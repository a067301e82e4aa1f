public import AccessModel

/// Reads W3C extended logs (IIS web, FTP, SMTP) and recognises HTTPERR and Windows Firewall logs, which give no access.
///
/// Lines end at LF. A run of NULs ends a line too: a log that was open at a crash is padded with them, often in the
/// middle of a line, and what follows is the next block's header. Blank lines, padding and every line that begins with
/// `#` are framing, not records. Formats: `docs/formats.md`, "IIS and HTTP logs".
public struct W3CParser: LogParser {
    /// Longest line read, in bytes of decoded text. http.sys lets a request line and its headers grow to 16 KiB each by
    /// default; anything beyond this is no log line and is rejected without being kept.
    public static let maximumLineLength = 1 << 20
    /// Start of an oversized line that is kept, enough to tell a directive.
    private static let oversizedHead = 64

    private let encoding: SourceEncoding
    private var reader: W3CLineReader
    /// The line begun in earlier chunks; its first bytes only once it is oversized.
    private var held: [UInt8] = []
    private var isOversized = false
    /// Where the line being read begins, in source bytes, and its number.
    private var place: LinePlace
    /// Source offset of the first byte not yet read.
    private var offset: UInt64

    /// - Parameter format: what the input was recognised as: `.httpErr` and `.windowsFirewall` hold until a `#Software`
    ///   directive says otherwise, everything else is read as an access log.
    public init(context: ParserContext, format: LogFormat) {
        encoding = context.encoding
        offset = context.byteOrderMarkLength
        place = LinePlace(offset: context.byteOrderMarkLength, number: 1)
        reader = W3CLineReader(siteFolder: context.siteFolder, kind: W3CLogKind(format: format))
    }

    public mutating func consume(_ chunk: UnsafeRawBufferPointer, into batch: inout AccessBatch) {
        reader.beginBatch()
        var start = 0
        var lineFeed = W3CText.firstIndex(of: 0x0A, in: chunk, from: 0)
        var padding = W3CText.firstIndex(of: 0x00, in: chunk, from: 0)
        while start < chunk.count {
            if lineFeed < start { lineFeed = W3CText.firstIndex(of: 0x0A, in: chunk, from: start) }
            if padding < start { padding = W3CText.firstIndex(of: 0x00, in: chunk, from: start) }
            let end = min(lineFeed, padding)
            let piece = UnsafeRawBufferPointer(rebasing: chunk[start..<end])
            guard end < chunk.count else { return hold(piece) }
            endLine(piece, atPadding: end == padding, into: &batch)
            start = end + 1
        }
    }

    public mutating func finish(isDamaged: Bool, into batch: inout AccessBatch) {
        reader.beginBatch()
        read(ending: isDamaged ? .damage : .cut, into: &batch)
    }

    /// Keeps the start of a line whose end is not in this chunk.
    private mutating func hold(_ piece: UnsafeRawBufferPointer) {
        offset &+= sourceLength(piece)
        guard !isOversized else { return }
        let room = W3CParser.maximumLineLength - held.count
        held.append(contentsOf: piece.prefix(room))
        if piece.count > room {
            isOversized = true
            held.removeLast(held.count - W3CParser.oversizedHead)
        }
    }

    private mutating func endLine(_ piece: UnsafeRawBufferPointer, atPadding: Bool, into batch: inout AccessBatch) {
        let ending: LineEnding = atPadding ? .cut : .lineFeed
        if held.isEmpty, piece.count <= W3CParser.maximumLineLength {
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
struct LinePlace {
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
