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

    private let machineRenames: MachineRenames
    private var servers = ServerJoin(sightings: [], estate: Estate())
    private var serverOfRow: [Int] = []
    private var standings: [Channel.Standing] = []
    private var accountOfRow: [Int?] = []

    init(evidence: Evidence, estate: Estate) {
        self.evidence = evidence
        self.estate = estate
        machineRenames = MachineRenames(evidence, estate: estate)
    }

    private func text(_ id: TextID) -> ExactText { evidence.texts[Int(id)] }

    /// A server text, and whether it is the name of a service account.
    private struct ServerText: Hashable {
        var text: TextID
        var isServiceAccount: Bool
    }

    mutating func resolveServers() {
        let managed = managedServiceNames()
        // Texts are looked at once each, rows by number.
        let isManaged = evidence.texts.map { !managed.isEmpty && managed.contains($0) }
        let texts = evidence.rows.map { row in
            ServerText(
                text: row.server,
                isServiceAccount: row.channel == .serviceAccountTicket
                    || row.channel == .serviceTicket && isManaged[Int(row.server)])
        }
        let others = evidence.visits.map(\.server) + evidence.coverage.map(\.server).filter { $0 != 0 }
        let distinct = Set(texts).union(Set(others).map { ServerText(text: $0, isServiceAccount: false) })
        func sighting(_ seen: ServerText) -> ServerJoin.Sighting {
            ServerJoin.Sighting(name: text(seen.text), isServiceAccount: seen.isServiceAccount)
        }
        servers = ServerJoin(sightings: Set(distinct.map(sighting)), estate: estate, renames: machineRenames)
        var known: [ServerText: (server: Int, isMapped: Bool)] = [:]
        for seen in distinct {
            let name = text(seen.text)
            known[seen] = (
                servers.server(named: name, isServiceAccount: seen.isServiceAccount) ?? 0,
                seen.isServiceAccount && servers.isMapped(serviceAccount: name)
            )
        }
        serverOfRow.reserveCapacity(evidence.rows.count)
        standings.reserveCapacity(evidence.rows.count)
        for (row, seen) in zip(evidence.rows, texts) {
            let found = known[seen]
            serverOfRow.append(found?.server ?? 0)
            standings.append(
                seen.isServiceAccount ? (found?.isMapped == true ? .access : .lead) : row.channel.standing)
        }
        identities.servers = servers.identities
        identities.conflicts += servers.conflicts
        identities.visitServers = evidence.visits.map {
            known[ServerText(text: $0.server, isServiceAccount: false)]?.server ?? 0
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
            if row.channel == .ntlmValidation, row.outcome == .success, row.accountDomain == 0 {
                facts[triple]?.validators.insert(text(row.server))
            }
        }
        // A sign of life from before the window makes nobody a user of the window; it only says when it was.
        for sign in evidence.earlierSigns {
            let triple = Triple(domain: sign.accountDomain, name: sign.accountName, sid: sign.accountSID)
            let known = facts[triple, default: AccountJoin.Facts()].lastSeen
            facts[triple, default: AccountJoin.Facts()].lastSeen = max(known ?? sign.lastDay, sign.lastDay)
            facts[triple]?.see(sign.lastDay.start...sign.lastDay.start, isSuccess: true)
        }
        var byKey: [AccountKey: AccountJoin.Facts] = [:]
        func key(_ triple: Triple) -> AccountKey {
            AccountKey(domain: text(triple.domain), name: text(triple.name), sid: text(triple.sid))
        }
        for (triple, fact) in facts { byKey[key(triple)] = fact }
        let steps = evidence.renames.map { NameHistory.Step($0, texts: evidence.texts) }
        let join = AccountJoin(facts: byKey, renames: steps, estate: estate, machines: machineNames())
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
        var join = DeviceJoin(
            texts: evidence.texts, servers: servers, estate: estate, networks: networks, renames: machineRenames)
        let machines = identities.accounts.map { account in machine(account).map { join.host($0) } }
        for position in evidence.rows.indices { join.note(client(position, machines)) }
        if !estate.settings.disabledRules.contains(JoinRules.lease.id) {
            for claim in LeasedNames(evidence).claims { join.note(claim) }
        }
        join.joinNames()
        // A name that is a server's and a device's has been reported.
        let reported = Set(identities.conflicts.map(ExactText.init(_:)))
        identities.conflicts += join.conflicts.filter { !reported.contains(ExactText($0)) }
        var rows: [DeviceJoin.Resolution?] = Array(repeating: nil, count: evidence.rows.count)
        for position in evidence.rows.indices {
            let client = client(position, machines)
            if client.isAccess { rows[position] = join.resolve(client) }
        }
        let isInternal = evidence.texts.map { IPAddress($0.string).map(networks.isInternal) ?? false }
        var visits: [DeviceJoin.Resolution?] = []
        for (position, visit) in evidence.visits.enumerated() {
            guard visit.outcome == .success, isInternal[Int(visit.clientAddress)] else {
                visits.append(nil)
                continue
            }
            let client = DeviceJoin.Client(
                server: identities.visitServers[position], name: 0, address: visit.clientAddress, day: visit.day,
                isAccess: true)
            visits.append(join.resolve(client))
        }
        // Failures come last: they find the devices that exist, and make none.
        for position in evidence.rows.indices where rows[position] == nil {
            rows[position] = join.resolve(client(position, machines))
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

    private func client(_ position: Int, _ machines: [Int?]) -> DeviceJoin.Client {
        let row = evidence.rows[position]
        return DeviceJoin.Client(
            server: serverOfRow[position], name: row.clientName, address: row.clientAddress, day: row.day,
            machine: accountOfRow[position].flatMap { machines[$0] },
            isAccess: row.outcome == .success && standings[position] != .no)
    }

    /// The host a machine account stands for; nil for other accounts, and for trusts, which the directory lists as user
    /// objects.
    private func machine(_ account: AccountIdentity) -> ExactText? {
        guard account.principalRule == PrincipalRules.machineAccount, account.directoryIndex == nil else { return nil }
        let bare = AccountName(domain: account.domain, name: account.name).name
        guard bare.utf8.last == UInt8(ascii: "$"), bare.utf8.count > 1 else { return nil }
        return ExactText(String(bare.dropLast()))
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
        see(row.firstSeen...row.lastSeen, isSuccess: row.outcome == .success)
        guard row.outcome == .success else { return }
        hasSuccess = true
        // Logon types 4 and 5: batch and service (Microsoft, 4624).
        if row.logonType != 4, row.logonType != 5 { hasOtherLogons = true }
        guard standing != .no else { return }
        hasAccess = true
        lastSeen = max(lastSeen ?? row.day, row.day)
    }

    /// Adds the time of records.
    fileprivate mutating func see(_ span: ClosedRange<Instant>, isSuccess: Bool) {
        seen = seen?.extended(by: span) ?? span
        if isSuccess { succeeded = succeeded?.extended(by: span) ?? span }
    }
}

extension ClosedRange<Instant> {
    /// The range from the first to the last of both.
    func extended(by other: ClosedRange<Instant>) -> ClosedRange<Instant> {
        Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
    }
}
