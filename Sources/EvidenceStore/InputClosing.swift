import AccessModel
import GRDB

/// Ends an input: it becomes one of the store's inputs, or a further place of one that is there already.
struct InputClosing {
    let database: Database
    let input: Int64

    func close(_ reading: InputReading) throws -> CloseResult {
        let standing = try InputStanding(
            of: reading.content.hex, at: reading.location, zone: reading.zone, in: database)
        switch standing {
        case .input(let superseded, let first):
            for other in superseded { try InputRemoval(database: database, input: other).run(movingPlacesTo: input) }
            try become(reading)
            return first.map { .copyOf($0.display) } ?? .added
        case .furtherPlace(let holder, let first, let isKnown):
            try InputRemoval(database: database, input: input).run()
            try addPlace(reading, to: holder)
            return isKnown ? .known : .copyOf(first.display)
        }
    }

    /// Adds the place of a reading to the input of its content; nil where it would be an input itself.
    static func addFurtherPlace(_ reading: InputReading, in database: Database) throws -> CloseResult? {
        let standing = try InputStanding(
            of: reading.content.hex, at: reading.location, zone: reading.zone, in: database)
        guard case .furtherPlace(let holder, let first, let isKnown) = standing else { return nil }
        try InputClosing(database: database, input: holder).addPlace(reading, to: holder)
        return isKnown ? .known : .copyOf(first.display)
    }

    private func become(_ reading: InputReading) throws {
        if try parts() > 1 { try PartMerging(database: database, input: input).run() }
        try EventLogRanges(database: database).close(input)
        try EventLogDays(database: database).close(input)
        try writeReading(reading)
        try writeTally(reading.tally)
        try addPlace(reading, to: input)
    }

    private func parts() throws -> Int {
        try Int.fetchOne(database, sql: "SELECT parts FROM input WHERE id = ?", arguments: [input]) ?? 0
    }

    /// What is known of a place is what was last read there: without custody hashes a file that has changed since is the
    /// same place.
    private func addPlace(_ reading: InputReading, to input: Int64) throws {
        let place = reading.location
        // An input that can be read here is no longer unread.
        try database.execute(sql: "DELETE FROM unread WHERE path = ?", arguments: [place.display])
        try database.execute(
            sql: """
                INSERT INTO input_place(input, display, sha256, path, member, bytes, damage)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET bytes = excluded.bytes, damage = excluded.damage
                    WHERE bytes <> excluded.bytes OR damage <> excluded.damage
                """,
            arguments: [
                input, place.display, place.sha256, place.path, place.member, Int64(clamping: place.bytes),
                reading.damage,
            ])
    }

    private func writeReading(_ reading: InputReading) throws {
        let tally = reading.tally
        try database.execute(
            sql: """
                UPDATE input SET state = ?, content = ?, format = ?, encoding = ?, content_bytes = ?,
                    checkpoints = ?, accepted = ?, ignored = ?, rejected = ?, first_seen = ?, last_seen = ?, zone = ?
                WHERE id = ?
                """,
            arguments: [
                InputState.closed, reading.content.hex, reading.format.rawValue, reading.encoding.rawValue,
                Int64(clamping: reading.contentBytes), CheckpointList(reading.checkpoints).data,
                Int64(clamping: tally.accepted), Int64(clamping: tally.ignoredTotal),
                Int64(clamping: tally.rejectedTotal), reading.firstSeen?.milliseconds,
                reading.lastSeen?.milliseconds, reading.zone, input,
            ])
    }

    private func writeTally(_ tally: RecordTally) throws {
        let count = try RowStatement(database, "INSERT INTO tally VALUES (?, ?, ?, ?)")
        func write(_ kind: String, _ name: String, _ value: UInt64) throws {
            count.bind(0, input)
            count.bind(1, kind)
            count.bind(2, name)
            count.bind(3, Int64(clamping: value))
            try count.run()
        }
        for (rule, value) in tally.ignored where value > 0 { try write("ignored", rule, value) }
        for (reason, value) in tally.rejected where value > 0 { try write("rejected", reason.rawValue, value) }
        let place = try RowStatement(database, "INSERT INTO rejection VALUES (?, ?, ?, ?, ?, ?)")
        for (number, rejection) in tally.rejections.enumerated() {
            place.bind(0, input)
            place.bind(1, Int64(number))
            place.bind(2, rejection.reason.rawValue)
            place.bind(3, Int64(clamping: rejection.offset))
            place.bind(4, Int64(clamping: rejection.record))
            place.bind(5, rejection.detail)
            try place.run()
        }
    }
}

/// Takes everything an input contributed out of the store.
struct InputRemoval {
    let database: Database
    let input: Int64

    private static let tables = [
        "visit_set", "sighting", "agent_set", "web_identity", "event_run", "event_span", "event_id_piece",
        "event_log_range", "event_day_piece", "event_log_day", "web_server", "lease", "account_rename",
        "tally", "rejection", "input_place",
    ]

    /// The places go to another input of the same content.
    func run(movingPlacesTo other: Int64) throws {
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO input_place
                SELECT ?, display, sha256, path, member, bytes, damage, settled FROM input_place WHERE input = ?
                """, arguments: [other, input])
        try run()
    }

    func run() throws {
        try removeContribution()
        try database.execute(sql: "DELETE FROM input WHERE id = ?", arguments: [input])
    }

    /// The input itself stays.
    func removeContribution() throws {
        for table in InputRemoval.tables {
            try database.execute(sql: "DELETE FROM \(table) WHERE input = ?", arguments: [input])
        }
        try database.execute(
            sql: "DELETE FROM contribution_row WHERE \(ContributionID.condition("id", input: "?1"))",
            arguments: [input])
    }
}
