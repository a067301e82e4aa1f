public import PositionModel

/// What `census --format csv` prints: a row per server, then a row per union.
///
/// | column | content |
/// |---|---|
/// | `scope` | `server` or `union` |
/// | `name` | the server, or the product of the union (`all` for every server) |
/// | `servers` | servers in the union, 1 for a server |
/// | `users` ... `records` | the figures of the census; empty where not determinable |
/// | `first_day`, `last_day` | of the evidence, `YYYY-MM-DD` |
/// | `reasons` | why figures are empty: `figure: reason`, separated by ` \| ` |
public enum CensusCSV {
    public static func text(_ census: Census) -> String {
        var csv = CSVText(
            .pipe,
            header: [
                "scope", "name", "servers", "users", "leads", "devices_low", "devices_high", "edges",
                "authenticated_from_outside", "anonymous_visitors", "attempts", "records", "first_day", "last_day",
                "reasons",
            ])
        for server in census.servers {
            csv.append([
                .text("server"), .text(server.server), .number(1), .number(server.users), .number(server.leads),
                .number(server.devicesLow.value), .number(server.devicesHigh.value), .number(server.edges.value),
                .number(server.authenticatedFromOutside), .number(server.anonymousVisitors.value),
                .number(server.attempts), .number(server.records), .text(server.firstDay), .text(server.lastDay),
                .text(server.reasons.map { "\($0.figure): \($0.reason)" }.joined(separator: " | ")),
            ])
        }
        for union in census.unions {
            csv.append([
                .text("union"), .text(union.product), .number(union.servers), .number(union.users), .empty,
                .number(union.devicesLow.value), .number(union.devicesHigh.value), .number(union.edges.value),
            ])
        }
        return csv.text
    }
}
