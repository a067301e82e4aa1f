import AccessModel

/// The servers of the farm and everybody who reaches them, at work.
struct WebFarm {
    /// Bytes of a line, directives' share included, as they come out on average.
    static let usualLine = 243
    /// Sessions at a time.
    private static let concurrent = 400
    /// Bytes gathered before they go to the file.
    private static let block = 1 << 16
    /// Of a hundred lines: those of visitors. With the handshakes, one line to five requests of people, 60 have no account.
    private static let visitorLines = 52

    private(set) var truth: WebFarmTruth
    private(set) var pending: [UInt8] = []
    private let clock: FleetClock
    private let catalogues: [FarmPages]
    private let agents = SkewedChoice(count: FarmAgents.pool.count)
    private var random: SeededRandom
    private var people: [FleetAccount]
    private let visitors: Int
    /// Longest visit: so short that all visitors come.
    private let longestVisit: Int
    private var visits: [Session]
    private var connections: [Session]
    /// The visitor's or person's servers, one bit each; of people the addresses of requests and handshakes apart.
    private var seenVisitors: [UInt8]
    private var seenPeople: [SeenPerson]

    /// Time of the line in ticks, its text, and the hour whose log it is in.
    private var time: (second: Int64, text: [UInt8], hour: Int64) = (-1, [], -1)

    private struct Session {
        var server = 0
        var client = 0
        var address: [UInt8] = []
        /// As logged; `-` for a visitor.
        var user: [UInt8] = [UInt8(ascii: "-")]
        var agent: [UInt8] = []
        var isPhone = false
        /// Only browsers say where they come from.
        var isBrowser = true
        /// Substatus and Win32 code of the refusals that come first, last one first.
        var handshake: [String] = []
        var requests = 0
        /// Where the next document is reached from.
        var referer: [UInt8] = []

        var isOver: Bool { handshake.isEmpty && requests == 0 }
    }

    /// Servers a person was seen on, one bit each.
    private struct SeenPerson {
        var requests: [UInt8] = [0, 0]
        var handshakes: [UInt8] = [0, 0]
    }

    init(seed: UInt64, visitors: Int, people count: Int, days: Int, expectedLines: Int) {
        var random = SeededRandom(seed: seed)
        people = FleetAccount.people(count, random: &random)
        self.random = random
        clock = FleetClock(days: days)
        catalogues = FarmServer.all.map { FarmPages($0.kind) }
        let visitorLines = expectedLines * WebFarm.visitorLines / 100
        self.visitors = max(min(visitors, visitorLines), 1)
        // Visits of 1 to `longestVisit` lines, and a third more visits than visitors.
        longestVisit = min(max(visitorLines * 3 / (2 * self.visitors) - 1, 1), 12)
        visits = Array(repeating: Session(), count: WebFarm.concurrent)
        connections = Array(repeating: Session(), count: WebFarm.concurrent)
        seenVisitors = Array(repeating: 0, count: self.visitors)
        seenPeople = Array(repeating: SeenPerson(), count: people.count)
        truth = WebFarmTruth(servers: FarmServer.all.map { WebFarmTruth.Server(name: $0.name.scalarLowercased) })
        pending.reserveCapacity(WebFarm.block * 2)
    }

    /// The lines gathered, once they are enough to be written.
    mutating func nextBlock() -> [UInt8]? {
        guard pending.count >= WebFarm.block else { return nil }
        defer { pending.removeAll(keepingCapacity: true) }
        return pending
    }

    /// Writes the next line, `done` of `all` of the log being there.
    mutating func request(at done: Int, of all: Int) {
        let before = pending.count
        setTime(clock.ticks(at: done, of: all))
        let slot = random.below(WebFarm.concurrent)
        if random.below(100) < WebFarm.visitorLines {
            if visits[slot].isOver { visits[slot] = newVisit(due: Double(done) / Double(max(all, 1))) }
            visitorLine(slot)
        } else {
            if connections[slot].isOver { connections[slot] = newConnection() }
            personLine(slot)
        }
        truth.lines += 1
        truth.bytes += pending.count - before
    }

    // MARK: Sessions

    /// A visitor who has not been here yet where one is due, else one who comes again.
    private mutating func newVisit(due share: Double) -> Session {
        // A tenth ahead of time: the last sessions of the log may be long.
        let isNew = truth.visitors < visitors && Double(truth.visitors) <= Double(visitors) * min(share * 1.1, 1)
        var session = Session()
        if isNew {
            session.client = truth.visitors
            truth.visitors += 1
        } else {
            // One of those up to an even draw: the first ones come more often.
            session.client = random.below(random.below(truth.visitors) + 1)
        }
        let number = session.client
        session.address = FarmAddress.visitor(number)
        let place = random.below(100)
        session.server =
            switch place {
            case ..<3: random.pick(Array(FarmServer.mail))
            case ..<10: random.pick(Array(FarmServer.publicOnes))
            default: number % FarmServer.publicOnes.count  // The balancer's cookie.
            }
        var agentOfVisitor = SeededRandom(seed: UInt64(number) &+ 7)
        session.agent = FarmAgents.pool[agents.next(&agentOfVisitor)]
        session.requests = random.inRange(1...longestVisit)
        session.referer = firstReferer()
        return session
    }

    private mutating func firstReferer() -> [UInt8] {
        switch random.below(10) {
        case ..<2: Array("https://www.google.com/".utf8)
        case 2: Array("https://www.bing.com/".utf8)
        default: [UInt8(ascii: "-")]
        }
    }

    private mutating func newConnection() -> Session {
        var session = Session()
        let number = random.below(people.count)
        session.client = number
        session.server = random.pick(Array(FarmServer.withLogon))
        let isMail = FarmServer.mail.contains(session.server)
        // One in five reads mail on a phone too, and half of the times.
        session.isPhone = isMail && number % 5 == 2 && random.chance(50)
        session.address = session.isPhone ? FarmAddress.phone(number) : people[number].address
        let name = people[number].name
        // The phone sends what its owner typed.
        let typed = session.isPhone && number % 3 == 0 ? name.map { (97...122).contains($0) ? $0 - 32 : $0 } : name
        session.user = Array("CORP\\".utf8) + typed
        session.isBrowser = !isMail || (number % 4 == 0 && !session.isPhone)
        session.agent =
            session.isPhone
            ? FarmAgents.phone : session.isBrowser ? FarmAgents.ofWorkplace(number) : FarmAgents.outlook
        // Negotiate with Kerberos is refused once, NTLM twice, and Basic once.
        session.handshake = random.chance(60) && !session.isPhone ? ["1 2148074254", "2 5"] : ["2 5"]
        // Five requests to a handshake line.
        session.requests = session.handshake.count * random.inRange(1...9)
        session.referer = [UInt8(ascii: "-")]
        return session
    }

    // MARK: Lines

    private mutating func visitorLine(_ slot: Int) {
        visits[slot].requests -= 1
        let session = visits[slot]
        let isOnMail = FarmServer.mail.contains(session.server)
        let page = isOnMail ? FarmPages.logonPage : self.page(of: session)
        let status =
            switch random.below(100) {
            case ..<80: "200 0 0"
            case ..<91: "304 0 0"
            case ..<96: "404 0 2"
            case ..<99: "302 0 0"
            default: "500 0 64"
            }
        truth.anonymousLines += 1
        let bit = UInt8(1) << UInt8(session.server)
        if seenVisitors[session.client] & bit == 0 {
            seenVisitors[session.client] |= bit
            truth.servers[session.server].visitors += 1
        }
        visits[slot].referer = write(page, of: session, user: session.user, status: status)
    }

    private mutating func personLine(_ slot: Int) {
        let refusal = connections[slot].handshake.popLast()
        if refusal == nil { connections[slot].requests -= 1 }
        let session = connections[slot]
        let page = self.page(of: session)
        count(session, isHandshake: refusal != nil)
        if let refusal {
            _ = write(page, of: session, user: [UInt8(ascii: "-")], status: "401 \(refusal)")
            return
        }
        let status =
            switch random.below(100) {
            case ..<90: "200 0 0"
            case ..<96: "304 0 0"
            case ..<98: "404 0 2"
            case 98: "403 0 0"
            default: "500 0 0"
            }
        connections[slot].referer = write(page, of: session, user: session.user, status: status)
    }

    private mutating func page(of session: Session) -> FarmPages.Page {
        let catalogue = catalogues[session.server]
        if session.isPhone { return catalogue.pages[random.chance(60) ? 1 : 4] }
        let page = catalogue.pages[catalogue.choice.next(&random)]
        // Only phones ask for theirs.
        return page.query.contains(UInt8(ascii: "~")) ? catalogue.pages[0] : page
    }

    private mutating func count(_ session: Session, isHandshake: Bool) {
        let bit = UInt8(1) << UInt8(session.server)
        let place = session.isPhone ? 1 : 0
        let person = session.client
        if isHandshake {
            truth.anonymousLines += 1
            if seenPeople[person].handshakes[place] & bit == 0 { truth.servers[session.server].visitors += 1 }
            seenPeople[person].handshakes[place] |= bit
            return
        }
        let seen = seenPeople[person].requests
        if (seen[0] | seen[1]) & bit == 0 { truth.servers[session.server].accounts += 1 }
        if seen[place] & bit == 0 { truth.servers[session.server].edges += 1 }
        seenPeople[person].requests[place] |= bit
    }

    /// Writes a line and says where the session's next one is reached from.
    private mutating func write(
        _ page: FarmPages.Page, of session: Session, user: [UInt8], status: String
    ) -> [UInt8] {
        let server = FarmServer.all[session.server]
        truth.servers[session.server].lines += 1
        pending.append(contentsOf: time.text)
        pending.append(contentsOf: server.place)
        pending.append(contentsOf: page.method.utf8)
        space()
        let start = pending.count
        fill(page.path, of: session)
        let path = pending[start...]
        var referer = session.referer
        if page.isDocument, session.isBrowser, let host = server.host { referer = Array("https://\(host)".utf8) + path }
        space()
        fill(page.query, of: session)
        pending.append(contentsOf: " 443 ".utf8)
        pending.append(contentsOf: user)
        space()
        pending.append(contentsOf: session.address)
        space()
        pending.append(contentsOf: session.agent)
        space()
        pending.append(contentsOf: session.referer)
        space()
        pending.append(contentsOf: status.utf8)
        space()
        let quick = random.below(120)
        pending.append(contentsOf: HexText.decimal(random.below(12) == 0 ? quick * 31 : quick))
        pending.append(contentsOf: [0x0D, 0x0A])
        return referer
    }

    private mutating func space() { pending.append(0x20) }

    private mutating func fill(_ pattern: [UInt8], of session: Session) {
        for byte in pattern {
            switch byte {
            case UInt8(ascii: "#"): pending.append(contentsOf: HexText.decimal(random.below(20_000)))
            case UInt8(ascii: "@"):
                pending.append(contentsOf: "CORP%5C".utf8)
                pending.append(contentsOf: people[session.client].name)
            case UInt8(ascii: "~"):
                pending.append(contentsOf: "F2LX".utf8)
                pending.append(contentsOf: HexText.decimal(10_000_000 + session.client * 7))
            default: pending.append(byte)
            }
        }
    }

    // MARK: Time

    /// Sets the time of the next line; a new hour begins with directives, and so does what follows a restart.
    private mutating func setTime(_ ticks: Int64) {
        let second = ticks / 10_000_000
        if second != time.second {
            let text = FleetClock.text(ticks: ticks, nineDigits: false)
            time.second = second
            time.text = text[..<10] + [0x20] + text[11..<19]
        }
        guard second / 3600 != time.hour || random.below(40_000) == 0 else { return }
        time.hour = second / 3600
        pending.append(
            contentsOf: "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Date: ".utf8)
        pending.append(contentsOf: time.text)
        pending.append(contentsOf: "\r\n\(WebFarm.fields)\r\n".utf8)
        truth.headers += 1
    }

    /// What IIS logs by default, and site and computer as a farm needs them.
    static let fields =
        "#Fields: date time s-sitename s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip"
        + " cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken"
}
