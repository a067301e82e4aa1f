import AccessModel
import PositionModel

@testable import Identity

/// Builds evidence from texts, for tests.
struct EvidenceBuilder {
    struct Row {
        var server: String
        var channel: Channel
        var domain = ""
        var name = ""
        var sid = ""
        var address = ""
        var client = ""
        var outcome = Outcome.success
        var day = 1
        var source = EvidenceSource.event
        var site = ""
        var logonType: UInt32 = 0
        var count: UInt64 = 1
    }

    struct Visit {
        var server: String
        var site = ""
        var address: String
        var outcome = Outcome.success
        var day = 1
        var count: UInt64 = 1
    }

    /// On day 1.
    struct Lease {
        var address: String
        var name: String
        /// Of the log's own clock.
        var hour: Double
        var zone = ""
    }

    struct Rename {
        var computer = "dc1.corp.contoso.com"
        var domain = "corp"
        var old: String
        var new: String
        var sid: String
        var day: Int
        var hour = 12.0
    }

    var rows: [Row] = []
    var renames: [Rename] = []
    var leases: [Lease] = []
    var visits: [Visit] = []
    /// Devices that named themselves in queries.
    var webDevices: [(account: String, device: String, address: String, day: Int)] = []
    /// Peers that send the marker of Application Request Routing.
    var routers: Set<String> = []
    var agents: [(server: String, site: String, peer: String, agents: Int)] = []
    var labels: [(server: String, site: String, client: String, label: String, records: UInt64)] = []
    var settings = OrganisationSettings()
    /// Computers that renamed accounts and whose place in the directory says that they are domain controllers.
    var controllers: Set<String> = ["dc1.corp.contoso.com"]

    static func day(_ number: Int) -> Day { Day(number: 20_000 + Int32(number)) }

    mutating func add(_ row: Row) { rows.append(row) }

    /// A Kerberos or NTLM network logon.
    mutating func logon(
        _ server: String, _ domain: String, _ name: String, sid: String = "", address: String = "",
        client: String = "", day: Int = 1, outcome: Outcome = .success, channel: Channel = .network
    ) {
        add(
            Row(
                server: server, channel: channel, domain: domain, name: name, sid: sid, address: address,
                client: client, outcome: outcome, day: day, logonType: 3))
    }

    mutating func rename(
        _ old: String, _ new: String, sid: String, day: Int, domain: String = "corp",
        by computer: String = "dc1.corp.contoso.com"
    ) {
        renames.append(Rename(computer: computer, domain: domain, old: old, new: new, sid: sid, day: day))
    }

    func evidence() -> Evidence {
        var all: Set<ExactText> = [""]
        for row in rows {
            all.formUnion(
                [row.server, row.domain, row.name, row.sid, row.address, row.client, row.site].map(ExactText.init(_:)))
        }
        for visit in visits { all.formUnion([visit.server, visit.site, visit.address].map(ExactText.init(_:))) }
        for peer in agents { all.formUnion([peer.server, peer.site, peer.peer].map(ExactText.init(_:))) }
        for client in labels {
            all.formUnion([client.server, client.site, client.client, client.label].map(ExactText.init(_:)))
        }
        for seen in webDevices { all.formUnion([seen.account, seen.device, seen.address].map { ExactText($0) }) }
        var evidence = Evidence()
        for lease in leases { all.formUnion([lease.address, lease.name].map(ExactText.init(_:))) }
        for rename in renames {
            all.formUnion([rename.computer, rename.domain, rename.old, rename.new, rename.sid].map(ExactText.init(_:)))
        }
        evidence.texts = all.sorted()
        let ids = Dictionary(uniqueKeysWithValues: evidence.texts.enumerated().map { ($1, TextID($0)) })
        func id(_ text: String) -> TextID { ids[ExactText(text)] ?? 0 }
        evidence.webDevices = webDevices.map {
            EvidenceWebDevice(
                server: 0, site: 0, clientAddress: id($0.address), account: id($0.account), deviceID: id($0.device),
                day: EvidenceBuilder.day($0.day))
        }.sorted(by: <)
        let found = rows.map { row in
            let day = EvidenceBuilder.day(row.day)
            return EvidenceRow(
                server: id(row.server), source: row.source, eventID: row.source == .web ? 0 : 4624,
                channel: row.channel, logonType: row.logonType, accountDomain: id(row.domain),
                accountName: id(row.name), accountSID: id(row.sid), clientAddress: id(row.address),
                clientName: id(row.client), outcome: row.outcome, day: day, site: id(row.site), productHint: 0,
                count: row.count, firstSeen: day.start, lastSeen: day.start)
        }
        evidence.rows = EvidenceRows(found)
        evidence.zones = [""] + Set(leases.map(\.zone)).subtracting([""]).sorted()
        evidence.leases = leases.map { lease in
            let day = EvidenceBuilder.day(1)
            let time = LocalTime(milliseconds: day.start.milliseconds + Int64(lease.hour * 3_600_000))
            return EvidenceLease(
                address: id(lease.address), name: id(lease.name), hardware: 0, day: day,
                zone: evidence.zones.firstIndex(of: lease.zone) ?? 0, count: 1, firstSeen: time, lastSeen: time)
        }
        evidence.renames = renames.map { rename in
            EvidenceRename(
                computer: id(rename.computer), domain: id(rename.domain), oldName: id(rename.old),
                newName: id(rename.new), sid: id(rename.sid),
                time: Instant(
                    milliseconds: EvidenceBuilder.day(rename.day).start.milliseconds
                        + Int64(rename.hour * 3_600_000)))
        }
        evidence.visits = visits.map { visit in
            AnonymousVisit(
                server: id(visit.server), site: id(visit.site), clientAddress: id(visit.address),
                outcome: visit.outcome, day: EvidenceBuilder.day(visit.day), count: visit.count)
        }
        evidence.peers = agents.map { peer in
            PeerAgents(
                server: id(peer.server), site: id(peer.site), peer: id(peer.peer), agents: peer.agents,
                signs: routers.contains(peer.peer) ? .requestRouting : [])
        }
        evidence.labelledClients = labels.map { client in
            LabelledClient(
                server: id(client.server), site: id(client.site), clientAddress: id(client.client),
                label: id(client.label), records: client.records)
        }
        evidence.lastDay = (evidence.rows.map(\.day) + evidence.visits.map(\.day)).max()
        evidence.settings = settings
        return evidence
    }

    func identities(_ estate: Estate = Estate()) -> Identities {
        IdentityResolver.resolve(evidence: evidence(), estate: withControllers(estate))
    }

    /// The estate, with the controllers that wrote renames.
    func withControllers(_ estate: Estate) -> Estate {
        var estate = estate
        for name in Set(renames.map(\.computer)).intersection(controllers).sorted() {
            estate.computer(String(name.prefix { $0 != "." }), dns: name, system: "Windows Server 2022")
            estate.directory.computers[estate.directory.computers.count - 1].distinguishedName =
                "CN=DC,OU=Domain Controllers,DC=corp,DC=contoso,DC=com"
        }
        return estate
    }

    func census(_ estate: Estate = Estate()) -> Census {
        let evidence = evidence()
        let identities = IdentityResolver.resolve(evidence: evidence, estate: estate)
        return CensusTaker.census(evidence: evidence, identities: identities, estate: estate) { entry in
            entry.product == "unknown" ? nil : entry.product
        }
    }
}

extension Census {
    func server(_ name: String) -> ServerCensus? { servers.first { $0.server == name } }
}

extension Estate {
    mutating func account(
        _ domain: String, _ name: String, sid: String = "", principal: String = "", mail: String = "",
        _ change: (inout DirectoryAccount) -> Void = { _ in }
    ) {
        var account = DirectoryAccount()
        account.domain = domain
        account.name = name
        account.sid = sid
        account.principalName = principal
        account.mail = mail
        account.enabled = true
        change(&account)
        directory.accounts.append(account)
    }

    mutating func computer(_ name: String, dns: String = "", system: String = "Windows 11 Enterprise") {
        var computer = DirectoryComputer()
        computer.domain = "corp.contoso.com"
        computer.name = name
        computer.dnsName = dns
        computer.operatingSystem = system
        directory.computers.append(computer)
    }

    mutating func server(
        _ name: String, product: String = "windows-server", _ change: (inout ServerEntry) -> Void = { _ in }
    ) {
        var entry = ServerEntry()
        entry.server = name
        entry.product = product
        entry.version = "2019"
        entry.line = servers.count + 2
        change(&entry)
        servers.append(entry)
    }
}
