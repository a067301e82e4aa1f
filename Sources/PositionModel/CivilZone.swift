public import AccessModel
import Foundation

/// A time zone the organisation states for the logs of a server whose times are local.
public struct CivilZone: Sendable {
    private enum Rules: Sendable {
        case fixed(milliseconds: Int64)
        case named(TimeZone)
    }

    private let rules: Rules
    /// No clock is further from UTC.
    private static let maximumOffset: Int64 = 14 * 3_600_000
    private static let dayLength: Int64 = 86_400_000

    /// - Parameter name: `UTC`, a fixed offset (`+02:00`, `-05:30`), or a name of the IANA time zone database with its
    ///   region (`Europe/Berlin`). Nil for anything else: abbreviations like `EST` leave summer time open.
    public init?(name: String) {
        if name == "UTC" {
            rules = .fixed(milliseconds: 0)
        } else if let offset = CivilZone.offset(name) {
            rules = .fixed(milliseconds: offset)
        } else {
            // The name becomes part of a path in the zone database.
            let isPlain = name.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || [UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+")].contains($0)
            }
            guard isPlain, name.utf8.count <= 64, name.utf8.dropFirst().contains(UInt8(ascii: "/")),
                name.utf8.first != UInt8(ascii: "/"), let zone = TimeZone(identifier: name)
            else { return nil }
            rules = .named(zone)
        }
    }

    /// When clocks of the zone showed `time`: one instant, or the first and the last one where clocks were set back.
    /// A time that clocks skipped lies around the moment they were set.
    public func instants(_ time: LocalTime) -> ClosedRange<Instant> {
        // The offset a day before and a day after: no zone changes its clocks twice within two days.
        let candidates = [-CivilZone.dayLength, CivilZone.dayLength].map { shift in
            time.milliseconds &- offset(at: time.milliseconds &+ shift)
        }
        let real = candidates.filter { $0 &+ offset(at: $0) == time.milliseconds }
        let found = (real.isEmpty ? candidates : real).map(Instant.init(milliseconds:))
        let first = found.min() ?? Instant(milliseconds: time.milliseconds)
        return first...(found.max() ?? first)
    }

    private func offset(at milliseconds: Int64) -> Int64 {
        switch rules {
        case .fixed(let offset): return offset
        case .named(let zone):
            let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
            return Int64(zone.secondsFromGMT(for: date)) * 1000
        }
    }

    /// `+HH:MM` or `-HH:MM`, in milliseconds.
    private static func offset(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == 6, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
            bytes[3] == UInt8(ascii: ":")
        else { return nil }
        let digits = [1, 2, 4, 5].map { Int64(bytes[$0]) - 0x30 }
        guard digits.allSatisfy({ (0...9).contains($0) }), digits[2] < 6 else { return nil }
        let minutes = (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 + digits[3]
        guard minutes * 60_000 <= maximumOffset else { return nil }
        return (bytes[0] == UInt8(ascii: "-") ? -1 : 1) * minutes * 60_000
    }
}
