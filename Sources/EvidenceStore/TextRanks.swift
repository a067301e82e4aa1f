import AccessModel
import CompactSets
import GRDB

/// Turns the store's text ids into ranks in UTF-8 byte order, for the texts a result uses.
struct TextRanks {
    private let database: Database
    private var isUsed: [Bool]
    /// New id of each used text; by store id.
    private var rankOfID: [TextID] = []
    /// Place of every text of the store in the byte order of all; by store id.
    private var orderOfID: [UInt32] = []
    /// New id of each used address.
    private var rankOfAddress: [IPAddress: TextID] = [:]

    init(_ database: Database) throws {
        self.database = database
        let largest = try Int64.fetchOne(database, sql: "SELECT max(id) FROM text") ?? 0
        let (smallest, count) = (
            try Int64.fetchOne(database, sql: "SELECT min(id) FROM text") ?? 0,
            try Int64.fetchOne(database, sql: "SELECT count(*) FROM text") ?? 0
        )
        // Texts are numbered from 0 on and never removed.
        guard smallest == 0, largest == count - 1 else { throw RowStatement.damaged("the texts are not numbered") }
        guard largest < Int64(TextID.max) else {
            throw DatabaseError(message: "more distinct texts than an evidence table can number")
        }
        isUsed = [Bool](repeating: false, count: Int(largest) + 1)
        isUsed[0] = true
    }

    /// - Throws: `DatabaseError` (`SQLITE_CORRUPT`) where an id is that of no text.
    mutating func use(_ ids: [TextID]) throws {
        for id in ids { try use(id) }
    }

    /// - Throws: as of several.
    mutating func use(_ id: TextID) throws {
        guard Int(id) < isUsed.count else { throw RowStatement.damaged("an id is that of no text") }
        isUsed[Int(id)] = true
    }

    /// Addresses that need not be texts of the store.
    mutating func use(_ addresses: some Sequence<IPAddress>) {
        for address in addresses { rankOfAddress[address] = 0 }
    }

    /// Numbers the used texts and addresses and returns them in order. The index on `text.value` is that order already.
    mutating func rank() throws -> [ExactText] {
        var addresses = rankOfAddress.keys.map { (text: ExactText($0.text), address: $0) }[...]
        addresses.sort { $0.text < $1.text }
        rankOfID = [TextID](repeating: 0, count: isUsed.count)
        orderOfID = [UInt32](repeating: 0, count: isUsed.count)
        var texts: [ExactText] = []
        var place: UInt32 = 0
        let query = try RowStatement(database, "SELECT id, value FROM text ORDER BY value")
        while try query.step() {
            let id = Int(try query.textID(0))
            guard id < isUsed.count else { throw RowStatement.damaged("the texts are not numbered") }
            orderOfID[id] = place
            place += 1
            guard isUsed[id] || !addresses.isEmpty else { continue }
            let text = ExactText(query.text(1))
            while let next = addresses.first, next.text < text { number(addresses.removeFirst(), &texts) }
            let isAddress = addresses.first?.text == text
            guard isUsed[id] || isAddress else { continue }
            rankOfID[id] = TextID(texts.count)
            if isAddress { rankOfAddress[addresses.removeFirst().address] = TextID(texts.count) }
            texts.append(text)
        }
        for address in addresses { number(address, &texts) }
        guard texts.count < Int(TextID.max) else {
            throw DatabaseError(message: "more distinct texts than an evidence table can number")
        }
        return texts
    }

    private mutating func number(_ next: (text: ExactText, address: IPAddress), _ texts: inout [ExactText]) {
        rankOfAddress[next.address] = TextID(truncatingIfNeeded: texts.count)
        texts.append(next.text)
    }

    /// Places of texts relative to each other, whether used or not.
    /// - Throws: as `use`.
    func byteOrder(of ids: Set<Int64>) throws -> [Int64: Int] {
        guard ids.allSatisfy({ (0..<Int64(orderOfID.count)).contains($0) }) else {
            throw RowStatement.damaged("an id is that of no text")
        }
        return Dictionary(uniqueKeysWithValues: ids.map { ($0, Int(orderOfID[Int($0)])) })
    }

    func rank(_ id: TextID) -> TextID { rankOfID[Int(id)] }
    private func rank(_ address: IPAddress) -> TextID { rankOfAddress[address] ?? 0 }

    func renumbered(_ sign: EarlierSign) -> EarlierSign {
        EarlierSign(
            accountDomain: rank(sign.accountDomain), accountName: rank(sign.accountName),
            accountSID: rank(sign.accountSID), lastDay: sign.lastDay)
    }

    func visits(_ group: VisitReader.Group) -> [AnonymousVisit] {
        let (server, site) = (rank(group.server), rank(group.site))
        return group.clients.map { client in
            AnonymousVisit(
                server: server, site: site, clientAddress: rank(client.address), outcome: group.outcome,
                day: group.day, count: client.records)
        }
    }

    func renumbered(_ day: CoverageDay) -> CoverageDay {
        var day = day
        day.server = rank(day.server)
        day.logChannel = rank(day.logChannel)
        return day
    }

    func renumbered(_ lease: EvidenceLease) -> EvidenceLease {
        var lease = lease
        lease.address = rank(lease.address)
        lease.name = rank(lease.name)
        lease.hardware = rank(lease.hardware)
        return lease
    }

    func renumbered(_ rename: EvidenceRename) -> EvidenceRename {
        EvidenceRename(
            computer: rank(rename.computer), domain: rank(rename.domain), oldName: rank(rename.oldName),
            newName: rank(rename.newName), sid: rank(rename.sid), time: rename.time)
    }

    func renumbered(_ device: EvidenceWebDevice) -> EvidenceWebDevice {
        EvidenceWebDevice(
            server: rank(device.server), site: rank(device.site), clientAddress: rank(device.clientAddress),
            account: rank(device.account), deviceID: rank(device.deviceID), day: device.day)
    }

    func renumbered(_ log: EventLogCoverage) -> EventLogCoverage {
        var log = log
        log.server = rank(log.server)
        log.logChannel = rank(log.logChannel)
        return log
    }

    /// - Parameter client: where it is no text of the store.
    func renumbered(_ labelled: LabelledClient, client: IPAddress?) -> LabelledClient {
        var labelled = labelled
        labelled.server = rank(labelled.server)
        labelled.site = rank(labelled.site)
        labelled.clientAddress = client.map(rank) ?? rank(labelled.clientAddress)
        labelled.label = rank(labelled.label)
        return labelled
    }

    func renumbered(_ agents: PeerAgents, of peer: IPAddress) -> PeerAgents {
        var agents = agents
        agents.server = rank(agents.server)
        agents.site = rank(agents.site)
        agents.peer = rank(peer)
        return agents
    }
}

// The orders of the parts of `Evidence`: column by column, texts by rank, failures before successes as their names are.

func < (a: AnonymousVisit, b: AnonymousVisit) -> Bool {
    if a.server != b.server { return a.server < b.server }
    if a.site != b.site { return a.site < b.site }
    if a.clientAddress != b.clientAddress { return a.clientAddress < b.clientAddress }
    if a.outcome != b.outcome { return a.outcome == .failure }
    return a.day < b.day
}

func < (a: CoverageDay, b: CoverageDay) -> Bool {
    if a.server != b.server { return a.server < b.server }
    if a.source != b.source { return a.source == .event }
    if a.logChannel != b.logChannel { return a.logChannel < b.logChannel }
    return a.day < b.day
}

func < (a: EvidenceLease, b: EvidenceLease) -> Bool {
    if a.address != b.address { return a.address < b.address }
    if a.day != b.day { return a.day < b.day }
    return (a.name, a.hardware, a.zone) < (b.name, b.hardware, b.zone)
}

func < (a: EvidenceRename, b: EvidenceRename) -> Bool {
    if a.time != b.time { return a.time < b.time }
    if a.computer != b.computer { return a.computer < b.computer }
    return (a.domain, a.oldName, a.newName, a.sid) < (b.domain, b.oldName, b.newName, b.sid)
}

func < (a: PeerAgents, b: PeerAgents) -> Bool { (a.server, a.site, a.peer) < (b.server, b.site, b.peer) }
