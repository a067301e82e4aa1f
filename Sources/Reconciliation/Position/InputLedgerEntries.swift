import AccessModel
import PositionModel

/// The inputs behind a position and whether their totals tie out.
enum InputLedgerEntries {
    static func ledger(_ inputs: [InputSummary]) -> InputLedger {
        let sorted = inputs.sorted { ($0.location, $0.content) < ($1.location, $1.content) }
        var totals = InputLedger.Totals(
            records: 0, accepted: 0, ignored: 0, rejected: 0, duplicates: 0, tiesOut: true)
        for input in sorted {
            totals.records &+= input.records
            totals.accepted &+= input.accepted
            totals.ignored &+= input.ignored
            totals.rejected &+= input.rejected
            totals.duplicates &+= input.duplicates
            let parts = input.accepted &+ input.ignored &+ input.rejected &+ input.duplicates
            if parts != input.records { totals.tiesOut = false }
        }
        return InputLedger(entries: sorted.map(entry), totals: totals)
    }

    private static func entry(_ input: InputSummary) -> InputLedger.Entry {
        InputLedger.Entry(
            path: input.location.path, member: input.location.member, sha256: input.location.sha256,
            content: input.content.hex, bytes: input.location.bytes, format: input.format.rawValue,
            records: input.records, accepted: input.accepted, ignored: input.ignored, rejected: input.rejected,
            duplicates: input.duplicates, ignoredByRule: tallies(input.ignoredByRule),
            rejectedByReason: tallies(input.rejectedByReason), damage: input.wholeDamage,
            copies: input.copies.sorted { $0.isByteOrdered(before: $1) })
    }

    private static func tallies(_ counts: [NamedCount]) -> [InputLedger.NamedTally] {
        counts.map { InputLedger.NamedTally(name: $0.name, count: $0.count) }
            .sorted { $0.name.isByteOrdered(before: $1.name) }
    }
}
