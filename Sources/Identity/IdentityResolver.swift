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

    private let renameWitnesses: RenameWitnesses
    private let machineRenames: MachineRenames
    private var servers = ServerJoin(sightings: [], estate: Estate())
    private var webDevices = WebDevices()
    /// By number of the device: its number among the hosts.
    private var hostOfWebDevice: [Int] = []

    init(evidence: Evidence, estate: Estate) {
        self.evidence = evidence
        self.estate = estate
        renameWitnesses = RenameWitnesses(evidence, estate: estate)
        machineRenames = MachineRenames(evidence, estate: estate, witnesses: renameWitnesses)
        identities.conflicts += machineRenames.conflicts
    }

    private func text(_ id: TextID) -> ExactText { evidence.texts[Int(id)] }

    /// A server text, and whether it is the name of a service account.
    private struct ServerText: Hashable {
        var text: TextID
        var isServiceAccount: Bool
    }

    mutating func resolveServers() {
        let managed = managedServiceNames()
        // Texts are looked at once each, rows by number; most rows have the server of the one before.
        let isManaged = evidence.texts.map { !managed.isEmpty && managed.contains($0) }
        func seen(_ row: EvidenceRow) -> ServerText {
            ServerText(
                text: row.server,
                isServiceAccount: row.channel == .serviceAccountTicket
                    || row.channel == .serviceTicket && isManaged[Int(row.server)])
        }
        let others = evidence.visits.map(\.server) + evidence.coverage.map(\.server).filter { $0 != 0 }
        var distinct = Set(Set(others).map { ServerText(text: $0, isServiceAccount: false) })
        var last: ServerText?
        for row in evidence.rows {
            let next = seen(row)
            if next != last { distinct.insert(next) }
            last = next
        }
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
        identities.rows.reserveCapacity(evidence.rows.count)
        last = nil
        var found: (server: Int, isMapped: Bool)?
        for row in evidence.rows {
            let next = seen(row)
            if next != last { found = known[next] }
            last = next
            identities.rows.append(
                ResolvedRow(
                    server: found?.server ?? 0, account: nil, user: nil, device: nil, clientRule: "",
                    standing: next.isServiceAccount ? (found?.isMapped == true ? .access : .lead) : row.channel.standing
                ))
        }
        identities.servers = servers.identities
        identities.conflicts += servers.conflicts
        identities.visitServers = evidence.visits.map {
            known[ServerText(text: $0.server, isServiceAccount: false)]?.server ?? 0
        }
    }

    /// Managed service accounts by their names without `$`, except where a computer has the name.
    private func managedServiceNames() -> Set<ExactText> {
        let accounts = estate.directory.accounts
        let names = accounts.indices.lazy.filter { accounts[$0].isManagedService }.map { number in
            let name = accounts[number].name
            return ExactText(name.utf8.last == UInt8(ascii: "$") ? String(name.dropLast()) : name)
        }
        if names.isEmpty { return [] }
        return Set(names).subtracting(estate.directory.computers.map { ExactText($0.name) })
    }

    mutating func resolveAccounts() {
        var recorded = RecordedAccounts()
        var facts: [AccountJoin.Facts] = []
        var validators: [Int: Set<ExactText>] = [:]
        func number(_ account: RecordedAccounts.Account) -> Int {
            let number = recorded.number(account)
            if number == facts.count { facts.append(AccountJoin.Facts()) }
            return number
        }
        for (position, row) in evidence.rows.enumerated() where row.accountName != 0 || row.accountSID != 0 {
            let account = number(.init(domain: row.accountDomain, name: row.accountName, sid: row.accountSID))
            facts[account].see(row, standing: identities.rows[position].standing)
            if row.channel == .ntlmValidation, row.outcome == .success, row.accountDomain == 0 {
                validators[account, default: []].insert(text(row.server))
            }
            identities.rows[position].account = account
        }
        // A sign of life from before the window makes nobody a user of the window; it only says when it was.
        for sign in evidence.earlierSigns {
            let account = number(.init(domain: sign.accountDomain, name: sign.accountName, sid: sign.accountSID))
            facts[account].lastSeen = max(facts[account].lastSeen ?? sign.lastDay, sign.lastDay)
            facts[account].see(sign.lastDay.start...sign.lastDay.start, isSuccess: true)
        }
        let keys = AccountKeys(recorded.all, texts: evidence.texts, directory: estate.directory)
        let steps = evidence.renames.map { NameHistory.Step($0, texts: evidence.texts) }
        let join = AccountJoin(
            keys: keys, facts: RecordedFacts(facts, validators: validators), renames: steps,
            witnesses: renameWitnesses, estate: estate,
            machines: machineNames())
        identities.accounts = join.accounts
        identities.users = join.users
        identities.lookup = join.lookup
        identities.conflicts += join.conflicts
        for position in identities.rows.indices {
            guard let number = identities.rows[position].account else { continue }
            let account = Int(keys.positionOf[number])
            identities.rows[position].account = account
            identities.rows[position].user = identities.accounts[account].user
        }
        if join.ambiguous.isEmpty { return }
        // What an account's records leave open over their whole time, the time of one row may tell.
        for position in identities.rows.indices {
            guard let account = identities.rows[position].account, let known = join.ambiguous[account] else { continue }
            let row = evidence.rows[position]
            guard row.outcome == .success,
                case .account(let sid) = known.verdict(row.firstSeen...row.lastSeen, isListed: false),
                let member = identities.lookup.bySID[sid]?.first
            else { continue }
            identities.rows[position].user = identities.accounts[member].user
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
        noteWebDevices(&join)
        for position in evidence.rows.indices { join.note(client(position, machines)) }
        if !estate.settings.disabledRules.contains(JoinRules.lease.id) {
            for claim in LeasedNames(evidence).claims { join.note(claim) }
        }
        join.joinNames()
        // A name that is a server's and a device's has been reported.
        let reported = Set(identities.conflicts.map(ExactText.init(_:)))
        identities.conflicts += join.conflicts.filter { !reported.contains(ExactText($0)) }
        // Until all are found, a row's device is its number among those found so far.
        var isOpen = [Bool](repeating: true, count: evidence.rows.count)
        for position in evidence.rows.indices {
            let client = client(position, machines)
            if client.isAccess {
                isOpen[position] = false
                note(join.resolve(client), at: position)
            }
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
        for position in evidence.rows.indices where isOpen[position] {
            note(join.resolve(client(position, machines)), at: position)
        }
        let (devices, place) = join.finished()
        identities.devices = devices
        identities.visitDevices = visits.map { found in
            if case .device(let node) = found { place[node] } else { nil }
        }
        for position in identities.rows.indices {
            if let node = identities.rows[position].device { identities.rows[position].device = place[node] }
        }
        identities.conflicts.sort { $0.isByteOrdered(before: $1) }
    }

    private func webDevice(of row: EvidenceRow, user: Int?) -> DeviceJoin.WebDevice? {
        switch webDevices.device(of: row, user: user) {
        case .one(let number): .host(hostOfWebDevice[number])
        case .several: .several
        case nil: nil
        }
    }

    /// Numbers the devices that name themselves in queries.
    private mutating func noteWebDevices(_ join: inout DeviceJoin) {
        guard !evidence.webDevices.isEmpty, !estate.settings.disabledRules.contains(JoinRules.webDevice.id) else {
            return
        }
        webDevices = WebDevices(evidence, identities: identities)
        hostOfWebDevice = webDevices.names.map { join.host($0) }
    }

    private mutating func note(_ found: DeviceJoin.Resolution, at position: Int) {
        switch found {
        case .device(let node): identities.rows[position].device = node
        case .rule(let id): identities.rows[position].clientRule = id
        }
    }

    private func client(_ position: Int, _ machines: [Int?]) -> DeviceJoin.Client {
        let (row, resolved) = (evidence.rows[position], identities.rows[position])
        return DeviceJoin.Client(
            server: resolved.server, name: row.clientName, address: row.clientAddress, day: row.day,
            machine: resolved.account.flatMap { machines[$0] },
            webDevice: webDevices.isEmpty ? nil : webDevice(of: row, user: resolved.user),
            isAccess: row.outcome == .success && resolved.standing != .no)
    }

    /// The host a machine account stands for; nil for other accounts, and for trusts, which the directory lists as user
    /// objects.
    private func machine(_ account: AccountIdentity) -> ExactText? {
        guard account.principalRule == PrincipalRules.machineAccount, account.directoryIndex == nil else { return nil }
        let bare = AccountName(domain: account.domain, name: account.name).name
        guard bare.utf8.last == UInt8(ascii: "$"), bare.utf8.count > 1 else { return nil }
        return ExactText(String(bare.dropLast()))
    }
}

extension AccountJoin.Facts {
    /// Adds one row of the account.
    fileprivate mutating func see(_ row: EvidenceRow, standing: Channel.Standing) {
        see(row.firstSeen...row.lastSeen, isSuccess: row.outcome == .success)
        guard row.outcome == .success else { return }
        hasSuccess = true
        // Logon types 4 and 5: batch and service (Microsoft, 4624).
        if row.logonType != 4, row.logonType != 5 { hasOtherLogons = true }
        guard standing != .no else { return }
        hasAccess = true
        lastSeen = max(lastSeen ?? row.day, row.day)
    }
}

extension ClosedRange<Instant> {
    /// The range from the first to the last of both.
    func extended(by other: ClosedRange<Instant>) -> ClosedRange<Instant> {
        Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
    }
}
