import PositionModel

/// What servers show to the outside, and how that access is licensed.
extension PositionSheets {
    var external: WorkbookSheet {
        sheet(
            "External", "each server and site: who reached it from outside, and whether that is licensed",
            [
                .name("Server"), .word("Site"), .word("Exposed"), .word("Verdict"), .prose("Why"),
                .number("Anonymous visitors"), .number("Authenticated visitors"), .number("Employees from outside"),
                .number("Attempts"), .word("Proxy suspected"), .number("EC cost"), .number("CAL cost"),
                .word("Currency"), .prose("Reasons"),
            ], count: position.external.count
        ) { index in
            let line = position.external[index]
            return [
                .text(line.server), .text(line.site), .text(Wording.exposed(line)),
                .text(Wording.verdict(line.verdict)), .text(line.why), .figure(line.anonymousVisitors),
                .figure(line.authenticatedVisitors), .number(line.employeesFromOutside), .number(line.attempts),
                .yes(line.proxySuspected), .amount(line.ecCost), .amount(line.calCost), .text(position.currency),
                .reasons(line.reasons),
            ]
        }
    }

    var externalChoice: WorkbookSheet {
        sheet(
            "External choice", "External Connector or CALs for each host, whichever is cheaper",
            [
                .name("Host"), .word("Choice"), .number("Cost"), .word("Currency"), .prose("Servers"), .prose("Why"),
            ],
            rows: position.externalChoice.map { choice in
                [
                    .text(choice.host), .text(Wording.choice(choice.choice)), .amount(choice.cost),
                    .text(position.currency), .text(choice.servers.joined(separator: " ")), .text(choice.why),
                ]
            })
    }

    var externalOptimum: WorkbookSheet {
        let best = position.externalOptimum
        let sheet = sheet(
            "External optimum", "what the choice costs as a whole, and its proof",
            [
                .number("Cost"), .number("Lower bound"), .number("Cost above lower bound"), .word("Currency"),
                .word("Tie"), .prose("Certificate"),
            ], count: best == nil ? 0 : 1)
        guard let best else { return sheet }
        return sheet.with { _ in
            let (cost, bound) = (SheetCell.money(best.cost), SheetCell.money(best.lowerBound))
            return [
                cost, bound,
                .formula(
                    .sum(
                        [.plus(sheet.letter("Cost"), cost), .minus(sheet.letter("Lower bound"), bound)], isMoney: true)),
                .text(position.currency), .yes(best.tie), .text(best.certificate),
            ]
        }
    }
}
