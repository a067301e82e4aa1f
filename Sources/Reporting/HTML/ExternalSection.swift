import PositionModel

/// Servers reached from outside, what licenses that access, and the estate's cheapest choice of External Connectors.
struct ExternalSection {
    var external: [ExternalExposure]
    var choices: [ExternalChoice]
    var optimum: ExternalOptimum?
    var context: ReportContext

    func markup(_ anchors: inout Anchors) -> Markup {
        """
        <section id="external" aria-labelledby="external-title">
        <h2 id="external-title">External exposure</h2>
        <p class="lead">Employees working from outside are not external visitors. Failed attempts expose a server but \
        make no gap.</p>
        \(external.isEmpty ? "<p>No server shows access or attempts from outside.</p>\n" : table(&anchors))\
        \(choices.isEmpty ? .empty : choiceTable)\(proof)</section>

        """
    }

    /// What must be acted on first; the given order within a verdict.
    static func shown(_ external: [ExternalExposure]) -> ArraySlice<ExternalExposure> {
        let byUrgency = Wording.verdictsByUrgency.flatMap { verdict in external.filter { $0.verdict == verdict } }
        return byUrgency.prefix(ListLimit.external)
    }

    private func table(_ anchors: inout Anchors) -> Markup {
        let shown = ExternalSection.shown(external)
        var rows: [HTMLTable.Row] = []
        for exposure in shown { rows.append(row(exposure, anchor: anchors.place("outside", exposure.server))) }
        return HTMLTable(
            caption: "Per server and site; verdicts that need action come first",
            columns: [
                .text("Server and site"), .text("Verdict and why"), .number("Anonymous visitors"),
                .number("Authenticated visitors"), .number("Employees outside"), .number("Attempts"),
                .number("External Connector, \(context.currency)"), .number("CALs, \(context.currency)"),
            ],
            rows: rows, hidden: external.count - shown.count
        ).markup
    }

    private func row(_ exposure: ExternalExposure, anchor: String) -> HTMLTable.Row {
        let site: Markup = exposure.site.isEmpty ? .empty : "<small>\(exposure.site)</small>"
        let exposed: Markup =
            switch Wording.exposed(exposure) {
            case "yes": "<small>exposed</small>"
            case "no": "<small>not exposed</small>"
            case let open: "<small>exposure \(open)</small>"
            }
        let proxy: Markup = exposure.proxySuspected ? "<small>proxy suspected</small>" : .empty
        return HTMLTable.Row(
            [
                "\(Markup.name(exposure.server))\(site)\(exposed)\(proxy)",
                "\(Markup.verdict(exposure.verdict))<span class=\"wide\">\(exposure.why)</span>"
                    + .reasons(reasons(exposure)),
                .figure(exposure.anonymousVisitors), .figure(exposure.authenticatedVisitors),
                "\(exposure.employeesFromOutside)", "\(exposure.attempts)", cost(exposure.ecCost, exposure),
                cost(exposure.calCost, exposure),
            ], anchor: anchor)
    }

    /// Where nothing has to be licensed, what licences would cost needs no reason.
    private func reasons(_ exposure: ExternalExposure) -> [Reason] {
        guard exposure.verdict == .none || exposure.verdict == .exempt else { return exposure.reasons }
        return exposure.reasons.filter { !["ec_cost", "cal_cost", "break_even"].contains($0.key) }
    }

    /// Where nothing has to be licensed, an absent cost is not an unknown one.
    private func cost(_ amount: Money?, _ exposure: ExternalExposure) -> Markup {
        if exposure.verdict == .none || exposure.verdict == .exempt { return "–" }
        return context.bareMoney(amount)
    }

    private var proof: Markup {
        guard let optimum else { return .empty }
        return "<p>In all \(context.money(optimum.cost)): \(optimum.certificate).</p>\n"
    }

    private var choiceTable: Markup {
        HTMLTable(
            caption: "The cheapest way to license external access, over the whole estate",
            columns: [.text("Host"), .text("Servers on it"), .text("Choice"), .number("Cost"), .text("Why")],
            rows: choices.prefix(ListLimit.external).map { choice in
                let shown = choice.servers.prefix(ListLimit.serversPerHost)
                let hidden = choice.servers.count - shown.count
                return HTMLTable.Row([
                    .name(choice.host),
                    "\(shown.map(Markup.name).joined(", "))\(hidden > 0 ? ", \(NumberText.grouped(hidden)) more" : "")",
                    "\(Wording.choice(choice.choice))", context.money(choice.cost), "\(choice.why)",
                ])
            },
            hidden: choices.count - min(choices.count, ListLimit.external)
        ).markup
    }
}
