import AccessModel
import CompactSets

/// Makes the snapshot of a few records the slow and obvious way.
struct SnapshotBuilder {
    private struct Key: Hashable {
        var row: TestRow
        var day: Day
        var hasRecordID: Bool
    }

    private struct Sum {
        struct Place: Comparable {
            var time: Instant
            var offset: UInt64

            static func < (a: Place, b: Place) -> Bool { (a.time, a.offset) < (b.time, b.offset) }
        }

        var count: UInt64 = 0
        var first: Place
        var last: Place
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
            all.formUnion(record.rename?.texts ?? [])
            for row in record.rows {
                if row.isAnonymousVisit { all.insert(ExactText(SnapshotBuilder.hops(row))) }
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
            for row in record.rows where !row.isAnonymousVisit {
                let key = Key(row: row, day: record.day, hasRecordID: record.identity != nil)
                if sums[key] == nil { order.append(key) }
                let place = Sum.Place(time: record.time, offset: record.identity == nil ? record.offset : 0)
                var sum = sums[key] ?? Sum(first: place, last: place)
                sum.count += 1
                sum.first = min(sum.first, place)
                sum.last = max(sum.last, place)
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
        snapshot.logDays = logDays()
        snapshot.visits = visits()
        snapshot.agents = agents()
        snapshot.renames = renames()
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
            hasRecordIDs: key.hasRecordID, count: sum.count, firstSeen: sum.first.time, lastSeen: sum.last.time,
            firstOffset: sum.first.offset, lastOffset: sum.last.offset)
    }

    private func renames() -> [ContributedRename] {
        var offsets: [TestRename: [Instant: UInt64]] = [:]
        for record in records {
            guard let rename = record.rename else { continue }
            let known = offsets[rename]?[record.time] ?? .max
            offsets[rename, default: [:]][record.time] = min(known, record.offset)
        }
        return offsets.flatMap { rename, times in
            times.map { time, offset in
                ContributedRename(
                    computer: id(rename.computer), domain: id(rename.domain), oldName: id(rename.oldName),
                    newName: id(rename.newName), sid: id(rename.sid), time: time, offset: offset)
            }
        }
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

    private struct LogDay: Hashable {
        var log: TestRecord.Identity
        var day: Day
    }

    private func logDays() -> [ContributedLogDay] {
        let identified = records.filter { $0.identity != nil }
        let byDay = Dictionary(grouping: identified) { record in
            var log = record.identity ?? TestRecord.Identity(recordID: 0)
            log.recordID = 0
            return LogDay(log: log, day: record.day)
        }
        return byDay.map { key, records in
            ContributedLogDay(
                computer: id(key.log.computer), logChannel: id(key.log.logChannel), day: key.day,
                ranges: TimedIDRange.union(of: records.map { TimedIDRange($0.identity?.recordID ?? 0, at: $0.time) }))
        }.sorted { ($0.computer, $0.logChannel, $0.day) < ($1.computer, $1.logChannel, $1.day) }
    }

    /// Hops of the forwarded list between the visitor and the peer.
    private static func hops(_ row: TestRow) -> String {
        ForwardedHops(row.forwarded.string.utf8).addresses.dropFirst().map(\.text).joined(separator: ", ")
    }

    private struct VisitKey: Hashable {
        var row: TestRow
        var day: Day
        var hops: String
    }

    private func visits() -> [ContributedVisits] {
        var visitors: [VisitKey: [IPAddress: UInt64]] = [:]
        var times: [VisitKey: [Instant]] = [:]
        for record in records {
            for row in record.rows where row.isAnonymousVisit {
                let list = ForwardedHops(row.forwarded.string.utf8).addresses
                guard let visitor = list.first ?? IPAddress(row.address.string) else { continue }
                var shared = row
                shared.forwarded = ""
                if list.isEmpty { shared.address = "" }
                let key = VisitKey(row: shared, day: record.day, hops: SnapshotBuilder.hops(row))
                visitors[key, default: [:]][visitor, default: 0] += 1
                times[key, default: []].append(record.time)
            }
        }
        return visitors.map { key, visitors in
            var writer = VisitorSetWriter()
            for (address, records) in visitors.sorted(by: { $0.key < $1.key }) {
                _ = writer.add(Visitor(address: address, records: records))
            }
            let times = (times[key] ?? []).sorted()
            return ContributedVisits(
                day: key.day, outcome: key.row.outcome, channel: key.row.channel, server: id(key.row.server),
                serverAddress: id(key.row.serverAddress), site: id(key.row.site), productHint: id(key.row.product),
                agentClass: id(key.row.agentClass), peer: id(key.row.address), hops: id(ExactText(key.hops)),
                firstSeen: times[0], lastSeen: times[times.count - 1], pieces: [writer.finish()].compactMap { $0 })
        }
    }

    private struct SiteKey: Hashable {
        var server, serverAddress, site: ExactText
    }

    private func agents() -> [ContributedAgents] {
        var agents: [SiteKey: [IPAddress: Set<UInt32>]] = [:]
        for record in records where record.agent != 0 {
            let row = record.rows[0]
            guard let peer = IPAddress(row.address.string) else { continue }
            let site = SiteKey(server: row.server, serverAddress: row.serverAddress, site: row.site)
            agents[site, default: [:]][peer, default: []].insert(record.agent + PeerSigns.firstAgentNumber)
        }
        return agents.map { site, peers in
            var writer = AgentSetWriter()
            for (address, agents) in peers.sorted(by: { $0.key < $1.key }) {
                let kept = agents.sorted().prefix(EvidenceSnapshot.agentsPerPeer)
                _ = writer.add(Peer(address: address, agents: Array(kept)))
            }
            return ContributedAgents(
                computer: id(site.server), serverAddress: id(site.serverAddress), site: id(site.site),
                pieces: [writer.finish()].compactMap { $0 })
        }
    }
}

extension TestRow {
    var isAnonymousVisit: Bool {
        source == .web && domain.isEmpty && account.isEmpty && sid.isEmpty && IPAddress(address.string) != nil
    }
}
