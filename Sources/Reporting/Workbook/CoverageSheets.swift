import PositionModel

/// Which days the logs cover, and why others are not.
extension PositionSheets {
    /// Column that names the log of a row.
    static let logNumber = "Coverage"

    var coverage: WorkbookSheet {
        let sheet = sheet(
            "Coverage", "days of each server's logs in the window",
            [
                .name("Server"), .word("Source"), .word("Log"), .number("Covered"), .number("Partial"),
                .number("None"), .number("Cleared"), .number("Days"), .word("Record ids"), .prose("Sensitivity"),
                .number("More reasons"),
            ], count: position.coverage.count)
        return sheet.with { index in
            let line = position.coverage[index]
            let days = [line.covered, line.partial, line.none, line.cleared].map { SheetCell.number($0) }
            let letters = ["Covered", "Partial", "None", "Cleared"].map { sheet.letter($0) }
            return [.text(line.server), .text(line.source), .text(line.log)] + days + [
                .formula(.sum(zip(letters, days).map { .plus($0, $1) })), .text(line.recordIds),
                .text(line.sensitivity), .number(line.moreReasons),
            ]
        }
    }

    var gaps: WorkbookSheet {
        sheet(
            "Coverage gaps", "runs of days without a record",
            [
                .number(PositionSheets.logNumber), .name("Server"), .word("Source"), .word("Log"), .date("From"),
                .date("To"),
            ],
            rows: position.coverage.enumerated().flatMap { index, log in
                log.gaps.map { gap in
                    let days = gap.split(separator: ".", omittingEmptySubsequences: true)
                    return [
                        .number(index + 1), .text(log.server), .text(log.source), .text(log.log),
                        .date(String(days.first ?? "")), .date(String(days.last ?? "")),
                    ]
                }
            })
    }

    var coverageReasons: WorkbookSheet {
        sheet(
            "Coverage reasons", "why days are not covered",
            [
                .number(PositionSheets.logNumber), .name("Server"), .word("Source"), .word("Log"), .date("From"),
                .date("To"), .word("Kind"), .prose("Text"),
            ],
            rows: position.coverage.enumerated().flatMap { index, log in
                log.reasons.map { reason in
                    [
                        .number(index + 1), .text(log.server), .text(log.source), .text(log.log), .date(reason.from),
                        .date(reason.to), .text(reason.kind.rawValue), .text(reason.text),
                    ]
                }
            })
    }
}
