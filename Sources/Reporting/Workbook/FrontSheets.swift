import PositionModel

/// What is in the workbook, and what it is about.
extension PositionSheets {
    func contents(_ sheets: [WorkbookSheet]) -> WorkbookSheet {
        sheet(
            "Contents", "the sheets of this workbook",
            [.word("Sheet"), .prose("What it holds"), .number("Rows")],
            rows: sheets.map { sheet in
                [
                    .link(.text(sheet.name), to: "'\(sheet.name)'!A1"), .text(sheet.about), .formula(sheet.rowCount),
                ]
            })
    }

    func facts(_ tieOut: WorkbookSheet) -> WorkbookSheet {
        let checks = tieOut.rowCount
        let holding = tieOut.truthCount(TieOutSheet.holdsTitle)
        let window = position.window
        return sheet(
            "Facts", "organisation, window, and whether every check of the sheet Tie-out holds",
            [.name("Fact"), .name("Value")],
            rows: [
                [.text("Organisation"), .text(position.organisation)], [.text("Window from"), .date(window.from)],
                [.text("Window to"), .date(window.to)], [.text("As of"), .date(window.asOf)],
                [.text("Catalogue version"), .text(position.catalogueVersion)],
                [.text("Currency"), .text(position.currency)], [.text("Schema"), .text(position.schema)],
            ]
                + (position.pseudonyms.map { [[.text("Pseudonyms, key"), .text($0.key)]] } ?? [])
                + [
                    [.text("Checks"), .formula(checks)], [.text("Checks that hold"), .formula(holding)],
                    [
                        .link(.text("Every check holds"), to: "'\(tieOut.name)'!A1"),
                        .formula(
                            SheetFormula(
                                value: .text(holding.value == checks.value ? TieOutSheet.holds : TieOutSheet.fails)
                            ) { row in
                                "IF(\(checks.text(row))=\(holding.text(row)),\"\(TieOutSheet.holds)\",\"\(TieOutSheet.fails)\")"
                            }),
                    ],
                ])
    }

    var method: WorkbookSheet {
        sheet(
            "Method", "how the figures were made, what their words mean, and what they do not prove",
            [.name("Section"), .name("Word"), .prose("Text")],
            rows: MethodText.sections(position.pseudonyms).flatMap { section in
                section.entries.map { [.text(section.title), .text($0.word), .text(MethodText.plain($0.text))] }
            })
    }

    var notices: WorkbookSheet {
        sheet(
            "Notices", "what the readers of the estate's files noticed and went on with",
            [.name("File"), .number("Line"), .prose("Message")],
            rows: position.notices.map { [.text($0.file), .number($0.line), .text($0.message)] })
    }
}
