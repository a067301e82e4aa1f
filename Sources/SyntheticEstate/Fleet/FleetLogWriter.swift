import AccessModel

/// Writes what a collector gathers from the Security logs of 20 servers: for measurements of speed, not of truth.
///
/// Three controllers, fifteen file and application servers and two session hosts; people with one device each who
/// mostly reach three servers, their devices, and services. A visit leaves the events Windows writes for it on all
/// servers concerned: tickets and validations on a controller, logon, shares and logoff on the server. Record ids and
/// times rise within a server; the servers' events come in bursts. Same seed and sizes, same bytes.
public struct FleetLogWriter: Sendable {
    public var seed: UInt64
    public var people: Int
    /// Days over which the log extends, from 2026-09-01.
    public var days: Int

    public init(seed: UInt64, people: Int = 8000, days: Int = 3) {
        self.seed = seed
        self.people = min(max(people, 1), 20_000)
        self.days = min(max(days, 1), 3650)
    }

    /// Writes whole events until `bytes` of text are reached or passed, and says how many events they are.
    ///
    /// - Parameters:
    ///   - bytes: size of the text before compression.
    ///   - compressed: true for gzip (level 6, the default of `gzip`), false for plain text.
    @discardableResult
    public func write(bytes: Int, to path: String, compressed: Bool = false) throws(SyntheticEstateError) -> Int {
        let file = try OutputFile(path: path, gzipLevel: compressed ? 6 : nil)
        var fleet = Fleet(seed: seed, people: people, days: days)
        while fleet.written < bytes {
            fleet.visit(at: fleet.clock.ticks(at: fleet.written, of: bytes))
            while let burst = fleet.nextBurst() { try file.write(burst) }
        }
        for burst in fleet.rest() { try file.write(burst) }
        try file.close()
        return fleet.events
    }
}

/// The servers and everybody who reaches them, at work.
struct Fleet {
    let clock: FleetClock
    private(set) var written = 0
    private(set) var events = 0
    private var random: SeededRandom
    private let patterns = FleetEvent.patterns()
    private var servers: [FleetServer]
    private var people: [FleetAccount]
    private var devices: [FleetAccount]
    private var services: [FleetAccount]
    private var slots = EventSlots()
    /// Server whose events are to be fetched.
    private var full: Int?

    private static let corp = Array("CORP".utf8)
    private static let realm = Array(World.realm.utf8)
    private static let privileges = Array(
        ["Security", "Backup", "Restore", "TakeOwnership", "Debug", "SystemEnvironment", "LoadDriver", "Impersonate"]
            .map { "Se\($0)Privilege" }.joined(separator: "\r\n\t\t\t").utf8)
    private static let shares = ["Daten", "Projekte", "Home", "Scan", "Software"]
    private static let images = [
        #"C:\Windows\System32\rdpclip.exe"#, #"C:\Windows\explorer.exe"#,
        #"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"#, #"C:\Windows\System32\taskhostw.exe"#,
    ].map { Array($0.utf8) }
    private static let yes = Array("%%1842".utf8)
    private static let no = Array("%%1843".utf8)

    init(seed: UInt64, people count: Int, days: Int) {
        var random = SeededRandom(seed: seed)
        clock = FleetClock(days: days)
        servers = (0..<FleetServer.count).map { FleetServer(number: $0, random: &random) }
        people = FleetAccount.people(count, random: &random)
        devices = FleetAccount.devices(of: people)
        services = FleetAccount.services(random: &random)
        for server in servers.indices { servers[server].burst = 16_384 + random.below(49_152) }
        slots[.privileges] = Fleet.privileges
        self.random = random
    }

    /// The events of the server that is due; nil where none is.
    mutating func nextBurst() -> [UInt8]? {
        guard let server = full else { return nil }
        full = nil
        servers[server].burst = 16_384 + random.below(49_152)
        defer { servers[server].pending.removeAll(keepingCapacity: true) }
        return servers[server].pending
    }

    /// What no burst has taken.
    func rest() -> [[UInt8]] { servers.map(\.pending) }

    // MARK: Visits

    /// Somebody reaches a server.
    mutating func visit(at time: Int64) {
        let kind = random.below(1000)
        switch kind {
        case ..<560: visitOfPerson(random.below(people.count), at: time)
        case ..<750: visitOfDevice(random.below(devices.count), at: time)
        case ..<870: visitOfService(random.below(services.count), at: time)
        case ..<960: localService(on: random.below(servers.count), at: time)
        default: refusal(of: random.below(people.count), at: time)
        }
    }

    private mutating func visitOfPerson(_ number: Int, at time: Int64) {
        let server =
            random.chance(95)
            ? random.pick(people[number].servers)
            : FleetServer.controllers + random.below(FleetServer.count - FleetServer.controllers)
        let account = take(\.people, number, at: time)
        setSession(random.inRange(0x10_0000...0xfff_ffff))
        let isAtConsole = account.isAdministrator && random.chance(15)
        if isAtConsole || FleetServer.sessionHosts.contains(server) {
            return session(of: account, on: server, isAtConsole: isAtConsole, at: time)
        }
        let isValidated = random.chance(8)
        if isValidated {
            put(.validation, on: account.controller, at: time)
            slots[.domain] = Fleet.corp
            put(.validatedLogon, on: server, at: time)
        } else {
            ticket(of: account, for: server, at: time)
            slots[.domain] = Fleet.realm
            put(.networkLogon, on: server, at: time)
        }
        if account.isAdministrator { put(.privileges, on: server, at: time) }
        keepSession(of: account, on: server, type: "3", from: time)
        files(on: server, at: time)
    }

    /// A session at the desktop, remote or at the console: credentials, logon and the programs it starts.
    private mutating func session(of account: FleetAccount, on server: Int, isAtConsole: Bool, at time: Int64) {
        ticket(of: account, for: server, at: time)
        slots[.domain] = Fleet.corp
        slots[.newProcess] = HexText.hex(random.inRange(0x100...0x3fff) * 4)
        slots[.workstation] = Array(servers[server].account.dropLast())
        if isAtConsole {
            slots[.address] = Array("127.0.0.1".utf8)
            slots[.port] = [UInt8(ascii: "0")]
        }
        put(.explicitCredentials, on: server, at: time)
        put(isAtConsole ? .consoleLogon : .remoteLogon, on: server, at: time)
        if account.isAdministrator { put(.privileges, on: server, at: time) }
        keepSession(of: account, on: server, type: isAtConsole ? "2" : "10", from: time)
        for _ in 0..<random.inRange(2...5) {
            slots[.newProcess] = HexText.hex(random.inRange(0x100...0x3fff) * 4)
            slots[.status] = HexText.hex(random.inRange(0x100...0x3fff) * 4)
            slots[.image] = random.pick(Fleet.images)
            slots[.parent] = random.pick(Fleet.images)
            put(.newProcess, on: server, at: time)
        }
    }

    /// A device reads its policies.
    private mutating func visitOfDevice(_ number: Int, at time: Int64) {
        let account = take(\.devices, number, at: time)
        let server = account.controller
        setSession(random.inRange(0x10_0000...0xfff_ffff))
        ticket(of: account, for: server, at: time)
        slots[.domain] = Fleet.realm
        put(.networkLogon, on: server, at: time)
        keepSession(of: account, on: server, type: "3", from: time)
        slots[.domain] = Fleet.corp
        slots[.share] = Array("SYSVOL".utf8)
        slots[.folder] = Array(#"C:\Windows\SYSVOL\sysvol"#.utf8)
        put(.share, on: server, at: time)
        for _ in 0..<random.inRange(1...4) {
            slots[.file] = Array(#"\#(World.dnsDomain)\Policies\{"#.utf8) + policy() + Array(#"}\gpt.ini"#.utf8)
            put(.shareObject, on: server, at: time)
        }
    }

    private mutating func visitOfService(_ number: Int, at time: Int64) {
        let account = take(\.services, number, at: time)
        let server = random.pick(account.servers)
        setSession(random.inRange(0x10_0000...0xfff_ffff))
        if random.chance(40) { ticket(of: account, for: server, at: time) }
        slots[.domain] = Fleet.realm
        put(.networkLogon, on: server, at: time)
        put(.privileges, on: server, at: time)
        keepSession(of: account, on: server, type: "3", from: time)
    }

    /// The server starts a service of its own.
    private mutating func localService(on server: Int, at time: Int64) {
        slots[.account] = Array("SYSTEM".utf8)
        slots[.domain] = Array("NT AUTHORITY".utf8)
        slots[.sid] = Array("S-1-5-18".utf8)
        slots[.logonID] = Array("0x3e7".utf8)
        slots[.elevated] = Fleet.yes
        slots[.newProcess] = HexText.hex(0x2c0 + server * 4)
        put(.serviceLogon, on: server, at: time)
        put(.privileges, on: server, at: time)
    }

    private mutating func refusal(of number: Int, at time: Int64) {
        let account = people[number]
        show(account)
        slots[.domain] = Fleet.corp
        slots[.status] = Array("0xc000006a".utf8)
        slots[.subStatus] = slots[.status]
        switch random.below(3) {
        case 0: put(.refusedTicket, on: account.controller, at: time)
        case 1: put(.refusedValidation, on: account.controller, at: time)
        default: put(.refusedLogon, on: random.pick(account.servers), at: time)
        }
    }

    // MARK: Parts of a visit

    /// Shows the account in the slots, after its first ticket of the day.
    private mutating func take(
        _ group: WritableKeyPath<Fleet, [FleetAccount]>, _ number: Int, at time: Int64
    ) -> FleetAccount {
        let account = self[keyPath: group][number]
        show(account)
        let day = Int(time / 864_000_000_000)
        if account.ticketDay != day {
            self[keyPath: group][number].ticketDay = day
            slots[.ticket] = HexText.ticketHash(&random)
            put(
                servers[account.controller].isOld ? .grantingTicket : .newGrantingTicket, on: account.controller,
                at: time)
        }
        return account
    }

    private mutating func show(_ account: FleetAccount) {
        slots[.account] = account.name
        slots[.sid] = account.sid
        slots[.address] = account.address
        slots[.mappedAddress] = Array("::ffff:".utf8) + account.address
        slots[.workstation] = account.workstation
        slots[.elevated] = account.isAdministrator ? Fleet.yes : Fleet.no
        slots[.port] = HexText.decimal(random.inRange(49_152...65_535))
    }

    private mutating func setSession(_ logonID: Int) {
        slots[.logonID] = HexText.hex(logonID)
        slots[.logonGUID] = HexText.guid(&random)
    }

    private mutating func ticket(of account: FleetAccount, for server: Int, at time: Int64) {
        slots[.service] = servers[server].account
        slots[.serviceSID] = servers[server].sid
        slots[.ticket] = HexText.ticketHash(&random)
        slots[.secondTicket] = HexText.ticketHash(&random)
        put(
            servers[account.controller].isOld ? .serviceTicket : .newServiceTicket, on: account.controller, at: time)
    }

    private mutating func files(on server: Int, at time: Int64) {
        slots[.domain] = Fleet.corp
        let share = random.pick(Fleet.shares)
        slots[.share] = Array(share.utf8)
        slots[.folder] = Array(#"D:\Shares\\#(share)"#.utf8)
        put(.share, on: server, at: time)
        for _ in 0..<random.below(7) {
            slots[.file] = Array(
                #"Abteilung \#(random.below(60))\Jahr 20\#(random.inRange(18...26))\Vorgang-\#(random.below(90_000)).xlsx"#
                    .utf8)
            put(.shareObject, on: server, at: time)
        }
    }

    /// One of twelve group policies.
    private mutating func policy() -> [UInt8] {
        var policies = SeededRandom(seed: UInt64(random.below(12)))
        return HexText.guid(&policies)
    }

    private mutating func keepSession(of account: FleetAccount, on server: Int, type: String, from time: Int64) {
        // Network sessions last as long as they are used and ten to fifteen minutes more.
        let end = time + Int64(random.inRange(600_000...900_000)) * 10_000
        servers[server].sessions.append(
            FleetServer.Session(
                end: end, account: account.name, domain: Fleet.corp, sid: account.sid, logonID: slots[.logonID],
                type: Array(type.utf8)))
    }

    // MARK: Writing

    /// Writes an event on a server, after the ends of sessions that are due there.
    private mutating func put(_ event: FleetEvent, on server: Int, at time: Int64) {
        let first = servers[server].firstSession
        if first < servers[server].sessions.count, servers[server].sessions[first].end <= time {
            servers[server].firstSession += 1
            end(servers[server].sessions[first], on: server)
            if first > 4096 {
                servers[server].sessions.removeFirst(first + 1)
                servers[server].firstSession = 0
            }
        }
        append(event, slots, on: server, at: time)
    }

    private mutating func end(_ session: FleetServer.Session, on server: Int) {
        var slots = EventSlots()
        slots[.account] = session.account
        slots[.domain] = session.domain
        slots[.sid] = session.sid
        slots[.logonID] = session.logonID
        slots[.logonType] = session.type
        append(.logoff, slots, on: server, at: session.end)
    }

    private mutating func append(_ event: FleetEvent, _ values: EventSlots, on server: Int, at time: Int64) {
        var slots = values
        servers[server].last = max(servers[server].last + Int64(random.inRange(80...40_000)), time)
        servers[server].recordID += 1
        slots[.time] = FleetClock.text(ticks: servers[server].last, nineDigits: servers[server].isOld)
        slots[.recordID] = HexText.decimal(servers[server].recordID)
        slots[.activity] = servers[server].activity
        slots[.process] = servers[server].process
        slots[.thread] = HexText.decimal(random.inRange(180...2400) * 4)
        slots[.computer] = servers[server].computer
        slots[.subjectAccount] = servers[server].account
        let before = servers[server].pending.count
        patterns[event.rawValue].append(slots, to: &servers[server].pending)
        written += servers[server].pending.count - before
        events += 1
        if servers[server].pending.count >= servers[server].burst { full = server }
    }
}
