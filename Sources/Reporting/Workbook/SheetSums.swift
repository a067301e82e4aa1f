import PositionModel

/// Formulas over a whole list, with their values.
extension WorkbookSheet {
    /// Which rows of a list.
    enum Condition {
        /// The cell of the column is that number.
        case number(String, Int)
        case upTo(String, Int)
        /// The cell of the column is that text: letters, digits and `-` alone, which no spreadsheet takes for a pattern.
        case text(String, String)
        case belowZero(String)

        var column: String {
            switch self {
            case .number(let column, _), .upTo(let column, _), .text(let column, _), .belowZero(let column): column
            }
        }

        /// As a criterion of `COUNTIFS` and `SUMIFS`.
        fileprivate var criterion: String {
            switch self {
            case .number(_, let number): String(number)
            case .upTo(_, let number): "\"<=\(number)\""
            case .text(_, let text): "\"\(text)\""
            case .belowZero: "\"<0\""
            }
        }

        /// True where a cell meets it; for a text with the eyes of a spreadsheet, to which case is nothing.
        fileprivate func isMet(by value: SheetValue) -> Bool {
            switch (self, value) {
            case (.number(_, let wanted), .number(let number)): number == wanted
            case (.upTo(_, let last), .number(let number)): number <= last
            case (.text(_, let wanted), .text(let text)): text.lowercased().utf8.elementsEqual(wanted.lowercased().utf8)
            case (.belowZero, .number(let number)): number < 0
            case (.belowZero, .money(let hundredths)): hundredths < 0
            default: false
            }
        }
    }

    /// The sum of a column; not determinable where one of its cells is not.
    func sum(
        _ column: String, where conditions: [Condition] = [], belowZero: Bool = false, isMoney: Bool = false
    ) -> SheetFormula {
        let all = conditions + (belowZero ? [.belowZero(column)] : [])
        let place = index(column)
        let terms = values(of: place, where: conditions)
        let isUndetermined = terms.contains { $0.isUndetermined }
        let added = belowZero ? terms.filter { Condition.belowZero(column).isMet(by: $0) } : terms
        let value: SheetValue =
            isUndetermined
            ? .text(SheetValue.undetermined) : SheetFormula.total(added.map { (1, $0) }, isMoney: isMoney)
        let columns = ranges(column)
        let sum = parts.indices.map { part in
            all.isEmpty ? "SUM(\(columns[part]))" : "SUMIFS(\(columns[part]),\(criteria(all, part)))"
        }.joined(separator: "+")
        let gaps = counted(conditions + [.text(column, SheetValue.undetermined)])
        let text = "IF(\(gaps)>0,\"\(SheetValue.undetermined)\",\(isMoney ? "ROUND(\(sum),2)" : sum))"
        return SheetFormula(value: value) { _ in text }
    }

    /// How many rows there are, by their numbers.
    var rowCount: SheetFormula {
        let text = ranges(WorkbookSheet.number).map { "COUNT(\($0))" }.joined(separator: "+")
        return SheetFormula(value: .number(count)) { _ in text }
    }

    /// How many rows meet all conditions.
    /// - Parameter value: how many, where that is known already; otherwise all rows are gone through.
    func count(where conditions: [Condition], value: Int? = nil) -> SheetFormula {
        let text = counted(conditions)
        return SheetFormula(value: .number(value ?? values(of: 0, where: conditions).count)) { _ in text }
    }

    /// How many cells of a column are the text `TRUE`, which is a truth value to `COUNTIFS`.
    func truthCount(_ column: String) -> SheetFormula {
        let place = index(column)
        let value = (0..<count).count { row($0)[place].value == .text(TieOutSheet.holds) }
        let text = ranges(column).map { "SUMPRODUCT(--(\($0)=\"\(TieOutSheet.holds)\"))" }.joined(separator: "+")
        return SheetFormula(value: .number(value)) { _ in text }
    }

    private func values(of column: Int, where conditions: [Condition]) -> [SheetValue] {
        let places = conditions.map { (index($0.column), $0) }
        return (0..<count).compactMap { number in
            let row = row(number)
            return places.allSatisfy { place, condition in condition.isMet(by: row[place].value) }
                ? row[column].value : nil
        }
    }

    private func counted(_ conditions: [Condition]) -> String {
        parts.indices.map { "COUNTIFS(\(criteria(conditions, $0)))" }.joined(separator: "+")
    }

    private func criteria(_ conditions: [Condition], _ part: Int) -> String {
        conditions.map { "\(ranges($0.column)[part]),\($0.criterion)" }.joined(separator: ",")
    }

    private func index(_ title: String) -> Int {
        guard let index = columns.firstIndex(where: { $0.title.utf8.elementsEqual(title.utf8) }) else {
            preconditionFailure("\(name) has no column \(title)")
        }
        return index
    }
}

extension SheetFormula {
    /// The number with the other sign.
    var negated: SheetFormula {
        guard case .number(let number) = value else { return self }
        let text = text
        return SheetFormula(value: .number(-number)) { "0-\(text($0))" }
    }

    /// Several formulas that are not about a row, added.
    static func added(_ formulas: [SheetFormula]) -> SheetFormula {
        let value = total(formulas.map { (1, $0.value) }, isMoney: false)
        return SheetFormula(value: value) { row in
            let texts = formulas.map { $0.text(row) }
            return "IF(COUNT(\(texts.joined(separator: ",")))=\(texts.count),\(texts.joined(separator: "+")),"
                + "\"\(SheetValue.undetermined)\")"
        }
    }

    /// Two amounts that are not about a row, added.
    func plus(_ other: SheetFormula) -> SheetFormula {
        let (text, otherText) = (text, other.text)
        let sum = SheetFormula.total([(1, value), (1, other.value)], isMoney: true)
        return SheetFormula(value: sum) { row in
            let (first, second) = (text(row), otherText(row))
            return "IF(COUNT(\(first),\(second))=2,ROUND(\(first)+\(second),2),\"\(SheetValue.undetermined)\")"
        }
    }

    /// An amount and a cell of the row together.
    func plus(_ column: String, _ cell: SheetCell) -> SheetFormula {
        let text = text
        let sum = SheetFormula.total([(1, value), (1, cell.value)], isMoney: true)
        return SheetFormula(value: sum) { row in
            let first = text(row)
            return "IF(COUNT(\(first),\(column)\(row))=2,ROUND(\(first)+\(column)\(row),2),"
                + "\"\(SheetValue.undetermined)\")"
        }
    }
}
