import AccessModel

/// The accounts (SIDs) that had one name, and which of them a record means that says the name only.
struct NameHolders {
    /// What is known of one account under the name.
    struct Holding {
        /// By renames.
        var tenure: NameHistory.Tenure?
        /// First and last record with name and SID, failures too.
        var seen: ClosedRange<Instant>?
        /// True where the directory lists the account under the name.
        var isListed = false
        /// When it was made, where the directory says so.
        var made: Instant?
    }

    enum Verdict: Equatable {
        case account(ExactText)
        /// No account had the name at the time, or not all of it: whose the records are is not known.
        case outOfTime
        /// Several may have had it.
        case several
    }

    private(set) var holdings: [ExactText: Holding] = [:]
    /// Milliseconds for which the old name goes on after a rename.
    let delay: Int64

    init(delay: Int64 = NameHistory.ticketLifetime) { self.delay = delay }

    var sids: [ExactText] { holdings.keys.sorted() }
    /// True where one account only is known by the name, and no rename says since or until when.
    var isPlain: Bool { holdings.count <= 1 && holdings.values.allSatisfy { $0.tenure == nil } }

    mutating func add(_ tenures: [ExactText: NameHistory.Tenure]) {
        for (sid, tenure) in tenures { holdings[sid, default: Holding()].tenure = tenure }
    }

    /// Adds the holders of another domain's account of the name.
    mutating func add(_ other: NameHolders) { holdings.merge(other.holdings) { first, _ in first } }

    /// Takes back what renames say of an account.
    mutating func removeTenure(of sid: ExactText) { holdings[sid]?.tenure = nil }

    mutating func note(_ sid: ExactText, seen: ClosedRange<Instant>?, isListed: Bool, made: Instant? = nil) {
        var holding = holdings[sid] ?? Holding()
        if let made { holding.made = made }
        if let seen {
            holding.seen = holding.seen?.extended(by: seen) ?? seen
        }
        holding.isListed = holding.isListed || isListed
        holdings[sid] = holding
    }

    /// Whose the records are that say the name and no SID.
    /// - Parameters:
    ///   - span: first and last success of them; nil where none is known: then time speaks against nobody.
    ///   - isListed: true where the directory lists the name without a SID too: it may mean whoever had it when it was
    ///     exported.
    func verdict(_ span: ClosedRange<Instant>?, isListed: Bool) -> Verdict {
        if isListed, holdings.count != 1 || holdings.values.contains(where: { $0.tenure?.until != nil }) {
            return holdings.count == 1 ? .outOfTime : .several
        }
        guard let span else { return holdings.count == 1 ? .account(sids[0]) : .several }
        let possible = holdings.filter { $0.value.tenure?.touches(span, delay: delay) ?? true }
        guard possible.count > 1 else {
            guard let (sid, holding) = possible.first else { return .outOfTime }
            return holding.tenure?.covers(span, delay: delay) ?? true ? .account(sid) : .outOfTime
        }
        let covering = possible.filter { $0.value.tenure?.covers(span, delay: delay) == true }
        guard covering.count == 1, let (sid, holding) = covering.first, let tenure = holding.tenure else {
            return .several
        }
        let isAlone = possible.allSatisfy { other, rival in
            other == sid || NameHolders.isElsewhere(rival, span: span, tenure: tenure)
        }
        return isAlone ? .account(sid) : .several
    }

    /// True where a rival, of whom no rename tells, had the name at another time: it was not seen under it while the
    /// account had it nor while the records were made, and where the directory lists it today, the account gave it up. One
    /// that was never seen was elsewhere only where it was made after that.
    private static func isElsewhere(
        _ rival: Holding, span: ClosedRange<Instant>, tenure: NameHistory.Tenure
    ) -> Bool {
        guard rival.tenure == nil else { return false }
        if rival.isListed, tenure.until == nil { return false }
        guard let seen = rival.seen else {
            guard let made = rival.made, let until = tenure.until else { return false }
            return made.milliseconds > until.time.milliseconds - NameHistory.clockTolerance && span.upperBound < made
        }
        return !seen.overlaps(span) && !tenure.touches(seen, delay: 0)
    }
}
