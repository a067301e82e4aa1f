import PositionModel

/// The sheets of a position: one for each section of the report, and one for each list a section holds.
///
/// The rows are those of `position.json`, in its order, and the titles of columns are its keys in words. A figure that others
/// give is a formula over their cells.
struct PositionSheets {
    let position: Position
    /// Names of products by catalogue id.
    let productNames: [String: String]
    let limits: WorkbookLimits

    func product(_ id: String) -> SheetCell { .text(productNames[id] ?? id) }

    func sheet(
        _ name: String, _ about: String, _ columns: [WorkbookSheet.Column], count: Int,
        row: @escaping (Int) -> [SheetCell] = { _ in [] }
    ) -> WorkbookSheet {
        WorkbookSheet(name, about: about, columns: columns, count: count, limits: limits, row: row)
    }

    /// A sheet of rows that are there already.
    func sheet(_ name: String, _ about: String, _ columns: [WorkbookSheet.Column], rows: [[SheetCell]]) -> WorkbookSheet
    {
        sheet(name, about, columns, count: rows.count) { rows[$0] }
    }

    /// All sheets in their order.
    var all: [WorkbookSheet] {
        let (bridge, elp, assignment) = (bridge, elp, assignment)
        let (questions, coverage, gauge, inputs) = (questions, coverage, gauge, inputs)
        let lists = Lists(bridge: bridge, elp: elp, assignment: assignment, questions: questions)
        let main = self.positions(lists)
        var sheets = [main, requiredVersions, elp, elpTotals(elp), bridge, bridgeTotals(bridge), auditorView]
        sheets += [mix(assignment), segments, otherPrices, assignment, gauge, gaugeTotal(gauge)]
        sheets += [spans, daysSeen, servers]
        sheets += [external, externalChoice, externalOptimum, versions, coverage, gaps, coverageReasons]
        sheets += [accounts, findings, questions, effects, answers, bundles, additive]
        sheets += [entitlements, counts, inputs, inputRules, notices]
        sheets.append(method)
        let tieOut = TieOutSheet(sheets: self).sheet(
            lists: sheets, bridge: bridge, elp: elp, assignment: assignment, gauge: gauge, main: main)
        let facts = facts(tieOut)
        return [contents([facts, tieOut] + sheets), facts, tieOut] + sheets
    }

    /// Lists that rows of the position lead to.
    struct Lists {
        var bridge: WorkbookSheet
        var elp: WorkbookSheet
        var assignment: WorkbookSheet
        var questions: WorkbookSheet
    }
}
