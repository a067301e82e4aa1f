import AccessModel
public import PositionModel

/// What changed from one position to another: every figure, every account that is classed otherwise, findings that came and went.
public struct PositionDifference: Sendable, Codable {
    public static let currentSchema = "headcount.difference/1"

    /// One figure, or words beside the figures, that is not the same on both sides; empty where a side has none.
    public struct Change: Sendable, Hashable, Codable {
        /// Key of `position.json`, as in `position.csv`.
        public var section: String
        public var product: String
        public var flavour: String
        public var item: String
        public var metric: String
        public var before: String
        public var after: String
        /// After minus before, where both are whole numbers.
        public var change: Figure
    }

    /// An account that is on one side only, or is classed otherwise.
    public struct Account: Sendable, Hashable, Codable {
        public var account: String
        public var sid: String
        /// Bridge step id or `counted`; empty where the side does not know the account.
        public var classBefore: String
        public var classAfter: String
        public var userBefore: String
        public var userAfter: String
        /// Why it is what it is after, or was before where it is gone.
        public var proof: String
    }

    public var schema = PositionDifference.currentSchema
    public var windowBefore: PositionWindow
    public var windowAfter: PositionWindow
    public var changes: [Change]
    public var accounts: [Account]

    /// Every change in a line of words.
    public var texts: [String] {
        changes.map { change in
            let subject = [change.section, change.product, change.flavour, change.item, change.metric]
                .filter { !$0.isEmpty }.joined(separator: " ")
            return "\(subject): \(change.before.isEmpty ? "nothing" : change.before) -> "
                + (change.after.isEmpty ? "nothing" : change.after)
        }
            + accounts.map {
                "account \($0.account): \($0.classBefore.isEmpty ? "unknown" : $0.classBefore) -> "
                    + ($0.classAfter.isEmpty ? "unknown" : $0.classAfter)
            }
    }

    public var isEmpty: Bool { changes.isEmpty && accounts.isEmpty }

    public init(before: Position, after: Position) {
        windowBefore = before.window
        windowAfter = after.window
        changes = Self.changes(PositionRow.rows(of: before), PositionRow.rows(of: after))
        accounts = Self.accounts(before, after)
    }

    // MARK: Figures

    /// What a row is about. Rows that share everything else differ in their text: a version, a certificate.
    private struct Key: Hashable {
        var parts: [ExactText]

        init(_ row: PositionRow, withText: Bool) {
            let text = withText ? row.text : ""
            parts = [row.section, row.product, row.flavour, row.item, row.metric, text].map { ExactText($0) }
        }
    }

    private static func changes(_ before: [PositionRow], _ after: [PositionRow]) -> [Change] {
        let several = repeated(before).union(repeated(after))
        func key(_ row: PositionRow) -> Key {
            let key = Key(row, withText: false)
            return several.contains(key) ? Key(row, withText: true) : key
        }
        var old: [Key: PositionRow] = [:]
        for row in before { old[key(row)] = row }
        var changes: [Change] = []
        var met: Set<Key> = []
        for row in after where met.insert(key(row)).inserted {
            let was = old[key(row)]
            if was.map({ content($0) == content(row) }) ?? false { continue }
            changes.append(change(row, before: was, after: row))
        }
        for row in before where met.insert(key(row)).inserted {
            changes.append(change(row, before: row, after: nil))
        }
        return changes
    }

    private static func repeated(_ rows: [PositionRow]) -> Set<Key> {
        var seen: Set<Key> = []
        return Set(rows.lazy.map { Key($0, withText: false) }.filter { !seen.insert($0).inserted })
    }

    private static func change(_ row: PositionRow, before: PositionRow?, after: PositionRow?) -> Change {
        let (old, new) = (before.map(content) ?? "", after.map(content) ?? "")
        return Change(
            section: row.section, product: row.product, flavour: row.flavour, item: row.item, metric: row.metric,
            before: old.string, after: new.string,
            change: Figure(Int(old.string).flatMap { old in Int(new.string).map { $0 - old } }))
    }

    /// The value; the words where there is none.
    private static func content(_ row: PositionRow) -> ExactText {
        let value = row.value.plain
        return ExactText(value.isEmpty ? row.text : value)
    }

    // MARK: Accounts

    private struct AccountKey: Hashable, Comparable {
        var account: ExactText
        var sid: ExactText

        init(_ entry: AccountLedgerEntry) {
            account = ExactText(entry.account)
            sid = ExactText(entry.sid)
        }
        static func < (a: AccountKey, b: AccountKey) -> Bool { (a.account, a.sid) < (b.account, b.sid) }
    }

    private static func accounts(_ before: Position, _ after: Position) -> [Account] {
        // An account the ledger has several times, joined by several rules, is compared in the order of the ledger.
        var old: [AccountKey: [AccountLedgerEntry]] = [:]
        for entry in before.accounts { old[AccountKey(entry), default: []].append(entry) }
        var next: [AccountKey: Int] = [:]
        var found: [(AccountKey, Account)] = []
        for entry in after.accounts {
            let key = AccountKey(entry)
            let place = next[key, default: 0]
            next[key] = place + 1
            let was = old[key].flatMap { place < $0.count ? $0[place] : nil }
            if let was, ExactText(was.accountClass) == ExactText(entry.accountClass),
                ExactText(was.user) == ExactText(entry.user)
            {
                continue
            }
            found.append((key, account(entry, before: was, after: entry)))
        }
        for (key, entries) in old {
            for entry in entries.dropFirst(next[key] ?? 0) {
                found.append((key, account(entry, before: entry, after: nil)))
            }
        }
        return found.sorted { $0.0 < $1.0 }.map(\.1)
    }

    private static func account(
        _ entry: AccountLedgerEntry, before: AccountLedgerEntry?, after: AccountLedgerEntry?
    ) -> Account {
        Account(
            account: entry.account, sid: entry.sid, classBefore: before?.accountClass ?? "",
            classAfter: after?.accountClass ?? "", userBefore: before?.user ?? "", userAfter: after?.user ?? "",
            proof: entry.proof)
    }
}
