import AccessModel

/// A time in a directory export: FILETIME, GeneralizedTime, ISO 8601, .NET's JSON form, or the culture of the shell that wrote it.
enum DirectoryTime: Sendable, Equatable {
    case never
    case filetime(Instant)
    case date(DateText)
    case unreadable

    /// Values of FILETIME attributes that mean "never" (Microsoft, "Account-Expires attribute").
    private static let neverValues: Set<String> = ["0", "9223372036854775807", "-1"]
    /// 1601-01-01 to 1970-01-01 in units of 100 ns.
    private static let epochTicks: Int64 = 116_444_736_000_000_000

    /// The last day of the year 9999, in days since 1970: no later time is one.
    private static let lastDay = 2_932_896

    init(_ text: String) {
        if text.isEmpty || DirectoryTime.neverValues.contains(text) || text.scalarLowercased == "never" {
            self = .never
        } else if text.utf8.count >= 15, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let ticks = Int64(text),
            ticks >= DirectoryTime.epochTicks
        {
            let instant = Instant(milliseconds: (ticks - DirectoryTime.epochTicks) / 10_000)
            self = Day(instant).number < DirectoryTime.lastDay ? .filetime(instant) : .never
        } else if let instant = DirectoryTime.generalized(text) {
            self = .filetime(instant)
        } else if let instant = DirectoryTime.dotNet(text) {
            self = instant < Instant(milliseconds: 0) ? .never : .filetime(instant)
        } else if let date = DateText(text) {
            self = .date(date)
        } else {
            self = .unreadable
        }
    }

    /// The moment; nil for never. A culture's local time is taken as UTC: the export does not say its zone.
    func instant(order: DateText.Order) -> Instant? {
        switch self {
        case .never, .unreadable: nil
        case .filetime(let instant): instant
        case .date(let date):
            // .NET prints an unset time as its own year 1 or as the start of FILETIME.
            date.instant(order: order).flatMap { $0 < Instant(milliseconds: 0) ? nil : $0 }
        }
    }

    /// `/Date(MILLISECONDS[+hhmm])/`, which ConvertTo-Json of Windows PowerShell writes: milliseconds of UTC since 1970,
    /// whatever the zone behind them (Microsoft, "Stand-Alone JSON Serialization", DateTime wire format).
    private static func dotNet(_ text: String) -> Instant? {
        let (head, tail) = ("/Date(".utf8, ")/".utf8)
        guard text.utf8.starts(with: head), text.utf8.count > head.count + tail.count,
            text.utf8.suffix(tail.count).elementsEqual(tail)
        else { return nil }
        let inner = text.utf8.dropFirst(head.count).dropLast(tail.count)
        let isBefore1970 = inner.first == UInt8(ascii: "-")
        let digits = inner.dropFirst(isBefore1970 ? 1 : 0).prefix { (0x30...0x39).contains($0) }
        let zone = inner.dropFirst((isBefore1970 ? 1 : 0) + digits.count)
        guard zone.isEmpty || zone.count == 5 && (zone.first == UInt8(ascii: "+") || zone.first == UInt8(ascii: "-")),
            zone.dropFirst().allSatisfy({ (0x30...0x39).contains($0) }), (1...15).contains(digits.count),
            let milliseconds = Int64(String(decoding: digits, as: UTF8.self))
        else { return nil }
        let instant = Instant(milliseconds: isBefore1970 ? -milliseconds : milliseconds)
        return Day(instant).number < lastDay ? instant : nil
    }

    /// `YYYYMMDDHHMMSS[.f]Z` (ITU-T X.680, GeneralizedTime in UTC).
    private static func generalized(_ text: String) -> Instant? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 15, bytes.last == UInt8(ascii: "Z"),
            bytes[..<14].allSatisfy({ (0x30...0x39).contains($0) }),
            bytes[14] == UInt8(ascii: ".") || bytes.count == 15
        else { return nil }
        func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
        return Instant(
            year: number(0..<4), month: number(4..<6), day: number(6..<8), hour: number(8..<10),
            minute: number(10..<12), second: number(12..<14))
    }
}
