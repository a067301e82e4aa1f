import PositionModel

/// Horizontal bars, each under its label and value, as inline SVG as wide as the page: texts keep their size on every screen.
/// The figures also stand in the table beside it.
struct BarChart {
    enum Tone { case total, taken, added, soft }

    struct Bar {
        var label: String
        /// Where the bar begins and ends, in the unit of the chart.
        var from: Int
        var to: Int
        var value: String
        var tone: Tone
    }

    /// A value that is drawn across all bars.
    struct Limit {
        var at: Int
        var label: String
    }

    /// Unique id, given to the title of the drawing.
    var id: String
    var title: String
    var bars: [Bar]
    /// Shown above the drawing; empty for none.
    var caption: Markup = .empty
    /// Draws a line from the end of each bar to the next: a waterfall.
    var isWaterfall = false
    var limit: Limit?

    // Heights are in pixels, widths in hundredths of a percent of the drawing's width.
    private static let rowHeight = 34
    private static let barTop = 18
    private static let barHeight = 10
    private static let limitHeight = 20
    private static let width = 10_000
    /// Of a waterfall, whose connecting lines must not run through the values.
    private static let narrowWidth = 8_600
    private static let thinnest = 40
    private static let longestLabel = 40

    var markup: Markup {
        let top = limit == nil ? 0 : BarChart.limitHeight
        let height = bars.count * BarChart.rowHeight + top + 2
        let largest = max(bars.map { max($0.from, $0.to) }.max() ?? 0, doubled(limit?.at ?? 0))
        var rows = Markup.empty
        for (index, bar) in bars.enumerated() { rows += row(bar, index: index, top: top, largest: largest) }
        let style: Markup = isWaterfall ? "class=\"waterfall\" " : .empty
        return """
            <figure class="chart">
            \(caption.isEmpty ? .empty : "<figcaption>\(caption)</figcaption>\n")<svg xmlns="http://www.w3.org/2000/svg" \
            \(style)width="100%" height="\(plain: height)" role="img" aria-labelledby="\(id)">
            <title id="\(id)">\(title)</title>
            \(connectors(largest))\(rows)\(line(largest))</svg>
            </figure>

            """
    }

    /// A limit stands at half of the width at most, so that what is below it can be seen.
    private func doubled(_ value: Int) -> Int { value.multipliedReportingOverflow(by: 2).overflow ? value : value * 2 }

    private func row(_ bar: Bar, index: Int, top: Int, largest: Int) -> Markup {
        let y = index * BarChart.rowHeight + top
        let start = position(min(bar.from, bar.to), largest)
        let end = position(max(bar.from, bar.to), largest)
        let length = bar.from == bar.to ? 0 : max(end - start, BarChart.thinnest)
        let label = TextWidth.truncated(bar.label, to: BarChart.longestLabel, ellipsis: "…")
        let shape: Markup =
            length == 0
            ? .empty
            : "<rect class=\"\(toneClass(bar.tone))\" x=\"\(percent(min(start, BarChart.width - length)))\" "
                + "y=\"\(plain: y + BarChart.barTop)\" width=\"\(percent(length))\" height=\"\(plain: BarChart.barHeight)\" "
                + "rx=\"2\" />"
        return """
            <text class="label" x="0" y="\(plain: y + 13)">\(label)</text>\(shape)\
            <text class="value" x="100%" y="\(plain: y + 13)">\(bar.value)</text>

            """
    }

    /// The lines of a waterfall, from the end of each bar to the next; drawn first, so that texts stand before them.
    private func connectors(_ largest: Int) -> Markup {
        guard isWaterfall else { return .empty }
        return bars.indices.dropLast().map { index -> Markup in
            let x = percent(position(bars[index].to, largest))
            let from = index * BarChart.rowHeight + BarChart.barTop + BarChart.barHeight
            let to = from + BarChart.rowHeight - BarChart.barHeight
            return "<line class=\"link\" x1=\"\(x)\" y1=\"\(plain: from)\" x2=\"\(x)\" y2=\"\(plain: to)\" />\n"
        }.joined()
    }

    private func line(_ largest: Int) -> Markup {
        guard let limit else { return .empty }
        let x = percent(position(limit.at, largest))
        // Across the bars only: the labels stand between them.
        let marks = bars.indices.map { index -> Markup in
            let y = index * BarChart.rowHeight + BarChart.limitHeight + BarChart.barTop
            return
                "<line class=\"limit\" x1=\"\(x)\" y1=\"\(plain: y - 3)\" x2=\"\(x)\" y2=\"\(plain: y + BarChart.barHeight + 3)\" />"
        }
        return """
            <line class="limit" x1="\(x)" y1="2" x2="\(x)" y2="16" />\
            <text class="mark" x="\(x)" dx="6" y="13">\(limit.label)</text>\(marks.joined())

            """
    }

    /// The horizontal place of a value; negative values stand at the start.
    private func position(_ value: Int, _ largest: Int) -> Int {
        guard largest > 0, value > 0 else { return 0 }
        let width = isWaterfall ? BarChart.narrowWidth : BarChart.width
        return Int(min(Double(value) / Double(largest), 1) * Double(width))
    }

    /// `12.34%`.
    private func percent(_ hundredths: Int) -> Markup {
        let cents = hundredths % 100
        return "\(plain: hundredths / 100).\(plain: cents / 10)\(plain: cents % 10)%"
    }

    private func toneClass(_ tone: Tone) -> Markup {
        switch tone {
        case .total: "total"
        case .taken: "taken"
        case .added: "added"
        case .soft: "soft"
        }
    }
}
