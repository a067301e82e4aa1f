import AccessModel
import PositionModel

/// The effective licence position in the columns of the auditor's template.
extension PositionSheets {
    /// Column that names the row of the sheet `Position` a line belongs to.
    static let positionNumber = "Position"

    var elp: WorkbookSheet {
        let template = ELPCSV.header
        let sheet = sheet(
            "ELP", "the effective licence position in the columns of the auditor's template",
            [.number(PositionSheets.positionNumber), .word("Product"), .word("Flavour"), .name(template[0])]
                + [.word(template[1])] + template[2...12].map { .number($0) } + [.prose(template[13])]
                + template[14...15].map { .number($0) } + [.prose(template[16])],
            count: position.elp.count)
        let numbers = positionNumbers
        return sheet.with { index in
            let line = position.elp[index]
            let letters = template.map { sheet.letter($0) }
            let volume: [SheetCell] = [
                .number(line.mlsVolumeLicenses), .number(line.fppLicenses), .number(line.fppUpgrades),
                .number(line.oemLicenses),
            ]
            let entitlement = SheetFormula.sum(zip(letters[2...5], volume).map { .plus($0, $1) })
                .cell(stated: .number(line.preliminaryLicenseEntitlement))
            let tool = SheetCell.figure(line.identifiedByInventoryDiscoveryTool)
            let manual = SheetCell.figure(line.identifiedManually)
            let deployment = SheetFormula.sum([.plus(letters[7], tool), .plus(letters[8], manual)])
                .cell(stated: .figure(line.totalSoftwareDeployment))
            let difference = SheetFormula.sum([.plus(letters[6], entitlement), .minus(letters[9], deployment)])
                .cell(stated: .figure(line.softwareDeploymentVsLicenseEntitlement))
            let allocation = SheetCell.figure(line.licenseAllocation)
            let delta = SheetFormula.sum([.plus(letters[10], difference), .plus(letters[11], allocation)])
                .cell(stated: .figure(line.licensingDelta))
            let number = numbers[ExactText(line.product + "\n" + line.flavour)]
            return [
                number.map { .number($0) } ?? .empty, .text(line.product), .text(line.flavour),
                .text(line.productFamily), .text(line.version),
            ] + volume + [
                entitlement, tool, manual, deployment, difference, allocation, delta, .text(line.comments),
                .number(line.upgradeLicenseQuantity), .number(line.upgradeLicenseQuantityWithMaintenance),
                .text(line.notes),
            ]
        }
    }

    /// Numbers of the rows of the sheet `Position` by product and flavour.
    private var positionNumbers: [ExactText: Int] {
        Dictionary(
            position.products.enumerated().map { (ExactText($1.product + "\n" + $1.flavour), $0 + 1) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Positions that have lines of their own, by their numbers.
    func positionsWithLines(_ elp: WorkbookSheet) -> [Int] {
        let numbers = positionNumbers
        let found = Set(position.elp.compactMap { numbers[ExactText($0.product + "\n" + $0.flavour)] })
        return position.products.indices.map { $0 + 1 }.filter { found.contains($0) }
    }

    func elpTotals(_ elp: WorkbookSheet) -> WorkbookSheet {
        let template = ELPCSV.header
        return sheet(
            "ELP totals", "the lines of the effective licence position added up for each product and flavour",
            [
                .number(PositionSheets.positionNumber), .word("Product"), .word("Flavour"),
                .number("License Entitlement"), .number("Software Deployment"), .number("Licensing Delta"),
                .number("Shortfall"),
            ],
            rows: positionsWithLines(elp).map { number in
                let line = position.products[number - 1]
                let key = [WorkbookSheet.Condition.number(PositionSheets.positionNumber, number)]
                return [
                    .number(number), .text(line.product), .text(line.flavour),
                    .formula(elp.sum(template[6], where: key)),
                    .formula(elp.sum(template[9], where: key)), .formula(elp.sum(template[12], where: key)),
                    .formula(elp.sum(template[12], where: key, belowZero: true).negated),
                ]
            })
    }
}
