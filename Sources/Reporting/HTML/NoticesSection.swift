import PositionModel

/// What the readers of the estate's files noticed and went on with.
struct NoticesSection {
    var notices: [EstateNotice]

    var markup: Markup {
        let shown = notices.prefix(ListLimit.notices)
        let table = HTMLTable(
            caption: "From the files that were prepared for this position",
            columns: [.text("File"), .number("Line"), .text("Notice")],
            rows: shown.map { notice in
                HTMLTable.Row([
                    .name(notice.file), notice.line > 0 ? "\(plain: notice.line)" : "–", "\(notice.message)",
                ])
            },
            hidden: notices.count - shown.count)
        return """
            <section id="notices" aria-labelledby="notices-title">
            <h2 id="notices-title">Notices</h2>
            \(notices.isEmpty ? "<p>The files of the estate gave no reason for a notice.</p>\n" : table.markup)</section>

            """
    }
}
