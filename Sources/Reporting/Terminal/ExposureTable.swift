public import PositionModel

/// What `external` prints on a terminal.
public enum ExposureTable {
    public static func text(_ report: ExposureReport, style: TerminalStyle = TerminalStyle()) -> String {
        if report.lines.isEmpty { return "No server in the window.\n" }
        let window = report.window
        var result = style.paragraph("Window \(window.from) to \(window.to), as of \(window.asOf) (UTC days)") + "\n"
        result += exposure(report.lines, style).text(style)
        result += visitors(report.lines, style)
        result += proxies(report.proxies, style)
        result += notes(report.lines, style)
        if !report.limits.isEmpty {
            result +=
                "\n"
                + report.limits.map { style.paragraph($0, indent: "  ", hanging: "    ") }.joined()
        }
        return result
    }

    private static func exposure(_ lines: [ExposureLine], _ style: TerminalStyle) -> TextTable {
        var table = TextTable(columns: [
            .text("server"), .text("site"), .word("exposed"), .word("since"), .word("until"), .number("attempts"),
            .number("inside"), .number("days"),
        ])
        for line in lines {
            let exposed =
                switch line.exposed {
                case .yes: "yes"
                case .no: "no"
                case .notDeterminable: "n/d"
                }
            table.append([
                line.server, site(line), exposed, line.firstDay, line.lastDay, style.number(line.attempts),
                style.number(line.internalAddresses),
                "\(style.number(line.coveredDays))/\(style.number(line.windowDays))",
            ])
        }
        return table
    }

    /// Who came, where anybody did or nobody can tell.
    private static func visitors(_ lines: [ExposureLine], _ style: TerminalStyle) -> String {
        let shown = lines.filter { $0.exposed != .no || $0.authenticatedVisitors.value != 0 }
        guard !shown.isEmpty else { return "" }
        var table = TextTable(columns: [
            .text("from outside"), .text("site"), .number("visitors"), .number("probes"), .number("crawlers"),
            .number("outsiders"), .number("unknown"), .number("employees"), .number("no account"),
        ])
        for line in shown {
            table.append([
                line.server, site(line), style.figure(line.anonymousVisitors), style.figure(line.probes),
                style.figure(line.crawlers), style.figure(line.authenticatedVisitors),
                style.number(line.unknownRelation), style.number(line.employeesFromOutside),
                style.number(line.accessWithoutAccount),
            ])
        }
        return "\n" + table.text(style)
    }

    private static func site(_ line: ExposureLine) -> String {
        switch line.source {
        case "web": line.site
        case "event": "events"
        default: "no log"
        }
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
                    "\(name(line.server, line.source.isEmpty ? "" : site(line))), \(group.figures): "
                        + group.reason, indent: "  ", hanging: "    ")
            }
        }
        return notes.isEmpty ? "" : "\n" + notes.joined()
    }

    private static func name(_ server: String, _ site: String) -> String {
        site.isEmpty ? server : "\(server) \(site)"
    }
}
