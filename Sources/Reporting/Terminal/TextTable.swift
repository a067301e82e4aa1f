/// A table for a terminal: columns as wide as their content, numbers on the right, fitted to a width.
///
/// Texts give way first and are cut with an ellipsis; numbers are never cut. Where even that does not fit, each row
/// becomes a block of lines. Every cell is escaped, so callers pass values as they are.
public struct TextTable: Sendable {
    public struct Column: Sendable {
        public enum Kind: Sendable {
            /// On the left; cut where the table is too wide.
            case text
            /// On the left; cut in the middle, so that the end of a path still shows.
            case path
            /// On the left, never cut: dates, status words.
            case word
            /// On the right, never cut.
            case number
        }
        public var title: String
        public var kind: Kind

        var isCut: Bool { kind == .text || kind == .path }

        public static func text(_ title: String) -> Column { Column(title: title, kind: .text) }
        public static func path(_ title: String) -> Column { Column(title: title, kind: .path) }
        public static func word(_ title: String) -> Column { Column(title: title, kind: .word) }
        public static func number(_ title: String) -> Column { Column(title: title, kind: .number) }
    }

    public var columns: [Column]
    public var rows: [[String]] = []
    /// Rows under a line: totals.
    public var totals: [[String]] = []

    /// Narrowest a text column becomes.
    static let narrowestText = 8
    /// Widest a column is where there is no width to fit: what is wider is a hostile name, or a path for CSV and JSON.
    static let widestText = 64
    static let widestPath = 200
    private static let gap = 2

    public init(columns: [Column]) { self.columns = columns }

    public mutating func append(_ row: [String]) { rows.append(row) }

    /// The table with a final line feed.
    public func text(_ style: TerminalStyle) -> String {
        let safe = rows.map { cells($0, style) }
        let safeTotals = totals.map { cells($0, style) }
        let titles = columns.map { style.safe($0.title) }
        guard let widths = fit([titles] + safe + safeTotals, to: style.width) else {
            return blocks(titles, safe + safeTotals)
        }
        let total = widths.reduce(0, +) + TextTable.gap * max(widths.count - 1, 0)
        let rule = String(repeating: style.rule, count: total) + "\n"
        func lines(_ rows: [[String]]) -> String { rows.map { line($0, widths, style) }.joined() }
        return lines([titles]) + rule + lines(safe) + (safeTotals.isEmpty ? "" : rule + lines(safeTotals))
    }

    /// As many cells as there are columns, escaped.
    private func cells(_ row: [String], _ style: TerminalStyle) -> [String] {
        columns.indices.map { $0 < row.count ? style.safe(row[$0]) : "" }
    }

    /// Widths of the columns, nil where the table cannot be made narrow enough.
    private func fit(_ lines: [[String]], to limit: Int?) -> [Int]? {
        var widths = columns.indices.map { column in
            lines.map { TextWidth.columns($0[column]) }.max() ?? 0
        }
        guard let limit else {
            return columns.indices.map { column in
                switch columns[column].kind {
                case .text: min(widths[column], TextTable.widestText)
                case .path: min(widths[column], TextTable.widestPath)
                case .word, .number: widths[column]
                }
            }
        }
        var excess = widths.reduce(0, +) + TextTable.gap * max(widths.count - 1, 0) - limit
        // Takes from the widest text down to the next widest, until it fits or all texts are at their narrowest.
        while excess > 0 {
            let texts = columns.indices.filter {
                columns[$0].isCut && widths[$0] > TextTable.narrowestText
            }
            guard let widest = texts.map({ widths[$0] }).max() else { return nil }
            let taken = texts.filter { widths[$0] == widest }
            let next = texts.map { widths[$0] }.filter { $0 < widest }.max() ?? TextTable.narrowestText
            let perColumn = min(widest - next, max(excess / taken.count, 1))
            for column in taken where excess > 0 {
                widths[column] -= perColumn
                excess -= perColumn
            }
        }
        return widths
    }

    private func line(_ cells: [String], _ widths: [Int], _ style: TerminalStyle) -> String {
        var result = ""
        for (index, (cell, column)) in zip(cells, columns).enumerated() {
            let shown =
                switch column.kind {
                case .text: TextWidth.truncated(cell, to: widths[index], ellipsis: style.ellipsis)
                case .path: TextWidth.truncatedInside(cell, to: widths[index], ellipsis: style.ellipsis)
                case .word, .number: cell
                }
            let pad = String(repeating: " ", count: max(widths[index] - TextWidth.columns(shown), 0))
            let separator = index == 0 ? "" : String(repeating: " ", count: TextTable.gap)
            result += separator + (column.kind == .number ? pad + shown : shown + pad)
        }
        while result.utf8.last == 0x20 { result.unicodeScalars.removeLast() }
        return result + "\n"
    }

    /// Each row as lines `title  value`, for terminals narrower than the numbers.
    private func blocks(_ titles: [String], _ rows: [[String]]) -> String {
        let width = (titles.map(TextWidth.columns).max() ?? 0) + TextTable.gap
        let blocks = rows.map { row -> String in
            var block = ""
            for (title, value) in zip(titles, row) where !value.isEmpty {
                block += title + String(repeating: " ", count: width - TextWidth.columns(title)) + value + "\n"
            }
            return block
        }
        return blocks.joined(separator: "\n")
    }
}
