public import PositionModel

/// What `census` prints on a terminal.
public enum CensusTable {
    public static func text(_ census: Census, style: TerminalStyle = TerminalStyle()) -> String {
        if census.servers.isEmpty { return "No access in the window.\n" }
        var result = window(census.window, style)
        result += servers(census, style).text(style)
        result += "\n" + unions(census, style).text(style)
        result += notes(census, style)
        result += excluded("Accounts that are not users", census.excludedAccounts, style)
        result += excluded("Clients that are not devices", census.excludedClients, style)
        return result
    }

    private static func window(_ window: PositionWindow, _ style: TerminalStyle) -> String {
        style.paragraph("Window \(window.from) to \(window.to), as of \(window.asOf) (UTC days)") + "\n"
    }

    private static func servers(_ census: Census, _ style: TerminalStyle) -> TextTable {
        var table = TextTable(columns: [
            .text("server"), .number("users"), .number("leads"), .number("devices"), .number("edges"),
            .number("outside"), .number("visitors"), .number("attempts"), .number("records"), .word("first day"),
            .word("last day"),
        ])
        for server in census.servers {
            table.append([
                server.server, style.number(server.users), style.number(server.leads),
                style.range(server.devicesLow, server.devicesHigh), style.figure(server.edges),
                style.number(server.authenticatedFromOutside), style.figure(server.anonymousVisitors),
                style.number(server.attempts), style.number(server.records), server.firstDay, server.lastDay,
            ])
        }
        return table
    }

    private static func unions(_ census: Census, _ style: TerminalStyle) -> TextTable {
        var table = TextTable(columns: [
            .text("together"), .number("servers"), .number("users"), .number("devices"), .number("edges"),
        ])
        for union in census.unions {
            table.append([
                union.product, style.number(union.servers), style.number(union.users),
                style.range(union.devicesLow, union.devicesHigh), style.figure(union.edges),
            ])
        }
        return table
    }

    /// Why figures are `n/d`.
    private static func notes(_ census: Census, _ style: TerminalStyle) -> String {
        let lines = census.servers.flatMap { server in
            ReasonGroup.groups(server.reasons).map { group in
                style.paragraph(
                    "\(server.server), \(group.figures): \(group.reason)", indent: "  ", hanging: "    ")
            }
        }
        return lines.isEmpty ? "" : "\n" + lines.joined()
    }

    private static func excluded(_ title: String, _ counts: [RuleCount], _ style: TerminalStyle) -> String {
        guard !counts.isEmpty else { return "" }
        var table = TextTable(columns: [.text(title), .text("rule"), .number("count")])
        for count in counts { table.append([count.label, count.rule, style.number(count.count)]) }
        return "\n" + table.text(style)
    }
}
