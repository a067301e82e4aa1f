public import PositionModel

extension Catalogue {
    /// Every row of the catalogue in words, in its own order.
    public var rules: [RuleList.Row] {
        products.flatMap(rules(of:)) + licences.map(Self.rule) + suites.map(Self.rule) + exemptions.map(Self.rule)
            + externalDefinitions.map(Self.rule) + prices.map(Self.rule)
            + sources.map { source in
                RuleList.Row(
                    section: "source", id: source.id, rule: source.title, source: source.url ?? "working knowledge")
            }
    }

    private static func row(
        _ section: String, _ id: String, _ rule: String, _ source: [String], _ confidence: Confidence
    ) -> RuleList.Row {
        RuleList.Row(
            section: section, id: id, rule: rule, source: source.joined(separator: ", "),
            confidence: confidence.rawValue)
    }

    private func rules(of product: Product) -> [RuleList.Row] {
        var rows = [
            Self.row(
                "product", product.id,
                "\(product.name): "
                    + (product.cal.map { "access needs \($0)" } ?? "access needs no licence of its own")
                    + Self.list("; on top for some uses", product.additive)
                    + (product.connector.map { "; External Connector \($0)" } ?? "")
                    + Self.list("; its users use too", product.infrastructure), product.source, product.confidence)
        ]
        rows += product.versions.map { version in
            Self.row(
                "version", "\(product.id)/\(version.id)",
                "available \(version.available); served by licences from \(version.calMinimum)"
                    + (version.calIssued ? "" : "; no licence of this version was sold")
                    + (version.needsActiveAssurance == true ? "; only with Software Assurance or a subscription" : ""),
                version.source, version.confidence)
        }
        rows += product.models.map { model in
            Self.row(
                "licence-model", model.id,
                "versions \(model.versions.joined(separator: ", ")): "
                    + (model.defaultModel.map { "\($0) where nothing is said" } ?? "no default")
                    + Self.list("; needs no CAL", model.calFreeModels), model.source, model.confidence)
        }
        rows += product.editions.map { edition in
            Self.row(
                "edition", edition.id,
                "versions \(edition.versions.joined(separator: ", ")): CAL \(edition.cal.rawValue)"
                    + (edition.note.map { "; \($0)" } ?? ""), edition.source, edition.confidence)
        }
        rows += product.externalUsers.map { rule in
            Self.row(
                "external-users", rule.id, "versions \(rule.versions.joined(separator: ", ")): \(rule.rule.rawValue)",
                rule.source, rule.confidence)
        }
        return rows
    }

    private static func rule(_ licence: Licence) -> RuleList.Row {
        row(
            "licence", licence.id,
            "\(licence.name): \(licence.kind.rawValue) licence of \(licence.product) per "
                + licence.flavours.map(\.rawValue).joined(separator: " or ")
                + list("; its holder needs too", licence.requires)
                + list("; needed for", licence.triggers ?? []), licence.source, licence.confidence)
    }

    private static func rule(_ suite: Suite) -> RuleList.Row {
        let rights = suite.rights.map { "\($0.licence) (\($0.confidence.rawValue))" }
        return row(
            "suite", suite.id,
            "\(suite.name): \(suite.kind.rawValue) per " + suite.flavours.map(\.rawValue).joined(separator: " or ")
                + (rights.isEmpty ? "; no right this catalogue knows" : "; rights " + rights.joined(separator: ", "))
                + (suite.needsAssurance ? "; only with Software Assurance" : "") + (suite.note.map { "; \($0)" } ?? ""),
            suite.source, suite.confidence)
    }

    private static func rule(_ exemption: Exemption) -> RuleList.Row {
        row(
            "exemption", exemption.id,
            "\(exemption.name): "
                + (exemption.products.isEmpty ? "all products" : exemption.products.joined(separator: ", "))
                + list(", versions", exemption.versions)
                + (exemption.authenticated ? "; also for who logged on" : "; not for who logged on")
                + "; \(exemption.decision)" + (exemption.note.map { "; \($0)" } ?? ""), exemption.source,
            exemption.confidence)
    }

    private static func rule(_ definition: ExternalDefinition) -> RuleList.Row {
        row(
            "external-definition", definition.id,
            "agreements signed \(definition.from ?? "ever") to \(definition.until ?? "now"): \(definition.text)",
            definition.source, definition.confidence)
    }

    private static func rule(_ price: ExamplePrice) -> RuleList.Row {
        row(
            "price", price.id,
            "\(price.licence)/\(price.flavour.rawValue) \(price.amount.text) \(price.currency)"
                + (price.range.count == 2 ? ", seen \(price.range[0].text) to \(price.range[1].text)" : "")
                + ", \(price.asOf)" + (price.example ? ": an example, no fact" : ""), price.source, price.confidence)
    }

    private static func list(_ what: String, _ items: [String]) -> String {
        items.isEmpty ? "" : "\(what) \(items.joined(separator: ", "))"
    }
}
