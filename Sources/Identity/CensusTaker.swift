public import AccessModel
public import PositionModel

/// Counts the distinct users, devices, edges and visitors of each server and of each product.
public enum CensusTaker {
    /// The rule of accounts that were only tried.
    public static let failuresOnly = "failures-only"

    /// The census of a body of evidence: servers with evidence in the order of their names, then the unions.
    ///
    /// - Parameters:
    ///   - identities: what `IdentityResolver` made of the same evidence and estate.
    ///   - productOf: catalogue product id of a row of servers.csv, nil for a product the catalogue does not know.
    public static func census(
        evidence: Evidence, identities: Identities, estate: Estate, productOf: (ServerEntry) -> String?
    ) -> Census {
        let (count, hidden) = counted(evidence: evidence, identities: identities, estate: estate)
        let seen = seen(in: count)
        let servers = seen.map { count.census($0, suspicions: hidden[$0] ?? []) }
        let unions = products(seen, identities: identities, estate: estate, productOf: productOf).map {
            product, members in
            count.union(members, product: product, isHidden: members.contains { hidden[$0] != nil })
        }
        return Census(
            window: window(evidence, estate: estate), servers: servers, unions: unions,
            excludedAccounts: count.excludedAccounts(), excludedClients: count.excludedClients())
    }

    /// The servers of a census alone, in the order of their names.
    public static func servers(evidence: Evidence, identities: Identities, estate: Estate) -> [ServerCensus] {
        let (count, hidden) = counted(evidence: evidence, identities: identities, estate: estate)
        return seen(in: count).map { count.census($0, suspicions: hidden[$0] ?? []) }
    }

    private static func counted(
        evidence: Evidence, identities: Identities, estate: Estate
    ) -> (count: CensusCount, hidden: [Int: [ProxySuspicion]]) {
        let networks = IdentityResolver.networks(evidence: evidence, estate: estate)
        var count = CensusCount(evidence: evidence, identities: identities, networks: networks)
        count.countRows()
        count.countVisits()
        let suspicions = ProxySuspicion.suspected(evidence: evidence, identities: identities, networks: networks)
        return (count, Dictionary(grouping: suspicions, by: \.server))
    }

    private static func seen(in count: CensusCount) -> [Int] {
        let servers = count.identities.servers
        return servers.indices.filter { count.servers[$0].firstDay != nil && !servers[$0].isServiceAccount }
    }

    /// Servers with evidence by product of servers.csv, products in byte order; all of them together without servers.csv.
    private static func products(
        _ seen: [Int], identities: Identities, estate: Estate, productOf: (ServerEntry) -> String?
    ) -> [(product: String, servers: [Int])] {
        if estate.servers.isEmpty { return seen.isEmpty ? [] : [("all", seen)] }
        let product = estate.servers.map(productOf)
        var members: [ExactText: [Int]] = [:]
        for server in seen {
            let ids = Set(identities.servers[server].entries.compactMap { product[$0] }.map(ExactText.init(_:)))
            for id in ids { members[id, default: []].append(server) }
        }
        return members.keys.sorted().map { ($0.string, members[$0] ?? []) }
    }

    private static func window(_ evidence: Evidence, estate: Estate) -> PositionWindow {
        let days = evidence.rows.map(\.day) + evidence.visits.map(\.day)
        let from = evidence.window?.lowerBound ?? days.min()
        let to = evidence.window?.upperBound ?? days.max()
        let asOf = estate.settings.asOf ?? evidence.lastDay
        return PositionWindow(from: from?.text ?? "", to: to?.text ?? "", asOf: asOf?.text ?? "")
    }
}

/// The sets of one server.
struct ServerCount {
    var users: Set<Int> = []
    var leads: Set<Int> = []
    var namedDevices: Set<Int> = []
    /// Device and day of clients known by address only.
    var addressDays: Set<DeviceDay> = []
    /// Those of them that are no devices of their own.
    var sharedAddresses: Set<Int> = []
    var edges: Set<Edge> = []
    var usersFromOutside: Set<Int> = []
    var visitors: Set<TextID> = []
    var attempts: UInt64 = 0
    var records: UInt64 = 0
    var firstDay: Day?
    var lastDay: Day?

    struct DeviceDay: Hashable {
        var device: Int
        var day: Day
    }

    struct Edge: Hashable {
        var user: Int
        var device: Int
    }

    mutating func see(_ day: Day, records count: UInt64) {
        records = records.addedClamped(count)
        firstDay = min(firstDay ?? day, day)
        lastDay = max(lastDay ?? day, day)
    }

    mutating func see(_ device: Int, _ identity: DeviceIdentity, on day: Day) {
        if identity.isAddressOnly {
            addressDays.insert(DeviceDay(device: device, day: day))
            if identity.isShared { sharedAddresses.insert(device) }
        } else {
            namedDevices.insert(device)
        }
    }

    mutating func formUnion(_ other: ServerCount) {
        users.formUnion(other.users)
        namedDevices.formUnion(other.namedDevices)
        addressDays.formUnion(other.addressDays)
        sharedAddresses.formUnion(other.sharedAddresses)
        edges.formUnion(other.edges)
    }

    /// With what no union of the census counts.
    mutating func formUnionOfEverything(_ other: ServerCount) {
        formUnion(other)
        leads.formUnion(other.leads)
        usersFromOutside.formUnion(other.usersFromOutside)
        visitors.formUnion(other.visitors)
    }

    /// An address no name explains is one device over the window, or one per day; one that several names had is none, or
    /// one per day.
    var devicesLow: Int { namedDevices.count + Set(addressDays.map(\.device)).subtracting(sharedAddresses).count }
    var devicesHigh: Int { namedDevices.count + addressDays.count }

    func census(_ server: ServerIdentity, devices: [DeviceIdentity], suspicions: [ProxySuspicion]) -> ServerCensus {
        let isHidden = !suspicions.isEmpty
        func figure(_ value: Int) -> Figure { isHidden ? .undetermined : Figure(value) }
        let why = suspicions.map { suspicion in
            let site = suspicion.site.isEmpty ? "" : ", site \(suspicion.site)"
            return "suspected proxy \(suspicion.peer)\(site): \(suspicion.why)"
        }.joined(separator: "; ")
        return ServerCensus(
            server: server.name, names: server.names, users: users.count, leads: leads.subtracting(users).count,
            devicesLow: figure(devicesLow), devicesHigh: figure(devicesHigh), edges: figure(edges.count),
            authenticatedFromOutside: usersFromOutside.count, anonymousVisitors: figure(visitors.count),
            attempts: Int(clamping: attempts), records: Int(clamping: records), firstDay: firstDay?.text ?? "",
            lastDay: lastDay?.text ?? "",
            reasons: isHidden
                ? ["devicesLow", "devicesHigh", "edges", "anonymousVisitors"].map { Reason(figure: $0, reason: why) }
                : [])
    }
}

/// One pass over rows and visits.
struct CensusCount {
    let evidence: Evidence
    let identities: Identities
    let networks: NetworkMap
    var servers: [ServerCount]
    /// By address text: outside the organisation's networks. Addresses that are none are inside.
    private var outside: [Bool?]
    /// By account: seen at all, and seen with an access that makes a user.
    private var seenAccounts: Set<Int> = []
    private var succeededAccounts: Set<Int> = []

    init(evidence: Evidence, identities: Identities, networks: NetworkMap) {
        self.evidence = evidence
        self.identities = identities
        self.networks = networks
        servers = Array(repeating: ServerCount(), count: identities.servers.count)
        outside = Array(repeating: nil, count: evidence.texts.count)
    }

    private mutating func isOutside(_ address: TextID) -> Bool {
        if let known = outside[Int(address)] { return known }
        let result = IPAddress(evidence.text(address)).map { !networks.isInternal($0) } ?? false
        outside[Int(address)] = result
        return result
    }

    mutating func countRows() {
        for (position, row) in evidence.rows.enumerated() {
            let resolved = identities.rows[position]
            let isOutside = isOutside(row.clientAddress)
            servers[resolved.server].see(row.day, records: row.count)
            if let account = resolved.account {
                seenAccounts.insert(account)
                if row.outcome == .success { succeededAccounts.insert(account) }
            }
            switch identities.counting(ofRow: position, in: evidence) {
            case .nothing: continue
            case .attempt:
                if isOutside {
                    servers[resolved.server].attempts = servers[resolved.server].attempts.addedClamped(row.count)
                }
            case .lead: if let user = resolved.user { servers[resolved.server].leads.insert(user) }
            case .visit:
                countVisit(
                    of: row.clientAddress, resolved.device, to: resolved.server, day: row.day, isOutside: isOutside)
            case .access, .machine: countAccess(resolved, day: row.day, isOutside: isOutside)
            }
        }
    }

    private mutating func countAccess(_ row: ResolvedRow, day: Day, isOutside: Bool) {
        if let device = row.device {
            servers[row.server].see(device, identities.devices[device], on: day)
        }
        guard let user = row.user else { return }
        servers[row.server].users.insert(user)
        if isOutside { servers[row.server].usersFromOutside.insert(user) }
        if let device = row.device { servers[row.server].edges.insert(ServerCount.Edge(user: user, device: device)) }
    }

    mutating func countVisits() {
        for (position, visit) in evidence.visits.enumerated() {
            let server = identities.visitServers[position]
            servers[server].see(visit.day, records: visit.count)
            let isOutside = isOutside(visit.clientAddress)
            if visit.outcome == .failure {
                if isOutside { servers[server].attempts = servers[server].attempts.addedClamped(visit.count) }
            } else {
                countVisit(
                    of: visit.clientAddress, identities.visitDevices[position], to: server, day: visit.day,
                    isOutside: isOutside)
            }
        }
    }

    private mutating func countVisit(
        of address: TextID, _ device: Int?, to server: Int, day: Day, isOutside: Bool
    ) {
        if isOutside {
            servers[server].visitors.insert(address)
        } else if let device {
            servers[server].see(device, identities.devices[device], on: day)
        }
    }

    func census(_ server: Int, suspicions: [ProxySuspicion]) -> ServerCensus {
        servers[server].census(identities.servers[server], devices: identities.devices, suspicions: suspicions)
    }

    func union(_ members: [Int], product: String, isHidden: Bool) -> UnionCensus {
        var all = ServerCount()
        for member in members { all.formUnion(servers[member]) }
        func figure(_ value: Int) -> Figure { isHidden ? .undetermined : Figure(value) }
        return UnionCensus(
            product: product, servers: members.count, users: all.users.count, devicesLow: figure(all.devicesLow),
            devicesHigh: figure(all.devicesHigh), edges: figure(all.edges.count))
    }

    /// Accounts of the evidence that are no users, by rule: accounts seen = accounts of users + these.
    func excludedAccounts() -> [RuleCount] {
        var counts: [ExactText: Int] = [:]
        for account in seenAccounts where identities.accounts[account].user == nil {
            let id = identities.exclusion(ofAccount: account, hasSucceeded: succeededAccounts.contains(account))
            counts[ExactText(id), default: 0] += 1
        }
        return counts.keys.sorted().map { id in
            let label =
                switch id.string {
                case CensusTaker.failuresOnly: "Only failed attempts: proves nobody"
                case JoinRules.ambiguousName.id: JoinRules.ambiguousName.label
                case "no-access": "Only channels that prove no person's access (batch, service)"
                default: PrincipalRules.label(of: id.string)
                }
            return RuleCount(rule: id.string, label: label, count: counts[id] ?? 0)
        }
    }

    /// Distinct clients (name and address as recorded) that are no devices, by rule.
    func excludedClients() -> [RuleCount] {
        struct Client: Hashable {
            var name: TextID
            var address: TextID
        }
        var clients: [ExactText: Set<Client>] = [:]
        for (position, row) in evidence.rows.enumerated() where identities.rows[position].device == nil {
            let rule = ExactText(identities.rows[position].clientRule)
            clients[rule, default: []].insert(Client(name: row.clientName, address: row.clientAddress))
        }
        return clients.keys.sorted().map { id in
            RuleCount(
                rule: id.string, label: ClientRules.rule(id: id.string)?.label ?? id.string,
                count: clients[id]?.count ?? 0)
        }
    }
}
