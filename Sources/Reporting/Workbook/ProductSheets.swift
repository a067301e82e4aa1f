import AccessModel
import PositionModel

/// The position of each product and flavour, and the licences behind it.
extension PositionSheets {
    func positions(_ lists: Lists) -> WorkbookSheet {
        let sheet = sheet(
            "Position", "each product and flavour: population, requirement, licences held, and the difference",
            [
                .word("Product"), .name("Name"), .word("Licence"), .word("Flavour"), .word("Chosen"), .word("Status"),
                .number("Directory"), .number("Evidenced"), .number("Low"), .number("Defended"), .number("High"),
                .number("Identified by tool"), .number("Identified manually"), .number("Requirement"),
                .number("Entitled"), .number("Usable"), .number("Delta"), .number("Shortfall"),
                .number("Version shortfall"), .name("Assignment"), .name("Open questions"), .prose("Reasons"),
            ], count: position.products.count)
        let places = Places(position, lists: lists)
        return sheet.with { index in
            let line = position.products[index]
            let usable = SheetCell.figure(line.usable)
            let requirement = SheetCell.figure(line.requirement)
            let delta = SheetFormula.sum([
                .plus(sheet.letter("Usable"), usable), .minus(sheet.letter("Requirement"), requirement),
            ]).cell(stated: .figure(line.delta))
            return [
                places.link(.text(line.product), places.bridge[ExactText(line.product)]), product(line.product),
                places.link(.text(line.licence), places.elp[ExactText(line.product)]), .text(line.flavour),
                .yes(line.chosen), .text(PositionStatus(line).rawValue), .number(line.directory),
                .number(line.evidenced), .figure(line.low), .figure(line.defended), .figure(line.high),
                .figure(line.identifiedByTool), .figure(line.identifiedManually), requirement, .number(line.entitled),
                usable, delta, .formula(.shortfall(sheet.letter("Delta"), delta)), .figure(line.versionShortfall),
                places.assignment[ExactText(line.product)].map { .link(.text("who gets a licence"), to: $0) } ?? .empty,
                places.link(
                    .text(line.openQuestions.joined(separator: " ")),
                    line.openQuestions.lazy.compactMap { places.questions[ExactText($0)] }.first),
                .reasons(line.reasons),
            ]
        }
    }

    /// Where in other sheets the rows of a product begin.
    private struct Places {
        var bridge: [ExactText: String] = [:]
        var elp: [ExactText: String] = [:]
        var assignment: [ExactText: String] = [:]
        var questions: [ExactText: String] = [:]

        init(_ position: Position, lists: Lists) {
            var row = 0
            for step in position.bridge {
                if !step.steps.isEmpty { bridge[ExactText(step.product)] = lists.bridge.place(of: row) }
                row += step.steps.count
            }
            for (row, line) in position.elp.enumerated() where elp[ExactText(line.product)] == nil {
                elp[ExactText(line.product)] = lists.elp.place(of: row)
            }
            row = 0
            for mix in position.mix {
                if !mix.assignment.isEmpty { assignment[ExactText(mix.product)] = lists.assignment.place(of: row) }
                row += mix.assignment.count
            }
            for (row, question) in position.questions.enumerated() where questions[ExactText(question.id)] == nil {
                questions[ExactText(question.id)] = lists.questions.place(of: row)
            }
        }

        func link(_ cell: SheetCell, _ place: String?) -> SheetCell { place.map { .link(cell, to: $0) } ?? cell }
    }

    var requiredVersions: WorkbookSheet {
        sheet(
            "Required versions", "how many users or devices need which minimum version",
            [
                .number("Position"), .word("Product"), .word("Flavour"), .word("Version"), .number("Count"),
            ],
            rows: position.products.enumerated().flatMap { index, line in
                line.requiredVersion.map { tier in
                    [
                        .number(index + 1), .text(line.product), .text(line.flavour), .text(tier.version),
                        .number(tier.count),
                    ]
                }
            })
    }

    var versions: WorkbookSheet {
        sheet(
            "Versions", "server version against version of the licence",
            [
                .word("Product"), .word("Server version"), .word("CAL version"), .number("Held"), .word("Serves"),
                .number("Shortfall"),
            ],
            rows: position.versions.map { cell in
                [
                    .text(cell.product), .text(cell.serverVersion), .text(cell.calVersion), .number(cell.held),
                    .yes(cell.serves), .number(cell.shortfall),
                ]
            })
    }

    var bundles: WorkbookSheet {
        sheet(
            "Bundles", "suite licences several products make use of, and who must get them",
            [.number("Line"), .name("Licence"), .word("Flavour"), .name("Holder"), .prose("Products")],
            rows: position.bundles.map { bundle in
                [
                    .number(bundle.line), .text(bundle.licence), .text(bundle.flavour.rawValue), .text(bundle.holder),
                    .text(bundle.products.joined(separator: " ")),
                ]
            })
    }

    /// The ledger of licences as it was written.
    var entitlements: WorkbookSheet {
        sheet(
            "Entitlements", "entitlements.csv, line by line",
            [
                .number("Line"), .name("Licence"), .number("Quantity"), .word("Flavour"), .word("Version"),
                .word("Term"),
                .date("SA end"), .name("Agreement"), .date("Signed"), .name("Source"), .name("Assigned to"),
                .prose("Note"),
                .prose("Why it counts for nothing"),
            ],
            rows: position.entitlements.map { line in
                [
                    .number(line.line), .text(line.licence), .number(line.quantity), .text(line.flavour),
                    .text(line.version), .text(line.term), Self.day(line.saEnd), .text(line.agreement),
                    Self.day(line.signed),
                    .text(line.source), .text(line.assignedTo), .text(line.note), .text(line.why),
                ]
            })
    }

    /// A day, or nothing where there is none.
    static func day(_ text: String) -> SheetCell { text.isEmpty ? .text("") : .date(text) }

    /// What each line of it counts as.
    var counts: WorkbookSheet {
        sheet(
            "Counts", "what the lines of the ledger count as, after Software Assurance",
            [
                .number("Line"), .word("Licence"), .word("Flavour"), .word("Version"), .number("Quantity"),
                .number("Possible"),
            ],
            rows: position.entitlements.flatMap { line in
                line.counts.map { count in
                    [
                        .number(line.line), .text(count.licence), .text(count.flavour.rawValue), .text(count.version),
                        .number(count.quantity), .number(count.possible),
                    ]
                }
            })
    }

    var additive: WorkbookSheet {
        let sheet = sheet(
            "Additive", "licences some uses need on top of the base licence, which no log shows",
            [
                .word("Product"), .word("Licence"), .word("Flavour"), .name("Name"), .number("Low"), .number("High"),
                .number("Requirement"), .number("Entitled"), .number("Usable"), .number("Delta"), .number("Low cost"),
                .number("High cost"), .word("Currency"), .prose("Triggers"), .name("Open questions"),
                .prose("Reasons"),
            ], count: position.additive.count)
        return sheet.with { index in
            let line = position.additive[index]
            let (usable, requirement) = (SheetCell.figure(line.usable), SheetCell.figure(line.requirement))
            return [
                .text(line.product), .text(line.licence), .text(line.flavour.rawValue), .text(line.name),
                .figure(line.low), .figure(line.high),
                requirement, .number(line.entitled), usable,
                SheetFormula.sum([
                    .plus(sheet.letter("Usable"), usable), .minus(sheet.letter("Requirement"), requirement),
                ]).cell(stated: .figure(line.delta)), .amount(line.lowCost), .amount(line.highCost),
                .text(position.currency), .text(line.triggers.joined(separator: "; ")),
                .text(line.openQuestions.joined(separator: " ")), .reasons(line.reasons),
            ]
        }
    }
}
