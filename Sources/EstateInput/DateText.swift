import AccessModel

/// A date, with or without a time, as people and Microsoft tools write it.
struct DateText: Sendable, Equatable {
    /// Which of the first two numbers of `5/6/2026` is the day.
    enum Order: Sendable, Equatable { case dayFirst, monthFirst }

    enum Reading: Sendable, Equatable {
        case day(Day)
        /// Both orders give a date, and they differ.
        case ambiguous
        case invalid
    }

    private enum Form: Equatable {
        case yearFirst(year: Int, month: Int, day: Int)
        /// Two numbers whose order only the culture knows, then the year.
        case yearLast(first: Int, second: Int, year: Int)
    }

    private let form: Form
    /// Milliseconds after midnight, 0 where no time is given.
    private let time: Int64
    /// Minutes east of UTC as written, 0 where none is.
    private let offsetMinutes: Int

    /// Reads `2026-12-31`, `2026/12/31`, `31/12/2026`, `12/31/2026`, `31.12.2026`, `31-Dec-2026`, each optionally followed
    /// by `T` or a space and `h:mm[:ss[.fff]] [AM|PM] [Z|+hh:mm]`. Nil for anything else.
    init?(_ text: String) {
        guard text.utf8.count <= 64 else { return nil }
        let bytes = DateText.plain(text)
        let cut = bytes.firstIndex(where: { $0 == UInt8(ascii: "T") && $0 != bytes.first })
        let isoCut = cut.flatMap { $0 == 10 ? $0 : nil }
        let split = isoCut ?? DateText.endOfDate(bytes)
        guard let form = DateText.form(bytes[..<split]) else { return nil }
        let rest = bytes[split...].drop { $0 == UInt8(ascii: "T") || $0 == 0x20 }
        guard let (time, offset) = DateText.timeOfDay(rest) else { return nil }
        self.form = form
        self.time = time
        offsetMinutes = offset
    }

    /// The order this text alone proves: nil where it proves none.
    var provenOrder: Order? {
        guard case .yearLast(let first, let second, _) = form else { return nil }
        if first > 12, second <= 12 { return .dayFirst }
        if second > 12, first <= 12 { return .monthFirst }
        return nil
    }

    /// True where only the order decides which day is meant.
    var isAmbiguous: Bool {
        guard case .yearLast(let first, let second, _) = form else { return false }
        return first <= 12 && second <= 12 && first != second
    }

    /// The day, read in `order` where the text itself does not decide.
    func day(order: Order?) -> Reading {
        switch form {
        case .yearFirst(let year, let month, let day):
            return Day(year: year, month: month, day: day).map(Reading.day) ?? .invalid
        case .yearLast(let first, let second, let year):
            let dayFirst: Bool
            if let proven = provenOrder ?? order {
                dayFirst = proven == .dayFirst
            } else if isAmbiguous {
                return .ambiguous
            } else {
                dayFirst = true
            }
            let (month, day) = dayFirst ? (second, first) : (first, second)
            return Day(year: year, month: month, day: day).map(Reading.day) ?? .invalid
        }
    }

    /// The moment, in UTC where the text has a zone, else as if it were UTC.
    func instant(order: Order) -> Instant? {
        guard case .day(let day) = day(order: order) else { return nil }
        return Instant(milliseconds: day.start.milliseconds + time - Int64(offsetMinutes) * 60_000)
    }

    /// The bytes with plain spaces (ICU 72 and later put U+202F before AM and PM) and `:` in the time of day, where Finnish,
    /// Danish and Italian cultures write dots (Unicode CLDR, time formats).
    private static func plain(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        if bytes.contains(where: { $0 >= 0x80 }) {
            bytes = text.unicodeScalars.flatMap { scalar in
                scalar == "\u{202F}" || scalar == "\u{A0}" ? [0x20] : UTF8.encode(scalar).map(Array.init) ?? []
            }
        }
        guard !bytes.contains(UInt8(ascii: ":")), let space = bytes.lastIndex(of: 0x20) else { return bytes }
        let dots = bytes[space...].indices.filter { bytes[$0] == UInt8(ascii: ".") }
        if dots.count == 2 { for index in dots { bytes[index] = UInt8(ascii: ":") } }
        return bytes
    }

    private static func endOfDate(_ bytes: [UInt8]) -> Int {
        // A month in words may be set off by spaces, so the date ends at the space before the first `:`.
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return bytes.count }
        return bytes[..<colon].lastIndex(of: 0x20) ?? bytes.count
    }

    private static func form(_ text: ArraySlice<UInt8>) -> Form? {
        let separators: [UInt8] = [UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), 0x20]
        guard let separator = text.first(where: separators.contains) else { return nil }
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        if parts[0].count == 4 {
            guard separator != 0x20, let year = number(parts[0], 4...4), let month = number(parts[1], 1...2),
                let day = number(parts[2], 1...2)
            else { return nil }
            return .yearFirst(year: year, month: month, day: day)
        }
        guard let first = number(parts[0], 1...2), let year = number(parts[2], 4...4) else { return nil }
        let word = String(decoding: parts[1], as: UTF8.self).scalarLowercased
        if let month = months.firstIndex(of: word) {
            return .yearFirst(year: year, month: month + 1, day: first)
        }
        guard separator != 0x20, let second = number(parts[1], 1...2) else { return nil }
        // Every culture that writes dots writes the day first (Unicode CLDR, short date patterns).
        if separator == UInt8(ascii: ".") { return .yearFirst(year: year, month: second, day: first) }
        return .yearLast(first: first, second: second, year: year)
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    private static func timeOfDay(_ text: ArraySlice<UInt8>) -> (Int64, Int)? {
        var rest = text
        if rest.isEmpty { return (0, 0) }
        var offset = 0
        if rest.last == UInt8(ascii: "Z") {
            rest = rest.dropLast()
        } else if let sign = rest.lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) {
            let zone = rest[(sign + 1)...].filter { $0 != UInt8(ascii: ":") }
            guard zone.count == 4, let hours = number(zone[..<2], 2...2), let minutes = number(zone[2...], 2...2),
                hours <= 14, minutes < 60
            else { return nil }
            offset = (hours * 60 + minutes) * (rest[sign] == UInt8(ascii: "-") ? -1 : 1)
            rest = rest[..<sign]
        }
        while rest.last == 0x20 { rest = rest.dropLast() }
        var halfDay: Int?
        let tail = String(decoding: rest.suffix(2), as: UTF8.self).scalarLowercased
        if tail == "am" || tail == "pm" {
            halfDay = tail == "pm" ? 12 : 0
            rest = rest.dropLast(2)
            while rest.last == 0x20 { rest = rest.dropLast() }
        }
        let parts = rest.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), var hour = number(parts[0], 1...2), let minute = number(parts[1], 2...2),
            minute < 60, let (second, fraction) = parts.count == 3 ? seconds(parts[2]) : (0, 0)
        else { return nil }
        if let halfDay {
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + halfDay
        }
        guard hour < 24 else { return nil }
        return (Int64((hour * 60 + minute) * 60 + second) * 1000 + Int64(fraction), offset)
    }

    private static func seconds(_ text: ArraySlice<UInt8>) -> (Int, Int)? {
        let parts = text.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let whole = number(first, 2...2), whole < 60 else { return nil }
        guard parts.count == 2 else { return (whole, 0) }
        guard (1...9).contains(parts[1].count), number(parts[1], 1...9) != nil else { return nil }
        let digits = Array(parts[1].prefix(3)) + repeatElement(UInt8(ascii: "0"), count: 3 - min(3, parts[1].count))
        return (whole, number(digits[...], 3...3) ?? 0)
    }

    private static func number(_ text: some Collection<UInt8>, _ digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(text.count), text.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(String(decoding: text, as: UTF8.self))
    }
}
