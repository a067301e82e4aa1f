import AccessModel

/// What leaves lines in web logs.
extension Simulation {
    /// A line of a site's log. `time` is cut to the second: that is all a web log keeps.
    private mutating func line(_ server: ServerID, at time: Instant, _ line: WebLine) -> Happening {
        let second = Instant(milliseconds: time.milliseconds / 1000 * 1000)
        var happening = Happening(
            time: second, ticks: 0, log: log(server, server.site ?? "", isWeb: true), form: .web(line))
        happening.server = server
        happening.standing = .access
        happening.succeeded = line.status < 400
        return happening
    }

    /// Name of the server as the site's log leads a reader to it.
    func webKey(_ server: ServerID) -> String {
        server == .mail01 ? world.server(.mail01).address : server.rawValue
    }

    private mutating func request(
        _ server: ServerID, at time: Instant, path: String, user: String = "-", _ client: Client, agent: String,
        status: Int, substatus: Int = 0, forwarded: String? = nil, peer: String? = nil
    ) -> Happening {
        let line = WebLine(
            path: path, user: user, client: peer ?? client.address, forwarded: forwarded ?? "-", agent: agent,
            status: status, substatus: substatus, win32Status: status == 401 ? 2_148_074_254 : 0,
            timeTaken: random.inRange(3...900))
        var happening = self.line(server, at: time, line)
        happening.device = client.device
        happening.isOutside = client.isOutside
        happening.shown = addressRow(client, server: webKey(server))
        return happening
    }

    /// Integrated authentication on the intranet: two refused legs without a name, then pages with one.
    mutating func browseIntranet(_ user: Int, _ client: Client, at start: Instant) -> Instant {
        var time = start
        let account = world.accounts[world.users[user].accounts[0]].name(on: today)
        // Windows does not mind how the domain is spelled.
        let name = random.chance(20) ? "corp\\\(account)" : "\(World.domain)\\\(account)"
        if random.chance(30) {
            // Static content that needs no name: the machine reached the server all the same.
            note(request(.intra01, at: time, path: "/assets/app.css", client, agent: UserAgents.workplace, status: 200))
        }
        for substatus in [2, 1] {
            note(
                request(
                    .intra01, at: time, path: "/", client, agent: UserAgents.workplace, status: 401,
                    substatus: substatus))
        }
        for path in ["/", "/news/2026"].prefix(1 + random.below(2)) {
            var page = request(
                .intra01, at: time, path: path, user: name, client, agent: UserAgents.workplace,
                status: random.chance(15) ? 304 : 200)
            page.owner = user
            note(page)
            time = after(time)
        }
        return after(time)
    }

    /// Webmail with the principal name; from outside, the first leg of the handshake is a refusal from outside.
    mutating func readMail(_ user: Int, _ client: Client, at start: Instant, agent: String) -> Instant {
        note(request(.mail01, at: start, path: "/owa/", client, agent: agent, status: 401, substatus: 2))
        let account = world.accounts[world.users[user].accounts[0]]
        let name = "\(account.name(on: today))@\(World.dnsDomain)"
        var mail = request(
            .mail01, at: after(start), path: "/owa/service.svc", user: name, client, agent: agent, status: 200)
        mail.owner = user
        note(mail)
        return after(start)
    }

    /// Partners and visiting contractors log on to the extranet from their own networks. The web server asks a domain
    /// controller: a lead, for the controller does not see the server.
    mutating func visitExtranet(user: Int, day: Int) {
        let person = world.users[user]
        let device = person.devices[0]
        let slot = world.devices[device].slot
        let address = person.role == .partner ? plan.partner(slot) : plan.visitingContractor(slot)
        let client = Client(device: device, name: "", address: address, isOutside: true)
        let account = world.accounts[person.accounts[0]].name(on: today)
        var time = moment(day: day, hours: 8...17)
        let agent = UserAgents.browser(user)
        note(request(.extra01, at: time, path: "/partner/", client, agent: agent, status: 401, substatus: 2))
        let controller: ServerID = random.chance(50) ? .dc01 : .dc02
        var validation = event(
            controller, at: time, .validation(user: account, workstation: world.server(.extra01).host))
        validation.server = controller
        validation.owner = user
        validation.standing = .lead
        validation.shown = ShownRow(server: world.server(controller).fqdn.scalarLowercased)
        note(validation)
        for path in ["/partner/", "/partner/orders"] {
            time = after(time)
            var page = request(
                .extra01, at: time, path: path, user: "\(World.domain)\\\(account)", client, agent: agent,
                status: 200)
            page.owner = user
            note(page)
        }
    }

    /// An employee at home reaches the public site's protected part through the trusted proxy.
    mutating func useGateway(user: Int, _ client: Client, at time: Instant) {
        let account = world.accounts[world.users[user].accounts[0]].name(on: today)
        var page = request(
            .web05, at: time, path: "/my/shifts", user: "\(World.domain)\\\(account)", client,
            agent: UserAgents.browser(7), status: 200, forwarded: client.address, peer: AddressPlan.trustedProxy)
        page.owner = user
        note(page)
    }

    /// The public, the kiosks, and a colleague behind the branch's public address.
    mutating func runPublic(day: Int) {
        for kiosk in world.kiosks {
            let client = inside(kiosk, day: day)
            let time = moment(day: day, hours: 5...20)
            note(request(.intra01, at: time, path: "/kiosk/menu", client, agent: UserAgents.browser(1), status: 200))
        }
        if day % 5 == 0 {
            // Declared internal in estate.yaml: no visitor, but a device only its address is known of.
            let colleague = world.devices.firstIndex { $0.kind == .laptop }
            let client = Client(
                device: colleague, name: "", address: AddressPlan.branchEgress, isOutside: false)
            let time = moment(day: day, hours: 9...15)
            note(request(.extra01, at: time, path: "/", client, agent: UserAgents.browser(2), status: 200))
        }
        for server in [ServerID.extra01, .web03, .web04, .web05] { visitSite(server, day: day) }
        keepMailAwake(day: day)
    }

    private mutating func visitSite(_ server: ServerID, day: Int) {
        let visitors = world.visitors[server] ?? []
        for (number, visitor) in visitors.enumerated() {
            // The last visitor of each site comes every day: no day of the log is empty by chance.
            guard visitor.days.contains(day) || number == visitors.count - 1 else { continue }
            var time = moment(day: day, hours: 0...22)
            for _ in 0...random.below(3) {
                note(visit(server, visitor, number: number, at: time))
                time = after(time, upTo: 30_000)
            }
        }
    }

    private mutating func visit(_ server: ServerID, _ visitor: Visitor, number: Int, at time: Instant) -> Happening {
        let client = Client(device: nil, name: "", address: visitor.address, isOutside: true)
        let path = random.pick(["/", "/locations", "/contact", "/jobs/nurse", "/wp-login.php"])
        let status = path == "/wp-login.php" ? 404 : 200
        let peer: String? =
            switch server {
            case .web04: AddressPlan.unknownProxy
            case .web05: AddressPlan.trustedProxy
            default: nil
            }
        var forwarded: String?
        if server == .web05 {
            // Some send a forwarded list of their own: only what the trusted proxy appended counts.
            forwarded = random.chance(20) ? "10.0.0.1,+\(visitor.address)" : visitor.address
        }
        var happening = request(
            server, at: time, path: path, client, agent: visitor.agent, status: status, forwarded: forwarded,
            peer: peer)
        happening.visitor = number
        if server == .web04 {
            // The log shows the proxy and nobody else.
            happening.shown = ShownRow(address: AddressPlan.unknownProxy, server: webKey(server))
        }
        return happening
    }

    /// Somebody reads mail on the phone every day, weekends too.
    private mutating func keepMailAwake(day: Int) {
        guard let user = world.users.firstIndex(where: { $0.role == .mobile }),
            let phone = world.users[user].devices.first(where: { world.devices[$0].kind == .phone })
        else { return }
        let client = Client(
            device: phone, name: "", address: plan.phone(world.devices[phone].slot, day: day), isOutside: true)
        _ = readMail(user, client, at: moment(day: day, hours: 21...22), agent: UserAgents.phone)
    }
}
