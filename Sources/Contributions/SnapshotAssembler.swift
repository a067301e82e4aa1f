public import AccessModel
import CompactSets
import DistinctSets

/// Puts the parts of an input together again from its lines, which come in the order of their numbers.
public struct SnapshotAssembler: Sendable {
    private var snapshot = EvidenceSnapshot()
    private var texts = Interner()
    /// Where in `rows` the row of a line is.
    private var rowOfLine: [Int: UInt32] = [:]
    private var part = 0
    /// Last address of the set that may go on in the next line.
    private var lastVisitor: IPAddress?
    private var lastPeer: IPAddress?
    private var logs: Set<LogKey> = []
    private var isEmpty = true
    /// What the rows of all parts count.
    public private(set) var accessCount: UInt64 = 0
    /// Event records met in all parts.
    public private(set) var recordCount: UInt64 = 0

    private struct LogKey: Hashable {
        var computer: TextID
        var channel: TextID
        /// Nil for all days.
        var day: Day?
    }

    public init() {}

    /// Takes the next line of a part. Gives the part before it where the line begins another.
    public mutating func add(
        _ line: ContributionLine, number: Int
    ) throws(ContributionLineError) -> EvidenceSnapshot? {
        var fields = line.fields
        let next = try fields.count("part", upTo: ContributionFormat.mostLines)
        guard next == part || next == part + 1 else {
            throw ContributionLineError("it belongs to part \(next), and part \(part) is before it")
        }
        let finished = next == part ? nil : finish()
        part = next
        isEmpty = false
        switch line.kind {
        case .row: try addRow(&fields, number)
        case .visits: try addVisits(&fields)
        case .records: try addRecords(&fields)
        case .sighting: try addSighting(&fields)
        case .log: try addLog(&fields)
        case .logDay: try addLogDay(&fields)
        case .agents: try addAgents(&fields)
        case .lease: try addLease(&fields)
        case .rename: try addRename(&fields)
        case .identity: try addIdentity(&fields)
        case .input, .checkpoints, .reject, .unread, .finished:
            throw ContributionLineError("its kind belongs to no part")
        }
        try fields.end()
        return finished
    }

    /// What was added since the last part was given, in canonical order of its texts; nil where that is nothing.
    public mutating func finish() -> EvidenceSnapshot? {
        guard !isEmpty else { return nil }
        defer {
            (snapshot, texts, rowOfLine) = (EvidenceSnapshot(), Interner(), [:])
            (lastVisitor, lastPeer, logs, isEmpty) = (nil, nil, [], true)
        }
        let canonical = CanonicalTexts(&texts)
        snapshot.texts = canonical.texts
        snapshot.renumber(canonical.positions)
        return snapshot
    }

    private mutating func id(
        _ key: StaticString, _ fields: inout LineFields
    ) throws(ContributionLineError) -> TextID {
        guard let text = try fields.textIfThere(key) else { return 0 }
        return text.withBytes { texts.id(of: $0) }
    }

    // MARK: Rows

    private mutating func addRow(_ fields: inout LineFields, _ number: Int) throws(ContributionLineError) {
        let logonType: UInt32 = try fields.numberOrZero("logon_type")
        let seen = try fields.seen("first_seen_ms", "last_seen_ms")
        let row = ContributionRow(
            source: try fields.source("source"), eventID: try fields.numberOrZero("event_id"),
            channel: try fields.channel("channel", logonType: logonType), logonType: logonType,
            outcome: try fields.outcome("outcome"), day: try fields.day("day"), server: try id("server", &fields),
            accountDomain: try id("account_domain", &fields), accountName: try id("account_name", &fields),
            accountSID: try id("account_sid", &fields), address: try id("address", &fields),
            clientName: try id("client_name", &fields), serverAddress: try id("server_address", &fields),
            site: try id("site", &fields), forwarded: try id("forwarded", &fields),
            productHint: try id("product_hint", &fields), agentClass: try id("agent_class", &fields),
            hasRecordIDs: try fields.flag("has_record_ids"), count: try fields.records("count"),
            firstSeen: seen.lowerBound, lastSeen: seen.upperBound, firstOffset: try fields.numberOrZero("first_offset"),
            lastOffset: try fields.numberOrZero("last_offset"))
        guard row.count > 0 else { throw ContributionLineError("a row of no records") }
        try check(seen, on: row.day)
        accessCount = accessCount.addedClamped(row.count)
        rowOfLine[number] = UInt32(snapshot.rows.count)
        snapshot.rows.append(row)
    }

    private func check(_ seen: ClosedRange<Instant>, on day: Day) throws(ContributionLineError) {
        guard Day(seen.lowerBound) == day, Day(seen.upperBound) == day else {
            throw ContributionLineError("its times are not of its day")
        }
    }

    // MARK: Sets

    private mutating func addVisits(_ fields: inout LineFields) throws(ContributionLineError) {
        let seen = try fields.seen("first_seen_ms", "last_seen_ms")
        var visits = ContributedVisits(
            day: try fields.day("day"), outcome: try fields.outcome("outcome"),
            channel: try fields.channel("channel", logonType: 0), server: try id("server", &fields),
            serverAddress: try id("server_address", &fields), site: try id("site", &fields),
            productHint: try id("product_hint", &fields), agentClass: try id("agent_class", &fields),
            peer: try id("peer", &fields), hops: try id("hops", &fields), firstSeen: seen.lowerBound,
            lastSeen: seen.upperBound, pieces: [])
        try check(seen, on: visits.day)
        let piece = try piece(&fields, count: "visitors")
        if let last = snapshot.visits.last, last.isOfOneSet(with: visits) {
            visits.pieces = last.pieces
            snapshot.visits.removeLast()
        } else {
            lastVisitor = nil
        }
        var reader = VisitorSetReader(piece.bytes)
        lastVisitor = try SnapshotAssembler.lastRising(piece.count, above: lastVisitor) { () throws(DamagedSet) in
            guard let visitor = try reader.next() else { return nil }
            guard visitor.records <= ContributionFormat.mostRecords else { throw DamagedSet() }
            return visitor.address
        }
        visits.pieces.append(piece)
        snapshot.visits.append(visits)
    }

    private mutating func addAgents(_ fields: inout LineFields) throws(ContributionLineError) {
        var agents = ContributedAgents(
            computer: try id("computer", &fields), serverAddress: try id("server_address", &fields),
            site: try id("site", &fields), pieces: [])
        let piece = try piece(&fields, count: "peers")
        if let last = snapshot.agents.last, last.isOfOneSet(with: agents) {
            agents.pieces = last.pieces
            snapshot.agents.removeLast()
        } else {
            lastPeer = nil
        }
        var reader = AgentSetReader(piece.bytes)
        lastPeer = try SnapshotAssembler.lastRising(piece.count, above: lastPeer) { () throws(DamagedSet) in
            try reader.next()?.address
        }
        agents.pieces.append(piece)
        snapshot.agents.append(agents)
    }

    private func piece(
        _ fields: inout LineFields, count: StaticString
    ) throws(ContributionLineError) -> PackedPiece {
        let count = try fields.count(count, upTo: PackedPiece.maximumCount)
        guard count > 0 else { throw ContributionLineError("an empty set") }
        return PackedPiece(count: count, bytes: try fields.bytes("set"))
    }

    /// Reads a whole set: what a store packs is told from what somebody else did before it is in there.
    /// - Returns: its last address.
    private static func lastRising(
        _ count: Int, above before: IPAddress?, _ next: () throws(DamagedSet) -> IPAddress?
    ) throws(ContributionLineError) -> IPAddress? {
        var (found, last) = (0, before)
        do throws(DamagedSet) {
            while let address = try next() {
                guard found < count, last.map({ $0 < address }) ?? true else { throw DamagedSet() }
                last = address
                found += 1
            }
            guard found == count else { throw DamagedSet() }
            return last
        } catch {
            throw ContributionLineError("its set is not one of \(count) rising addresses")
        }
    }

    // MARK: Event records

    private mutating func addRecords(_ fields: inout LineFields) throws(ContributionLineError) {
        let (computer, log) = (try id("computer", &fields), try id("log", &fields))
        let ids = try fields.sums(of: "ids", UInt64.self)
        let times = try fields.sums(of: "times_ms", Int64.self).map { Instant(milliseconds: $0) }
        let offsets = try fields.sums(of: "offsets", Int64.self)
        let rows = try fields.sums(of: "rows", Int64.self)
        let second = try fields.isThere("second_rows") ? fields.numbers("second_rows", Int64.self) : nil
        guard !ids.isEmpty, ids.count <= ContributionFormat.recordsPerLine,
            [times.count, offsets.count, rows.count, second?.count ?? ids.count].allSatisfy({ $0 == ids.count })
        else {
            throw ContributionLineError(
                "its lists are not of one length from 1 to \(ContributionFormat.recordsPerLine)")
        }
        for (index, id) in ids.enumerated() {
            let row = try self.row(rows[index])
            guard times[index].isUsable else { throw ContributionLineError("times_ms has a time no record may carry") }
            snapshot.records.append(
                ContributedRecord(
                    computer: computer, logChannel: log, recordID: id,
                    eventID: snapshot.rows[Int(row)].eventID, time: times[index],
                    offset: UInt64(bitPattern: offsets[index]), row: row,
                    secondRow: try second.flatMap { lines throws(ContributionLineError) in
                        lines[index] == 0 ? nil : try self.row(lines[index])
                    }))
        }
        recordCount += UInt64(ids.count)
    }

    private func row(_ line: Int64) throws(ContributionLineError) -> UInt32 {
        guard let row = Int(exactly: line).flatMap({ rowOfLine[$0] }), snapshot.rows[Int(row)].hasRecordIDs else {
            throw ContributionLineError("a record names line \(line), which is no row of the same part with record ids")
        }
        return row
    }

    // MARK: Logs

    private mutating func addSighting(_ fields: inout LineFields) throws(ContributionLineError) {
        let seen = try fields.seen("first_seen_ms", "last_seen_ms")
        var ids: RecordIDRange?
        if fields.isThere("record_ids") {
            let both = try fields.numbers("record_ids", UInt64.self)
            guard both.count == 2, both[0] <= both[1] else {
                throw ContributionLineError("record_ids is not a lowest and a highest id")
            }
            ids = RecordIDRange(first: both[0], last: both[1])
        }
        let sighting = ContributedSighting(
            source: try fields.source("source"), computer: try id("computer", &fields),
            serverAddress: try id("server_address", &fields), logChannel: try id("log", &fields),
            day: try fields.day("day"), records: try fields.records("records"), firstSeen: seen.lowerBound,
            lastSeen: seen.upperBound, cleared: try fields.flag("cleared"),
            interrupted: try fields.flag("interrupted"), lost: try fields.flag("lost"),
            clearings: try fields.span("clearings_ms"), stops: try fields.span("stops_ms"),
            stopsFound: try fields.span("stops_found_ms"), clockChanges: try fields.recordsOrZero("clock_changes"),
            policyChanges: try fields.recordsOrZero("policy_changes"), recordIDs: ids)
        try check(seen, on: sighting.day)
        snapshot.sightings.append(sighting)
    }

    private mutating func addLog(_ fields: inout LineFields) throws(ContributionLineError) {
        let (computer, channel) = (try id("computer", &fields), try id("log", &fields))
        let bounds = try fields.numbers("ranges", UInt64.self)
        let ranges = stride(from: 0, to: bounds.count - bounds.count % 2, by: 2).map {
            RecordIDRange(first: bounds[$0], last: bounds[$0 + 1])
        }
        let last = snapshot.logs.last.flatMap { $0.computer == computer && $0.logChannel == channel ? $0 : nil }
        try check(ranges, bounds.count, after: last?.ranges.last)
        if last == nil {
            try begin(LogKey(computer: computer, channel: channel))
            snapshot.logs.append(ContributedLog(computer: computer, logChannel: channel, ranges: ranges))
        } else {
            snapshot.logs[snapshot.logs.count - 1].ranges += ranges
        }
    }

    private mutating func addLogDay(_ fields: inout LineFields) throws(ContributionLineError) {
        let (computer, channel, day) = (try id("computer", &fields), try id("log", &fields), try fields.day("day"))
        let bounds = try fields.numbers("ranges", UInt64.self)
        let times = try fields.numbers("times_ms", Int64.self).map { Instant(milliseconds: $0) }
        guard times.count == bounds.count, times.allSatisfy({ $0.isUsable && Day($0) == day }) else {
            throw ContributionLineError("times_ms is not a time of its day for each end of a range")
        }
        let ranges = stride(from: 0, to: bounds.count - bounds.count % 2, by: 2).map {
            TimedIDRange(first: bounds[$0], last: bounds[$0 + 1], firstTime: times[$0], lastTime: times[$0 + 1])
        }
        let last = snapshot.logDays.last.flatMap {
            $0.computer == computer && $0.logChannel == channel && $0.day == day ? $0 : nil
        }
        try check(ranges.map(\.ids), bounds.count, after: last?.ranges.last?.ids)
        if last == nil {
            try begin(LogKey(computer: computer, channel: channel, day: day))
            snapshot.logDays.append(
                ContributedLogDay(computer: computer, logChannel: channel, day: day, ranges: ranges))
        } else {
            snapshot.logDays[snapshot.logDays.count - 1].ranges += ranges
        }
    }

    private mutating func begin(_ log: LogKey) throws(ContributionLineError) {
        guard logs.insert(log).inserted else {
            throw ContributionLineError("the ranges of one log do not follow each other")
        }
    }

    /// Sorted, with at least one missing id between each two.
    private func check(
        _ ranges: [RecordIDRange], _ bounds: Int, after before: RecordIDRange?
    ) throws(ContributionLineError) {
        var last = before
        for range in ranges {
            guard range.first <= range.last, last.map({ $0.last < range.first && range.first - $0.last > 1 }) ?? true
            else { throw ContributionLineError("its ranges do not rise with a gap between each two") }
            last = range
        }
        guard bounds % 2 == 0, !ranges.isEmpty, ranges.count <= ContributionFormat.rangesPerLine else {
            throw ContributionLineError("ranges is not a list of 1 to \(ContributionFormat.rangesPerLine) pairs")
        }
    }

    // MARK: Names

    private mutating func addLease(_ fields: inout LineFields) throws(ContributionLineError) {
        let seen = try fields.seen("first_seen_local_ms", "last_seen_local_ms")
        let lease = ContributedLease(
            address: try id("address", &fields), name: try id("name", &fields),
            hardware: try id("hardware", &fields), day: try fields.day("day"), count: try fields.records("count"),
            firstSeen: LocalTime(milliseconds: seen.lowerBound.milliseconds),
            lastSeen: LocalTime(milliseconds: seen.upperBound.milliseconds))
        try check(seen, on: lease.day)
        guard lease.count > 0 else { throw ContributionLineError("a lease of no records") }
        snapshot.leases.append(lease)
    }

    private mutating func addRename(_ fields: inout LineFields) throws(ContributionLineError) {
        snapshot.renames.append(
            ContributedRename(
                computer: try id("computer", &fields), domain: try id("domain", &fields),
                oldName: try id("old_name", &fields), newName: try id("new_name", &fields),
                sid: try id("sid", &fields), time: try fields.instant("time_ms"), offset: try fields.number("offset")))
    }

    private mutating func addIdentity(_ fields: inout LineFields) throws(ContributionLineError) {
        snapshot.identities.append(
            ContributedIdentity(
                computer: try id("computer", &fields), serverAddress: try id("server_address", &fields),
                site: try id("site", &fields), account: try id("account", &fields),
                deviceID: try id("device_id", &fields), address: try id("address", &fields),
                forwarded: try id("forwarded", &fields), day: try fields.day("day")))
    }
}

extension ContributedVisits {
    /// True where only the visitors differ.
    fileprivate func isOfOneSet(with other: ContributedVisits) -> Bool {
        var (a, b) = (self, other)
        (a.pieces, b.pieces) = ([], [])
        return a == b
    }
}

extension ContributedAgents {
    fileprivate func isOfOneSet(with other: ContributedAgents) -> Bool {
        computer == other.computer && serverAddress == other.serverAddress && site == other.site
    }
}
