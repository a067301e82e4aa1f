public import Reporting

/// An inspection for people: what is in the files, what was not read, and which questions they can answer.
public enum InspectionText {
    public static func table(_ inspection: Inspection, style: TerminalStyle) -> String {
        var text = ""
        if !inspection.inputs.isEmpty {
            var table = TextTable(columns: [
                .path("input"), .word("format"), .word("encoding"), .number("records"), .number("accesses"),
                .number("rejected"), .text("servers"), .word("from"), .word("to"), .text("fields"),
            ])
            for input in inspection.inputs {
                let rejected = input.rejected.reduce(0) { $0 + $1.count }
                table.append([
                    input.path, input.format, input.encoding, "\(input.records)\(input.sampled ? "+" : "")",
                    "\(input.accepted)", "\(rejected)", input.servers.joined(separator: " "),
                    String(input.firstSeen.prefix(10)), String(input.lastSeen.prefix(10)),
                    input.fields.joined(separator: ", "),
                ])
            }
            text += table.text(style)
            if inspection.inputs.contains(where: \.sampled) {
                text +=
                    "+ a sample: only the first \(inspection.bytesPerInput >> 10) KiB of the input were looked at; scan reads all of it.\n"
            }
        }
        for input in inspection.unread {
            text += "\nNot read: \(SafeText.terminal(input.path)): \(SafeText.terminal(input.reason))\n"
            text += "  \(SafeText.terminal(input.remedy))\n"
        }
        text += "\nWhat these files can answer:\n"
        for question in inspection.questions {
            let mark = ["yes": "yes   ", "no": "no    ", "partly": "partly"][question.answer.rawValue] ?? ""
            text += "  \(mark)  \(question.question) \(question.why).\n"
        }
        return text
    }

    /// One row per input.
    public static func csv(_ inspection: Inspection) -> String {
        var csv = CSVText(
            .pipe,
            header: [
                "path", "format", "encoding", "sampled", "records", "accepted", "servers", "first_seen", "last_seen",
                "fields", "damage",
            ])
        for input in inspection.inputs {
            csv.append([
                .text(input.path), .text(input.format), .text(input.encoding), .text(input.sampled ? "yes" : "no"),
                .count(input.records), .count(input.accepted), .text(input.servers.joined(separator: " ")),
                .text(input.firstSeen), .text(input.lastSeen), .text(input.fields.joined(separator: ", ")),
                .text(input.damage),
            ])
        }
        for input in inspection.unread {
            csv.append([
                .text(input.path), .text(input.format), .empty, .empty, .empty, .empty, .empty, .empty, .empty,
                .empty, .text(input.reason),
            ])
        }
        return csv.text
    }
}
