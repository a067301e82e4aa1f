import AccessModel
import Identity
import Licensing
import PositionModel

/// What the position says about its own evidence, and about what it found short or wasted.
enum EvidenceFindings {
    /// Everything about inputs, servers and coverage.
    static func evidence(
        _ study: Study, served: ServedProducts, coverage: CoverageGrid, references: FindingReferences,
        remarks: inout Remarks
    ) {
        unread(study, remarks: &remarks)
        damaged(study, remarks: &remarks)
        rejected(study, remarks: &remarks)
        missingRecords(coverage, remarks: &remarks)
        leaseZones(study, remarks: &remarks)
        unnamedServers(study, served: served, references: references, remarks: &remarks)
        withoutLogs(study, served: served, coverage: coverage, remarks: &remarks)
        gaps(coverage, references: references, remarks: &remarks)
    }

    /// Without a directory the population is who the logs show: whoever used only a server without logs is in no figure.
    private static func withoutLogs(
        _ study: Study, served: ServedProducts, coverage: CoverageGrid, remarks: inout Remarks
    ) {
        guard study.estate.directory.isEmpty else { return }
        let logged = Set(
            coverage.summaries.filter { $0.covered + $0.partial + $0.cleared > 0 }.map { ExactText($0.server) })
        let rows = Dictionary(grouping: served.rows.filter { $0.need == .cal && !$0.isImplied }) {
            ExactText($0.product.id)
        }
        for id in rows.keys.sorted() {
            let names = Set(
                (rows[id] ?? []).map { row in
                    ExactText(row.server.map { study.identities.servers[$0].name } ?? row.name)
                })
            let missing = names.subtracting(logged).sorted().map(\.string)
            guard !missing.isEmpty, let product = rows[id]?.first?.product else { continue }
            remarks.find(
                Finding(
                    id: "F-no-log-\(product.id)", severity: .high, product: product.id,
                    statement:
                        "\(product.name): servers without a record of a log in the window, and no directory to tell "
                        + "who uses them: \(missing.count) of \(names.count).",
                    effect: "whoever used only those servers is in no figure: what is required is a lower bound",
                    evidence: missing.prefix(50).joined(separator: ", ")))
        }
    }

    /// Where the groups of a product's servers and the evidence part.
    static func rights(
        _ requirement: ProductRequirement, study: Study, references: FindingReferences, remarks: inout Remarks
    ) {
        guard let gap = requirement.rights, requirement.notNeeded.isEmpty else { return }
        let product = requirement.product.id
        func names(_ users: [Int]) -> String { users.prefix(20).map(study.name(ofUser:)).joined(separator: ", ") }
        if !gap.seenWithoutRight.isEmpty {
            remarks.find(
                Finding(
                    id: "F-access-without-right-\(product)", severity: .medium, product: product,
                    statement: "\(gap.seenWithoutRight.count) users reached it and are in none of its access groups.",
                    effect:
                        "they are counted; the groups of servers.csv, or the export of their members, are not whole",
                    evidence: names(gap.seenWithoutRight), explain: references.users(gap.seenWithoutRight)))
        }
        if !gap.rightWithoutEvidence.isEmpty {
            remarks.find(
                Finding(
                    id: "F-right-without-access-\(product)", severity: .info, product: product,
                    statement:
                        "\(gap.rightWithoutEvidence.count) counted users are in its access groups and were not seen there.",
                    effect:
                        "they are in the defended figure, not in the evidenced one; taking the right away frees licences",
                    evidence: names(gap.rightWithoutEvidence)))
        }
    }

    private static func unread(_ study: Study, remarks: inout Remarks) {
        let unread = study.unread.sorted { ExactText($0.path) < ExactText($1.path) }
        guard !unread.isEmpty else { return }
        let failures = unread.filter(\.isFailure).count
        remarks.find(
            Finding(
                id: "F-unread-inputs", severity: failures > 0 ? .high : .low, product: "",
                statement: "\(unread.count) inputs were not read, \(failures) of them because they could not be.",
                effect: "whoever appears only in them is missing from every figure",
                evidence: unread.prefix(20).map { "\($0.path): \($0.reason)" }.joined(separator: "; ")))
    }

    /// An input that ends early may lack any number of records: no count of rejected ones says how many.
    private static func damaged(_ study: Study, remarks: inout Remarks) {
        let damaged = study.evidence.inputs.filter { !$0.damage.isEmpty }
            .map { (path: $0.location.display, damage: $0.damage) }
            .sorted { $0.path.isByteOrdered(before: $1.path) }
        guard !damaged.isEmpty else { return }
        remarks.find(
            Finding(
                id: "F-damaged-inputs", severity: .high, product: "",
                statement: "Damaged, so that part of them is lost or may be: \(damaged.count) inputs.",
                effect: "every figure is a lower bound for what they should have held; ask for them again",
                evidence: damaged.prefix(20).map { "\($0.path): \($0.damage)" }.joined(separator: "; ")))
    }

    /// Record ids rise one by one while a log lives: those between the lowest and the highest that no input holds were
    /// filtered out of the export, overwritten, or are elsewhere.
    private static func missingRecords(_ coverage: CoverageGrid, remarks: inout Remarks) {
        func list(_ verdicts: Set<String>, _ text: (CoverageGrid.Log) -> String) -> [String] {
            coverage.logs.filter { verdicts.contains($0.summary.recordIds) }.map { log in
                "\(log.summary.log) of \(log.summary.server)\(text(log))"
            }
        }
        let gaps = list(["gaps", "unclear", "partly-filtered"]) { ": \($0.missingRecordIDs) ids missing" }
        if !gaps.isEmpty {
            remarks.find(
                Finding(
                    id: "F-missing-record-ids", severity: .low, product: "",
                    statement: "Event logs of which the inputs do not hold every record id: \(gaps.count).",
                    effect: "records are missing; the coverage says between which times, as far as ids and times agree",
                    evidence: gaps.prefix(20).joined(separator: "; ")))
        }
        let filtered = list(["filtered"]) { _ in "" }
        if !filtered.isEmpty {
            remarks.find(
                Finding(
                    id: "F-filtered-exports", severity: .low, product: "",
                    statement: "Event logs of which the exports leave records out everywhere: \(filtered.count).",
                    effect:
                        "as it should be of exports filtered by event; record ids cannot show what else is missing there",
                    evidence: filtered.prefix(20).joined(separator: "; ")))
        }
    }

    private static func rejected(_ study: Study, remarks: inout Remarks) {
        let records = study.evidence.inputs.reduce(UInt64(0)) { $0 &+ $1.rejected }
        guard records > 0 else { return }
        let inputs = study.evidence.inputs.filter { $0.rejected > 0 }.map(\.location.display)
        remarks.find(
            Finding(
                id: "F-rejected-records", severity: .low, product: "",
                statement: "Rejected: \(records) records in \(inputs.count) inputs.",
                effect:
                    "what they say is missing from every figure; scan --rejects lists each with its reason and offset",
                evidence: inputs.sorted { $0.isByteOrdered(before: $1) }.prefix(20).joined(separator: "; ")))
    }

    /// DHCP logs carry the time of the server's own clock; what zone that is, only the organisation knows.
    private static func leaseZones(_ study: Study, remarks: inout Remarks) {
        let leases = study.evidence.leases.filter { $0.zone == 0 }.count
        guard leases > 0 else { return }
        remarks.find(
            Finding(
                id: "F-lease-time-zone", severity: .low, product: "",
                statement: "\(leases) DHCP leases have local times of an unknown time zone.",
                effect: "they are known by civil day only; around midnight UTC they may belong to the day beside it",
                evidence: "state the zone of each DHCP server's logs in estate.yaml, time_zones"))
    }

    /// Machines people reached that servers.csv does not name.
    private static func unnamedServers(
        _ study: Study, served: ServedProducts, references: FindingReferences, remarks: inout Remarks
    ) {
        var isNamed = [Bool](repeating: false, count: study.identities.servers.count)
        for server in served.rows.compactMap(\.server) { isNamed[server] = true }
        var users: [Int: Set<Int>] = [:]
        for (row, resolved) in zip(study.evidence.rows, study.identities.rows)
        where !isNamed[resolved.server] && row.outcome == .success && resolved.standing == .access {
            if let user = resolved.user { users[resolved.server, default: []].insert(user) }
        }
        let servers = users.keys.sorted()
        guard !servers.isEmpty, !study.estate.servers.isEmpty else { return }
        let kinds = MachineKinds(study.estate.directory)
        let byKind = Dictionary(grouping: servers) { kinds.kind(of: study.identities.servers[$0]) }
        func userCount(_ servers: [Int]) -> Int { Set(servers.flatMap { users[$0] ?? [] }).count }
        func names(_ servers: [Int]) -> String {
            servers.prefix(50).map { study.identities.servers[$0].name }.joined(separator: ", ")
        }
        let serving = byKind[.server, default: []]
        let open = (serving + byKind[.unknown, default: []]).sorted()
        if !open.isEmpty {
            remarks.find(
                Finding(
                    id: "F-unnamed-servers", severity: .high, product: "",
                    statement: "Machines with evidence of access that are not in servers.csv: \(open.count), "
                        + "\(serving.count) with a server operating system, \(open.count - serving.count) of unknown kind.",
                    effect: "users who reached them: \(userCount(open)); no product counts that access",
                    evidence: names(open), explain: references.servers(open, .users)))
        }
        // Workstations write logon events as well: their own users at their own desks.
        if let clients = byKind[.client] {
            remarks.find(
                Finding(
                    id: "F-unnamed-clients", severity: .info, product: "",
                    statement:
                        "Machines with evidence of access that have a client operating system: \(clients.count).",
                    effect: "their users: \(userCount(clients)); a client needs no CAL, unless it serves others",
                    evidence: names(clients), explain: references.servers(clients, .users)))
        }
    }

    private static func gaps(_ coverage: CoverageGrid, references: FindingReferences, remarks: inout Remarks) {
        for summary in coverage.summaries where summary.none + summary.partial + summary.cleared > 0 {
            let never = summary.covered + summary.partial + summary.cleared == 0
            remarks.find(
                Finding(
                    id: "F-coverage-\(summary.server)-\(summary.source)-\(summary.log)",
                    severity: never || summary.cleared > 0 ? .medium : .low, product: "",
                    statement: never
                        ? "No log of \(summary.server) covers any day of the window."
                        : "The log \(summary.log) of \(summary.server) has \(summary.none) days without a record, "
                            + "\(summary.partial) partial and \(summary.cleared) with a clearing.",
                    effect: summary.sensitivity, evidence: summary.gaps.prefix(20).joined(separator: ", "),
                    explain: references.server(named: summary.server, .records)))
        }
    }

    /// Shortfall, shortfall by version alone, and surplus of the row the chosen model asks for.
    /// - Parameter outsiders: external users whom spare user CALs of the product cover.
    /// An optimum that failed the check of its own certificate: a fault of this program, told like any other finding.
    static func failedCheck(of what: String, fault: String, product: String) -> Finding {
        Finding(
            id: "F-certificate-\(product)", severity: .high, product: product,
            statement: "The certificate of \(what) failed its check: \(fault). Its figures are not proven.",
            effect: "not determinable", evidence: "check of the lower bound after the solve; please report it")
    }

    static func shortfall(
        _ result: ProductResult, outsiders: Int, prices: PriceList, currency: String, remarks: inout Remarks
    ) {
        guard let row = result.chosen, let delta = row.delta.value, let requirement = row.requirement.value else {
            return
        }
        let product = result.requirement.product
        if delta < 0, row.flavour == "total", let unproven = UnprovenShortfall(result, prices: prices) {
            unproven.remark(currency: currency, remarks: &remarks)
        } else if delta < 0 {
            let share = requirement > 0 ? -delta * 1000 / requirement : 0
            var effect = "\(-delta) licences, \(share / 10).\(share % 10)% of the requirement"
            let flavour = Flavour(rawValue: row.flavour)
            if let cost = flavour.flatMap({ prices.cost(row.licence, $0, count: -delta) }) ?? result.mix.optimum?.cost {
                effect += ", \(cost.text) \(currency)"
            }
            remarks.find(
                Finding(
                    id: "F-shortfall-\(product.id)", severity: .high, product: product.id,
                    statement:
                        "\(product.name): \(row.usable.text) usable licences stand against a requirement of \(requirement) (\(row.flavour)).",
                    effect: effect, evidence: "products, mix and bridge of \(product.id)"))
        } else {
            // The CALs outsiders are covered by are needed: they are in no surplus.
            let lent = row.flavour == Flavour.device.rawValue ? 0 : min(delta, outsiders)
            surplus(product, row, count: delta - lent, lent: lent, requirement: requirement, remarks: &remarks)
        }
        wrongFlavour(result, row, product: product, remarks: &remarks)
        if let short = row.versionShortfall.value, short > 0 {
            let statement =
                short >= -delta
                ? "\(short) licences are missing by version alone, though there are heads enough."
                : "\(short) of the shortfall of \(-delta) would not be there if every licence held had the right version."
            remarks.find(
                Finding(
                    id: "F-version-\(product.id)", severity: .high, product: product.id,
                    statement: "\(product.name): \(statement)", effect: "\(short) licences",
                    evidence: "versions of \(product.id)"))
        }
    }

    /// Licences of the flavour the chosen model does not count: they cover nobody, whether some are missing or not.
    private static func wrongFlavour(
        _ result: ProductResult, _ row: ProductPosition, product: Catalogue.Product, remarks: inout Remarks
    ) {
        guard row.flavour != "total",
            let other = result.positions.first(where: { $0.flavour != row.flavour && $0.flavour != "total" }),
            other.entitled > 0
        else { return }
        let missing = max(0, -(row.delta.value ?? 0))
        remarks.find(
            Finding(
                id: "F-flavour-\(product.id)", severity: missing > 0 ? .medium : .info, product: product.id,
                statement:
                    "\(product.name): \(other.entitled) \(other.flavour) licences are held, and the model chosen counts \(row.flavour) licences only.",
                effect: missing > 0
                    ? "\(missing) \(row.flavour) licences are missing; the model mix may use the \(other.flavour) licences held"
                    : "they cover nobody under this model; a flavour can be changed when Software Assurance is renewed",
                evidence: "products of \(product.id); rules.choose of estate.yaml"))
    }

    private static func surplus(
        _ product: Catalogue.Product, _ row: ProductPosition, count: Int, lent: Int, requirement: Int,
        remarks: inout Remarks
    ) {
        guard count > 0 else { return }
        let outside = lent > 0 ? " and \(lent) that cover external users" : ""
        remarks.find(
            Finding(
                id: "F-surplus-\(product.id)", severity: .info, product: product.id,
                statement:
                    "\(product.name): \(count) usable licences more than the requirement of \(requirement) (\(row.flavour))\(outside).",
                effect: "\(count) licences", evidence: "products and mix of \(product.id)"))
    }

    static func external(_ licensing: ExternalLicensing, references: FindingReferences, remarks: inout Remarks) {
        for finding in licensing.findings { remarks.find(finding) }
        for exposure in licensing.uncovered {
            let place = exposure.server + (exposure.site.isEmpty ? "" : " site \(exposure.site)")
            remarks.find(
                Finding(
                    id: "F-external-uncovered-\(exposure.server)-\(exposure.site)", severity: .high,
                    product: ExternalLicensing.product,
                    statement:
                        "\(place): the External Connector there does not cover its external users: \(exposure.why).",
                    effect: exposure.calCost.map { "CALs \($0.text)" } ?? "not determinable",
                    evidence: "external of \(place)", explain: references.server(named: exposure.server, .records)))
        }
        for exposure in licensing.exposures {
            let place = exposure.server + (exposure.site.isEmpty ? "" : " site \(exposure.site)")
            let (name, severity): (String, Finding.Severity)
            switch exposure.verdict {
            case .gap: (name, severity) = ("gap", .high)
            case .waste where licensing.isUsedElsewhere(exposure): continue
            case .waste: (name, severity) = ("waste", .medium)
            case .notDeterminable: (name, severity) = ("not-determinable", .medium)
            case .covered, .exempt, .none: continue
            }
            var effect = exposure.verdict == .waste ? "could be saved" : "not determinable"
            let costs = [
                exposure.ecCost.map { "External Connectors \($0.text)" }, exposure.calCost.map { "CALs \($0.text)" },
            ].compactMap { $0 }
            if !costs.isEmpty { effect = costs.joined(separator: ", ") }
            remarks.find(
                Finding(
                    id: "F-external-\(name)-\(exposure.server)-\(exposure.site)", severity: severity,
                    product: ExternalLicensing.product, statement: "\(place): \(exposure.why).", effect: effect,
                    evidence: "external of \(place)",
                    explain: references.server(named: exposure.server, .records)))
        }
    }
}
