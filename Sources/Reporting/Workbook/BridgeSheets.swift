import PositionModel

/// From the directory to the defended figure, and the auditor's count beside a clean one.
extension PositionSheets {
    /// Columns that name the bridge and the step of a row.
    static let (bridgeNumber, stepNumber) = ("Bridge", "Step")

    var bridge: WorkbookSheet {
        let steps = position.bridge.enumerated().flatMap { bridge, product in
            product.steps.enumerated().map { (bridge: bridge, step: $0, product: product.product, line: $1) }
        }
        let sheet = sheet(
            "Bridge", "from the population of the directory to the defended figure, step by step",
            [
                .number(PositionSheets.bridgeNumber), .word("Product"), .number(PositionSheets.stepNumber),
                .word("Rule"), .prose("Label"), .number("Users"), .number("Devices"), .number("Sign"),
                .number("Change of users"), .number("Running users"), .number("Change of devices"),
                .number("Running devices"), .prose("Source"),
            ], count: steps.count)
        func row(_ index: Int, users: SheetCell, devices: SheetCell) -> [SheetCell] {
            let (bridge, step, product, line) = steps[index]
            let (signCell, sign) = (SheetCell.number(line.sign), sheet.letter("Sign"))
            func change(_ title: String, _ magnitude: Int) -> SheetCell {
                SheetFormula.product(sheet.letter(title), .number(magnitude), sign, signCell)
                    .cell(stated: .number(magnitude &* line.sign))
            }
            return [
                .number(bridge + 1), .text(product), .number(step + 1), .text(line.rule), .text(line.label),
                .number(line.users), .number(line.devices), signCell, change("Users", line.users), users,
                change("Devices", line.devices), devices, .text(line.source),
            ]
        }
        // The running figures add up rows of the same sheet.
        let base = sheet.with { row($0, users: .empty, devices: .empty) }
        return sheet.with { index in
            func running(_ title: String) -> SheetCell {
                .formula(
                    base.sum(
                        title,
                        where: [
                            .number(PositionSheets.bridgeNumber, steps[index].bridge + 1),
                            .upTo(PositionSheets.stepNumber, steps[index].step + 1),
                        ]))
            }
            return row(index, users: running("Change of users"), devices: running("Change of devices"))
        }
    }

    func bridgeTotals(_ bridge: WorkbookSheet) -> WorkbookSheet {
        sheet(
            "Bridge totals", "the auditor's and the defended figure of each product, and what the steps add up to",
            [
                .word("Product"), .number("Auditor users"), .number("Auditor devices"), .number("Defended users"),
                .number("Defended devices"), .number("Steps, users"), .number("Steps, devices"),
            ],
            rows: position.bridge.enumerated().map { index, product in
                let key = [WorkbookSheet.Condition.number(PositionSheets.bridgeNumber, index + 1)]
                return [
                    .text(product.product), .number(product.auditorUsers), .number(product.auditorDevices),
                    .number(product.defendedUsers), .number(product.defendedDevices),
                    .formula(bridge.sum("Change of users", where: key)),
                    .formula(bridge.sum("Change of devices", where: key)),
                ]
            })
    }

    var auditorView: WorkbookSheet {
        let rows = position.auditorView.enumerated().flatMap { index, view in
            view.rows.map { (index, view.product, $0) }
        }
        let sheet = sheet(
            "Auditor view", "what an auditor would count and what a clean count gives",
            [
                .number("View"), .word("Product"), .word("Input"), .name("Name"), .number("Auditor"), .number("Clean"),
                .number("Difference"), .prose("Evidence"),
            ], count: rows.count)
        return sheet.with { index in
            let (view, product, line) = rows[index]
            let (auditor, clean) = (SheetCell.figure(line.auditor), SheetCell.figure(line.clean))
            return [
                .number(view + 1), .text(product), .text(line.input), .text(Wording.countingInput(line.input)), auditor,
                clean,
                SheetFormula.sum([
                    .plus(sheet.letter("Auditor"), auditor), .minus(sheet.letter("Clean"), clean),
                ]).cell(stated: .figure(line.difference)), .text(line.evidence),
            ]
        }
    }
}
