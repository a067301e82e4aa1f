import AccessModel
import GRDB

/// Adds one snapshot to an open input. Rows are only appended here; `PartMerging` joins the parts at the end.
struct SnapshotWriter {
    private let database: Database
    private let input: Int64
    private let snapshot: EvidenceSnapshot
    /// Ids in the store of the snapshot's texts.
    private let ids: [Int64]
    private let texts: TextTable

    init(_ snapshot: EvidenceSnapshot, to input: Int64, in database: Database) throws {
        self.database = database
        self.input = input
        self.snapshot = snapshot
        texts = try TextTable(database)
        ids = try texts.ids(of: snapshot.texts)
    }

    func write() throws {
        let numbers = try writeRows()
        try writeVisits()
        try writeRecords(numbers)
        try writeSightings()
        try writeLogRanges()
        try writeAgents()
        try writeLeases()
        try writeRenames()
        try writeIdentities()
        try noteWebServers()
        try noteWebClients()
    }

    private func id(_ text: TextID) -> Int64 { ids[Int(text)] }

    // MARK: Rows

    /// Writes the rows; returns the number each has.
    private func writeRows() throws -> [Int64] {
        var insert = try RowBatch(database, into: "contribution_row", columns: Schema.contributionKey.count + 6)
        var next = try nextNumber()
        var numbers = [Int64](repeating: -1, count: snapshot.rows.count)
        var facets = try FacetTable(database, texts)
        for (index, row) in snapshot.rows.enumerated() {
            guard next <= ContributionID.maximumNumber else {
                throw DatabaseError(resultCode: .SQLITE_TOOBIG, message: "an input has more rows than can be numbered")
            }
            let facet = try facets.id(
                of: row, serverAddress: id(row.serverAddress), site: id(row.site), productHint: id(row.productHint),
                agentClass: id(row.agentClass))
            insert.add(ContributionID.of(input: input, number: next))
            insert.add(facet)
            insert.add(Int64(row.day.number))
            insert.add(id(row.server))
            insert.add(id(row.accountDomain))
            insert.add(id(row.accountName))
            insert.add(id(row.accountSID))
            insert.add(id(row.address))
            insert.add(id(row.clientName))
            insert.add(id(row.forwarded))
            insert.add(Int64(clamping: row.count))
            insert.add(row.firstSeen.milliseconds)
            insert.add(row.lastSeen.milliseconds)
            insert.add(Int64(clamping: row.firstOffset))
            insert.add(Int64(clamping: row.lastOffset))
            try insert.endRow()
            numbers[index] = next
            next += 1
        }
        try insert.finish()
        return numbers
    }

    private func nextNumber() throws -> Int64 {
        let query = try RowStatement(
            database,
            """
            SELECT COALESCE(max(id) & \(ContributionID.maximumNumber), -1) FROM contribution_row
            WHERE \(ContributionID.condition("id", input: "?1"))
            """)
        query.bind(0, input)
        defer { query.reset() }
        return try query.step() ? query.integer(0) + 1 : 0
    }

    private func writeVisits() throws {
        guard !snapshot.visits.isEmpty else { return }
        var channels: [Channel: Int64] = [:]
        let (sets, part) = (VisitSets(database: database), try part())
        for visits in snapshot.visits {
            let channel = try channels[visits.channel] ?? texts.id(of: visits.channel.name(logonType: 0))
            channels[visits.channel] = channel
            let key = [
                Int64(visits.day.number), visits.outcome.storedCode, channel, id(visits.server),
                id(visits.serverAddress), id(visits.site), id(visits.productHint), id(visits.agentClass),
                id(visits.peer), id(visits.hops),
            ]
            try sets.write(visits, key: key, input: input, part: part)
        }
    }

    // MARK: Event records

    private struct LogKey: Hashable {
        var computer: TextID
        var channel: TextID

        init(_ day: ContributedLogDay) {
            computer = day.computer
            channel = day.logChannel
        }

        init(_ log: ContributedLog) {
            computer = log.computer
            channel = log.logChannel
        }

        init(_ record: ContributedRecord) {
            computer = record.computer
            channel = record.logChannel
        }
    }

    /// The records of a log follow each other in a snapshot, by id, event id, time and offset; where somebody made one
    /// in another order, it is put right here: a run must be in order.
    private func writeRecords(_ numbers: [Int64]) throws {
        let part = try part()
        let isInOrder = snapshot.records.withUnsafeBufferPointer { records in
            records.indices.dropFirst().allSatisfy { !records[$0].isBefore(records[$0 - 1]) }
        }
        let records = isInOrder ? snapshot.records : snapshot.records.sorted { $0.isBefore($1) }
        try records.withUnsafeBufferPointer { records in
            var start = 0
            while start < records.count {
                let key = LogKey(records[start])
                var end = start + 1
                while end < records.count, LogKey(records[end]) == key { end += 1 }
                try writeLog(key, UnsafeBufferPointer(rebasing: records[start..<end]), numbers, part)
                start = end
            }
        }
    }

    private func writeLog(
        _ key: LogKey, _ records: UnsafeBufferPointer<ContributedRecord>, _ numbers: [Int64], _ part: Int64
    ) throws {
        var span = EventIDSpan()
        for index in records.indices {
            let id = Int64(bitPattern: records[index].recordID)
            span.first = min(span.first, id)
            span.last = max(span.last, id)
            if index > 0, records[index].isSameEvent(as: records[index - 1]) { span.hasRepeats = true }
        }
        let log = try logID(key)
        let table = EventRecords(database)
        try numbers.withUnsafeBufferPointer { numbers in
            let entries = records.lazy.map { record in
                EventRun.Entry(
                    recordID: record.recordID, row: numbers[Int(record.row)],
                    secondRow: record.secondRow.map { numbers[Int($0)] }, time: record.time.milliseconds,
                    offset: Int64(clamping: record.offset))
            }
            try table.write(entries, input: input, log: log, part: part)
        }
        try table.noteSpan(span, input: input, log: log)
    }

    private func logID(_ key: LogKey) throws -> Int64 {
        let find = try RowStatement(database, "SELECT id FROM event_log WHERE computer = ? AND channel = ?")
        find.bind(from: 0, id(key.computer), id(key.channel))
        if try find.step() {
            defer { find.reset() }
            return find.integer(0)
        }
        let add = try RowStatement(database, "INSERT INTO event_log(computer, channel) VALUES (?, ?)")
        add.bind(from: 0, id(key.computer), id(key.channel))
        try add.run()
        return database.lastInsertedRowID
    }

    // MARK: Sightings and agents

    private func writeSightings() throws {
        // Of two numbers `min` and `max` make none where one is absent, so absent ones are replaced first.
        let insert = try RowStatement(
            database,
            """
            INSERT INTO sighting VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET records = records + excluded.records,
                first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen),
                cleared = cleared | excluded.cleared, interrupted = interrupted | excluded.interrupted,
                clock_changes = clock_changes + excluded.clock_changes, lost = lost | excluded.lost,
                policy_changes = policy_changes + excluded.policy_changes,
                \(["first_cleared", "first_id", "first_stop", "first_stop_found"].map {
                    SnapshotWriter.merged($0, by: "min")
                }.joined(separator: ", ")),
                \(["last_cleared", "last_id", "last_stop", "last_stop_found"].map {
                    SnapshotWriter.merged($0, by: "max")
                }.joined(separator: ", "))
            """)
        for sighting in snapshot.sightings {
            insert.bind(
                from: 0, input, sighting.source.storedCode, id(sighting.computer), id(sighting.serverAddress),
                id(sighting.logChannel), Int64(sighting.day.number), Int64(clamping: sighting.records),
                sighting.firstSeen.milliseconds, sighting.lastSeen.milliseconds, sighting.cleared ? 1 : 0,
                sighting.interrupted ? 1 : 0)
            insert.bind(11, sighting.clearings?.lowerBound.milliseconds)
            insert.bind(12, sighting.clearings?.upperBound.milliseconds)
            insert.bind(13, Int64(clamping: sighting.clockChanges))
            insert.bind(14, sighting.recordIDs?.first.storedInOrder)
            insert.bind(15, sighting.recordIDs?.last.storedInOrder)
            insert.bind(from: 16, sighting.lost ? 1 : 0, Int64(clamping: sighting.policyChanges))
            insert.bind(18, sighting.stops?.lowerBound.milliseconds)
            insert.bind(19, sighting.stops?.upperBound.milliseconds)
            insert.bind(20, sighting.stopsFound?.lowerBound.milliseconds)
            insert.bind(21, sighting.stopsFound?.upperBound.milliseconds)
            try insert.run()
        }
    }

    private static func merged(_ column: String, by function: String) -> String {
        """
        \(column) = \(function)(COALESCE(\(column), excluded.\(column)), COALESCE(excluded.\(column), \(column)))
        """
    }

    private func writeLogRanges() throws {
        guard !snapshot.logs.isEmpty else { return }
        let part = try part()
        let table = EventLogRanges(database: database)
        for log in snapshot.logs {
            try table.write(log.ranges, input: input, log: try logID(LogKey(log)), part: part)
        }
        let days = EventLogDays(database: database)
        for day in snapshot.logDays {
            try days.write(
                day.ranges, day: day.day, input: input, log: try logID(LogKey(day)), part: part)
        }
    }

    /// Number of parts the input has already.
    private func part() throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT parts FROM input WHERE id = ?", arguments: [input]) ?? 0
    }

    private func writeAgents() throws {
        guard !snapshot.agents.isEmpty else { return }
        let (sets, part) = (AgentSets(database: database), try part())
        for agents in snapshot.agents {
            try sets.write(
                agents, key: [id(agents.computer), id(agents.serverAddress), id(agents.site)], input: input, part: part)
        }
    }

    private func writeLeases() throws {
        let insert = try RowStatement(
            database,
            """
            INSERT INTO lease VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET count = count + excluded.count,
                first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen)
            """)
        for lease in snapshot.leases {
            insert.bind(
                from: 0, input, id(lease.address), id(lease.name), id(lease.hardware), Int64(lease.day.number),
                Int64(clamping: lease.count), lease.firstSeen.milliseconds, lease.lastSeen.milliseconds)
            try insert.run()
        }
    }

    private func writeRenames() throws {
        let insert = try RowStatement(
            database,
            """
            INSERT INTO account_rename VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET offset = min(offset, excluded.offset)
            """)
        for rename in snapshot.renames {
            insert.bind(
                from: 0, input, id(rename.computer), id(rename.domain), id(rename.oldName), id(rename.newName),
                id(rename.sid), rename.time.milliseconds, Int64(clamping: rename.offset))
            try insert.run()
        }
    }

    private func writeIdentities() throws {
        let insert = try RowStatement(database, "INSERT OR IGNORE INTO web_identity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for identity in snapshot.identities {
            insert.bind(
                from: 0, input, id(identity.computer), id(identity.serverAddress), id(identity.site),
                id(identity.account), id(identity.deviceID), id(identity.address), id(identity.forwarded))
            insert.bind(8, Int64(identity.day.number))
            try insert.run()
        }
    }

    // MARK: Names that the settings decide

    private struct Pair: Hashable {
        var first: TextID
        var second: TextID
    }

    /// Notes which (s-computername, s-ip) the input has, for `EffectiveNames` to resolve.
    private func noteWebServers() throws {
        var pairs = Set<Pair>()
        for row in snapshot.rows where row.source == .web {
            pairs.insert(Pair(first: row.server, second: row.serverAddress))
        }
        for sighting in snapshot.sightings where sighting.source == .web {
            pairs.insert(Pair(first: sighting.computer, second: sighting.serverAddress))
        }
        for visits in snapshot.visits {
            pairs.insert(Pair(first: visits.server, second: visits.serverAddress))
        }
        for agent in snapshot.agents {
            pairs.insert(Pair(first: agent.computer, second: agent.serverAddress))
        }
        let insert = try RowStatement(
            database, "INSERT OR IGNORE INTO web_server(input, computer, server_address) VALUES (?, ?, ?)")
        for pair in pairs {
            insert.bind(from: 0, input, id(pair.first), id(pair.second))
            try insert.run()
        }
    }

    /// Notes which peers sent which forwarded list.
    private func noteWebClients() throws {
        var pairs = Set<Pair>()
        for row in snapshot.rows where row.source == .web && row.forwarded != 0 {
            pairs.insert(Pair(first: row.address, second: row.forwarded))
        }
        for identity in snapshot.identities where identity.forwarded != 0 {
            pairs.insert(Pair(first: identity.address, second: identity.forwarded))
        }
        let insert = try RowStatement(
            database, "INSERT OR IGNORE INTO web_client(peer, forwarded) VALUES (?, ?)")
        for pair in pairs {
            insert.bind(from: 0, id(pair.first), id(pair.second))
            try insert.run()
        }
    }
}

extension ContributedRecord {
    fileprivate func isBefore(_ other: ContributedRecord) -> Bool {
        if computer != other.computer { return computer < other.computer }
        if logChannel != other.logChannel { return logChannel < other.logChannel }
        if recordID != other.recordID { return recordID < other.recordID }
        return (eventID, time, offset) < (other.eventID, other.time, other.offset)
    }

    /// True for two records of one log that are the same event.
    fileprivate func isSameEvent(as other: ContributedRecord) -> Bool {
        recordID == other.recordID && eventID == other.eventID && time == other.time
    }
}

extension UInt64 {
    /// As a signed integer of the same order: SQLite has no unsigned one.
    var storedInOrder: Int64 { Int64(bitPattern: self ^ (1 << 63)) }

    init(storedInOrder value: Int64) { self = UInt64(bitPattern: value) ^ (1 << 63) }
}
