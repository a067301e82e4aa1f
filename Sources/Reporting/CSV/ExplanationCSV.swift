public import PositionModel

/// What `explain --format csv` prints: a line per row of the evidence with its first and last record; where a figure was
/// asked for, a line per member.
///
/// | column | content |
/// |---|---|
/// | `server` ... `count` | as in `access_evidence`, and the web site |
/// | `counts_as`, `rule` | what the row counts as in the census, and the rule that excludes its account or client |
/// | `first_*`, `last_*` | time, file, member, byte offset, record id, line; empty where not known |
public enum ExplanationCSV {
    public static func text(_ explanation: Explanation) -> String {
        explanation.rows.isEmpty && explanation.rowCount == 0 && !explanation.figures.isEmpty
            ? members(explanation) : rows(explanation)
    }

    private static func members(_ explanation: Explanation) -> String {
        guard !explanation.members.isEmpty else {
            var csv = CSVText(.pipe, header: ["figure", "low", "high"])
            for figure in explanation.figures {
                csv.append([.text(figure.figure), .number(figure.low.value), .number(figure.high.value)])
            }
            return csv.text
        }
        var csv = CSVText(
            .pipe,
            header: [
                "member", "device", "rows", "records", "first_day", "last_day", "rule", "adds_low", "adds_high",
            ])
        for member in explanation.members {
            csv.append([
                .text(member.name), .text(member.device), .number(member.rows), .number(member.records),
                .text(member.firstDay), .text(member.lastDay), .text(member.rule), .number(member.addsLow),
                .number(member.addsHigh),
            ])
        }
        return csv.text
    }

    private static let recordColumns = ["time", "path", "member", "offset", "record_id", "line"]

    private static func rows(_ explanation: Explanation) -> String {
        var csv = CSVText(
            .pipe,
            header: [
                "server", "source", "event_id", "channel", "logon_type", "account_domain", "account_name",
                "account_sid", "client_address", "client_name", "site", "outcome", "day", "count", "counts_as", "rule",
            ] + recordColumns.map { "first_" + $0 } + recordColumns.map { "last_" + $0 })
        for row in explanation.rows {
            csv.append(
                [
                    .text(row.server), .text(row.source), .number(row.eventId), .text(row.channel),
                    .number(row.logonType), .text(row.accountDomain), .text(row.accountName), .text(row.accountSid),
                    .text(row.clientAddress), .text(row.clientName), .text(row.site), .text(row.outcome),
                    .text(row.day), .number(row.count), .text(row.countsAs), .text(row.rule),
                ] + record(row.first) + record(row.last))
        }
        return csv.text
    }

    private static func record(_ record: ExplainedRecord?) -> [CSVText.Cell] {
        guard let record else { return Array(repeating: .empty, count: recordColumns.count) }
        return [
            .text(record.time), .text(record.path), .text(record.member), .text(String(record.offset)),
            .text(record.recordId ?? ""), .text(record.line.map(String.init) ?? ""),
        ]
    }
}
