public import AccessModel
public import Identity
public import Licensing
public import PositionModel

/// Sets evidence against directory and licences: the position, line by line.
public struct Reconciler: Sendable {
    let catalogue: Catalogue

    public init(catalogue: Catalogue) { self.catalogue = catalogue }

    /// - Parameters:
    ///   - evidence: already cut to the window (`WindowChoice`).
    ///   - identities: who is who in that very evidence.
    ///   - unread: inputs that could not be read: part of every result.
    ///   - proxies: peers that look like proxies; what is behind them is not determinable.
    public func position(
        evidence: Evidence, identities: Identities, estate: Estate, unread: [UnreadInput] = [],
        proxies: [SuspectedProxy] = []
    ) -> Position {
        let study = Study(
            catalogue: catalogue, evidence: evidence, identities: identities, estate: estate, unread: unread,
            proxies: proxies)
        var remarks = Remarks()
        let served = ServedProducts(study, remarks: &remarks)
        let holdings = Holdings(study, remarks: &remarks)
        let prices = PriceList(settings: estate.settings, catalogue: catalogue)
        let classes = AccountClasses(study)
        let accesses = AccessByProduct(study, served: served)
        let coverage = CoverageGrid(study, served: served)

        var results = products(
            study, served: served, accesses: accesses, classes: classes, holdings: holdings, prices: prices,
            remarks: &remarks)
        let outside = OutsideAccess(study, classes: classes)
        let external = ExternalLicensing(
            study, served: served, access: outside, holdings: holdings, prices: prices,
            spare: results.first { $0.requirement.product.id == ExternalLicensing.product }?.spareUserLicences ?? 0,
            coverage: coverage, remarks: &remarks)

        for result in results {
            EvidenceFindings.shortfall(
                result,
                outsiders: result.requirement.product.id == ExternalLicensing.product ? external.coveredBySpare : 0,
                prices: prices, currency: estate.settings.currency, remarks: &remarks)
        }
        EvidenceFindings.external(external, remarks: &remarks)
        EvidenceFindings.evidence(
            study, served: served, coverage: coverage, accesses: accesses, remarks: &remarks)
        askGeneral(study, classes: classes, outside: outside, remarks: &remarks)
        for index in results.indices { results[index].attachQuestions(remarks) }

        return Position(
            organisation: estate.settings.organisationName, catalogueVersion: catalogue.version,
            currency: estate.settings.currency, window: study.positionWindow,
            bridge: results.map(\.requirement.population.bridge),
            auditorView: results.map {
                $0.auditorView(external: outside.externalUsers, licensing: external)
            },
            products: results.flatMap(\.positions), mix: results.map(\.mix), external: external.exposures,
            externalChoice: external.choices, versions: results.flatMap(\.versions), coverage: coverage.summaries,
            accounts: AccountLedger.entries(study, classes: classes), findings: remarks.ordered,
            inputs: InputLedgerEntries.ledger(evidence.inputs),
            notices: (estate.notices + remarks.notices).sorted { a, b in
                (ExactText(a.file), a.line, ExactText(a.message)) < (ExactText(b.file), b.line, ExactText(b.message))
            })
    }

    private func products(
        _ study: Study, served: ServedProducts, accesses: AccessByProduct, classes: AccountClasses,
        holdings: Holdings, prices: PriceList, remarks: inout Remarks
    ) -> [ProductResult] {
        let devices = DeviceFacts(study, skipped: Set(study.estate.settings.disabledRules))
        let groups = AccessGroups(study.estate.directory)
        let behind = MultiplexedUsers(study)
        return served.products(catalogue).compactMap { product in
            ProductRequirement(
                product: product, study: study, served: served, accesses: accesses, classes: classes,
                devices: devices, groups: groups, behind: behind, remarks: &remarks
            ).map { requirement in
                ProductResult(
                    requirement, study: study, holdings: holdings, devices: devices, shared: classes.sharedUsers,
                    prices: prices, remarks: &remarks)
            }
        }
    }

    /// Ids `rules.disable` may name: steps of the bridge and rules by which names are joined.
    private static let switchableRules =
        BridgeRules.removing.map(\.id) + [BridgeRules.server] + JoinRules.table.map(\.id)

    /// What stays open about the estate as a whole.
    private func askGeneral(
        _ study: Study, classes: AccountClasses, outside: OutsideAccess, remarks: inout Remarks
    ) {
        if study.estate.directory.isEmpty {
            remarks.note(
                file: "directory",
                "no directory export: the population is the users seen in the logs, so nobody who may have access "
                    + "without using it is counted, and nothing tells leavers, service accounts or duplicates apart")
        }
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
        let unknown = classes.unknownRelation.keys.sorted()
        if !unknown.isEmpty {
            remarks.ask(
                OpenQuestion(
                    id: "Q-relation", product: "",
                    statement:
                        "Whose \(unknown.count) users are is not declared: they are counted as the organisation's own.",
                    effect: "low 0, high \(unknown.count) users fewer, licensed as external ones instead",
                    evidence: unknown.prefix(20).map { study.identities.users[$0].name }.joined(separator: ", ")))
        }
        let internalVisitors = Set(outside.sites.values.flatMap(\.internalAnonymous)).count
        if internalVisitors > 0 {
            remarks.ask(
                OpenQuestion(
                    id: "Q-anonymous-inside", product: "windows-server",
                    statement: "\(internalVisitors) internal addresses reached web sites without a name.",
                    effect: "low 0, high \(internalVisitors) devices that no user CAL is known to cover",
                    evidence: "anonymous web visits from internal networks"))
        }
    }
}
