public import PositionModel

/// What `external` prints on a terminal.
public enum ExposureTable {
    public static func text(_ report: ExposureReport, style: TerminalStyle = TerminalStyle()) -> String {
        if report.lines.isEmpty { return "No server in the window.\n" }
        let window = report.window
        var result = style.paragraph("Window \(window.from) to \(window.to), as of \(window.asOf) (UTC days)") + "\n"
        result += lines(report.lines, style).text(style)
        result += proxies(report.proxies, style)
        result += notes(report.lines, style)
        if !report.limits.isEmpty {
            result +=
                "\n"
                + report.limits.map { style.paragraph($0, indent: "  ", hanging: "    ") }.joined()
        }
        return result
    }

    private static func lines(_ lines: [ExposureLine], _ style: TerminalStyle) -> TextTable {
        var table = TextTable(columns: [
            .text("server"), .text("site"), .word("exposed"), .word("since"), .word("until"), .number("visitors"),
            .number("probes"), .number("crawlers"), .number("outsiders"), .number("unknown"), .number("employees"),
            .number("no name"), .number("attempts"), .number("inside"), .number("days"),
        ])
        for line in lines {
            table.append([
                line.server, line.source == "web" ? line.site : line.source == "event" ? "events" : "no log",
                Wording.exposed(line.exposed), line.firstDay, line.lastDay, style.figure(line.anonymousVisitors),
                style.figure(line.probes), style.figure(line.crawlers), style.figure(line.authenticatedVisitors),
                style.number(line.unknownRelation), style.number(line.employeesFromOutside),
                style.number(line.accessWithoutAccount), style.number(line.attempts),
                style.number(line.internalAddresses),
                "\(style.number(line.coveredDays))/\(style.number(line.windowDays))",
            ])
        }
        return table
    }

    private static func proxies(_ proxies: [ProxySighting], _ style: TerminalStyle) -> String {
        guard !proxies.isEmpty else { return "" }
        var table = TextTable(columns: [.text("proxy"), .word("kind"), .text("server"), .text("site")])
        for proxy in proxies { table.append([proxy.peer, proxy.kind.rawValue, proxy.server, proxy.site]) }
        let words = proxies.filter { $0.kind == .suspected || !$0.consequence.isEmpty }.map { proxy in
            style.paragraph(
                "\(proxy.peer) at \(name(proxy.server, proxy.site)): "
                    + [proxy.why, proxy.consequence].filter { !$0.isEmpty }.joined(separator: "; "),
                indent: "  ", hanging: "    ")
        }
        return "\n" + table.text(style) + words.joined()
    }

    /// What cannot be determined, and why.
    private static func notes(_ lines: [ExposureLine], _ style: TerminalStyle) -> String {
        let notes = lines.flatMap { line in
            ReasonGroup.groups(line.reasons).map { group in
                style.paragraph(
                    "\(name(line.server, line.source == "event" ? "events" : line.site)), \(group.figures): "
                        + group.reason, indent: "  ", hanging: "    ")
            }
        }
        return notes.isEmpty ? "" : "\n" + notes.joined()
    }

    private static func name(_ server: String, _ site: String) -> String {
        site.isEmpty ? server : "\(server) \(site)"
    }
}
