import AccessModel
import PositionModel

/// When the evidenced users and devices were seen: the last days of the window against the whole, and how the count grew.
struct OverTimeSection {
    var evidence: [EvidenceOverTime]
    var window: PositionWindow
    var context: ReportContext

    /// Rows of a table of days: of a longer window a row is several days.
    static let mostRows = 60

    func markup(_ anchors: inout Anchors) -> Markup {
        var products = Markup.empty
        for product in evidence { products += growth(product, &anchors) }
        let nothing: Markup = "<p>No log of the window shows a product being used.</p>\n"
        return """
            <section id="over-time" aria-labelledby="over-time-title">
            <h2 id="over-time-title">Seen over time</h2>
            <p class="lead">The evidenced figures of each product by the last days of the window. Where most were seen in the \
            last days too, the figure is not one of a lucky window; where the last days still brought new ones, a longer \
            window would show more.</p>
            \(evidence.isEmpty ? nothing : spans + products)</section>

            """
    }

    private var spans: Markup {
        HTMLTable(
            caption:
                "Distinct users and devices seen in the last days of the window, and those of them never seen before in it",
            columns: [
                .text("Product"), .text("Days"), .number("Users"), .number("New users"), .number("Devices"),
                .number("New devices"),
            ],
            rows: evidence.flatMap { product in
                product.spans.map { span in
                    let isWhole = span == product.spans.last
                    let days: Markup =
                        isWhole
                        ? "the whole window, \(Markup.count(span.days, "day", "days"))" : "the last \(span.days)"
                    return HTMLTable.Row(
                        [
                            "\(context.shortProduct(product.product))", "\(days)<small>from \(span.from)</small>",
                            "\(span.users)", isWhole ? "–" : "\(span.newUsers)", "\(span.devices)",
                            isWhole ? "–" : "\(span.newDevices)",
                        ], weight: isWhole ? .subtotal : .plain)
                }
            }
        ).markup
    }

    private func growth(_ product: EvidenceOverTime, _ anchors: inout Anchors) -> Markup {
        guard let first = Day(text: window.from), let last = Day(text: window.to), first <= last,
            !product.days.isEmpty
        else { return .empty }
        let name = context.product(product.product)
        let chart = CurveChart(
            id: anchors.id("chart", "over-time-" + product.product),
            title: "\(name): distinct users and devices from the first day of the window on", days: product.days,
            first: first, last: last)
        return "<h3>\(name)</h3>\n\(chart.markup)\(table(product, name: name, first: first, last: last))"
    }

    /// The window in rows of as many days as are needed; the last row may be shorter.
    private func table(_ product: EvidenceOverTime, name: String, first: Day, last: Day) -> Markup {
        let length = Int(last.number) - Int(first.number) + 1
        let step = (length + OverTimeSection.mostRows - 1) / OverTimeSection.mostRows
        var rows: [HTMLTable.Row] = []
        var counts = product.days[...]
        var (users, devices) = (0, 0)
        for start in stride(from: 0, to: length, by: step) {
            let from = first.advanced(by: start)
            let to = min(from.advanced(by: step - 1), last)
            let part = counts.prefix { $0.day <= to.text }
            counts = counts.dropFirst(part.count)
            (users, devices) = part.last.map { ($0.users, $0.devices) } ?? (users, devices)
            func sum(_ figure: (EvidenceOverTime.DayCount) -> Int) -> Markup { "\(part.reduce(0) { $0 + figure($1) })" }
            rows.append(
                HTMLTable.Row([
                    "\(step == 1 ? from.text : "\(from.text) to \(to.text)")", sum(\.newUsers), "\(users)",
                    sum(\.lastUsers), sum(\.newDevices), "\(devices)", sum(\.lastDevices),
                ]))
        }
        return HTMLTable(
            caption: "\(name): first and last seen, by day",
            columns: [
                .text("Days"), .number("New users"), .number("Users so far"), .number("Users last seen"),
                .number("New devices"), .number("Devices so far"), .number("Devices last seen"),
            ],
            rows: rows, folded: "The same in figures, \(Markup.count(rows.count, "row", "rows"))"
        ).markup
    }
}
