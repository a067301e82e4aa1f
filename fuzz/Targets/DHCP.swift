import AccessModel
import LogParsing

extension FuzzTarget {
    /// Logs of DHCP servers: the same in pieces and whole, read as UTF-8 and from UTF-16; every lease stands for one
    /// counted record.
    static let dhcp = FuzzTarget(name: "dhcp") { bytes in
        let input = FuzzInput(bytes)
        for encoding in [SourceEncoding.utf8, .utf16LittleEndian] {
            require(lines(input, encoding, input.borders()), equals: lines(input, encoding, []), "pieces and whole")
        }
    }

    private static func lines(_ input: FuzzInput, _ encoding: SourceEncoding, _ borders: [Int]) -> [String] {
        var parser = DHCPParser(context: ParserContext(encoding: encoding))
        var batch = AccessBatch()
        input.pieces(borders) { parser.consume($0, into: &batch) }
        parser.finish(isDamaged: input.bytes.count % 2 == 1, into: &batch)
        batch.requireTieOut()
        let counted = batch.tally.ignored["address-lease", default: 0]
        guard batch.accesses.isEmpty, UInt64(batch.leases.count) == counted else {
            fatalError("\(batch.leases.count) leases of \(counted) records, \(batch.accesses.count) accesses")
        }
        for lease in batch.leases {
            let address = batch.text(lease.address)
            guard let parsed = IPAddress(address), parsed.text == address else {
                fatalError("an address that is not canonical: \(address)")
            }
            guard !lease.name.isEmpty || !lease.hardware.isEmpty, [0, 12].contains(lease.hardware.count) else {
                fatalError("a lease of nobody, or no MAC")
            }
        }
        return batch.lines
    }
}
