/// What a store, or a window of it, proves: duplicates out, settings applied. The reading side of the store.
///
/// Everything after the store works on this value. Texts are held once; rows are integers.
public struct Evidence: Sendable {
    /// Distinct texts in UTF-8 byte order; `texts[0]` is empty.
    public var texts: [ExactText] = [""]
    /// Access rows (never anonymous web visits), sorted by their texts.
    public var rows = EvidenceRows()
    /// Anonymous web visits, sorted by their texts.
    public var visits: [AnonymousVisit] = []
    /// Days on which a log was seen being written, sorted.
    public var coverage: [CoverageDay] = []
    /// The record ids of each event log over all inputs, whatever the window; sorted.
    public var eventLogs: [EventLogCoverage] = []
    /// Distinct user agents behind each web peer, sorted.
    public var peers: [PeerAgents] = []
    /// Web clients whose user agent says that it is no person's browser, sorted; nil where the store was not asked.
    public var labelledClients: [LabelledClient]?
    /// Accounts seen before the window, by their texts: signs of life that a window must not hide.
    public var earlierSigns: [EarlierSign] = []
    /// Which name and hardware had which address, sorted by (address, day, name, hardware, zone). Days are civil days of
    /// the log's own clock: in a window, those that may reach into it in some zone.
    public var leases: [EvidenceLease] = []
    /// Zones of the leases in byte order; the first is empty: none stated.
    public var zones: [String] = [""]
    /// Accounts that got another name, whatever the window; sorted by (time, computer, domain, old name, new name, SID).
    public var renames: [EvidenceRename] = []
    /// Devices that named themselves in web queries, sorted by (client address, day, device id, account, server, site).
    public var webDevices: [EvidenceWebDevice] = []
    public var inputs: [InputSummary] = []
    /// First and last day asked for; nil where the whole store was read.
    public var window: ClosedRange<Day>?
    /// Last day with evidence in the whole store, whatever the window; nil for an empty store.
    public var lastDay: Day?
    public var settings = OrganisationSettings()

    public init() {}

    public func text(_ id: TextID) -> String { texts[Int(id)].string }
}

/// One row of `access_evidence`, with the site where a web log gave one. 72 bytes, the widest values first; `EvidenceRows`
/// keeps them in fewer.
public struct EvidenceRow: Sendable, Hashable {
    public var count: UInt64
    public var firstSeen: Instant
    public var lastSeen: Instant
    public var server: TextID
    public var accountDomain: TextID
    public var accountName: TextID
    public var accountSID: TextID
    public var clientAddress: TextID
    public var clientName: TextID
    public var site: TextID
    public var productHint: TextID
    public var eventID: UInt32
    public var logonType: UInt32
    public var day: Day
    public var source: EvidenceSource
    public var channel: Channel
    public var outcome: Outcome

    @inlinable public init(
        server: TextID, source: EvidenceSource, eventID: UInt32, channel: Channel, logonType: UInt32,
        accountDomain: TextID, accountName: TextID, accountSID: TextID, clientAddress: TextID, clientName: TextID,
        outcome: Outcome, day: Day, site: TextID, productHint: TextID, count: UInt64, firstSeen: Instant,
        lastSeen: Instant
    ) {
        self.server = server
        self.source = source
        self.eventID = eventID
        self.channel = channel
        self.logonType = logonType
        self.accountDomain = accountDomain
        self.accountName = accountName
        self.accountSID = accountSID
        self.clientAddress = clientAddress
        self.clientName = clientName
        self.outcome = outcome
        self.day = day
        self.site = site
        self.productHint = productHint
        self.count = count
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }
}

/// That an account was seen before the window, by a successful row of any standing but `no`.
public struct EarlierSign: Sendable, Hashable {
    public var accountDomain: TextID
    public var accountName: TextID
    public var accountSID: TextID
    /// Last such day before the window.
    public var lastDay: Day

    public init(accountDomain: TextID, accountName: TextID, accountSID: TextID, lastDay: Day) {
        self.accountDomain = accountDomain
        self.accountName = accountName
        self.accountSID = accountSID
        self.lastDay = lastDay
    }
}

/// Anonymous requests from one address to one site on one day.
public struct AnonymousVisit: Sendable, Hashable {
    public var server: TextID
    public var site: TextID
    public var clientAddress: TextID
    public var outcome: Outcome
    public var day: Day
    public var count: UInt64

    public init(server: TextID, site: TextID, clientAddress: TextID, outcome: Outcome, day: Day, count: UInt64) {
        self.server = server
        self.site = site
        self.clientAddress = clientAddress
        self.outcome = outcome
        self.day = day
        self.count = count
    }
}

/// What a log shows of itself on one day.
public struct CoverageDay: Sendable, Hashable {
    public var server: TextID
    public var source: EvidenceSource
    /// Events: log channel. Web: site.
    public var logChannel: TextID
    public var day: Day
    public var records: UInt64
    public var cleared: Bool
    /// Logging stopped that day.
    public var interrupted: Bool
    /// Records of the day were lost, as the log itself says.
    public var lost: Bool
    /// First and last time the log was cleared that day.
    public var clearings: ClosedRange<Instant>?
    /// First and last record of the day that says that logging stops with it.
    public var stops: ClosedRange<Instant>?
    /// First and last record of the day that says that logging had stopped before it, unnoticed.
    public var stopsFound: ClosedRange<Instant>?
    /// First and last time of the day's records; nil where no record of the log itself is known.
    public var seen: ClosedRange<Instant>?
    /// Records that say that the clock was set.
    public var clockChanges: UInt64
    /// Records that say that what is recorded was changed.
    public var policyChanges: UInt64
    /// Lowest and highest record id of the day.
    public var recordIDs: RecordIDRange?

    public init(
        server: TextID, source: EvidenceSource, logChannel: TextID, day: Day, records: UInt64, cleared: Bool,
        interrupted: Bool, lost: Bool = false, clearings: ClosedRange<Instant>? = nil,
        stops: ClosedRange<Instant>? = nil,
        stopsFound: ClosedRange<Instant>? = nil, seen: ClosedRange<Instant>? = nil, clockChanges: UInt64 = 0,
        policyChanges: UInt64 = 0, recordIDs: RecordIDRange? = nil
    ) {
        self.server = server
        self.source = source
        self.logChannel = logChannel
        self.day = day
        self.records = records
        self.cleared = cleared
        self.interrupted = interrupted
        self.lost = lost
        self.clearings = clearings
        self.stops = stops
        self.stopsFound = stopsFound
        self.seen = seen
        self.clockChanges = clockChanges
        self.policyChanges = policyChanges
        self.recordIDs = recordIDs
    }
}

/// Which record ids of an event log the inputs hold, accepted or not.
public struct EventLogCoverage: Sendable, Hashable {
    public var server: TextID
    public var logChannel: TextID
    /// The ids there are, without gaps inside a range; only the largest gaps between them where `isCoarse`.
    public var ranges: [RecordIDRange]
    /// True where an input has more gaps than `maximumRanges` leaves room for: the smallest were closed.
    public var isCoarse: Bool
    /// The ids of each day, in order.
    public var days: [EventLogDay]

    /// Ids inside the ranges; `UInt64.max` where they are more.
    public var held: UInt64 {
        ranges.reduce(0) { sum, range in
            let (count, overflow) = (range.last - range.first).addingReportingOverflow(1)
            let (total, isMore) = sum.addingReportingOverflow(count)
            return overflow || isMore ? .max : total
        }
    }

    /// Ids between the ranges.
    public var missing: UInt64 {
        zip(ranges, ranges.dropFirst()).reduce(0) { sum, pair in
            let (total, isMore) = sum.addingReportingOverflow(pair.1.first - pair.0.last - 1)
            return isMore ? .max : total
        }
    }

    /// Ranges kept of a log of one input.
    public static let maximumRanges = 65_536

    public init(
        server: TextID, logChannel: TextID, ranges: [RecordIDRange], isCoarse: Bool, days: [EventLogDay] = []
    ) {
        self.server = server
        self.logChannel = logChannel
        self.ranges = ranges
        self.isCoarse = isCoarse
        self.days = days
    }
}

extension EventLogCoverage {
    /// Adds what is known of the same log under another name of its server.
    public mutating func unite(with other: EventLogCoverage) {
        ranges = RecordIDRange.union(of: ranges + other.ranges)
        isCoarse = isCoarse || other.isCoarse
        var known = Dictionary(days.map { ($0.day, $0) }, uniquingKeysWith: { first, _ in first })
        for day in other.days { known[day.day] = known[day.day].map { $0.united(with: day) } ?? day }
        days = known.values.sorted { $0.day < $1.day }
    }
}

/// Which record ids of an event log the inputs hold of one day.
public struct EventLogDay: Sendable, Hashable {
    public var day: Day
    /// The ids there are, in order; only the largest gaps between them where there are more than `maximumRanges` leaves
    /// room for.
    public var ranges: [TimedIDRange]
    /// Ranges before that limit, and before the one on what is stored of an input.
    public var rangeCount: Int

    /// Ranges kept of a day of one input.
    public static let maximumStoredRanges = 256
    /// Ranges kept of a day over all inputs.
    public static let maximumRanges = 64

    public init(day: Day, ranges: [TimedIDRange], rangeCount: Int? = nil) {
        self.day = day
        self.ranges = ranges
        self.rangeCount = rangeCount ?? ranges.count
    }

    /// The same day of the same log under two names.
    func united(with other: EventLogDay) -> EventLogDay {
        let united = TimedIDRange.union(of: ranges + other.ranges)
        let limited = [self, other].map(\.rangeCount).filter { $0 > EventLogDay.maximumRanges }.max() ?? 0
        return EventLogDay(day: day, ranges: united, rangeCount: max(united.count, limited))
    }
}

/// How many user agents were seen from one direct peer of a site.
public struct PeerAgents: Sendable, Hashable {
    public var server: TextID
    public var site: TextID
    public var peer: TextID
    /// Distinct agents, counted up to `EvidenceSnapshot.agentsPerPeer`.
    public var agents: Int
    public var signs: PeerSigns

    public init(server: TextID, site: TextID, peer: TextID, agents: Int, signs: PeerSigns = []) {
        self.server = server
        self.site = site
        self.peer = peer
        self.agents = agents
        self.signs = signs
    }
}

/// A client of a web site some of whose requests call themselves a health probe's or a crawler's.
public struct LabelledClient: Sendable, Hashable {
    public var server: TextID
    public var site: TextID
    /// The client, behind trusted proxies where there are any.
    public var clientAddress: TextID
    /// The `agent_class` of the store: `probe` or `crawler`.
    public var label: TextID
    /// Requests with that label.
    public var records: UInt64

    public init(server: TextID, site: TextID, clientAddress: TextID, label: TextID, records: UInt64) {
        self.server = server
        self.site = site
        self.clientAddress = clientAddress
        self.label = label
        self.records = records
    }
}

/// That a web request which succeeded named a device in its query, for an account.
public struct EvidenceWebDevice: Sendable, Hashable {
    public var server: TextID
    public var site: TextID
    /// The client, behind trusted proxies too.
    public var clientAddress: TextID
    /// Lower-case, as the client wrote it: a mail address, `domain\name` or a name.
    public var account: TextID
    /// As the client wrote it.
    public var deviceID: TextID
    public var day: Day

    public init(
        server: TextID, site: TextID, clientAddress: TextID, account: TextID, deviceID: TextID, day: Day
    ) {
        self.server = server
        self.site = site
        self.clientAddress = clientAddress
        self.account = account
        self.deviceID = deviceID
        self.day = day
    }

    public static func < (a: EvidenceWebDevice, b: EvidenceWebDevice) -> Bool {
        if (a.clientAddress, a.day) != (b.clientAddress, b.day) {
            return (a.clientAddress, a.day) < (b.clientAddress, b.day)
        }
        return (a.deviceID, a.account, a.server, a.site) < (b.deviceID, b.account, b.server, b.site)
    }
}
