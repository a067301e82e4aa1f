import AccessModel
import LogParsing

extension FuzzTarget {
    /// W3C logs: the same in pieces and whole, as an access log and as an error log, read as UTF-8 and from UTF-16.
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
        var parser = W3CParser(context: ParserContext(encoding: encoding, siteFolder: "W3SVC1"), format: format)
        var batch = AccessBatch()
        input.pieces(borders) { parser.consume($0, into: &batch) }
        parser.finish(isDamaged: input.bytes.count % 2 == 1, into: &batch)
        batch.requireTieOut()
        return batch.lines
    }
}
