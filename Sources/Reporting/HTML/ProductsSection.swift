import PositionModel

/// Each product by itself: what was counted in sentences and bars, and every flavour in one table.
struct ProductsSection {
    var products: [ProductPosition]
    var context: ReportContext

    func markup(_ anchors: inout Anchors) -> Markup {
        var articles = Markup.empty
        for product in products where product.chosen { articles += article(product, &anchors) }
        let nothing: Markup = "<p>The estate lists no product that needs CALs.</p>\n"
        return """
            <section id="products" aria-labelledby="products-title">
            <h2 id="products-title">Product by product</h2>
            <p class="lead">Distinct means: persons after their accounts were joined, devices after their names and \
            addresses were, in the window named above.</p>
            \(products.isEmpty ? nothing : articles + everyFigure)</section>

            """
    }

    private func article(_ product: ProductPosition, _ anchors: inout Anchors) -> Markup {
        let id = anchors.id("product", product.product)
        let sentences = PositionSentences(product: product).all.map { "<p>\($0)</p>\n" as Markup }.joined()
        let drawing = chart(product, id: anchors.id("chart", "product-" + product.product))
        return """
            <article class="product" id="\(id)">
            <h3>\(context.product(product.product)) \(Markup.status(PositionStatus(product)))</h3>
            \(sentences)\(drawing)\(openQuestions(product))\(Markup.reasons(product.reasons))</article>

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
            \(shown.map { context.link("question", $0, "<code>\($0)</code>") }.joined(", "))\(more)</p>

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
            rows: products.map { row in
                let tiers = row.requiredVersion.map { "\($0.version): \(NumberText.grouped($0.count))" }
                let mark: Markup = row.chosen ? "<small>chosen model</small>" : .empty
                return HTMLTable.Row(
                    [
                        "\(context.shortProduct(row.product))<small>\(Wording.flavour(row.flavour)) (\(row.licence))</small>"
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
