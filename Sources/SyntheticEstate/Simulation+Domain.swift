import AccessModel

/// What people and machines do that leaves Windows events.
extension Simulation {
    /// The controller's copy of an IPv4 address: mapped into IPv6, as controllers log it.
    private func mapped(_ address: String) -> String { address.contains(":") ? address : "::ffff:\(address)" }

    private func key(_ server: ServerID) -> String { world.server(server).fqdn.scalarLowercased }

    /// A computer starts and its own account logs on.
    mutating func startMachine(
        _ device: Int, _ client: Client, at start: Instant, _ controller: ServerID
    ) -> Instant {
        let name = world.devices[device].name(on: today)
        let label = world.devices[device].name.scalarLowercased
        let machine = NamedAccount(
            domain: World.domain, name: name + "$", sid: "\(World.domainSID)-\(world.firstDeviceRID + device)")
        var time = start
        func shown(_ server: String) -> ShownRow {
            ShownRow(address: client.address, machine: label, server: server)
        }
        var tgt = event(
            controller, at: time,
            .ticketGranting(machine, address: mapped(client.address), port: port(), status: "0x0"))
        tgt.server = controller
        tgt.device = device
        tgt.standing = .access
        tgt.shown = shown(key(controller))
        note(tgt)
        for (service, sid) in [("krbtgt", World.domainSID + "-502"), (world.server(controller).host + "$", "S-1-5-18")]
        {
            time = after(time)
            var ticket = event(
                controller, at: time,
                .serviceTicket(
                    user: name + "$", service: service, serviceSID: sid, address: mapped(client.address),
                    port: port()))
            if service != "krbtgt" {
                ticket.server = controller
                ticket.device = device
                ticket.standing = .access
                ticket.shown = shown(controller.rawValue)
            }
            note(ticket)
        }
        return after(time)
    }

    /// A person gets a ticket-granting ticket.
    mutating func logOn(
        user: Int, account: Int, _ client: Client, at start: Instant, _ controller: ServerID
    ) -> Instant {
        var time = start
        if random.chance(8) {
            // The password is mistyped first: a failure, no access, and from inside no attempt from outside.
            var refused = event(
                controller, at: time,
                .ticketGranting(
                    NamedAccount(domain: World.domain, name: "j.typo", sid: "S-1-0-0"),
                    address: mapped(client.address), port: port(), status: "0x6"))
            refused.server = controller
            refused.succeeded = false
            refused.standing = .access
            refused.shown = addressRow(client, server: key(controller))
            note(refused)
            time = after(time)
        }
        var tgt = event(
            controller, at: time,
            .ticketGranting(ntlm(account), address: mapped(client.address), port: port(), status: "0x0"))
        tgt.server = controller
        tgt.owner = user
        tgt.device = client.device
        tgt.standing = .access
        tgt.shown = addressRow(client, server: key(controller))
        note(tgt)
        return after(time)
    }

    /// A Kerberos ticket for a server's own account: evidence for that server, written by the controller.
    mutating func ticket(
        _ user: Int, _ account: Int, _ client: Client, to server: ServerID, at time: Instant, _ controller: ServerID
    ) -> Instant {
        var ticket = event(
            controller, at: time,
            .serviceTicket(
                user: world.accounts[account].name(on: today), service: world.server(server).host + "$",
                serviceSID: "\(World.domainSID)-\(1000 + server.position)", address: mapped(client.address),
                port: port()))
        ticket.server = server
        ticket.owner = user
        ticket.device = client.device
        ticket.standing = .access
        ticket.shown = addressRow(client, server: server.rawValue)
        note(ticket)
        return after(time)
    }

    /// A Kerberos network logon: DNS realm, address, no workstation name.
    mutating func kerberosLogon(
        _ user: Int, _ account: Int, _ client: Client, to server: ServerID, at time: Instant
    ) -> Instant {
        let parts = EventForm.LogonParts(
            type: 3, process: "Kerberos", package: "Kerberos", address: client.address, port: port(),
            logonID: newLogonID())
        var logon = event(server, at: time, .logon(kerberos(account), parts))
        logon.server = server
        logon.owner = user
        logon.device = client.device
        logon.standing = .access
        logon.shown = addressRow(client, server: key(server))
        note(logon)
        return after(time)
    }

    /// An NTLM network logon: NetBIOS domain, workstation name and address; validated by `authority`.
    mutating func ntlmLogon(
        _ user: Int, _ account: Int, _ client: Client, to server: ServerID, at start: Instant, authority: ServerID
    ) -> Instant {
        let named = ntlm(account)
        var validation = event(
            authority, at: start, .validation(user: named.name, workstation: client.name))
        validation.server = authority
        validation.owner = user
        validation.standing = .lead
        validation.shown = ShownRow(clientName: label(client), server: key(authority))
        note(validation)
        let time = after(start)
        // Some clients send their full name: the same machine.
        let workstation = random.chance(15) ? "\(client.name).\(World.dnsDomain)" : client.name
        let parts = EventForm.LogonParts(
            type: 3, process: "NtLmSsp ", package: "NTLM", workstation: workstation, address: client.address,
            port: port(), logonID: newLogonID())
        var logon = event(server, at: time, .logon(named, parts))
        logon.server = server
        logon.owner = user
        logon.device = client.device
        logon.standing = .access
        logon.shown = namedRow(client, server: key(server))
        note(logon)
        return after(time)
    }

    private mutating func openShare(
        _ user: Int, _ account: NamedAccount, _ client: Client, on server: ServerID, at time: Instant
    ) -> Instant {
        var share = event(
            server, at: time,
            .share(account, address: client.address, port: port(), logonID: newLogonID()))
        share.server = server
        share.owner = user
        share.device = client.device
        share.standing = .access
        share.shown = addressRow(client, server: key(server))
        note(share)
        return after(time)
    }

    mutating func reachFilesByKerberos(
        _ user: Int, _ account: Int, _ client: Client, at start: Instant, _ controller: ServerID
    ) -> Instant {
        var time = ticket(user, account, client, to: .fs01, at: start, controller)
        time = kerberosLogon(user, account, client, to: .fs01, at: time)
        time = openShare(user, ntlm(account), client, on: .fs01, at: time)
        if random.chance(50) { note(event(.fs01, at: time, .noise(4634, ntlm(account), logonID: logonID))) }
        return after(time)
    }

    mutating func reachFilesByNTLM(
        _ user: Int, _ account: Int, _ client: Client, at start: Instant, _ controller: ServerID
    ) -> Instant {
        let time = ntlmLogon(user, account, client, to: .fs01, at: start, authority: controller)
        return openShare(user, ntlm(account), client, on: .fs01, at: time)
    }

    /// The scan operator's local account: the file server itself is the authority.
    mutating func scanAtFileServer(user: Int, day: Int) {
        let person = world.users[user]
        let client = inside(person.devices[0], day: day)
        let time = moment(day: day, hours: 8...12)
        _ = ntlmLogon(user, person.accounts[0], client, to: .fs01, at: time, authority: .fs01)
    }

    mutating func reachOldServer(
        _ user: Int, _ account: Int, _ client: Client, at start: Instant, _ controller: ServerID
    ) -> Instant {
        ntlmLogon(user, account, client, to: .old01, at: start, authority: controller)
    }

    /// A ticket for the service account of SQL Server, then the logon: the first is a lead, the second the access.
    mutating func reachDatabase(
        _ user: Int, _ account: Int, _ client: Client, at start: Instant, _ controller: ServerID
    ) -> Instant {
        var ticket = event(
            controller, at: start,
            .serviceTicket(
                user: world.accounts[account].name(on: today), service: "svc-sql",
                serviceSID: world.accounts.first { $0.name == "svc-sql" }?.sid ?? "S-1-0-0",
                address: mapped(client.address), port: port()))
        ticket.owner = user
        ticket.standing = .lead
        ticket.shown = addressRow(client, server: "svc-sql")
        note(ticket)
        return kerberosLogon(user, account, client, to: .sql01, at: after(start))
    }

    /// Remote Desktop with network-level authentication: type 3 with the client's name, then type 10 whose workstation
    /// is the server itself, then the session manager's record; sometimes an unlock later.
    mutating func openSession(
        _ user: Int, _ account: Int, _ client: Client, at start: Instant, _ controller: ServerID
    ) -> Instant {
        let host = world.server(.rds01).host
        var time = ntlmLogon(user, account, client, to: .rds01, at: start, authority: controller)
        note(event(.rds01, at: time, .noise(4648, ntlm(account), logonID: newLogonID())))
        for type in random.chance(25) ? [10, 7] : [10] {
            time = after(time)
            let parts = EventForm.LogonParts(
                type: type, process: "User32 ", package: "Negotiate", workstation: host, address: client.address,
                port: "0", logonID: newLogonID())
            var logon = event(.rds01, at: time, .logon(ntlm(account), parts))
            logon.server = .rds01
            logon.owner = user
            logon.device = client.device
            logon.standing = .access
            logon.shown = addressRow(client, server: key(.rds01))
            note(logon)
        }
        let name = "\(World.domain)\\\(world.accounts[account].name(on: today))"
        for id in random.chance(30) ? [21, 24, 25] : [21, 24] {
            time = after(time)
            var session = event(
                .rds01, at: time,
                .session(id, user: name, session: 2 + user % 40, address: client.address),
                channel: "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational")
            if id != 24 {
                session.server = .rds01
                session.owner = user
                session.device = client.device
                session.standing = .access
                session.shown = addressRow(client, server: key(.rds01))
            }
            note(session)
        }
        return after(time)
    }

    /// An administrator's second account: at the console of the file server, and by Remote Desktop from the desk.
    mutating func administer(user: Int, _ client: Client, day: Int) {
        let account = world.users[user].accounts[1]
        let named = ntlm(account)
        let host = world.server(.fs01).host
        var time = moment(day: day, hours: 9...14)
        time = logOn(user: user, account: account, client, at: time, .dc02)
        for type in [2, 10] {
            time = after(time)
            let isConsole = type == 2
            let parts = EventForm.LogonParts(
                type: type, process: "User32 ", package: "Negotiate", workstation: host,
                address: isConsole ? "127.0.0.1" : client.address, port: "0", logonID: newLogonID())
            var logon = event(.fs01, at: time, .logon(named, parts))
            logon.server = .fs01
            logon.owner = user
            logon.device = isConsole ? nil : client.device
            logon.standing = .access
            logon.shown = ShownRow(address: isConsole ? "" : client.address, server: key(.fs01))
            note(logon)
            note(event(.fs01, at: after(time), .noise(4672, named, logonID: logonID)))
        }
    }
}
