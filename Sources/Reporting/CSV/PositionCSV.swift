public import PositionModel

/// `position.csv`: every figure of the position as one long table, to filter and pivot in a spreadsheet.
///
/// UTF-8 with byte order mark, CR LF, `,`; a row per figure:
///
/// | column | content |
/// |---|---|
/// | `section` | key of `position.json`: `window`, `products`, `auditor_view`, `bridge`, `mix`, `gauge`, `additive`, `bundles`, `external`, `external_choice`, `external_optimum`, `entitlements`, `versions`, `coverage`, `findings`, `answers`, `inputs` |
/// | `product` | catalogue id; empty where the row belongs to none |
/// | `flavour` | `user`, `device`, `total`; empty where it does not matter |
/// | `item` | what the row is about: step rule, counting input, server and site, host, finding, question and its subject, input |
/// | `metric` | key of the figure; `told_users` is the size of a bridge step that changes nothing by itself |
/// | `value` | the number or amount; empty where not determinable or where the row is words |
/// | `text` | words: labels, verdicts, versions, dates |
/// | `reason` | why `value` is empty |
///
/// The ledgers of accounts and assignments are in `position.json` and the workbook; open questions are what
/// `headcount questions` prints.
public enum PositionCSV {
    public static func text(_ position: Position) -> String {
        var csv = CSVText(
            .spreadsheet, header: ["section", "product", "flavour", "item", "metric", "value", "text", "reason"])
        for row in PositionRow.rows(of: position) {
            csv.append([
                .text(row.section), .text(row.product), .text(row.flavour), .text(row.item), .text(row.metric),
                row.value, .text(row.text), .text(row.reason),
            ])
        }
        return csv.text
    }
}
