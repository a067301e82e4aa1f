/// A table with a caption, column headers with `scope`, a row header in the first cell, and right-aligned numbers.
struct HTMLTable {
    struct Column {
        enum Kind { case text, number }
        var title: Markup
        var kind: Kind

        static func text(_ title: Markup) -> Column { Column(title: title, kind: .text) }
        static func number(_ title: Markup) -> Column { Column(title: title, kind: .number) }
    }

    struct Row {
        enum Weight { case plain, subtotal, alarm }
        var cells: [Markup]
        var weight: Weight
        /// `id` attribute; empty for none.
        var anchor: String

        init(_ cells: [Markup], weight: Weight = .plain, anchor: String = "") {
            self.cells = cells
            self.weight = weight
            self.anchor = anchor
        }
    }

    var caption: Markup
    var columns: [Column]
    var rows: [Row]
    var totals: [Row] = []
    /// Rows left out; they are in `position.json`.
    var hidden = 0

    var markup: Markup {
        let heads = columns.map { column -> Markup in
            column.kind == .number
                ? "<th scope=\"col\" class=\"n\">\(column.title)</th>" : "<th scope=\"col\">\(column.title)</th>"
        }
        let foot: Markup =
            totals.isEmpty ? .empty : "<tfoot>\n\(totals.map(rowMarkup).joined())</tfoot>\n"
        let more: Markup =
            hidden > 0 ? "<p class=\"more\">\(hidden) more in <code>position.json</code></p>\n" : .empty
        return """
            <div class="scroll" tabindex="0" role="group" aria-label="Table, scrolls sideways where it is wide">
            \(opening)
            <caption>\(caption)</caption>
            <thead><tr>\(heads.joined())</tr></thead>
            <tbody>
            \(rows.map(rowMarkup).joined())</tbody>
            \(foot)</table>
            </div>
            \(more)
            """
    }

    /// Tables of so few rows are kept on one page in print.
    private static let fewRows = 12

    private var opening: Markup {
        rows.count + totals.count <= HTMLTable.fewRows ? "<table class=\"short\">" : "<table>"
    }

    private func rowMarkup(_ row: Row) -> Markup {
        var cells = Markup.empty
        for (cell, column) in zip(row.cells, columns) {
            let numeric = column.kind == .number
            if cells.isEmpty {
                cells += numeric ? "<th scope=\"row\" class=\"n\">\(cell)</th>" : "<th scope=\"row\">\(cell)</th>"
            } else {
                cells += numeric ? "<td class=\"n\">\(cell)</td>" : "<td>\(cell)</td>"
            }
        }
        let weight: Markup =
            switch row.weight {
            case .plain: .empty
            case .subtotal: " class=\"subtotal\""
            case .alarm: " class=\"alarm\""
            }
        let anchor: Markup = row.anchor.isEmpty ? .empty : " id=\"\(row.anchor)\""
        return "<tr\(weight)\(anchor)>\(cells)</tr>\n"
    }
}

/// How many rows of each list the report shows. The report is for reading; `position.json` and the workbook are
/// complete.
enum ListLimit {
    static let accounts = 300
    static let assignments = 50
    static let coverage = 1000
    static let external = 1000
    static let findings = 1000
    static let gapsPerServer = 4
    static let inputs = 500
    static let inputDetails = 50
    static let answers = 300
    static let notices = 200
    static let questions = 300
    static let openQuestionsPerProduct = 20
    static let serversPerHost = 20
}
