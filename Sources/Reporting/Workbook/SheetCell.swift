import AccessModel
import PositionModel

/// What a cell of a workbook holds.
enum SheetCell {
    case empty
    /// Text, whatever it begins with: never a formula.
    case text(String)
    case number(Int)
    case count(UInt64)
    case money(Money)
    /// A decimal number as text: `0.0512`.
    case decimal(String)
    /// `YYYY-MM-DD`; any other text stays text.
    case date(String)
    /// A number nobody can know.
    case undetermined
    case formula(SheetFormula)
    /// A cell that leads to a place in the workbook: `'Bridge'!A2`.
    indirect case link(SheetCell, to: String)

    static func figure(_ figure: Figure) -> SheetCell { figure.value.map { .number($0) } ?? .undetermined }
    static func amount(_ amount: Money?) -> SheetCell { amount.map { .money($0) } ?? .undetermined }
    static func share(_ share: String) -> SheetCell { share.isEmpty ? .undetermined : .decimal(share) }
    static func yes(_ holds: Bool) -> SheetCell { .text(holds ? "yes" : "no") }

    /// The figures that are not determinable, each with its reason.
    static func reasons(_ reasons: [Reason]) -> SheetCell {
        .text(ReasonGroup.groups(reasons).map { "\($0.figures): \($0.reason)" }.joined(separator: "; "))
    }

    /// What a formula that refers to the cell sees.
    var value: SheetValue {
        switch self {
        case .empty: .blank
        case .text(let text): text.isEmpty ? .blank : .text(text)
        case .number(let number): SheetValue(number: number) ?? .text(String(number))
        case .count(let count): Int(exactly: count).flatMap { SheetValue(number: $0) } ?? .text(String(count))
        case .money(let money): SheetValue(money: money) ?? .text(money.text)
        case .decimal(let text): SheetValue(decimal: text) ?? .text(text)
        case .date(let text): .text(text)
        case .undetermined: .text(SheetValue.undetermined)
        case .formula(let formula): formula.value
        case .link(let cell, _): cell.value
        }
    }
}

/// The value of a cell.
enum SheetValue: Equatable {
    case blank
    case text(String)
    case number(Int)
    /// In hundredths.
    case money(Int64)
    /// In ten-thousandths.
    case decimal(Int)

    /// What stands in place of a number nobody can know.
    static let undetermined = "not determinable"
    /// Numbers beyond lose digits: Excel keeps 15 of them.
    static let largestExact = 999_999_999_999_999

    var isUndetermined: Bool { self == .text(SheetValue.undetermined) }

    /// Nil where a spreadsheet would not keep every digit.
    init?(number: Int) {
        guard number.magnitude <= UInt(SheetValue.largestExact) else { return nil }
        self = .number(number)
    }

    init?(money: Money) {
        guard money.hundredths.magnitude <= UInt64(SheetValue.largestExact) else { return nil }
        self = .money(money.hundredths)
    }

    /// Reads `1.25`; nil for anything else, and for more than four decimals.
    init?(decimal text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } }),
            (1...9).contains(parts[0].count), parts.count == 1 || (1...4).contains(parts[1].count)
        else { return nil }
        let decimals = parts.count == 1 ? [] : Array(parts[1])
        let digits = Array(parts[0]) + decimals + Array(repeating: 0x30, count: 4 - decimals.count)
        guard let value = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
        self = .decimal(value)
    }

    /// As text; empty for a number.
    var text: String { if case .text(let text) = self { text } else { "" } }

    /// As the number a spreadsheet holds; nil for text.
    var number: Double? {
        switch self {
        case .blank, .text: nil
        case .number(let number): Double(number)
        case .money(let hundredths): Double(hundredths) / 100
        case .decimal(let parts): Double(parts) / 10_000
        }
    }
}
