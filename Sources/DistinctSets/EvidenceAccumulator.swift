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
    private var recentTexts = TextMemory()
    private var batchTexts = BatchTexts()
    private var rows: RowTable
    private var records: RecordTable
    private var sightings: SightingTable
    private var web: WebVisits
    private var leases: EntryTable<ContributedLease>
    private var renames: EntryTable<ContributedRename>
    private var identities: EntryTable<ContributedIdentity>
    /// Accesses taken through the tables together.
    private static let groupSize = 64
    private var rowArrivals: [RowTable.Arrival] = []
    /// Which accesses of the group are rows, the first in the lowest bit; the others are anonymous visits.
    private var areRows: UInt64 = 0
    /// Hops of forwarded lists, as texts.
    private var hops: [UInt8] = []
    /// The texts of rows that are new, `RowTable.textCount` each, and their ids. Empty between calls.
    private var newTexts: [TextRange] = []
    private var newIDs: [UInt32] = []
    /// The record whose next row may follow, nil where it has no record id.
    private var openRecord: RecordTable.Place?

    /// - Parameter seed: decides where texts land in the hash tables, and nothing else. Random for logs of strangers.
    public init(seed: UInt64) {
        hash = SeededHash(seed: seed)
        texts = Interner(hash: hash)
        rows = RowTable(hash: hash)
        records = RecordTable(hash: hash)
        sightings = SightingTable(hash: hash)
        web = WebVisits(hash: hash)
        leases = EntryTable(hash: hash)
        renames = EntryTable(hash: hash)
        identities = EntryTable(hash: hash)
    }

    /// True where nothing has been added since the last snapshot.
    public var isEmpty: Bool {
        rows.entries.isEmpty && web.isEmpty && sightings.entries.isEmpty && leases.entries.isEmpty
            && renames.entries.isEmpty && identities.entries.isEmpty
    }

    /// Memory held by what has been added, without the slack of growing arrays.
    public var approximateBytes: Int {
        texts.bytes + rows.bytes + records.bytes + sightings.bytes + web.bytes + leases.bytes
            + renames.bytes + identities.bytes
    }

    /// Adds the accesses, sightings, leases and renames of a batch.
    public mutating func add(_ batch: borrowing AccessBatch) {
        batch.arena.withUnsafeBytes { arena in
            batchTexts.removeAll()
            batch.accesses.withUnsafeBufferPointer { accesses in
                var start = 0
                while start < accesses.count {
                    let end = min(start + EvidenceAccumulator.groupSize, accesses.count)
                    add(UnsafeBufferPointer(rebasing: accesses[start..<end]), arena)
                    start = end
                }
            }
            for sighting in batch.sightings {
                let computer = id(of: sighting.computer, arena)
                let serverAddress = id(of: sighting.serverAddress, arena)
                let logChannel = id(of: sighting.logChannel, arena)
                sightings.add(sighting, computer: computer, serverAddress: serverAddress, logChannel: logChannel)
            }
            for lease in batch.leases {
                let address = texts.id(of: lease.address.bytes(in: arena))
                let name = texts.id(of: lease.name.bytes(in: arena))
                let hardware = texts.id(of: lease.hardware.bytes(in: arena))
                leases.add(
                    ContributedLease(
                        address: address, name: name, hardware: hardware, day: lease.time.day, count: 1,
                        firstSeen: lease.time, lastSeen: lease.time))
            }
            for rename in batch.renames {
                renames.add(
                    ContributedRename(
                        computer: texts.id(of: rename.computer.bytes(in: arena)),
                        domain: texts.id(of: rename.domain.bytes(in: arena)),
                        oldName: texts.id(of: rename.oldName.bytes(in: arena)),
                        newName: texts.id(of: rename.newName.bytes(in: arena)),
                        sid: texts.id(of: rename.sid.bytes(in: arena)), time: rename.time, offset: rename.offset))
            }
            for identity in batch.identities {
                identities.add(
                    ContributedIdentity(
                        computer: texts.id(of: identity.computer.bytes(in: arena)),
                        serverAddress: texts.id(of: identity.serverAddress.bytes(in: arena)),
                        site: texts.id(of: identity.site.bytes(in: arena)),
                        account: texts.id(of: identity.account.bytes(in: arena)),
                        deviceID: texts.id(of: identity.deviceID.bytes(in: arena)),
                        address: texts.id(of: identity.address.bytes(in: arena)),
                        forwarded: texts.id(of: identity.forwarded.bytes(in: arena)), day: Day(identity.time)))
            }
        }
    }

    /// What has been added since the last snapshot, in canonical order. The accumulator is empty afterwards.
    public mutating func takeSnapshot() -> EvidenceSnapshot {
        let snapshot = SnapshotBuilder.build(
            texts: &texts, rows: rows, records: records, sightings: sightings, web: web,
            leases: leases, renames: renames, identities: identities)
        texts = Interner(hash: hash)
        recentTexts.removeAll()
        rows = RowTable(hash: hash)
        records = RecordTable(hash: hash)
        sightings = SightingTable(hash: hash)
        web = WebVisits(hash: hash)
        leases = EntryTable(hash: hash)
        renames = EntryTable(hash: hash)
        identities = EntryTable(hash: hash)
        openRecord = nil
        return snapshot
    }

    private mutating func add(_ accesses: UnsafeBufferPointer<Access>, _ arena: UnsafeRawBufferPointer) {
        rowArrivals.removeAll(keepingCapacity: true)
        areRows = 0
        rows.startGroup()
        for index in accesses.indices {
            if announce(accesses[index], arena) { areRows |= 1 << UInt64(index) }
        }
        rows.locate(&rowArrivals)
        internTexts(of: accesses, arena)
        var (next, nextRow) = (0, 0)
        for index in accesses.indices {
            guard areRows >> UInt64(index) & 1 == 1 else {
                openRecord = nil
                continue
            }
            let arrival = rowArrivals[nextRow]
            nextRow += 1
            var row = rows.count(arrival)
            if row < 0 {
                row = rows.enter(
                    arrival, identity: Pair.of(newIDs[next + 1], newIDs[next + 2]),
                    names: Pair.of(newIDs[next], newIDs[next + 3]))
            }
            if arrival.position < 0 { next += RowTable.textCount }
            addRecord(of: accesses[index], row: UInt32(truncatingIfNeeded: row), arena)
        }
        web.endGroup()
    }

    /// Gives the texts of the accesses that have no row yet their ids.
    private mutating func internTexts(of accesses: UnsafeBufferPointer<Access>, _ arena: UnsafeRawBufferPointer) {
        newTexts.removeAll(keepingCapacity: true)
        var nextRow = 0
        for index in accesses.indices where areRows >> UInt64(index) & 1 == 1 {
            defer { nextRow += 1 }
            guard rowArrivals[nextRow].position < 0 else { continue }
            newTexts.append(accesses[index].accountName)
            newTexts.append(accesses[index].accountSID)
            newTexts.append(accesses[index].address)
            newTexts.append(accesses[index].clientName)
        }
        texts.ids(of: newTexts, in: arena, into: &newIDs)
        newTexts.removeAll(keepingCapacity: true)
    }

    /// Turns the texts of few values into ids, and an access into what finds its row; an anonymous visit goes where these
    /// are counted. False for such a visit.
    private mutating func announce(_ access: borrowing Access, _ arena: UnsafeRawBufferPointer) -> Bool {
        let server = id(of: access.server, arena)
        let serverAddress = id(of: access.serverAddress, arena)
        let site = id(of: access.site, arena)
        let product = id(of: access.productHint, arena)
        let agentClass = id(of: access.agentClass, arena)
        if access.source == .web, let peer = web.peer(of: access, arena) {
            let sender = WebVisits.Sender(
                server: Pair.of(server, serverAddress), site: site, peer: peer, agentHash: access.agentHash,
                signs: access.peerSigns)
            if access.isAnonymousVisit {
                var kind = VisitKind(
                    day: Day(access.time), outcome: access.outcome, channel: access.channel, server: sender.server,
                    site: Pair.of(site, product), agentClass: agentClass, peer: 0, hops: 0)
                if access.forwarded.isEmpty {
                    web.addVisit(kind, from: sender, at: access.time)
                } else {
                    addForwarded(access, &kind, sender, arena)
                }
                return false
            }
            web.addAgent(of: sender)
        }
        let head = RowHead(
            kind: UInt64(access.source.rawValue) << 40 | UInt64(access.eventID) << 8 | UInt64(access.channel.rawValue),
            logon: UInt64(access.logonType) << 8 | UInt64(access.outcome.rawValue) << 1
                | (access.record == nil ? 0 : 1),
            place: Pair.of(Day(access.time).ordered, server),
            domain: Pair.of(id(of: access.accountDomain, arena), serverAddress),
            site: Pair.of(site, product),
            client: Pair.of(agentClass, id(of: access.forwarded, arena)))
        let texts = RowTable.Texts(
            name: access.accountName.bytes(in: arena), sid: access.accountSID.bytes(in: arena),
            address: access.address.bytes(in: arena), clientName: access.clientName.bytes(in: arena))
        rowArrivals.append(
            rows.arrival(head, texts, at: access.time, offset: access.record == nil ? access.offset : 0))
        return true
    }

    /// Counts an anonymous visit that came with a forwarded list: of the hop furthest from the server that can be read. A
    /// list that names nobody leaves the peer.
    private mutating func addForwarded(
        _ access: Access, _ kind: inout VisitKind, _ sender: WebVisits.Sender, _ arena: UnsafeRawBufferPointer
    ) {
        let chain = ForwardedHops(access.forwarded.bytes(in: arena)).addresses
        guard let visitor = chain.first else { return web.addVisit(kind, from: sender, at: access.time) }
        hops.removeAll(keepingCapacity: true)
        for hop in chain.dropFirst() {
            if !hops.isEmpty { hops += [UInt8(ascii: ","), UInt8(ascii: " ")] }
            hops += hop.text.utf8
        }
        kind = VisitKind(
            day: Day(access.time), outcome: access.outcome, channel: access.channel, server: kind.server,
            site: kind.site, agentClass: Pair.highID(kind.agent),
            peer: texts.id(of: access.address.bytes(in: arena)), hops: hops.withUnsafeBytes { texts.id(of: $0) })
        web.addVisit(kind, of: visitor, through: sender, at: access.time)
    }

    private mutating func addRecord(of access: Access, row: UInt32, _ arena: UnsafeRawBufferPointer) {
        if access.continuesRecord {
            if let openRecord { records.setSecondRow(row, of: openRecord) }
            return
        }
        guard let record = access.record else {
            openRecord = nil
            return
        }
        openRecord = records.add(
            RecordTable.Record(
                recordID: record.recordID, time: access.time, offset: access.offset, eventID: access.eventID, row: row,
                secondRow: RecordTable.Record.none),
            computer: id(of: record.computer, arena),
            logChannel: id(of: record.logChannel, arena))
    }

    /// The id of a text in a column of few values.
    @inline(__always)
    private mutating func id(of range: TextRange, _ arena: UnsafeRawBufferPointer) -> UInt32 {
        if range.count == 0 { return 0 }
        if let id = batchTexts.id(of: range) { return id }
        let id = recentTexts.id(of: range.bytes(in: arena), &texts)
        batchTexts.enter(range, id: id)
        return id
    }
}
