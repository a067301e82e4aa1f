public import PositionModel

/// `report.html`: the position as one page that needs nothing else.
///
/// No script, no network, no external asset (its content security policy forbids them), well-formed as XML, readable
/// in print and without colour. Every value from logs and files is escaped by `Markup`.
public enum PositionHTML {
    /// Marks the only line that differs between two runs on the same position.
    public static let generatedMark = "<!-- generated at -->"

    /// - Parameters:
    ///   - generatedAt: when the report was made, as it shall be printed; nil for a report without the line.
    ///   - productNames: names of products by catalogue id; the id where there is none.
    public static func page(
        _ position: Position, generatedAt: String? = nil, productNames: [String: String] = [:]
    ) -> String {
        let title = position.organisation.isEmpty ? "CAL position" : "CAL position: \(position.organisation)"
        let page: Markup = """
            <!DOCTYPE html>
            <html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en">
            <head>
            <meta charset="utf-8" />
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="referrer" content="no-referrer" />
            <meta name="robots" content="noindex" />
            <title>\(title)</title>
            \(Stylesheet.markup)
            </head>
            <body>
            <a class="skip" href="#main">Skip to the position</a>
            <div class="frame">
            \(header(position, title: title, generatedAt: generatedAt))\
            <div class="columns">
            \(ReportSection.navigation)<main id="main">
            \(sections(position, productNames: productNames))</main>
            </div>
            <footer>
            <p>Made by Headcount from <code>position.json</code> (schema \(position.schema)). Not affiliated with \
            Microsoft.</p>
            </footer>
            </div>
            </body>
            </html>

            """
        return page.source
    }

    private static func header(_ position: Position, title: String, generatedAt: String?) -> Markup {
        let window = position.window
        let days: Markup =
            window.from.isEmpty && window.to.isEmpty
            ? "no evidence in the store" : "\(window.from) to \(window.to), UTC days"
        let names: Markup = position.pseudonyms.map { "<dt>Names</dt><dd>pseudonyms, key \($0.key)</dd>\n" } ?? .empty
        // On a line of its own, so that two reports can be compared without it.
        let generated: Markup =
            generatedAt.map { "<dt>Generated</dt><dd>\($0)</dd><!-- generated at -->\n" } ?? .empty
        return """
            <header class="title">
            <h1>\(title)</h1>
            <dl class="facts">
            <dt>Window</dt><dd>\(days)</dd>
            <dt>As of</dt><dd>\(window.asOf.isEmpty ? "–" : window.asOf)</dd>
            <dt>Catalogue</dt><dd>\(position.catalogueVersion)</dd>
            <dt>Currency</dt><dd>\(position.currency)</dd>
            \(names)\(generated)</dl>
            <p class="sign" aria-hidden="true"><span>Prepared for</span> <span>Reviewed by</span> <span>Date</span></p>
            </header>

            """
    }

    private static func sections(_ position: Position, productNames: [String: String]) -> Markup {
        let tieOut = TieOut(position.inputs)
        var anchors = Anchors(fixed: ReportSection.ids)
        let coverage = CoverageSection(coverage: position.coverage, window: position.window)
        let findings = FindingsSection(findings: position.findings)
        anchors.reserve("product", position.products.filter(\.chosen).map(\.product))
        anchors.reserve("elp", position.elp.map(\.product))
        anchors.reserve("bridge", position.bridge.map(\.product))
        anchors.reserve("mix", position.mix.map(\.product))
        anchors.reserve("versions", position.versions.map(\.product))
        anchors.reserve("coverage", coverage.shown.map(\.server))
        anchors.reserve("outside", ExternalSection.shown(position.external).map(\.server))
        let accounts = AccountsSection(accounts: position.accounts)
        anchors.reserve("class", accounts.classes)
        anchors.reserve("finding", findings.shown.map(\.id))
        anchors.reserve("question", QuestionsSection.shown(position.questions).map(\.id))
        let context = ReportContext(productNames: productNames, currency: position.currency, anchors: anchors)
        return SummarySection(position: position, context: context, tieOut: tieOut).markup
            + AuditorViewSection(views: position.auditorView, context: context).markup
            + ELPSection(lines: position.elp, context: context).markup(&anchors)
            + BridgeSection(bridges: position.bridge, context: context).markup(&anchors)
            + ProductsSection(products: position.products, context: context).markup(&anchors)
            + OverTimeSection(evidence: position.evidenceOverTime, window: position.window, context: context).markup(
                &anchors)
            + ServersSection(
                servers: position.servers, coverage: position.coverage, external: position.external, context: context
            ).markup
            + coverage.markup(&anchors)
            + ExternalSection(
                external: position.external, choices: position.externalChoice, optimum: position.externalOptimum,
                context: context
            ).markup(&anchors)
            + MixSection(mixes: position.mix, context: context).markup(&anchors)
            + LicencesSection(
                additive: position.additive, bundles: position.bundles, entitlements: position.entitlements,
                context: context
            ).markup
            + VersionSection(cells: position.versions, context: context).markup(&anchors)
            + findings.markup(&anchors, context)
            + QuestionsSection(questions: position.questions, answers: position.answers, context: context).markup(
                &anchors)
            + accounts.markup(&anchors)
            + InputsSection(ledger: position.inputs, tieOut: tieOut).markup
            + NoticesSection(notices: position.notices).markup
            + MethodSection.markup(position.pseudonyms)
    }
}
