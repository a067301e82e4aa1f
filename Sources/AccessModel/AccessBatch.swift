/// A run of bytes inside an `AccessBatch`'s arena.
public struct TextRange: Sendable, Hashable {
    public var offset: UInt32
    public var count: UInt32

    @inlinable public init(offset: UInt32, count: UInt32) {
        self.offset = offset
        self.count = count
    }

    /// "None": the record has no such value.
    @inlinable public static var empty: TextRange { TextRange(offset: 0, count: 0) }
    @inlinable public var isEmpty: Bool { count == 0 }
}

/// What one record proves: an account reached a server from a client, by a channel, at a time, with an outcome.
///
/// A borrowed view: the texts are ranges of the batch's arena, already normalised by the row contract (trimmed, `-` and
/// white space empty, names lower-case, SIDs upper-case, addresses canonical).
public struct Access: Sendable {
    public var source: EvidenceSource = .event
    /// Windows event id; 0 for a web line.
    public var eventID: UInt32 = 0
    public var channel: Channel = .otherLogon
    public var logonType: UInt32 = 0
    public var outcome: Outcome = .success
    public var time = Instant(milliseconds: 0)
    /// Events: the server. Web: `s-computername`, empty where not logged (see `WebServerName`).
    public var server = TextRange.empty
    public var accountDomain = TextRange.empty
    public var accountName = TextRange.empty
    public var accountSID = TextRange.empty
    /// Events: the client address. Web: the direct peer, `c-ip`.
    public var address = TextRange.empty
    /// The same as a number where the parser has it at hand: of an IPv4 address; 0 for everything else.
    public var addressBits: UInt32 = 0
    public var clientName = TextRange.empty

    /// Web: canonical `s-ip`.
    public var serverAddress = TextRange.empty
    /// Web: `s-sitename` as recorded, or the site folder (`W3SVC1`).
    public var site = TextRange.empty
    /// Web: the forwarded list as recorded, empty where none.
    public var forwarded = TextRange.empty
    /// Web: product the path points to, empty where none is known.
    public var productHint = TextRange.empty
    /// Web: class of the user agent (`probe`, `crawler`), empty for everything else.
    public var agentClass = TextRange.empty
    /// Web: keyed-free 64-bit hash of the user agent, 0 where not logged.
    public var agentHash: UInt64 = 0
    /// Web: what the line shows of its direct peer.
    public var peerSigns: PeerSigns = []

    /// Identity of the event record this access came from (the same in each of its rows); nil for web lines and for
    /// events without a record id.
    public var record: EventRecordKey?
    /// Offset of the record in the decompressed input, before transcoding.
    public var offset: UInt64 = 0
    /// True where this is a further row of the record the access before it came from.
    public var continuesRecord = false

    public init() {}
}

extension Access {
    /// True for a web visit without an account: it counts as a visitor, where its address is one, not as a row of
    /// `access_evidence`. A trusted proxy's forwarded list never turns a known address into none, so settings do not matter
    /// here.
    @inlinable public var isAnonymousVisit: Bool {
        accountName.isEmpty && accountDomain.isEmpty && accountSID.isEmpty && clientName.isEmpty && eventID == 0
            && logonType == 0 && record == nil && !continuesRecord
    }
}

/// What a web line shows of whoever sent it: signs that the direct peer stands between the server and its clients.
public struct PeerSigns: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The query carries the marker of Application Request Routing.
    public static let requestRouting = PeerSigns(rawValue: 1)

    public static let all: [PeerSigns] = [.requestRouting]

    /// Signs are kept among the hashes of the peer's user agents, as numbers below this; no hash is.
    public static let firstAgentHash: UInt64 = 4
    /// The same of the half of a hash that is kept.
    public static let firstAgentNumber: UInt32 = 4
}

/// That a web request which succeeded names an account and a device in its query (`docs/formats.md`, "Identities in a
/// query").
///
/// A borrowed view like `Access`: the texts are ranges of the batch's arena.
public struct WebIdentity: Sendable {
    /// `s-computername`.
    public var computer: TextRange
    /// Canonical `s-ip`.
    public var serverAddress: TextRange
    public var site: TextRange
    /// Lower-case, as the client wrote it: a mail address, `domain\name` or a name.
    public var account: TextRange
    /// As the client wrote it; empty where the protocol has none.
    public var deviceID: TextRange
    /// The direct peer, and the forwarded list as recorded, as of the access of the same line.
    public var address: TextRange
    public var forwarded: TextRange
    public var time: Instant

    public init(
        computer: TextRange, serverAddress: TextRange, site: TextRange, account: TextRange, deviceID: TextRange,
        address: TextRange, forwarded: TextRange, time: Instant
    ) {
        self.computer = computer
        self.serverAddress = serverAddress
        self.site = site
        self.account = account
        self.deviceID = deviceID
        self.address = address
        self.forwarded = forwarded
        self.time = time
    }
}

/// What makes two copies of an event the same event, beside its time (kept in the access).
public struct EventRecordKey: Sendable {
    /// Lower-case `Computer`.
    public var computer: TextRange
    /// `Channel` as recorded (`Security`).
    public var logChannel: TextRange
    public var recordID: UInt64

    public init(computer: TextRange, logChannel: TextRange, recordID: UInt64) {
        self.computer = computer
        self.logChannel = logChannel
        self.recordID = recordID
    }
}

/// That a log was being written at a time: every readable record, accepted or ignored, is in one. Feeds coverage.
public struct Sighting: Sendable {
    /// What the record says about the log itself (Windows life-cycle events).
    public enum LogEvent: UInt8, Sendable, Hashable, CaseIterable {
        /// An ordinary record.
        case none
        /// The log was cleared (1102, 104).
        case cleared
        /// Logging stops with this record (1100, 6006).
        case interrupted
        /// Logging had stopped before this record without a word (6008).
        case foundInterrupted
        /// Records were lost (1101, 1104, 1108).
        case lost
        /// What is recorded was changed (4719).
        case policyChanged
        /// The clock was set (Security 4616, Kernel-General 1).
        case clockChanged
    }

    public var source: EvidenceSource
    /// Events: lower-case `Computer`. Web: `s-computername`.
    public var computer: TextRange
    /// Events: `Channel`. Web: the site.
    public var logChannel: TextRange
    /// Web: canonical `s-ip`.
    public var serverAddress: TextRange
    public var time: Instant
    /// Records it stands for: all of one day, so that a batch needs one for each log and day.
    public private(set) var records: UInt64 = 1
    /// Time of the last of them.
    public private(set) var lastTime: Instant
    public var logEvent: LogEvent
    /// `EventRecordID` in the log that `logChannel` names; nil where the record has none, or is from another log.
    public var recordID: UInt64?
    /// False where a record of another log says it (104 stands in the System log and names the log that was cleared).
    public var isOwnRecord: Bool

    public init(
        source: EvidenceSource, computer: TextRange, logChannel: TextRange, serverAddress: TextRange = .empty,
        time: Instant, logEvent: LogEvent = .none, recordID: UInt64? = nil, isOwnRecord: Bool = true
    ) {
        self.source = source
        self.computer = computer
        self.logChannel = logChannel
        self.serverAddress = serverAddress
        self.time = time
        lastTime = time
        self.logEvent = logEvent
        self.recordID = recordID
        self.isOwnRecord = isOwnRecord
    }

    /// Takes in another record of the same log and day that says nothing of the log itself.
    public mutating func extend(to other: Instant) {
        records &+= 1
        if other < time { time = other }
        if lastTime < other { lastTime = other }
    }
}

/// What a parser made of one chunk: accesses, sightings, leases, renames and the tally, with the texts they point to in one arena.
///
/// Crosses the border from `LogParsing` to `DistinctSets` once per chunk. Reused: `removeAll` keeps the capacity, so a
/// warm batch costs no allocation per record.
public struct AccessBatch: Sendable {
    public var arena: [UInt8] = []
    public var accesses: [Access] = []
    public var sightings: [Sighting] = []
    public var leases: [Lease] = []
    public var renames: [Rename] = []
    public var identities: [WebIdentity] = []
    public var tally = RecordTally()
    /// True where everything the input gave before this batch is void: only what is in this batch and later ones counts.
    public private(set) var voidsEarlier = false

    public init() {}

    /// Copies `bytes` into the arena. Empty input gives `.empty`.
    @inlinable public mutating func store(_ bytes: some Collection<UInt8>) -> TextRange {
        guard !bytes.isEmpty else { return .empty }
        let range = TextRange(offset: UInt32(arena.count), count: UInt32(bytes.count))
        arena.append(contentsOf: bytes)
        return range
    }

    /// The text of a range, for tests and messages; engine code reads the arena.
    public func text(_ range: TextRange) -> String {
        String(decoding: arena[Int(range.offset)..<Int(range.offset + range.count)], as: UTF8.self)
    }

    /// Takes back all the input has given, in this batch and in earlier ones.
    /// - Parameter tally: what became of the records read so far.
    public mutating func voidEarlier(leaving tally: RecordTally) {
        accesses.removeAll(keepingCapacity: true)
        sightings.removeAll(keepingCapacity: true)
        leases.removeAll(keepingCapacity: true)
        renames.removeAll(keepingCapacity: true)
        identities.removeAll(keepingCapacity: true)
        self.tally = tally
        voidsEarlier = true
    }

    public mutating func removeAll() {
        arena.removeAll(keepingCapacity: true)
        accesses.removeAll(keepingCapacity: true)
        sightings.removeAll(keepingCapacity: true)
        leases.removeAll(keepingCapacity: true)
        renames.removeAll(keepingCapacity: true)
        identities.removeAll(keepingCapacity: true)
        tally = RecordTally()
        voidsEarlier = false
    }
}
