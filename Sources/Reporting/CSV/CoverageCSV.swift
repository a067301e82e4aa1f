public import PositionModel

/// What `coverage --format csv` prints: a row per log, then a row per server.
///
/// | column | content |
/// |---|---|
/// | `scope` | `log` or `server` |
/// | `server`, `source`, `log` | where; `source` is `event` or `web` |
/// | `covered` ... `none` | days of the window |
/// | `days` | a letter for each day: `#` covered, `~` partial, `c` cleared, `.` none |
/// | `missing_record_ids`, `gaps` | ids between the lowest and the highest that no input holds; runs of days without a record |
/// | `users` ... `at_least_more_high` | of a server: its users, how rare they are, and the estimate with its interval |
public enum CoverageCSV {
    public static func text(_ report: CoverageReport) -> String {
        var csv = CSVText(
            .pipe,
            header: [
                "scope", "server", "source", "log", "covered", "partial", "cleared", "none", "days",
                "missing_record_ids", "gaps", "users", "seen_on_one_day", "seen_on_two_days", "logged_days",
                "at_least_more", "at_least_more_low", "at_least_more_high",
            ])
        for log in report.logs {
            let summary = log.summary
            csv.append(
                [
                    .text("log"), .text(summary.server), .text(summary.source), .text(summary.log),
                    .number(summary.covered), .number(summary.partial), .number(summary.cleared), .number(summary.none),
                    .text(log.days), .text(log.missingRecordIds), .text(summary.gaps.joined(separator: " | ")),
                ] + Array(repeating: .empty, count: 7))
        }
        for server in report.servers {
            csv.append(
                [.text("server"), .text(server.server)] + Array(repeating: .empty, count: 9) + [
                    .number(server.users), .number(server.seenOnOneDay), .number(server.seenOnTwoDays),
                    .number(server.loggedDays), .number(server.atLeastMore), .number(server.atLeastMoreLow),
                    .number(server.atLeastMoreHigh),
                ])
        }
        return csv.text
    }
}
