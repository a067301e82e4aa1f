import AccessModel
import LogParsing

/// A DHCP log read to its end, as text: what the tests compare.
struct DHCPReading: Equatable {
    var leases: [String] = []
    var accesses = 0
    var accepted: UInt64 = 0
    var ignored: [String: UInt64] = [:]
    var rejections: [String] = []
    var rejected: [RejectionReason: UInt64] = [:]

    /// - Parameter cuts: chunk borders, ascending.
    init(
        _ bytes: [UInt8], cuts: [Int] = [], context: ParserContext = ParserContext(), isDamaged: Bool = false
    ) {
        var parser = DHCPParser(context: context)
        var batch = AccessBatch()
        var start = 0
        for end in cuts + [bytes.count] {
            bytes[start..<end].withUnsafeBytes { parser.consume($0, into: &batch) }
            start = end
            take(&batch)
        }
        parser.finish(isDamaged: isDamaged, into: &batch)
        take(&batch)
    }

    init(_ text: String, isDamaged: Bool = false) { self.init(Array(text.utf8), isDamaged: isDamaged) }

    private mutating func take(_ batch: inout AccessBatch) {
        accesses += batch.accesses.count + batch.sightings.count
        for lease in batch.leases {
            let texts = [lease.address, lease.name, lease.hardware].map { $0.isEmpty ? "-" : batch.text($0) }
            leases.append(([lease.time.text] + texts).joined(separator: " "))
        }
        accepted += batch.tally.accepted
        ignored.merge(batch.tally.ignored, uniquingKeysWith: +)
        rejected.merge(batch.tally.rejected, uniquingKeysWith: +)
        rejections += batch.tally.rejections.map { "\($0.reason.rawValue) @\($0.offset) #\($0.record): \($0.detail)" }
        batch.removeAll()
    }

    var records: UInt64 { accepted + ignored.values.reduce(0, +) + rejected.values.reduce(0, +) }

    /// Leases, then what was ignored, then what was rejected.
    var summary: String {
        let rules = ignored.sorted { $0.key < $1.key }.map { "ignored \($0.key) \($0.value)" }
        return (leases + rules + rejections).joined(separator: "\n")
    }
}
