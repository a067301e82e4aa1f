import PositionModel

/// How far the shortfall is from the share at which an audit is billed.
extension PositionSheets {
    var gauge: WorkbookSheet {
        let lines = position.gauge?.lines ?? []
        let sheet = sheet(
            "Gauge", "shortfall against requirement, line by line",
            [
                .word("Product"), .word("Licence"), .word("Flavour"), .number("Shortfall"), .number("Requirement"),
                .number("Share"), .number("Cost"), .number("Requirement cost"), .word("Currency"),
            ], count: lines.count)
        return sheet.with { index in
            let line = lines[index]
            let (shortfall, requirement) = (SheetCell.figure(line.shortfall), SheetCell.figure(line.requirement))
            return [
                .text(line.product), .text(line.licence), .text(line.flavour), shortfall, requirement,
                SheetFormula.share(
                    sheet.letter("Shortfall"), shortfall, of: sheet.letter("Requirement"), requirement
                ).cell(stated: .share(line.share)), .amount(line.cost), .amount(line.requirementCost),
                .text(position.currency),
            ]
        }
    }

    /// What is left to buy for outsiders, as far as the choice of External Connectors says.
    var leftForOutsiders: Money { position.externalOptimum?.cost ?? Money(hundredths: 0) }

    func gaugeTotal(_ lines: WorkbookSheet) -> WorkbookSheet {
        let sheet = sheet(
            "Exposure", "all lines of the gauge together, what is left to buy for outsiders, and the surcharge",
            [
                .number("Threshold"), .number("Surcharge"), .number("Left for outsiders"), .number("Cost"),
                .number("Requirement cost"), .number("Share"), .word("Is reached"), .number("Cost with surcharge"),
                .word("Currency"), .prose("Source"), .prose("Reasons"),
            ], count: position.gauge == nil ? 0 : 1)
        guard let gauge = position.gauge else { return sheet }
        return sheet.with { _ in
            let (surcharge, outsiders) = (SheetCell.decimal(gauge.surcharge), SheetCell.money(leftForOutsiders))
            func total(_ title: String, _ stated: Money?) -> SheetCell {
                lines.sum(title, isMoney: true).plus(sheet.letter("Left for outsiders"), outsiders)
                    .cell(stated: .amount(stated))
            }
            let cost = total("Cost", gauge.cost)
            let requirement = total("Requirement cost", gauge.requirementCost)
            return [
                .decimal(gauge.threshold), surcharge, outsiders, cost, requirement,
                SheetFormula.share(sheet.letter("Cost"), cost, of: sheet.letter("Requirement cost"), requirement)
                    .cell(stated: .share(gauge.share)),
                gauge.isReached.map { .yes($0) } ?? .undetermined,
                SheetFormula.surcharged(sheet.letter("Cost"), cost, by: sheet.letter("Surcharge"), surcharge)
                    .cell(stated: .amount(gauge.costWithSurcharge)), .text(position.currency), .text(gauge.source),
                .reasons(gauge.reasons),
            ]
        }
    }
}
