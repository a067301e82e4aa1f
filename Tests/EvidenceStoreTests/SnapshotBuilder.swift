import AccessModel

/// Makes the snapshot of a few records the slow and obvious way.
struct SnapshotBuilder {
    private struct Key: Hashable {
        var row: TestRow
        var day: Day
        var hasRecordID: Bool
    }

    private struct Sum {
        var count: UInt64 = 0
        var first: Instant
        var last: Instant
    }

    private let records: [TestRecord]
    private let ids: [ExactText: TextID]
    private let texts: [ExactText]

    static func snapshot(of records: [TestRecord]) -> EvidenceSnapshot { SnapshotBuilder(records).build() }

    private init(_ records: [TestRecord]) {
        self.records = records
        var all: Set<ExactText> = [""]
        for record in records {
            if let identity = record.identity { all.formUnion([identity.computer, identity.logChannel]) }
            for row in record.rows {
                all.formUnion(
                    [
                        row.server, row.domain, row.account, row.sid, row.address, row.clientName, row.serverAddress,
                        row.site, row.forwarded, row.product, row.agentClass,
                    ])
            }
        }
        texts = all.sorted()
        ids = Dictionary(uniqueKeysWithValues: texts.enumerated().map { ($1, TextID($0)) })
    }

    private func id(_ text: ExactText) -> TextID { ids[text] ?? 0 }

    private func build() -> EvidenceSnapshot {
        var snapshot = EvidenceSnapshot()
        snapshot.texts = texts
        var order: [Key] = []
        var sums: [Key: Sum] = [:]
        for record in records {
            for row in record.rows {
                let key = Key(row: row, day: record.day, hasRecordID: record.identity != nil)
                if sums[key] == nil { order.append(key) }
                var sum = sums[key] ?? Sum(first: record.time, last: record.time)
                sum.count += 1
                sum.first = min(sum.first, record.time)
                sum.last = max(sum.last, record.time)
                sums[key] = sum
            }
        }
        snapshot.rows = order.compactMap { key in sums[key].map { contribution(key, $0) } }
        let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, UInt32($0)) })
        snapshot.records = records.compactMap { record in
            record.identity.map { identity in
                let rows = record.rows.map { places[Key(row: $0, day: record.day, hasRecordID: true)] ?? 0 }
                return ContributedRecord(
                    computer: id(identity.computer), logChannel: id(identity.logChannel),
                    recordID: identity.recordID, eventID: record.rows[0].eventID, time: record.time,
                    offset: record.offset, row: rows[0], secondRow: rows.count > 1 ? rows[1] : nil)
            }
        }
        snapshot.sightings = sightings()
        snapshot.logs = logs()
        snapshot.agents = agents()
        return snapshot
    }

    private func contribution(_ key: Key, _ sum: Sum) -> ContributionRow {
        let row = key.row
        return ContributionRow(
            source: row.source, eventID: row.eventID, channel: row.channel, logonType: row.logonType,
            outcome: row.outcome, day: key.day, server: id(row.server), accountDomain: id(row.domain),
            accountName: id(row.account), accountSID: id(row.sid), address: id(row.address),
            clientName: id(row.clientName), serverAddress: id(row.serverAddress), site: id(row.site),
            forwarded: id(row.forwarded), productHint: id(row.product), agentClass: id(row.agentClass),
            hasRecordIDs: key.hasRecordID, count: sum.count, firstSeen: sum.first, lastSeen: sum.last)
    }

    private func sightings() -> [ContributedSighting] {
        records.map { record in
            let row = record.rows[0]
            let isWeb = row.source == .web
            return ContributedSighting(
                source: row.source, computer: id(isWeb ? row.server : record.identity?.computer ?? row.server),
                serverAddress: id(isWeb ? row.serverAddress : ""),
                logChannel: id(isWeb ? row.site : record.identity?.logChannel ?? ""), day: record.day, records: 1,
                firstSeen: record.time, lastSeen: record.time, cleared: false, interrupted: false,
                recordIDs: record.identity.map { RecordIDRange(first: $0.recordID, last: $0.recordID) })
        }
    }

    private func logs() -> [ContributedLog] {
        let byLog = Dictionary(grouping: records.compactMap(\.identity)) { [$0.computer, $0.logChannel] }
        return byLog.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { log, records in
            ContributedLog(
                computer: id(log[0]), logChannel: id(log[1]),
                ranges: RecordIDRange.union(
                    of: records.map { RecordIDRange(first: $0.recordID, last: $0.recordID) }))
        }
    }

    private func agents() -> [ContributedAgent] {
        var kept: [ContributedAgent] = []
        for record in records.sorted(by: { $0.agentHash < $1.agentHash }) where record.agentHash != 0 {
            let row = record.rows[0]
            let agent = ContributedAgent(
                computer: id(row.server), serverAddress: id(row.serverAddress), site: id(row.site),
                peer: id(row.address), agentHash: record.agentHash)
            var samePeer = agent
            samePeer.agentHash = 0
            let others = kept.count { other in
                var other = other
                other.agentHash = 0
                return other == samePeer
            }
            if others < EvidenceSnapshot.agentsPerPeer, !kept.contains(agent) { kept.append(agent) }
        }
        return kept
    }
}
