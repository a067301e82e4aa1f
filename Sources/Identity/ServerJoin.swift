import AccessModel
import PositionModel

/// Names of one machine joined to one server, each join with its proof.
struct ServerJoin {
    private(set) var identities: [ServerIdentity] = []
    private(set) var conflicts: [String] = []
    private var byName: [ExactText: Int] = [:]
    /// Service accounts whose tickets mean a server; `nil` host: known only as an account.
    private var byAccount: [ExactText: (server: Int, isMapped: Bool)] = [:]
    /// Host names without a domain that exactly one server has.
    private var byHost: [ExactText: Int] = [:]

    /// A name from the evidence: of a machine, or (Kerberos tickets) of a service account.
    struct Sighting: Hashable {
        var name: ExactText
        var isServiceAccount: Bool
    }

    init(sightings: Set<Sighting>, estate: Estate, renames: MachineRenames = MachineRenames()) {
        let seen = Set(sightings.lazy.filter { !$0.isServiceAccount }.map(\.name))
        let accounts = sightings.lazy.filter(\.isServiceAccount).map(\.name).sorted()
        let hosts = ServiceAccountHosts(estate: estate)
        var all = seen
        for entry in estate.servers { all.formUnion(([entry.server] + entry.aliases).map(ExactText.init(_:))) }
        for account in accounts { all.formUnion(hosts.names(of: account.string)) }
        let names = all.sorted()
        joinNames(names, seen: seen, estate: estate, renames: renames)
        for account in accounts { add(account, hosts: hosts) }
        finish()
    }

    /// Index of the server a row names.
    func server(named name: ExactText, isServiceAccount: Bool) -> Int? {
        isServiceAccount ? byAccount[name]?.server : byName[name]
    }

    /// True where a service account's tickets mean a known machine.
    func isMapped(serviceAccount name: ExactText) -> Bool { byAccount[name]?.isMapped ?? false }

    /// Index of the server a client calls itself, by any of its names.
    func server(clientNamed name: ExactText) -> Int? {
        if let index = byName[name] { return index }
        if MachineName.isAddress(name.string) { return nil }
        guard let index = byHost[ExactText(MachineName.host(name.string))] else { return nil }
        // `web01.a` is not `web01.b`, but it may be a server known only as `web01`.
        let isFullHere = MachineName.isFull(name.string)
        let isFullThere =
            identities[index].names.contains(where: MachineName.isFull)
            || MachineName.isFull(identities[index].name)
        return isFullHere && isFullThere ? nil : index
    }

    private mutating func joinNames(
        _ names: [ExactText], seen: Set<ExactText>, estate: Estate, renames: MachineRenames
    ) {
        var sets = DisjointSets(count: names.count, disabled: Set(estate.settings.disabledRules))
        let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        // First, since of several proofs for a name the first is kept, and this one says most.
        joinRenamed(&sets, names: names, index: index, estate: estate, renames: renames)
        let fullNames = MachineName.fullNames(of: names)
        for (position, name) in names.enumerated()
        where !MachineName.isFull(name.string) && !MachineName.isAddress(name.string) {
            guard let full = fullNames[name] else { continue }
            if full.count == 1, let other = index[full[0]] {
                sets.join(
                    position, other, JoinRules.fullName,
                    proof: "\(full[0]) is the only full name that begins with \(name)")
            } else {
                conflicts.append(
                    "server \(name) may be any of \(full.map(\.string).joined(separator: ", ")): left apart")
            }
        }
        joinTruncated(&sets, index: index, fullNames: fullNames, estate: estate)
        joinAliases(&sets, index: index, estate: estate)

        var entries: [Int: [Int]] = [:]
        for (number, entry) in estate.servers.enumerated() {
            guard let member = index[ExactText(entry.server)] else { continue }
            entries[sets.root(of: member), default: []].append(number)
        }
        for members in sets.sets() {
            let root = members[0]
            let listed = (entries[root] ?? []).map { ExactText(estate.servers[$0].server) }
            let display = ServerJoin.display(members.map { names[$0] }, listed: listed)
            for member in members { byName[names[member]] = identities.count }
            identities.append(
                ServerIdentity(
                    name: display.string, names: members.map { names[$0] }.filter(seen.contains).map(\.string),
                    entries: entries[root] ?? [], proof: proof(members.map { sets.joins[$0]?.proof ?? "" }),
                    rules: Set(members.compactMap { sets.joins[$0]?.rule }.map(ExactText.init(_:))).sorted()
                        .map(\.string),
                    isServiceAccount: false))
        }
    }

    /// Names that servers.csv lists as several servers are several.
    private mutating func joinRenamed(
        _ sets: inout DisjointSets, names: [ExactText], index: [ExactText: Int], estate: Estate,
        renames: MachineRenames
    ) {
        let (machines, doubts) = renames.machines(among: names)
        conflicts += doubts
        let listed = Set(estate.servers.map { ExactText($0.server) })
        for machine in machines {
            let members = machine.names.compactMap { index[$0.name] }
            let separate = machine.names.map(\.name).filter(listed.contains)
            if Set(separate.map { ExactText(MachineName.host($0.string)) }).count > 1 {
                conflicts.append(
                    "servers.csv lists \(separate.map(\.string).joined(separator: ", ")) as several servers, renames as "
                        + "names of one machine: left apart")
                continue
            }
            for (member, (_, proof)) in zip(members, machine.names).dropFirst() {
                sets.join(members[0], member, JoinRules.renamedMachine, proof: proof)
            }
        }
    }

    /// A NetBIOS name is cut at 15 characters; the directory knows the whole of it.
    private func joinTruncated(
        _ sets: inout DisjointSets, index: [ExactText: Int], fullNames: [ExactText: [ExactText]], estate: Estate
    ) {
        var byName: [ExactText: [String]] = [:]
        for computer in estate.directory.computers where !computer.dnsName.isEmpty {
            byName[ExactText(computer.name), default: []].append(computer.dnsName)
        }
        for name in byName.keys.sorted() {
            guard let full = byName[name], full.count == 1, fullNames[name] == nil, let short = index[name],
                let long = index[ExactText(full[0])]
            else { continue }
            sets.join(short, long, JoinRules.directoryName, proof: "the directory's computer \(name) is \(full[0])")
        }
    }

    private mutating func joinAliases(_ sets: inout DisjointSets, index: [ExactText: Int], estate: Estate) {
        var claims: [ExactText: [(server: Int, line: Int)]] = [:]
        for entry in estate.servers {
            guard let server = index[ExactText(entry.server)] else { continue }
            for alias in entry.aliases { claims[ExactText(alias), default: []].append((server, entry.line)) }
        }
        // Which server claims an alias is decided before any alias is joined.
        let roots = claims.mapValues { claim in Set(claim.map { sets.root(of: $0.server) }) }
        for alias in claims.keys.sorted() {
            guard let claim = claims[alias], let first = claim.first, let member = index[alias] else { continue }
            if roots[alias]?.count == 1 {
                sets.join(
                    first.server, member, JoinRules.serverAlias,
                    proof: "alias \(alias) in servers.csv, line \(first.line)")
            } else {
                conflicts.append("servers.csv gives the alias \(alias) to several servers: joined to none")
            }
        }
    }

    private mutating func add(_ account: ExactText, hosts: ServiceAccountHosts) {
        let declared = Set(hosts.declared(account.string).compactMap { byName[$0] })
        let named = Set(hosts.servicePrincipals(account.string).compactMap { byName[$0] })
        if declared.count == 1, let server = declared.first {
            byAccount[account] = (server, true)
        } else if declared.isEmpty, let server = byName[account], !identities[server].entries.isEmpty {
            byAccount[account] = (server, true)
        } else if declared.isEmpty, named.count == 1, let server = named.first {
            byAccount[account] = (server, true)
        } else {
            let several = declared.count > 1 || named.count > 1
            if several { conflicts.append("tickets for \(account) may mean several servers: mapped to none") }
            byAccount[account] = (identities.count, false)
            identities.append(
                ServerIdentity(
                    name: account.string, names: [account.string], entries: [],
                    proof: "a service account: no server is named for it", isServiceAccount: true))
        }
    }

    /// Puts the servers in the order of their names.
    private mutating func finish() {
        let order = identities.indices.sorted { a, b in
            let (first, second) = (identities[a], identities[b])
            if !first.name.utf8.elementsEqual(second.name.utf8) { return first.name.isByteOrdered(before: second.name) }
            return !first.isServiceAccount && second.isServiceAccount
        }
        var place = Array(repeating: 0, count: order.count)
        for (new, old) in order.enumerated() { place[old] = new }
        identities = order.map { identities[$0] }
        byName = byName.mapValues { place[$0] }
        byAccount = byAccount.mapValues { (place[$0.server], $0.isMapped) }
        conflicts.sort { $0.isByteOrdered(before: $1) }
        var hosts: [ExactText: Set<Int>] = [:]
        for (name, server) in byName where !MachineName.isAddress(name.string) {
            hosts[ExactText(MachineName.host(name.string)), default: []].insert(server)
        }
        byHost = hosts.compactMapValues { $0.count == 1 ? $0.first : nil }
    }

    /// A full name before a short one, a name before an address; among equals the one of servers.csv, then by bytes.
    private static func display(_ names: [ExactText], listed: [ExactText]) -> ExactText {
        func rank(_ name: ExactText) -> (Int, Int, ExactText) {
            let kind = MachineName.isFull(name.string) ? 0 : MachineName.isAddress(name.string) ? 2 : 1
            return (kind, listed.contains(name) ? 0 : 1, name)
        }
        return names.min { rank($0) < rank($1) } ?? ""
    }

    private func proof(_ proofs: [String]) -> String {
        let distinct = Set(proofs.filter { !$0.isEmpty }.map(ExactText.init(_:))).sorted()
        return distinct.map(\.string).joined(separator: "; ")
    }
}

/// Which machines a service account's Kerberos tickets may mean.
struct ServiceAccountHosts {
    private var declaredHosts: [ExactText: Set<ExactText>] = [:]
    private var principalHosts: [ExactText: Set<ExactText>] = [:]
    private var ambiguous: Set<ExactText> = []

    init(estate: Estate) {
        for entry in estate.servers {
            for account in entry.serviceAccounts {
                let key = ServiceAccountHosts.key(account)
                declaredHosts[key, default: []].insert(ExactText(entry.server))
            }
        }
        var seen: Set<ExactText> = []
        for account in estate.directory.accounts where !account.servicePrincipalNames.isEmpty {
            let key = ServiceAccountHosts.key(account.name)
            if !seen.insert(key).inserted { ambiguous.insert(key) }
            let hosts = account.servicePrincipalNames.compactMap { MachineName.host(ofServicePrincipalName: $0) }
            principalHosts[key, default: []].formUnion(hosts.map(ExactText.init(_:)))
        }
    }

    /// Named in the `service_accounts` column.
    func declared(_ account: String) -> Set<ExactText> { declaredHosts[ServiceAccountHosts.key(account)] ?? [] }

    /// Named by the account's SPNs, where only one account of the directory has the name.
    func servicePrincipals(_ account: String) -> Set<ExactText> {
        let key = ServiceAccountHosts.key(account)
        return ambiguous.contains(key) ? [] : principalHosts[key] ?? []
    }

    func names(of account: String) -> Set<ExactText> { declared(account).union(servicePrincipals(account)) }

    /// The account's bare name without `$`: tickets and inventories write it with and without domain.
    private static func key(_ account: String) -> ExactText {
        let bare = AccountName(reference: account).name
        return ExactText(bare.utf8.last == UInt8(ascii: "$") ? String(bare.dropLast()) : bare)
    }
}
