/// A UTC day, as the number of days since 1970-01-01 in the proleptic Gregorian calendar.
public struct Day: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01; negative before it.
    public var number: Int32

    @inlinable public init(number: Int32) { self.number = number }

    /// The day an instant falls on.
    public init(_ instant: Instant) {
        number = Int32(clamping: instant.milliseconds.floorDivided(by: 86_400_000))
    }

    /// The day of a civil date, nil where there is no such date.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Day.length(ofMonth: month, year: year)
        else { return nil }
        number = Int32(Day.daysFromCivil(year: year, month: month, day: day))
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    public init?(text: String) {
        var text = text
        guard let day = text.withUTF8({ Day(utf8: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = day
    }

    /// The same as bytes.
    public init?(utf8: UnsafeRawBufferPointer) {
        guard utf8.count == 10, utf8[4] == UInt8(ascii: "-"), utf8[7] == UInt8(ascii: "-") else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var number = 0
            for byte in utf8[range] {
                guard (0x30...0x39).contains(byte) else { return nil }
                number = number * 10 + Int(byte - 0x30)
            }
            return number
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return nil }
        self.init(year: year, month: month, day: day)
    }

    public static func < (a: Day, b: Day) -> Bool { a.number < b.number }

    /// The day `count` days later (earlier when negative).
    public func advanced(by count: Int) -> Day {
        let (sum, overflow) = Int(number).addingReportingOverflow(count)
        return Day(number: overflow ? (count < 0 ? .min : .max) : Int32(clamping: sum))
    }

    /// Midnight UTC at which the day begins.
    public var start: Instant { Instant(milliseconds: Int64(number) * 86_400_000) }

    /// `YYYY-MM-DD`.
    public var text: String {
        let (year, month, day) = civil
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// Year, month (1-12) and day of the month (1-31).
    public var civil: (year: Int, month: Int, day: Int) {
        // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
        let z = Int(number) + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func daysFromCivil(year: Int, month: Int, day: Int) -> Int {
        // Same source, days_from_civil.
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// A moment in UTC, in whole milliseconds since 1970-01-01T00:00:00Z (finer digits are cut, not rounded).
public struct Instant: Sendable, Hashable, Comparable {
    public var milliseconds: Int64

    @inlinable public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The instant of a civil UTC time, nil where there is no such time. A leap second (`:60`) is not accepted.
    public init?(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, millisecond: Int = 0
    ) {
        guard let date = Day(year: year, month: month, day: day), (0...23).contains(hour),
            (0...59).contains(minute), (0...59).contains(second), (0...999).contains(millisecond)
        else { return nil }
        let seconds = Int64(hour * 3600 + minute * 60 + second)
        milliseconds = Int64(date.number) * 86_400_000 + seconds * 1000 + Int64(millisecond)
    }

    public static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

    /// The earliest time a record may carry; anything before it is "no usable time".
    public static let earliestUsable = Instant(milliseconds: 631_152_000_000)  // 1990-01-01T00:00:00Z

    /// The latest: days are texts of four digits for the year.
    public static let latestUsable = Instant(milliseconds: 253_402_300_799_999)  // 9999-12-31T23:59:59.999Z

    /// Whether a record may carry this time. What is not usable is no time: a store takes no other.
    public var isUsable: Bool { Instant.earliestUsable <= self && self <= Instant.latestUsable }

    /// `YYYY-MM-DDTHH:MM:SS.mmmZ`.
    public var text: String {
        let remainder = Int(milliseconds % 86_400_000)
        let rest = remainder < 0 ? remainder + 86_400_000 : remainder
        let (hour, minute, second) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60)
        return
            "\(Day(self).text)T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2)).\(padded(rest % 1000, 3))Z"
    }
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

private func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return digits.utf8.count >= width ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
}
