public import PositionModel

/// What `identities` prints on a terminal: figures and contradictions; the lists are for other formats.
public enum IdentitiesTable {
    /// Conflicts shown.
    static let mostConflicts = 20
    /// Machines shown that servers.csv does not name.
    static let mostServers = 20

    public static func text(_ report: IdentityReport, style: TerminalStyle = TerminalStyle()) -> String {
        let window = report.window
        var result = style.paragraph("Window \(window.from) to \(window.to), as of \(window.asOf) (UTC days)") + "\n"
        result += classes(report, style) + "\n" + joins(report, style) + "\n" + machines(report, style)
        result += unlisted(report, style) + conflicts(report, style)
        return result + "\n" + style.paragraph("Every account, device and server: --format csv, json or jsonl.")
    }

    private static func classes(_ report: IdentityReport, _ style: TerminalStyle) -> String {
        var table = TextTable(columns: [
            .text("accounts taken for"), .number("accounts"), .number("in directory"),
        ])
        for row in report.classes {
            table.append([row.label, style.number(row.accounts), style.number(row.inDirectory)])
        }
        let tried =
            report.triedNames == 0
            ? ""
            : style.paragraph(
                "\(style.number(report.triedNames)) names were tried and refused and are no known account; they are not "
                    + "shown, for some may be passwords.", indent: "  ", hanging: "  ")
        return table.text(style) + tried
    }

    private static func joins(_ report: IdentityReport, _ style: TerminalStyle) -> String {
        let shown = report.joins.filter { $0.accounts + $0.devices + $0.servers > 0 || $0.isDisabled }
        if shown.isEmpty { return style.paragraph("Nothing was joined to anything.") }
        var table = TextTable(columns: [
            .word("join rule"), .text("joins"), .number("accounts"), .number("devices"), .number("servers"),
        ])
        for row in shown {
            let counts = [row.accounts, row.devices, row.servers].map { $0 == 0 ? "" : style.number($0) }
            table.append([row.rule, row.label] + (row.isDisabled ? ["off", "", ""] : counts))
        }
        return table.text(style)
    }

    private static func machines(_ report: IdentityReport, _ style: TerminalStyle) -> String {
        var table = TextTable(columns: [.text("clients"), .number("count"), .number("in directory")])
        for (kind, label) in [
            ("named", "devices known by name"), ("address", "addresses no name explains"),
            ("shared-address", "addresses several names had: no devices"),
            ("machine-account", "seen through their machine account only"), ("server", "servers as clients"),
        ] {
            let rows = report.devices.filter { $0.kind == kind }
            table.append([label, style.number(rows.count), style.number(rows.count { $0.inDirectory })])
        }
        return table.text(style)
    }

    private static func unlisted(_ report: IdentityReport, _ style: TerminalStyle) -> String {
        let rows = report.servers.filter { !$0.isListed && $0.kind != "client" }
        if rows.isEmpty { return "" }
        var table = TextTable(columns: [.text("reached, not in servers.csv"), .text("directory says")])
        for row in rows.prefix(mostServers) { table.append([row.server, row.kind]) }
        let more = rows.count - mostServers
        return "\n" + table.text(style) + (more > 0 ? style.paragraph("\(style.number(more)) more") : "")
    }

    private static func conflicts(_ report: IdentityReport, _ style: TerminalStyle) -> String {
        if report.conflicts.isEmpty { return "" }
        var result = "\n" + style.paragraph("Contradictions, left for you to decide:")
        for conflict in report.conflicts.prefix(mostConflicts) {
            result += style.paragraph(conflict, indent: "  ", hanging: "    ")
        }
        let more = report.conflicts.count - mostConflicts
        return more > 0 ? result + style.paragraph("  \(style.number(more)) more (--format json)") : result
    }
}
