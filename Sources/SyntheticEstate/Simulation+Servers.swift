import AccessModel

/// What servers write without anybody's doing, what their services do, and who knocks from outside.
extension Simulation {
    /// Servers with an exported Security log.
    static let eventServers: [ServerID] = [.dc01, .dc02, .fs01, .sql01, .rds01, .old01]

    mutating func runServers(day: Int) {
        for server in Simulation.eventServers { runSystem(server, day: day) }
        runServices(day: day)
        if day == world.oldServerClearing { clearOldServer(day: day) }
        knock(day: day)
    }

    /// Built-in principals: kept by a reader, labelled, and nobody's access.
    private mutating func runSystem(_ server: ServerID, day: Int) {
        let host = world.server(server)
        let name = host.fqdn.scalarLowercased
        var time = moment(day: day, hours: 0...3)
        principal(.system, type: 5, on: server, at: time)
        time = after(time)
        note(event(server, at: time, .noise(4672, .system, logonID: 0x3e7)))
        if day % 10 == 0 {
            let desktop = NamedAccount(domain: "Window Manager", name: "DWM-1", sid: "S-1-5-90-0-1")
            let fonts = NamedAccount(domain: "Font Driver Host", name: "UMFD-0", sid: "S-1-5-96-0-0")
            principal(desktop, type: 2, on: server, at: after(time))
            principal(fonts, type: 2, on: server, at: after(time))
        }
        if random.chance(20) { principal(.anonymous, type: 3, on: server, at: after(time)) }
        if random.chance(20) { note(event(server, at: after(time), .noise(5379, .system, logonID: 0x3e7))) }
        guard server == .dc01 || server == .dc02 else { return }
        // The controller's own account, from itself: neither a user nor a device.
        let parts = EventForm.LogonParts(
            type: 3, process: "Kerberos", package: "Kerberos", address: "::1", port: "0", logonID: newLogonID())
        let own = NamedAccount(domain: World.realm, name: host.host + "$", sid: "S-1-5-18")
        var logon = event(server, at: after(time), .logon(own, parts))
        logon.server = server
        logon.standing = .access
        logon.shown = ShownRow(machine: host.key, server: name)
        note(logon)
    }

    private mutating func principal(_ account: NamedAccount, type: Int, on server: ServerID, at time: Instant) {
        let parts = EventForm.LogonParts(
            type: type, process: "Advapi  ", package: "Negotiate", logonID: 0x3e7)
        var logon = event(server, at: time, .logon(account, parts))
        logon.server = server
        logon.standing = type == 5 ? .nothing : .access
        logon.shown = ShownRow(server: world.server(server).fqdn.scalarLowercased)
        note(logon)
    }

    /// Services start (5), run jobs (4), and the CRM service reaches the database for people we do not see (3).
    private mutating func runServices(day: Int) {
        let time = moment(day: day, hours: 1...4)
        service("svc-backup", type: 4, on: .fs01, at: time, every: 2, day: day)
        service("svc-sql", type: 5, on: .sql01, at: after(time), every: 7, day: day)
        service("gmsa-sql$", type: 5, on: .sql01, at: after(time), every: 5, day: day)
        service("svc-web", type: 5, on: .rds01, at: after(time), every: 9, day: day)
        service("svc-crm", type: 3, on: .sql01, at: after(time), every: 3, day: day)
    }

    private mutating func service(
        _ name: String, type: Int, on server: ServerID, at time: Instant, every: Int, day: Int
    ) {
        guard day % every == 0, let account = world.accounts.firstIndex(where: { $0.name == name }) else { return }
        let parts = EventForm.LogonParts(
            type: type, process: "Advapi  ", package: "Negotiate", logonID: newLogonID())
        var logon = event(server, at: time, .logon(ntlm(account), parts))
        logon.server = server
        logon.owner = world.accounts[account].owner
        logon.standing = type == 3 ? .access : .nothing
        logon.shown = ShownRow(server: world.server(server).fqdn.scalarLowercased)
        note(logon)
    }

    private mutating func clearOldServer(day: Int) {
        guard let administrator = world.users.firstIndex(where: { $0.role == .administrator }) else { return }
        // Midnight plus a little: nothing of that day stands before it.
        let time = Instant(milliseconds: world.day(day).start.milliseconds + 61_000)
        let account = ntlm(world.users[administrator].accounts[1])
        note(event(.old01, at: time, .logCleared(by: account, logonID: newLogonID())))
    }

    /// Strangers try the session host from outside; somebody mistypes at a console.
    private mutating func knock(day: Int) {
        let typed = ["administrator", "admin", "Winter2026!", "h.mueller ", "=cmd|'/c calc'!A1", "test<script>"]
        for attacker in world.attackers where random.chance(10) {
            let time = moment(day: day, hours: 0...22)
            let parts = EventForm.LogonParts(
                type: 3, process: "NtLmSsp ", package: "NTLM", workstation: "kali-\(random.below(900))",
                address: attacker, port: "0", logonID: 0)
            var refused = event(
                .rds01, at: time, .refusedLogon(name: random.pick(typed), domain: "", parts))
            refused.server = .rds01
            refused.isOutside = true
            refused.succeeded = false
            refused.standing = .access
            refused.shown = ShownRow(address: attacker, server: world.server(.rds01).fqdn.scalarLowercased)
            note(refused)
        }
        guard random.chance(15) else { return }
        let parts = EventForm.LogonParts(
            type: 2, process: "User32 ", package: "Negotiate", workstation: world.server(.fs01).host,
            address: "127.0.0.1", port: "0", logonID: 0)
        var refused = event(
            .fs01, at: moment(day: day, hours: 7...16),
            .refusedLogon(name: "Sommer2026!", domain: World.domain, parts))
        refused.server = .fs01
        refused.succeeded = false
        refused.standing = .access
        refused.shown = ShownRow(server: world.server(.fs01).fqdn.scalarLowercased)
        note(refused)
    }
}
