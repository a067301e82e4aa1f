public import PositionModel

/// What `reconcile` and `run` print on a terminal: products, bridges, external access and findings in short.
public enum PositionTable {
    /// Findings and external rows printed; the report has them all.
    static let mostLines = 10

    public static func text(
        _ position: Position, style: TerminalStyle = TerminalStyle(), productNames: [String: String] = [:]
    ) -> String {
        let summary = PositionSummary(position: position, style: style, productNames: productNames)
        return [
            summary.heading, summary.missing, summary.products, summary.bridges, summary.external, summary.findings,
            summary.tieOut,
        ].filter { !$0.isEmpty }.joined(separator: "\n")
    }
}

/// The parts of the summary, each with a final line feed or empty.
private struct PositionSummary {
    var position: Position
    var style: TerminalStyle
    var productNames: [String: String]

    var heading: String {
        let window = position.window
        let name = position.organisation.isEmpty ? "CAL position" : "CAL position of \(position.organisation)"
        return style.paragraph(name)
            + style.paragraph("Window \(window.from) to \(window.to), as of \(window.asOf) (UTC days)")
            + (position.pseudonyms.map { style.paragraph(MethodText.summary($0)) } ?? "")
    }

    /// What nobody gave, and what that costs.
    var missing: String {
        MissingPart.notices(position).map {
            style.paragraph("\($0.file): \($0.message)", indent: "  ", hanging: "    ")
        }.joined()
    }

    var products: String {
        let chosen = position.products.filter(\.chosen)
        guard !chosen.isEmpty else { return "No product that needs CALs.\n" }
        var table = TextTable(columns: [
            .text("product"), .word("model"), .number("directory"), .number("evidenced"), .number("defended"),
            .number("held"), .number("usable"), .number("required"), .number("delta"), .word("status"),
        ])
        for row in chosen {
            table.append([
                product(row.product), model(row.flavour), style.number(row.directory), style.number(row.evidenced),
                style.figure(row.defended), style.number(row.entitled), style.figure(row.usable),
                style.figure(row.requirement), style.signed(row.delta), PositionStatus(row).rawValue,
            ])
        }
        let reasons = chosen.flatMap { row in
            ReasonGroup.groups(row.reasons).map {
                style.paragraph(
                    "\(product(row.product)), \($0.figures): \($0.reason)", indent: "  ", hanging: "    ")
            }
        }
        return table.text(style) + reasons.joined()
    }

    /// The steps that change something, with running totals.
    var bridges: String {
        position.bridge.map { bridge in
            let run = BridgeRun(bridge)
            var table = TextTable(columns: [
                .text("bridge: \(product(bridge.product))"), .number("users"), .number("running"),
                .number("devices"), .number("running"),
            ])
            for line in run.lines where line.changesAnything || line.isAuditorFigure {
                table.append([
                    line.step.label, change(line, line.userChange, line.step.users), style.number(line.usersAfter),
                    change(line, line.deviceChange, line.step.devices), style.number(line.devicesAfter),
                ])
                if line.isAuditorFigure {
                    table.append([
                        "= the auditor starts here", "", style.number(bridge.auditorUsers), "",
                        style.number(bridge.auditorDevices),
                    ])
                }
            }
            table.totals = [
                ["defended", "", style.number(bridge.defendedUsers), "", style.number(bridge.defendedDevices)]
            ]
            let alarm = run.sums ? "" : style.paragraph("The steps do not sum to the defended figures.")
            return table.text(style) + alarm
        }.joined(separator: "\n")
    }

    var external: String {
        guard !position.external.isEmpty else { return "" }
        let counts = Wording.verdictsByUrgency.compactMap { verdict -> String? in
            let number = position.external.count { $0.verdict == verdict }
            return number == 0 ? nil : "\(style.number(number)) \(Wording.verdict(verdict))"
        }
        let urgent = Wording.verdictsByUrgency.prefix(3).flatMap { verdict in
            position.external.filter { $0.verdict == verdict }
        }
        var result = style.paragraph("External access: \(counts.joined(separator: ", "))")
        for exposure in urgent.prefix(PositionTable.mostLines) {
            let place = exposure.site.isEmpty ? exposure.server : "\(exposure.server) \(exposure.site)"
            result += style.paragraph(
                "\(Wording.verdict(exposure.verdict)): \(place): \(exposure.why)", indent: "  ", hanging: "    ")
        }
        return result + more(urgent.count)
    }

    var findings: String {
        guard !position.findings.isEmpty else { return "No finding was raised.\n" }
        let counts = Finding.Severity.allCases.compactMap { severity -> String? in
            let number = position.findings.count { $0.severity == severity }
            return number == 0 ? nil : "\(style.number(number)) \(severity.rawValue)"
        }
        let count = Wording.count(position.findings.count, "finding", "findings")
        var result = style.paragraph("\(count): \(counts.joined(separator: ", "))")
        let ordered = Finding.Severity.allCases.flatMap { severity in
            position.findings.filter { $0.severity == severity }
        }
        for finding in ordered.prefix(PositionTable.mostLines) {
            result += style.paragraph(
                "\(finding.severity.rawValue): \(finding.statement) [\(finding.id)]", indent: "  ", hanging: "    ")
        }
        return result + more(ordered.count)
    }

    var tieOut: String {
        let tieOut = TieOut(position.inputs)
        let totals = position.inputs.totals
        if tieOut.holds {
            return style.paragraph(
                "\(Wording.count(position.inputs.entries.count, "input", "inputs")), "
                    + "\(NumberText.grouped(totals.records)) records, all accounted for.")
        }
        return style.paragraph("THE INPUTS DO NOT TIE OUT. No figure may be relied on.")
            + tieOut.problems.map { style.paragraph($0, indent: "  ", hanging: "    ") }.joined()
    }

    /// Under a mix the row of both flavours together is the position.
    private func model(_ flavour: String) -> String { flavour.utf8.elementsEqual("total".utf8) ? "mix" : flavour }

    private func product(_ id: String) -> String { productNames[id] ?? id }

    /// The change, or in brackets the size of a step that is only told.
    private func change(_ line: BridgeRun.Line, _ change: Int, _ size: Int) -> String {
        line.isTold && size != 0 ? "(\(style.number(size)))" : NumberText.signed(change, minus: style.minus)
    }

    private func more(_ count: Int) -> String {
        let hidden = count - PositionTable.mostLines
        return hidden > 0 ? "  \(style.number(hidden)) more in report.html\n" : ""
    }
}
