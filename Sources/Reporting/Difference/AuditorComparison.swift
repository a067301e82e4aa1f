import AccessModel
public import PositionModel

/// An auditor's list of accounts against the accounts of a position: who is only in theirs, and our reason.
public struct AuditorComparison: Sendable, Codable {
    public static let currentSchema = "headcount.auditor/1"

    /// A line of their list.
    public struct Line: Sendable, Hashable, Codable {
        public enum Standing: String, Sendable, Codable, CaseIterable {
            /// A user both sides count.
            case both
            /// The account of a user they list by another account too.
            case again
            /// Known here, and not counted.
            case notCounted = "not-counted"
            /// Several accounts here have that name.
            case ambiguous
            /// Neither directory nor logs know it.
            case unknown
        }
        /// As they wrote it.
        public var account: String
        public var standing: Standing
        /// The user it belongs to here; empty for none.
        public var user: String
        /// Bridge step id or `counted`.
        public var accountClass: String
        public var rule: String
        /// Our reason.
        public var proof: String
        /// Last day with evidence; empty for none.
        public var lastEvidence: String

        private enum CodingKeys: String, CodingKey {
            case account, standing, user, rule, proof, lastEvidence
            case accountClass = "class"
        }
    }

    public var schema = AuditorComparison.currentSchema
    public var window: PositionWindow
    /// Their list, in its order.
    public var lines: [Line]
    /// Users counted here whom their list has by no account, in byte order.
    public var onlyOurs: [String]

    /// How many of their lines stand how.
    public func count(_ standing: Line.Standing) -> Int { lines.count { $0.standing == standing } }

    /// - Parameter theirs: accounts, in any way they are written: `DOMAIN\name`, `name`, `name@domain`, SID.
    public init(_ position: Position, theirs: [String]) {
        window = position.window
        let register = AccountRegister(position)
        var met: Set<ExactText> = []
        lines = theirs.map { written in
            let found = register.entries(written)
            guard let entry = found.first else { return Self.line(written, .unknown) }
            let users = Set(found.map { ExactText($0.user) })
            if found.count > 1, users.count > 1 || entry.user.isEmpty { return Self.line(written, .ambiguous) }
            let isCounted = register.isCounted(entry.user)
            let standing: Line.Standing =
                !isCounted ? .notCounted : met.insert(ExactText(entry.user)).inserted ? .both : .again
            return Line(
                account: written, standing: standing, user: entry.user, accountClass: entry.accountClass,
                rule: entry.rule, proof: entry.proof, lastEvidence: entry.lastEvidence)
        }
        onlyOurs = register.counted.filter { !met.contains($0) }.sorted().map(\.string)
    }

    private static func line(_ written: String, _ standing: Line.Standing) -> Line {
        Line(
            account: written, standing: standing, user: "", accountClass: "", rule: "",
            proof: standing == .ambiguous
                ? "several accounts have that name: give it with its domain" : "in no directory export and no log",
            lastEvidence: "")
    }
}

/// The accounts of a position, by the ways people write them.
private struct AccountRegister {
    /// Users with a counted account.
    private(set) var counted: Set<ExactText> = []
    private var bySpelling: [ExactText: [AccountLedgerEntry]] = [:]
    private var byName: [ExactText: [AccountLedgerEntry]] = [:]
    private var bySID: [ExactText: [AccountLedgerEntry]] = [:]

    init(_ position: Position) {
        for entry in position.accounts {
            if AccountRegister.countedClasses.contains(ExactText(entry.accountClass)) {
                counted.insert(ExactText(entry.user))
            }
            let account = entry.account.scalarLowercased
            bySpelling[ExactText(account), default: []].append(entry)
            if let name = Self.name(account) { byName[ExactText(name), default: []].append(entry) }
            if !entry.sid.isEmpty { bySID[ExactText(entry.sid.scalarLowercased), default: []].append(entry) }
        }
    }

    /// Classes of users that are in the defended figures: of the directory, and of the logs alone.
    private static let countedClasses: Set<ExactText> = ["counted", "not-in-directory"]
    /// A further spelling of an account that has a class of its own.
    private static let joinedClass: ExactText = "joined"

    func isCounted(_ user: String) -> Bool { !user.isEmpty && counted.contains(ExactText(user)) }

    /// The entries an account means, those with a class of their own first: of the very spelling, else of the name.
    func entries(_ written: String) -> [AccountLedgerEntry] {
        let found = spelled(written)
        return found.filter { ExactText($0.accountClass) != Self.joinedClass }
            + found.filter { ExactText($0.accountClass) == Self.joinedClass }
    }

    private func spelled(_ written: String) -> [AccountLedgerEntry] {
        let key = written.scalarLowercased
        if let found = bySID[ExactText(key)] { return found }
        if let found = bySpelling[ExactText(key)] { return found }
        // Without its domain, or with the domain written in another way.
        guard let name = Self.name(key) else { return byName[ExactText(key)] ?? [] }
        return byName[ExactText(name)] ?? bySpelling[ExactText(name)] ?? []
    }

    /// The name without its domain; nil where it has none.
    private static func name(_ account: String) -> String? {
        if let cut = account.utf8.lastIndex(of: UInt8(ascii: "\\")) {
            return String(account[account.utf8.index(after: cut)...])
        }
        return account.utf8.firstIndex(of: UInt8(ascii: "@")).map { String(account[..<$0]) }
    }
}
