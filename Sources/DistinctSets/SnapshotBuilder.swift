import AccessModel

/// Turns tables in order of arrival into a snapshot in canonical order.
enum SnapshotBuilder {
    static func build(
        texts interner: inout Interner, rows: RowTable, records: RecordTable, sightings: SightingTable,
        web: WebVisits, leases: EntryTable<ContributedLease>,
        renames: EntryTable<ContributedRename>, identities: EntryTable<ContributedIdentity>
    ) -> EvidenceSnapshot {
        let texts = CanonicalTexts(&interner)
        var snapshot = EvidenceSnapshot()
        snapshot.texts = texts.texts
        let places: [UInt32]
        (snapshot.rows, places) = ordered(rows, texts.positions)
        snapshot.records = ordered(records, texts.positions, rowPlaces: places)
        snapshot.sightings = ordered(sightings, texts.positions)
        snapshot.logs = logs(sightings, texts.positions)
        snapshot.logDays = logDays(sightings, texts.positions)
        snapshot.visits = web.orderedVisits(texts.positions)
        snapshot.agents = web.orderedAgents(texts.positions)
        snapshot.leases = leases.ordered(texts.positions)
        snapshot.renames = renames.ordered(texts.positions)
        snapshot.identities = identities.ordered(texts.positions)
        return snapshot
    }

    /// Rows by key, rows of one key (texts that repair to one) added up; and where each entry went.
    private static func ordered(
        _ table: RowTable, _ ids: [UInt32]
    ) -> (rows: [ContributionRow], places: [UInt32]) {
        let keys = table.entries.map { table.key(of: $0).renumbered(ids) }
        var order = words(of: keys)
        OrderedByWord.sort(&order) { keys[Int($0)] < keys[Int($1)] }
        var rows: [ContributionRow] = []
        rows.reserveCapacity(order.count)
        var places = [UInt32](repeating: 0, count: keys.count)
        var last = -1
        for entry in order {
            let position = Int(entry.number)
            let row = table.entries[position]
            if last >= 0, keys[position] == keys[last] {
                rows[rows.count - 1].add(keys[position].row(row))
            } else {
                rows.append(keys[position].row(row))
                last = position
            }
            places[position] = UInt32(truncatingIfNeeded: rows.count - 1)
        }
        return (rows, places)
    }

    /// The beginning of a key that few rows share.
    private struct KeyHead: Hashable {
        var kind: UInt64
        var logon: UInt64
        var place: UInt64
    }

    /// A word for each key that orders like its beginning: the rank of kind, logon type, day and server, then the
    /// account's domain and name as far as they fit.
    private static func words(of keys: [RowKey]) -> [OrderedByWord.Entry] {
        var numbers: [KeyHead: Int] = [:]
        var heads: [KeyHead] = []
        var headOfKey = [Int](repeating: 0, count: keys.count)
        var last: (head: KeyHead, number: Int)?
        for (index, key) in keys.enumerated() {
            let head = KeyHead(kind: key.kind, logon: key.logon, place: key.place)
            if let last, last.head == head {
                headOfKey[index] = last.number
                continue
            }
            let number = numbers[head] ?? heads.count
            if number == heads.count {
                numbers[head] = number
                heads.append(head)
            }
            headOfKey[index] = number
            last = (head, number)
        }
        let order = heads.indices.sorted { a, b in
            let (x, y) = (heads[a], heads[b])
            return (x.kind, x.logon, x.place) < (y.kind, y.logon, y.place)
        }
        var ranks = [UInt64](repeating: 0, count: heads.count)
        for (rank, head) in order.enumerated() { ranks[head] = UInt64(rank) }
        // Ranks take the bits they need, the account takes the rest.
        let free = max(heads.count, 1).leadingZeroBitCount
        return keys.enumerated().map { index, key in
            OrderedByWord.Entry(
                word: ranks[headOfKey[index]] << UInt64(free) | accountBits(key.account, free),
                number: UInt32(truncatingIfNeeded: index))
        }
    }

    /// The first `free` bits of an account, in order: 20 bits each for domain and name, which tell the first million
    /// texts; later ones are told by the whole key.
    private static func accountBits(_ account: UInt64, _ free: Int) -> UInt64 {
        let limit: UInt64 = 0xF_FFFF
        let (domain, name) = (Pair.high(account), UInt64(Pair.low(account)))
        let bits = domain < limit ? domain << 20 | min(name, limit) : 0xFF_FFFF_FFFF
        return free >= 40 ? bits << UInt64(free - 40) : bits >> UInt64(40 - free)
    }

    /// By computer, log channel, record id, event id, time, offset, and then by rows.
    private static func ordered(_ table: RecordTable, _ ids: [UInt32], rowPlaces: [UInt32]) -> [ContributedRecord] {
        // Logs whose texts repair to one are one log.
        var logs = table.logs.indices.map { (key: Pair.renumbered(table.logs[$0].key, ids), log: $0) }
        logs.sort { $0.key == $1.key ? $0.log < $1.log : $0.key < $1.key }
        var result: [ContributedRecord] = []
        result.reserveCapacity(table.count)
        var start = 0
        for (place, (key, log)) in logs.enumerated() {
            if place > 0, logs[place - 1].key != key { start = result.count }
            for record in table.logs[log].records {
                result.append(
                    ContributedRecord(
                        computer: Pair.highID(key), logChannel: Pair.low(key), recordID: record.recordID,
                        eventID: record.eventID, time: record.time, offset: record.offset,
                        row: rowPlaces[Int(record.row)],
                        secondRow: record.secondRow == RecordTable.Record.none
                            ? nil : rowPlaces[Int(record.secondRow)]))
            }
            let isLast = place == logs.count - 1 || logs[place + 1].key != key
            if isLast { sortLog(&result, from: start) }
        }
        return result
    }

    /// Most logs come in the order of their record ids, some in the reverse of it.
    private static func sortLog(_ records: inout [ContributedRecord], from start: Int) {
        if !isAscending(records, from: start) { records[start...].reverse() }
        if !isAscending(records, from: start) { records[start...].sort(by: isBefore) }
    }

    /// True where each record id is above the one before it.
    private static func isAscending(_ records: [ContributedRecord], from start: Int) -> Bool {
        var index = start + 1
        while index < records.count {
            if records[index - 1].recordID >= records[index].recordID { return false }
            index += 1
        }
        return true
    }

    private static func isBefore(_ a: ContributedRecord, _ b: ContributedRecord) -> Bool {
        if a.recordID != b.recordID { return a.recordID < b.recordID }
        if a.eventID != b.eventID { return a.eventID < b.eventID }
        if a.time != b.time { return a.time < b.time }
        if a.offset != b.offset { return a.offset < b.offset }
        if a.row != b.row { return a.row < b.row }
        return a.secondRow.map(Int64.init) ?? -1 < b.secondRow.map(Int64.init) ?? -1
    }

    /// By source, computer, server address, log channel and day; entries of one key added up.
    private static func ordered(_ table: SightingTable, _ ids: [UInt32]) -> [ContributedSighting] {
        var renumbered = table.entries
        for index in renumbered.indices {
            renumbered[index].computer = ids[Int(renumbered[index].computer)]
            renumbered[index].serverAddress = ids[Int(renumbered[index].serverAddress)]
            renumbered[index].logChannel = ids[Int(renumbered[index].logChannel)]
            guard let ranges = table.recordIDs[index]?.ranges, let first = ranges.first, let last = ranges.last else {
                continue
            }
            renumbered[index].recordIDs = RecordIDRange(first: first.first, last: last.last)
        }
        renumbered.sort { SightingOrder($0) < SightingOrder($1) }
        var result: [ContributedSighting] = []
        for sighting in renumbered {
            if let last = result.indices.last, SightingOrder(result[last]) == SightingOrder(sighting) {
                result[last].add(sighting)
            } else {
                result.append(sighting)
            }
        }
        return result
    }

    /// By computer and log channel: the record ids of all days.
    private static func logs(_ table: SightingTable, _ ids: [UInt32]) -> [ContributedLog] {
        var ranges: [UInt64: [RecordIDRange]] = [:]
        for (entry, recordIDs) in zip(table.entries, table.recordIDs) {
            guard let recordIDs else { continue }
            let log = Pair.of(ids[Int(entry.computer)], ids[Int(entry.logChannel)])
            ranges[log, default: []] += recordIDs.ranges.map(\.ids)
        }
        return ranges.sorted { $0.key < $1.key }.map { log, ranges in
            ContributedLog(
                computer: Pair.highID(log), logChannel: Pair.low(log), ranges: RecordIDRange.union(of: ranges))
        }
    }
}

extension SnapshotBuilder {
    private struct LogDay: Hashable, Comparable {
        /// computer, log channel
        var log: UInt64
        var day: Day

        static func < (a: LogDay, b: LogDay) -> Bool { (a.log, a.day) < (b.log, b.day) }
    }

    /// By computer, log channel and day: the record ids of each day.
    private static func logDays(_ table: SightingTable, _ ids: [UInt32]) -> [ContributedLogDay] {
        var ranges: [LogDay: [TimedIDRange]] = [:]
        for (entry, recordIDs) in zip(table.entries, table.recordIDs) {
            guard let recordIDs else { continue }
            let log = Pair.of(ids[Int(entry.computer)], ids[Int(entry.logChannel)])
            ranges[LogDay(log: log, day: entry.day), default: []] += recordIDs.ranges
        }
        return ranges.sorted { $0.key < $1.key }.map { key, ranges in
            ContributedLogDay(
                computer: Pair.highID(key.log), logChannel: Pair.low(key.log), day: key.day,
                ranges: TimedIDRange.union(of: ranges))
        }
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
