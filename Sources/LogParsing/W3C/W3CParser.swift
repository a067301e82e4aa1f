public import AccessModel

/// Reads W3C extended logs (IIS web, FTP, SMTP) and logs with fixed columns (IIS native, NCSA, W3C without `#Fields`);
/// recognises HTTPERR and Windows Firewall logs, which give no access.
///
/// Lines end at LF. A run of NULs ends a line too: a log that was open at a crash is padded with them, often in the
/// middle of a line, and what follows is the next block's header. Blank lines, padding and every line that begins with
/// `#` are framing, not records. Formats: `docs/formats.md`, "IIS and HTTP logs".
public struct W3CParser: LogParser {
    /// Longest line read, in bytes of decoded text.
    public static let maximumLineLength = LineParser<W3CLineReader>.maximumLineLength

    private var lines: LineParser<W3CLineReader>

    /// - Parameter format: what the input was recognised as: `.httpErr` and `.windowsFirewall` hold until a `#Software`
    ///   directive says otherwise, everything else is read as an access log.
    public init(context: ParserContext, format: LogFormat) {
        lines = LineParser(context: context, reader: W3CLineReader(context: context, kind: W3CLogKind(format: format)))
    }

    public var usesLocalTime: Bool { lines.reader.usesLocalTime }
    public var lacksZone: Bool { lines.reader.lacksZone }

    public mutating func consume(_ chunk: UnsafeRawBufferPointer, into batch: inout AccessBatch) {
        lines.consume(chunk, into: &batch)
    }

    public mutating func finish(isDamaged: Bool, into batch: inout AccessBatch) {
        lines.finish(isDamaged: isDamaged, into: &batch)
    }
}
