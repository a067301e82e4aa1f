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
        let context = ReportContext(productNames: productNames, currency: position.currency)
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
            \(contents)<main id="main">
            \(sections(position, context))</main>
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
            \(generated)</dl>
            </header>

            """
    }

    private static func sections(_ position: Position, _ context: ReportContext) -> Markup {
        let tieOut = TieOut(position.inputs)
        var anchors = Anchors()
        return SummarySection(position: position, context: context, tieOut: tieOut).markup(&anchors)
            + AuditorViewSection(views: position.auditorView, context: context).markup
            + BridgeSection(bridges: position.bridge, context: context).markup(&anchors)
            + CoverageSection(coverage: position.coverage).markup
            + ExternalSection(
                external: position.external, choices: position.externalChoice, optimum: position.externalOptimum,
                context: context
            ).markup
            + MixSection(mixes: position.mix, context: context).markup(&anchors)
            + VersionSection(cells: position.versions, context: context).markup
            + FindingsSection(findings: position.findings, context: context).markup(&anchors)
            + QuestionsSection(questions: position.questions, answers: position.answers, context: context).markup
            + AccountsSection(accounts: position.accounts).markup
            + InputsSection(ledger: position.inputs, tieOut: tieOut).markup
            + NoticesSection(notices: position.notices).markup
            + MethodSection.markup
    }

    private static let contents: Markup = """
        <nav class="contents" aria-label="Contents">
        <ol>
        <li><a href="#position">The position</a></li>
        <li><a href="#auditor-view">Auditor and clean count</a></li>
        <li><a href="#bridge">The bridge</a></li>
        <li><a href="#coverage">Coverage</a></li>
        <li><a href="#external">External exposure</a></li>
        <li><a href="#mix">User, device or mix</a></li>
        <li><a href="#versions">Version coverage</a></li>
        <li><a href="#findings">Findings</a></li>
        <li><a href="#questions">Questions and answers</a></li>
        <li><a href="#accounts">Accounts ledger</a></li>
        <li><a href="#inputs">Inputs and tie-out</a></li>
        <li><a href="#notices">Notices</a></li>
        <li><a href="#method">Method and limits</a></li>
        </ol>
        </nav>

        """
}
