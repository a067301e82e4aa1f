import PositionModel

/// A formula with the value it has, so that a reader that does not calculate shows it too.
///
/// A formula over anything that is not determinable is not determinable, never 0.
struct SheetFormula {
    var value: SheetValue
    /// The formula, without `=`, for the row of the sheet it stands in (1-based).
    var text: (_ row: Int) -> String

    /// A number among others in a row.
    struct Term {
        var sign: Int
        /// Letter of the column.
        var column: String
        var cell: SheetCell

        static func plus(_ column: String, _ cell: SheetCell) -> Term { Term(sign: 1, column: column, cell: cell) }
        static func minus(_ column: String, _ cell: SheetCell) -> Term { Term(sign: -1, column: column, cell: cell) }
    }

    /// The sum of cells of the same row, numbers or amounts.
    static func sum(_ terms: [Term], isMoney: Bool = false) -> SheetFormula {
        let value = total(terms.map { ($0.sign, $0.cell.value) }, isMoney: isMoney)
        return SheetFormula(value: value) { row in
            let sum = terms.enumerated().map { index, term in
                (term.sign < 0 ? "-" : index == 0 ? "" : "+") + "\(term.column)\(row)"
            }.joined()
            return guarded(terms.map(\.column), row, isMoney ? "ROUND(\(sum),2)" : sum)
        }
    }

    /// What is missing: the part of a delta below 0.
    static func shortfall(_ column: String, _ delta: SheetCell) -> SheetFormula {
        var value = SheetValue.text(SheetValue.undetermined)
        if case .number(let delta) = delta.value { value = .number(max(0, -delta)) }
        return SheetFormula(value: value) { row in guarded([column], row, "MAX(0,-\(column)\(row))") }
    }

    /// A magnitude with its sign.
    static func product(_ column: String, _ cell: SheetCell, _ other: String, _ factor: SheetCell) -> SheetFormula {
        var value = SheetValue.text(SheetValue.undetermined)
        if case .number(let number) = cell.value, case .number(let factor) = factor.value {
            let (product, overflow) = number.multipliedReportingOverflow(by: factor)
            if !overflow, let exact = SheetValue(number: product) { value = exact }
        }
        return SheetFormula(value: value) { row in guarded([column, other], row, "\(column)\(row)*\(other)\(row)") }
    }

    /// A part of a whole, cut after four decimals; both are numbers or amounts of money.
    static func share(_ part: String, _ partCell: SheetCell, of whole: String, _ wholeCell: SheetCell) -> SheetFormula {
        var value = SheetValue.text(SheetValue.undetermined)
        var scale = ""
        switch (partCell.value, wholeCell.value) {
        case (.number(let part), .number(let whole)): value = ratio(Double(part), Double(whole))
        case (.money(let part), .money(let whole)):
            value = ratio(Double(part), Double(whole))
            scale = "*100"
        default: break
        }
        return SheetFormula(value: value) { row in
            // In hundredths, as the figure was made: the same division of the same numbers.
            let (above, below) =
                scale.isEmpty
                ? ("\(part)\(row)", "\(whole)\(row)")
                : ("ROUND(\(part)\(row)\(scale),0)", "ROUND(\(whole)\(row)\(scale),0)")
            return guarded(
                [part, whole], row, "IF(\(whole)\(row)>0,INT(\(above)/\(below)*10000+0.0000001)/10000,0)")
        }
    }

    private static func ratio(_ part: Double, _ whole: Double) -> SheetValue {
        .decimal(whole > 0 ? Int((part / whole * 10_000 + 0.000_000_1).rounded(.down)) : 0)
    }

    /// An amount with a surcharge, cut after two decimals.
    static func surcharged(
        _ column: String, _ cost: SheetCell, by other: String, _ surcharge: SheetCell
    ) -> SheetFormula {
        var value = SheetValue.text(SheetValue.undetermined)
        if case .money(let cost) = cost.value, case .decimal(let factor) = surcharge.value, cost >= 0 {
            let (product, overflow) = cost.multipliedReportingOverflow(by: Int64(factor / 100))
            if !overflow, product <= Int64(SheetValue.largestExact) { value = .money(product / 100) }
        }
        return SheetFormula(value: value) { row in
            guarded(
                [column, other], row, "INT(ROUND(\(column)\(row)*100,0)*INT(\(other)\(row)*100+0.0001)/100)/100")
        }
    }

    /// What a mix costs.
    static func cost(
        users: (String, SheetCell), at userPrice: (String, SheetCell), devices: (String, SheetCell),
        at devicePrice: (String, SheetCell)
    ) -> SheetFormula {
        var value = SheetValue.text(SheetValue.undetermined)
        if case .number(let people) = users.1.value, case .money(let price) = userPrice.1.value,
            case .number(let machines) = devices.1.value, case .money(let other) = devicePrice.1.value
        {
            let (first, overflow) = Int64(people).multipliedReportingOverflow(by: price)
            let (second, another) = Int64(machines).multipliedReportingOverflow(by: other)
            let (sum, last) = first.addingReportingOverflow(second)
            if !overflow, !another, !last, sum.magnitude <= UInt64(SheetValue.largestExact) { value = .money(sum) }
        }
        let columns = [users.0, userPrice.0, devices.0, devicePrice.0]
        return SheetFormula(value: value) { row in
            let cells = columns.map { "\($0)\(row)" }
            return guarded(columns, row, "ROUND(\(cells[0])*\(cells[1])+\(cells[2])*\(cells[3]),2)")
        }
    }

    /// Whether two cells of the row are equal, as the text `TRUE` or `FALSE`: the library can give a formula a number or a
    /// text as its value, and no truth value.
    static func equal(_ column: String, _ cell: SheetCell, _ other: String, _ otherCell: SheetCell) -> SheetFormula {
        SheetFormula(value: .text(cell.value == otherCell.value ? "TRUE" : "FALSE")) { row in
            "IF(\(column)\(row)=\(other)\(row),\"TRUE\",\"FALSE\")"
        }
    }

    /// The formula where it gives the figure as the position states it, and otherwise that figure: what is stated is never
    /// replaced here, and `TieOutSheet` says where it cannot be recomputed.
    func cell(stated: SheetCell) -> SheetCell { value == stated.value ? .formula(self) : stated }

    /// Not determinable where one of the cells is no number.
    private static func guarded(_ columns: [String], _ row: Int, _ formula: String) -> String {
        let cells = columns.map { "\($0)\(row)" }.joined(separator: ",")
        return "IF(COUNT(\(cells))=\(columns.count),\(formula),\"\(SheetValue.undetermined)\")"
    }

    /// The sum of values of one sort, each with its sign; not determinable where one is none of it.
    static func total(_ terms: [(sign: Int, value: SheetValue)], isMoney: Bool) -> SheetValue {
        var sum: Int64 = 0
        for (sign, value) in terms {
            switch value {
            case .number(let term) where !isMoney: sum = plus(sum, Int64(term), sign)
            case .money(let term) where isMoney: sum = plus(sum, term, sign)
            default: return .text(SheetValue.undetermined)
            }
        }
        let result = isMoney ? SheetValue(money: Money(hundredths: sum)) : SheetValue(number: Int(sum))
        return result ?? .text(SheetValue.undetermined)
    }

    /// Stays at the end of the range, which is beyond what a cell holds.
    private static func plus(_ sum: Int64, _ term: Int64, _ sign: Int) -> Int64 {
        let (result, overflow) =
            sign < 0 ? sum.subtractingReportingOverflow(term) : sum.addingReportingOverflow(term)
        return overflow ? .max : result
    }
}
