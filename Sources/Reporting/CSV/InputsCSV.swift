public import AccessModel

/// Inputs with their tie-out, and rejected records, as CSV.
public enum InputsCSV {
    /// `scan --format csv`: one row per input of the store.
    public static func text(_ inputs: [InputSummary]) -> String {
        var csv = CSVText(
            .pipe,
            header: [
                "path", "format", "records", "accepted", "ignored", "rejected", "duplicates", "first_seen", "last_seen",
                "damage", "copies", "sha256", "content",
            ])
        for input in inputs {
            csv.append([
                .text(input.location.display), .text(input.format.rawValue), .count(input.records),
                .count(input.accepted), .count(input.ignored), .count(input.rejected), .count(input.duplicates),
                .text(input.firstSeen?.text ?? ""), .text(input.lastSeen?.text ?? ""), .text(input.wholeDamage),
                .count(UInt64(input.copies.count)), .text(input.location.sha256), .text(input.content.hex),
            ])
        }
        return csv.text
    }

    /// `--rejects FILE`: one row per rejected record kept with its place, and for what is not kept a row per input and
    /// reason with the number of further records (`RecordTally.rejectionsKeptPerReason` are kept).
    public static func rejects(
        _ rejections: [(location: InputPath, rejection: Rejection)], of inputs: [InputSummary]
    ) -> String {
        var csv = CSVText(.spreadsheet, header: ["path", "record", "offset", "reason", "detail"])
        var listed: [ExactText: [ExactText: UInt64]] = [:]
        for (location, rejection) in rejections {
            csv.append([
                .text(location.display), .count(rejection.record), .count(rejection.offset),
                .text(rejection.reason.rawValue), .text(rejection.detail),
            ])
            listed[ExactText(location.display), default: [:]][ExactText(rejection.reason.rawValue), default: 0] += 1
        }
        for input in inputs {
            for reason in input.rejectedByReason {
                let shown = listed[ExactText(input.location.display)]?[ExactText(reason.name)] ?? 0
                guard reason.count > shown else { continue }
                csv.append([
                    .text(input.location.display), .empty, .empty, .text(reason.name),
                    .text("and \(reason.count - shown) more records, not listed"),
                ])
            }
        }
        return csv.text
    }
}
