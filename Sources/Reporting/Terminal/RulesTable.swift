public import PositionModel

/// What `rules` prints on a terminal: a table per section.
public enum RulesTable {
    public static func text(_ list: RuleList, style: TerminalStyle = TerminalStyle()) -> String {
        var result = style.paragraph("Catalogue \(list.catalogueVersion)")
        var section = ""
        var table: TextTable?
        for row in list.rules {
            if row.section != section {
                if let table { result += table.text(style) }
                section = row.section
                table = TextTable(columns: [.word(section), .text("rule"), .word(""), .text("source")])
            }
            table?.append([row.id, row.rule, row.confidence, row.source])
        }
        if let table { result += table.text(style) }
        return result
            + style.paragraph(
                "H, M, L: how far the source can be trusted. Bridge and join rules can be named in rules.disable.")
    }
}
