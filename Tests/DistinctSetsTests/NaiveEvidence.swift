import AccessModel
import CompactSets

/// Evidence by dictionaries over texts: slow, obvious, and the judge of the accumulator. Adds batches and snapshots.
struct NaiveEvidence {
    struct RowKey: Hashable {
        var numbers: [Int]
        var texts: [ExactText]
    }

    struct RowValue {
        var count: UInt64 = 0
        var first = Instant(milliseconds: .max)
        var last = Instant(milliseconds: .min)
        /// Offsets of the records at these times.
        var firstOffsets: [UInt64] = []
        var lastOffsets: [UInt64] = []
    }

    struct RecordValue {
        var computer: ExactText
        var logChannel: ExactText
        var recordID: UInt64
        var eventID: UInt32
        var time: Instant
        var offset: UInt64
        var rows: [RowKey]
    }

    struct SightingValue {
        var records: UInt64 = 0
        var first = Instant(milliseconds: .max)
        var last = Instant(milliseconds: .min)
        var cleared = false
        var interrupted = false
        var lost = false
        var policyChanges: UInt64 = 0
        var clearings: [Instant] = []
        var stops: [Instant] = []
        var stopsFound: [Instant] = []
        var clockChanges: UInt64 = 0
        var recordIDs: [UInt64] = []
    }

    struct VisitValue {
        var visitors: [IPAddress: UInt64] = [:]
        var first = Instant(milliseconds: .max)
        var last = Instant(milliseconds: .min)
    }

    var rows: [RowKey: RowValue] = [:]
    var records: [RecordValue] = []
    var sightings: [RowKey: SightingValue] = [:]
    /// Anonymous web visits, by what they have in common.
    var visits: [RowKey: VisitValue] = [:]
    /// Agents and signs, by site and peer.
    var agents: [RowKey: [IPAddress: Set<UInt32>]] = [:]
    /// Times are of the log's own clock.
    var leases: [RowKey: RowValue] = [:]
    /// By texts and time: the smallest offset.
    var renames: [RowKey: UInt64] = [:]
    /// By computer and log channel.
    var logs: [RowKey: Set<UInt64>] = [:]
    /// Times of the first and the last record of each id, by computer, log channel and day.
    var logDays: [RowKey: [UInt64: ClosedRange<Instant>]] = [:]

    mutating func add(_ batch: AccessBatch) {
        func text(_ range: TextRange) -> ExactText { ExactText(batch.text(range)) }
        var hasOpenRecord = false
        for access in batch.accesses {
            if access.source == .web, let peer = IPAddress(batch.text(access.address)) {
                addAgent(of: access, peer, [access.server, access.serverAddress, access.site].map(text))
            }
            if addVisit(access, text) {
                hasOpenRecord = false
                continue
            }
            let key = RowKey(
                numbers: [
                    Int(access.source.rawValue), Int(access.eventID), Int(access.channel.rawValue),
                    Int(access.logonType), Int(access.outcome.rawValue), access.record == nil ? 0 : 1,
                    Int(Day(access.time).number),
                ],
                texts: [
                    access.server, access.accountDomain, access.accountName, access.accountSID, access.address,
                    access.clientName, access.serverAddress, access.site, access.forwarded, access.productHint,
                    access.agentClass,
                ].map(text))
            let offset = access.record == nil ? access.offset : 0
            add(
                key,
                RowValue(
                    count: 1, first: access.time, last: access.time, firstOffsets: [offset], lastOffsets: [offset]))
            if access.continuesRecord {
                if hasOpenRecord { records[records.count - 1].rows.append(key) }
            } else if let record = access.record {
                hasOpenRecord = true
                records.append(
                    RecordValue(
                        computer: text(record.computer), logChannel: text(record.logChannel), recordID: record.recordID,
                        eventID: access.eventID, time: access.time, offset: access.offset, rows: [key]))
            } else {
                hasOpenRecord = false
            }
        }
        for sighting in batch.sightings {
            let key = RowKey(
                numbers: [Int(sighting.source.rawValue), Int(Day(sighting.time).number)],
                texts: [sighting.computer, sighting.serverAddress, sighting.logChannel].map(text))
            add(
                key,
                SightingValue(
                    records: sighting.isOwnRecord ? sighting.records : 0, first: sighting.time, last: sighting.lastTime,
                    cleared: sighting.logEvent == .cleared,
                    interrupted: [.interrupted, .foundInterrupted].contains(sighting.logEvent),
                    lost: sighting.logEvent == .lost, policyChanges: sighting.logEvent == .policyChanged ? 1 : 0,
                    clearings: sighting.logEvent == .cleared ? [sighting.time] : [],
                    stops: sighting.logEvent == .interrupted ? [sighting.time] : [],
                    stopsFound: sighting.logEvent == .foundInterrupted ? [sighting.time] : [],
                    clockChanges: sighting.logEvent == .clockChanged ? 1 : 0,
                    recordIDs: sighting.recordID.map { [$0] } ?? []))
            if let id = sighting.recordID {
                let log = RowKey(numbers: [], texts: [sighting.computer, sighting.logChannel].map(text))
                logs[log, default: []].insert(id)
                let day = RowKey(numbers: [Int(Day(sighting.time).number)], texts: log.texts)
                logDays[day, default: [:]][id] = (logDays[day]?[id]).extended(to: sighting.time)
            }
        }
        for rename in batch.renames {
            addRename(
                [rename.computer, rename.domain, rename.oldName, rename.newName, rename.sid].map(text), rename.time,
                rename.offset)
        }
        for lease in batch.leases {
            let time = Instant(milliseconds: lease.time.milliseconds)
            addLease(
                [lease.address, lease.name, lease.hardware].map(text), lease.time.day,
                RowValue(count: 1, first: time, last: time))
        }
    }

    private mutating func addAgent(of access: Access, _ peer: IPAddress, _ site: [ExactText]) {
        var agents = Set(PeerSigns.all.filter(access.peerSigns.contains).map { UInt32($0.rawValue) })
        let (high, low) = (access.agentHash >> 32, access.agentHash & 0xFFFF_FFFF)
        if access.agentHash != 0 { agents.insert(UInt32(max(high ^ low, 4))) }
        if agents.isEmpty { return }
        self.agents[RowKey(numbers: [], texts: site), default: [:]][peer, default: []].formUnion(agents)
    }

    /// True where the access is an anonymous visit.
    private mutating func addVisit(_ access: Access, _ text: (TextRange) -> ExactText) -> Bool {
        let named = [access.accountDomain, access.accountName, access.accountSID, access.clientName].map(text)
        guard access.source == .web, access.eventID == 0, access.logonType == 0, access.record == nil,
            !access.continuesRecord, named.allSatisfy(\.isEmpty), let peer = IPAddress(text(access.address).string)
        else { return false }
        let hops = ForwardedHops(text(access.forwarded).string.utf8).addresses
        let through = hops.isEmpty ? "" : text(access.address)
        let key = RowKey(
            numbers: [Int(Day(access.time).number), Int(access.outcome.rawValue), Int(access.channel.rawValue)],
            texts: [access.server, access.serverAddress, access.site, access.productHint, access.agentClass].map(text)
                + [through, ExactText(hops.dropFirst().map(\.text).joined(separator: ", "))])
        add(key, VisitValue(visitors: [hops.first ?? peer: 1], first: access.time, last: access.time))
        return true
    }

    private mutating func add(_ key: RowKey, _ value: VisitValue) {
        var sum = visits[key] ?? VisitValue()
        sum.visitors.merge(value.visitors, uniquingKeysWith: +)
        sum.first = min(sum.first, value.first)
        sum.last = max(sum.last, value.last)
        visits[key] = sum
    }

    private mutating func addRename(_ texts: [ExactText], _ time: Instant, _ offset: UInt64) {
        let key = RowKey(numbers: [Int(time.milliseconds)], texts: texts)
        renames[key] = min(renames[key] ?? .max, offset)
    }

    private mutating func addLease(_ texts: [ExactText], _ day: Day, _ value: RowValue) {
        let key = RowKey(numbers: [Int(day.number)], texts: texts)
        var sum = leases[key] ?? RowValue()
        sum.count += value.count
        sum.first = min(sum.first, value.first)
        sum.last = max(sum.last, value.last)
        leases[key] = sum
    }

    mutating func add(_ snapshot: EvidenceSnapshot) {
        func text(_ id: TextID) -> ExactText { snapshot.texts[Int(id)] }
        let keys = snapshot.rows.map { row in
            RowKey(
                numbers: [
                    Int(row.source.rawValue), Int(row.eventID), Int(row.channel.rawValue), Int(row.logonType),
                    Int(row.outcome.rawValue), row.hasRecordIDs ? 1 : 0, Int(row.day.number),
                ],
                texts: [
                    row.server, row.accountDomain, row.accountName, row.accountSID, row.address, row.clientName,
                    row.serverAddress, row.site, row.forwarded, row.productHint, row.agentClass,
                ].map(text))
        }
        for (key, row) in zip(keys, snapshot.rows) {
            add(
                key,
                RowValue(
                    count: row.count, first: row.firstSeen, last: row.lastSeen, firstOffsets: [row.firstOffset],
                    lastOffsets: [row.lastOffset]))
        }
        for record in snapshot.records {
            records.append(
                RecordValue(
                    computer: text(record.computer), logChannel: text(record.logChannel), recordID: record.recordID,
                    eventID: record.eventID, time: record.time, offset: record.offset,
                    rows: [keys[Int(record.row)]] + (record.secondRow.map { [keys[Int($0)]] } ?? [])))
        }
        for sighting in snapshot.sightings {
            add(
                RowKey(
                    numbers: [Int(sighting.source.rawValue), Int(sighting.day.number)],
                    texts: [sighting.computer, sighting.serverAddress, sighting.logChannel].map(text)),
                SightingValue(
                    records: sighting.records, first: sighting.firstSeen, last: sighting.lastSeen,
                    cleared: sighting.cleared, interrupted: sighting.interrupted, lost: sighting.lost,
                    policyChanges: sighting.policyChanges,
                    clearings: sighting.clearings.map { [$0.lowerBound, $0.upperBound] } ?? [],
                    stops: sighting.stops.map { [$0.lowerBound, $0.upperBound] } ?? [],
                    stopsFound: sighting.stopsFound.map { [$0.lowerBound, $0.upperBound] } ?? [],
                    clockChanges: sighting.clockChanges,
                    recordIDs: sighting.recordIDs.map { [$0.first, $0.last] } ?? []))
        }
        for log in snapshot.logs {
            let key = RowKey(numbers: [], texts: [log.computer, log.logChannel].map(text))
            for range in log.ranges { logs[key, default: []].formUnion(range.first...range.last) }
        }
        // Inside of a range times are not told: the ends stand for all.
        for day in snapshot.logDays {
            let key = RowKey(numbers: [Int(day.day.number)], texts: [day.computer, day.logChannel].map(text))
            for range in day.ranges {
                for id in range.first...range.last {
                    var times = (logDays[key]?[id])
                    if id == range.first { times = times.extended(to: range.firstTime) }
                    if id == range.last { times = times.extended(to: range.lastTime) }
                    logDays[key, default: [:]][id] = times ?? range.firstTime...range.firstTime
                }
            }
        }
        for visits in snapshot.visits {
            let key = RowKey(
                numbers: [Int(visits.day.number), Int(visits.outcome.rawValue), Int(visits.channel.rawValue)],
                texts: [
                    visits.server, visits.serverAddress, visits.site, visits.productHint, visits.agentClass,
                    visits.peer,
                    visits.hops,
                ].map(text))
            var value = VisitValue(first: visits.firstSeen, last: visits.lastSeen)
            for piece in visits.pieces {
                var reader = VisitorSetReader(piece.bytes)
                while let visitor = try? reader.next() { value.visitors[visitor.address] = visitor.records }
            }
            add(key, value)
        }
        for agents in snapshot.agents {
            let key = RowKey(numbers: [], texts: [agents.computer, agents.serverAddress, agents.site].map(text))
            for piece in agents.pieces {
                var reader = AgentSetReader(piece.bytes)
                while let peer = try? reader.next() {
                    self.agents[key, default: [:]][peer.address, default: []].formUnion(peer.agents)
                }
            }
        }
        for rename in snapshot.renames {
            addRename(
                [rename.computer, rename.domain, rename.oldName, rename.newName, rename.sid].map(text), rename.time,
                rename.offset)
        }
        for lease in snapshot.leases {
            addLease(
                [lease.address, lease.name, lease.hardware].map(text), lease.day,
                RowValue(
                    count: lease.count, first: Instant(milliseconds: lease.firstSeen.milliseconds),
                    last: Instant(milliseconds: lease.lastSeen.milliseconds)))
        }
    }

    private mutating func add(_ key: RowKey, _ value: RowValue) {
        var sum = rows[key] ?? RowValue()
        sum.count += value.count
        if value.first < sum.first { sum.firstOffsets = [] }
        if value.first <= sum.first { sum.firstOffsets += value.firstOffsets }
        if sum.last < value.last { sum.lastOffsets = [] }
        if sum.last <= value.last { sum.lastOffsets += value.lastOffsets }
        sum.first = min(sum.first, value.first)
        sum.last = max(sum.last, value.last)
        rows[key] = sum
    }

    private mutating func add(_ key: RowKey, _ value: SightingValue) {
        var sum = sightings[key] ?? SightingValue()
        sum.records += value.records
        sum.first = min(sum.first, value.first)
        sum.last = max(sum.last, value.last)
        sum.cleared = sum.cleared || value.cleared
        sum.interrupted = sum.interrupted || value.interrupted
        sum.lost = sum.lost || value.lost
        sum.policyChanges += value.policyChanges
        sum.clearings += value.clearings
        sum.stops += value.stops
        sum.stopsFound += value.stopsFound
        sum.clockChanges += value.clockChanges
        sum.recordIDs += value.recordIDs
        sightings[key] = sum
    }

    /// The snapshot in canonical order: everything sorted by texts, not by ids.
    var snapshot: EvidenceSnapshot {
        var texts: Set<ExactText> = [""]
        for key in rows.keys { texts.formUnion(key.texts) }
        for key in sightings.keys { texts.formUnion(key.texts) }
        for key in visits.keys { texts.formUnion(key.texts) }
        for key in agents.keys { texts.formUnion(key.texts) }
        for key in leases.keys { texts.formUnion(key.texts) }
        for key in renames.keys { texts.formUnion(key.texts) }
        for record in records { texts.formUnion([record.computer, record.logChannel]) }
        var snapshot = EvidenceSnapshot()
        snapshot.texts = texts.sorted()
        let ids = Dictionary(uniqueKeysWithValues: snapshot.texts.enumerated().map { ($1, TextID($0)) })
        func id(_ text: ExactText) -> TextID { ids[text] ?? .max }
        let rowKeys = rows.keys.sorted(by: NaiveEvidence.rowOrder)
        let places = Dictionary(uniqueKeysWithValues: rowKeys.enumerated().map { ($1, UInt32($0)) })
        snapshot.rows = rowKeys.map { row($0, rows[$0] ?? RowValue(), id) }
        snapshot.records =
            records.map { record in
                ContributedRecord(
                    computer: id(record.computer), logChannel: id(record.logChannel), recordID: record.recordID,
                    eventID: record.eventID, time: record.time, offset: record.offset,
                    row: places[record.rows[0]] ?? .max, secondRow: record.rows.dropFirst().last.flatMap { places[$0] })
            }
            .sorted { NaiveEvidence.numbers($0).lexicographicallyPrecedes(NaiveEvidence.numbers($1)) }
        snapshot.sightings = sightings.keys.sorted(by: NaiveEvidence.sightingOrder).map { key in
            let value = sightings[key] ?? SightingValue()
            return ContributedSighting(
                source: EvidenceSource(rawValue: UInt8(key.numbers[0])) ?? .event, computer: id(key.texts[0]),
                serverAddress: id(key.texts[1]), logChannel: id(key.texts[2]), day: Day(number: Int32(key.numbers[1])),
                records: value.records, firstSeen: value.first, lastSeen: value.last, cleared: value.cleared,
                interrupted: value.interrupted, lost: value.lost,
                clearings: value.clearings.min().map { $0...(value.clearings.max() ?? $0) },
                stops: value.stops.min().map { $0...(value.stops.max() ?? $0) },
                stopsFound: value.stopsFound.min().map { $0...(value.stopsFound.max() ?? $0) },
                clockChanges: value.clockChanges, policyChanges: value.policyChanges,
                recordIDs: value.recordIDs.min().map {
                    RecordIDRange(first: $0, last: value.recordIDs.max() ?? $0)
                })
        }
        snapshot.logs = logs.keys.sorted { $0.texts.lexicographicallyPrecedes($1.texts) }.map { key in
            var ranges: [RecordIDRange] = []
            for id in (logs[key] ?? []).sorted() {
                if let last = ranges.last?.last, id == last + 1 {
                    ranges[ranges.count - 1].last = id
                } else {
                    ranges.append(RecordIDRange(first: id, last: id))
                }
            }
            return ContributedLog(computer: id(key.texts[0]), logChannel: id(key.texts[1]), ranges: ranges)
        }
        snapshot.logDays = logDays.keys.sorted { a, b in
            a.texts == b.texts ? a.numbers[0] < b.numbers[0] : a.texts.lexicographicallyPrecedes(b.texts)
        }.map { key in
            var ranges: [TimedIDRange] = []
            for (id, times) in (logDays[key] ?? [:]).sorted(by: { $0.key < $1.key }) {
                if let before = ranges.indices.last, ranges[before].last + 1 == id {
                    (ranges[before].last, ranges[before].lastTime) = (id, times.upperBound)
                } else {
                    ranges.append(
                        TimedIDRange(first: id, last: id, firstTime: times.lowerBound, lastTime: times.upperBound))
                }
            }
            return ContributedLogDay(
                computer: id(key.texts[0]), logChannel: id(key.texts[1]), day: Day(number: Int32(key.numbers[0])),
                ranges: ranges)
        }
        snapshot.visits = visits.keys.sorted(by: NaiveEvidence.rowOrder).map {
            visits($0, visits[$0] ?? VisitValue(), id)
        }
        snapshot.agents = agents.keys.sorted { $0.texts.lexicographicallyPrecedes($1.texts) }.map { key in
            var writer = AgentSetWriter()
            let peers = (agents[key] ?? [:]).sorted { $0.key < $1.key }
            let pieces = peers.compactMap { address, agents in
                writer.add(
                    Peer(address: address, agents: Array(agents.sorted().prefix(EvidenceSnapshot.agentsPerPeer))))
            }
            return ContributedAgents(
                computer: id(key.texts[0]), serverAddress: id(key.texts[1]), site: id(key.texts[2]),
                pieces: pieces + [writer.finish()].compactMap { $0 })
        }
        snapshot.leases = leases.keys.sorted {
            $0.texts == $1.texts ? $0.numbers[0] < $1.numbers[0] : $0.texts.lexicographicallyPrecedes($1.texts)
        }.map { key in
            let value = leases[key] ?? RowValue()
            return ContributedLease(
                address: id(key.texts[0]), name: id(key.texts[1]), hardware: id(key.texts[2]),
                day: Day(number: Int32(key.numbers[0])), count: value.count,
                firstSeen: LocalTime(milliseconds: value.first.milliseconds),
                lastSeen: LocalTime(milliseconds: value.last.milliseconds))
        }
        snapshot.renames = renames.keys.sorted {
            $0.texts == $1.texts ? $0.numbers[0] < $1.numbers[0] : $0.texts.lexicographicallyPrecedes($1.texts)
        }.map { key in
            ContributedRename(
                computer: id(key.texts[0]), domain: id(key.texts[1]), oldName: id(key.texts[2]),
                newName: id(key.texts[3]), sid: id(key.texts[4]), time: Instant(milliseconds: Int64(key.numbers[0])),
                offset: renames[key] ?? 0)
        }
        return snapshot
    }

    private func visits(_ key: RowKey, _ value: VisitValue, _ id: (ExactText) -> TextID) -> ContributedVisits {
        let texts = key.texts.map(id)
        var writer = VisitorSetWriter()
        let pieces = value.visitors.sorted { $0.key < $1.key }.compactMap { address, records in
            writer.add(Visitor(address: address, records: records))
        }
        return ContributedVisits(
            day: Day(number: Int32(key.numbers[0])), outcome: Outcome(rawValue: UInt8(key.numbers[1])) ?? .success,
            channel: Channel(rawValue: UInt8(key.numbers[2])) ?? .web, server: texts[0], serverAddress: texts[1],
            site: texts[2], productHint: texts[3], agentClass: texts[4], peer: texts[5], hops: texts[6],
            firstSeen: value.first, lastSeen: value.last, pieces: pieces + [writer.finish()].compactMap { $0 })
    }

    private func row(_ key: RowKey, _ value: RowValue, _ id: (ExactText) -> TextID) -> ContributionRow {
        let texts = key.texts.map(id)
        return ContributionRow(
            source: EvidenceSource(rawValue: UInt8(key.numbers[0])) ?? .event, eventID: UInt32(key.numbers[1]),
            channel: Channel(rawValue: UInt8(key.numbers[2])) ?? .otherLogon, logonType: UInt32(key.numbers[3]),
            outcome: Outcome(rawValue: UInt8(key.numbers[4])) ?? .success, day: Day(number: Int32(key.numbers[6])),
            server: texts[0], accountDomain: texts[1], accountName: texts[2], accountSID: texts[3], address: texts[4],
            clientName: texts[5], serverAddress: texts[6], site: texts[7], forwarded: texts[8], productHint: texts[9],
            agentClass: texts[10], hasRecordIDs: key.numbers[5] == 1, count: value.count, firstSeen: value.first,
            lastSeen: value.last, firstOffset: value.firstOffsets.min() ?? 0, lastOffset: value.lastOffsets.max() ?? 0)
    }

    private static func rowOrder(_ a: RowKey, _ b: RowKey) -> Bool {
        a.numbers == b.numbers
            ? a.texts.lexicographicallyPrecedes(b.texts) : a.numbers.lexicographicallyPrecedes(b.numbers)
    }

    private static func sightingOrder(_ a: RowKey, _ b: RowKey) -> Bool {
        if a.numbers[0] != b.numbers[0] { return a.numbers[0] < b.numbers[0] }
        return a.texts == b.texts ? a.numbers[1] < b.numbers[1] : a.texts.lexicographicallyPrecedes(b.texts)
    }

    private static func numbers(_ record: ContributedRecord) -> [Int] {
        [
            Int(record.computer), Int(record.logChannel), Int(record.recordID), Int(record.eventID),
            Int(record.time.milliseconds), Int(record.offset), Int(record.row), record.secondRow.map(Int.init) ?? -1,
        ]
    }
}
