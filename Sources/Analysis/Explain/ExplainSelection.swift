import AccessModel
import Identity
import PositionModel

/// What a query means in a body of evidence.
struct ExplainSelection {
    /// Nil for all.
    var servers: Set<Int>?
    var accounts: Set<Int>?
    var device: Int?
    var visitor: ExactText?
    var subjects: [Subject] = []

    let evidence: Evidence
    let identities: Identities
    let membership: FigureMembership
    private let estate: Estate

    init(
        _ query: ExplainQuery, evidence: Evidence, identities: Identities, estate: Estate,
        productOf: (String) -> String?
    ) throws(AnalysisError) {
        self.evidence = evidence
        self.identities = identities
        self.estate = estate
        membership = FigureMembership(evidence: evidence, identities: identities, estate: estate)
        if let name = query.server { try select(server: name) }
        if let name = query.product { try select(product: name, productOf) }
        if let name = query.user { try select(user: name) }
        if let name = query.device { try select(device: name) }
        if let name = query.visitor { try select(visitor: name) }
    }

    /// True where it names somebody or something at a server, not only servers.
    var isNarrow: Bool { accounts != nil || device != nil || visitor != nil }

    // MARK: Rows

    func holds(row position: Int) -> Bool {
        let (row, resolved) = (evidence.rows[position], identities.rows[position])
        if let servers, !servers.contains(resolved.server) { return false }
        if let accounts, !(resolved.account.map(accounts.contains) ?? false) { return false }
        if let device, resolved.device != device { return false }
        if let visitor {
            guard evidence.texts[Int(row.clientAddress)] == visitor else { return false }
            // The address of an account is not that account's visitor; an attempt is the address's, whatever name it gave.
            if accounts == nil, row.outcome == .success,
                !(resolved.account == nil || identities.isAnonymous(resolved))
            {
                return false
            }
        }
        return true
    }

    func holds(visit position: Int) -> Bool {
        if accounts != nil { return false }
        let visit = evidence.visits[position]
        if let servers, !servers.contains(identities.visitServers[position]) { return false }
        if let device, identities.visitDevices[position] != device { return false }
        if let visitor, evidence.texts[Int(visit.clientAddress)] != visitor { return false }
        return true
    }

    // MARK: Names

    private mutating func select(server name: String) throws(AnalysisError) {
        let found = servers(named: ExactText(name.scalarLowercased))
        guard !found.isEmpty else {
            throw unknown(
                "server", name,
                known: identities.servers.flatMap {
                    [$0.name] + $0.names + [String(ExplainSelection.host($0.name)) ?? ""]
                })
        }
        guard
            found.count == 1
                || identities.servers[found[0]].name.utf8.elementsEqual(identities.servers[found[1]].name.utf8)
        else {
            let names = found.map { identities.servers[$0].name }
            throw .nothingToRead("--server \(name) may mean \(names.joined(separator: ", ")): write the whole name.")
        }
        servers = Set(found)
        for index in found {
            let server = identities.servers[index]
            let others = server.names.filter { ExactText($0) != ExactText(server.name) }
            subjects.append(
                Subject(
                    kind: "server", name: server.name,
                    facts: (others.isEmpty ? [] : ["also " + others.joined(separator: ", ")])
                        + (server.proof.isEmpty ? [] : [server.proof])))
        }
    }

    /// By a name of the logs or of servers.csv; where there is none, by the host name alone.
    private func servers(named wanted: ExactText) -> [Int] {
        func found(_ matches: (String) -> Bool) -> [Int] {
            identities.servers.indices.filter { index in
                let server = identities.servers[index]
                let listed = server.entries.flatMap { [estate.servers[$0].server] + estate.servers[$0].aliases }
                return ([server.name] + server.names + listed).contains { matches($0.scalarLowercased) }
            }
        }
        let whole = found { ExactText($0) == wanted }
        return whole.isEmpty ? found { ExplainSelection.host($0).elementsEqual(wanted.string.utf8) } : whole
    }

    private mutating func select(
        product name: String, _ productOf: (String) -> String?
    ) throws(AnalysisError) {
        guard !estate.servers.isEmpty else {
            throw .nothingToRead(
                "--product \(name): no servers.csv says which servers that is. Give --estate or --servers.")
        }
        let wanted = productOf(name) ?? name
        let found = identities.servers.indices.filter { index in
            identities.servers[index].entries.contains { productOf(estate.servers[$0].product) == wanted }
        }
        guard !found.isEmpty else {
            let known = Set(estate.servers.compactMap { productOf($0.product) }.map(ExactText.init(_:))).sorted()
            throw unknown("product", name, known: known.map(\.string))
        }
        servers = servers.map { $0.intersection(found) } ?? Set(found)
        subjects.append(
            Subject(
                kind: "product", name: wanted,
                facts: ["servers " + found.map { identities.servers[$0].name }.joined(separator: ", ")]))
    }

    private mutating func select(user name: String) throws(AnalysisError) {
        let found = matching(user: name)
        let users = Set(found.compactMap { identities.accounts[$0].user })
        guard !found.isEmpty else { throw unknown("user", name, known: identities.users.map(\.name)) }
        guard users.count <= 1 else {
            let names = users.sorted().map { identities.users[$0].name }
            throw .nothingToRead("--user \(name) may mean \(names.joined(separator: ", ")): write it with its domain.")
        }
        guard let user = users.first else {
            accounts = Set(found)
            for account in found {
                let rule = identities.accounts[account].principalRule
                let why =
                    identities.accounts[account].isAmbiguous
                    ? identities.accounts[account].proof : "no user: nothing it did proves access"
                subjects.append(
                    Subject(
                        kind: "account", name: identities.accounts[account].display,
                        facts: [rule.isEmpty ? why : PrincipalRules.label(of: rule)]
                    ))
            }
            return
        }
        accounts = Set(identities.users[user].accounts)
        subjects.append(
            Subject(
                kind: "user", name: identities.users[user].name,
                facts: identities.users[user].accounts.map { index in
                    let account = identities.accounts[index]
                    let sid = account.sid.isEmpty || account.name.isEmpty ? "" : " (\(account.sid))"
                    return account.display + sid + (account.proof.isEmpty ? "" : ": " + account.proof)
                }))
    }

    /// Accounts a person may mean: as the directory and the records call them, then by the name without a domain.
    private func matching(user name: String) -> [Int] {
        let wanted = ExactText(name.scalarLowercased)
        if let user = identities.users.firstIndex(where: { ExactText($0.name.scalarLowercased) == wanted }) {
            return identities.users[user].accounts
        }
        let displayed = identities.accounts.indices.filter {
            ExactText(identities.accounts[$0].display.scalarLowercased) == wanted
        }
        // One that is no user's is listed by its own spelling alone.
        if !displayed.isEmpty, displayed.allSatisfy({ identities.accounts[$0].user == nil }) { return displayed }
        let referred = identities.accounts(referredToAs: name)
        if !referred.isEmpty { return referred }
        if !displayed.isEmpty { return displayed }
        return identities.accounts.indices.filter { ExactText(identities.accounts[$0].name.scalarLowercased) == wanted }
    }

    /// What is before the first dot.
    private static func host(_ name: String) -> Substring.UTF8View { name.utf8.prefix { $0 != UInt8(ascii: ".") } }

    private mutating func select(device name: String) throws(AnalysisError) {
        let text = IPAddress(name)?.text ?? name.scalarLowercased
        var found = identities.devices.indices.filter { ExactText(identities.devices[$0].name) == ExactText(text) }
        if found.isEmpty, IPAddress(name) == nil {
            found = identities.devices.indices.filter { index in
                !identities.devices[index].isAddressOnly
                    && ExplainSelection.host(identities.devices[index].name).elementsEqual(text.utf8)
            }
        }
        guard let index = found.first else {
            let holders = holders(of: ExactText(text))
            guard holders.isEmpty else {
                throw .nothingToRead(
                    "\(text) is no device of its own: names explain it. It was \(holders.joined(separator: "; ")). Ask for one "
                        + "of these, or with --visitor for its visits without an account.")
            }
            throw unknown("device", name, known: identities.devices.map(\.name))
        }
        guard found.count == 1 else {
            let names = found.map { identities.devices[$0].name }
            throw .nothingToRead("--device \(name) may mean \(names.joined(separator: ", ")): write the whole name.")
        }
        device = index
        let chosen = identities.devices[index]
        let range =
            chosen.isAddressOnly
            ? [
                "no name explains this address: \(chosen.isShared ? "none of its own" : "one device over the window"), or one on each of \(chosen.days) days"
            ] : []
        subjects.append(Subject(kind: "device", name: chosen.name, facts: range + chosen.proofs))
    }

    /// Most devices named for one address.
    private static let mostHolders = 10

    /// The devices an address stood for, with the days.
    private func holders(of address: ExactText) -> [String] {
        var days: [Int: ClosedRange<Day>] = [:]
        func see(_ device: Int?, _ day: Day) {
            guard let device else { return }
            days[device] = days[device].map { min($0.lowerBound, day)...max($0.upperBound, day) } ?? day...day
        }
        for (row, resolved) in zip(evidence.rows, identities.rows)
        where evidence.texts[Int(row.clientAddress)] == address { see(resolved.device, row.day) }
        for (visit, device) in zip(evidence.visits, identities.visitDevices)
        where evidence.texts[Int(visit.clientAddress)] == address { see(device, visit.day) }
        let holders = days.keys.sorted().map { device in
            let span = days[device].map {
                $0.lowerBound == $0.upperBound ? $0.lowerBound.text : "\($0.lowerBound.text)..\($0.upperBound.text)"
            }
            return "\(identities.devices[device].name) (\(span ?? ""))"
        }
        let more = holders.count - ExplainSelection.mostHolders
        return Array(holders.prefix(ExplainSelection.mostHolders)) + (more > 0 ? ["\(more) more"] : [])
    }

    private mutating func select(visitor name: String) throws(AnalysisError) {
        guard let address = IPAddress(name) else {
            throw .nothingToRead(
                "--visitor \(name) is no address. Visitors without an account are known by addresses alone.")
        }
        visitor = ExactText(address.text)
        // An address of accounts alone has no visits, which is an answer; one no line has is a slip of the pen.
        guard addresses.contains(ExactText(address.text)) else {
            throw unknown("address", address.text, known: addresses.map(\.string))
        }
        subjects.append(Subject(kind: "visitor", name: address.text, facts: []))
    }

    /// Every client address of the evidence.
    private var addresses: Set<ExactText> {
        var ids = Set(evidence.rows.map(\.clientAddress))
        ids.formUnion(evidence.visits.map(\.clientAddress))
        return Set(ids.map { evidence.texts[Int($0)] })
    }

    private func unknown(_ kind: String, _ name: String, known: [String]) -> AnalysisError {
        let names = Set(known.filter { !$0.isEmpty }.map(ExactText.init(_:))).sorted().map(\.string)
        let near = NearestNames.to(name.scalarLowercased, among: names)
        let hint =
            names.isEmpty
            ? "There is none in the window."
            : near.isEmpty
                ? "Some that are: \(names.prefix(5).joined(separator: ", "))."
                : "Did you mean \(near.joined(separator: ", "))?"
        return .nothingToRead("No \(kind) `\(name)` is in the evidence. \(hint)")
    }
}
