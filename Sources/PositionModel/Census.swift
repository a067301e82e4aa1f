/// What `census` prints: distinct users, devices, edges and visitors per server, and their unions.
public struct Census: Sendable, Codable {
    public static let currentSchema = "headcount.census/1"

    public var schema = Census.currentSchema
    public var window: PositionWindow
    public var servers: [ServerCensus]
    /// Unions over servers, per product of servers.csv; one row `all` without it.
    public var unions: [UnionCensus]
    /// Accounts seen and kept, but not users: by the rule that excluded them.
    public var excludedAccounts: [RuleCount]
    /// Clients seen and kept, but not devices: by the rule that excluded them.
    public var excludedClients: [RuleCount]

    public init(
        window: PositionWindow, servers: [ServerCensus], unions: [UnionCensus], excludedAccounts: [RuleCount],
        excludedClients: [RuleCount]
    ) {
        self.window = window
        self.servers = servers
        self.unions = unions
        self.excludedAccounts = excludedAccounts
        self.excludedClients = excludedClients
    }
}

/// A figure of the census whose members can be named.
public enum CensusFigure: String, Sendable, Hashable, CaseIterable {
    case users, leads, devices, edges
    /// Users who came from outside the organisation's networks.
    case outside
    /// Addresses outside the organisation's networks that visited without an account.
    case visitors
    /// Records of failures from outside, by address.
    case attempts
    /// All records, by what they count as and by which rule.
    case records
    /// Accounts that are no users, with the rule that excludes each.
    case excludedAccounts = "excluded-accounts"
    /// Clients (name and address as recorded) that are no devices, with the rule that excludes each.
    case excludedClients = "excluded-clients"
}

/// A count with the id of the rule behind it.
public struct RuleCount: Sendable, Hashable, Codable {
    public var rule: String
    public var label: String
    public var count: Int

    public init(rule: String, label: String, count: Int) {
        self.rule = rule
        self.label = label
        self.count = count
    }
}

/// Distinct things that reached one server.
public struct ServerCensus: Sendable, Hashable, Codable {
    public var server: String
    /// Other names of the same machine in the logs.
    public var names: [String]
    /// Persons with a successful access by an *access* channel.
    public var users: Int
    /// Users known from *lead* channels only.
    public var leads: Int
    /// Devices: an address no name explains counts one in `low`, one per day in `high`. `null` where a proxy hides them.
    public var devicesLow: Figure
    public var devicesHigh: Figure
    public var edges: Figure
    /// Accounts from outside the organisation's networks, whoever owns them.
    public var authenticatedFromOutside: Int
    /// Distinct external addresses of successful anonymous visits; `null` behind a suspected proxy.
    public var anonymousVisitors: Figure
    /// Attempts (failures) from outside.
    public var attempts: Int
    public var records: Int
    public var firstDay: String
    public var lastDay: String
    public var reasons: [Reason]

    public init(
        server: String, names: [String], users: Int, leads: Int, devicesLow: Figure, devicesHigh: Figure,
        edges: Figure, authenticatedFromOutside: Int, anonymousVisitors: Figure, attempts: Int, records: Int,
        firstDay: String, lastDay: String, reasons: [Reason]
    ) {
        self.server = server
        self.names = names
        self.users = users
        self.leads = leads
        self.devicesLow = devicesLow
        self.devicesHigh = devicesHigh
        self.edges = edges
        self.authenticatedFromOutside = authenticatedFromOutside
        self.anonymousVisitors = anonymousVisitors
        self.attempts = attempts
        self.records = records
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.reasons = reasons
    }
}

/// Union over several servers: a person on two of them counts once.
public struct UnionCensus: Sendable, Hashable, Codable {
    /// Product id, or `all`.
    public var product: String
    public var servers: Int
    public var users: Int
    public var devicesLow: Figure
    public var devicesHigh: Figure
    public var edges: Figure

    public init(product: String, servers: Int, users: Int, devicesLow: Figure, devicesHigh: Figure, edges: Figure) {
        self.product = product
        self.servers = servers
        self.users = users
        self.devicesLow = devicesLow
        self.devicesHigh = devicesHigh
        self.edges = edges
    }
}
