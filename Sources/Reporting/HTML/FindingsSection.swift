import PositionModel

/// What somebody must act on, each with an anchor to cite in a letter.
struct FindingsSection {
    var findings: [Finding]

    /// By severity, and in the given order within one.
    var shown: ArraySlice<Finding> {
        Finding.Severity.allCases.flatMap { severity in findings.filter { $0.severity == severity } }
            .prefix(ListLimit.findings)
    }

    func markup(_ anchors: inout Anchors, _ context: ReportContext) -> Markup {
        let shown = shown
        var rows: [HTMLTable.Row] = []
        for finding in shown {
            let anchor = anchors.id("finding", finding.id)
            rows.append(
                HTMLTable.Row(
                    [
                        "<a href=\"#\(anchor)\">\(Markup.name(finding.id))</a><small>\(context.shortProduct(finding.product))</small>",
                        .severity(finding.severity), "\(finding.statement)", "\(finding.effect)",
                        "\(finding.evidence)\(explain(finding))",
                    ], anchor: anchor))
        }
        let table = HTMLTable(
            caption: "By severity",
            columns: [.text("Finding"), .text("Severity"), .text("Statement"), .text("Effect"), .text("Evidence")],
            rows: rows, hidden: findings.count - shown.count)
        return """
            <section id="findings" aria-labelledby="findings-title">
            <h2 id="findings-title">Findings</h2>
            \(findings.isEmpty ? "<p>No finding was raised.</p>\n" : table.markup)</section>

            """
    }

    /// How to see the records, one line each.
    private func explain(_ finding: Finding) -> Markup {
        finding.explain.reduce(.empty) { lines, reference in
            lines + "<small>headcount explain \(Wording.explain(reference))</small>"
        }
    }
}
