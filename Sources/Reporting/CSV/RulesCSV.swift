public import PositionModel

/// What `rules --format csv` prints: a row per rule.
///
/// | column | content |
/// |---|---|
/// | `section`, `id` | what kind of rule, and its stable id |
/// | `rule` | what it says |
/// | `source` | ids of rows of the section `source`, or words |
/// | `confidence` | `H`, `M`, `L`; empty for rules of the program itself |
/// | `switchable` | `yes` where `rules.disable` of estate.yaml turns it off |
public enum RulesCSV {
    public static func text(_ list: RuleList) -> String {
        var csv = CSVText(.pipe, header: ["section", "id", "rule", "source", "confidence", "switchable"])
        for row in list.rules {
            csv.append([
                .text(row.section), .text(row.id), .text(row.rule), .text(row.source), .text(row.confidence),
                .text(row.isSwitchable ? "yes" : "no"),
            ])
        }
        return csv.text
    }
}
