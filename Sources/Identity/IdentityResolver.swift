public import AccessModel
public import PositionModel

/// Works out who is who in a body of evidence, with whatever the estate knows.
public enum IdentityResolver {
    /// Joins accounts to users, clients to devices and names to servers. The order of the rows does not matter; an empty
    /// estate is fine.
    ///
    /// Internal networks, VPN ranges and trusted proxies are those of the evidence and of the estate together.
    public static func resolve(evidence: Evidence, estate: Estate) -> Identities {
        var resolution = Resolution(evidence: evidence, estate: estate)
        resolution.resolveServers()
        resolution.resolveAccounts()
        resolution.resolveDevices()
        return resolution.identities
    }

    /// The networks a view applies.
    public static func networks(evidence: Evidence, estate: Estate) -> NetworkMap {
        var settings = evidence.settings
        let declared = estate.settings.networks
        settings.internalNetworks += declared.internalNetworks
        settings.vpnNetworks += declared.vpnNetworks
        settings.trustedProxies += declared.trustedProxies
        return NetworkMap(settings)
    }
}

private struct Resolution {
    let evidence: Evidence
    let estate: Estate
    var identities = Identities()

    private var servers = ServerJoin(sightings: [], estate: Estate())
    private var serverOfRow: [Int] = []
    private var standings: [Channel.Standing] = []
    private var accountOfRow: [Int?] = []

    init(evidence: Evidence, estate: Estate) {
        self.evidence = evidence
        self.estate = estate
    }

    private func text(_ id: TextID) -> ExactText { evidence.texts[Int(id)] }

    mutating func resolveServers() {
        let managed = managedServiceNames()
        var sightings: Set<ServerJoin.Sighting> = []
        func sighting(_ row: EvidenceRow) -> ServerJoin.Sighting {
            let name = text(row.server)
            let isAccount =
                row.channel == .serviceAccountTicket || row.channel == .serviceTicket && managed.contains(name)
            return ServerJoin.Sighting(name: name, isServiceAccount: isAccount)
        }
        for row in evidence.rows { sightings.insert(sighting(row)) }
        for visit in evidence.visits {
            sightings.insert(ServerJoin.Sighting(name: text(visit.server), isServiceAccount: false))
        }
        for day in evidence.coverage where day.server != 0 {
            sightings.insert(ServerJoin.Sighting(name: text(day.server), isServiceAccount: false))
        }
        servers = ServerJoin(sightings: sightings, estate: estate)
        serverOfRow.reserveCapacity(evidence.rows.count)
        for row in evidence.rows {
            let seen = sighting(row)
            serverOfRow.append(servers.server(named: seen.name, isServiceAccount: seen.isServiceAccount) ?? 0)
            let isMapped = seen.isServiceAccount && servers.isMapped(serviceAccount: seen.name)
            standings.append(seen.isServiceAccount ? (isMapped ? .access : .lead) : row.channel.standing)
        }
        identities.servers = servers.identities
        identities.conflicts += servers.conflicts
        identities.visitServers = evidence.visits.map {
            servers.server(named: text($0.server), isServiceAccount: false) ?? 0
        }
    }

    /// Managed service accounts by their names without `$`, except where a computer has the name.
    private func managedServiceNames() -> Set<ExactText> {
        let names = estate.directory.accounts.lazy.filter(\.isManagedService).map { account in
            ExactText(account.name.utf8.last == UInt8(ascii: "$") ? String(account.name.dropLast()) : account.name)
        }
        return Set(names).subtracting(estate.directory.computers.map { ExactText($0.name) })
    }

    mutating func resolveAccounts() {
        struct Triple: Hashable {
            var domain: TextID
            var name: TextID
            var sid: TextID
        }
        var facts: [Triple: AccountJoin.Facts] = [:]
        for (position, row) in evidence.rows.enumerated() where row.accountName != 0 || row.accountSID != 0 {
            let triple = Triple(domain: row.accountDomain, name: row.accountName, sid: row.accountSID)
            facts[triple, default: AccountJoin.Facts()].see(row, standing: standings[position])
        }
        var byKey: [AccountKey: AccountJoin.Facts] = [:]
        func key(_ triple: Triple) -> AccountKey {
            AccountKey(domain: text(triple.domain), name: text(triple.name), sid: text(triple.sid))
        }
        for (triple, fact) in facts { byKey[key(triple)] = fact }
        let join = AccountJoin(facts: byKey, estate: estate, machines: machineNames())
        identities.accounts = join.accounts
        identities.users = join.users
        identities.lookup = join.lookup
        identities.conflicts += join.conflicts
        var indices: [Triple: Int] = [:]
        for triple in facts.keys { indices[triple] = join.index[key(triple)] }
        accountOfRow = evidence.rows.map { row in
            indices[Triple(domain: row.accountDomain, name: row.accountName, sid: row.accountSID)]
        }
    }

    /// NetBIOS names that are domains of local accounts.
    private func machineNames() -> Set<ExactText> {
        var names = Set(estate.directory.computers.map { ExactText($0.name) })
        for server in identities.servers where !server.isServiceAccount {
            for name in server.names + [server.name] where !MachineName.isAddress(name) {
                names.insert(ExactText(MachineName.host(name)))
            }
        }
        return names.subtracting(estate.settings.domains.map(ExactText.init(_:)))
    }

    mutating func resolveDevices() {
        let networks = IdentityResolver.networks(evidence: evidence, estate: estate)
        var join = DeviceJoin(servers: servers, estate: estate, networks: networks)
        // Successes come first, so that a failure finds the devices that exist.
        for position in evidence.rows.indices { join.note(client(position)) }
        join.joinNames()
        var rows: [DeviceJoin.Resolution?] = Array(repeating: nil, count: evidence.rows.count)
        for position in evidence.rows.indices {
            let client = client(position)
            if client.isAccess { rows[position] = join.resolve(client) }
        }
        var visits: [DeviceJoin.Resolution?] = []
        for (position, visit) in evidence.visits.enumerated() {
            let address = IPAddress(evidence.text(visit.clientAddress))
            guard visit.outcome == .success, let address, networks.isInternal(address) else {
                visits.append(nil)
                continue
            }
            let client = DeviceJoin.Client(
                server: identities.visitServers[position], name: "", address: text(visit.clientAddress),
                day: visit.day, isAccess: true)
            visits.append(join.resolve(client))
        }
        for position in evidence.rows.indices where rows[position] == nil {
            rows[position] = join.resolve(client(position))
        }
        let (devices, place) = join.finished()
        identities.devices = devices
        identities.visitDevices = visits.map { found in
            if case .device(let node) = found { place[node] } else { nil }
        }
        identities.rows = rows.enumerated().map { position, found in
            resolved(position, found ?? .rule("none"), place: place)
        }
        identities.conflicts.sort { $0.isByteOrdered(before: $1) }
    }

    private func client(_ position: Int) -> DeviceJoin.Client {
        let row = evidence.rows[position]
        return DeviceJoin.Client(
            server: serverOfRow[position], name: text(row.clientName), address: text(row.clientAddress), day: row.day,
            machine: machine(accountOfRow[position]),
            isAccess: row.outcome == .success && standings[position] != .no)
    }

    /// The host a machine account stands for; empty for other accounts, and for trusts, which the directory lists as
    /// user objects.
    private func machine(_ account: Int?) -> ExactText {
        guard let account else { return "" }
        let identity = identities.accounts[account]
        guard identity.principalRule == PrincipalRules.machineAccount, identity.directoryIndex == nil else { return "" }
        let bare = AccountName(domain: identity.domain, name: identity.name).name
        return ExactText(bare.utf8.last == UInt8(ascii: "$") ? String(bare.dropLast()) : "")
    }

    private func resolved(_ position: Int, _ found: DeviceJoin.Resolution, place: [Int]) -> ResolvedRow {
        let account = accountOfRow[position]
        var row = ResolvedRow(
            server: serverOfRow[position], account: account,
            user: account.flatMap { identities.accounts[$0].user }, device: nil, clientRule: "",
            standing: standings[position])
        switch found {
        case .device(let node): row.device = place[node]
        case .rule(let id): row.clientRule = id
        }
        return row
    }
}

extension AccountJoin.Facts {
    /// Adds one row of the account.
    fileprivate mutating func see(_ row: EvidenceRow, standing: Channel.Standing) {
        isSeen = true
        guard row.outcome == .success else { return }
        hasSuccess = true
        // Logon types 4 and 5: batch and service (Microsoft, 4624).
        if row.logonType != 4, row.logonType != 5 { hasOtherLogons = true }
        guard standing != .no else { return }
        hasAccess = true
        lastSeen = max(lastSeen ?? row.day, row.day)
    }
}
