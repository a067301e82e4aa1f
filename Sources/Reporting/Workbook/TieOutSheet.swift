import AccessModel
import PositionModel

/// The sheet `Tie-out`: what the position states beside what the cells of the other sheets give, check by check.
///
/// A figure that is not determinable states nothing, so nothing is checked against it.
struct TieOutSheet {
    let sheets: PositionSheets
    private var position: Position { sheets.position }

    static let (holds, fails) = ("TRUE", "FALSE")
    static let holdsTitle = "Holds"

    /// One check.
    struct Check {
        /// What is checked, and of what.
        var what: String
        var about: String
        var stated: SheetCell
        var recomputed: SheetFormula
    }

    init(sheets: PositionSheets) { self.sheets = sheets }

    func sheet(
        lists: [WorkbookSheet], bridge: WorkbookSheet, elp: WorkbookSheet, assignment: WorkbookSheet,
        gauge: WorkbookSheet, main: WorkbookSheet
    ) -> WorkbookSheet {
        func list(_ name: String) -> WorkbookSheet {
            guard let list = lists.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
                preconditionFailure("no sheet \(name)")
            }
            return list
        }
        var checks = bridgeChecks(bridge) + classChecks(list("Accounts"))
        checks += elpChecks(elp) + modelChecks(elp) + positionChecks(main)
        checks += overTimeChecks(list("Over time by day"))
        checks +=
            assignmentChecks(assignment) + gaugeChecks(gauge, list("Exposure"))
            + inputChecks(list("Inputs"), list("Input rules"))
        checks += lists.map {
            Check(what: "Rows of the list", about: $0.name, stated: .number($0.count), recomputed: $0.rowCount)
        }
        return sheet(checks)
    }

    private func sheet(_ checks: [Check]) -> WorkbookSheet {
        let sheet = sheets.sheet(
            "Tie-out", "what the position states beside what the cells of the other sheets add up to",
            [
                .prose("Check"), .prose("About"), .number("Stated"), .number("Recomputed"),
                .word(TieOutSheet.holdsTitle),
            ], count: checks.count)
        return sheet.with { index in
            let check = checks[index]
            let recomputed = SheetCell.formula(check.recomputed)
            return [
                .text(check.what), .text(check.about), check.stated, recomputed,
                .formula(.equal(sheet.letter("Stated"), check.stated, sheet.letter("Recomputed"), recomputed)),
            ]
        }
    }

    // MARK: - The bridge

    private func bridgeChecks(_ bridge: WorkbookSheet) -> [Check] {
        position.bridge.enumerated().flatMap { index, product in
            func check(_ what: String, _ column: String, _ stated: Int, upTo step: Int? = nil) -> Check {
                let last = step.map { [WorkbookSheet.Condition.upTo(PositionSheets.stepNumber, $0)] } ?? []
                return Check(
                    what: what, about: product.product, stated: .number(stated),
                    recomputed: bridge.sum(column, where: [.number(PositionSheets.bridgeNumber, index + 1)] + last))
            }
            var checks = [
                check("Steps of the bridge are the defended users", "Change of users", product.defendedUsers),
                check("Steps of the bridge are the defended devices", "Change of devices", product.defendedDevices),
            ]
            if let step = product.steps.firstIndex(where: { $0.rule == BridgeRun.auditorStep }) {
                checks.append(
                    check(
                        "Steps up to disabled are the auditor's users", "Change of users", product.auditorUsers,
                        upTo: step + 1))
                checks.append(
                    check(
                        "Steps up to disabled are the auditor's devices", "Change of devices", product.auditorDevices,
                        upTo: step + 1))
            }
            return checks
        }
    }

    /// Step from which on a product's bridge takes an account that the ledger classes otherwise.
    private static let firstStepOfProduct = "no-right"

    /// Steps that are the same for every product take as many users as the ledger has accounts of the class.
    private func classChecks(_ accounts: WorkbookSheet) -> [Check] {
        var classes: [ExactText: Int] = [:]
        for account in position.accounts where account.inDirectory {
            classes[ExactText(account.accountClass), default: 0] += 1
        }
        return position.bridge.flatMap { product -> [Check] in
            guard let end = product.steps.firstIndex(where: { $0.rule == TieOutSheet.firstStepOfProduct })
            else { return [] }
            return product.steps[..<end].compactMap { step in
                guard step.sign < 0, TieOutSheet.isPlain(step.rule) else { return nil }
                return Check(
                    what: "Accounts of the directory in class \(step.rule) are the users of the step",
                    about: product.product, stated: .number(step.users),
                    recomputed: accounts.count(
                        where: [.text("Class", step.rule), .text("In directory", "yes")],
                        value: classes[ExactText(step.rule)] ?? 0))
            }
        }
    }

    /// True for a text that is no pattern and no formula to a spreadsheet.
    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    // MARK: - Licences

    /// The lines of the effective licence position against the position.
    private func elpChecks(_ elp: WorkbookSheet) -> [Check] {
        let template = ELPCSV.header
        return sheets.positionsWithLines(elp).flatMap { number -> [Check] in
            let line = position.products[number - 1]
            let key = [WorkbookSheet.Condition.number(PositionSheets.positionNumber, number)]
            let about = "\(line.product), \(line.flavour)"
            var checks = [
                Check(
                    what: "Entitlement of the ELP lines is what is held", about: about, stated: .number(line.entitled),
                    recomputed: elp.sum(template[6], where: key))
            ]
            if line.requirement.value != nil {
                checks.append(
                    Check(
                        what: "Deployment of the ELP lines is the requirement", about: about,
                        stated: .figure(line.requirement), recomputed: elp.sum(template[9], where: key)))
            }
            if let delta = line.delta.value {
                checks.append(
                    Check(
                        what: "Negative deltas of the ELP lines are the shortfall", about: about,
                        stated: .number(max(0, -delta)),
                        recomputed: elp.sum(template[12], where: key, belowZero: true).negated))
            }
            return checks
        }
    }

    /// Under a mix the lines of users and devices together are what the mix needs.
    private func modelChecks(_ elp: WorkbookSheet) -> [Check] {
        position.products.compactMap { line -> Check? in
            guard line.chosen, line.flavour == Self.mixFlavour, line.requirement.value != nil else { return nil }
            let sums = position.products.indices.filter { index in
                let other = position.products[index]
                return other.flavour != Self.mixFlavour && other.product.utf8.elementsEqual(line.product.utf8)
            }.map { elp.sum(ELPCSV.header[9], where: [.number(PositionSheets.positionNumber, $0 + 1)]) }
            guard !sums.isEmpty else { return nil }
            return Check(
                what: "Deployment of the ELP lines of users and devices is the requirement of the mix",
                about: line.product, stated: .figure(line.requirement), recomputed: .added(sums))
        }
    }

    /// Flavour of the row of a mix.
    private static let mixFlavour = "total"

    /// What the evidence tells and what answers changed are the defended figure.
    private func positionChecks(_ main: WorkbookSheet) -> [Check] {
        position.products.enumerated().compactMap { index, line -> Check? in
            guard line.defended.value != nil, line.identifiedByTool.value != nil, line.identifiedManually.value != nil
            else { return nil }
            return Check(
                what: "Identified by tool and manually is the defended figure",
                about: "\(line.product), \(line.flavour)", stated: .figure(line.defended),
                recomputed: .added(
                    ["Identified by tool", "Identified manually"].map {
                        main.sum($0, where: [.number(WorkbookSheet.number, index + 1)])
                    }))
        }
    }

    private func assignmentChecks(_ assignment: WorkbookSheet) -> [Check] {
        position.mix.enumerated().flatMap { index, mix -> [Check] in
            guard let best = mix.optimum else { return [] }
            func check(_ flavour: Flavour, _ stated: Int) -> Check {
                Check(
                    what: "Holders of a \(flavour.rawValue) licence are those of the mix", about: mix.product,
                    stated: .number(stated),
                    recomputed: assignment.count(
                        where: [
                            .number(PositionSheets.mixNumber, index + 1), .text("Flavour", flavour.rawValue),
                        ], value: mix.assignment.count { $0.flavour == flavour }))
            }
            return [check(.user, best.users), check(.device, best.devices)]
        }
    }

    // MARK: - Evidence over time

    /// First and last sightings by day are everybody who was seen.
    private func overTimeChecks(_ days: WorkbookSheet) -> [Check] {
        position.evidenceOverTime.enumerated().flatMap { index, evidence -> [Check] in
            guard let all = evidence.spans.last else { return [] }
            func check(_ column: String, _ what: String, _ stated: Int) -> Check {
                Check(
                    what: "\(column) by day are the \(what) of the window", about: evidence.product,
                    stated: .number(stated),
                    recomputed: days.sum(column, where: [.number(PositionSheets.evidenceNumber, index + 1)]))
            }
            return [
                check("New users", "users", all.users), check("Last users", "users", all.users),
                check("New devices", "devices", all.devices), check("Last devices", "devices", all.devices),
            ]
        }
    }

    // MARK: - Money

    private func gaugeChecks(_ lines: WorkbookSheet, _ total: WorkbookSheet) -> [Check] {
        guard let gauge = position.gauge else { return [] }
        func check(_ column: String, _ stated: Money?) -> Check? {
            guard let stated else { return nil }
            return Check(
                what: "Lines of the gauge and what is left to buy for outsiders are the exposure", about: column,
                stated: .money(stated),
                recomputed: lines.sum(column, isMoney: true).plus(total.sum("Left for outsiders", isMoney: true)))
        }
        return [check("Cost", gauge.cost), check("Requirement cost", gauge.requirementCost)].compactMap { $0 }
    }

    // MARK: - Inputs

    private func inputChecks(_ inputs: WorkbookSheet, _ rules: WorkbookSheet) -> [Check] {
        let totals = position.inputs.totals
        func check(_ what: String, _ column: String, _ stated: UInt64) -> Check {
            Check(what: what, about: "all inputs", stated: .count(stated), recomputed: inputs.sum(column))
        }
        func ruled(_ what: String, _ stated: UInt64) -> Check {
            Check(
                what: "Records \(what) by rule are those of the inputs", about: "all inputs", stated: .count(stated),
                recomputed: rules.sum("Count", where: [.text("What", what)]))
        }
        return [
            check("Records", "Records", totals.records), check("Records accepted", "Accepted", totals.accepted),
            check("Records ignored", "Ignored", totals.ignored), check("Records rejected", "Rejected", totals.rejected),
            check("Records met again", "Duplicates", totals.duplicates),
            check("Accepted, ignored, rejected and duplicates are all records", "Parts", totals.records),
            Check(
                what: "Inputs of which records in are records out", about: "all inputs",
                stated: .number(position.inputs.entries.count), recomputed: inputs.truthCount("Ties out")),
            ruled("ignored", totals.ignored), ruled("rejected", totals.rejected),
        ]
    }
}
