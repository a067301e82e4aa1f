import PositionModel

/// "The position on one page": a row per product, then each product in sentences and bars.
struct SummarySection {
    var position: Position
    var context: ReportContext
    var tieOut: TieOut

    func markup(_ anchors: inout Anchors) -> Markup {
        var products = Markup.empty
        for product in chosen { products += productMarkup(product, &anchors) }
        let nothing: Markup = chosen.isEmpty ? "<p>The estate lists no product that needs CALs.</p>\n" : .empty
        return """
            <section id="position" aria-labelledby="position-title">
            <h2 id="position-title">The position on one page</h2>
            \(warning)\(nothing)\(chosen.isEmpty ? .empty : table)
            <p>\(findingsLine)</p>
            \(products)\(chosen.isEmpty ? .empty : everyFigure)</section>

            """
    }

    private var chosen: [ProductPosition] { position.products.filter(\.chosen) }

    private var warning: Markup {
        guard !tieOut.holds else { return .empty }
        return """
            <div class="notice" role="note"><p><strong>The inputs do not tie out.</strong> Records are missing or \
            counted twice, so no figure below may be relied on: see <a href="#inputs">inputs and tie-out</a>.</p></div>

            """
    }

    private var table: Markup {
        HTMLTable(
            caption: "Evidenced is the lower bound, the directory the upper; the defended figure stands between them",
            columns: [
                .text("Product"), .number("Directory"), .number("Evidenced"), .number("Defended"), .number("Held"),
                .number("Usable"), .number("Requirement"), .number("Delta"), .text("Status"),
            ],
            rows: chosen.map { row in
                HTMLTable.Row([
                    "\(context.product(row.product))<small>\(Wording.flavour(row.flavour))</small>",
                    "\(row.directory)", "\(row.evidenced)", .figure(row.defended), "\(row.entitled)",
                    .figure(row.usable), .figure(row.requirement), .difference(row.delta),
                    .status(PositionStatus(row)),
                ])
            }
        ).markup
    }

    private var findingsLine: Markup {
        guard !position.findings.isEmpty else { return "No finding was raised." }
        let counts = Finding.Severity.allCases.compactMap { severity -> String? in
            let number = position.findings.count { $0.severity == severity }
            return number == 0 ? nil : "\(NumberText.grouped(number)) \(severity.rawValue)"
        }
        return """
            <a href="#findings">\(Markup.count(position.findings.count, "finding", "findings"))</a>: \
            \(counts.joined(separator: ", ")). Read the <a href="#coverage">coverage</a> before relying on any figure.
            """
    }

    private func productMarkup(_ product: ProductPosition, _ anchors: inout Anchors) -> Markup {
        let id = anchors.id("product", product.product + "-" + product.flavour)
        let sentences = PositionSentences(product: product).all.map { "<p>\($0)</p>\n" as Markup }.joined()
        return """
            <article class="product" id="\(id)">
            <h3>\(context.product(product.product)) \(Markup.status(PositionStatus(product)))</h3>
            \(sentences)\(chart(product, id: id))\(openQuestions(product))\(Markup.reasons(product.reasons))</article>

            """
    }

    private func chart(_ product: ProductPosition, id: String) -> Markup {
        var bars: [BarChart.Bar] = []
        func bar(_ label: String, _ figure: Figure, _ tone: BarChart.Tone) {
            guard let value = figure.value else { return }
            bars.append(
                BarChart.Bar(label: label, from: 0, to: value, value: NumberText.grouped(value), tone: tone))
        }
        bar("Directory", Figure(product.directory), .soft)
        if product.high != product.defended { bar("High: all questions against", product.high, .soft) }
        bar("Defended", product.defended, .total)
        if product.low != product.defended { bar("Low: all questions in favour", product.low, .soft) }
        bar("Evidenced by logs", Figure(product.evidenced), .soft)
        if product.requirement != product.defended { bar("Requirement", product.requirement, .total) }
        bar("Licences held", Figure(product.entitled), .soft)
        bar("Licences usable", product.usable, .added)
        let title = "\(context.product(product.product)): population against licences"
        return BarChart(id: id, title: title, bars: bars).markup
    }

    private func openQuestions(_ product: ProductPosition) -> Markup {
        guard !product.openQuestions.isEmpty else { return .empty }
        let shown = product.openQuestions.prefix(ListLimit.openQuestionsPerProduct)
        let hidden = product.openQuestions.count - shown.count
        let more: Markup = hidden > 0 ? ", \(hidden) more in <code>position.json</code>" : .empty
        return """
            <p>Open questions: \
            \(shown.map { "<code>\($0)</code>" as Markup }.joined(", "))\(more)</p>

            """
    }

    private var everyFigure: Markup {
        HTMLTable(
            caption: "Every product and flavour; the chosen model of each product is marked",
            columns: [
                .text("Product and licence"), .number("Low"), .number("Defended"), .number("High"),
                .number("Identified by tool"), .number("Identified manually"),
                .number("Requirement"), .number("Held"), .number("Usable"), .number("Delta"),
                .number("Short by version"), .text("Minimum CAL version"),
            ],
            rows: position.products.map { row in
                let tiers = row.requiredVersion.map { "\($0.version): \(NumberText.grouped($0.count))" }
                let mark: Markup = row.chosen ? "<small>chosen model</small>" : .empty
                return HTMLTable.Row(
                    [
                        "\(context.product(row.product))<small>\(Wording.flavour(row.flavour)) (\(row.licence))</small>"
                            + mark,
                        .figure(row.low), .figure(row.defended), .figure(row.high), .figure(row.identifiedByTool),
                        .difference(row.identifiedManually), .figure(row.requirement),
                        "\(row.entitled)", .figure(row.usable), .difference(row.delta), .figure(row.versionShortfall),
                        "\(tiers.joined(separator: ", "))",
                    ], weight: row.chosen ? .subtotal : .plain)
            }
        ).markup
    }
}
