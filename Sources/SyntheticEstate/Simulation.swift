import AccessModel

/// Lets the people of a `World` live through the window and notes everything that happens.
///
/// Deterministic: people in index order, days in order, one source of numbers.
struct Simulation {
    let world: World
    let plan: AddressPlan
    var random: SeededRandom
    private(set) var logs: [Log] = []
    private(set) var happenings: [Happening] = []
    var logonID = 0x1_0000
    /// The day that is lived.
    private(set) var today = 0

    /// What a record shows of where somebody sits.
    struct Client {
        /// Index into `World.devices`, nil for the public and attackers.
        var device: Int?
        /// Name as NTLM sends it; empty where the client has none.
        var name: String
        var address: String
        var isOutside: Bool
    }

    static func run(_ world: World, plan: AddressPlan, random: SeededRandom) -> Simulation {
        var simulation = Simulation(world: world, plan: plan, random: random)
        for day in 0..<world.size.days {
            simulation.today = day
            simulation.renameThings()
            for user in world.users.indices where world.users[user].activeDays.contains(day) {
                simulation.live(user: user, day: day)
            }
            simulation.runServers(day: day)
            simulation.runPublic(day: day)
        }
        return simulation
    }

    private init(world: World, plan: AddressPlan, random: SeededRandom) {
        self.world = world
        self.plan = plan
        self.random = random
    }

    // MARK: Noting

    /// The index of a log, made when it is first written to.
    mutating func log(_ server: ServerID, _ channel: String, isWeb: Bool = false) -> Int {
        if let found = logs.firstIndex(where: { $0.server == server && $0.channel == channel }) { return found }
        logs.append(Log(server: server, channel: channel, isWeb: isWeb))
        return logs.count - 1
    }

    mutating func note(_ happening: Happening) { happenings.append(happening) }

    /// An event of the Security log (or `channel`) with nothing said yet about who and what.
    mutating func event(
        _ writer: ServerID, at time: Instant, _ form: EventForm, channel: String = "Security"
    ) -> Happening {
        Happening(time: time, ticks: random.below(10_000), log: log(writer, channel), form: .event(form))
    }

    mutating func moment(day: Int, hours: ClosedRange<Int>) -> Instant {
        let milliseconds = random.inRange((hours.lowerBound * 3_600_000)...(hours.upperBound * 3_600_000 + 3_599_999))
        return Instant(milliseconds: world.day(day).start.milliseconds + Int64(milliseconds))
    }

    /// A little later.
    mutating func after(_ time: Instant, upTo milliseconds: Int = 3000) -> Instant {
        Instant(milliseconds: time.milliseconds + Int64(random.inRange(40...milliseconds)))
    }

    mutating func newLogonID() -> Int {
        logonID += 1 + random.below(97)
        return logonID
    }

    mutating func port() -> String { String(random.inRange(49_152...65_000)) }

    // MARK: Clients and accounts

    /// Where a device is on the organisation's network on a day.
    func inside(_ device: Int, day: Int) -> Client {
        let thing = world.devices[device]
        let address =
            switch thing.kind {
            case .terminal: plan.terminal(thing.slot)
            case .kiosk: plan.kiosk(thing.slot)
            case .desktop, .laptop, .phone, .homeComputer: plan.leased(slot: thing.slot, day: day)
            }
        return Client(device: device, name: thing.name(on: day), address: address, isOutside: false)
    }

    /// The everyday account as NTLM spells it.
    func ntlm(_ account: Int) -> NamedAccount {
        let account = world.accounts[account]
        return NamedAccount(domain: account.domain, name: account.name(on: today), sid: account.sid)
    }

    /// The same account in a logon by Kerberos: the DNS realm for a domain.
    func kerberos(_ account: Int) -> NamedAccount {
        let account = world.accounts[account]
        return NamedAccount(domain: World.realm, name: account.name(on: today), sid: account.sid)
    }

    /// Row of a record that shows the address alone.
    func addressRow(_ client: Client, server: String) -> ShownRow {
        ShownRow(address: client.address, server: server)
    }

    /// Row of a record that shows name and address.
    func namedRow(_ client: Client, server: String) -> ShownRow {
        ShownRow(clientName: label(client), address: client.address, server: server)
    }

    /// Host label of a client: of a renamed one that of today's directory, for it is one device.
    func label(_ client: Client) -> String {
        guard let device = client.device, !client.name.isEmpty else { return client.name.scalarLowercased }
        return world.devices[device].name.scalarLowercased
    }

    // MARK: A day

    private mutating func live(user: Int, day: Int) {
        switch world.users[user].role {
        case .office, .administrator, .ward, .mobile, .residentContractor, .unclearContractor, .leaver, .deleted:
            workAtSite(user: user, day: day)
        case .localOperator: scanAtFileServer(user: user, day: day)
        case .partner, .visitingContractor: visitExtranet(user: user, day: day)
        case .service, .absent: break
        }
    }

    private mutating func workAtSite(user: Int, day: Int) {
        let person = world.users[user]
        let account = person.accounts[0]
        let device = person.role == .ward ? random.pick(world.terminals) : computer(of: person)
        let client = inside(device, day: day)
        // On the first day at the second controller, whose log is complete: everybody active is provable there.
        let controller: ServerID = person.activeDays.first == day || random.chance(50) ? .dc02 : .dc01
        var time = moment(day: day, hours: 6...15)
        if random.chance(65) { time = startMachine(device, client, at: time, controller) }
        time = logOn(user: user, account: account, client, at: time, controller)
        let habits = person.habits
        if habits.contains(.filesInGapOnly) {
            if world.fileServerGap.contains(day) {
                time = reachFilesByNTLM(user, account, client, at: time, controller)
            }
        } else if habits.contains(.files) {
            time =
                random.chance(40)
                ? reachFilesByNTLM(user, account, client, at: time, controller)
                : reachFilesByKerberos(user, account, client, at: time, controller)
        }
        if habits.contains(.oldServer) { time = reachOldServer(user, account, client, at: time, controller) }
        if habits.contains(.unlistedServer) {
            time = ticket(user, account, client, to: .app07, at: time, controller)
        }
        if habits.contains(.database) { time = reachDatabase(user, account, client, at: time, controller) }
        if habits.contains(.sessionHost), person.role != .mobile || random.chance(50) {
            time = openSession(user, account, client, at: time, controller)
        }
        if habits.contains(.intranet) { time = browseIntranet(user, client, at: time) }
        if habits.contains(.mail) { time = readMail(user, client, at: time, agent: UserAgents.workplace) }
        if person.role == .administrator { administer(user: user, client, day: day) }
        if person.role == .mobile { roam(user: user, day: day) }
    }

    private mutating func computer(of person: User) -> Int {
        let computers = person.devices.filter { [.desktop, .laptop].contains(world.devices[$0].kind) }
        return random.pick(computers)
    }

    /// Phone mail from outside, mail and the gateway from home, and now and then files through the VPN.
    private mutating func roam(user: Int, day: Int) {
        let person = world.users[user]
        for device in person.devices {
            let thing = world.devices[device]
            let time = moment(day: day, hours: 17...20)
            switch thing.kind {
            case .phone:
                let address = plan.phone(thing.slot, day: day)
                let client = Client(device: device, name: "", address: address, isOutside: true)
                _ = readMail(user, client, at: time, agent: UserAgents.phone)
            case .homeComputer:
                let client = Client(device: device, name: "", address: plan.home(thing.slot), isOutside: true)
                if random.chance(50) { _ = readMail(user, client, at: time, agent: UserAgents.browser(7)) }
                if person.habits.contains(.gatewayFromHome) { useGateway(user: user, client, at: time) }
            case .laptop:
                if random.chance(30) {
                    let address = plan.vpn(slot: thing.slot)
                    let client = Client(
                        device: device, name: thing.name(on: day), address: address, isOutside: false)
                    _ = reachFilesByNTLM(user, person.accounts[0], client, at: time, .dc02)
                }
            case .desktop, .terminal, .kiosk: break
            }
        }
    }
}
