import AccessModel
import ByteScan

/// Reads the time of a line: `date` and `time` columns, or `time` alone after a `#Date` directive. Always UTC.
struct W3CClock {
    /// A time further back than this means that midnight has passed.
    static let midnightStep: Int64 = 12 * 3_600_000
    /// Lines are written up to about a second out of order (buffering, `docs/formats.md`); around midnight a line this
    /// close to it may still belong to the day before.
    static let midnightDisorder: Int64 = 60_000
    private static let dayLength: Int64 = 86_400_000

    /// The `date` value last read, and its day.
    private var dateText: (UInt64, UInt16) = (0, 0)
    private var dateDay: Day?

    /// The day of lines that carry none.
    private var runningDay: Day?
    private var lastTime: Int64?
    private var hasPassedMidnight = false
    /// For columns in local time; nil where the organisation states no zone for the log.
    private var localClock: LocalClock?
    private(set) var hasUsedLocalTime = false
    /// True where a line had no usable time for want of the zone.
    private(set) var lacksZone = false

    init(localClock: LocalClock? = nil) { self.localClock = localClock }

    /// Takes the `#Date` directive: `YYYY-MM-DD`, then usually a time, then anything.
    mutating func start(directive text: UnsafeRawBufferPointer) {
        let value = FieldValue.trimmed(text)
        runningDay = value.count >= 10 ? Timestamp.day(value[0..<10]) : nil
        lastTime = value.count >= 19 ? timeOfDay(UnsafeRawBufferPointer(rebasing: value[11..<19])) : nil
        hasPassedMidnight = false
    }

    /// The instant of a line, nil where it has no usable one.
    /// - Parameters:
    ///   - date: value of the `date` column, nil where there is no such column.
    ///   - time: value of the `time` column.
    mutating func instant(date: UnsafeRawBufferPointer?, time: UnsafeRawBufferPointer) -> Instant? {
        guard let milliseconds = timeOfDay(time) else { return nil }
        guard let date else { return runningInstant(milliseconds) }
        guard let day = day(date) else { return nil }
        return usable(day, milliseconds)
    }

    /// The instant of a line whose columns are in local time (`date-local`, `time-local`), nil where it has no usable one
    /// or the zone is not known.
    mutating func instant(localDate: UnsafeRawBufferPointer, time: UnsafeRawBufferPointer) -> Instant? {
        if localClock == nil { lacksZone = true }
        guard let milliseconds = timeOfDay(time), let day = day(localDate),
            let instant = localClock?.instant(of: LocalTime(milliseconds: day.start.milliseconds &+ milliseconds))
        else { return nil }
        hasUsedLocalTime = true
        return instant.isUsable ? instant : nil
    }

    /// Why a line of these columns has no usable time.
    func complaint(_ columns: W3CColumns) -> String {
        columns.hasLocalTimeOnly && localClock == nil
            ? "the times are local (date-local, time-local): state the zone of the log under time_zones"
            : "no readable date and time since 1990"
    }

    private mutating func runningInstant(_ milliseconds: Int64) -> Instant? {
        guard let day = runningDay else { return nil }
        guard let last = lastTime else {
            lastTime = milliseconds
            return usable(day, milliseconds)
        }
        if last &- milliseconds > W3CClock.midnightStep {
            let next = day.advanced(by: 1)
            runningDay = next
            lastTime = milliseconds
            hasPassedMidnight = true
            return usable(next, milliseconds)
        }
        if hasPassedMidnight, last < W3CClock.midnightDisorder,
            milliseconds >= W3CClock.dayLength - W3CClock.midnightDisorder
        {
            return usable(day.advanced(by: -1), milliseconds)
        }
        lastTime = milliseconds
        return usable(day, milliseconds)
    }

    private func usable(_ day: Day, _ milliseconds: Int64) -> Instant? {
        let instant = Instant(milliseconds: day.start.milliseconds &+ milliseconds)
        return instant.isUsable ? instant : nil
    }

    /// `YYYY-MM-DD`; the same date as on the line before costs a comparison.
    private mutating func day(_ text: UnsafeRawBufferPointer) -> Day? {
        guard text.count == 10 else { return nil }
        let key = (
            text.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
            text.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
        )
        if key == dateText { return dateDay }
        dateText = key
        dateDay = Timestamp.day(text[0..<10])
        return dateDay
    }

    /// Milliseconds since midnight of `HH:MM:SS`, where decimals may follow (cut to three).
    private func timeOfDay(_ text: UnsafeRawBufferPointer) -> Int64? {
        guard text.count >= 8, text.count <= 32, text[2] == UInt8(ascii: ":"), text[5] == UInt8(ascii: ":"),
            let hour = twoDigits(text[0], text[1]), hour < 24, let minute = twoDigits(text[3], text[4]), minute < 60,
            let second = twoDigits(text[6], text[7]), second < 60
        else { return nil }
        let whole = ((hour * 60 + minute) * 60 + second) * 1000
        guard text.count > 8 else { return whole }
        guard text[8] == UInt8(ascii: "."), text.count > 9 else { return nil }
        var scale: Int64 = 100
        var fraction: Int64 = 0
        for byte in text[9...] {
            guard byte &- 0x30 < 10 else { return nil }
            fraction += Int64(byte &- 0x30) * scale
            scale /= 10
        }
        return whole + fraction
    }

    private func twoDigits(_ tens: UInt8, _ ones: UInt8) -> Int64? {
        guard tens &- 0x30 < 10, ones &- 0x30 < 10 else { return nil }
        return Int64(tens &- 0x30) * 10 + Int64(ones &- 0x30)
    }
}
