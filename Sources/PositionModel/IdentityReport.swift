/// What `identities` prints: who was taken for whom, by which rule, with which proof, and what stayed apart.
public struct IdentityReport: Sendable, Hashable, Codable {
    public static let currentSchema = "headcount.identities/1"

    public var schema = IdentityReport.currentSchema
    public var window: PositionWindow
    /// How many accounts each class holds, in the order of the bridge.
    public var classes: [ClassCount]
    /// What each rule joined, in the order in which the rules are tried.
    public var joins: [JoinCount]
    /// As in `Position.accounts`; empty where only the figures were asked for.
    public var accounts: AccountLedgerList
    /// Names that were tried and refused and are no known account: counted, not shown, for some are passwords typed in the
    /// wrong place.
    public var triedNames: Int
    /// By name.
    public var devices: [DeviceEntry]
    /// Machines reached, by name.
    public var servers: [ServerIdentityEntry]
    /// Names and SIDs that contradict each other, in words: nothing was guessed.
    public var conflicts: [String]

    public init(
        window: PositionWindow, classes: [ClassCount], joins: [JoinCount], accounts: AccountLedgerList,
        triedNames: Int, devices: [DeviceEntry], servers: [ServerIdentityEntry], conflicts: [String]
    ) {
        self.window = window
        self.classes = classes
        self.joins = joins
        self.accounts = accounts
        self.triedNames = triedNames
        self.devices = devices
        self.servers = servers
        self.conflicts = conflicts
    }

    /// Accounts of one class.
    public struct ClassCount: Sendable, Hashable, Codable {
        /// Bridge step id, `counted`, or `joined` (another spelling of an account that stands there already).
        public var accountClass: String
        public var label: String
        public var accounts: Int
        /// Of them, those the directory lists.
        public var inDirectory: Int

        private enum CodingKeys: String, CodingKey {
            case label, accounts, inDirectory
            case accountClass = "class"
        }

        public init(accountClass: String, label: String, accounts: Int, inDirectory: Int) {
            self.accountClass = accountClass
            self.label = label
            self.accounts = accounts
            self.inDirectory = inDirectory
        }
    }

    /// Names one rule joined to others.
    public struct JoinCount: Sendable, Hashable, Codable {
        /// What `rules.disable` of estate.yaml calls it.
        public var rule: String
        public var label: String
        /// Why the rule holds.
        public var source: String
        /// Accounts whose own join it made; devices and servers some of whose names or addresses it joined.
        public var accounts: Int
        public var devices: Int
        public var servers: Int
        /// True where estate.yaml turned it off.
        public var isDisabled: Bool

        public init(
            rule: String, label: String, source: String, accounts: Int, devices: Int = 0, servers: Int = 0,
            isDisabled: Bool
        ) {
            self.rule = rule
            self.label = label
            self.source = source
            self.accounts = accounts
            self.devices = devices
            self.servers = servers
            self.isDisabled = isDisabled
        }
    }
}

/// A client of the evidence, and what it was taken for.
public struct DeviceEntry: Sendable, Hashable, Codable {
    public var device: String
    /// `named`, `address` (no name explains it), `shared-address` (several names had it each day: no device), `machine-account` (seen through its own account only) or `server`.
    public var kind: String
    public var inDirectory: Bool
    public var operatingSystem: String
    /// Days on which only the address was known: the device's upper bound; 0 for named ones.
    public var days: Int
    public var isExternal: Bool
    public var proofs: [String]
    /// Ids of the rules behind them, sorted.
    public var rules: [String]

    public init(
        device: String, kind: String, inDirectory: Bool, operatingSystem: String, days: Int, isExternal: Bool,
        proofs: [String], rules: [String] = []
    ) {
        self.device = device
        self.kind = kind
        self.inDirectory = inDirectory
        self.operatingSystem = operatingSystem
        self.days = days
        self.isExternal = isExternal
        self.proofs = proofs
        self.rules = rules
    }
}

/// A machine that was reached, and the names it goes by.
public struct ServerIdentityEntry: Sendable, Hashable, Codable {
    public var server: String
    public var names: [String]
    /// Why the names are one machine's; empty for a single one.
    public var proof: String
    /// Ids of the rules that joined them, sorted.
    public var rules: [String]
    /// True where servers.csv names it.
    public var isListed: Bool
    /// `server` or `client` by the operating system the directory gives it, `unknown` where it gives none, or
    /// `service-account` where only the account behind its tickets is known.
    public var kind: String

    public init(
        server: String, names: [String], proof: String, rules: [String] = [], isListed: Bool, kind: String
    ) {
        self.server = server
        self.names = names
        self.proof = proof
        self.rules = rules
        self.isListed = isListed
        self.kind = kind
    }
}
