public import AccessModel

/// Reads the proxy logs of Exchange (`V15\Logging\HttpProxy\*\HttpProxy_*.LOG`): requests the client access services passed
/// on, with who was authenticated. Values separated by commas under a `#Fields` of its own; times in UTC. Format:
/// `docs/formats.md`, "Exchange proxy logs".
public struct ExchangeProxyParser: LogParser {
    private var lines: LineParser<ExchangeProxyReader>

    public init(context: ParserContext) {
        lines = LineParser(context: context, reader: ExchangeProxyReader(context: context))
    }

    public mutating func consume(_ chunk: UnsafeRawBufferPointer, into batch: inout AccessBatch) {
        lines.consume(chunk, into: &batch)
    }

    public mutating func finish(isDamaged: Bool, into batch: inout AccessBatch) {
        lines.finish(isDamaged: isDamaged, into: &batch)
    }
}
