import AccessModel

/// Populates a `World` from a seed.
struct WorldBuilder {
    private var world: World
    private var random: SeededRandom
    private var names = PersonNames()
    private var deviceCounts: [Device.Kind: Int] = [:]
    private var nextRID = 1104
    private var nextEmployee = 10_001
    private let counts: Headcounts
    private let plan: AddressPlan

    static func build(size: EstateSize, random: SeededRandom) -> World {
        var builder = WorldBuilder(size: size, random: random)
        builder.addStaff()
        builder.addOutsiders()
        builder.addAbsent()
        builder.addServiceAccounts()
        builder.addBuiltIns()
        builder.addVisitors()
        return builder.world
    }

    static func addressPlan(_ size: EstateSize) -> AddressPlan {
        let counts = size.headcounts
        return AddressPlan(computers: counts.office * 2 + counts.administrators + counts.mobile + 100)
    }

    private init(size: EstateSize, random: SeededRandom) {
        world = World(size: size)
        self.random = random
        counts = size.headcounts
        plan = WorldBuilder.addressPlan(size)
    }

    // MARK: Staff

    private mutating func addStaff() {
        for _ in 0..<counts.terminals {
            world.terminals.append(
                addDevice(
                    .terminal, name: "WARD3-T\(padded(world.terminals.count + 1, 3))", slot: world.terminals.count)
            )
        }
        for _ in 0..<counts.kiosks {
            world.kiosks.append(addDevice(.kiosk, name: "", slot: world.kiosks.count))
        }
        for position in 0..<counts.office { addOfficeWorker(position) }
        for position in 0..<counts.administrators { addAdministrator(position) }
        for position in 0..<counts.ward { addWardWorker(position) }
        for position in 0..<counts.mobile { addMobileWorker(position) }
        for _ in 0..<counts.residentContractors {
            let user = addPerson(.residentContractor, habits: [.files, .intranet], employeeType: "Contractor")
            world.users[user].devices = [addComputer(.desktop)]
            world.accounts[world.users[user].accounts[0]].container = "OU=Contractors"
        }
        for position in 0..<counts.unclearContractors {
            let user = addPerson(.unclearContractor, habits: [.files, .intranet], employeeType: "Contractor")
            world.users[user].devices = [addComputer(.desktop)]
            world.accounts[world.users[user].accounts[0]].container = "OU=Contractors"
            world.accounts[world.users[user].accounts[0]].isSecretlyExternal = position % 2 == 0
        }
        for _ in 0..<counts.leavers {
            let user = addPerson(.leaver, accountClass: .leaver, habits: [.files])
            world.users[user].devices = [addComputer(.desktop)]
            let account = world.users[user].accounts[0]
            world.accounts[account].isEnabled = false
            world.accounts[account].lastLogon = world.day(world.users[user].activeDays.last ?? 0)
        }
    }

    private mutating func addOfficeWorker(_ position: Int) {
        var habits: Habits = [.files]
        if position % 5 != 4 { habits.insert(.intranet) }
        if position % 2 == 0 { habits.insert(.mail) }
        if position % 3 == 0 { habits.insert(.database) }
        if position % 7 == 3 { habits.insert(.sessionHost) }
        if position % 6 == 1 { habits.insert(.oldServer) }
        if position % 8 == 5 { habits.insert(.unlistedServer) }
        if position == 2 { habits = [.filesInGapOnly, .intranet] }
        let user = addPerson(.office, habits: habits)
        world.users[user].devices = [addComputer(.desktop)]
        if position % 4 == 1 { world.users[user].devices.append(addComputer(.laptop)) }
        let account = world.users[user].accounts[0]
        renameDuringTheWindow(position, account: account, computer: world.users[user].devices[0])
        if position == 6 {
            // Not an ASCII name; and an account that expired after the days on which it was used.
            rename(account: account, to: "j.m\u{FC}ller", full: "J\u{F6}rg M\u{FC}ller")
        }
        if position == 8 {
            let lastDay = world.size.days / 2
            world.users[user].activeDays = world.users[user].activeDays.filter { $0 < lastDay - 1 }
            if world.users[user].activeDays.isEmpty { world.users[user].activeDays = [workday(from: 1)] }
            world.accounts[account].expiresBefore = world.day(lastDay)
        }
    }

    /// Some were called by their employee number at first, some of them by another name in between; some computers had the
    /// name of their setup.
    private mutating func renameDuringTheWindow(_ position: Int, account: Int, computer: Int) {
        let days = world.size.days
        let number = world.accounts[account].employeeID.scalarLowercased
        if position % 9 == 7 { world.accounts[account].formerNames = [FormerName(name: number, until: days / 2)] }
        if position % 18 == 16 {
            world.accounts[account].formerNames = [
                FormerName(name: number, until: days / 3), FormerName(name: "\(number).new", until: days * 2 / 3),
            ]
        }
        if position % 9 == 4 {
            let name = "SETUP-" + world.devices[computer].name.dropFirst(3)
            world.devices[computer].formerNames = [FormerName(name: name, until: days * 2 / 5)]
        }
    }

    private mutating func addAdministrator(_ position: Int) {
        let user = addPerson(.administrator, habits: [.files, .intranet, .mail])
        world.users[user].devices = [addComputer(.desktop)]
        let everyday = world.accounts[world.users[user].accounts[0]]
        var account = newAccount("adm-\(everyday.name)", .counted, owner: user)
        account.displayName = "\(world.users[user].name) (admin)"
        account.container = "OU=Admins"
        account.employeeID = everyday.employeeID
        add(account)
    }

    private mutating func addWardWorker(_ position: Int) {
        let user = addPerson(.ward, habits: position % 2 == 0 ? [.files] : [.files, .intranet])
        let account = world.users[user].accounts[0]
        world.accounts[account].container = "OU=Wards,OU=Staff"
        // Days off do not fall on weekends in a ward.
        world.users[user].activeDays = random.sample(Array(0..<world.size.days), world.size.activeDays)
    }

    private mutating func addMobileWorker(_ position: Int) {
        var habits: Habits = [.files, .mail, .sessionHost]
        if position % 2 == 0 { habits.insert(.gatewayFromHome) }
        let user = addPerson(.mobile, habits: habits)
        world.users[user].devices = [
            addComputer(.laptop), addDevice(.phone, name: "", slot: count(of: .phone)),
        ]
        if position % 2 == 0 {
            world.users[user].devices.append(addDevice(.homeComputer, name: "", slot: count(of: .homeComputer)))
        }
    }

    // MARK: Outsiders

    private mutating func addOutsiders() {
        for _ in 0..<counts.visitingContractors {
            let user = addPerson(
                .visitingContractor, accountClass: .external, habits: [.extranet], employeeType: "Contractor")
            world.accounts[world.users[user].accounts[0]].container = "OU=Contractors"
            world.users[user].devices = [addDevice(.homeComputer, name: "", slot: count(of: .homeComputer))]
        }
        for position in 0..<counts.partners {
            let user = addPerson(.partner, accountClass: .external, habits: [.extranet], prefix: "ext-")
            let account = world.users[user].accounts[0]
            world.accounts[account].container = "OU=Partners"
            world.accounts[account].company = ["Brightwater Labs", "Ostara Logistics"][position % 2]
            world.accounts[account].employeeID = ""
            // Reaches nothing whose log tells a SID.
            if position % 4 == 1 {
                world.accounts[account].formerNames = [
                    FormerName(name: "ext-\(padded(position + 1, 4))", until: world.size.days / 2)
                ]
            }
            world.users[user].devices = [addDevice(.homeComputer, name: "", slot: count(of: .homeComputer))]
        }
        // Worked here for a week; the account has been deleted since.
        let deleted = addPerson(.deleted, accountClass: .notInDirectory, habits: [.files])
        world.users[deleted].devices = [addComputer(.desktop)]
        world.users[deleted].activeDays = [workday(from: 2), workday(from: 6)]
        // A local account of the file server, used by a scanner operator at one computer.
        let local = world.users.count
        world.users.append(
            User(name: "Scan operator", role: .localOperator, devices: [addComputer(.desktop)], habits: [.files]))
        world.users[local].activeDays = [workday(from: 1), workday(from: 8)]
        var account = newAccount("scanop", .notInDirectory, owner: local)
        account.domain = world.server(.fs01).host
        account.sid = "S-1-5-21-2290334411-919045182-3010774852-1003"
        add(account)
    }

    // MARK: Accounts nobody uses

    private mutating func addAbsent() {
        for _ in 0..<counts.quiet {
            let account = world.users[addPerson(.absent)].accounts[0]
            world.accounts[account].lastLogon = World.asOf.advanced(by: -random.inRange(64...80))
            world.accounts[account].passwordSet = World.asOf.advanced(by: -random.inRange(120...200))
        }
        for _ in 0..<counts.dormant {
            let user = addPerson(.absent, accountClass: .dormant)
            let account = world.users[user].accounts[0]
            world.accounts[account].lastLogon = World.asOf.advanced(by: -random.inRange(190...400))
            world.accounts[account].passwordSet = World.asOf.advanced(by: -random.inRange(410...600))
        }
        for _ in 0..<counts.neverUsed {
            let user = addPerson(.absent, accountClass: .neverUsed)
            let account = world.users[user].accounts[0]
            world.accounts[account].lastLogon = nil
            world.accounts[account].created = World.asOf.advanced(by: -random.inRange(220...500))
            world.accounts[account].passwordSet = world.accounts[account].created
        }
        for _ in 0..<counts.disabled {
            let user = addPerson(.absent, accountClass: .disabled)
            let account = world.users[user].accounts[0]
            world.accounts[account].isEnabled = false
            world.accounts[account].lastLogon = World.asOf.advanced(by: -random.inRange(150...700))
            world.accounts[account].container = "OU=Disabled"
        }
        for _ in 0..<counts.expired {
            let user = addPerson(.absent, accountClass: .expired)
            let account = world.users[user].accounts[0]
            let last = World.asOf.advanced(by: -random.inRange(100...300))
            world.accounts[account].lastLogon = last.advanced(by: -3)
            world.accounts[account].expiresBefore = last
        }
        for position in 0..<counts.rooms {
            var account = newAccount("room-\(padded(position + 1, 2))", .resourceMailbox, owner: nil)
            account.displayName = "Meeting room \(position + 1)"
            account.container = "OU=Rooms"
            account.recipientType = "16"
            add(account)
        }
        var test = newAccount("test-login", .test, owner: nil)
        test.container = "OU=Test"
        test.lastLogon = World.asOf.advanced(by: -9)
        add(test)
        for user in world.users.indices where world.users[user].role == .absent { world.users[user].activeDays = [] }
    }

    private mutating func addServiceAccounts() {
        let services: [(name: String, spns: [String])] = [
            ("svc-sql", ["MSSQLSvc/sql01.corp.example.com:1433", "MSSQLSvc/sql01.corp.example.com"]),
            ("svc-crm", ["HTTP/crm.corp.example.com"]), ("svc-backup", []), ("svc-web", []),
        ]
        for service in services {
            let user = world.users.count
            world.users.append(User(name: service.name, role: .service))
            var account = newAccount(service.name, .service, owner: user)
            account.container = "OU=Service Accounts"
            account.servicePrincipalNames = service.spns
            account.lastLogon = World.asOf.advanced(by: -4)
            account.passwordSet = World.asOf.advanced(by: -800)
            add(account)
        }
        for name in ["gmsa-sql$", "gmsa-web$"] {
            var account = newAccount(name, .managedService, owner: nil)
            account.container = "CN=Managed Service Accounts"
            account.displayName = String(name.dropLast())
            account.objectClass = "msDS-GroupManagedServiceAccount"
            account.lastLogon = World.asOf.advanced(by: -5)
            add(account)
        }
    }

    private mutating func addBuiltIns() {
        for (name, rid, enabled) in [("Administrator", 500, true), ("Guest", 501, false), ("krbtgt", 502, false)] {
            var account = newAccount(name, .builtIn, owner: nil)
            account.sid = "\(World.domainSID)-\(rid)"
            account.container = "CN=Users"
            account.isEnabled = enabled
            account.lastLogon = name == "Administrator" ? World.asOf.advanced(by: -20) : nil
            add(account)
        }
        var trust = newAccount("PARTNERNET$", .machine, owner: nil)
        trust.container = "CN=Users"
        trust.displayName = "PARTNERNET$"
        add(trust)
        for account in world.accounts.indices where world.accounts[account].domain == World.domain {
            world.accounts[account].groups = groups(of: world.accounts[account])
        }
    }

    private func groups(of account: Account) -> [String] {
        guard let owner = account.owner, account.isEnabled || account.accountClass == .leaver,
            !account.name.hasPrefix("adm-")
        else { return [] }
        let habits = world.users[owner].habits
        var groups: [String] = []
        if habits.contains(.database) { groups.append("SQL-Users") }
        if habits.contains(.mail) { groups.append("Mailbox-Users") }
        if habits.contains(.sessionHost) { groups.append("RDS-Users") }
        return groups
    }

    // MARK: The public

    private mutating func addVisitors() {
        var number = 0
        for server in [ServerID.extra01, .web03, .web04, .web05] {
            var visitors: [Visitor] = []
            // Behind the unknown proxy a crowd is needed, or nobody could suspect one.
            let crowd = server == .web04 ? max(counts.visitorsPerSite, 40) : counts.visitorsPerSite
            for position in 0..<crowd {
                var days = random.sample(Array(0..<world.size.days), 1 + random.below(3))
                // One who comes on lost days only.
                if server == .extra01, position == 0 { days = [world.extranetGap.lowerBound] }
                visitors.append(
                    Visitor(address: plan.visitor(number), agent: UserAgents.browser(number), days: days))
                number += 1
            }
            world.visitors[server] = visitors
        }
        world.attackers = (0..<counts.attackers).map(plan.attacker)
    }

    // MARK: Pieces

    private mutating func addPerson(
        _ role: Role, accountClass: AccountClass = .counted, habits: Habits = [], employeeType: String = "Employee",
        prefix: String = ""
    ) -> Int {
        let name = names.next()
        let user = world.users.count
        world.users.append(User(name: name.full, role: role, habits: habits))
        world.users[user].activeDays = activeDays(role, habits)
        var account = newAccount(prefix + name.account, accountClass, owner: user)
        account.displayName = name.full
        account.employeeID = "E\(nextEmployee)"
        account.employeeType = employeeType
        nextEmployee += 1
        add(account)
        return user
    }

    private mutating func activeDays(_ role: Role, _ habits: Habits) -> [Int] {
        let days = (0..<world.size.days).filter { !world.isWeekend($0) }
        let last = role == .leaver ? world.size.days / 3 : world.size.days
        var chosen = random.sample(days.filter { $0 < last }, world.size.activeDays)
        if habits.contains(.filesInGapOnly) {
            let inGap = days.filter { world.fileServerGap.contains($0) }
            chosen = Array(Set(chosen + inGap.prefix(1))).sorted()
        }
        return chosen
    }

    private func workday(from index: Int) -> Int { world.isWeekend(index) ? index + 2 : index }

    private mutating func newAccount(_ name: String, _ accountClass: AccountClass, owner: Int?) -> Account {
        let rid = nextRID
        nextRID += 1
        return Account(
            name: name, sid: "\(World.domainSID)-\(rid)", owner: owner, accountClass: accountClass,
            created: World.asOf.advanced(by: -random.inRange(450...2500)),
            lastLogon: World.asOf.advanced(by: -random.inRange(1...13)),
            passwordSet: World.asOf.advanced(by: -random.inRange(2...70)))
    }

    private mutating func add(_ account: Account) {
        if let owner = account.owner { world.users[owner].accounts.append(world.accounts.count) }
        world.accounts.append(account)
    }

    private mutating func rename(account: Int, to name: String, full: String) {
        world.accounts[account].name = name
        world.accounts[account].displayName = full
        if let owner = world.accounts[account].owner { world.users[owner].name = full }
    }

    private func count(of kind: Device.Kind) -> Int { deviceCounts[kind, default: 0] }

    private mutating func addComputer(_ kind: Device.Kind) -> Int {
        let slot = count(of: .desktop) + count(of: .laptop)
        return addDevice(kind, name: "\(kind == .laptop ? "LT" : "PC")-\(padded(slot + 1, 4))", slot: slot)
    }

    private mutating func addDevice(_ kind: Device.Kind, name: String, slot: Int) -> Int {
        world.devices.append(Device(kind: kind, name: name, slot: slot))
        deviceCounts[kind, default: 0] += 1
        return world.devices.count - 1
    }
}

/// A number with leading zeros.
func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
