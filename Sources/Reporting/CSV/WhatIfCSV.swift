public import PositionModel

/// What `whatif --format csv` prints: a row per product, with each figure before and after the changes; empty where not
/// determinable.
public enum WhatIfCSV {
    public static func text(_ report: WhatIfReport) -> String {
        var csv = CSVText(
            .pipe,
            header: [
                "product", "flavour_before", "flavour_after", "requirement_before", "requirement_after",
                "usable_before",
                "usable_after", "delta_before", "delta_after", "cost_before", "cost_after",
            ])
        for row in report.rows {
            csv.append([
                .text(row.product), .text(row.flavourBefore), .text(row.flavourAfter),
                .number(row.requirementBefore.value), .number(row.requirementAfter.value),
                .number(row.usableBefore.value), .number(row.usableAfter.value), .number(row.deltaBefore.value),
                .number(row.deltaAfter.value), amount(row.costBefore), amount(row.costAfter),
            ])
        }
        return csv.text
    }

    private static func amount(_ money: Money?) -> CSVText.Cell { money.map { .amount($0.text) } ?? .empty }
}
