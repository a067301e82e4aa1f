public import PositionModel

/// What `external --format csv` prints: a row per server and site, then a row per proxy.
///
/// | column | content |
/// |---|---|
/// | `scope` | `line` or `proxy` |
/// | `server`, `source`, `site` | where; `source` is `event` or `web` |
/// | `exposed` | `yes`, `no` or `not-determinable` |
/// | `first_day`, `last_day` | with a record from outside, `YYYY-MM-DD` |
/// | `anonymous_visitors` ... `window_days` | the figures of the report; empty where not determinable |
/// | `peer`, `kind` | of a proxy: its address, `trusted` or `suspected` |
/// | `reasons` | `figure: reason`, separated by ` \| `; of a proxy what shows it, and what follows |
public enum ExposureCSV {
    public static func text(_ report: ExposureReport) -> String {
        var csv = CSVText(
            .pipe,
            header: [
                "scope", "server", "source", "site", "exposed", "first_day", "last_day", "anonymous_visitors", "probes",
                "crawlers", "authenticated_visitors", "unknown_relation", "employees_from_outside",
                "access_without_account", "attempts", "attempt_addresses", "internal_addresses",
                "records_without_address", "covered_days", "window_days", "peer", "kind", "reasons",
            ])
        for line in report.lines {
            csv.append([
                .text("line"), .text(line.server), .text(line.source), .text(line.site), .text(line.exposed.rawValue),
                .text(line.firstDay), .text(line.lastDay), .number(line.anonymousVisitors.value),
                .number(line.probes.value), .number(line.crawlers.value), .number(line.authenticatedVisitors.value),
                .number(line.unknownRelation), .number(line.employeesFromOutside), .number(line.accessWithoutAccount),
                .number(line.attempts), .number(line.attemptAddresses), .number(line.internalAddresses),
                .number(line.recordsWithoutAddress), .number(line.coveredDays), .number(line.windowDays), .empty,
                .empty, .text(line.reasons.map { "\($0.key): \($0.reason)" }.joined(separator: " | ")),
            ])
        }
        for proxy in report.proxies {
            let words = [proxy.why, proxy.consequence].filter { !$0.isEmpty }.joined(separator: " | ")
            csv.append(
                [.text("proxy"), .text(proxy.server), .text("web"), .text(proxy.site)]
                    + Array(repeating: .empty, count: 16)
                    + [.text(proxy.peer), .text(proxy.kind.rawValue), .text(words)])
        }
        return csv.text
    }
}
