public import PositionModel

/// What `whatif` prints on a terminal: each product before and after.
public enum WhatIfTable {
    public static func text(_ report: WhatIfReport, style: TerminalStyle = TerminalStyle()) -> String {
        let window = report.window
        var result = style.paragraph("Window \(window.from) to \(window.to), as of \(window.asOf) (UTC days)")
        for change in report.changes { result += style.paragraph("if \(change)", indent: "  ", hanging: "    ") }
        var table = TextTable(columns: [
            .text("product"), .number("required"), .number("then"), .number("usable"), .number("then"),
            .number("delta"), .number("then"), .number("missing, \(report.currency)"), .number("then"),
        ])
        func figure(_ figure: Figure) -> String { figure.value.map { style.number($0) } ?? "n/d" }
        for row in report.rows {
            table.append([
                row.product, figure(row.requirementBefore), figure(row.requirementAfter), figure(row.usableBefore),
                figure(row.usableAfter), figure(row.deltaBefore), figure(row.deltaAfter),
                row.costBefore?.text ?? "n/d", row.costAfter?.text ?? "n/d",
            ])
        }
        table.append(
            ["all products", "", "", "", "", "", "", report.costBefore?.text ?? "n/d", report.costAfter?.text ?? "n/d"])
        let (left, then) = (report.externalBefore, report.externalAfter)
        table.append(
            ["outsiders, cheapest", "", "", "", "", "", "", left.cost?.text ?? "n/d", then.cost?.text ?? "n/d"])
        if left.openSites > 0 || then.openSites > 0 {
            table.append([
                "outsiders, sites not determinable", "", "", "", "", "", "", style.number(left.openSites),
                style.number(then.openSites),
            ])
        }
        let said = report.changesNothing ? style.paragraph("Nothing of the position changes.") : ""
        return result + table.text(style) + said
    }
}
