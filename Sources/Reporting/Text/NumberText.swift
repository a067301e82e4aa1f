import PositionModel

/// Numbers as people read them, by one rule that no locale changes: thousands with `,`, decimals with `.`.
enum NumberText {
    /// `1,234,567`; a negative number with the typographic minus `−`, or `-` for ASCII.
    static func grouped(_ value: Int, minus: String = "−") -> String {
        (value < 0 ? minus : "") + grouped(magnitude: UInt64(value.magnitude))
    }

    static func grouped(_ value: UInt64) -> String { grouped(magnitude: value) }

    /// As `grouped`, with `+` before a positive number: for differences.
    static func signed(_ value: Int, minus: String = "−") -> String {
        (value > 0 ? "+" : "") + grouped(value, minus: minus)
    }

    /// `USD 1,250.00`.
    static func money(_ amount: Money, currency: String, minus: String = "−") -> String {
        let cents = amount.hundredths.magnitude % 100
        let units = grouped(magnitude: amount.hundredths.magnitude / 100)
        let sign = amount.hundredths < 0 ? minus : ""
        return (currency.isEmpty ? "" : currency + " ") + sign + units + (cents < 10 ? ".0" : ".") + String(cents)
    }

    /// `62 %` of a whole, cut, so that only the whole is 100 %; empty where there is no whole.
    static func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0, part >= 0 else { return "" }
        return String(Int((Double(part) / Double(whole) * 100).rounded(.down))) + " %"
    }

    /// A share of at most four decimals (`0.0512`) in hundredths of a percent (512); nil for any other text.
    static func basisPoints(share: String) -> Int? {
        let parts = share.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, (1...9).contains(whole.count),
            parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let decimals = parts.count == 2 ? Array(parts[1]) : []
        guard parts.count == 1 || (1...4).contains(decimals.count) else { return nil }
        let padded = decimals + Array(repeating: 0x30, count: 4 - decimals.count)
        return Int(String(decoding: Array(whole) + padded, as: UTF8.self))
    }

    /// A share of at most four decimals as a percentage without trailing zeros: `0.0512` is `5.12 %`; nil for any other text.
    static func percent(share: String) -> String? {
        guard let points = basisPoints(share: share) else { return nil }
        let cents = points % 100
        let decimals = cents == 0 ? "" : cents % 10 == 0 ? ".\(cents / 10)" : (cents < 10 ? ".0" : ".") + "\(cents)"
        return grouped(points / 100) + decimals + " %"
    }

    private static func grouped(magnitude: UInt64) -> String {
        let digits = Array(String(magnitude).utf8)
        var result: [UInt8] = []
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result.append(0x2C) }
            result.append(digit)
        }
        return String(decoding: result, as: UTF8.self)
    }
}
