public import PositionModel

/// What `coverage --format csv` prints: a row per log, a row per server, a row per reason why days are not covered,
/// and a row per damaged input.
///
/// | column | content |
/// |---|---|
/// | `scope` | `log`, `server`, `reason` or `damaged-input` |
/// | `server`, `source`, `log` | where; `source` is `event` or `web` |
/// | `covered` ... `none` | days of the window |
/// | `days` | a letter for each day: `#` covered, `~` partial, `c` cleared, `.` none |
/// | `missing_record_ids`, `gaps` | ids between the lowest and the highest that no input holds; runs of days without a record |
/// | `users` ... `at_least_more_high` | of a server: its users, how rare they are, and the estimate with its interval |
/// | `record_ids` | of a log: `whole`, `gaps`, `filtered`, `partly-filtered` or `unclear`; empty where no two records have ids |
/// | `from`, `to`, `kind`, `reason` | of a reason: first and last day, what happened, and that in words; of a damaged input: the times read, its path as `log`, its damage |
public enum CoverageCSV {
    public static func text(_ report: CoverageReport) -> String {
        var csv = CSVText(
            .pipe,
            header: [
                "scope", "server", "source", "log", "covered", "partial", "cleared", "none", "days",
                "missing_record_ids", "gaps", "users", "seen_on_one_day", "seen_on_two_days", "logged_days",
                "at_least_more", "at_least_more_low", "at_least_more_high", "record_ids", "from", "to", "kind",
                "reason",
            ])
        for log in report.logs {
            let summary = log.summary
            csv.append(
                [
                    .text("log"), .text(summary.server), .text(summary.source), .text(summary.log),
                    .number(summary.covered), .number(summary.partial), .number(summary.cleared), .number(summary.none),
                    .text(log.days), .text(log.missingRecordIds), .text(summary.gaps.joined(separator: " | ")),
                ] + Array(repeating: .empty, count: 7) + [.text(summary.recordIds)] + noReason)
        }
        for server in report.servers {
            csv.append(
                [.text("server"), .text(server.server)] + Array(repeating: .empty, count: 9) + [
                    .number(server.users), .number(server.seenOnOneDay), .number(server.seenOnTwoDays),
                    .number(server.loggedDays), .number(server.atLeastMore), .number(server.atLeastMoreLow),
                    .number(server.atLeastMoreHigh), .empty,
                ] + noReason)
        }
        for log in report.logs {
            for reason in log.summary.reasons { csv.append(row(reason, of: log.summary)) }
        }
        for input in report.damagedInputs {
            csv.append(
                [.text("damaged-input"), .empty, .empty, .text(input.path)] + Array(repeating: .empty, count: 15)
                    + [.text(input.firstSeen), .text(input.lastSeen), .text("damaged"), .text(input.damage)])
        }
        return csv.text
    }

    private static var noReason: [CSVText.Cell] { Array(repeating: .empty, count: 4) }

    private static func row(_ reason: CoverageReason, of summary: CoverageSummary) -> [CSVText.Cell] {
        [.text("reason"), .text(summary.server), .text(summary.source), .text(summary.log)]
            + Array(repeating: .empty, count: 15)
            + [.text(reason.from), .text(reason.to), .text(reason.kind.rawValue), .text(reason.text)]
    }
}
