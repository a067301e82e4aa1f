public import PositionModel

/// What `coverage` prints on a terminal.
public enum CoverageTable {
    /// Longest window whose days are shown one by one.
    static let mostDays = 92
    /// Gaps named per log.
    static let mostGaps = 3
    /// Reasons given per log.
    static let mostReasons = 8

    public static func text(_ report: CoverageReport, style: TerminalStyle = TerminalStyle()) -> String {
        if report.logs.isEmpty { return "No log in the window.\n" + damaged(report.damagedInputs, style) }
        let window = report.window
        var result = style.paragraph("Window \(window.from) to \(window.to), as of \(window.asOf) (UTC days)") + "\n"
        result += logs(report.logs, style)
        result += days(report.logs, style)
        result += reasons(report.logs, style)
        result += damaged(report.damagedInputs, style)
        result += sensitivity(report.servers, style)
        return result
    }

    /// Inputs named at most.
    static let mostDamaged = 20

    private static func damaged(_ inputs: [DamagedInput], _ style: TerminalStyle) -> String {
        guard !inputs.isEmpty else { return "" }
        var result =
            "\n"
            + style.paragraph(
                "Damaged inputs: what lay behind the damage was not read, and which days that was nobody can tell. Export these "
                    + "logs again.")
        for input in inputs.prefix(mostDamaged) {
            let read = input.lastSeen.isEmpty ? "no record read" : "read from \(input.firstSeen) to \(input.lastSeen)"
            result += style.paragraph("\(input.path): \(input.damage); \(read)", indent: "  ", hanging: "    ")
        }
        let more = inputs.count - mostDamaged
        return result + (more > 0 ? "  \(style.number(more)) more (--format json has all)\n" : "")
    }

    private static func logs(_ logs: [LogCoverage], _ style: TerminalStyle) -> String {
        var table = TextTable(columns: [
            .text("server"), .text("log"), .number("covered"), .number("partial"), .number("cleared"),
            .number("none"), .word("record ids"), .text("days without a record"),
        ])
        for log in logs {
            let summary = log.summary
            let more = summary.gaps.count - mostGaps
            let gaps = summary.gaps.prefix(mostGaps).joined(separator: ", ") + (more > 0 ? ", \(more) more" : "")
            table.append([
                summary.server, name(summary), style.number(summary.covered), style.number(summary.partial),
                style.number(summary.cleared), style.number(summary.none), recordIDs(log), gaps,
            ])
        }
        return table.text(style)
    }

    private static func recordIDs(_ log: LogCoverage) -> String {
        switch log.summary.recordIds {
        case "gaps": "\(log.missingRecordIds) missing"
        case "unclear": "\(log.missingRecordIds) missing, out of order"
        case "partly-filtered": "filtered on some days, \(log.missingRecordIds) not there"
        case "filtered": "filtered, \(log.missingRecordIds) not there"
        default: log.summary.recordIds
        }
    }

    /// Why days are not covered; days without a record are listed already.
    private static func reasons(_ logs: [LogCoverage], _ style: TerminalStyle) -> String {
        var result = ""
        for log in logs {
            let reasons = log.summary.reasons.filter { $0.kind != .noRecord && $0.kind != .noLine }
            if reasons.isEmpty { continue }
            result += style.paragraph("\(log.summary.server) \(name(log.summary))", indent: "  ", hanging: "    ")
            for reason in reasons.prefix(mostReasons) {
                let days = reason.from == reason.to ? reason.from : "\(reason.from)..\(reason.to)"
                result += style.paragraph("\(days)  \(reason.text)", indent: "    ", hanging: "      ")
            }
            let more = reasons.count + log.summary.moreReasons - mostReasons
            if more > 0 { result += "    \(style.number(more)) more (--format json has all)\n" }
        }
        return result.isEmpty ? "" : "\nWhy days are partial or cleared, and what is missing:\n" + result
    }

    private static func name(_ summary: CoverageSummary) -> String {
        summary.source == "web" ? "web \(summary.log)" : summary.log
    }

    private static func days(_ logs: [LogCoverage], _ style: TerminalStyle) -> String {
        guard let count = logs.first?.days.utf8.count, count > 0, count <= mostDays else { return "" }
        let lines = logs.map { log in
            style.paragraph("\(log.summary.server) \(name(log.summary))", indent: "  ", hanging: "    ")
                + "    \(log.days)\n"
        }
        return "\n"
            + style.paragraph("# covered  ~ partial (logging stopped, or records are missing)  c cleared  . no record")
            + lines.joined()
    }

    private static func sensitivity(_ servers: [ServerSensitivity], _ style: TerminalStyle) -> String {
        let shown = servers.filter { $0.users > 0 }
        guard !shown.isEmpty else { return "" }
        var table = TextTable(columns: [
            .text("server"), .number("users"), .number("on one day"), .number("on two"), .number("days"),
            .number("at least more"), .number("95 %"),
        ])
        for server in shown {
            table.append([
                server.server, style.number(server.users), style.number(server.seenOnOneDay),
                style.number(server.seenOnTwoDays), style.number(server.loggedDays), style.number(server.atLeastMore),
                "\(server.atLeastMoreLow)-\(server.atLeastMoreHigh)",
            ])
        }
        return "\n" + table.text(style)
            + style.paragraph(
                "Estimate: so many users more, at least, would show in a log of more such days (Chao's lower bound, from those "
                    + "seen on one day and on two). It knows nothing of servers without logs.", indent: "  ",
                hanging: "  ")
    }
}
