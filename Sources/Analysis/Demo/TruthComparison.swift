import AccessModel
public import EvidenceStore
public import PositionModel
public import SyntheticEstate

/// Sets what the chain found against the truth an estate was made from: every figure the logs can show.
public struct TruthComparison: Sendable {
    /// Figures compared.
    public private(set) var checked = 0
    /// `what: expected 3, found 4`, in a stable order.
    public private(set) var differences: [String] = []

    /// - Parameters:
    ///   - estate: the estate's folder as it was given to the scan, to tell its inputs by their relative path.
    ///   - renames: rows of the store's view `renames`.
    public init(
        truth: Truth, estate: String, census: Census, position: Position, summary: ScanSummary,
        renames: [[StoreView.Value]]
    ) {
        compareServers(truth.showable, census)
        compareUnions(truth.showable, census)
        compareBridge(truth.bridge, position)
        compareProducts(truth.products, position)
        compareExternal(truth.external, position, truth.showable)
        compareCoverage(truth.coverage, position, truth.showable)
        compareInputs(truth.inputs, summary, estate: estate)
        compareRenames(truth.renames, position, renames)
    }

    /// Every rename is in the evidence once, and whoever was recorded under an account's old name is its user of today.
    private mutating func compareRenames(
        _ truth: [Truth.Rename], _ position: Position, _ renames: [[StoreView.Value]]
    ) {
        let found = renames.compactMap { row -> String? in
            guard row.count > 5, case .text(let old) = row[2], case .text(let new) = row[3],
                case .text(let time) = row[5]
            else { return nil }
            return "\(time.prefix(10)) \(old) \(new)"
        }
        check(
            "renames", truth.map { "\($0.day) \($0.from) \($0.to)" }.sorted { $0.isByteOrdered(before: $1) },
            found.sorted { $0.isByteOrdered(before: $1) })
        var usersOfName: [String: Set<String>] = [:]
        for entry in position.accounts {
            let bare = entry.account.split(separator: "\\", maxSplits: 1).last.map(String.init) ?? entry.account
            usersOfName[String(bare.prefix { $0 != "@" }), default: []].insert(entry.user)
        }
        for rename in truth where !rename.account.hasSuffix("$") {
            guard let users = usersOfName[rename.from] else { continue }
            check("users recorded as \(rename.from)", usersOfName[rename.account], users)
        }
    }

    private mutating func check<Value: Equatable>(_ what: String, _ expected: Value, _ found: Value?) {
        checked += 1
        guard found != expected else { return }
        differences.append("\(what): expected \(expected), found \(found.map { "\($0)" } ?? "nothing")")
    }

    private mutating func check(_ what: String, _ expected: Truth.Count, _ found: Figure?) {
        check(what, expected.value.map(String.init) ?? "null", found.map { $0.value.map(String.init) ?? "null" })
    }

    private mutating func compareServers(_ truth: Truth.Population, _ census: Census) {
        check("census servers", truth.servers.count, census.servers.count)
        for expected in truth.servers {
            let found = census.servers.first { $0.names.contains { expected.names.contains($0) } }
            let name = "census \(expected.server)"
            check("\(name) users", expected.users, found?.users)
            check("\(name) leads", expected.leads, found?.leads)
            check("\(name) devices_low", expected.devicesLow, found?.devicesLow)
            check("\(name) devices_high", expected.devicesHigh, found?.devicesHigh)
            check("\(name) edges", expected.edges, found?.edges)
            check(
                "\(name) authenticated_from_outside", expected.authenticatedFromOutside,
                found?.authenticatedFromOutside)
            check("\(name) anonymous_visitors", expected.anonymousVisitors, found?.anonymousVisitors)
            check("\(name) attempts", expected.attempts, found?.attempts)
        }
    }

    private mutating func compareUnions(_ truth: Truth.Population, _ census: Census) {
        for expected in truth.unions {
            let found = census.unions.first { $0.product == expected.product }
            let name = "union \(expected.product)"
            check("\(name) servers", expected.servers, found?.servers)
            check("\(name) users", expected.users, found?.users)
            check("\(name) devices_low", expected.devicesLow, found?.devicesLow)
            check("\(name) devices_high", expected.devicesHigh, found?.devicesHigh)
            check("\(name) edges", expected.edges, found?.edges)
        }
    }

    private mutating func compareBridge(_ truth: Truth.Bridge, _ position: Position) {
        guard let found = position.bridge.first(where: { $0.product == truth.product }) else {
            return check("bridge \(truth.product)", "a bridge", nil)
        }
        let name = "bridge \(truth.product)"
        check("\(name) start", truth.start, found.steps.first?.users)
        for step in truth.steps {
            let same = found.steps.first { $0.rule == step.step }
            check("\(name) \(step.step)", step.users * step.sign, (same?.users ?? 0) * (same?.sign ?? step.sign))
        }
        check("\(name) auditor_users", truth.auditorUsers, found.auditorUsers)
        check("\(name) defended_users", truth.defendedUsers, found.defendedUsers)
        let product = position.products.first { $0.product == truth.product && $0.flavour == "user" }
        check("\(name) evidenced_users", truth.evidencedUsers, product?.evidenced)
        if let real = truth.trueUsers {
            // What nobody wrote down lies inside the band, and a question says so.
            let band = (product?.low.value ?? .max)...max(product?.low.value ?? .max, product?.high.value ?? 0)
            check("\(name) true users inside the band", true, band.contains(real))
            check(
                "\(name) a question about whose people are", true,
                position.findings.contains { $0.id.hasPrefix("Q-relation") })
        }
        // The ledger may spell the domain otherwise (its DNS name); names are unique in the estate, but for local ones.
        var byAccount: [String: AccountLedgerEntry] = [:]
        var byName: [String: AccountLedgerEntry] = [:]
        for entry in position.accounts where entry.accountClass != "joined" {
            byAccount[entry.account] = byAccount[entry.account] ?? entry
            let bare = entry.account.split(separator: "\\", maxSplits: 1).last.map(String.init) ?? entry.account
            byName[bare] = byName[bare] ?? entry
        }
        for account in truth.accounts {
            let name = account.account.split(separator: "\\", maxSplits: 1).last.map(String.init) ?? account.account
            let found = byAccount[account.account] ?? byName[name]
            // To the truth each account has its own class; that it is a person's second one is a step of its own.
            let shown = found.map { $0.accountClass == "duplicate" ? "counted" : $0.accountClass }
            check("class of \(account.account)", account.accountClass, shown)
        }
    }

    private mutating func compareProducts(_ truth: [Truth.Product], _ position: Position) {
        for expected in truth {
            let rows = position.products.filter { $0.product == expected.product }
            let user = rows.first { $0.flavour == "user" }
            let device = rows.first { $0.flavour == "device" }
            let name = "product \(expected.product)"
            check("\(name) required_version", expected.requiredVersion, user?.requiredVersion.first?.version)
            check("\(name) requirement", Truth.Count(expected.requirement), user?.requirement)
            check("\(name) entitled_user", expected.entitledUser, user?.entitled)
            check("\(name) usable_user", Truth.Count(expected.usableUser), user?.usable)
            check("\(name) entitled_device", expected.entitledDevice, device?.entitled)
            check("\(name) usable_device", Truth.Count(expected.usableDevice), device?.usable)
            check("\(name) delta", Truth.Count(expected.delta), user?.delta)
            check("\(name) version_shortfall", Truth.Count(expected.versionShortfall), user?.versionShortfall)
        }
    }

    private mutating func compareExternal(
        _ truth: [Truth.Exposure], _ position: Position, _ population: Truth.Population
    ) {
        for expected in truth {
            let names = names(of: expected.server, population)
            let found = position.external.first { names.contains(Self.label($0.server)) && $0.site == expected.site }
            let name = "external \(expected.server) \(expected.site)"
            if let exposed = expected.exposed.value { check("\(name) exposed", exposed, found?.exposed) }
            check("\(name) anonymous_visitors", expected.anonymousVisitors, found?.anonymousVisitors)
            if !expected.proxySuspected {
                check(
                    "\(name) authenticated_visitors", Truth.Count(expected.authenticatedVisitors),
                    found?.authenticatedVisitors)
                check("\(name) employees_from_outside", expected.employeesFromOutside, found?.employeesFromOutside)
            }
            check("\(name) attempts", expected.attempts, found?.attempts)
            check("\(name) proxy_suspected", expected.proxySuspected, found?.proxySuspected)
            check("\(name) verdict", expected.verdict, found?.verdict.rawValue)
        }
        let shown = position.external.filter { $0.exposed || $0.verdict != .none || $0.proxySuspected }.count
        check("external rows with something to say", truth.count, shown)
    }

    private mutating func compareCoverage(
        _ truth: [Truth.LogCoverage], _ position: Position, _ population: Truth.Population
    ) {
        for expected in truth {
            let names = names(of: expected.server, population)
            let found = position.coverage.first {
                names.contains(Self.label($0.server)) && $0.source == expected.source && $0.log == expected.log
            }
            let name = "coverage \(expected.server) \(expected.log)"
            check(
                "\(name) days with records", expected.daysWithRecords,
                found.map { $0.covered + $0.partial + $0.cleared })
            check("\(name) gaps", expected.gaps, found?.gaps)
            check("\(name) cleared", expected.cleared.count, found?.cleared)
            check(
                "\(name) missing records", expected.missing.map { "\($0.from)..\($0.to): \($0.count)" },
                found?.reasons.filter { $0.kind == .missingIDs }.map {
                    "\($0.from)..\($0.to): \($0.text.prefix { $0 != " " })"
                })
        }
    }

    private mutating func compareInputs(_ truth: Truth.Inputs, _ summary: ScanSummary, estate: String) {
        for expected in truth.files {
            let found = summary.inputs.first { $0.location.path == estate + "/" + expected.path }
            let name = "input \(expected.path)"
            check("\(name) records", expected.records, found.map { Int($0.records) })
            check("\(name) ignored", expected.ignored, found.map { Int($0.ignored) })
            check("\(name) rejected", expected.rejected, found.map { Int($0.rejected) })
            check("\(name) rows", expected.rows, found.map { Int($0.accepted + $0.duplicates) })
            for reason in expected.rejectedByReason {
                let same = found?.rejectedByReason.first { $0.name == reason.reason }
                check("\(name) rejected: \(reason.reason)", reason.count, same.map { Int($0.count) })
            }
            if let accepted = expected.accepted.value {
                check("\(name) accepted", accepted, found.map { Int($0.accepted) })
            }
            if let duplicates = expected.duplicates.value {
                check("\(name) duplicates", duplicates, found.map { Int($0.duplicates) })
            }
            check("\(name) copies", expected.copies.map { estate + "/" + $0 }, found?.copies)
            check("\(name) damaged", expected.isDamaged, found.map { !$0.damage.isEmpty })
        }
        for overlap in truth.overlaps {
            let paths = overlap.paths.map { estate + "/" + $0 }
            let found = summary.inputs.filter { paths.contains($0.location.path) }.reduce(0) { $0 + Int($1.duplicates) }
            check("overlap of \(overlap.paths.joined(separator: " and "))", overlap.duplicates, found)
        }
        for expected in truth.unread {
            let found = summary.unread.first { $0.path == estate + "/" + expected.path }
            check("unread \(expected.path)", expected.format, found?.format.rawValue)
        }
        let totals = summary.totals
        check("inputs", truth.totals.inputs, summary.inputs.count)
        check("total records", truth.totals.records, Int(totals.records))
        check("total accepted", truth.totals.accepted, Int(totals.accepted))
        check("total ignored", truth.totals.ignored, Int(totals.ignored))
        check("total rejected", truth.totals.rejected, Int(totals.rejected))
        check("total duplicates", truth.totals.duplicates, Int(totals.duplicates))
        check("totals tie out", true, totals.tiesOut)
    }

    /// All names of a server of the truth, as host labels or addresses.
    private func names(of server: String, _ population: Truth.Population) -> Set<String> {
        let names = population.servers.first { $0.server == server }?.names ?? []
        return Set(names.map(Self.label) + [server])
    }

    private static func label(_ name: String) -> String {
        IPAddress(name) == nil ? String(name.prefix { $0 != "." }) : name
    }
}
