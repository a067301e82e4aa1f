import PositionModel

/// How far what is missing is from the share at which an audit is billed: a sentence, the shares as bars with the limit drawn
/// across, and the table they come from.
struct GaugeMarkup {
    var gauge: ShortfallGauge
    var context: ReportContext

    var markup: Markup {
        """
        <h3 id="gauge">How far from the limit</h3>
        <p>\(sentence)</p>
        \(chart)\(table)\(Markup.reasons(gauge.reasons))
        """
    }

    private var threshold: String { NumberText.percent(share: gauge.threshold) ?? gauge.threshold }

    private var sentence: Markup {
        let surcharge = NumberText.percent(share: gauge.surcharge) ?? gauge.surcharge
        let clause: Markup = "(\(gauge.source))"
        guard let isReached = gauge.isReached, let cost = gauge.cost, let all = gauge.requirementCost else {
            return """
                How much of the requirement is missing, by money, is not determinable. From \(threshold) on, what is missing \
                is billed at \(surcharge) of its price \(clause).
                """
        }
        let share = NumberText.percent(share: gauge.share) ?? gauge.share
        let beginning: Markup = """
            Missing at list price: \(context.money(cost)) of \(context.money(all)), which is \(share) of the requirement. The \
            limit is \(threshold)
            """
        guard isReached else {
            return
                "\(beginning) and is not reached; from there on, what is missing is billed at \(surcharge) \(clause)."
        }
        return """
            \(beginning) and is reached: what is missing is then billed at \(surcharge), \
            <strong>\(context.money(gauge.costWithSurcharge))</strong> \(clause).
            """
    }

    /// Bars in hundredths of a percent.
    private var chart: Markup {
        var bars: [BarChart.Bar] = []
        let limit = NumberText.basisPoints(share: gauge.threshold)
        func bar(_ label: String, _ share: String, tone: BarChart.Tone) {
            guard let value = NumberText.basisPoints(share: share) else { return }
            let isOver = limit.map { value >= $0 } ?? false
            bars.append(
                BarChart.Bar(
                    label: label, from: 0, to: value, value: NumberText.percent(share: share) ?? share,
                    tone: isOver ? .taken : tone))
        }
        for line in gauge.lines {
            bar(context.shortProduct(line.product), line.share, tone: .soft)
        }
        bar("All together, by money", gauge.share, tone: .total)
        guard !bars.isEmpty else { return .empty }
        return BarChart(
            id: "gauge-chart", title: "Share of the requirement that is missing, against the limit of \(threshold)",
            bars: bars, caption: "Missing, of the licences each product requires, and of their price in all",
            limit: limit.map { .init(at: $0, label: "limit \(threshold)") }
        ).markup
    }

    private var table: Markup {
        HTMLTable(
            caption: "What is missing, as a share of the requirement; of a mix, the cost is what is left to pay",
            columns: [
                .text("Product"), .number("Missing"), .number("Requirement"), .number("Share"),
                .number("Cost of what is missing, \(context.currency)"),
                .number("Cost of the requirement, \(context.currency)"),
            ],
            rows: gauge.lines.map { line in
                HTMLTable.Row([
                    "\(context.shortProduct(line.product))<small>\(Wording.flavour(line.flavour)) (\(line.licence))</small>",
                    context.link("elp", line.product, .figure(line.shortfall)),
                    context.link("mix", line.product, .figure(line.requirement)), share(line.share),
                    context.bareMoney(line.cost), context.bareMoney(line.requirementCost),
                ])
            },
            totals: [
                HTMLTable.Row([
                    "All together, with what is left to buy for outsiders", .empty, .empty, share(gauge.share),
                    context.bareMoney(gauge.cost), context.bareMoney(gauge.requirementCost),
                ])
            ]
        ).markup
    }

    private func share(_ share: String) -> Markup {
        share.isEmpty ? .notDeterminable : "\(NumberText.percent(share: share) ?? share)"
    }
}
