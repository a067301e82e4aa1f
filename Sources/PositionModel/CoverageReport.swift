/// What `coverage` prints: which days the logs of each server cover, and how much what they hide could matter.
public struct CoverageReport: Sendable, Hashable, Codable {
    public static let currentSchema = "headcount.coverage/1"

    public var schema = CoverageReport.currentSchema
    public var window: PositionWindow
    /// By server, events before web sites, logs in byte order.
    public var logs: [LogCoverage]
    /// By server.
    public var servers: [ServerSensitivity]
    /// Inputs of which only a part could be read, by path. What was lost behind the damage is no gap of any log above: nothing
    /// tells of which days it was.
    public var damagedInputs: [DamagedInput]

    public init(
        window: PositionWindow, logs: [LogCoverage], servers: [ServerSensitivity], damagedInputs: [DamagedInput] = []
    ) {
        self.window = window
        self.logs = logs
        self.servers = servers
        self.damagedInputs = damagedInputs
    }
}

/// An input that is what is left of a damaged file.
public struct DamagedInput: Sendable, Hashable, Codable {
    public var path: String
    /// What is wrong, in words.
    public var damage: String
    /// The times of the first and the last record that was read, empty where there is none.
    public var firstSeen: String
    public var lastSeen: String

    public init(path: String, damage: String, firstSeen: String, lastSeen: String) {
        self.path = path
        self.damage = damage
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }
}

/// The days of the window in one log of a server.
public struct LogCoverage: Sendable, Hashable, Codable {
    public var summary: CoverageSummary
    /// A letter for each day of the window: `#` covered, `~` partial (logging stopped, or records are missing), `c` cleared,
    /// `.` no record.
    public var days: String
    /// Record ids missing between the lowest and the highest that the inputs hold, of each life of a log that began anew,
    /// whatever the window; empty for logs without record ids. `at least N` where the smallest gaps were not kept.
    public var missingRecordIds: String

    public init(summary: CoverageSummary, days: String, missingRecordIds: String) {
        self.summary = summary
        self.days = days
        self.missingRecordIds = missingRecordIds
    }
}

/// How many users a server's logs may have missed, judged by those they showed rarely.
public struct ServerSensitivity: Sendable, Hashable, Codable {
    /// Users first seen on a day.
    public struct Arrival: Sendable, Hashable, Codable {
        /// `YYYY-MM-DD`.
        public var day: String
        public var newUsers: Int

        public init(day: String, newUsers: Int) {
            self.day = day
            self.newUsers = newUsers
        }
    }

    public var server: String
    public var users: Int
    public var seenOnOneDay: Int
    public var seenOnTwoDays: Int
    /// Days of the window with records of the server.
    public var loggedDays: Int
    /// Estimate: at least so many more users would show in a complete log (Chao2), rounded down.
    public var atLeastMore: Int
    /// The estimate's 95 % interval, rounded down and up.
    public var atLeastMoreLow: Int
    public var atLeastMoreHigh: Int
    /// The accumulation curve.
    public var arrivals: [Arrival]

    public init(
        server: String, users: Int, seenOnOneDay: Int, seenOnTwoDays: Int, loggedDays: Int, atLeastMore: Int,
        atLeastMoreLow: Int, atLeastMoreHigh: Int, arrivals: [Arrival]
    ) {
        self.server = server
        self.users = users
        self.seenOnOneDay = seenOnOneDay
        self.seenOnTwoDays = seenOnTwoDays
        self.loggedDays = loggedDays
        self.atLeastMore = atLeastMore
        self.atLeastMoreLow = atLeastMoreLow
        self.atLeastMoreHigh = atLeastMoreHigh
        self.arrivals = arrivals
    }
}
