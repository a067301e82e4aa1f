public import AccessModel

/// Who is who: accounts joined to users, clients to devices, names to servers, each join with its proof.
///
/// Made from evidence and, where there is one, a directory; never written back to the store.
public struct Identities: Sendable {
    /// Every distinct account of the evidence and the directory, in canonical order (domain, name, SID by bytes).
    public internal(set) var accounts: [AccountIdentity] = []
    /// Persons: one or more accounts each, ordered by `name`.
    public internal(set) var users: [UserIdentity] = []
    /// Devices known by a name, and addresses no name explains, ordered by `name`.
    public internal(set) var devices: [DeviceIdentity] = []
    /// Servers: one or more names each, ordered by `name`.
    public internal(set) var servers: [ServerIdentity] = []
    /// For each row of `Evidence.rows`, with the same numbers: what it resolves to.
    public internal(set) var rows = ResolvedRows()
    /// For each visit of `Evidence.visits`: index of its server.
    public internal(set) var visitServers: [Int] = []
    /// For each visit of `Evidence.visits`: index of its device, nil for failures and for addresses from outside.
    public internal(set) var visitDevices: [Int?] = []
    /// Names and SIDs that contradict each other and were left apart or joined with doubt, in words, sorted.
    public internal(set) var conflicts: [String] = []
    /// Finds accounts by what people call them.
    var lookup = AccountLookup()

    init() {}

    /// Indices into `accounts` of the account a person means by `CORP\alice`, a UPN, a mail address, a SID or a name that
    /// only one account of the directory has; ascending, empty where nobody is meant.
    public func accounts(referredToAs reference: String) -> [Int] { lookup.accounts(reference) }

    /// True for a row whose account is the name nobody has: it says no more than a visit without one.
    public func isAnonymous(_ row: ResolvedRow) -> Bool {
        row.account.map { accounts[$0].principalRule == PrincipalRules.anonymousName } ?? false
    }

    /// By account: true for the name nobody has (`isAnonymous`), for whoever asks of every row.
    public var anonymousAccounts: [Bool] {
        let anonymous = ExactText(PrincipalRules.anonymousName)
        return accounts.map { ExactText($0.principalRule) == anonymous }
    }

    /// Index into `users` of the person meant by a reference: nil where it means nobody, or several persons.
    public func user(referredToAs reference: String) -> Int? {
        let found = Set(accounts(referredToAs: reference).compactMap { accounts[$0].user })
        return found.count == 1 ? found.first : nil
    }
}

/// An account as recorded, what it is, and why.
public struct AccountIdentity: Sendable, Hashable {
    public var domain: String
    public var name: String
    public var sid: String
    /// Rule id of `PrincipalRules` where the account is no user by its name or SID; empty for possible users.
    public var principalRule: String
    /// How it was joined to its user: `same SID S-1-5-...`, `name and domain of CORP`, ...
    public var proof: String
    /// Id of the `JoinRule` behind `proof`, empty where the account was joined to no other.
    public var join: String
    /// Last day with evidence of any standing but `no`, in the evidence given; nil for none.
    public var lastSeen: Day?
    /// Logon types 4 and 5 only, in the evidence given.
    public var onlyServiceLogons: Bool
    /// Tried and refused, in every spelling, and unknown to the directory: perhaps a password typed in the wrong place, so
    /// never shown unasked.
    public var isOnlyTried: Bool
    private var directoryNumber: NumberOrNone
    private var userNumber: NumberOrNone

    init(
        domain: String, name: String, sid: String, principalRule: String, directoryIndex: Int?, user: Int?,
        proof: String, join: String, lastSeen: Day?, onlyServiceLogons: Bool, isOnlyTried: Bool = false
    ) {
        self.domain = domain
        self.name = name
        self.sid = sid
        self.principalRule = principalRule
        self.proof = proof
        self.join = join
        self.lastSeen = lastSeen
        self.onlyServiceLogons = onlyServiceLogons
        self.isOnlyTried = isOnlyTried
        directoryNumber = NumberOrNone(directoryIndex)
        userNumber = NumberOrNone(user)
    }

    /// Index into `Directory.accounts`, nil where the directory does not know it.
    public var directoryIndex: Int? { directoryNumber.value }
    /// Index into `Identities.users`; nil for principals that are nobody.
    public internal(set) var user: Int? {
        get { userNumber.value }
        set { userNumber = NumberOrNone(newValue) }
    }

    /// True for records without a SID that may be any of several known users': they count for nobody of their own.
    public var isAmbiguous: Bool { user == nil && ExactText(join) == ExactText(JoinRules.ambiguousName.id) }

    /// `domain\name`, or the name, or the SID.
    public var display: String {
        if name.isEmpty { return sid }
        return domain.isEmpty ? name : domain + "\\" + name
    }
}

/// A person (or what is taken for one): one or more accounts.
public struct UserIdentity: Sendable, Hashable {
    /// Display of its first account, directory accounts first: unique and stable.
    public var name: String
    /// Indices into `Identities.accounts`, ascending.
    public var accounts: [Int]
    /// Indices into `Directory.accounts`, ascending.
    public var directoryAccounts: [Int]
}

/// An endpoint, or an address no name explains.
public struct DeviceIdentity: Sendable, Hashable {
    /// Lower-case host name, or the canonical address.
    public var name: String
    /// True where only an address is known: a range of one to `days`, and never eligible for a device CAL.
    public var isAddressOnly: Bool
    /// Distinct days on which it was seen by address only (for address-only devices: the upper bound).
    public var days: Int
    /// Index into `Directory.computers`, nil where the directory does not know it.
    public var directoryIndex: Int?
    /// Names, addresses-on-days and machine accounts joined to it, each with its proof.
    public var joins: [Join]
    /// True where it was seen through machine-account rows only.
    public var seenAsMachineOnly: Bool
    /// Index into `Identities.servers` where the client is itself a server of the evidence or of servers.csv.
    public var serverIndex: Int?
    /// True for an address-only device from outside the organisation's networks.
    public var isExternal: Bool
    /// In words.
    public var proofs: [String] { joins.map(\.proof) }
    /// Of the days of an address-only device, those on which several names had the address.
    public var sharedDays = 0

    /// True for an address that several names had on each of its days: no device of its own. Those who came from it without a
    /// name may be those that are named, or others, one for each day.
    public var isShared: Bool { isAddressOnly && days > 0 && sharedDays == days }
}

/// A server and the names it goes by.
public struct ServerIdentity: Sendable, Hashable {
    /// FQDN where known, else the name as recorded; lower-case.
    public var name: String
    /// All names in the evidence, sorted.
    public var names: [String]
    /// Indices into `Estate.servers`.
    public var entries: [Int]
    public var proof: String
    /// Ids of the rules that joined its names, sorted.
    public var rules: [String] = []
    /// True where only a service account is known, not the machine it runs on: enters no server's census.
    public var isServiceAccount: Bool
}
