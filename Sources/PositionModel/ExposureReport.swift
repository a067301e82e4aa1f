/// What `external` prints: which servers and sites are reached from outside, since when, and by whom.
public struct ExposureReport: Sendable, Hashable, Codable {
    public static let currentSchema = "headcount.external/1"

    public var schema = ExposureReport.currentSchema
    public var window: PositionWindow
    /// By server, events before web sites, sites in byte order.
    public var lines: [ExposureLine]
    /// By server, site and address.
    public var proxies: [ProxySighting]
    /// What cannot be told of any server, and why.
    public var limits: [String]

    public init(window: PositionWindow, lines: [ExposureLine], proxies: [ProxySighting], limits: [String]) {
        self.window = window
        self.lines = lines
        self.proxies = proxies
        self.limits = limits
    }
}

/// One web site of a server, or what its event logs say.
public struct ExposureLine: Sendable, Hashable, Codable {
    public enum Exposed: String, Sendable, Hashable, Codable, CaseIterable {
        /// Evidence of access, or of attempts, from outside the organisation's networks.
        case yes
        /// None in the logs that were read.
        case no
        /// What the logs show does not tell.
        case notDeterminable = "not-determinable"
    }

    public var server: String
    /// `event` or `web`; empty for a server of servers.csv that no log speaks of.
    public var source: String
    /// The web site as recorded; empty for events, and where a web log names none.
    public var site: String
    public var exposed: Exposed
    /// First and last day with a record from outside, `YYYY-MM-DD`; empty for none.
    public var firstDay: String
    public var lastDay: String
    /// Distinct external addresses of successful anonymous visits, probes and crawlers among them.
    public var anonymousVisitors: Figure
    /// How many of `anonymousVisitors` sent requests that call themselves health probes.
    public var probes: Figure
    /// How many of `anonymousVisitors` sent requests that call themselves crawlers.
    public var crawlers: Figure
    /// Users whose owner is external, with successful access from wherever.
    public var authenticatedVisitors: Figure
    /// Users from outside of whom nobody said whose they are.
    public var unknownRelation: Int
    /// The organisation's own people on outside addresses: no external visitors.
    public var employeesFromOutside: Int
    /// Distinct external addresses with successful access that names no account and is no web visit.
    public var accessWithoutAccount: Int
    /// Failures from outside, in records.
    public var attempts: Int
    /// Distinct external addresses of `attempts`.
    public var attemptAddresses: Int
    /// Distinct addresses of the organisation's networks with successful access; proxies and loopback are none.
    public var internalAddresses: Int
    /// Web: records without a client address. Events: successful accesses over the network without one. Nothing says where
    /// they came from.
    public var recordsWithoutAddress: Int
    /// Days of the window that the log behind this line covers fully; of several event logs the one that covers most.
    public var coveredDays: Int
    /// Days of the window.
    public var windowDays: Int
    public var reasons: [Reason]

    public init(
        server: String, source: String, site: String, exposed: Exposed, firstDay: String = "", lastDay: String = "",
        anonymousVisitors: Figure = Figure(0), probes: Figure = Figure(0), crawlers: Figure = Figure(0),
        authenticatedVisitors: Figure = Figure(0), unknownRelation: Int = 0, employeesFromOutside: Int = 0,
        accessWithoutAccount: Int = 0, attempts: Int = 0, attemptAddresses: Int = 0, internalAddresses: Int = 0,
        recordsWithoutAddress: Int = 0, coveredDays: Int, windowDays: Int, reasons: [Reason] = []
    ) {
        self.server = server
        self.source = source
        self.site = site
        self.exposed = exposed
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.anonymousVisitors = anonymousVisitors
        self.probes = probes
        self.crawlers = crawlers
        self.authenticatedVisitors = authenticatedVisitors
        self.unknownRelation = unknownRelation
        self.employeesFromOutside = employeesFromOutside
        self.accessWithoutAccount = accessWithoutAccount
        self.attempts = attempts
        self.attemptAddresses = attemptAddresses
        self.internalAddresses = internalAddresses
        self.recordsWithoutAddress = recordsWithoutAddress
        self.coveredDays = coveredDays
        self.windowDays = windowDays
        self.reasons = reasons
    }
}

/// A direct peer of a web site that speaks for others.
public struct ProxySighting: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// Named by the organisation: the forwarded list it sends is believed.
        case trusted
        /// Looks like one: its address stands for an unknown number of clients.
        case suspected
    }

    public var server: String
    public var site: String
    /// Canonical address.
    public var peer: String
    public var kind: Kind
    /// What shows it, with its numbers.
    public var why: String
    /// What cannot be told because of it; empty where nothing is.
    public var consequence: String

    public init(server: String, site: String, peer: String, kind: Kind, why: String, consequence: String) {
        self.server = server
        self.site = site
        self.peer = peer
        self.kind = kind
        self.why = why
        self.consequence = consequence
    }
}
