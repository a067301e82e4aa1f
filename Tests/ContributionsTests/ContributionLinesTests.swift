import AccessModel
import CompactSets
import Synchronization
import Testing

@testable import Contributions

/// Parts of inputs as lines and back.
@Suite struct ContributionLinesTests {
    private final class Written: Sendable {
        let bytes = Mutex<[UInt8]>([])
    }

    /// One of each kind, written once: the visitors take a while.
    private static let written = Result { try lines([snapshot(records: 3)], reading()) }

    private static func lines(_ parts: [EvidenceSnapshot], _ reading: InputReading) throws -> [String] {
        let written = Written()
        var lines = ContributionLines { bytes in written.bytes.withLock { $0 += bytes } }
        var open = lines.begin()
        for part in parts { try lines.append(part, to: &open) }
        try lines.close(open, reading: reading)
        try lines.finish(unread: [], finished: [])
        let bytes = written.bytes.withLock { $0 }
        #expect(bytes.last == 0x0A)
        return bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    }

    private func line(_ text: String) throws(ContributionLineError) -> ContributionLine {
        let result = Array(text.utf8).withUnsafeBytes { bytes in
            Result { () throws(ContributionLineError) in try ContributionLine(bytes) }
        }
        return try result.get()
    }

    private static let time = Instant(milliseconds: 1_791_000_000_000)
    private static var day: Day { Day(time) }

    private static func reading(accepted: UInt64 = 5000) -> InputReading {
        var tally = RecordTally()
        tally.accepted = accepted
        tally.ignored = ["life-cycle": 2, "a\"rule": 1]
        tally.reject(Rejection(reason: .noUsableTime, offset: 7, record: 1, detail: "no \"time\""))
        tally.reject(Rejection(reason: .noUsableTime, offset: 17, record: 2, detail: ""))
        return InputReading(
            location: InputPath(
                path: "a/b.zip", member: "ü.xml", sha256: String(repeating: "ab", count: 32), bytes: 99),
            format: .eventXML, encoding: .utf16LittleEndian, content: ContentID(high: 1, low: 2), contentBytes: 300_000,
            checkpoints: [256, 512, 131_072].map { ContentCheckpoint(offset: $0, hash: ContentID(high: $0, low: 3)) },
            tally: tally, damage: "cut", firstSeen: time, lastSeen: time, zone: "Europe/Berlin")
    }

    /// One of each thing an input contributes, with hostile texts and numbers at their borders.
    private static func snapshot(records: Int) -> EvidenceSnapshot {
        var snapshot = EvidenceSnapshot()
        snapshot.texts = ["", "\u{0}\"\\\n", "10.0.0.1", "anna", "e\u{301}", "srv", "é"]
        var row = ContributionRow(
            source: .event, eventID: 4624, channel: .otherLogon, logonType: 77, outcome: .failure, day: day, server: 5,
            accountDomain: 1, accountName: 3, accountSID: 4, address: 2, clientName: 6, hasRecordIDs: true,
            count: 1 << 34,
            firstSeen: time, lastSeen: time)
        snapshot.rows.append(row)
        row.channel = .network
        row.logonType = 3
        snapshot.rows.append(row)
        row.hasRecordIDs = false
        (row.source, row.site, row.forwarded, row.productHint, row.agentClass) = (.web, 1, 2, 3, 4)
        (row.serverAddress, row.firstOffset, row.lastOffset) = (5, 3, .max)
        snapshot.rows.append(row)
        snapshot.records = (0..<records).map { number in
            ContributedRecord(
                computer: 5, logChannel: 1, recordID: number == records - 1 ? .max : UInt64(number), eventID: 4624,
                time: Instant(milliseconds: time.milliseconds - Int64(number)), offset: UInt64(number) << 40,
                row: UInt32(number % 2), secondRow: number % 3 == 0 ? 1 : nil)
        }
        let later = Instant(milliseconds: time.milliseconds + 5)
        snapshot.sightings = [
            ContributedSighting(
                source: .event, computer: 5, serverAddress: 0, logChannel: 1, day: day, records: 9, firstSeen: time,
                lastSeen: later, cleared: true, interrupted: true, lost: true, clearings: time...later,
                stops: time...time, stopsFound: later...later, clockChanges: 1, policyChanges: 2,
                recordIDs: RecordIDRange(first: 0, last: .max)),
            ContributedSighting(
                source: .web, computer: 5, serverAddress: 2, logChannel: 3, day: day, records: 1, firstSeen: time,
                lastSeen: time, cleared: false, interrupted: false),
        ]
        let ranges = (0..<2500).map { RecordIDRange(first: UInt64($0) * 10, last: UInt64($0) * 10 + 3) }
        snapshot.logs = [
            ContributedLog(computer: 5, logChannel: 1, ranges: ranges),
            ContributedLog(computer: 5, logChannel: 3, ranges: [RecordIDRange(first: .max, last: .max)]),
        ]
        snapshot.logDays = [
            ContributedLogDay(
                computer: 5, logChannel: 1, day: day,
                ranges: ranges.map { TimedIDRange(first: $0.first, last: $0.last, firstTime: time, lastTime: later) })
        ]
        let visitors = (1...70_000).map { Visitor(address: IPAddress(v4: UInt32($0)), records: UInt64($0)) }
        var writer = VisitorSetWriter()
        var pieces = visitors.compactMap { writer.add($0) }
        if let rest = writer.finish() { pieces.append(rest) }
        func visits(_ site: TextID) -> ContributedVisits {
            ContributedVisits(
                day: day, outcome: .success, channel: .web, server: 5, serverAddress: 2, site: site, productHint: 0,
                agentClass: 3, peer: 2, hops: 4, firstSeen: time, lastSeen: time, pieces: pieces)
        }
        snapshot.visits = [visits(1), visits(3)]
        var peers = AgentSetWriter()
        _ = peers.add(Peer(address: IPAddress(v4: 9), agents: [1, 5, .max]))
        snapshot.agents = [
            ContributedAgents(computer: 5, serverAddress: 2, site: 1, pieces: peers.finish().map { [$0] } ?? [])
        ]
        snapshot.leases = [
            ContributedLease(
                address: 2, name: 3, hardware: 4, day: day, count: 3,
                firstSeen: LocalTime(milliseconds: time.milliseconds),
                lastSeen: LocalTime(milliseconds: later.milliseconds))
        ]
        snapshot.renames = [
            ContributedRename(computer: 5, domain: 1, oldName: 3, newName: 4, sid: 6, time: time, offset: .max)
        ]
        snapshot.identities = [
            ContributedIdentity(
                computer: 5, serverAddress: 2, site: 1, account: 3, deviceID: 4, address: 2, forwarded: 6, day: day)
        ]
        return snapshot
    }

    @Test func everythingAnInputContributesComesBack() throws {
        let parts = [Self.snapshot(records: 2500), Self.snapshot(records: 3)]
        let reading = Self.reading()
        let lines = try Self.lines(parts, reading)
        var (assembler, details) = (SnapshotAssembler(), ReadingAssembler())
        var found: [EvidenceSnapshot] = []
        let input = try InputLine(line(lines[0]))
        #expect(input.lines == lines.count - 1)
        var kinds: Set<ContributionFormat.Kind> = [.input, .unread, .finished]
        for (number, text) in lines.enumerated().dropFirst() {
            let line = try line(text)
            kinds.insert(line.kind)
            #expect(line.place?.number == number && line.place?.content == reading.content)
            if ReadingAssembler.takes(line.kind) {
                try details.add(line)
            } else if let part = try assembler.add(line, number: number) {
                found.append(part)
            }
        }
        if let part = assembler.finish() { found.append(part) }
        #expect(found == parts)
        #expect(try details.reading(of: input, records: assembler.recordCount, accesses: 0) == reading)
        #expect(kinds == Set(ContributionFormat.Kind.allCases))
    }

    @Test func anInputCannotHoldMoreThanItsInputLineCounts() throws {
        let lines = try Self.lines([], Self.reading())
        let input = try InputLine(line(lines[0]))
        #expect(throws: ContributionLineError.self) {
            try ReadingAssembler().reading(of: input, records: 5001, accesses: 0)
        }
        #expect(try ReadingAssembler().reading(of: input, records: 5000, accesses: 10_000).tally.accepted == 5000)
        // Two rows for a record, as of a logon that names a second machine.
        #expect(throws: ContributionLineError.self) {
            try ReadingAssembler().reading(of: input, records: 5000, accesses: 10_001)
        }
    }

    /// The same fields with one of them changed, and the hash put right: what somebody may send who knows the format.
    private func forged(_ line: String, _ from: String, _ to: String) -> String {
        #expect(line.contains(from), "\(from) in \(line)")
        let body = line.dropLast(LineEnvelope.sealLength)
        let changed = body.split(separator: from, maxSplits: 1, omittingEmptySubsequences: false).joined(separator: to)
        return LineEnvelope.sealed(Array(changed.utf8))
    }

    @Test(arguments: [
        ("row", "\"count\":", "\"count\":-"), ("row", "\"day\":\"2026", "\"day\":\"2025"),
        ("row", "\"channel\":\"", "\"channel\":\"x"), ("row", "\"logon_type\":77", "\"logon_type\":76"),
        ("row", "\"outcome\":\"failure\"", "\"outcome\":1"), ("row", "\"part\":1", "\"part\":3"),
        ("row", "\"source\"", "\"sauce\""), ("row", "\"first_seen_ms\":", "\"first_seen_ms\":9"),
        ("row", "\"kind\":\"row\"", "\"kind\":\"rows\""), ("row", "\"line\":1", "\"line\":0"),
        ("row", "\"content\":\"0", "\"content\":\"G"), ("row", "\"has_record_ids\":true", "\"has_record_ids\":1"),
        ("records", "\"rows\":[", "\"rows\":[9999"), ("records", "\"ids\":[", "\"ids\":[7,"),
        ("records", "\"second_rows\":[", "\"second_rows\":[77,"), ("log", "\"ranges\":[", "\"ranges\":[5,"),
        ("log", "\"ranges\":[0,3", "\"ranges\":[0,9"), ("log_day", "\"times_ms\":[1", "\"times_ms\":[2"),
        ("visits", "\"set\":\"", "\"set\":\"AAAA"), ("visits", "\"visitors\":", "\"visitors\":1"),
        ("agents", "\"peers\":1", "\"peers\":2"), ("agents", "\"set\":\"", "\"set\":\"!"),
        ("sighting", "\"clearings_ms\":[", "\"clearings_ms\":[1,"),
        ("sighting", "\"record_ids\":[0,", "\"record_ids\":["), ("lease", "\"count\":3", "\"count\":0"),
        ("rename", "\"time_ms\":1", "\"time_ms\":-1"), ("identity", "\"day\":\"2026-", "\"day\":\"2026-13-"),
        ("checkpoints", "\"offsets\":[256", "\"offsets\":[257"), ("checkpoints", "\"hashes\":[\"", "\"hashes\":[\"0"),
        ("reject", "\"reason\":\"", "\"reason\":\"x"), ("input", "\"bytes\":", "\"bytes\":-"),
        ("input", "\"sha256\":\"", "\"sha256\":\"0"), ("input", "\"format\":\"event-xml\"", "\"format\":\"evtx\""),
        ("row", "\"count\":", "\"count\":99999999999"), ("lease", "\"count\":", "\"count\":99999999999"),
        ("sighting", "\"records\":", "\"records\":99999999999"), ("input", "\"accepted\":", "\"accepted\":99999999999"),
        ("input", "\"accepted\":", "\"accepted\":999999999999999"), ("input", "\"lines\":", "\"lines\":-"),
    ])
    func numbersAndNamesAreChecked(kind: String, from: String, to: String) throws {
        let lines = try Self.written.get()
        let number = try #require(lines.firstIndex { $0.contains("\"kind\":\"\(kind)\"") })
        var (assembler, details) = (SnapshotAssembler(), ReadingAssembler())
        #expect(throws: ContributionLineError.self) {
            for (place, text) in lines.enumerated().prefix(number + 1) {
                let line = try line(place == number ? forged(text, from, to) : text)
                if line.kind == .input {
                    _ = try InputLine(line)
                } else if ReadingAssembler.takes(line.kind) {
                    try details.add(line)
                } else {
                    _ = try assembler.add(line, number: place)
                }
            }
        }
    }

    /// What a store keeps once for each log has to come once.
    @Test func rangesOfOneLogStandTogether() throws {
        var snapshot = Self.snapshot(records: 3)
        snapshot.logs.append(snapshot.logs[0])
        let lines = try Self.lines([snapshot], Self.reading())
        var assembler = SnapshotAssembler()
        #expect {
            for (number, text) in lines.enumerated().dropFirst() { _ = try assembler.add(line(text), number: number) }
        } throws: { ($0 as? ContributionLineError)?.reason.contains("follow each other") == true }
    }

    /// A piece that would begin a set again below its end.
    @Test func piecesOfOneSetRise() throws {
        var snapshot = Self.snapshot(records: 3)
        snapshot.visits[0].pieces.append(snapshot.visits[0].pieces[0])
        let lines = try Self.lines([snapshot], Self.reading())
        var assembler = SnapshotAssembler()
        #expect {
            for (number, text) in lines.enumerated().dropFirst() { _ = try assembler.add(line(text), number: number) }
        } throws: { ($0 as? ContributionLineError)?.reason.contains("rising") == true }
    }

    @Test func aLineOneByteTooLongIsRefused() throws {
        let text = try Self.lines([], Self.reading())[0]
        func padded(_ length: Int) -> String {
            let room = length - text.utf8.count - ",\"x\":\"\"".utf8.count
            return LineEnvelope.sealed(
                Array(text.dropLast(LineEnvelope.sealLength).utf8) + ",\"x\":\"".utf8
                    + [UInt8](repeating: 0x61, count: room) + "\"".utf8)
        }
        let longest = try line(padded(ContributionFormat.longestLine))
        // A key that its kind does not have.
        #expect(throws: ContributionLineError.self) { try InputLine(longest) }
        #expect {
            try line(padded(ContributionFormat.longestLine + 1))
        } throws: { ($0 as? ContributionLineError)?.reason.contains("longer") == true }
    }
}

extension LineEnvelope {
    /// A line without its seal, sealed.
    static func sealed(_ line: [UInt8]) -> String {
        var line = line
        seal(&line)
        return String(decoding: line, as: UTF8.self)
    }
}
