public import AccessModel
public import PositionModel

/// The inputs with where their records went, and totals.
public enum InputsTable {
    public static func text(_ inputs: [InputSummary], style: TerminalStyle = TerminalStyle()) -> String {
        table(
            inputs.map { input in
                Line(
                    name: input.location.display, format: input.format.rawValue,
                    counts: [input.records, input.accepted, input.ignored, input.rejected, input.duplicates],
                    damages: input.damagedPlaces.map { (name: $0.path, damage: $0.damage) })
            }, style)
    }

    public static func text(_ ledger: InputLedger, style: TerminalStyle = TerminalStyle()) -> String {
        table(
            ledger.entries.map { entry in
                Line(
                    name: InputName.display(entry), format: entry.format,
                    counts: [entry.records, entry.accepted, entry.ignored, entry.rejected, entry.duplicates],
                    damages: entry.damage.isEmpty ? [] : [(name: InputName.display(entry), damage: entry.damage)])
            }, style)
    }

    private struct Line {
        var name: String
        var format: String
        /// Records, accepted, ignored, rejected, duplicates.
        var counts: [UInt64]
        var damages: [(name: String, damage: String)]
    }

    private static func table(_ lines: [Line], _ style: TerminalStyle) -> String {
        guard !lines.isEmpty else { return "No input was read.\n" }
        var table = TextTable(columns: [
            .path("input"), .word("format"), .number("records"), .number("accepted"), .number("ignored"),
            .number("rejected"), .number("duplicates"),
        ])
        var totals = [UInt64](repeating: 0, count: 5)
        for line in lines {
            table.append([line.name, line.format] + line.counts.map { NumberText.grouped($0) })
            for (index, count) in line.counts.enumerated() { totals[index] &+= count }
        }
        table.totals = [
            [Wording.count(lines.count, "input", "inputs"), ""] + totals.map { NumberText.grouped($0) }
        ]
        let damages = lines.flatMap(\.damages).map {
            style.paragraph("damaged: \($0.name): \($0.damage)", indent: "  ", hanging: "    ")
        }
        return table.text(style) + damages.joined()
    }
}
