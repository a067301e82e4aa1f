import AccessModel
import LogParsing

extension FuzzTarget {
    /// Event XML: the fast reader in pieces, whole, and libxml2 alone find the same.
    static let eventXML = FuzzTarget(name: "event-xml") { bytes in
        let input = FuzzInput(bytes)
        let reference = lines(input, .reference, [])
        require(lines(input, .fastest, []), equals: reference, "fast reader and libxml2")
        require(lines(input, .fastest, input.borders()), equals: reference, "pieces and whole")
    }

    private static func lines(_ input: FuzzInput, _ readers: EventXMLParser.Readers, _ borders: [Int]) -> [String] {
        var parser = EventXMLParser(context: ParserContext(), readers: readers)
        var batch = AccessBatch()
        input.pieces(borders) { parser.consume($0, into: &batch) }
        // Odd sizes are read as inputs whose container broke off.
        parser.finish(isDamaged: input.bytes.count % 2 == 1, into: &batch)
        batch.requireTieOut()
        return batch.lines + [parser.damage]
    }
}
