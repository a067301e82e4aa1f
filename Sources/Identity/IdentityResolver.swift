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
        let facets = evidence.rows.facets
        let ofFacets = facets.map { facet in
            ServerText(
                text: facet.server,
                isServiceAccount: facet.channel == .serviceAccountTicket
                    || facet.channel == .serviceTicket && managed.contains(text(facet.server)))
        }
        let others = evidence.visits.map(\.server) + evidence.coverage.map(\.server).filter { $0 != 0 }
        let distinct = Set(Set(others).map { ServerText(text: $0, isServiceAccount: false) }).union(ofFacets)
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
        identities.rows = ResolvedRows(
            evidence.rows,
            places: zip(facets, ofFacets).map { facet, seen in
                let found = known[seen]
                return ResolvedRows.Place(
                    server: found?.server ?? 0,
                    standing: seen.isServiceAccount
                        ? (found?.isMapped == true ? .access : .lead) : facet.channel.standing)
            })
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
        let rows = evidence.rows
        // Those of the rows come first.
        var recorded = rows.accounts.filter(\.isNamed)
        var next = 0
        let recordedOf = rows.accounts.map { account in
            if account.isNamed { next += 1 }
            return NumberOrNone(account.isNamed ? next - 1 : nil)
        }
        var signs: [Int] = []
        if !evidence.earlierSigns.isEmpty {
            var numbers = KeyNumbers<EvidenceAccount>()
            for account in recorded { _ = numbers.number(account) }
            signs = evidence.earlierSigns.map { sign in
                Int(
                    numbers.number(
                        EvidenceAccount(domain: sign.accountDomain, name: sign.accountName, sid: sign.accountSID)))
            }
            recorded = numbers.all
        }
        let (all, signed, evidence, directory) = (recorded, signs, evidence, estate.directory)
        let standings = identities.rows.standings
        let (facts, keys) = Together.both(
            { RecordedFacts(evidence, accounts: all, numbers: recordedOf, signed: signed, standings: standings) },
            { AccountKeys(all, texts: evidence.texts, directory: directory) })
        let steps = evidence.renames.map { NameHistory.Step($0, texts: evidence.texts) }
        let join = AccountJoin(
            keys: keys, facts: facts, renames: steps,
            witnesses: renameWitnesses, estate: estate,
            machines: machineNames())
        identities.accounts = join.accounts
        identities.users = join.users
        identities.lookup = join.lookup
        identities.conflicts += join.conflicts
        for (number, account) in recordedOf.enumerated() {
            guard let account = account.value.map({ Int(keys.positionOf[$0]) }) else { continue }
            identities.rows.setPerson(ofAccount: number, account: account, user: identities.accounts[account].user)
        }
        if join.ambiguous.isEmpty { return }
        // What an account's records leave open over their whole time, the time of one row may tell.
        for position in rows.indices {
            guard let account = identities.rows[position].account, let known = join.ambiguous[account] else { continue }
            let row = rows[position]
            guard row.outcome == .success,
                case .account(let sid) = known.verdict(row.firstSeen...row.lastSeen, isListed: false),
                let member = identities.lookup.bySID[sid]?.first
            else { continue }
            identities.rows.setUser(identities.accounts[member].user, at: position)
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
        noteWebDevices(&join)
        let clients = ClientsOfRows(
            evidence.rows, identities: identities, web: webDevices, hosts: hostOfWebDevice, join: &join)
        // Half of the rows each; of devices in queries it matters which came first.
        let count = evidence.rows.count
        let size = webDevices.isEmpty ? max(1, (count + 1) / 2) : max(1, count)
        let noted = Together.ranges(of: count, size: size) { [join] range in
            var join = join
            for position in range { join.note(clients.client(position)) }
            return join
        }
        if let first = noted.first { join = first }
        for other in noted.dropFirst() { join.merge(noted: other) }
        if !estate.settings.disabledRules.contains(JoinRules.lease.id) {
            for claim in LeasedNames(evidence).claims { join.note(claim) }
        }
        join.joinNames()
        // A name that is a server's and a device's has been reported.
        let reported = Set(identities.conflicts.map(ExactText.init(_:)))
        identities.conflicts += join.conflicts.filter { !reported.contains(ExactText($0)) }
        // Until all are found, a row's device is its number among those found so far.
        let resolved = Together.ranges(of: count, size: size) { [join] range in
            var (join, found) = (join, [DeviceJoin.Resolution]())
            found.reserveCapacity(range.count)
            for position in range {
                found.append(clients.isAccess(position) ? join.resolve(clients.client(position)) : .open)
            }
            return (join: join, found: found)
        }
        if let first = resolved.first { join = first.join }
        var position = 0
        for (number, half) in resolved.enumerated() {
            let places = number == 0 ? nil : join.merge(resolved: half.join)
            for found in half.found {
                note(places.map { found.renumbered($0) } ?? found, at: position)
                position += 1
            }
        }
        let isInternal = Dictionary(
            Set(evidence.visits.map(\.clientAddress)).map { address in
                (address, IPAddress(evidence.text(address)).map(networks.isInternal) ?? false)
            }, uniquingKeysWith: { first, _ in first })
        var visits: [DeviceJoin.Resolution?] = []
        for (position, visit) in evidence.visits.enumerated() {
            guard visit.outcome == .success, isInternal[visit.clientAddress] == true else {
                visits.append(nil)
                continue
            }
            let client = DeviceJoin.Client(
                server: identities.visitServers[position], parts: join.parts(name: 0, address: visit.clientAddress),
                day: visit.day, isAccess: true)
            visits.append(join.resolve(client))
        }
        // Failures come last: they find the devices that exist, and make none.
        if clients.hasFailures {
            for position in evidence.rows.indices where !clients.isAccess(position) {
                note(join.resolve(clients.client(position)), at: position)
            }
        }
        let (devices, place) = join.finished()
        identities.devices = devices
        identities.visitDevices = visits.map { found in
            if case .device(let node)? = found?.kind { place[node] } else { nil }
        }
        identities.rows.renumberDevices(place)
        identities.conflicts.sort { $0.isByteOrdered(before: $1) }
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
        switch found.kind {
        case .device(let node): identities.rows.setDevice(node, at: position)
        case .rule(let rule): identities.rows.setRule(rule, at: position)
        case .open: break
        }
    }
}

/// What rows say of their clients, by number of what they have in common.
private struct ClientsOfRows {
    private let rows: EvidenceRows
    /// By client.
    private let parts: [DeviceJoin.Parts]
    /// By account: the host whose machine account it is.
    private let machines: [NumberOrNone]
    /// By facet.
    private let servers: [Int]
    private let areAccess: [Bool]
    private let web: WebDevices
    /// By number of the device: its number among the hosts.
    private let hostOfWebDevice: [Int]
    /// Whose each row is; empty where no query names a device.
    private let resolved: ResolvedRows

    init(
        _ rows: EvidenceRows, identities: Identities, web: WebDevices, hosts hostOfWebDevice: [Int],
        join: inout DeviceJoin
    ) {
        self.rows = rows
        parts = rows.clients.map { join.parts(name: $0.name, address: $0.address) }
        let hosts = identities.accounts.indices.map { number in
            NumberOrNone(ClientsOfRows.machine(identities.accounts[number]).map { join.host($0) })
        }
        machines = rows.accounts.indices.map { number in
            identities.rows.account(ofAccount: number).map { hosts[$0] } ?? NumberOrNone(nil)
        }
        let places = rows.facets.indices.map { identities.rows.place(ofFacet: $0) }
        servers = places.map(\.server)
        areAccess = zip(rows.facets, places).map { $0.outcome == .success && $1.standing != .no }
        self.web = web
        self.hostOfWebDevice = hostOfWebDevice
        resolved = web.isEmpty ? ResolvedRows() : identities.rows
    }

    var hasFailures: Bool { areAccess.contains(false) }

    /// True for a success by a channel that proves an access or a lead.
    func isAccess(_ position: Int) -> Bool { areAccess[rows.facet(of: position)] }

    func client(_ position: Int) -> DeviceJoin.Client {
        let facet = rows.facet(of: position)
        return DeviceJoin.Client(
            server: servers[facet], parts: parts[rows.client(of: position)], day: rows.day(of: position),
            machine: machines[rows.account(of: position)].value,
            webDevice: web.isEmpty ? nil : webDevice(position), isAccess: areAccess[facet])
    }

    private func webDevice(_ position: Int) -> DeviceJoin.WebDevice? {
        switch web.device(of: rows[position], user: resolved[position].user) {
        case .one(let number): .host(hostOfWebDevice[number])
        case .several: .several
        case nil: nil
        }
    }

    /// The host a machine account stands for; nil for other accounts, and for trusts, which the directory lists as user
    /// objects.
    private static func machine(_ account: AccountIdentity) -> ExactText? {
        guard account.principalRule == PrincipalRules.machineAccount, account.directoryIndex == nil else { return nil }
        let bare = AccountName(domain: account.domain, name: account.name).name
        guard bare.utf8.last == UInt8(ascii: "$"), bare.utf8.count > 1 else { return nil }
        return ExactText(String(bare.dropLast()))
    }
}

extension RecordedFacts {
    /// - Parameters:
    ///   - accounts: as recorded, those of the rows first.
    ///   - numbers: by account of the rows: its place among them, none for rows that name nobody.
    ///   - signed: for each earlier sign the place of its account.
    ///   - standings: by facet of the rows.
    fileprivate init(
        _ evidence: Evidence, accounts: [EvidenceAccount], numbers: [NumberOrNone], signed: [Int],
        standings: [Channel.Standing]
    ) {
        var facts = [AccountJoin.Facts](repeating: AccountJoin.Facts(), count: accounts.count)
        var validators: [Int: Set<ExactText>] = [:]
        let facets = evidence.rows.facets
        let isValidation = facets.map { $0.channel == .ntlmValidation && $0.outcome == .success }
        for position in evidence.rows.indices {
            guard let account = numbers[evidence.rows.account(of: position)].value else { continue }
            let facet = evidence.rows.facet(of: position)
            facts[account].see(
                facets[facet], evidence.rows.values(of: position), evidence.rows.day(of: position),
                standing: standings[facet])
            if isValidation[facet], accounts[account].domain == 0 {
                validators[account, default: []].insert(evidence.texts[Int(facets[facet].server)])
            }
        }
        // A sign of life from before the window makes nobody a user of the window; it only says when it was.
        for (sign, account) in zip(evidence.earlierSigns, signed) {
            facts[account].lastSeen = max(facts[account].lastSeen ?? sign.lastDay, sign.lastDay)
            facts[account].see(sign.lastDay.start...sign.lastDay.start, isSuccess: true)
        }
        self.init(facts, validators: validators)
    }
}

extension AccountJoin.Facts {
    /// Adds one row of the account.
    fileprivate mutating func see(
        _ facet: EvidenceFacet, _ values: WideValues, _ day: Day, standing: Channel.Standing
    ) {
        see(values.firstSeen...values.lastSeen, isSuccess: facet.outcome == .success)
        guard facet.outcome == .success else { return }
        hasSuccess = true
        // Logon types 4 and 5: batch and service (Microsoft, 4624).
        if facet.logonType != 4, facet.logonType != 5 { hasOtherLogons = true }
        guard standing != .no else { return }
        hasAccess = true
        lastSeen = max(lastSeen ?? day, day)
    }
}

extension ClosedRange<Instant> {
    /// The range from the first to the last of both.
    func extended(by other: ClosedRange<Instant>) -> ClosedRange<Instant> {
        Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
    }
}
