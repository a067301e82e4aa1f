import AccessModel
import LogParsing

extension FuzzTarget {
    /// W3C logs and those of fixed columns: the same in pieces and whole, as an access log and as an error log, read as
    /// UTF-8 and from UTF-16.
    static let w3c = FuzzTarget(name: "w3c") { bytes in
        let input = FuzzInput(bytes)
        for (format, encoding) in [(LogFormat.w3c, SourceEncoding.utf8), (.httpErr, .utf16LittleEndian)] {
            require(
                lines(input, format, encoding, input.borders()), equals: lines(input, format, encoding, []),
                "pieces and whole")
        }
    }

    private static func lines(
        _ input: FuzzInput, _ format: LogFormat, _ encoding: SourceEncoding, _ borders: [Int]
    ) -> [String] {
        let context = ParserContext(
            encoding: encoding, siteFolder: "W3SVC1",
            localClock: LocalClock { Instant(milliseconds: $0.milliseconds &- 3_600_000) })
        var parser = W3CParser(context: context, format: format)
        var batch = AccessBatch()
        input.pieces(borders) { parser.consume($0, into: &batch) }
        parser.finish(isDamaged: input.bytes.count % 2 == 1, into: &batch)
        batch.requireTieOut()
        return batch.lines
    }

    /// Exchange's proxy logs: the same in pieces and whole.
    static let exchangeProxy = FuzzTarget(name: "exchange-proxy") { bytes in
        let input = FuzzInput(bytes)
        for encoding in [SourceEncoding.utf8, .utf16LittleEndian] {
            let whole = lines(input, encoding, [])
            require(lines(input, encoding, input.borders()), equals: whole, "pieces and whole")
        }
    }

    private static func lines(_ input: FuzzInput, _ encoding: SourceEncoding, _ borders: [Int]) -> [String] {
        var parser = ExchangeProxyParser(context: ParserContext(encoding: encoding))
        var batch = AccessBatch()
        input.pieces(borders) { parser.consume($0, into: &batch) }
        parser.finish(isDamaged: input.bytes.count % 2 == 1, into: &batch)
        batch.requireTieOut()
        return batch.lines
    }
}
