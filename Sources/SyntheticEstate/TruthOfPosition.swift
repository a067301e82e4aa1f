import AccessModel

/// What the bridge, the licences and the exposure must come to.
struct TruthOfPosition {
    let world: World
    let shown: [ServerID: TruthOfPopulation.Reach]

    // MARK: Bridge

    /// Steps between the start and the persons, in the contract's order. `no-right` takes nobody here: every account
    /// may reach the Windows servers.
    private static let steps: [(step: String, accountClass: AccountClass?)] = [
        ("built-in", .builtIn), ("managed-service", .managedService), ("machine", .machine),
        ("disabled", .disabled), ("expired", .expired), ("resource-mailbox", .resourceMailbox),
        ("service", .service), ("test", .test), ("external", .external), ("leaver", .leaver), ("no-right", nil),
        ("never-used", .neverUsed), ("dormant", .dormant),
    ]

    func bridge() -> Truth.Bridge {
        let directory = world.accounts.filter { $0.accountClass != .notInDirectory }
        var steps = TruthOfPosition.steps.map { step, accountClass in
            Truth.Bridge.Step(step: step, users: directory.count { $0.accountClass == accountClass }, sign: -1)
        }
        let auditor = directory.count - steps.prefix(4).reduce(0) { $0 + $1.users }
        let counted = directory.filter { $0.accountClass == .counted }
        let persons = Set(counted.compactMap(\.owner))
        steps.append(Truth.Bridge.Step(step: "duplicate", users: counted.count - persons.count, sign: -1))
        let windows = seen(windowsServers)
        let strangers = seenStrangers(windows)
        steps.append(Truth.Bridge.Step(step: "not-in-directory", users: strangers.count, sign: 1))
        steps.append(Truth.Bridge.Step(step: "behind-multiplexers", users: Licences.peopleBehindCRM, sign: 1))
        return Truth.Bridge(
            product: "windows-server", start: directory.count, steps: steps, auditorUsers: auditor,
            enabledAccounts: auditor - directory.count { $0.accountClass == .leaver },
            defendedUsers: persons.count + strangers.count + Licences.peopleBehindCRM,
            evidencedUsers: windows.intersection(persons.union(strangers)).count, seenUsers: windows.count,
            trueUsers: trueUsers(defended: persons.count + strangers.count + Licences.peopleBehindCRM),
            accounts: accountRows())
    }

    private func trueUsers(defended: Int) -> Int? {
        guard world.users.contains(where: { $0.role == .unclearContractor }) else { return nil }
        return defended - world.accounts.count { $0.isSecretlyExternal }
    }

    private func accountRows() -> [Truth.Bridge.AccountRow] {
        world.accounts.map { account in
            Truth.Bridge.AccountRow(
                account: "\(account.domain)\\\(account.name)".scalarLowercased,
                accountClass: account.accountClass.rawValue)
        }.sorted { $0.account.isByteOrdered(before: $1.account) }
    }

    private var windowsServers: [ServerID] { EstateFiles.hosts.map(\.server) }

    private func seen(_ servers: [ServerID]) -> Set<Int> {
        servers.reduce(into: []) { $0.formUnion(shown[$1]?.users ?? []) }
    }

    private func seenStrangers(_ users: Set<Int>) -> Set<Int> {
        users.intersection(world.accounts.filter { $0.accountClass == .notInDirectory }.compactMap(\.owner))
    }

    // MARK: Licences

    /// Users a product must cover: persons who may reach it, strangers seen on it, people behind its multiplexer.
    func requirement(group: String?, servers: [ServerID]) -> Int {
        let members = world.accounts.filter {
            $0.accountClass == .counted && (group.map($0.groups.contains) ?? true)
        }
        return Set(members.compactMap(\.owner)).count + seenStrangers(seen(servers)).count
            + (servers.contains(.sql01) ? Licences.peopleBehindCRM : 0)
    }

    func licences() -> Licences {
        Licences(
            world: world, windows: requirement(group: nil, servers: windowsServers),
            database: requirement(group: "SQL-Users", servers: [.sql01]),
            mail: requirement(group: "Mailbox-Users", servers: [.mail01]),
            sessionHost: requirement(group: "RDS-Users", servers: [.rds01]))
    }

    func products(_ licences: Licences) -> [Truth.Product] {
        licences.holdings.map { holding in
            let short = max(0, holding.requirement - holding.usableUser)
            let shortOfHeads = max(0, holding.requirement - holding.entitledUser)
            return Truth.Product(
                product: holding.product, choice: "user", requiredVersion: holding.requiredVersion,
                requirement: holding.requirement, entitledUser: holding.entitledUser,
                usableUser: holding.usableUser, entitledDevice: holding.entitledDevice,
                usableDevice: holding.usableDevice, delta: holding.usableUser - holding.requirement,
                versionShortfall: short - shortOfHeads)
        }
    }

    // MARK: Exposure

    /// Servers and sites somebody outside can be expected to matter for, with the verdict the world was built for.
    private static let sites: [(server: ServerID, site: String, verdict: String)] = [
        // Visitors without a name and partners with one, and no connector.
        (.extra01, "W3SVC2", "gap"),
        // A connector, a complete log, and nobody from outside.
        (.intra01, "W3SVC1", "waste"),
        // Employees only.
        (.mail01, "W3SVC1", "none"),
        // Attempts only.
        (.rds01, "", "none"),
        // Only visitors without a name, and nobody declared what the site is.
        (.web03, "W3SVC1", "not-determinable"),
        // A proxy nobody declared.
        (.web04, "W3SVC1", "not-determinable"),
        // Declared a web workload.
        (.web05, "W3SVC3", "exempt"),
    ]

    func external() -> [Truth.Exposure] {
        let outsiders = Set(world.accounts.filter { $0.accountClass == .external }.compactMap(\.owner))
        return TruthOfPosition.sites.map { server, site, verdict in
            let reach = shown[server] ?? TruthOfPopulation.Reach()
            let isHidden = server == TruthOfPopulation.hidden
            let isExposed = !reach.fromOutside.isEmpty || !reach.visitors.isEmpty || reach.attempts > 0
            return Truth.Exposure(
                server: server.rawValue, site: site, exposed: Truth.Flag(isHidden ? nil : isExposed),
                anonymousVisitors: Truth.Count(isHidden ? nil : reach.visitors.count),
                authenticatedVisitors: reach.fromOutside.intersection(outsiders).count,
                employeesFromOutside: reach.fromOutside.subtracting(outsiders).count, attempts: reach.attempts,
                proxySuspected: isHidden, verdict: verdict)
        }
    }
}
