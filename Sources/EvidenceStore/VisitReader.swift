import AccessModel
import CompactSets
import GRDB

/// Anonymous visits with the settings applied: by server, site, client, outcome and day. Texts are still ids of the store.
struct VisitReader {
    let database: Database
    let settings: OrganisationSettings
    /// Days read.
    let days: ClosedRange<Int64>

    /// The visits of a server, a site, an outcome and a day: each client once, rising.
    struct Group {
        var server: TextID
        var site: TextID
        var outcome: Outcome
        var day: Day
        var clients: [Visitor]
    }

    /// Hands group after group to `body`; those of one server and site one after the other.
    /// - Parameters:
    ///   - condition: as `VisitSets.forEach`.
    ///   - byText: whether servers and sites come in the byte order of their texts.
    func forEach(where condition: String, byText: Bool = false, _ body: (Group) throws -> Void) throws {
        var group: Group?
        var clients = try ClientsOfVisits(database, settings)
        try VisitSets(database: database).forEach(days: days, where: condition, byText: byText) { head, reader in
            if let last = group, !last.isOf(head) {
                try body(last.addedUp)
                group = nil
            }
            if group == nil {
                group = Group(
                    server: head.server, site: head.site, outcome: head.outcome, day: head.day, clients: [])
            }
            try clients.forEach(of: head, &reader) { group?.clients.append($0) }
        }
        if let group { try body(group.addedUp) }
    }

    /// Clients of web sites that say of themselves that they are probes or crawlers.
    func labelled() throws -> [(client: IPAddress, labelled: LabelledClient)] {
        struct Key: Hashable {
            var server, site, label: TextID
            var client: IPAddress
        }
        var records: [Key: UInt64] = [:]
        var clients = try ClientsOfVisits(database, settings)
        try VisitSets(database: database).forEach(days: days, where: "v.agent_class <> 0 AND \(VisitSets.isAccess)") {
            head, reader in
            try clients.forEach(of: head, &reader) { visitor in
                let key = Key(
                    server: head.server, site: head.site, label: head.agentClass, client: visitor.address)
                records[key] = (records[key] ?? 0).addedClamped(visitor.records)
            }
        }
        return records.map { key, records in
            (
                key.client,
                LabelledClient(server: key.server, site: key.site, clientAddress: 0, label: key.label, records: records)
            )
        }
    }
}

extension VisitReader.Group {
    fileprivate func isOf(_ head: VisitSets.Head) -> Bool {
        server == head.server && site == head.site && outcome == head.outcome && day == head.day
    }

    fileprivate var addedUp: VisitReader.Group {
        var group = self
        // Each set is rising; only several make them unsorted.
        var isRising = true
        for index in clients.indices.dropFirst() where !(clients[index - 1].address < clients[index].address) {
            isRising = false
        }
        if isRising { return group }
        group.clients.sort { $0.address < $1.address }
        var kept = 0
        for index in group.clients.indices.dropFirst() {
            if group.clients[kept].address == group.clients[index].address {
                group.clients[kept].join(group.clients[index])
            } else {
                kept += 1
                group.clients[kept] = group.clients[index]
            }
        }
        group.clients.removeLast(group.clients.count - kept - 1)
        return group
    }
}

/// Who the clients behind the visitors of a set are, by the trusted proxies of the settings.
struct ClientsOfVisits {
    private struct Chain: Hashable {
        var peer, hops: TextID
    }

    private let texts: TextTable
    private let networks: NetworkMap
    /// The client all visitors of a chain stand for, nil where each stands for itself.
    private var known: [Chain: IPAddress?] = [:]

    init(_ database: Database, _ settings: OrganisationSettings) throws {
        texts = try TextTable(database)
        networks = NetworkMap(settings)
    }

    mutating func forEach(
        of head: VisitSets.Head, _ reader: inout VisitorSetReader, _ body: (Visitor) -> Void
    ) throws {
        if let client = try client(of: head) {
            var sum = Visitor(address: client, records: 0)
            while let visitor = try reader.nextStored() { sum.records = sum.records.addedClamped(visitor.records) }
            body(sum)
        } else {
            while let visitor = try reader.nextStored() { body(visitor) }
        }
    }

    private mutating func client(of head: VisitSets.Head) throws -> IPAddress? {
        guard head.peer != 0 else { return nil }
        let chain = Chain(peer: head.peer, hops: head.hops)
        if let client = known[chain] { return client }
        guard let peer = IPAddress(try texts.text(of: Int64(head.peer))) else {
            throw RowStatement.damaged("the peer of visitors is no address")
        }
        let hops = ForwardedHops(try texts.text(of: Int64(head.hops)).utf8).addresses
        // From the server outwards; the visitors are behind the last.
        let client = ([peer] + hops.reversed()).first { !networks.isTrustedProxy($0) }
        known[chain] = .some(client)
        return client
    }
}
