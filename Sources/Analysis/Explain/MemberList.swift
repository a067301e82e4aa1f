import AccessModel
import Identity
import PositionModel

/// The figures of the selected servers, and who or what each counts.
struct MemberList {
    private let selection: ExplainSelection
    private let counted: CensusMembers
    private let census: Census
    /// Nil for all, those that stand for a service account of a domain too.
    private let wanted: Set<Int>?
    private let servers: Set<Int>
    private let showsFailedNames: Bool

    /// - Parameter showsFailedNames: names of accounts that only failed: they may be what somebody typed into the wrong box.
    init(_ selection: ExplainSelection, estate: Estate, census: Census, showsFailedNames: Bool) {
        self.selection = selection
        self.census = census
        self.showsFailedNames = showsFailedNames
        let identities = selection.identities
        wanted = selection.servers
        servers =
            selection.servers
            ?? Set(identities.servers.indices.filter { !identities.servers[$0].isServiceAccount })
        counted = CensusTaker.members(
            evidence: selection.evidence, identities: identities, estate: estate, servers: servers)
    }

    // MARK: Figures

    /// Of one server as its census gives them; of several, how many members they have together.
    func figures(only: CensusFigure? = nil) -> [ExplainedFigure] {
        CensusFigure.allCases.filter { only == nil || $0 == only }.map { figure in
            let (low, high) = values(of: figure)
            return ExplainedFigure(figure: figure.rawValue, low: low, high: high)
        }
    }

    private func values(of figure: CensusFigure) -> (Figure, Figure) {
        func both(_ figure: Figure) -> (Figure, Figure) { (figure, figure) }
        if servers.count == 1, let index = servers.first,
            let server = census.servers.first(where: {
                ExactText($0.server) == ExactText(selection.identities.servers[index].name)
            })
        {
            switch figure {
            case .users: return both(Figure(server.users))
            case .leads: return both(Figure(server.leads))
            case .devices: return (server.devicesLow, server.devicesHigh)
            case .edges: return both(server.edges)
            case .outside: return both(Figure(server.authenticatedFromOutside))
            case .visitors: return both(server.anonymousVisitors)
            case .attempts: return both(Figure(server.attempts))
            case .records: return both(Figure(server.records))
            case .excludedAccounts, .excludedClients: break
            }
        }
        return switch figure {
        case .users: both(Figure(counted.users.count))
        case .leads: both(Figure(counted.leads.count))
        case .devices: devicesOfSeveral
        case .edges: union.map { both($0.edges) } ?? both(Figure(counted.edges.count))
        case .outside: both(Figure(counted.outside.count))
        case .visitors: both(isHidden ? .undetermined : Figure(counted.visitors.count))
        case .attempts, .records: both(Figure(Int(clamping: records(of: figure))))
        case .excludedAccounts, .excludedClients: both(Figure(tallies(of: figure).count))
        }
    }

    private func records(of figure: CensusFigure) -> UInt64 {
        tallies(of: figure).values.reduce(0) { $0.addedClamped($1.records) }
    }

    private var devicesOfSeveral: (Figure, Figure) {
        if let union { return (union.devicesLow, union.devicesHigh) }
        guard !isHidden else { return (.undetermined, .undetermined) }
        let tallies = tallies(of: .devices)
        let each = tallies.map { adds($0.key, $0.value, .devices) }
        return (Figure(each.reduce(0) { $0 + $1.low }), Figure(each.reduce(0) { $0 + $1.high }))
    }

    /// The census's own union over the same servers, where it has one.
    private var union: UnionCensus? {
        let product = selection.subjects.first { $0.kind == "product" }?.name ?? "all"
        return census.unions.first { ExactText($0.product) == ExactText(product) && $0.users == counted.users.count }
    }

    /// True where a suspected proxy stands before one of the servers.
    private var isHidden: Bool {
        let names = Set(servers.map { ExactText(selection.identities.servers[$0].name) })
        return census.servers.contains { names.contains(ExactText($0.server)) && $0.anonymousVisitors.value == nil }
    }

    // MARK: Members

    private struct Tally {
        var rows = 0
        var records: UInt64 = 0
        var days: Set<Day> = []

        mutating func see(_ day: Day, records count: UInt64) {
            rows += 1
            records = records.addedClamped(count)
            days.insert(day)
        }
    }

    private typealias Key = FigureMembership.Key

    /// In the order of their names, `limit` of them.
    func members(of figure: CensusFigure, limit: Int?) -> [ExplainedMember] {
        let tallies = tallies(of: figure)
        let chosen: [Key] =
            switch figure {
            case .users: counted.users.map(Key.user)
            case .leads: counted.leads.map(Key.user)
            case .outside: counted.outside.map(Key.user)
            case .devices: counted.devices.map(Key.device)
            case .edges: counted.edges.map { Key.edge(user: $0.user, device: $0.device) }
            case .visitors: counted.visitors.map(Key.address)
            case .attempts, .records, .excludedAccounts, .excludedClients:
                tallies.keys.map { ($0, title(of: $0)) }.sorted { $0.1 < $1.1 }.map(\.0)
            }
        return chosen.prefix(limit ?? chosen.count).map { key in
            let (tally, title) = (tallies[key] ?? Tally(), title(of: key))
            let adds = adds(key, tally, figure)
            return ExplainedMember(
                name: title.name.string, device: title.second.string, rule: title.rule.string, addsLow: adds.low,
                addsHigh: adds.high, rows: tally.rows, records: Int(clamping: tally.records),
                firstDay: tally.days.min()?.text ?? "", lastDay: tally.days.max()?.text ?? "")
        }
    }

    private func adds(_ key: Key, _ tally: Tally, _ figure: CensusFigure) -> (low: Int, high: Int) {
        switch (figure, key) {
        case (.attempts, _), (.records, _): (Int(clamping: tally.records), Int(clamping: tally.records))
        case (_, .device(let device)) where selection.identities.devices[device].isAddressOnly:
            (selection.identities.devices[device].isShared ? 0 : 1, tally.days.count)
        default: (1, 1)
        }
    }

    /// What a member is called.
    private struct Title: Comparable {
        var name: ExactText
        var second = ExactText("")
        var rule = ExactText("")
        /// Orders members of one title.
        var number = 0

        static func < (a: Title, b: Title) -> Bool {
            (a.name, a.second, a.rule, a.number) < (b.name, b.second, b.rule, b.number)
        }
    }

    private func title(of key: Key) -> Title {
        let (evidence, identities) = (selection.evidence, selection.identities)
        return switch key {
        case .user(let user): Title(name: ExactText(identities.users[user].name))
        case .device(let device): Title(name: ExactText(identities.devices[device].name))
        case .edge(let user, let device):
            Title(
                name: ExactText(identities.users[user].name), second: ExactText(identities.devices[device].name))
        case .address(let address): Title(name: evidence.texts[Int(address)])
        case .account(let account, let rule) where !showsFailedNames && identities.accounts[account].isOnlyTried:
            Title(name: ExactText("(only failed: --failures)"), rule: ExactText(rule), number: account)
        case .account(let account, let rule):
            Title(name: ExactText(identities.accounts[account].display), rule: ExactText(rule), number: account)
        case .client(let name, let address, let rule):
            Title(name: evidence.texts[Int(name)], second: evidence.texts[Int(address)], rule: ExactText(rule))
        case .counting(let name, let rule): Title(name: ExactText(name), rule: ExactText(rule))
        }
    }

    private func tallies(of figure: CensusFigure) -> [Key: Tally] {
        var tallies: [Key: Tally] = [:]
        let (evidence, identities) = (selection.evidence, selection.identities)
        for (position, row) in evidence.rows.enumerated() where isSelected(identities.rows[position].server) {
            if let key = selection.membership.key(ofRow: position, in: figure) {
                tallies[key, default: Tally()].see(row.day, records: row.count)
            }
        }
        for (position, visit) in evidence.visits.enumerated() where isSelected(identities.visitServers[position]) {
            if let key = selection.membership.key(ofVisit: position, in: figure) {
                tallies[key, default: Tally()].see(visit.day, records: visit.count)
            }
        }
        return tallies
    }

    private func isSelected(_ server: Int) -> Bool { wanted?.contains(server) ?? true }
}
