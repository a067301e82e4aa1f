/// What `explain` shows: from a figure of the census, a user, a device, a visitor or a server down to the records.
public struct Explanation: Sendable, Hashable, Codable {
    public static let currentSchema = "headcount.explain/1"

    public var schema = Explanation.currentSchema
    public var window: PositionWindow
    /// What was asked for, and who or what that is.
    public var subjects: [Subject]
    /// The census figures of the servers asked for; only where nothing narrower was.
    public var figures: [ExplainedFigure]
    /// The members of one figure; only where it was asked for.
    public var members: [ExplainedMember]
    /// The rows behind the subjects in the order of `access_evidence`, anonymous visits last; as many as were asked for.
    public var rows: [ExplainedRow]
    /// Rows there are, listed or not.
    public var rowCount: Int
    /// Records of all of them.
    public var records: Int
    /// The same rows by what they count as.
    public var counted: [CountedRows]
    /// The first and the last record of all of them; absent where no row is behind the subjects.
    public var first: ExplainedRecord?
    public var last: ExplainedRecord?
    /// Every input with a record of them, by the place of its first one.
    public var inputs: [ExplainedInput]

    public init(window: PositionWindow, subjects: [Subject]) {
        self.window = window
        self.subjects = subjects
        figures = []
        members = []
        rows = []
        rowCount = 0
        records = 0
        counted = []
        inputs = []
    }
}

/// Rows that count as the same thing.
public struct CountedRows: Sendable, Hashable, Codable {
    /// `access`, `machine`, `visit`, `lead`, `attempt`, or `nothing`.
    public var countsAs: String
    public var rows: Int
    public var records: Int

    public init(countsAs: String, rows: Int, records: Int) {
        self.countsAs = countsAs
        self.rows = rows
        self.records = records
    }
}

/// A server, product, user, account, device or visitor that was asked for.
public struct Subject: Sendable, Hashable, Codable {
    /// `server`, `product`, `user`, `account` (one that is no user), `device`, `visitor` or `figure`.
    public var kind: String
    public var name: String
    /// Other names, what was joined to it and the proof, the rule that excludes it: a line each.
    public var facts: [String]

    public init(kind: String, name: String, facts: [String]) {
        self.kind = kind
        self.name = name
        self.facts = facts
    }
}

/// A figure of the census.
public struct ExplainedFigure: Sendable, Hashable, Codable {
    /// The name of a `CensusFigure`.
    public var figure: String
    public var low: Figure
    /// The same as `low` but for devices.
    public var high: Figure

    public init(figure: String, low: Figure, high: Figure) {
        self.figure = figure
        self.low = low
        self.high = high
    }
}

/// One of those a figure counts.
public struct ExplainedMember: Sendable, Hashable, Codable {
    public var name: String
    /// Of an edge: the device. Of an excluded client: its address. Else empty.
    public var device: String
    /// Of what is excluded or counts as nothing: why. Else empty.
    public var rule: String
    /// What it adds to the figure: 1 of most; records of attempts and records; and of an address that no name explains one
    /// device, or one for each of its days. All members together make the figure, low and high.
    public var addsLow: Int
    public var addsHigh: Int
    /// Rows and records that prove it.
    public var rows: Int
    public var records: Int
    /// `YYYY-MM-DD`.
    public var firstDay: String
    public var lastDay: String

    public init(
        name: String, device: String = "", rule: String = "", addsLow: Int = 1, addsHigh: Int = 1, rows: Int,
        records: Int, firstDay: String, lastDay: String
    ) {
        self.name = name
        self.device = device
        self.rule = rule
        self.addsLow = addsLow
        self.addsHigh = addsHigh
        self.rows = rows
        self.records = records
        self.firstDay = firstDay
        self.lastDay = lastDay
    }
}

/// A row of `access_evidence`, or an anonymous visit, with the records behind it.
public struct ExplainedRow: Sendable, Hashable, Codable {
    public var server: String
    public var source: String
    public var eventId: Int
    public var channel: String
    public var logonType: Int
    public var accountDomain: String
    public var accountName: String
    public var accountSid: String
    public var clientAddress: String
    public var clientName: String
    public var site: String
    public var outcome: String
    public var day: String
    public var count: Int
    /// `access`, `machine`, `visit`, `lead`, `attempt`, or `nothing`.
    public var countsAs: String
    /// Why it counts as nothing, or names no device; empty where it does.
    public var rule: String
    /// Absent for anonymous visits, unless their inputs were read again.
    public var first: ExplainedRecord?
    public var last: ExplainedRecord?
    /// Places of the inputs it is from.
    public var inputs: [String]

    public init(
        server: String, source: String, eventId: Int, channel: String, logonType: Int, accountDomain: String,
        accountName: String, accountSid: String, clientAddress: String, clientName: String, site: String,
        outcome: String, day: String, count: Int, countsAs: String, rule: String
    ) {
        self.server = server
        self.source = source
        self.eventId = eventId
        self.channel = channel
        self.logonType = logonType
        self.accountDomain = accountDomain
        self.accountName = accountName
        self.accountSid = accountSid
        self.clientAddress = clientAddress
        self.clientName = clientName
        self.site = site
        self.outcome = outcome
        self.day = day
        self.count = count
        self.countsAs = countsAs
        self.rule = rule
        inputs = []
    }
}

/// A record and where it is.
public struct ExplainedRecord: Sendable, Hashable, Codable {
    public var path: String
    /// Member of the archive; empty for a plain file.
    public var member: String
    /// SHA-256 of the file as found; empty where it was not taken.
    public var sha256: String
    /// Bytes of the decompressed input, before transcoding, in front of the record.
    public var offset: UInt64
    /// ISO 8601 UTC to the millisecond.
    public var time: String
    /// Of an event with a record id.
    public var computer: String?
    public var log: String?
    /// Decimal: it can be larger than JSON readers count.
    public var recordId: String?
    /// Line of a text log, from 1; absent where the file was not read again.
    public var line: UInt64?
    /// The record as it stands in the file; absent where the file was not read again.
    public var text: String?
    /// Why there is no text, or that it was cut; empty otherwise.
    public var note: String

    public init(path: String, member: String, sha256: String, offset: UInt64, time: String) {
        self.path = path
        self.member = member
        self.sha256 = sha256
        self.offset = offset
        self.time = time
        note = ""
    }
}

/// An input with records of what was asked for.
public struct ExplainedInput: Sendable, Hashable, Codable {
    public var path: String
    public var member: String
    public var sha256: String
    /// Content id: of the decompressed bytes.
    public var content: String
    public var format: String
    /// Size of the file as found.
    public var bytes: UInt64
    /// Records of the rows, copies that count elsewhere left out.
    public var records: Int
    /// Other places of the same content.
    public var copies: [String]

    public init(
        path: String, member: String, sha256: String, content: String, format: String, bytes: UInt64, records: Int,
        copies: [String]
    ) {
        self.path = path
        self.member = member
        self.sha256 = sha256
        self.content = content
        self.format = format
        self.bytes = bytes
        self.records = records
        self.copies = copies
    }
}
