import AccessModel
import Identity
import PositionModel

/// The figures of the selected servers, and who or what each counts.
struct MemberList {
    private let selection: ExplainSelection
    private let counted: CensusMembers
    private let census: Census
    private let servers: Set<Int>
    private let networks: NetworkMap

    init(_ selection: ExplainSelection, estate: Estate, census: Census) {
        self.selection = selection
        self.census = census
        let identities = selection.identities
        networks = IdentityResolver.networks(evidence: selection.evidence, estate: estate)
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
            return switch figure {
            case .users: both(Figure(server.users))
            case .leads: both(Figure(server.leads))
            case .devices: (server.devicesLow, server.devicesHigh)
            case .edges: both(server.edges)
            case .outside: both(Figure(server.authenticatedFromOutside))
            case .visitors: both(server.anonymousVisitors)
            }
        }
        return switch figure {
        case .users: both(Figure(counted.users.count))
        case .leads: both(Figure(counted.leads.count))
        case .devices: devicesOfSeveral
        case .edges: union.map { both($0.edges) } ?? both(Figure(counted.edges.count))
        case .outside: both(Figure(counted.outside.count))
        case .visitors: both(isHidden ? .undetermined : Figure(counted.visitors.count))
        }
    }

    private var devicesOfSeveral: (Figure, Figure) {
        if let union { return (union.devicesLow, union.devicesHigh) }
        return (isHidden ? .undetermined : Figure(counted.devices.count), .undetermined)
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
        var days: ClosedRange<Day>?

        mutating func see(_ day: Day, records count: UInt64) {
            rows += 1
            records = records.addedClamped(count)
            days = days.map { min($0.lowerBound, day)...max($0.upperBound, day) } ?? day...day
        }
    }

    /// A user, a device, an edge, or the text of an address.
    private struct Member: Hashable {
        var first: Int
        var second = -1
    }

    /// In the order of their names, `limit` of them.
    func members(of figure: CensusFigure, limit: Int?) -> [ExplainedMember] {
        let identities = selection.identities
        let chosen: [Member] =
            switch figure {
            case .users: counted.users.map { Member(first: $0) }
            case .leads: counted.leads.map { Member(first: $0) }
            case .outside: counted.outside.map { Member(first: $0) }
            case .devices: counted.devices.map { Member(first: $0) }
            case .edges: counted.edges.map { Member(first: $0.user, second: $0.device) }
            case .visitors: counted.visitors.map { Member(first: Int($0)) }
            }
        let shown = Set(chosen.prefix(limit ?? chosen.count))
        let tallies = tallies(of: figure, shown)
        return chosen.prefix(limit ?? chosen.count).map { member in
            let tally = tallies[member] ?? Tally()
            let name =
                switch figure {
                case .users, .leads, .outside, .edges: identities.users[member.first].name
                case .devices: identities.devices[member.first].name
                case .visitors: selection.evidence.text(TextID(member.first))
                }
            return ExplainedMember(
                name: name, device: figure == .edges ? identities.devices[member.second].name : "", rows: tally.rows,
                records: Int(clamping: tally.records), firstDay: tally.days?.lowerBound.text ?? "",
                lastDay: tally.days?.upperBound.text ?? "")
        }
    }

    private func isOutside(_ address: TextID) -> Bool {
        IPAddress(selection.evidence.text(address)).map { !networks.isInternal($0) } ?? false
    }

    private func tallies(of figure: CensusFigure, _ members: Set<Member>) -> [Member: Tally] {
        var tallies: [Member: Tally] = [:]
        func see(_ member: Member?, _ day: Day, _ records: UInt64) {
            guard let member, members.contains(member) else { return }
            tallies[member, default: Tally()].see(day, records: records)
        }
        let (evidence, identities) = (selection.evidence, selection.identities)
        for (position, row) in evidence.rows.enumerated() where servers.contains(identities.rows[position].server) {
            let resolved = identities.rows[position]
            let counting = identities.counting(ofRow: position, in: evidence)
            let user = resolved.user.map { Member(first: $0) }
            switch (figure, counting) {
            case (.users, .access), (.leads, .lead): see(user, row.day, row.count)
            case (.outside, .access): if isOutside(row.clientAddress) { see(user, row.day, row.count) }
            case (.devices, .access), (.devices, .machine), (.devices, .visit):
                see(resolved.device.map { Member(first: $0) }, row.day, row.count)
            case (.edges, .access):
                if let user = resolved.user, let device = resolved.device {
                    see(Member(first: user, second: device), row.day, row.count)
                }
            case (.visitors, .visit): see(Member(first: Int(row.clientAddress)), row.day, row.count)
            default: continue
            }
        }
        for (position, visit) in evidence.visits.enumerated()
        where visit.outcome == .success && servers.contains(identities.visitServers[position]) {
            if figure == .visitors { see(Member(first: Int(visit.clientAddress)), visit.day, visit.count) }
            if figure == .devices {
                see(identities.visitDevices[position].map { Member(first: $0) }, visit.day, visit.count)
            }
        }
        return tallies
    }
}
