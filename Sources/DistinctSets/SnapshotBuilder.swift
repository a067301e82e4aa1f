import AccessModel

/// Turns tables in order of arrival into a snapshot in canonical order.
enum SnapshotBuilder {
    static func build(
        texts interner: inout Interner, rows: RowTable, records: [ContributedRecord], sightings: SightingTable,
        agents: AgentTable, leases: LeaseTable
    ) -> EvidenceSnapshot {
        let texts = CanonicalTexts(&interner)
        var snapshot = EvidenceSnapshot()
        snapshot.texts = texts.texts
        let places: [UInt32]
        (snapshot.rows, places) = ordered(rows.entries, texts.positions)
        snapshot.records = ordered(records, texts.positions, rowPlaces: places)
        snapshot.sightings = ordered(sightings.entries, texts.positions)
        snapshot.agents = ordered(agents, texts.positions)
        snapshot.leases = leases.ordered(texts.positions)
        return snapshot
    }

    /// Rows by key, rows of one key (texts that repair to one) added up; and where each entry went.
    private static func ordered(
        _ entries: [RowTable.Entry], _ ids: [UInt32]
    ) -> (rows: [ContributionRow], places: [UInt32]) {
        var order = entries.indices.map { (key: entries[$0].key.renumbered(ids), position: $0) }
        order.sort { $0.key < $1.key }
        var rows: [ContributionRow] = []
        rows.reserveCapacity(order.count)
        var places = [UInt32](repeating: 0, count: entries.count)
        var lastKey: RowKey?
        for (key, position) in order {
            let entry = entries[position]
            if key == lastKey, let last = rows.indices.last {
                rows[last].count &+= entry.count
                rows[last].firstSeen = min(rows[last].firstSeen, entry.firstSeen)
                rows[last].lastSeen = max(rows[last].lastSeen, entry.lastSeen)
            } else {
                rows.append(key.row(count: entry.count, firstSeen: entry.firstSeen, lastSeen: entry.lastSeen))
                lastKey = key
            }
            places[position] = UInt32(truncatingIfNeeded: rows.count - 1)
        }
        return (rows, places)
    }

    /// By computer, log channel, record id, event id, time, offset, and then by rows.
    private static func ordered(
        _ records: [ContributedRecord], _ ids: [UInt32], rowPlaces: [UInt32]
    ) -> [ContributedRecord] {
        var result = records
        for index in result.indices {
            result[index].computer = ids[Int(result[index].computer)]
            result[index].logChannel = ids[Int(result[index].logChannel)]
            result[index].row = rowPlaces[Int(result[index].row)]
            result[index].secondRow = result[index].secondRow.map { rowPlaces[Int($0)] }
        }
        result.sort { a, b in
            if a.computer != b.computer { return a.computer < b.computer }
            if a.logChannel != b.logChannel { return a.logChannel < b.logChannel }
            if a.recordID != b.recordID { return a.recordID < b.recordID }
            if a.eventID != b.eventID { return a.eventID < b.eventID }
            if a.time != b.time { return a.time < b.time }
            if a.offset != b.offset { return a.offset < b.offset }
            if a.row != b.row { return a.row < b.row }
            return a.secondRow.map(Int64.init) ?? -1 < b.secondRow.map(Int64.init) ?? -1
        }
        return result
    }

    /// By source, computer, server address, log channel and day; entries of one key added up.
    private static func ordered(_ entries: [ContributedSighting], _ ids: [UInt32]) -> [ContributedSighting] {
        var renumbered = entries
        for index in renumbered.indices {
            renumbered[index].computer = ids[Int(renumbered[index].computer)]
            renumbered[index].serverAddress = ids[Int(renumbered[index].serverAddress)]
            renumbered[index].logChannel = ids[Int(renumbered[index].logChannel)]
        }
        renumbered.sort { SightingOrder($0) < SightingOrder($1) }
        var result: [ContributedSighting] = []
        for sighting in renumbered {
            guard let last = result.indices.last, SightingOrder(result[last]) == SightingOrder(sighting) else {
                result.append(sighting)
                continue
            }
            result[last].records &+= sighting.records
            result[last].firstSeen = min(result[last].firstSeen, sighting.firstSeen)
            result[last].lastSeen = max(result[last].lastSeen, sighting.lastSeen)
            result[last].cleared = result[last].cleared || sighting.cleared
            result[last].interrupted = result[last].interrupted || sighting.interrupted
        }
        return result
    }

    /// By computer, server address, site, peer and hash; the smallest `agentsPerPeer` of each peer.
    private static func ordered(_ agents: AgentTable, _ ids: [UInt32]) -> [ContributedAgent] {
        var all: [(peer: AgentTable.Peer, hash: UInt64)] = []
        agents.forEach { peer, hash in
            let computer = Pair.renumbered(peer.computer, ids)
            all.append((AgentTable.Peer(computer: computer, site: Pair.renumbered(peer.site, ids)), hash))
        }
        all.sort { a, b in
            if a.peer.computer != b.peer.computer { return a.peer.computer < b.peer.computer }
            return a.peer.site == b.peer.site ? a.hash < b.hash : a.peer.site < b.peer.site
        }
        var result: [ContributedAgent] = []
        var kept = 0
        var last: (peer: AgentTable.Peer, hash: UInt64)?
        for (peer, hash) in all {
            if let last, last.peer == peer {
                guard hash != last.hash, kept < EvidenceSnapshot.agentsPerPeer else { continue }
            } else {
                kept = 0
            }
            kept += 1
            last = (peer, hash)
            result.append(
                ContributedAgent(
                    computer: Pair.highID(peer.computer), serverAddress: Pair.low(peer.computer),
                    site: Pair.highID(peer.site), peer: Pair.low(peer.site), agentHash: hash))
        }
        return result
    }
}

/// The canonical order of sightings.
private struct SightingOrder: Comparable {
    let source: UInt8
    let computer: UInt64
    let logChannel: UInt64

    init(_ sighting: ContributedSighting) {
        source = sighting.source.rawValue
        computer = Pair.of(sighting.computer, sighting.serverAddress)
        logChannel = Pair.of(sighting.logChannel, sighting.day.ordered)
    }

    static func < (a: SightingOrder, b: SightingOrder) -> Bool {
        (a.source, a.computer, a.logChannel) < (b.source, b.computer, b.logChannel)
    }
}
