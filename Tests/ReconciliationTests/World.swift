import AccessModel
import Foundation
import Licensing
import PositionModel
import Testing

@testable import Identity
@testable import Reconciliation

/// A hand-made estate and its evidence, with the plainest identities: a user per account, a device per client.
struct World {
    struct Access {
        var account: String
        var client: String
        var address: String
        var server: String
        var channel: Channel
        var day: String
        var outcome: Outcome
        var site: String
    }
    var estate = Estate()
    var accesses: [Access] = []
    var visits: [(server: String, site: String, address: String, outcome: Outcome, day: String)] = []
    var coverage: [(server: String, day: String, cleared: Bool)] = []
    /// Of each input what was damaged, empty where nothing was.
    var damage: [String] = []
    /// Record ids held of the Security log of `srv1`.
    var recordIDs: [ClosedRange<UInt64>] = []
    /// Accounts that are one person: account -> the account it is the same as.
    var sameAs: [String: String] = [:]
    var onlyServiceLogons: Set<String> = []
    /// Of each lease its time zone, empty where none is stated.
    var leaseZones: [String] = []
    var window = "2026-08-03"..."2026-10-31"

    init() {
        estate.settings.domains = ["CORP"]
        estate.settings.asOf = Day(text: "2026-10-31")
        estate.settings.windowDays = 90
        for (licence, flavour, price) in [
            ("ws-cal", Flavour.user, Int64(5000)), ("ws-cal", .device, 4000), ("ws-ec", .server, 250_000),
            ("sql-cal", .user, 20000), ("sql-cal", .device, 20000), ("rds-cal", .user, 17000),
            ("rds-cal", .device, 13500),
        ] {
            estate.settings.prices.append(.init(licence: licence, flavour: flavour, hundredths: price))
        }
    }

    mutating func user(_ name: String, _ change: (inout DirectoryAccount) -> Void = { _ in }) {
        var account = DirectoryAccount()
        (account.domain, account.name, account.enabled) = ("corp", name, true)
        account.distinguishedName = "CN=\(name),OU=Staff,DC=corp"
        account.hasLastLogonColumn = true
        account.lastLogon = Day(text: "2026-10-20")?.start
        account.source = "users.csv"
        change(&account)
        estate.directory.accounts.append(account)
    }

    mutating func computer(_ name: String, _ change: (inout DirectoryComputer) -> Void = { _ in }) {
        var computer = DirectoryComputer()
        (computer.domain, computer.name, computer.enabled) = ("corp", name, true)
        computer.operatingSystem = "Windows 11 Pro"
        computer.passwordLastSet = Day(text: "2026-10-20")?.start
        change(&computer)
        estate.directory.computers.append(computer)
    }

    mutating func server(
        _ name: String, _ product: String = "windows-server", _ version: String = "2019",
        _ change: (inout ServerEntry) -> Void = { _ in }
    ) {
        var entry = ServerEntry()
        (entry.server, entry.product, entry.version) = (name, product, version)
        entry.line = estate.servers.count + 2
        change(&entry)
        estate.servers.append(entry)
    }

    mutating func licence(
        _ name: String, _ quantity: Int, _ flavour: Flavour? = nil, version: String = "", saEnd: String? = nil,
        term: String = "", to holder: String = ""
    ) {
        var entry = EntitlementEntry()
        (entry.licence, entry.quantity, entry.flavour, entry.version) = (name, quantity, flavour, version)
        (entry.term, entry.assignedTo) = (term, holder)
        entry.softwareAssuranceEnd = saEnd.flatMap { Day(text: $0) }
        entry.line = estate.entitlements.count + 2
        estate.entitlements.append(entry)
    }

    mutating func seen(
        _ account: String, from client: String = "", address: String = "", on server: String,
        by channel: Channel = .network, day: String = "2026-10-01", outcome: Outcome = .success, site: String = ""
    ) {
        accesses.append(
            Access(
                account: account, client: client, address: address, server: server, channel: channel, day: day,
                outcome: outcome, site: site))
    }

    // MARK: Evidence and identities

    func evidence() -> Evidence {
        var evidence = Evidence()
        var texts: Set<ExactText> = [""]
        func split(_ account: String) -> (String, String) {
            let parts = account.split(separator: "\\", maxSplits: 1).map(String.init)
            return parts.count == 2 ? (parts[0], parts[1]) : ("", account)
        }
        for access in accesses {
            let (domain, name) = split(access.account)
            texts.formUnion(
                [domain, name, access.client, access.address, access.server, access.site].map { ExactText($0) })
        }
        for visit in visits { texts.formUnion([visit.server, visit.site, visit.address].map { ExactText($0) }) }
        for day in coverage { texts.formUnion([ExactText(day.server), "Security"]) }
        evidence.texts = texts.sorted()
        let ids = Dictionary(uniqueKeysWithValues: evidence.texts.enumerated().map { ($1, TextID($0)) })
        func id(_ text: String) -> TextID { ids[ExactText(text)] ?? 0 }
        let rows = accesses.map { access in
            let (domain, name) = split(access.account)
            let day = Day(text: access.day) ?? Day(number: 0)
            let isWeb = access.channel == .web
            return EvidenceRow(
                server: id(access.server), source: isWeb ? .web : .event, eventID: isWeb ? 0 : 4624,
                channel: access.channel, logonType: 3, accountDomain: id(domain), accountName: id(name), accountSID: 0,
                clientAddress: id(access.address), clientName: id(access.client), outcome: access.outcome, day: day,
                site: id(access.site), productHint: 0, count: 1, firstSeen: day.start, lastSeen: day.start)
        }
        evidence.rows = EvidenceRows(rows)
        evidence.visits = visits.map {
            AnonymousVisit(
                server: id($0.server), site: id($0.site), clientAddress: id($0.address), outcome: $0.outcome,
                day: Day(text: $0.day) ?? Day(number: 0), count: 1)
        }
        evidence.coverage = coverage.map {
            CoverageDay(
                server: id($0.server), source: .event, logChannel: id("Security"),
                day: Day(text: $0.day) ?? Day(number: 0),
                records: 1, cleared: $0.cleared, interrupted: false)
        }
        evidence.zones = [""] + Set(leaseZones).subtracting([""]).sorted { $0.isByteOrdered(before: $1) }
        evidence.leases = leaseZones.map { zone in
            let day = Day(text: window.upperBound) ?? Day(number: 0)
            let time = LocalTime(milliseconds: day.start.milliseconds)
            return EvidenceLease(
                address: 0, name: 0, hardware: 0, day: day, zone: evidence.zones.firstIndex(of: zone) ?? 0, count: 1,
                firstSeen: time, lastSeen: time)
        }
        evidence.inputs = damage.enumerated().map { number, damage in
            InputSummary(
                location: InputPath(path: "input\(number).xml", sha256: "", bytes: 1),
                content: ContentID(high: 0, low: UInt64(number)), format: .eventXML, records: 1, accepted: 1,
                ignored: 0,
                rejected: 0, duplicates: 0, ignoredByRule: [], rejectedByReason: [], damage: damage, firstSeen: nil,
                lastSeen: nil, copies: [])
        }
        if !recordIDs.isEmpty {
            evidence.eventLogs = [
                EventLogCoverage(
                    server: id("srv1"), logChannel: id("Security"),
                    ranges: recordIDs.map { RecordIDRange(first: $0.lowerBound, last: $0.upperBound) }, isCoarse: false,
                    days: coverage.first.flatMap { Day(text: $0.day) }.map { day in
                        // Written one after the other in the course of the first day.
                        let ranges = recordIDs.enumerated().map { hour, ids in
                            let time = Instant(milliseconds: day.start.milliseconds + Int64(hour) * 3_600_000)
                            return TimedIDRange(
                                first: ids.lowerBound, last: ids.upperBound, firstTime: time, lastTime: time)
                        }
                        return [EventLogDay(day: day, ranges: ranges)]
                    } ?? [])
            ]
        }
        evidence.window =
            (Day(text: window.lowerBound) ?? Day(number: 0))...(Day(text: window.upperBound) ?? Day(number: 0))
        evidence.lastDay = Day(text: window.upperBound)
        return evidence
    }

    func identities(_ evidence: Evidence) -> Identities {
        var identities = Identities()
        let directory = estate.directory.accounts
        func known(_ domain: String, _ name: String) -> Int? {
            directory.firstIndex { $0.domain == domain && $0.name == name }
        }
        var names = Set(directory.map { ExactText($0.domain + "\\" + $0.name) })
        for access in accesses where !access.account.isEmpty { names.insert(ExactText(access.account)) }
        let ordered = names.sorted()
        func isNobody(_ name: String) -> Bool {
            name.hasSuffix("$") || name.hasSuffix("anonymous logon") || name == "anonymous"
        }
        let persons = Set(ordered.map { sameAs[$0.string] ?? $0.string }.filter { !isNobody($0) }.map { ExactText($0) })
            .sorted()
        identities.users = persons.map { UserIdentity(name: $0.string, accounts: [], directoryAccounts: []) }
        let personOf = Dictionary(uniqueKeysWithValues: persons.enumerated().map { ($1, $0) })
        for name in ordered {
            let parts = name.string.split(separator: "\\", maxSplits: 1).map(String.init)
            let (domain, short) = parts.count == 2 ? (parts[0], parts[1]) : ("", name.string)
            let user = personOf[ExactText(sameAs[name.string] ?? name.string)]
            let index = identities.accounts.count
            let entry = known(domain, short)
            let days = evidence.rows.enumerated().filter {
                accesses[$0.offset].account == name.string && $0.element.channel.standing != .no
            }.map(\.element.day)
            identities.accounts.append(
                AccountIdentity(
                    domain: domain, name: short, sid: "",
                    principalRule: short.hasSuffix("$")
                        ? "machine"
                        : name.string == "anonymous"
                            ? PrincipalRules.anonymousName : isNobody(short) ? "anonymous-logon" : "",
                    directoryIndex: entry, user: user, proof: "name and domain", join: "", lastSeen: days.max(),
                    onlyServiceLogons: onlyServiceLogons.contains(name.string)))
            if let user {
                identities.users[user].accounts.append(index)
                if let entry { identities.users[user].directoryAccounts.append(entry) }
            }
        }
        for index in identities.users.indices { identities.users[index].directoryAccounts.sort() }
        for (index, account) in identities.accounts.enumerated() {
            identities.lookup.byName.append(
                index, to: identities.lookup.key(domain: account.domain, name: account.name))
            if account.directoryIndex != nil {
                identities.lookup.directoryByName.append(index, to: ExactText(account.name))
            }
        }
        let clients = Set(accesses.map { ExactText($0.client.isEmpty ? $0.address : $0.client) }.filter { !$0.isEmpty })
            .sorted()
        identities.devices = clients.map { client in
            let isAddress = IPAddress(client.string) != nil
            let rows = accesses.filter { ($0.client.isEmpty ? $0.address : $0.client) == client.string }
            return DeviceIdentity(
                name: client.string, isAddressOnly: isAddress, days: Set(rows.map(\.day)).count,
                directoryIndex: estate.directory.computers.firstIndex { $0.name == client.string }, joins: [],
                seenAsMachineOnly: rows.allSatisfy { $0.account.hasSuffix("$") }, isExternal: false)
        }
        let servers = Set(
            (accesses.map(\.server) + visits.map(\.server) + coverage.map(\.server) + estate.servers.map(\.server)).map
            {
                ExactText($0)
            }
        ).sorted()
        identities.servers = servers.map { server in
            ServerIdentity(
                name: server.string, names: [server.string],
                entries: estate.servers.indices.filter { estate.servers[$0].server == server.string },
                proof: "same name", isServiceAccount: false)
        }
        func server(_ name: String) -> Int { servers.firstIndex(of: ExactText(name)) ?? 0 }
        let rows = accesses.map { access in
            let account = ordered.firstIndex(of: ExactText(access.account))
            let client = ExactText(access.client.isEmpty ? access.address : access.client)
            return ResolvedRow(
                server: server(access.server), account: access.account.isEmpty ? nil : account,
                user: account.flatMap { identities.accounts[$0].user },
                device: client.isEmpty ? nil : clients.firstIndex(of: client), clientRule: client.isEmpty ? "none" : "",
                standing: access.channel.standing)
        }
        identities.rows = ResolvedRows(rows, of: evidence.rows)
        identities.visitServers = visits.map { server($0.server) }
        identities.visitDevices = visits.map { _ in nil }
        return identities
    }

    func position(proxies: [SuspectedProxy] = [], unread: [UnreadInput] = []) throws -> Position {
        let evidence = evidence()
        return Reconciler(catalogue: try Catalogue.builtIn).position(
            evidence: evidence, identities: identities(evidence), estate: estate, unread: unread, proxies: proxies)
    }

    func coverageReport(isWanted: ([String]) -> Bool = { _ in true }) throws -> CoverageReport {
        let evidence = evidence()
        return Reconciler(catalogue: try Catalogue.builtIn).coverage(
            evidence: evidence, identities: identities(evidence), estate: estate, isWanted: isWanted)
    }
}

extension Position {
    func bridge(of product: String = "windows-server") throws -> Bridge {
        try #require(bridge.first { $0.product == product }, "no bridge for \(product)")
    }
    func users(_ rule: String, of product: String = "windows-server") throws -> Int {
        try #require(try bridge(of: product).steps.first { $0.rule == rule }, "no step \(rule)").users
    }
    func row(_ flavour: String, of product: String = "windows-server") throws -> ProductPosition {
        try #require(products.first { $0.product == product && $0.flavour == flavour }, "no row \(product)/\(flavour)")
    }
    func mix(of product: String = "windows-server") throws -> ProductMix {
        try #require(mix.first { $0.product == product })
    }
    func exposure(_ server: String, _ site: String = "") throws -> ExternalExposure {
        try #require(external.first { $0.server == server && $0.site == site }, "no exposure of \(server) \(site)")
    }
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
    /// Every bridge sums to its defended figure.
    var bridgesSum: Bool {
        bridge.allSatisfy { bridge in
            let sum = bridge.steps.total
            return sum.users == bridge.defendedUsers && sum.devices == bridge.defendedDevices
        }
    }
}
