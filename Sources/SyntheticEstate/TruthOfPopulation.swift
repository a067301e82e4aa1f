import AccessModel

/// Counts who reached the servers, as it was and as the readable records show it.
struct TruthOfPopulation {
    let simulation: Simulation
    /// Indices of the happenings a reader can prove, ascending.
    let readable: [Int]
    /// For each address and day, the host labels it is known to belong to.
    private var owners: [AddressDay: Set<String>] = [:]

    /// The server whose clients an unknown proxy hides.
    static let hidden: ServerID = .web04

    private struct AddressDay: Hashable {
        var address: String
        var day: Day
    }

    /// A device as far as the records show it.
    enum ShownDevice: Hashable {
        case named(String)
        case address(String, Day)
    }

    /// Sets from which every figure of a server or a union is a count.
    struct Reach {
        var users: Set<Int> = []
        var fromOutside: Set<Int> = []
        var leads: Set<Int> = []
        var devices: Set<Int> = []
        var edges: Set<[Int]> = []
        var shownDevices: Set<ShownDevice> = []
        var shownEdges: Set<ShownEdge> = []
        var visitors: Set<String> = []
        var names: Set<String> = []
        var attempts = 0

        mutating func formUnion(_ other: Reach) {
            users.formUnion(other.users)
            devices.formUnion(other.devices)
            edges.formUnion(other.edges)
            shownDevices.formUnion(other.shownDevices)
            shownEdges.formUnion(other.shownEdges)
        }

        var shownLow: Int {
            var named: Set<String> = []
            var addresses: Set<String> = []
            for device in shownDevices {
                switch device {
                case .named(let name): named.insert(name)
                case .address(let address, _): addresses.insert(address)
                }
            }
            return named.count + addresses.count
        }
    }

    /// A user and a device, an address-only device being one over all its days.
    struct ShownEdge: Hashable {
        var user: Int
        var device: String
    }

    init(simulation: Simulation, readable: Set<Int>) {
        self.simulation = simulation
        self.readable = readable.sorted()
        for index in self.readable {
            let happening = simulation.happenings[index]
            guard happening.standing == .access, happening.succeeded, let row = happening.shown, !row.address.isEmpty
            else { continue }
            let name = row.machine.isEmpty ? row.clientName : row.machine
            if !name.isEmpty {
                owners[AddressDay(address: row.address, day: happening.day), default: []].insert(name)
            }
        }
    }

    static func renames(_ world: World) -> [Truth.Rename] {
        let accounts = world.accounts.map { ($0.formerNames, $0.name) }
        let machines = world.devices.map { device in
            (device.formerNames.map { FormerName(name: $0.name + "$", until: $0.until) }, device.name + "$")
        }
        let renames = (accounts + machines).flatMap { former, name in
            former.enumerated().map { place, step in
                Truth.Rename(
                    day: world.day(step.until).text, account: name.scalarLowercased, from: step.name.scalarLowercased,
                    to: (place + 1 < former.count ? former[place + 1].name : name).scalarLowercased)
            }
        }
        return renames.sorted { a, b in
            a.day == b.day ? a.from.isByteOrdered(before: b.from) : a.day.isByteOrdered(before: b.day)
        }
    }

    // MARK: Reach

    /// What happened, by server.
    func happened() -> [ServerID: Reach] {
        var reach: [ServerID: Reach] = [:]
        for happening in simulation.happenings {
            guard let server = happening.server, happening.shown != nil else { continue }
            reach[server, default: Reach()].names.insert(server.rawValue)
            addCommon(happening, to: &reach[server, default: Reach()])
            guard happening.standing == .access, happening.succeeded else { continue }
            if let visitor = happening.visitor { reach[server, default: Reach()].visitors.insert(String(visitor)) }
            guard let device = happening.device else { continue }
            reach[server, default: Reach()].devices.insert(device)
            if let owner = happening.owner { reach[server, default: Reach()].edges.insert([owner, device]) }
        }
        return reach
    }

    /// What the readable records prove, by server.
    func shown() -> [ServerID: Reach] {
        var reach: [ServerID: Reach] = [:]
        for index in readable {
            var happening = simulation.happenings[index]
            guard let server = happening.server, let row = happening.shown else { continue }
            if server == TruthOfPopulation.hidden { happening.isOutside = false }
            reach[server, default: Reach()].names.insert(row.server)
            addCommon(happening, to: &reach[server, default: Reach()])
            guard happening.standing == .access, happening.succeeded else { continue }
            if happening.visitor != nil, happening.isOutside {
                reach[server, default: Reach()].visitors.insert(row.address)
                continue
            }
            guard let device = device(of: row, on: happening.day, server: server) else { continue }
            reach[server, default: Reach()].shownDevices.insert(device)
            if let owner = happening.owner {
                let name =
                    switch device {
                    case .named(let name): "name " + name
                    case .address(let address, _): "address " + address
                    }
                reach[server, default: Reach()].shownEdges.insert(ShownEdge(user: owner, device: name))
            }
        }
        return reach
    }

    /// Users, leads and attempts: the same in both views.
    private func addCommon(_ happening: Happening, to reach: inout Reach) {
        if !happening.succeeded {
            if happening.isOutside, happening.standing == .access { reach.attempts += 1 }
            return
        }
        guard let owner = happening.owner else { return }
        switch happening.standing {
        case .access:
            reach.users.insert(owner)
            if happening.isOutside { reach.fromOutside.insert(owner) }
        case .lead: reach.leads.insert(owner)
        case .nothing: break
        }
    }

    private func device(of row: ShownRow, on day: Day, server: ServerID) -> ShownDevice? {
        if !row.machine.isEmpty { return row.machine == server.rawValue ? nil : .named(row.machine) }
        if !row.clientName.isEmpty { return .named(row.clientName) }
        guard !row.address.isEmpty else { return nil }
        if let names = owners[AddressDay(address: row.address, day: day)], names.count == 1, let name = names.first {
            return .named(name)
        }
        return .address(row.address, day)
    }

    // MARK: Figures

    func population(_ reach: [ServerID: Reach], isShown: Bool) -> Truth.Population {
        let servers = ServerID.allCases.sorted { $0.rawValue < $1.rawValue }
        let counts = servers.compactMap { server in reach[server].map { count(server, $0, isShown: isShown) } }
        let unions = TruthOfPopulation.products.map { product, members in
            let reaches = members.compactMap { reach[$0] }
            var union = Reach()
            for one in reaches { union.formUnion(one) }
            return Truth.UnionCounts(
                product: product, servers: reaches.count, users: union.users.count,
                serviceUsers: serviceUsers(union.users),
                devicesLow: Truth.Count(isShown ? union.shownLow : union.devices.count),
                devicesHigh: Truth.Count(isShown ? union.shownDevices.count : union.devices.count),
                edges: Truth.Count(isShown ? union.shownEdges.count : union.edges.count))
        }
        return Truth.Population(servers: counts, unions: unions)
    }

    /// Products of servers.csv and their servers, sorted by product.
    static let products: [(product: String, servers: [ServerID])] = [
        ("exchange-server", [.mail01]), ("sql-server", [.sql01]), ("windows-rds", [.rds01]),
        ("windows-server", EstateFiles.hosts.map(\.server)),
    ]

    private func count(_ server: ServerID, _ reach: Reach, isShown: Bool) -> Truth.ServerCounts {
        let isHidden = isShown && server == TruthOfPopulation.hidden
        func figure(_ shown: Int, _ happened: Int) -> Truth.Count {
            Truth.Count(isHidden ? nil : isShown ? shown : happened)
        }
        return Truth.ServerCounts(
            server: server.rawValue, names: reach.names.sorted { $0.isByteOrdered(before: $1) },
            users: reach.users.count, serviceUsers: serviceUsers(reach.users),
            devicesLow: figure(reach.shownLow, reach.devices.count),
            devicesHigh: figure(reach.shownDevices.count, reach.devices.count),
            edges: figure(reach.shownEdges.count, reach.edges.count),
            authenticatedFromOutside: reach.fromOutside.count,
            anonymousVisitors: Truth.Count(isHidden ? nil : reach.visitors.count),
            leads: reach.leads.subtracting(reach.users).count, attempts: reach.attempts)
    }

    private func serviceUsers(_ users: Set<Int>) -> Int {
        users.count { simulation.world.users[$0].role == .service }
    }
}
