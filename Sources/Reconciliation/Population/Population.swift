import AccessModel
import Identity
import Licensing
import PositionModel

/// The people and devices one product must be licensed for, and how the directory became them.
struct Population: Sendable {
    /// Users of the defended figure, ascending.
    private(set) var users: [Int] = []
    /// People behind multiplexers whom only a population names: numbers of `PeopleOfPopulations`, ascending.
    private(set) var namedBehind: [Int] = []
    /// People nobody names at all: their number.
    private(set) var anonymousUsers = 0
    /// Numbers of people nobody names are below this one.
    private let lastNamed: Int
    /// Users with evidence of access, still enabled.
    private(set) var evidencedUsers: [Int] = []
    /// Seen in the window and disabled since, and those of them nobody has decided to leave out or to count.
    private(set) var leaversSeen: [Int] = []
    private(set) var leavers: [Int] = []
    /// Devices: of the directory, and of the logs.
    private(set) var defendedDevices = 0
    /// Devices with evidence of access, addresses counting one.
    private(set) var evidencedDevices: [Int] = []
    /// Devices that may be more or fewer than counted, and what was decided about them.
    private(set) var openDevices: OpenDevices
    /// Devices an answer added that nobody was seen at: only a device CAL covers them.
    private(set) var addedDevices = 0
    /// Counted computers of the directory that nobody was seen at: indices into `Directory.computers`.
    private(set) var unseenComputers: [Int] = []
    private(set) var bridge: Bridge
    /// Service accounts among the enabled ones.
    private(set) var serviceAccounts = 0
    private(set) var externalAccounts = 0

    /// - Parameters:
    ///   - hasRight: per directory account; nil where everyone enabled may reach the product.
    ///   - access: evidence of the product, nil for none.
    ///   - nameless: internal addresses without a name that reached the product.
    init(
        product: Catalogue.Product, study: Study, classes: AccountClasses, devices: DeviceFacts,
        access: ProductAccess, hasRight: [Bool]?, behind: MultiplexedUsers,
        nameless: NamelessVisitors = NamelessVisitors()
    ) {
        let accounts = study.estate.directory.accounts
        lastNamed = -study.population.names.count
        // Whoever was seen on the product has the right to reach it, whatever the groups say.
        func perAccount(_ index: Int) -> AccountClass {
            let isSeen = classes.userOf[index].map { access.directUsers.contains($0) } ?? false
            return classes.product(index, hasRight: isSeen ? nil : hasRight?[index])
        }
        var removed: [String: Int] = [:]
        var remaining = 0
        var people: Set<Int> = []
        var nobody = 0
        for index in accounts.indices {
            let entry = perAccount(index)
            guard entry.isCounted else {
                removed[entry.step, default: 0] += 1
                continue
            }
            remaining += 1
            if let user = classes.userOf[index] { people.insert(user) } else { nobody += 1 }
        }
        let persons = people.count + nobody
        removed[BridgeRules.duplicate] = remaining - persons
        serviceAccounts = removed[BridgeRules.service] ?? 0
        externalAccounts = removed[BridgeRules.external] ?? 0

        let strangers = access.directUsers.filter { !people.contains($0) && classes.outside[$0]?.isCounted == true }
        people.formUnion(strangers)
        // Behind a front end the groups of the server do not decide: whoever uses the front end uses it.
        let populations = behind.users(of: product.id, access: access)
        let hidden = Set(
            access.userRanks.keys.lazy.filter { !people.contains($0) }
        ).union(populations.known).filter {
            !people.contains($0) && classes.isPerson($0, identities: study.identities)
        }
        people.formUnion(hidden)
        namedBehind = populations.unknown
        anonymousUsers = nobody
        leaversSeen = Array(access.userRanks.keys).filter { user in
            !people.contains(user)
                && study.identities.users[user].directoryAccounts.contains {
                    classes.directory[$0].step == BridgeRules.leaver
                }
        }
        let question = QuestionKind.leavers.id(product: product.id)
        func decided(_ user: Int) -> String? { study.answers.word(question, study.identities.users[user].name) }
        leavers = leaversSeen.filter { decided($0) == nil }
        let recalled = leaversSeen.filter { decided($0) == "counted" }
        people.formUnion(recalled)
        users = people.sorted()
        evidencedUsers = users.filter { access.userRanks[$0] != nil }

        let deviceSteps = DeviceSteps(study: study, classes: classes, devices: devices, access: access)
        evidencedDevices = deviceSteps.evidenced
        openDevices = OpenDevices(product: product.id, study: study, steps: deviceSteps, nameless: nameless)
        defendedDevices = deviceSteps.defended
        unseenComputers = deviceSteps.unseen
        bridge = Population.bridge(
            product: product.id, accounts: accounts.count, removed: removed, strangers: strangers.count,
            hidden: hidden.count + populations.unknown.count, devices: deviceSteps)
        add(users: recalled.count, devices: openDevices.added, ofThemUnseen: openDevices.addedUnseen)
    }

    /// Adds what answers of the decision register say is there: a step of its own behind all others.
    ///
    /// - Parameters:
    ///   - users: of them, those who are in `users` already stand for themselves.
    ///   - unseen: devices among `devices` that nobody was seen at.
    private mutating func add(users: Int, devices: Int, ofThemUnseen unseen: Int) {
        guard users > 0 || devices > 0 else { return }
        if bridge.steps.last?.rule != BridgeRules.answered {
            bridge.steps.append(
                BridgeStep(
                    rule: BridgeRules.answered, label: "Counted by answers of the decision register", users: 0,
                    devices: 0, sign: 1, source: "answers.csv; answers of position.json"))
        }
        bridge.steps[bridge.steps.count - 1].users += users
        bridge.steps[bridge.steps.count - 1].devices += devices
        bridge.defendedUsers += users
        bridge.defendedDevices += devices
        defendedDevices += devices
        addedDevices += unseen
    }

    /// Adds people nobody names, and devices of theirs, as answers say.
    mutating func add(people: Int, devices: Int) {
        anonymousUsers += people
        add(users: people, devices: devices, ofThemUnseen: 0)
    }

    /// Users to cover, ascending; negative numbers stand for people neither directory nor logs know.
    var everybody: [Int] { (0..<anonymousUsers).map { lastNamed - 1 - $0 }.reversed() + namedBehind + users }

    /// Takes everybody out of the count: no server of the product needs its CALs.
    mutating func needNoCAL(why: String, source: String) {
        bridge.steps.append(
            BridgeStep(
                rule: BridgeRules.noCALNeeded, label: "No CAL needed (\(why))", users: bridge.defendedUsers,
                devices: bridge.defendedDevices, sign: -1, source: source))
        (bridge.defendedUsers, bridge.defendedDevices, defendedDevices) = (0, 0, 0)
    }

    private static func bridge(
        product: String, accounts: Int, removed: [String: Int], strangers: Int, hidden: Int,
        devices: DeviceSteps
    ) -> Bridge {
        var steps = [
            BridgeStep(
                rule: BridgeRules.start, label: "User accounts and enabled computers of the directory",
                users: accounts, devices: devices.start, sign: 1, source: "directory exports")
        ]
        var auditor = (users: accounts, devices: devices.start)
        for rule in BridgeRules.removing {
            steps.append(
                BridgeStep(
                    rule: rule.id, label: rule.label, users: removed[rule.id] ?? 0,
                    devices: devices.removed[rule.id] ?? 0, sign: -1, source: rule.source))
            if rule.id == BridgeRules.disabled {
                auditor = steps.total
                steps.append(
                    BridgeStep(
                        rule: BridgeRules.server, label: "Servers among the computers (no device anybody sits at)",
                        users: 0, devices: devices.removed[BridgeRules.server] ?? 0, sign: -1,
                        source: "servers.csv; AD: operatingSystem; catalogue: licensed-server"))
            }
        }
        steps.append(
            BridgeStep(
                rule: BridgeRules.duplicate, label: "Further accounts of the same person",
                users: removed[BridgeRules.duplicate] ?? 0, devices: 0, sign: -1,
                source: "identity resolution: same SID, name, aliases"))
        steps.append(
            BridgeStep(
                rule: BridgeRules.notInDirectory, label: "Seen in the logs but not in the directory",
                users: strangers, devices: devices.added, sign: 1, source: "evidence"))
        steps.append(
            BridgeStep(
                rule: BridgeRules.behind, label: "People behind multiplexers", users: hidden, devices: 0, sign: 1,
                source: "servers.csv behind; estate.yaml multiplexers"))
        let defended = steps.total
        return Bridge(
            product: product, steps: steps, auditorUsers: auditor.users, auditorDevices: auditor.devices,
            defendedUsers: defended.users, defendedDevices: defended.devices)
    }
}

extension [BridgeStep] {
    /// Sum of the steps, each with its sign.
    var total: (users: Int, devices: Int) {
        reduce((0, 0)) { ($0.0 + $1.sign * $1.users, $0.1 + $1.sign * $1.devices) }
    }
}

/// The device side of a bridge.
struct DeviceSteps: Sendable {
    /// Enabled computer objects.
    let start: Int
    let removed: [String: Int]
    /// Devices only the logs know.
    let added: Int
    let evidenced: [Int]
    /// Evidenced ones known by an address only.
    let addresses: [Int]
    /// Addresses that several names had: behind them may be nobody else, or others.
    let shared: [Int]
    /// Suspected proxies: nobody can tell how many are behind them.
    let proxies: [Int]
    /// Seen through machine accounts only, that the directory does not know.
    let machineOnly: [Int]
    /// Counted computers of the directory that nobody was seen at.
    let unseen: [Int]
    /// Computers seen in the window that the directory has disabled, or calls no device.
    let disabledSince: [Int]

    var defended: Int { start - removed.values.reduce(0, +) + added }

    init(study: Study, classes: AccountClasses, devices: DeviceFacts, access: ProductAccess) {
        var removed: [String: Int] = [:]
        for (computer, step) in zip(study.estate.directory.computers, devices.computers) where computer.enabled != false
        {
            if let step { removed[step, default: 0] += 1 }
        }
        start = devices.enabled
        self.removed = removed
        // What outsiders sit at is no device of the organisation; they are licensed as external users.
        let seen = Set(
            access.edges.lazy.filter { !classes.isExternal[$0.user] }.map(\.device)
        ).union(access.devicesWithoutUser.filter { !study.identities.devices[$0].isExternal })
        let known = study.identities.devices
        proxies = seen.filter(devices.suspectedProxies.contains).sorted()
        // An address that is a proxy's is nobody's device; a named machine stays the device it is.
        let hiding = Set(proxies.filter { known[$0].isAddressOnly })
        let people = seen.filter { !devices.isServer[$0] && !known[$0].isShared && !hiding.contains($0) }
        shared = seen.filter { !devices.isServer[$0] && known[$0].isShared && !hiding.contains($0) }.sorted()
        // A computer the directory has disabled since, or calls no device, counts in the high figure only.
        evidenced = people.filter { known[$0].directoryIndex.map { devices.computers[$0] == nil } ?? true }.sorted()
        disabledSince = people.subtracting(evidenced).sorted()
        added = evidenced.filter { known[$0].directoryIndex == nil }.count
        let met = Set(evidenced.compactMap { known[$0].directoryIndex })
        unseen = study.estate.directory.computers.indices.filter { index in
            study.estate.directory.computers[index].enabled != false && devices.computers[index] == nil
                && !met.contains(index)
        }
        addresses = evidenced.filter { known[$0].isAddressOnly && known[$0].days > 1 }
        machineOnly = access.machineDevices.filter {
            !seen.contains($0) && !devices.isServer[$0] && known[$0].directoryIndex == nil
        }.sorted()
    }
}

/// People who reach a product through one account.
struct MultiplexedUsers: Sendable {
    private struct Multiplexer: Sendable {
        var account: AccountPattern
        var known: [Int]
        /// Numbers of `PeopleOfPopulations`.
        var unknown: [Int]
    }
    private let multiplexers: [Multiplexer]
    /// Users whose account is a multiplexer, per multiplexer.
    private let accounts: [[Int]]

    init(_ study: Study) {
        multiplexers = study.estate.settings.multiplexers.map { declared in
            var known: Set<Int> = []
            var unknown: Set<Int> = []
            for name in declared.population where !name.isEmpty {
                if let user = study.user(written: name) {
                    known.insert(user)
                } else if let number = study.population.number(name) {
                    unknown.insert(number)
                }
            }
            return Multiplexer(
                account: AccountPattern(declared.account), known: known.sorted(), unknown: unknown.sorted())
        }
        accounts = multiplexers.map { multiplexer in
            study.identities.users.indices.filter { index in
                study.identities.users[index].accounts.contains { account in
                    let identity = study.identities.accounts[account]
                    return multiplexer.account.matches(
                        NamedAccount(domain: identity.domain, name: identity.name), domains: study.domains)
                }
            }
        }
    }

    /// True for a user whose account is a multiplexer with people behind it that are named.
    func isDeclared(_ user: Int) -> Bool {
        zip(multiplexers, accounts).contains { multiplexer, users in
            users.contains(user) && !(multiplexer.known.isEmpty && multiplexer.unknown.isEmpty)
        }
    }

    /// The population of every multiplexer whose account reached the product.
    func users(of product: String, access: ProductAccess) -> (known: [Int], unknown: [Int]) {
        var known: Set<Int> = []
        var unknown: Set<Int> = []
        for (multiplexer, users) in zip(multiplexers, accounts)
        where users.contains(where: { access.userRanks[$0] != nil }) {
            known.formUnion(multiplexer.known)
            unknown.formUnion(multiplexer.unknown)
        }
        return (known.sorted(), unknown.sorted())
    }
}
