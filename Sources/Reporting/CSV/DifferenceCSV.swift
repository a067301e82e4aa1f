import AccessModel
import PositionModel

/// What `diff --format csv` prints.
public enum DifferenceCSV {
    /// A row per figure and account that changed.
    public static func text(_ difference: PositionDifference) -> String {
        var csv = CSVText(
            .pipe,
            header: ["section", "product", "flavour", "item", "metric", "before", "after", "change", "reason"])
        for row in difference.changes {
            csv.append([
                .text(row.section), .text(row.product), .text(row.flavour), .text(row.item), .text(row.metric),
                value(row.before), value(row.after), .number(row.change.value),
            ])
        }
        for account in difference.accounts {
            csv.append([
                .text("accounts"), .empty, .empty, .text(account.account), .text("class"), .text(account.classBefore),
                .text(account.classAfter), .empty, .text(account.proof),
            ])
            if ExactText(account.userBefore) != ExactText(account.userAfter) {
                csv.append([
                    .text("accounts"), .empty, .empty, .text(account.account), .text("user"),
                    .text(account.userBefore), .text(account.userAfter),
                ])
            }
        }
        return csv.text
    }

    /// A row per line of the auditor's list, then one per user it lacks.
    public static func text(_ comparison: AuditorComparison) -> String {
        var csv = CSVText(
            .pipe, header: ["side", "account", "standing", "user", "class", "rule", "last_evidence", "reason"])
        for line in comparison.lines {
            csv.append([
                .text("theirs"), .text(line.account), .text(line.standing.rawValue), .text(line.user),
                .text(line.accountClass), .text(line.rule), .text(line.lastEvidence), .text(line.proof),
            ])
        }
        for user in comparison.onlyOurs {
            csv.append([.text("ours"), .empty, .text("not-listed"), .text(user)])
        }
        return csv.text
    }

    /// A number of ours stays one; everything else is a text.
    private static func value(_ text: String) -> CSVText.Cell { Int(text).map { .number($0) } ?? .text(text) }
}
