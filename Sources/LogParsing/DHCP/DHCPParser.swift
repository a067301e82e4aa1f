public import AccessModel
import ByteScan

/// Reads the audit logs of Windows DHCP servers (`DhcpSrvLog-*.log`, `DhcpV6SrvLog-*.log`): which client held which
/// address. Gives leases and no accesses: every record is ignored by a named rule or rejected.
///
/// Lines end with a line feed, a carriage return or both, as the tools leave them that such logs pass through; NUL
/// padding (a server that crashed) ends a line too. The prose at the head of a log and
/// its line of column names are no records. Format: `docs/formats.md`, "DHCP server logs".
public struct DHCPParser: LogParser {
    /// Longest line read, in bytes of decoded text. An option of a DHCP message holds at most 255 bytes, so no record
    /// comes near; a longer line is rejected without being kept.
    public static let maximumLineLength = 1 << 16

    private let encoding: SourceEncoding
    private var reader = DHCPLineReader()
    /// The line begun in earlier chunks.
    private var held: [UInt8] = []
    private var isOversized = false
    /// A line feed right behind the carriage return that ended a line ends no line of its own.
    private var isBehindCarriageReturn = false
    /// Where the line being read begins, in source bytes, and its number.
    private var place: LinePlace
    /// Source offset of the first byte not yet read.
    private var offset: UInt64

    public init(context: ParserContext) {
        encoding = context.encoding
        offset = context.byteOrderMarkLength
        place = LinePlace(offset: context.byteOrderMarkLength, number: 1)
    }

    public mutating func consume(_ chunk: UnsafeRawBufferPointer, into batch: inout AccessBatch) {
        var start = 0
        var lineFeed = LineText.firstIndex(of: 0x0A, in: chunk, from: 0)
        var carriageReturn = LineText.firstIndex(of: 0x0D, in: chunk, from: 0)
        var padding = LineText.firstIndex(of: 0x00, in: chunk, from: 0)
        while start < chunk.count {
            if lineFeed < start { lineFeed = LineText.firstIndex(of: 0x0A, in: chunk, from: start) }
            if carriageReturn < start { carriageReturn = LineText.firstIndex(of: 0x0D, in: chunk, from: start) }
            if padding < start { padding = LineText.firstIndex(of: 0x00, in: chunk, from: start) }
            let end = min(lineFeed, carriageReturn, padding)
            if start < end { hold(UnsafeRawBufferPointer(rebasing: chunk[start..<end])) }
            guard end < chunk.count else { return }
            endLine(at: chunk[end], into: &batch)
            start = end + 1
        }
    }

    public mutating func finish(isDamaged: Bool, into batch: inout AccessBatch) {
        read(ending: isDamaged ? .damage : .cut, into: &batch)
    }

    private mutating func hold(_ piece: UnsafeRawBufferPointer) {
        isBehindCarriageReturn = false
        offset &+= encoding == .utf8 ? UInt64(piece.count) : encoding.sourceLength(ofDecoded: piece)
        guard !isOversized else { return }
        if held.count + piece.count > DHCPParser.maximumLineLength {
            isOversized = true
            held.removeAll(keepingCapacity: true)
        } else {
            held.append(contentsOf: piece)
        }
    }

    private mutating func endLine(at byte: UInt8, into batch: inout AccessBatch) {
        let endsNothing = byte == 0x00 || byte == 0x0A && isBehindCarriageReturn
        read(ending: byte == 0x00 ? .cut : .lineFeed, into: &batch)
        offset &+= encoding == .utf8 ? 1 : 2
        place.offset = offset
        if !endsNothing { place.number &+= 1 }
        isBehindCarriageReturn = byte == 0x0D
    }

    private mutating func read(ending: LineEnding, into batch: inout AccessBatch) {
        if isOversized {
            reader.rejectOversized(at: place, into: &batch)
            isOversized = false
        } else if !held.isEmpty {
            held.withUnsafeBytes { reader.read($0, at: place, ending: ending, into: &batch) }
            held.removeAll(keepingCapacity: true)
        }
    }
}
