public import AccessModel

/// Collects what one input, or a part of it, contributes: distinct texts and day-grained rows.
///
/// One per input in flight. Give it every batch of the input, take a snapshot when it grows too large and one at the
/// end; the sum of the snapshots is the contribution. Nothing in a snapshot depends on the seed, on the order of the
/// accesses, or on how they were batched; the accesses of one record must be in one batch, and no snapshot may be
/// taken between batches that share one.
public struct EvidenceAccumulator: Sendable {
    private let hash: SeededHash
    private var texts: Interner
    private var rows: RowTable
    private var records: [ContributedRecord] = []
    private var sightings: SightingTable
    private var agents: AgentTable
    private var leases: LeaseTable
    /// Accesses taken through the tables together.
    private static let groupSize = 64
    private var rowArrivals: [RowTable.Arrival] = []
    private var agentArrivals: [AgentTable.Arrival] = []
    /// Position in `records` of the record whose next row may follow, nil where it has no record id.
    private var openRecord: Int?

    /// - Parameter seed: decides where texts land in the hash tables, and nothing else. Random for logs of strangers.
    public init(seed: UInt64) {
        hash = SeededHash(seed: seed)
        texts = Interner(hash: hash)
        rows = RowTable(hash: hash)
        sightings = SightingTable(hash: hash)
        agents = AgentTable(hash: hash)
        leases = LeaseTable(hash: hash)
    }

    /// True where nothing has been added since the last snapshot.
    public var isEmpty: Bool {
        rows.entries.isEmpty && sightings.entries.isEmpty && leases.entries.isEmpty
    }

    /// Memory held by what has been added, without the slack of growing arrays.
    public var approximateBytes: Int {
        texts.bytes + rows.bytes + sightings.bytes + agents.bytes + leases.bytes
            + records.count * MemoryLayout<ContributedRecord>.stride
    }

    /// Adds the accesses, sightings and leases of a batch.
    public mutating func add(_ batch: borrowing AccessBatch) {
        batch.arena.withUnsafeBytes { arena in
            var column = ColumnMemory()
            batch.accesses.withUnsafeBufferPointer { accesses in
                var start = 0
                while start < accesses.count {
                    let end = min(start + EvidenceAccumulator.groupSize, accesses.count)
                    add(UnsafeBufferPointer(rebasing: accesses[start..<end]), arena, &column)
                    start = end
                }
            }
            var sighted = ColumnMemory()
            for sighting in batch.sightings {
                let computer = id(of: sighting.computer, arena, &sighted.server)
                let serverAddress = id(of: sighting.serverAddress, arena, &sighted.serverAddress)
                let logChannel = id(of: sighting.logChannel, arena, &sighted.logChannel)
                sightings.add(sighting, computer: computer, serverAddress: serverAddress, logChannel: logChannel)
            }
            var leased = ColumnMemory()
            for lease in batch.leases {
                let address = id(of: lease.address, arena, &leased.address)
                let name = id(of: lease.name, arena, &leased.clientName)
                let hardware = id(of: lease.hardware, arena, &leased.computer)
                leases.add(lease.time, address: address, name: name, hardware: hardware)
            }
        }
    }

    /// What has been added since the last snapshot, in canonical order. The accumulator is empty afterwards.
    public mutating func takeSnapshot() -> EvidenceSnapshot {
        let snapshot = SnapshotBuilder.build(
            texts: &texts, rows: rows, records: records, sightings: sightings, agents: agents,
            leases: leases)
        texts = Interner(hash: hash)
        rows = RowTable(hash: hash)
        records.removeAll(keepingCapacity: true)
        sightings = SightingTable(hash: hash)
        agents = AgentTable(hash: hash)
        leases = LeaseTable(hash: hash)
        openRecord = nil
        return snapshot
    }

    private mutating func add(
        _ accesses: UnsafeBufferPointer<Access>, _ arena: UnsafeRawBufferPointer, _ column: inout ColumnMemory
    ) {
        rowArrivals.removeAll(keepingCapacity: true)
        agentArrivals.removeAll(keepingCapacity: true)
        for index in accesses.indices { announce(accesses[index], arena, &column) }
        rows.locate(&rowArrivals)
        for index in accesses.indices {
            let row = rows.add(rowArrivals[index])
            addRecord(of: accesses[index], row: UInt32(truncatingIfNeeded: row), arena, &column)
        }
        agents.add(&agentArrivals)
    }

    /// Turns the texts of an access into ids.
    private mutating func announce(_ access: Access, _ arena: UnsafeRawBufferPointer, _ column: inout ColumnMemory) {
        let server = id(of: access.server, arena, &column.server)
        let address = id(of: access.address, arena, &column.address)
        let serverAddress = id(of: access.serverAddress, arena, &column.serverAddress)
        let site = id(of: access.site, arena, &column.site)
        let domain = id(of: access.accountDomain, arena, &column.domain)
        let name = id(of: access.accountName, arena, &column.name)
        let key = RowKey(
            kind: UInt64(access.source.rawValue) << 40 | UInt64(access.eventID) << 8 | UInt64(access.channel.rawValue),
            logon: UInt64(access.logonType) << 8 | UInt64(access.outcome.rawValue) << 1
                | (access.record == nil ? 0 : 1),
            place: Pair.of(Day(access.time).ordered, server), account: Pair.of(domain, name),
            identity: Pair.of(id(of: access.accountSID, arena, &column.sid), address),
            client: Pair.of(id(of: access.clientName, arena, &column.clientName), serverAddress),
            site: Pair.of(site, id(of: access.forwarded, arena, &column.forwarded)),
            hints: Pair.of(
                id(of: access.productHint, arena, &column.product), id(of: access.agentClass, arena, &column.agentClass)
            ))
        rowArrivals.append(rows.arrival(key, at: access.time))
        if access.agentHash != 0, address != 0 {
            let peer = AgentTable.Peer(computer: Pair.of(server, serverAddress), site: Pair.of(site, address))
            agentArrivals.append(agents.arrival(access.agentHash, from: peer))
        }
    }

    private mutating func addRecord(
        of access: Access, row: UInt32, _ arena: UnsafeRawBufferPointer, _ column: inout ColumnMemory
    ) {
        if access.continuesRecord {
            if let openRecord { records[openRecord].secondRow = row }
            return
        }
        guard let record = access.record else {
            openRecord = nil
            return
        }
        openRecord = records.count
        records.append(
            ContributedRecord(
                computer: id(of: record.computer, arena, &column.computer),
                logChannel: id(of: record.logChannel, arena, &column.logChannel), recordID: record.recordID,
                eventID: access.eventID, time: access.time, offset: access.offset, row: row))
    }

    @inline(__always)
    private mutating func id(
        of range: TextRange, _ arena: UnsafeRawBufferPointer, _ last: inout (range: TextRange, id: UInt32)
    ) -> UInt32 {
        if range.count == 0 { return 0 }
        if range.offset == last.range.offset, range.count == last.range.count { return last.id }
        let start = Int(range.offset)
        let id = texts.id(of: UnsafeRawBufferPointer(rebasing: arena[start..<start + Int(range.count)]))
        last = (range, id)
        return id
    }
}

/// The text last seen in each column of a batch: parsers point many accesses to one text.
private struct ColumnMemory {
    typealias Last = (range: TextRange, id: UInt32)
    var server: Last = (.empty, 0)
    var domain: Last = (.empty, 0)
    var name: Last = (.empty, 0)
    var sid: Last = (.empty, 0)
    var address: Last = (.empty, 0)
    var clientName: Last = (.empty, 0)
    var serverAddress: Last = (.empty, 0)
    var site: Last = (.empty, 0)
    var forwarded: Last = (.empty, 0)
    var product: Last = (.empty, 0)
    var agentClass: Last = (.empty, 0)
    var computer: Last = (.empty, 0)
    var logChannel: Last = (.empty, 0)
}
