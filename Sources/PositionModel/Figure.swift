/// A number, or that it cannot be determined. Encodes as the number or `null`; the reason stands beside it.
public struct Figure: Sendable, Hashable, Codable {
    public var value: Int?

    public init(_ value: Int?) { self.value = value }
    public static let undetermined = Figure(nil)

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        value = container.decodeNil() ? nil : try container.decode(Int.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }

    /// The number, or `n/d`.
    public var text: String { value.map(String.init) ?? "n/d" }
}

/// An amount in hundredths of a currency unit. Encodes as a decimal string: `"1250.00"`.
public struct Money: Sendable, Hashable, Codable, Comparable {
    public var hundredths: Int64

    public init(hundredths: Int64) { self.hundredths = hundredths }

    /// Reads `1250`, `1250.5`, `1250.00`; nil for anything else or more than two decimals.
    public init?(text: String) {
        let negative = text.hasPrefix("-")
        let parts = text.dropFirst(negative ? 1 : 0).split(
            separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty, whole.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let units = Int64(whole), units <= 1_000_000_000_000
        else { return nil }
        var cents: Int64 = 0
        if parts.count == 2 {
            guard (1...2).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let digits = Int64(parts[1])
            else { return nil }
            cents = parts[1].utf8.count == 1 ? digits * 10 : digits
        }
        hundredths = (units * 100 + cents) * (negative ? -1 : 1)
    }

    public static func < (a: Money, b: Money) -> Bool { a.hundredths < b.hundredths }

    /// Decimal text with two places.
    public var text: String {
        let cents = hundredths.magnitude % 100
        return "\(hundredths < 0 ? "-" : "")\(hundredths.magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let amount = Money(text: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a decimal amount")
        }
        self = amount
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// Why a figure is `null`, beside it.
public struct Reason: Sendable, Hashable, Codable {
    /// The figure in the object this stands in: its property, or its key in JSON.
    public var figure: String
    public var reason: String

    public init(figure: String, reason: String) {
        self.figure = figure
        self.reason = reason
    }

    /// Key of the figure in JSON: `anonymousVisitors` is `anonymous_visitors`.
    public var key: String {
        figure.unicodeScalars.reduce(into: "") { key, scalar in
            if scalar.properties.isUppercase { key += "_" }
            key += scalar.properties.lowercaseMapping
        }
    }

    private enum CodingKeys: String, CodingKey { case figure, reason }

    /// Names the figure by its key, which is what a reader of the JSON can look up.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(key, forKey: .figure)
        try container.encode(reason, forKey: .reason)
    }
}
