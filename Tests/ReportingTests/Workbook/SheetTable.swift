import PositionModel
import Testing

@testable import Reporting

/// The sheets of a position by name, and their cells by title.
struct SheetTable {
    let sheets: [WorkbookSheet]

    init(_ position: Position, limits: WorkbookLimits = WorkbookLimits()) {
        sheets = PositionSheets(position: position, productNames: SamplePosition.productNames, limits: limits).all
    }

    func sheet(_ name: String) throws -> WorkbookSheet { try #require(sheets.first { $0.name == name }) }

    func cell(_ name: String, row: Int, _ title: String) throws -> SheetCell {
        let sheet = try sheet(name)
        return sheet.row(row)[try #require(sheet.columns.firstIndex { $0.title == title })]
    }

    func value(_ name: String, row: Int, _ title: String) throws -> SheetValue {
        try cell(name, row: row, title).value
    }

    /// The formula of a cell; nil where it is a value.
    func formula(_ name: String, row: Int, _ title: String) throws -> String? {
        guard case .formula(let formula) = try cell(name, row: row, title) else { return nil }
        return formula.text(row + 2)
    }

    /// Checks that do not hold: what they check, and of what.
    var failing: [String] {
        get throws {
            let sheet = try sheet("Tie-out")
            return (0..<sheet.count).map { sheet.row($0) }.filter { $0[5].value != .text("TRUE") }
                .map { "\($0[1].value.text): \($0[2].value.text)" }
        }
    }
}
