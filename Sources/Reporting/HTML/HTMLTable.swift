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
    /// `id` attribute; empty for none.
    var anchor = ""
    /// Rows left out; they are in `position.json`.
    var hidden = 0
    /// What stands for the table until it is opened, for lists that are looked up and not read; nil for a table that is
    /// shown. Print leaves it closed.
    var folded: Markup?

    /// Rows a table shows; what is left stands folded behind them.
    static let mostShown = 100

    var markup: Markup {
        if folded == nil, rows.count > HTMLTable.mostShown { return shortened }
        let heads = columns.map { column -> Markup in
            column.kind == .number
                ? "<th scope=\"col\" class=\"n\">\(column.title)</th>" : "<th scope=\"col\">\(column.title)</th>"
        }
        let foot: Markup =
            totals.isEmpty ? .empty : "<tfoot>\n\(totals.map(rowMarkup).joined())</tfoot>\n"
        let more: Markup =
            hidden > 0 ? "<p class=\"more\">\(hidden) more in <code>position.json</code></p>\n" : .empty
        let table: Markup = """
            <div class="\(isDense ? "scroll sideways" : "scroll")" tabindex="0" role="group" aria-label="Table, scrolls sideways where it is wide">
            \(opening)
            <caption><span class="cap">\(caption)</span></caption>
            <thead><tr>\(heads.joined())</tr></thead>
            <tbody>
            \(rows.map(rowMarkup).joined())</tbody>
            \(foot)</table>
            </div>
            \(more)
            """
        guard let folded else { return table }
        return """
            <details>
            <summary>\(folded)</summary>
            \(table)</details>

            """
    }

    /// The first rows, and the others in a table of their own that has to be opened.
    private var shortened: Markup {
        var first = self
        first.rows = Array(rows.prefix(HTMLTable.mostShown))
        first.hidden = 0
        var rest = self
        rest.rows = Array(rows.dropFirst(HTMLTable.mostShown))
        rest.caption = "\(caption), continued"
        rest.totals = []
        rest.anchor = ""
        rest.folded = Markup.count(rest.rows.count, "more row", "more rows")
        return first.markup + rest.markup
    }

    /// Tables of so few rows are kept on one page in print.
    private static let fewRows = 12
    /// Tables of so many columns are set closer.
    private static let manyColumns = 10

    private var isDense: Bool { columns.count >= HTMLTable.manyColumns }

    private var opening: Markup {
        let id: Markup = anchor.isEmpty ? .empty : " id=\"\(anchor)\""
        let short: Markup = rows.count + totals.count <= HTMLTable.fewRows ? " short" : .empty
        let dense: Markup = isDense ? " dense" : .empty
        let classes = short + dense
        return classes.isEmpty ? "<table\(id)>" : "<table\(id) class=\"list\(classes)\">"
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
    static let servers = 1000
    static let bundles = 50
    static let entitlements = 500
    static let joins = 50
    static let additive = 200
    static let elp = 500
}
