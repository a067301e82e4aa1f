public import PositionModel

/// What `explain` shows on a terminal: who was asked for, the rows, the inputs, the first and the last record.
public enum ExplanationText {
    /// Lines of a record shown; JSON has all of it.
    static let mostLines = 80

    public static func text(_ explanation: Explanation, style: TerminalStyle = TerminalStyle()) -> String {
        let window = explanation.window
        var result = style.paragraph("Window \(window.from) to \(window.to) (UTC days)")
        for subject in explanation.subjects { result += text(subject, style) }
        if !explanation.figures.isEmpty { return result + "\n" + figures(explanation, style) }
        result += "\n" + rows(explanation, style)
        if !explanation.inputs.isEmpty { result += "\n" + inputs(explanation.inputs, style) }
        if let first = explanation.first { result += "\n" + text(first, called: "First record", style) }
        if let last = explanation.last, last != explanation.first {
            result += "\n" + text(last, called: "Last record", style)
        }
        return result
    }

    private static func text(_ subject: Subject, _ style: TerminalStyle) -> String {
        style.paragraph("\(subject.kind) \(subject.name)", hanging: "  ")
            + subject.facts.map { style.paragraph($0, indent: "  ", hanging: "    ") }.joined()
    }

    // MARK: Figures

    private static func figures(_ explanation: Explanation, _ style: TerminalStyle) -> String {
        var table = TextTable(columns: [.word("figure"), .number("count")])
        for figure in explanation.figures {
            table.append([figure.figure, style.range(figure.low, figure.high)])
        }
        guard !explanation.members.isEmpty else {
            return table.text(style)
                + style.paragraph(
                    "Who or what a figure counts: --figure NAME. From there: --user, --device, --visitor.")
        }
        return table.text(style) + "\n" + members(explanation.members, style)
    }

    private static func members(_ members: [ExplainedMember], _ style: TerminalStyle) -> String {
        let hasDevices = members.contains { !$0.device.isEmpty }
        let hasRules = members.contains { !$0.rule.isEmpty }
        // Records are a column of their own.
        let adds = members.contains { $0.addsLow != $0.addsHigh }
        var table = TextTable(
            columns: [.text("name")] + (hasDevices ? [.text("device")] : []) + (hasRules ? [.text("why")] : [])
                + (adds ? [.number("counts as")] : [])
                + [.number("rows"), .number("records"), .word("first day"), .word("last day")])
        for member in members {
            table.append(
                [member.name] + (hasDevices ? [member.device] : []) + (hasRules ? [member.rule] : [])
                    + (adds ? [style.range(Figure(member.addsLow), Figure(member.addsHigh))] : [])
                    + [style.number(member.rows), style.number(member.records), member.firstDay, member.lastDay])
        }
        return table.text(style)
    }

    // MARK: Rows

    private static func rows(_ explanation: Explanation, _ style: TerminalStyle) -> String {
        guard explanation.rowCount > 0 else {
            return style.paragraph("No row of the evidence counts here; failures are listed with --failures alone.")
        }
        var table = TextTable(columns: [
            .word("day"), .text("server"), .text("channel"), .text("account"), .text("client"), .number("records"),
            .text("counts as"), .path("first record in"), .number("at byte"),
        ])
        for row in explanation.rows {
            table.append([
                row.day, row.server, row.channel, account(row),
                [row.clientName, row.clientAddress].filter { !$0.isEmpty }.joined(separator: " "),
                style.number(row.count), row.countsAs + (row.rule.isEmpty ? "" : " (\(row.rule))"),
                row.first.map(place) ?? row.inputs.first ?? "", row.first.map { String($0.offset) } ?? "",
            ])
        }
        let hidden = explanation.rowCount - explanation.rows.count
        let more = hidden > 0 ? ", \(style.number(hidden)) of them not listed (--limit 0 lists all)" : ""
        return table.text(style)
            + style.paragraph(
                "\(style.number(explanation.rowCount)) rows, \(style.number(explanation.records)) records\(more)")
            + counted(explanation.counted, style)
    }

    /// What the rows count as, where that is not all the same.
    private static func counted(_ counted: [CountedRows], _ style: TerminalStyle) -> String {
        guard counted.count > 1 else { return "" }
        let parts = counted.map { "\(style.number($0.rows)) as \($0.countsAs)" }
        return style.paragraph("Of the rows count " + parts.joined(separator: ", "))
    }

    private static func account(_ row: ExplainedRow) -> String {
        if row.accountName.isEmpty { return row.accountSid }
        return row.accountDomain.isEmpty ? row.accountName : row.accountDomain + "\\" + row.accountName
    }

    private static func inputs(_ inputs: [ExplainedInput], _ style: TerminalStyle) -> String {
        var table = TextTable(columns: [
            .path("input"), .number("records"), .word("format"), .text("SHA-256 of the file"),
        ])
        for input in inputs {
            let name = input.member.isEmpty ? input.path : input.path + "!" + input.member
            table.append([
                name, style.number(input.records), input.format, input.sha256.isEmpty ? "not taken" : input.sha256,
            ])
        }
        return table.text(style)
    }

    // MARK: Records

    private static func place(_ record: ExplainedRecord) -> String {
        record.member.isEmpty ? record.path : record.path + "!" + record.member
    }

    private static func text(_ record: ExplainedRecord, called title: String, _ style: TerminalStyle) -> String {
        var facts = ["byte \(record.offset)"]
        if let line = record.line { facts.append("line \(line)") }
        if let id = record.recordId {
            facts.append("record \(id) of \(record.log ?? "") on \(record.computer ?? "")")
        }
        var result = style.paragraph("\(title), \(record.time)")
        result += style.paragraph(place(record), indent: "  ", hanging: "  ")
        result += style.paragraph(facts.joined(separator: ", "), indent: "  ", hanging: "  ")
        if !record.sha256.isEmpty { result += "  sha256 \(style.safe(record.sha256))\n" }
        if !record.note.isEmpty { result += style.paragraph(record.note, indent: "  ", hanging: "  ") }
        guard let text = record.text else { return result }
        let lines = text.split(whereSeparator: \.isNewline)
        for line in lines.prefix(mostLines) { result += "  | " + style.safe(String(line)) + "\n" }
        if lines.count > mostLines { result += "  | " + style.ellipsis + "\n" }
        return result
    }
}
