/// Entitlement set against requirement, with everything it rests on: the content of `position.json`.
public struct Position: Sendable, Codable {
    public static let currentSchema = "headcount.position/1"

    public var schema = Position.currentSchema
    public var organisation: String
    public var catalogueVersion: String
    public var currency: String
    public var window: PositionWindow
    public var bridge: [Bridge]
    public var auditorView: [AuditorView]
    public var products: [ProductPosition]
    public var mix: [ProductMix]
    public var external: [ExternalExposure]
    public var externalChoice: [ExternalChoice]
    /// The choice as a whole; nil where nothing has to be chosen, or a price lacks.
    public var externalOptimum: ExternalOptimum?
    public var versions: [VersionCell]
    public var coverage: [CoverageSummary]
    public var accounts: AccountLedgerList
    public var findings: [Finding]
    /// The decision register: what nobody has decided, largest effect first.
    public var questions: [OpenQuestion]
    /// What somebody has decided, by id and subject.
    public var answers: [AnsweredQuestion]
    /// How far the shortfall is from the share at which an audit is billed.
    public var gauge: ShortfallGauge?
    /// Licences some uses need on top of the base CAL, which no log shows.
    public var additive: [AdditivePosition]
    /// Suite licences several products make use of, and who must get them.
    public var bundles: [BundleAssignment]
    /// The same position as lines of an effective licence position.
    public var elp: [ELPLine]
    /// The ledger of licences, line by line, and what each counts as.
    public var entitlements: [EntitlementLine] = []
    /// When the evidenced users and devices of each product were first and last seen; empty without evidence.
    public var evidenceOverTime: [EvidenceOverTime] = []
    /// Every server of the logs and of servers.csv.
    public var servers: [ServerLine] = []
    public var inputs: InputLedger
    public var notices: [EstateNotice]
    /// Nil, and no key of the file, where names are names.
    public var pseudonyms: PseudonymNote?

    public init(
        organisation: String, catalogueVersion: String, currency: String, window: PositionWindow, bridge: [Bridge],
        auditorView: [AuditorView], products: [ProductPosition], mix: [ProductMix], external: [ExternalExposure],
        externalChoice: [ExternalChoice], externalOptimum: ExternalOptimum? = nil, versions: [VersionCell],
        coverage: [CoverageSummary], accounts: AccountLedgerList, findings: [Finding],
        questions: [OpenQuestion] = [],
        answers: [AnsweredQuestion] = [], gauge: ShortfallGauge? = nil, additive: [AdditivePosition] = [],
        bundles: [BundleAssignment] = [], elp: [ELPLine] = [], inputs: InputLedger, notices: [EstateNotice]
    ) {
        self.organisation = organisation
        self.catalogueVersion = catalogueVersion
        self.currency = currency
        self.window = window
        self.bridge = bridge
        self.auditorView = auditorView
        self.products = products
        self.mix = mix
        self.external = external
        self.externalChoice = externalChoice
        self.externalOptimum = externalOptimum
        self.versions = versions
        self.coverage = coverage
        self.accounts = accounts
        self.findings = findings
        self.questions = questions
        self.answers = answers
        self.gauge = gauge
        self.additive = additive
        self.bundles = bundles
        self.elp = elp
        self.inputs = inputs
        self.notices = notices
    }
}

/// The days a position looks at; all `YYYY-MM-DD`, empty for an empty store.
public struct PositionWindow: Sendable, Hashable, Codable {
    public var from: String
    public var to: String
    public var asOf: String

    public init(from: String, to: String, asOf: String) {
        self.from = from
        self.to = to
        self.asOf = asOf
    }
}

/// From directory population to defended figure for one product; the steps sum exactly.
public struct Bridge: Sendable, Hashable, Codable {
    public var product: String
    public var steps: [BridgeStep]
    /// Users and devices after the step `disabled`: what an auditor starts from.
    public var auditorUsers: Int
    public var auditorDevices: Int
    public var defendedUsers: Int
    public var defendedDevices: Int

    public init(
        product: String, steps: [BridgeStep], auditorUsers: Int, auditorDevices: Int, defendedUsers: Int,
        defendedDevices: Int
    ) {
        self.product = product
        self.steps = steps
        self.auditorUsers = auditorUsers
        self.auditorDevices = auditorDevices
        self.defendedUsers = defendedUsers
        self.defendedDevices = defendedDevices
    }
}

/// One step of a bridge. `users` and `devices` are magnitudes; `sign` says whether they are added or taken away.
public struct BridgeStep: Sendable, Hashable, Codable {
    public var rule: String
    public var label: String
    public var users: Int
    public var devices: Int
    /// +1 or -1; 0 for a step that is told but changes nothing here (leavers: in the high figure only).
    public var sign: Int
    /// Where the rule comes from.
    public var source: String

    public init(rule: String, label: String, users: Int, devices: Int, sign: Int, source: String) {
        self.rule = rule
        self.label = label
        self.users = users
        self.devices = devices
        self.sign = sign
        self.source = source
    }
}

/// The four rows an auditor and a clean count differ in, for one product.
public struct AuditorView: Sendable, Hashable, Codable {
    public struct Row: Sendable, Hashable, Codable {
        /// `directory-accounts`, `service-accounts`, `shared-devices`, `external-users`.
        public var input: String
        public var auditor: Figure
        public var clean: Figure
        public var difference: Figure
        public var evidence: String

        public init(input: String, auditor: Figure, clean: Figure, difference: Figure, evidence: String) {
            self.input = input
            self.auditor = auditor
            self.clean = clean
            self.difference = difference
            self.evidence = evidence
        }
    }
    public var product: String
    public var rows: [Row]

    public init(product: String, rows: [Row]) {
        self.product = product
        self.rows = rows
    }
}

/// The position of one product and flavour (`user`, `device`, or `total` under `mix`).
public struct ProductPosition: Sendable, Hashable, Codable {
    public struct Tier: Sendable, Hashable, Codable {
        /// Minimum CAL version, and how many users or devices need it (each at the newest server they reach).
        public var version: String
        public var count: Int
        public init(version: String, count: Int) {
            self.version = version
            self.count = count
        }
    }
    public var product: String
    /// Catalogue id of the CAL.
    public var licence: String
    public var flavour: String
    /// Whether this row is what the chosen model asks for.
    public var chosen: Bool
    public var directory: Int
    public var evidenced: Int
    public var defended: Figure
    public var low: Figure
    public var high: Figure
    public var requiredVersion: [Tier]
    /// Licences held, whatever their version.
    public var entitled: Int
    /// Licences held that serve the versions required.
    public var usable: Figure
    public var requirement: Figure
    /// `usable - requirement`.
    public var delta: Figure
    /// Part of the shortfall that would not be there if every licence held had the right version.
    public var versionShortfall: Figure
    /// What the evidence and the estate's files alone would defend, without any answer of the decision register.
    public var identifiedByTool: Figure
    /// What answers added (+) or took away (-): `identifiedByTool + identifiedManually = defended`.
    public var identifiedManually: Figure
    public var openQuestions: [String]
    public var reasons: [Reason]

    public init(
        product: String, licence: String, flavour: String, chosen: Bool, directory: Int, evidenced: Int,
        defended: Figure, low: Figure, high: Figure, requiredVersion: [Tier], entitled: Int, usable: Figure,
        requirement: Figure, delta: Figure, versionShortfall: Figure, identifiedByTool: Figure = .undetermined,
        identifiedManually: Figure = .undetermined, openQuestions: [String], reasons: [Reason]
    ) {
        self.product = product
        self.licence = licence
        self.flavour = flavour
        self.chosen = chosen
        self.directory = directory
        self.evidenced = evidenced
        self.defended = defended
        self.low = low
        self.high = high
        self.requiredVersion = requiredVersion
        self.entitled = entitled
        self.usable = usable
        self.requirement = requirement
        self.delta = delta
        self.versionShortfall = versionShortfall
        self.identifiedByTool = identifiedByTool
        self.identifiedManually = identifiedManually
        self.openQuestions = openQuestions
        self.reasons = reasons
    }

    private enum CodingKeys: String, CodingKey {
        case product, licence, flavour, chosen, directory, evidenced, defended, low, high, requiredVersion, entitled
        case usable, requirement, delta, versionShortfall, identifiedByTool, identifiedManually, openQuestions, reasons
    }

    /// Files written before answers were there are read as not determinable there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func figure(_ key: CodingKeys) throws -> Figure { try container.decode(Figure.self, forKey: key) }
        product = try container.decode(String.self, forKey: .product)
        licence = try container.decode(String.self, forKey: .licence)
        flavour = try container.decode(String.self, forKey: .flavour)
        chosen = try container.decode(Bool.self, forKey: .chosen)
        directory = try container.decode(Int.self, forKey: .directory)
        evidenced = try container.decode(Int.self, forKey: .evidenced)
        defended = try figure(.defended)
        low = try figure(.low)
        high = try figure(.high)
        requiredVersion = try container.decode([Tier].self, forKey: .requiredVersion)
        entitled = try container.decode(Int.self, forKey: .entitled)
        usable = try figure(.usable)
        requirement = try figure(.requirement)
        delta = try figure(.delta)
        versionShortfall = try figure(.versionShortfall)
        identifiedByTool = try container.decodeIfPresent(Figure.self, forKey: .identifiedByTool) ?? .undetermined
        identifiedManually = try container.decodeIfPresent(Figure.self, forKey: .identifiedManually) ?? .undetermined
        openQuestions = try container.decode([String].self, forKey: .openQuestions)
        reasons = try container.decode([Reason].self, forKey: .reasons)
    }
}

/// All users, all devices, or the cheapest cover of every edge.
public struct ProductMix: Sendable, Hashable, Codable {
    public struct Optimum: Sendable, Hashable, Codable {
        public var users: Int
        public var devices: Int
        public var cost: Money
        public var lowerBound: Money
        /// How the optimality is proven, in words, with the dual value.
        public var certificate: String
        /// True where several covers cost the same (the one with most users is shown).
        public var tie: Bool
        public init(users: Int, devices: Int, cost: Money, lowerBound: Money, certificate: String, tie: Bool) {
            self.users = users
            self.devices = devices
            self.cost = cost
            self.lowerBound = lowerBound
            self.certificate = certificate
            self.tie = tie
        }
    }
    public struct Assignment: Sendable, Hashable, Codable {
        public var flavour: Flavour
        /// Name of the user or device that gets the licence.
        public var holder: String
        public init(flavour: Flavour, holder: String) {
            self.flavour = flavour
            self.holder = holder
        }
    }
    public var product: String
    public var allUser: Figure
    public var allDevice: Figure
    public var optimum: Optimum?
    public var unresolvedEdges: Int
    public var assignment: [Assignment]
    /// What else could be bought.
    public var alternatives: MixAlternatives?
    public var reasons: [Reason]

    public init(
        product: String, allUser: Figure, allDevice: Figure, optimum: Optimum?, unresolvedEdges: Int,
        assignment: [Assignment], alternatives: MixAlternatives? = nil, reasons: [Reason]
    ) {
        self.product = product
        self.allUser = allUser
        self.allDevice = allDevice
        self.optimum = optimum
        self.unresolvedEdges = unresolvedEdges
        self.assignment = assignment
        self.alternatives = alternatives
        self.reasons = reasons
    }
}

/// What a server and site show to the outside, and how that access is licensed.
public struct ExternalExposure: Sendable, Hashable, Codable {
    public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
        case gap, covered, waste, exempt, notDeterminable = "not-determinable", none
    }
    public var server: String
    /// Empty for everything that is not a web site.
    public var site: String
    public var exposed: Bool
    /// `null` behind a suspected proxy.
    public var anonymousVisitors: Figure
    /// Accounts of external owners with successful access from anywhere outside.
    public var authenticatedVisitors: Figure
    /// Employees seen from outside addresses: not external visitors.
    public var employeesFromOutside: Int
    public var attempts: Int
    public var proxySuspected: Bool
    public var verdict: Verdict
    public var why: String
    public var ecCost: Money?
    public var calCost: Money?
    public var reasons: [Reason]

    public init(
        server: String, site: String, exposed: Bool, anonymousVisitors: Figure, authenticatedVisitors: Figure,
        employeesFromOutside: Int, attempts: Int, proxySuspected: Bool, verdict: Verdict, why: String,
        ecCost: Money?, calCost: Money?, reasons: [Reason]
    ) {
        self.server = server
        self.site = site
        self.exposed = exposed
        self.anonymousVisitors = anonymousVisitors
        self.authenticatedVisitors = authenticatedVisitors
        self.employeesFromOutside = employeesFromOutside
        self.attempts = attempts
        self.proxySuspected = proxySuspected
        self.verdict = verdict
        self.why = why
        self.ecCost = ecCost
        self.calCost = calCost
        self.reasons = reasons
    }
}

/// What the estate's choice of External Connectors and CALs costs, and its proof.
public struct ExternalOptimum: Sendable, Hashable, Codable {
    public var cost: Money
    /// No choice costs less; equal to `cost` where the choice is proven cheapest.
    public var lowerBound: Money
    /// How that is proven, in words.
    public var certificate: String
    /// True where another choice costs the same.
    public var tie: Bool

    public init(cost: Money, lowerBound: Money, certificate: String, tie: Bool) {
        self.cost = cost
        self.lowerBound = lowerBound
        self.certificate = certificate
        self.tie = tie
    }
}

/// For one host: External Connector or CALs, whichever is cheaper, over all servers on it.
public struct ExternalChoice: Sendable, Hashable, Codable {
    public var host: String
    public var servers: [String]
    /// `external-connector`, `cals`, `none`.
    public var choice: String
    public var cost: Money?
    public var why: String

    public init(host: String, servers: [String], choice: String, cost: Money?, why: String) {
        self.host = host
        self.servers = servers
        self.choice = choice
        self.cost = cost
        self.why = why
    }
}

/// One cell of the grid server version x CAL version.
public struct VersionCell: Sendable, Hashable, Codable {
    public var product: String
    public var serverVersion: String
    public var calVersion: String
    /// Licences held of that version (after Software Assurance).
    public var held: Int
    public var serves: Bool
    /// Licences the chosen model lacks by version alone for what needs this server version: the same in every cell of
    /// the server version, and of versions the same CAL serves.
    public var shortfall: Int

    public init(
        product: String, serverVersion: String, calVersion: String, held: Int, serves: Bool, shortfall: Int = 0
    ) {
        self.product = product
        self.serverVersion = serverVersion
        self.calVersion = calVersion
        self.held = held
        self.serves = serves
        self.shortfall = shortfall
    }

    private enum CodingKeys: String, CodingKey { case product, serverVersion, calVersion, held, serves, shortfall }

    /// Files written before `shortfall` was there are read as 0.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        product = try container.decode(String.self, forKey: .product)
        serverVersion = try container.decode(String.self, forKey: .serverVersion)
        calVersion = try container.decode(String.self, forKey: .calVersion)
        held = try container.decode(Int.self, forKey: .held)
        serves = try container.decode(Bool.self, forKey: .serves)
        shortfall = try container.decodeIfPresent(Int.self, forKey: .shortfall) ?? 0
    }
}

/// Days of one server's log in the window.
public struct CoverageSummary: Sendable, Hashable, Codable {
    public var server: String
    public var source: String
    public var log: String
    public var covered: Int
    public var partial: Int
    public var none: Int
    public var cleared: Int
    /// Runs of days without a record inside the window: `2026-09-03..2026-09-05`.
    public var gaps: [String]
    public var sensitivity: String
    /// What the record ids of the log say, whatever the window: `whole`, `gaps` (ids are missing), `filtered` (the export
    /// leaves records out everywhere, so that missing ids say nothing), `partly-filtered` (on some days), `unclear` (ids are
    /// missing, but ids and times disagree); empty for web logs and where no two records have ids.
    public var recordIds: String
    /// Why days are not covered, in order; at most `maximumReasons`.
    public var reasons: [CoverageReason]
    /// Reasons beyond that.
    public var moreReasons: Int

    public static let maximumReasons = 1000

    public init(
        server: String, source: String, log: String, covered: Int, partial: Int, none: Int, cleared: Int,
        gaps: [String], sensitivity: String, recordIds: String = "", reasons: [CoverageReason] = []
    ) {
        self.server = server
        self.source = source
        self.log = log
        self.covered = covered
        self.partial = partial
        self.none = none
        self.cleared = cleared
        self.gaps = gaps
        self.sensitivity = sensitivity
        self.recordIds = recordIds
        self.reasons = Array(reasons.prefix(CoverageSummary.maximumReasons))
        moreReasons = max(0, reasons.count - CoverageSummary.maximumReasons)
    }
}

/// Why days of a log are not covered.
public struct CoverageReason: Sendable, Hashable, Codable {
    /// What happened.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// Record ids are missing between two records.
        case missingIDs = "missing-ids"
        case cleared
        /// Record ids begin again, and nothing says that the log was cleared.
        case beganAnew = "began-anew"
        /// Record ids fall, and nothing says that the log was cleared.
        case idsFall = "ids-fall"
        /// The event log service stopped.
        case stopped
        /// It had stopped without a word.
        case unexpectedStop = "unexpected-stop"
        /// The log itself says that records were lost.
        case recordsLost = "records-lost"
        /// An event log has no record.
        case noRecord = "no-record"
        /// A web log has no line.
        case noLine = "no-line"
    }

    /// First and last day of the window that it touches, `YYYY-MM-DD`.
    public var from: String
    public var to: String
    public var kind: Kind
    /// In words, with the times.
    public var text: String

    public init(from: String, to: String, kind: Kind, text: String) {
        self.from = from
        self.to = to
        self.kind = kind
        self.text = text
    }
}

/// Something the position says that somebody must act on.
public struct Finding: Sendable, Hashable, Codable {
    public enum Severity: String, Sendable, Hashable, Codable, CaseIterable { case high, medium, low, info }
    /// Stable id: `F-shortfall-windows-server`.
    public var id: String
    public var severity: Severity
    public var product: String
    public var statement: String
    public var effect: String
    public var evidence: String
    /// What `headcount explain` opens of the evidence; empty where it is no record of a log.
    public var explain: [ExplainReference]

    public init(
        id: String, severity: Severity, product: String, statement: String, effect: String, evidence: String,
        explain: [ExplainReference] = []
    ) {
        self.id = id
        self.severity = severity
        self.product = product
        self.statement = statement
        self.effect = effect
        self.evidence = evidence
        self.explain = explain
    }
}

/// The inputs behind a position: `records = accepted + ignored + rejected + duplicates`, per input and in total.
public struct InputLedger: Sendable, Codable {
    public struct Entry: Sendable, Codable {
        public var path: String
        public var member: String
        public var sha256: String
        public var content: String
        public var bytes: UInt64
        public var format: String
        public var records: UInt64
        public var accepted: UInt64
        public var ignored: UInt64
        public var rejected: UInt64
        public var duplicates: UInt64
        public var ignoredByRule: [NamedTally]
        public var rejectedByReason: [NamedTally]
        public var damage: String
        public var copies: [String]
        public init(
            path: String, member: String, sha256: String, content: String, bytes: UInt64, format: String,
            records: UInt64, accepted: UInt64, ignored: UInt64, rejected: UInt64, duplicates: UInt64,
            ignoredByRule: [NamedTally], rejectedByReason: [NamedTally], damage: String, copies: [String]
        ) {
            self.path = path
            self.member = member
            self.sha256 = sha256
            self.content = content
            self.bytes = bytes
            self.format = format
            self.records = records
            self.accepted = accepted
            self.ignored = ignored
            self.rejected = rejected
            self.duplicates = duplicates
            self.ignoredByRule = ignoredByRule
            self.rejectedByReason = rejectedByReason
            self.damage = damage
            self.copies = copies
        }
    }
    public struct NamedTally: Sendable, Hashable, Codable {
        public var name: String
        public var count: UInt64
        public init(name: String, count: UInt64) {
            self.name = name
            self.count = count
        }
    }
    public struct Totals: Sendable, Hashable, Codable {
        public var records: UInt64
        public var accepted: UInt64
        public var ignored: UInt64
        public var rejected: UInt64
        public var duplicates: UInt64
        public var tiesOut: Bool
        public init(
            records: UInt64, accepted: UInt64, ignored: UInt64, rejected: UInt64, duplicates: UInt64, tiesOut: Bool
        ) {
            self.records = records
            self.accepted = accepted
            self.ignored = ignored
            self.rejected = rejected
            self.duplicates = duplicates
            self.tiesOut = tiesOut
        }
    }
    public var entries: [Entry]
    public var totals: Totals

    public init(entries: [Entry], totals: Totals) {
        self.entries = entries
        self.totals = totals
    }
}
