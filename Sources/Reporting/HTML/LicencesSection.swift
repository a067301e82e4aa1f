import PositionModel

/// The ledger of licences, and licences that are counted apart: those needed on top of a base CAL, and suites whose parts must stay
/// together.
struct LicencesSection {
    var additive: [AdditivePosition]
    var bundles: [BundleAssignment]
    var entitlements: [EntitlementLine]
    var context: ReportContext

    var markup: Markup {
        """
        <section id="licences" aria-labelledby="licences-title">
        <h2 id="licences-title">Licences held, additive licences and suites</h2>
        \(entitlements.isEmpty ? "<p>No ledger of licences was given.</p>\n" : ledgerTable)\
        <p class="lead">Some uses need a licence on top of the base CAL, which no log shows. The parts of a suite cannot be \
        given to different people or devices.</p>
        \(additive.isEmpty ? "<p>No product here has such uses.</p>\n" : additiveTable)\
        \(bundles.isEmpty ? "<p>No suite covers the requirement of several products.</p>\n" : bundleTable)</section>

        """
    }

    private var ledgerTable: Markup {
        let shown = entitlements.prefix(ListLimit.entitlements)
        return HTMLTable(
            caption: "entitlements.csv line by line, and what each line counts as",
            columns: [
                .number("Line"), .text("Licence"), .number("Quantity"), .text("Bought"), .text("Assigned to"),
                .text("Counts as"),
            ],
            rows: shown.map { line in
                HTMLTable.Row([
                    "\(plain: line.line)", "\(line.licence)\(small(line.note))", "\(line.quantity)", bought(line),
                    line.assignedTo.isEmpty ? "–" : .name(line.assignedTo), counts(line),
                ])
            },
            hidden: entitlements.count - shown.count,
            folded: "The ledger: \(Markup.count(entitlements.count, "line", "lines"))"
        ).markup
    }

    private func small(_ text: String) -> Markup { text.isEmpty ? .empty : "<small>\(text)</small>" }

    private func bought(_ line: EntitlementLine) -> Markup {
        let facts = [
            line.flavour, line.version, line.term, line.saEnd.isEmpty ? "" : "until \(line.saEnd)",
            line.agreement, line.signed.isEmpty ? "" : "signed \(line.signed)", line.source,
        ].filter { !$0.isEmpty }
        return facts.isEmpty ? "–" : "\(facts.joined(separator: ", "))"
    }

    private func counts(_ line: EntitlementLine) -> Markup {
        if line.counts.isEmpty { return "nothing<small>\(line.why)</small>" }
        return line.counts.map { count in
            let version = count.version.isEmpty ? "of no known version" : count.version
            let possible: Markup = count.possible > 0 ? ", perhaps \(count.possible)" : .empty
            return "<small>\(count.quantity) \(count.licence)/\(count.flavour.rawValue) \(version)\(possible)</small>"
                as Markup
        }.joined()
    }

    private var additiveTable: Markup {
        let shown = additive.prefix(ListLimit.additive)
        return HTMLTable(
            caption: "Needed on top of the base CAL, at least and at most; costs are beyond what is held",
            columns: [
                .text("Licence and what needs it"), .number("Low"), .number("High"), .number("Requirement"),
                .number("Held"), .number("Usable"), .number("Delta"), .number("Cost, low, \(context.currency)"),
                .number("Cost, high, \(context.currency)"),
            ],
            rows: shown.map { line in
                HTMLTable.Row([
                    "\(line.name)<small>\(context.shortProduct(line.product))</small>\(triggers(line))\(Markup.reasons(line.reasons))"
                        + questions(line),
                    .figure(line.low), .figure(line.high), .figure(line.requirement), "\(line.entitled)",
                    .figure(line.usable), .difference(line.delta), context.bareMoney(line.lowCost),
                    context.bareMoney(line.highCost),
                ])
            },
            hidden: additive.count - shown.count
        ).markup
    }

    private func triggers(_ line: AdditivePosition) -> Markup {
        line.triggers.isEmpty ? .empty : "<small>needed by \(line.triggers.joined(separator: ", "))</small>"
    }

    private func questions(_ line: AdditivePosition) -> Markup {
        line.openQuestions.map { "<small>\(context.link("question", $0, .name($0)))</small>" as Markup }.joined()
    }

    private var bundleTable: Markup {
        let shown = bundles.prefix(ListLimit.bundles)
        return HTMLTable(
            caption: "Suites that cover several products, and who they must go to",
            columns: [.text("Holder"), .text("Licence"), .text("Flavour"), .text("Covers"), .number("Ledger line")],
            rows: shown.map { bundle in
                HTMLTable.Row([
                    .name(bundle.holder), "\(bundle.licence)", "\(bundle.flavour.rawValue)",
                    "\(bundle.products.map(context.shortProduct).joined(separator: ", "))", "\(plain: bundle.line)",
                ])
            },
            hidden: bundles.count - shown.count,
            folded: "Who the suites go to: \(Markup.count(bundles.count, "assignment", "assignments"))"
        ).markup
    }
}
