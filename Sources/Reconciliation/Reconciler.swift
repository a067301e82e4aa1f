public import AccessModel
public import Identity
public import Licensing
public import PositionModel

/// Sets evidence against directory and licences: the position, line by line.
public struct Reconciler: Sendable {
    let catalogue: Catalogue
    /// Works out other prices however large the graph of a product is.
    let isUnlimited: Bool

    public init(catalogue: Catalogue, isUnlimited: Bool = false) {
        self.catalogue = catalogue
        self.isUnlimited = isUnlimited
    }

    /// - Parameters:
    ///   - evidence: already cut to the window (`WindowChoice`).
    ///   - identities: who is who in that very evidence.
    ///   - unread: inputs that could not be read: part of every result.
    ///   - proxies: peers that look like proxies; what is behind them is not determinable.
    public func position(
        evidence: Evidence, identities: Identities, estate: Estate, unread: [UnreadInput] = [],
        proxies: [SuspectedProxy] = []
    ) -> Position {
        func reconciled(_ estate: Estate, comparison: MixComparison.Extent) -> Position {
            decided(
                Study(
                    catalogue: catalogue, evidence: evidence, identities: identities, estate: estate, unread: unread,
                    proxies: proxies), comparison: comparison)
        }
        var position = reconciled(estate, comparison: isUnlimited ? .unlimited : .limited)
        if estate.settings.answers.isEmpty {
            position.identify(byTool: position.products)
        } else {
            // What answers added and took away is what the same reconciliation gives without them.
            var unanswered = estate
            unanswered.settings.answers = []
            position.identify(byTool: reconciled(unanswered, comparison: .none).products)
        }
        return position
    }

    /// The position as evidence, estate and answers together give it.
    private func decided(_ study: Study, comparison: MixComparison.Extent) -> Position {
        let (evidence, estate) = (study.evidence, study.estate)
        var remarks = Remarks(study.answers)
        let served = ServedProducts(study, remarks: &remarks)
        let holdings = Holdings(study, served: Set(served.rows.map(\.product.id)), remarks: &remarks)
        holdings.findIdle(study, remarks: &remarks)
        let prices = PriceList(settings: estate.settings, catalogue: catalogue)
        let ((classes, outside), (accesses, coverage, sides)) = Together.both(
            {
                let classes = AccountClasses(study)
                return (classes, OutsideAccess(study, classes: classes))
            },
            {
                (
                    AccessByProduct(study, served: served), CoverageGrid(study, served: served),
                    SidesOfProducts(
                        devices: DeviceFacts(study, skipped: Set(estate.settings.disabledRules)),
                        groups: AccessGroups(estate.directory), behind: MultiplexedUsers(study))
                )
            })
        let nameless = NamelessVisitors(outside, study: study)
        var results = products(
            study, served: served, accesses: accesses, classes: classes, sides: sides, holdings: holdings,
            prices: prices, nameless: nameless, comparison: comparison, remarks: &remarks)
        let (bundles, given) = SuiteBundles.apply(
            to: &results, holdings: holdings, study: study, prices: prices, remarks: &remarks)
        let external = ExternalLicensing(
            study, served: served, access: outside, holdings: holdings, prices: prices,
            spare: Dictionary(
                results.map { (ExactText($0.requirement.licence), $0.spareUserLicences) },
                uniquingKeysWith: { first, _ in first }),
            coverage: coverage, remarks: &remarks)

        for result in results {
            EvidenceFindings.shortfall(
                result,
                outsiders: external.onSpareCALs(result.requirement.product),
                prices: prices, currency: estate.settings.currency, remarks: &remarks)
        }
        let references = FindingReferences(study, served: served)
        for result in results {
            EvidenceFindings.rights(result.requirement, study: study, references: references, remarks: &remarks)
        }
        EvidenceFindings.external(external, references: references, remarks: &remarks)
        EvidenceFindings.evidence(
            study, served: served, coverage: coverage, references: references, remarks: &remarks)
        RemoteAdministration(study, accesses: accesses, devices: sides.devices).ask(
            results.map(\.requirement).first { $0.product.id == Sessions.product }, remarks: &remarks)
        noteMissing(study, remarks: &remarks)
        SettingsCheck(study, served: Set(served.rows.map(\.product.id))).note(&remarks)
        let general = EstateQuestions(study: study, classes: classes)
        general.askRelation(results.map(\.requirement), remarks: &remarks)
        general.askNameless(nameless.addresses, remarks: &remarks)
        let additive = AdditiveLicences(study, holdings: holdings, given: given, prices: prices).positions(
            results, remarks: &remarks)
        remarks.noteUnused()
        for index in results.indices { results[index].attachQuestions(remarks) }

        var position = Position(
            organisation: estate.settings.organisationName, catalogueVersion: catalogue.version,
            currency: estate.settings.currency, window: study.positionWindow,
            bridge: results.map(\.requirement.population.bridge),
            auditorView: results.map {
                $0.auditorView(external: outside.externalUsers, licensing: external)
            },
            products: results.flatMap(\.positions), mix: results.map(\.mix), external: external.exposures,
            externalChoice: external.choices, externalOptimum: external.optimum, versions: results.flatMap(\.versions),
            coverage: coverage.summaries, accounts: AccountLedger.entries(study, classes: classes),
            findings: remarks.ordered(references),
            questions: AskedQuestion.register(remarks.questions), answers: remarks.decided,
            gauge: GaugeReading.gauge(
                results, additive: additive,
                outsiders: OutsidersLeft(external.exposures, optimum: external.optimum), prices: prices,
                share: estate.settings.positionShare),
            additive: additive,
            bundles: bundles,
            elp: results.flatMap { ELPLines.lines($0, outsiders: outside.externalUsers, study: study) },
            inputs: InputLedgerEntries.ledger(evidence.inputs),
            notices: (estate.notices + remarks.notices).sorted { a, b in
                (ExactText(a.file), a.line, ExactText(a.message)) < (ExactText(b.file), b.line, ExactText(b.message))
            })
        position.entitlements = holdings.ledger(study)
        position.evidenceOverTime = results.compactMap {
            SeenOverTime.evidence(of: $0.requirement, window: study.window)
        }
        position.servers = ServerLines.lines(study, served: served)
        return position
    }

    private func products(
        _ study: Study, served: ServedProducts, accesses: AccessByProduct, classes: AccountClasses,
        sides: SidesOfProducts, holdings: Holdings, prices: PriceList, nameless: NamelessVisitors,
        comparison: MixComparison.Extent, remarks: inout Remarks
    ) -> [ProductResult] {
        let (devices, groups, behind) = (sides.devices, sides.groups, sides.behind)
        return served.products(catalogue).compactMap { product in
            ProductRequirement(
                product: product, study: study, served: served, accesses: accesses, classes: classes,
                devices: devices, groups: groups, behind: behind,
                nameless: product.id == ExternalLicensing.product ? nameless : NamelessVisitors(), remarks: &remarks
            ).map { requirement in
                ProductResult(
                    requirement, study: study, holdings: holdings, devices: devices, classes: classes,
                    prices: prices, comparison: comparison, remarks: &remarks)
            }
        }
    }

    /// Ids `rules.disable` may name: steps of the bridge and rules by which names are joined.
    private static let switchableRules =
        BridgeRules.removing.map(\.id) + [BridgeRules.server] + JoinRules.table.map(\.id)

    /// What parts of the estate nobody gave.
    private func noteMissing(_ study: Study, remarks: inout Remarks) {
        if study.estate.directory.isEmpty {
            remarks.note(
                file: "directory",
                "no directory export: the population is the users seen in the logs, so nobody who may have access "
                    + "without using it is counted, and nothing tells leavers, service accounts or duplicates apart")
        }
        Administrators.note(study, remarks: &remarks)
        if study.estate.servers.isEmpty {
            remarks.note(
                file: "servers.csv",
                "no servers: without products and versions there is nothing to set licences against")
        }
        for id in study.estate.settings.disabledRules where !Self.switchableRules.contains(id) {
            remarks.note(
                file: "estate.yaml",
                "rules.disable: there is no rule \"\(id)\", so nothing is turned off by it; the rules are "
                    + Self.switchableRules.joined(separator: ", "))
        }
    }
}

/// What the requirements of all products look at beside accounts.
private struct SidesOfProducts: Sendable {
    var devices: DeviceFacts
    var groups: AccessGroups
    var behind: MultiplexedUsers
}

extension Position {
    /// Splits each defended figure into what the tool gives alone and what answers changed.
    fileprivate mutating func identify(byTool rows: [ProductPosition]) {
        for index in products.indices {
            let row = products[index]
            let tool = rows.first { $0.product == row.product && $0.flavour == row.flavour }
            // A product that is there only because of an answer is none to the tool.
            let found = tool.map(\.defended) ?? Figure(0)
            products[index].identifiedByTool = found
            defer { ELPLines.identifyManually(&elp, row: products[index]) }
            if let defended = row.defended.value, let value = found.value {
                products[index].identifiedManually = Figure(defended - value)
                continue
            }
            let why =
                (row.defended.value == nil ? row : tool)?.reasons.first { $0.figure == "defended" }?.reason
                ?? "not determinable without the answers"
            products[index].identifiedManually = .undetermined
            if found.value == nil {
                products[index].reasons.append(Reason(figure: "identifiedByTool", reason: why))
            }
            products[index].reasons.append(Reason(figure: "identifiedManually", reason: why))
        }
    }
}
