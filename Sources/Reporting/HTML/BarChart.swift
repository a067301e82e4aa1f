import PositionModel

/// Horizontal bars with labels and values, as inline SVG. The figures also stand in the table beside it.
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

    /// Unique prefix for the ids inside the drawing.
    var id: String
    var title: String
    var bars: [Bar]
    /// Shown above the drawing; empty for none.
    var caption: Markup = .empty
    /// Draws a line from the end of each bar to the next: a waterfall.
    var isWaterfall = false

    // Drawing units; the drawing scales with the page.
    private static let width = 820
    private static let labelWidth = 310
    private static let valueWidth = 80
    private static let rowHeight = 26
    private static let barHeight = 14
    private static let longestLabel = 42

    var markup: Markup {
        let height = bars.count * BarChart.rowHeight + 4
        let largest = bars.map { max($0.from, $0.to) }.max() ?? 0
        var rows = Markup.empty
        for (index, bar) in bars.enumerated() { rows += row(bar, index: index, largest: largest) }
        return """
            <figure class="chart">
            \(caption.isEmpty ? .empty : "<figcaption>\(caption)</figcaption>\n")<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(plain: BarChart.width) \(plain: height)" \
            role="img" aria-labelledby="\(id)-title">
            <title id="\(id)-title">\(title)</title>
            \(rows)</svg>
            </figure>

            """
    }

    private func row(_ bar: Bar, index: Int, largest: Int) -> Markup {
        let top = index * BarChart.rowHeight + 2
        let start = position(min(bar.from, bar.to), largest)
        let end = position(max(bar.from, bar.to), largest)
        let baseline = top + 17
        let label = TextWidth.truncated(bar.label, to: BarChart.longestLabel, ellipsis: "…")
        let shape: Markup =
            "<rect class=\"\(toneClass(bar.tone))\" x=\"\(plain: start)\" y=\"\(plain: top + 5)\" "
            + "width=\"\(plain: max(end - start, 2))\" height=\"\(plain: BarChart.barHeight)\" rx=\"2\" />"
        return """
            <text class="label" x="0" y="\(plain: baseline)">\(label)</text>\(shape)\
            <text class="value" x="\(plain: BarChart.width)" y="\(plain: baseline)">\(bar.value)</text>\
            \(connector(bar, top: top, isLast: index == bars.count - 1, largest: largest))

            """
    }

    private func connector(_ bar: Bar, top: Int, isLast: Bool, largest: Int) -> Markup {
        guard isWaterfall, !isLast else { return .empty }
        let x = position(bar.to, largest)
        let y = top + 5 + BarChart.barHeight
        return """
            <line class="link" x1="\(plain: x)" y1="\(plain: y)" x2="\(plain: x)" \
            y2="\(plain: y + BarChart.rowHeight - BarChart.barHeight)" />
            """
    }

    /// The horizontal place of a value; negative values stand at the start.
    private func position(_ value: Int, _ largest: Int) -> Int {
        let room = BarChart.width - BarChart.labelWidth - BarChart.valueWidth
        guard largest > 0, value > 0 else { return BarChart.labelWidth }
        return BarChart.labelWidth + Int(min(Double(value) / Double(largest), 1) * Double(room))
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
