/// A civil time as a server's own clock showed it, without saying in which zone.
///
/// Not an `Instant`: nothing tells how far it is from UTC until the organisation states the zone of the log.
public struct LocalTime: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00 on that clock, as if every day had 24 hours.
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Nil where there is no such date or time of day, and before 1990 or after 9999.
    public init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        guard let time = Instant(year: year, month: month, day: day, hour: hour, minute: minute, second: second),
            time.isUsable
        else { return nil }
        milliseconds = time.milliseconds
    }

    /// The civil day of that clock.
    public var day: Day { Day(Instant(milliseconds: milliseconds)) }

    /// `YYYY-MM-DDTHH:MM:SS`: no `Z`, it is not UTC.
    public var text: String {
        String(decoding: Instant(milliseconds: milliseconds).text.utf8.dropLast(5), as: UTF8.self)
    }

    public static func < (a: LocalTime, b: LocalTime) -> Bool { a.milliseconds < b.milliseconds }
}

/// That a DHCP server's log shows a client holding an address: which name and which hardware had it, when.
///
/// A borrowed view like `Access`: the texts are ranges of the batch's arena. At least one of `name` and `hardware` is
/// not empty.
public struct Lease: Sendable {
    /// Canonical address.
    public var address: TextRange
    /// The client's host name, lower-case, as the client gave it (often with its domain); empty where it gave none.
    public var name: TextRange
    /// The client's MAC as 12 lower-case hexadecimal digits; empty where the record holds none.
    public var hardware: TextRange
    public var time: LocalTime

    public init(address: TextRange, name: TextRange, hardware: TextRange, time: LocalTime) {
        self.address = address
        self.name = name
        self.hardware = hardware
        self.time = time
    }
}

/// A civil day on which an input shows a client holding an address.
public struct ContributedLease: Sendable, Hashable {
    public var address: TextID
    public var name: TextID
    public var hardware: TextID
    /// Day of the log's own clock.
    public var day: Day
    /// Records that say so.
    public var count: UInt64
    public var firstSeen: LocalTime
    public var lastSeen: LocalTime

    public init(
        address: TextID, name: TextID, hardware: TextID, day: Day, count: UInt64, firstSeen: LocalTime,
        lastSeen: LocalTime
    ) {
        self.address = address
        self.name = name
        self.hardware = hardware
        self.day = day
        self.count = count
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }
}

/// A lease as the store shows it: local times, and the zone the settings state for the log they stand in.
public struct EvidenceLease: Sendable, Hashable {
    public var address: TextID
    public var name: TextID
    public var hardware: TextID
    /// Civil day of the log's own clock.
    public var day: Day
    /// Index into `Evidence.zones`; 0 where the settings state none: the day is then known, the hour in UTC is not.
    public var zone: Int
    public var count: UInt64
    public var firstSeen: LocalTime
    public var lastSeen: LocalTime

    public init(
        address: TextID, name: TextID, hardware: TextID, day: Day, zone: Int, count: UInt64, firstSeen: LocalTime,
        lastSeen: LocalTime
    ) {
        self.address = address
        self.name = name
        self.hardware = hardware
        self.day = day
        self.zone = zone
        self.count = count
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }
}
