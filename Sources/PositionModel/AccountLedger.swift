/// The ledger of accounts in its order: each entry is put together when it is asked for.
///
/// Two million entries of ten texts each take half a gigabyte, and whoever writes them needs one at a time.
public struct AccountLedgerList: Sendable, RandomAccessCollection, ExpressibleByArrayLiteral {
    private let entry: @Sendable (Int) -> AccountLedgerEntry
    public let endIndex: Int
    public var startIndex: Int { 0 }

    /// - Parameter entry: the entry at each place below `count`, always the same.
    public init(count: Int, entry: @escaping @Sendable (Int) -> AccountLedgerEntry) {
        endIndex = count
        self.entry = entry
    }

    public init(_ entries: [AccountLedgerEntry]) { self.init(count: entries.count) { entries[$0] } }
    public init(arrayLiteral elements: AccountLedgerEntry...) { self.init(elements) }

    public subscript(place: Int) -> AccountLedgerEntry {
        precondition(place >= 0 && place < endIndex)
        return entry(place)
    }
}

extension AccountLedgerList: Hashable {
    /// True for the same entries.
    public static func == (a: AccountLedgerList, b: AccountLedgerList) -> Bool { a.elementsEqual(b) }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for entry in self { hasher.combine(entry) }
    }
}

extension AccountLedgerList: Codable {
    /// Reads a list of entries.
    public init(from decoder: any Decoder) throws { self.init(try [AccountLedgerEntry](from: decoder)) }

    /// Writes a list of entries.
    public func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        for entry in self { try list.encode(entry) }
    }
}

/// One account of the directory or the logs: whose it is and how it was classed.
public struct AccountLedgerEntry: Sendable, Hashable, Codable {
    public var account: String
    public var sid: String
    /// The user it belongs to; empty where it belongs to nobody.
    public var user: String
    /// Bridge step id (`disabled`, `service`, ...), or `counted`.
    public var accountClass: String
    public var rule: String
    public var proof: String
    /// The rule that joined it to another account (`same-sid`, `same-employee-id`, ...); empty where none did.
    public var join: String
    /// Why it is the account or the person it was joined to, in words; empty with `join`.
    public var joinProof: String
    public var inDirectory: Bool
    /// Last day with evidence; empty for none.
    public var lastEvidence: String

    private enum CodingKeys: String, CodingKey {
        case account, sid, user, rule, proof, join, joinProof, inDirectory, lastEvidence
        case accountClass = "class"
    }

    public init(
        account: String, sid: String, user: String, accountClass: String, rule: String, proof: String,
        join: String = "", joinProof: String = "", inDirectory: Bool, lastEvidence: String
    ) {
        self.account = account
        self.sid = sid
        self.user = user
        self.accountClass = accountClass
        self.rule = rule
        self.proof = proof
        self.join = join
        self.joinProof = joinProof
        self.inDirectory = inDirectory
        self.lastEvidence = lastEvidence
    }
}
