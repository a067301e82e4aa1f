import PositionModel

/// All user CALs, all device CALs, or the cheapest mix with its proof.
struct MixSection {
    var mixes: [ProductMix]
    var context: ReportContext

    func markup(_ anchors: inout Anchors) -> Markup {
        var body = Markup.empty
        for mix in mixes { body += mixMarkup(mix, &anchors) }
        return """
            <section id="mix" aria-labelledby="mix-title">
            <h2 id="mix-title">User CALs, device CALs, or a mix</h2>
            <p class="lead">Every person-and-device pair seen on a server must be covered on one of its two sides.</p>
            \(mixes.isEmpty ? "<p>No product was counted.</p>\n" : body)</section>

            """
    }

    private func mixMarkup(_ mix: ProductMix, _ anchors: inout Anchors) -> Markup {
        let id = anchors.id("mix", mix.product)
        return """
            <h3 id="\(id)">\(context.product(mix.product))</h3>
            \(table(mix))\(certificate(mix))\(unresolved(mix))\(Markup.reasons(mix.reasons))\
            \(mix.alternatives.map { alternatives($0, product: mix.product) } ?? .empty)\
            \(mix.assignment.isEmpty ? .empty : assignment(mix))
            """
    }

    private func table(_ mix: ProductMix) -> Markup {
        var rows = [
            HTMLTable.Row([
                "All user CALs, at list price", .figure(mix.allUser), "0", money(mix.alternatives?.allUserCost), .empty,
            ]),
            HTMLTable.Row([
                "All device CALs, at list price", "0", .figure(mix.allDevice), money(mix.alternatives?.allDeviceCost),
                .empty,
            ]),
        ]
        if let optimum = mix.optimum {
            rows.append(
                HTMLTable.Row(
                    [
                        title(optimum), "\(optimum.users)", "\(optimum.devices)", context.money(optimum.cost),
                        context.money(optimum.lowerBound),
                    ], weight: .subtotal))
        } else {
            rows.append(
                HTMLTable.Row(
                    [
                        "Cheapest mix", .notDeterminable, .notDeterminable, .notDeterminable, .notDeterminable,
                    ], weight: .subtotal))
        }
        return HTMLTable(
            caption: "\(context.shortProduct(mix.product)): three models compared",
            columns: [
                .text("Model"), .number("User CALs"), .number("Device CALs"), .number("Cost"),
                .number("Proven lower bound"),
            ],
            rows: rows
        ).markup
    }

    private func money(_ amount: Money?) -> Markup { amount.map { context.money($0) } ?? .notDeterminable }

    /// One flavour per department, and the cheapest mix at other prices.
    private func alternatives(_ other: MixAlternatives, product: String) -> Markup {
        var result = Markup.empty
        if let cost = other.segmentsCost {
            result +=
                HTMLTable(
                    caption:
                        "\(context.shortProduct(product)): one flavour per department, \(context.money(cost)) at list price",
                    columns: [
                        .text("Department"), .number("People"), .number("Only by user CAL"), .number("Devices"),
                        .text("Cheapest"),
                    ],
                    rows: other.segments.prefix(ListLimit.assignments).map { segment in
                        HTMLTable.Row([
                            segment.segment.isEmpty ? "none given" : .name(segment.segment), "\(segment.users)",
                            "\(segment.usersOnly)", "\(segment.devices)", "\(segment.choice.rawValue) CALs",
                        ])
                    },
                    hidden: max(0, other.segments.count - ListLimit.assignments)
                ).markup
            if !other.segmentsCertificate.isEmpty {
                result += "<p>Certificate: \(sentence(other.segmentsCertificate))</p>\n"
            }
        }
        if !other.sensitivity.isEmpty {
            result +=
                HTMLTable(
                    caption: "\(context.shortProduct(product)): the cheapest mix at other list prices, nothing held",
                    columns: [
                        .number("Price of a user CAL"), .number("Price of a device CAL"), .number("User CALs"),
                        .number("Device CALs"), .number("Cost"),
                    ],
                    rows: other.sensitivity.map { price in
                        HTMLTable.Row([
                            context.money(price.userPrice), context.money(price.devicePrice), "\(price.users)",
                            "\(price.devices)",
                            context.money(price.cost)
                                + (price.tie ? "<small>other mixes cost the same</small>" : .empty),
                        ])
                    }
                ).markup
        }
        return result + Markup.reasons(other.reasons)
    }

    /// Cheapest is said only of a mix whose cost meets its proven lower bound.
    private func title(_ optimum: ProductMix.Optimum) -> Markup {
        optimum.cost == optimum.lowerBound ? "Cheapest mix" : "Best mix found"
    }

    private func certificate(_ mix: ProductMix) -> Markup {
        guard let optimum = mix.optimum else { return .empty }
        let tie: Markup =
            optimum.tie ? " Other mixes cost the same; the one with most user CALs is shown." : .empty
        return "<p>Certificate: \(sentence(optimum.certificate))\(tie)</p>\n"
    }

    /// The text with a full stop.
    private func sentence(_ text: String) -> String { text.utf8.last == UInt8(ascii: ".") ? text : text + "." }

    private func unresolved(_ mix: ProductMix) -> Markup {
        guard mix.unresolvedEdges != 0 else { return .empty }
        return """
            <p>\(mix.unresolvedEdges) accesses name only the person or only the device, and are taken as explained by \
            the complete pairs of that person or device.</p>

            """
    }

    private func assignment(_ mix: ProductMix) -> Markup {
        // Devices first: which shared devices get a licence is the decision; the users are everybody else.
        let ordered = [Flavour.device, .server, .user].flatMap { flavour in
            mix.assignment.filter { $0.flavour == flavour }
        }
        let shown = ordered.prefix(ListLimit.assignments)
        return HTMLTable(
            caption: "\(context.shortProduct(mix.product)): who gets a licence in this mix, devices first",
            columns: [.text("Holder"), .text("Licence")],
            rows: shown.map { HTMLTable.Row([.name($0.holder), "\($0.flavour.rawValue) CAL"]) },
            hidden: ordered.count - shown.count,
            folded: "Who gets a licence in this mix: \(Markup.count(ordered.count, "holder", "holders"))"
        ).markup
    }
}
