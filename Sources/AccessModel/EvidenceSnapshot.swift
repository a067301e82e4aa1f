/// Index of a text in a snapshot's or an evidence table's `texts`; 0 is the empty text.
public typealias TextID = UInt32

/// A part of what one input contributes: day-grained rows over distinct texts, in canonical order.
///
/// The sum of an input's snapshots is its contribution. Adding is commutative and associative, so it does not matter
/// where an input is cut. The same parts give the same snapshot whatever the order in which accesses arrived.
public struct EvidenceSnapshot: Sendable, Hashable {
    /// Distinct texts in UTF-8 byte order; `texts[0]` is empty.
    public var texts: [ExactText] = [""]
    /// Distinct row keys with their counts, sorted by key. Never anonymous web visits.
    public var rows: [ContributionRow] = []
    /// Web visits without an account from a known address, sorted by key.
    public var visits: [ContributedVisits] = []
    /// One entry per accepted event record that has a record id, sorted by (computer, channel, id, event, time, offset).
    public var records: [ContributedRecord] = []
    /// Days on which a log was seen being written, sorted by key.
    public var sightings: [ContributedSighting] = []
    /// The record ids seen of each event log, accepted or not, sorted by computer and log channel.
    public var logs: [ContributedLog] = []
    /// The same day by day, with times, sorted by computer, log channel and day.
    public var logDays: [ContributedLogDay] = []
    /// The user agents of web peers, sorted by key.
    public var agents: [ContributedAgents] = []

    /// Civil days on which clients held addresses, sorted by (address, name, hardware, day).
    public var leases: [ContributedLease] = []
    /// Accounts that got another name, sorted by (computer, domain, old name, new name, SID, time).
    public var renames: [ContributedRename] = []
    /// Identities web queries carry, sorted by (computer, server address, site, day, account, device id).
    public var identities: [ContributedIdentity] = []

    /// Distinct user agents kept per (server, site, peer): enough to tell a proxy from a person.
    public static let agentsPerPeer = 16

    public init() {}
}

/// One row of a contribution: the finest key any view groups by.
public struct ContributionRow: Sendable, Hashable {
    public var source: EvidenceSource
    public var eventID: UInt32
    public var channel: Channel
    public var logonType: UInt32
    public var outcome: Outcome
    public var day: Day
    /// Events: the server. Web: `s-computername`.
    public var server: TextID
    public var accountDomain: TextID
    public var accountName: TextID
    public var accountSID: TextID
    /// Events: client address. Web: direct peer.
    public var address: TextID
    public var clientName: TextID
    public var serverAddress: TextID
    public var site: TextID
    public var forwarded: TextID
    public var productHint: TextID
    public var agentClass: TextID
    /// Part of the key: true where every record in this row has a record id, and so an entry in `records`. Kept apart
    /// from records without one, so that taking a duplicate out leaves the exact first and last time of the rest.
    public var hasRecordIDs: Bool
    /// Records in this row.
    public var count: UInt64
    public var firstSeen: Instant
    public var lastSeen: Instant
    /// Offsets of the first and the last record in the decompressed input, before transcoding; of records of one time the
    /// smallest and the largest. Both 0 where the records have ids: their entries in `records` hold the offsets.
    public var firstOffset: UInt64
    public var lastOffset: UInt64

    public init(
        source: EvidenceSource, eventID: UInt32, channel: Channel, logonType: UInt32, outcome: Outcome, day: Day,
        server: TextID, accountDomain: TextID, accountName: TextID, accountSID: TextID, address: TextID,
        clientName: TextID, serverAddress: TextID = 0, site: TextID = 0, forwarded: TextID = 0,
        productHint: TextID = 0, agentClass: TextID = 0, hasRecordIDs: Bool = false, count: UInt64,
        firstSeen: Instant, lastSeen: Instant, firstOffset: UInt64 = 0, lastOffset: UInt64 = 0
    ) {
        self.source = source
        self.eventID = eventID
        self.channel = channel
        self.logonType = logonType
        self.outcome = outcome
        self.day = day
        self.server = server
        self.accountDomain = accountDomain
        self.accountName = accountName
        self.accountSID = accountSID
        self.address = address
        self.clientName = clientName
        self.serverAddress = serverAddress
        self.site = site
        self.forwarded = forwarded
        self.productHint = productHint
        self.agentClass = agentClass
        self.hasRecordIDs = hasRecordIDs
        self.count = count
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.firstOffset = firstOffset
        self.lastOffset = lastOffset
    }
}

extension ContributionRow {
    /// Takes in another row of the same key.
    public mutating func add(_ other: ContributionRow) {
        count = count.addedClamped(other.count)
        if (other.firstSeen, other.firstOffset) < (firstSeen, firstOffset) {
            (firstSeen, firstOffset) = (other.firstSeen, other.firstOffset)
        }
        if (lastSeen, lastOffset) < (other.lastSeen, other.lastOffset) {
            (lastSeen, lastOffset) = (other.lastSeen, other.lastOffset)
        }
    }
}

/// An accepted event record: what identifies it among copies, and the rows it gave.
public struct ContributedRecord: Sendable, Hashable {
    public var computer: TextID
    public var logChannel: TextID
    public var recordID: UInt64
    public var eventID: UInt32
    public var time: Instant
    /// Offset in the decompressed input, before transcoding.
    public var offset: UInt64
    /// Index into the snapshot's `rows`.
    public var row: UInt32
    /// Index of the record's second row, nil for records that give one.
    public var secondRow: UInt32?

    public init(
        computer: TextID, logChannel: TextID, recordID: UInt64, eventID: UInt32, time: Instant, offset: UInt64,
        row: UInt32, secondRow: UInt32? = nil
    ) {
        self.computer = computer
        self.logChannel = logChannel
        self.recordID = recordID
        self.eventID = eventID
        self.time = time
        self.offset = offset
        self.row = row
        self.secondRow = secondRow
    }
}

/// A day on which a log was seen being written.
public struct ContributedSighting: Sendable, Hashable {
    public var source: EvidenceSource
    /// Events: `Computer`. Web: `s-computername`.
    public var computer: TextID
    public var serverAddress: TextID
    /// Events: log channel. Web: site.
    public var logChannel: TextID
    public var day: Day
    public var records: UInt64
    public var firstSeen: Instant
    public var lastSeen: Instant
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
    /// Records that say that the clock was set.
    public var clockChanges: UInt64
    /// Records that say that what is recorded was changed.
    public var policyChanges: UInt64
    /// Lowest and highest record id of the day.
    public var recordIDs: RecordIDRange?

    public init(
        source: EvidenceSource, computer: TextID, serverAddress: TextID, logChannel: TextID, day: Day,
        records: UInt64, firstSeen: Instant, lastSeen: Instant, cleared: Bool, interrupted: Bool, lost: Bool = false,
        clearings: ClosedRange<Instant>? = nil, stops: ClosedRange<Instant>? = nil,
        stopsFound: ClosedRange<Instant>? = nil, clockChanges: UInt64 = 0, policyChanges: UInt64 = 0,
        recordIDs: RecordIDRange? = nil
    ) {
        self.source = source
        self.computer = computer
        self.serverAddress = serverAddress
        self.logChannel = logChannel
        self.day = day
        self.records = records
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.cleared = cleared
        self.interrupted = interrupted
        self.lost = lost
        self.clearings = clearings
        self.stops = stops
        self.stopsFound = stopsFound
        self.clockChanges = clockChanges
        self.policyChanges = policyChanges
        self.recordIDs = recordIDs
    }

    /// Adds what another part of the input saw of the same log on the same day.
    public mutating func add(_ other: ContributedSighting) {
        records &+= other.records
        firstSeen = min(firstSeen, other.firstSeen)
        lastSeen = max(lastSeen, other.lastSeen)
        cleared = cleared || other.cleared
        interrupted = interrupted || other.interrupted
        lost = lost || other.lost
        clearings = clearings.united(with: other.clearings)
        stops = stops.united(with: other.stops)
        stopsFound = stopsFound.united(with: other.stopsFound)
        clockChanges &+= other.clockChanges
        policyChanges &+= other.policyChanges
        if let added = other.recordIDs {
            let known = recordIDs ?? added
            recordIDs = RecordIDRange(first: min(known.first, added.first), last: max(known.last, added.last))
        }
    }
}

/// The record ids seen of one event log: exact, so that the parts of an input add up whatever their borders.
public struct ContributedLog: Sendable, Hashable {
    public var computer: TextID
    public var logChannel: TextID
    /// Sorted, with at least one missing id between each two.
    public var ranges: [RecordIDRange]

    public init(computer: TextID, logChannel: TextID, ranges: [RecordIDRange]) {
        self.computer = computer
        self.logChannel = logChannel
        self.ranges = ranges
    }
}

/// The record ids seen of one event log on one day: exact, as in `ContributedLog`.
public struct ContributedLogDay: Sendable, Hashable {
    public var computer: TextID
    public var logChannel: TextID
    public var day: Day
    /// Sorted, with at least one missing id between each two.
    public var ranges: [TimedIDRange]

    public init(computer: TextID, logChannel: TextID, day: Day, ranges: [TimedIDRange]) {
        self.computer = computer
        self.logChannel = logChannel
        self.day = day
        self.ranges = ranges
    }
}

/// A day on which a web query named an account and a device.
public struct ContributedIdentity: Sendable, Hashable {
    public var computer: TextID
    public var serverAddress: TextID
    public var site: TextID
    public var account: TextID
    public var deviceID: TextID
    /// The direct peer and the forwarded list as recorded.
    public var address: TextID
    public var forwarded: TextID
    public var day: Day

    public init(
        computer: TextID, serverAddress: TextID, site: TextID, account: TextID, deviceID: TextID, address: TextID,
        forwarded: TextID, day: Day
    ) {
        self.computer = computer
        self.serverAddress = serverAddress
        self.site = site
        self.account = account
        self.deviceID = deviceID
        self.address = address
        self.forwarded = forwarded
        self.day = day
    }
}

/// Some entries of a sorted set, packed by `CompactSets`.
public struct PackedPiece: Sendable, Hashable {
    /// Entries in it, at least one and at most `maximumCount`.
    public var count: Int
    public var bytes: [UInt8]

    /// Entries of a piece: all but the last piece of a set have as many.
    public static let maximumCount = 1 << 16

    public init(count: Int, bytes: [UInt8]) {
        self.count = count
        self.bytes = bytes
    }
}

/// Web visits without an account that have all but the visitor in common.
public struct ContributedVisits: Sendable, Hashable {
    public var day: Day
    public var outcome: Outcome
    public var channel: Channel
    /// `s-computername`.
    public var server: TextID
    public var serverAddress: TextID
    public var site: TextID
    public var productHint: TextID
    public var agentClass: TextID
    /// The direct peer, where it sent a forwarded list; 0 where the visitors are the direct peers themselves.
    public var peer: TextID
    /// The readable hops of the list between visitor and peer, in canonical form, `, ` between them. The visitors are the
    /// hops to the left of them.
    public var hops: TextID
    public var firstSeen: Instant
    public var lastSeen: Instant
    /// The visitors with their records, rising (`VisitorSetWriter`).
    public var pieces: [PackedPiece]

    public init(
        day: Day, outcome: Outcome, channel: Channel, server: TextID, serverAddress: TextID, site: TextID,
        productHint: TextID, agentClass: TextID, peer: TextID, hops: TextID, firstSeen: Instant, lastSeen: Instant,
        pieces: [PackedPiece]
    ) {
        self.day = day
        self.outcome = outcome
        self.channel = channel
        self.server = server
        self.serverAddress = serverAddress
        self.site = site
        self.productHint = productHint
        self.agentClass = agentClass
        self.peer = peer
        self.hops = hops
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.pieces = pieces
    }
}

/// The user agents of the web peers of a site: many agents behind one address are a proxy, not a device.
public struct ContributedAgents: Sendable, Hashable {
    public var computer: TextID
    public var serverAddress: TextID
    public var site: TextID
    /// The direct peers with the smallest hashes of their agents, and before them the signs they gave (`PeerSigns`), at
    /// most `agentsPerPeer` of both; rising (`AgentSetWriter`).
    public var pieces: [PackedPiece]

    public init(computer: TextID, serverAddress: TextID, site: TextID, pieces: [PackedPiece]) {
        self.computer = computer
        self.serverAddress = serverAddress
        self.site = site
        self.pieces = pieces
    }
}
