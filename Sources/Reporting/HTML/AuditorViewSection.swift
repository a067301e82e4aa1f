import PositionModel

/// The four counting inputs, as an auditor reads them and as a clean count does.
struct AuditorViewSection {
    var views: [AuditorView]
    var context: ReportContext

    var markup: Markup {
        """
        <section id="auditor-view" aria-labelledby="auditor-view-title">
        <h2 id="auditor-view-title">What the auditor sees, what a clean count shows</h2>
        <p class="lead">Service accounts and external users of the directory are parts of the row of directory accounts, \
        shown by themselves: their differences are in its difference already and must not be added to it.</p>
        \(views.isEmpty ? "<p>No product was counted.</p>\n" : views.map(table).joined())</section>

        """
    }

    private func table(_ view: AuditorView) -> Markup {
        HTMLTable(
            caption: "\(context.shortProduct(view.product))",
            columns: [
                .text("Counting input"), .number("What the auditor sees"), .number("What a clean count shows"),
                .number("Difference"), .text("Evidence"),
            ],
            rows: view.rows.map { row in
                HTMLTable.Row([
                    "\(Wording.countingInput(row.input))", link(row, view, .figure(row.auditor)),
                    link(row, view, .figure(row.clean)), .difference(row.difference), "\(row.evidence)",
                ])
            }
        ).markup
    }

    /// A figure of a counting input, linked to where it is taken apart.
    private func link(_ row: AuditorView.Row, _ view: AuditorView, _ figure: Markup) -> Markup {
        switch row.input {
        case "directory-accounts": context.link("bridge", view.product, figure)
        case "service-accounts": context.link("class", "service", figure)
        case "shared-devices": context.link("mix", view.product, figure)
        case "external-users": "<a href=\"#external\">\(figure)</a>"
        default: figure
        }
    }
}
