import AccessModel

/// What a log shows of itself on a day, over all names of its server.
struct LoggedDay: Sendable {
    var records: UInt64 = 0
    var isCleared = false
    var isInterrupted = false
    var isLost = false
    var clearings: ClosedRange<Instant>?
    var stops: ClosedRange<Instant>?
    var stopsFound: ClosedRange<Instant>?
    /// First and last time; nil where only another log speaks of it.
    var seen: ClosedRange<Instant>?

    mutating func add(_ day: CoverageDay) {
        records &+= day.records
        isCleared = isCleared || day.cleared
        isInterrupted = isInterrupted || day.interrupted
        isLost = isLost || day.lost
        clearings = clearings.united(with: day.clearings)
        stops = stops.united(with: day.stops)
        stopsFound = stopsFound.united(with: day.stopsFound)
        if day.records > 0 { seen = seen.united(with: day.seen) }
    }
}
