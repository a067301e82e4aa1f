import PositionModel

/// Recomputes the promise of every input list: `records = accepted + ignored + rejected + duplicates`, for each input
/// and in total, and that the named rules and reasons add up to their figures.
struct TieOut {
    /// What does not add up, one sentence each; empty where everything does. At most `mostProblems` are kept.
    private(set) var problems: [String] = []
    static let mostProblems = 20

    var holds: Bool { problems.isEmpty }

    init(_ ledger: InputLedger) {
        for entry in ledger.entries { check(entry) }
        let totals = ledger.totals
        check(totals.records, sum(ledger.entries.map(\.records)), "records of all inputs")
        check(totals.accepted, sum(ledger.entries.map(\.accepted)), "accepted records of all inputs")
        check(totals.ignored, sum(ledger.entries.map(\.ignored)), "ignored records of all inputs")
        check(totals.rejected, sum(ledger.entries.map(\.rejected)), "rejected records of all inputs")
        check(totals.duplicates, sum(ledger.entries.map(\.duplicates)), "duplicate records of all inputs")
        check(
            totals.records, sum([totals.accepted, totals.ignored, totals.rejected, totals.duplicates]),
            "total records against their parts")
        if !totals.tiesOut, problems.isEmpty { problems.append("The totals are marked as not tying out.") }
    }

    /// True where one input does not add up.
    static func fails(_ entry: InputLedger.Entry) -> Bool {
        var single = TieOut()
        single.check(entry)
        return !single.holds
    }

    private init() {}

    private mutating func check(_ entry: InputLedger.Entry) {
        let name = InputName.display(entry)
        check(
            entry.records, sum([entry.accepted, entry.ignored, entry.rejected, entry.duplicates]), "records of \(name)")
        check(entry.ignored, sum(entry.ignoredByRule.map(\.count)), "ignored by rule in \(name)")
        check(entry.rejected, sum(entry.rejectedByReason.map(\.count)), "rejected by reason in \(name)")
    }

    private mutating func check(_ stated: UInt64, _ added: UInt64?, _ what: String) {
        guard stated != added, problems.count < TieOut.mostProblems else { return }
        let found = added.map { NumberText.grouped($0) } ?? "more than can be counted"
        problems.append("\(what): \(NumberText.grouped(stated)) stated, the parts add up to \(found)")
    }

    /// Nil where the sum does not fit.
    private func sum(_ parts: [UInt64]) -> UInt64? {
        var total: UInt64 = 0
        for part in parts {
            let (next, overflow) = total.addingReportingOverflow(part)
            if overflow { return nil }
            total = next
        }
        return total
    }
}
