public import AccessModel

/// Turns the times of a clock that does not run in UTC into instants, by the zone the organisation states for the log.
public struct LocalClock: Sendable {
    private let instant: @Sendable (LocalTime) -> Instant
    /// The quarter of an hour last asked for, and how far it is from UTC.
    private var quarter = Int64.min
    private var offset: Int64 = 0

    private static let quarterLength: Int64 = 900_000

    /// - Parameter instant: when a clock of the zone shows that time; the first time, where it shows it twice. Zones change
    ///   their offset at whole quarters of an hour, so it is asked once for each.
    public init(_ instant: @escaping @Sendable (LocalTime) -> Instant) { self.instant = instant }

    mutating func instant(of time: LocalTime) -> Instant {
        let quarter = time.milliseconds / LocalClock.quarterLength
        if quarter != self.quarter {
            self.quarter = quarter
            let start = quarter * LocalClock.quarterLength
            offset = instant(LocalTime(milliseconds: start)).milliseconds - start
        }
        return Instant(milliseconds: time.milliseconds + offset)
    }
}
