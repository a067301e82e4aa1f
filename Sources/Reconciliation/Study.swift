import AccessModel
import Identity
import Licensing
import PositionModel

/// Everything a reconciliation looks at: the material every step shares.
struct Study: Sendable {
    let catalogue: Catalogue
    let evidence: Evidence
    let identities: Identities
    let estate: Estate
    let unread: [UnreadInput]
    let proxies: [SuspectedProxy]
    /// What somebody has decided.
    let answers: AnswerBook
    let networks: NetworkMap
    let domains: DomainNames
    /// The day the position stands for; nil for an empty store without settings.
    let asOf: Day?
    /// The days looked at; nil where there is no evidence at all.
    let window: ClosedRange<Day>?
    /// Index of a server by any of its names.
    let serverByName: [ExactText: Int]
    /// First labels of the names of servers and computers: domains with such a name are a machine's, of local accounts.
    let machineNames: Set<ExactText>
    /// Index of a device by its name and by its first label, where no other has it.
    private let deviceByName: [ExactText: Int]
    /// True where the organisation named networks of its own, in the store or in estate.yaml.
    let hasDeclaredNetworks: Bool
    /// People only the populations of multiplexers name.
    let population: PeopleOfPopulations
    /// Index of a computer of the directory by its names, where no other has them.
    private let computerByName: [ExactText: Int]

    init(
        catalogue: Catalogue, evidence: Evidence, identities: Identities, estate: Estate, unread: [UnreadInput],
        proxies: [SuspectedProxy]
    ) {
        self.catalogue = catalogue
        self.evidence = evidence
        self.identities = identities
        self.estate = estate
        self.unread = unread
        self.proxies = proxies
        answers = AnswerBook(estate.settings.answers)
        var settings = evidence.settings
        settings.internalNetworks += estate.settings.networks.internalNetworks
        settings.vpnNetworks += estate.settings.networks.vpnNetworks
        settings.trustedProxies += estate.settings.networks.trustedProxies
        networks = NetworkMap(settings)
        hasDeclaredNetworks = !settings.internalNetworks.isEmpty || !settings.vpnNetworks.isEmpty
        domains = DomainNames(estate.settings, directory: estate.directory)
        asOf = estate.settings.asOf ?? evidence.lastDay
        window = Study.window(evidence)
        var servers: [ExactText: Int] = [:]
        for (index, server) in identities.servers.enumerated() {
            for name in [server.name] + server.names { servers[ExactText(name)] = index }
        }
        serverByName = servers
        machineNames = Set(
            identities.servers.flatMap { [$0.name] + $0.names }.map { ExactText($0.firstLabel) }
                + estate.directory.computers.map { ExactText($0.name) })
        var devices: [ExactText: Int] = [:]
        for (index, device) in identities.devices.enumerated() { devices[ExactText(device.name)] = index }
        for (index, device) in identities.devices.enumerated() where devices[ExactText(device.name.firstLabel)] == nil {
            devices[ExactText(device.name.firstLabel)] = index
        }
        deviceByName = devices
        population = PeopleOfPopulations(estate.settings) { identities.user(referredToAs: $0) != nil }
        var computers: [ExactText: Int?] = [:]
        for (index, computer) in estate.directory.computers.enumerated() {
            for name in Set([computer.name, computer.dnsName].map { ExactText($0.scalarLowercased) }) where name != "" {
                computers[name] = .some(computers[name] == nil ? index : nil)
            }
        }
        computerByName = computers.compactMapValues { $0 }
    }

    /// The window asked for, cut to the days with evidence where it has no beginning.
    private static func window(_ evidence: Evidence) -> ClosedRange<Day>? {
        var days: ClosedRange<Day>?
        func see(_ day: Day) {
            let known = days ?? day...day
            if days == nil || !known.contains(day) { days = min(known.lowerBound, day)...max(known.upperBound, day) }
        }
        for position in evidence.rows.indices { see(evidence.rows.day(of: position)) }
        for visit in evidence.visits { see(visit.day) }
        for logged in evidence.coverage { see(logged.day) }
        guard let days else {
            return evidence.window.flatMap { $0.lowerBound <= WindowChoice.earliest ? nil : $0 }
        }
        guard let asked = evidence.window else { return days }
        return asked.lowerBound <= WindowChoice.earliest
            ? min(days.lowerBound, asked.upperBound)...asked.upperBound : asked
    }

    /// True where a log of the server has a record in the window.
    func hasRecord(ofServer server: Int) -> Bool {
        identities.rows.indices.contains { identities.rows.server(of: $0) == server }
            || identities.visitServers.contains(server)
            || evidence.coverage.contains { day in
                day.records > 0 && window?.contains(day.day) == true
                    && serverByName[ExactText(evidence.text(day.server))] == server
            }
    }

    /// By index into the facets of the evidence's rows: true for a success that proves an access.
    var areAccess: [Bool] {
        zip(evidence.rows.facets, identities.rows.standings).map { $0.outcome == .success && $1 == .access }
    }

    /// The name of a user to cover; negative numbers stand for people nobody names.
    func name(ofUser user: Int) -> String {
        if user >= 0 { return identities.users[user].name }
        return population.name(user).map { "\($0) (behind a multiplexer)" }
            ?? "somebody nobody names \(-user - population.names.count)"
    }

    /// The name of a device to cover; negative numbers stand for devices answers added.
    func name(ofDevice device: Int) -> String {
        if device >= 0 { return identities.devices[device].name }
        return UnseenComputer.index(device).map { estate.directory.computers[$0].name }
            ?? "added by an answer \(-device)"
    }

    /// The department of a user, as the directory gives it; empty where it gives none.
    func department(ofUser user: Int) -> String {
        guard user >= 0 else { return "" }
        let accounts = identities.users[user].directoryAccounts
        return accounts.lazy.map { estate.directory.accounts[$0].department }.first { !$0.isEmpty } ?? ""
    }

    /// The user an account written by a person means, nil where it means nobody or several.
    func user(written account: String) -> Int? { identities.user(referredToAs: account) }

    /// The person an account written by a person means: of directory and logs, or of a multiplexer's population.
    func person(written account: String) -> Int? { user(written: account) ?? population.number(account) }

    /// The computer of the directory a person means, as a device nobody was seen at; nil where there is none, or several.
    func unseenComputer(written name: String) -> Int? {
        let name = name.scalarLowercased
        return (computerByName[ExactText(name)] ?? computerByName[ExactText(name.firstLabel)]).map(
            UnseenComputer.number)
    }

    /// The device a person means: by its name, or by the name before the first dot.
    func device(written name: String) -> Int? {
        let name = name.scalarLowercased
        return deviceByName[ExactText(name)] ?? deviceByName[ExactText(name.firstLabel)]
    }

    /// `YYYY-MM-DD` of the window and `as_of`; empty texts for an empty store.
    var positionWindow: PositionWindow {
        PositionWindow(
            from: window?.lowerBound.text ?? "", to: window?.upperBound.text ?? "", asOf: asOf?.text ?? "")
    }
}

extension String {
    /// The text before the first dot; an address stays whole.
    var firstLabel: String {
        if IPAddress(self) != nil { return self }
        return utf8.firstIndex(of: UInt8(ascii: ".")).map { String(self[..<$0]) } ?? self
    }
}
