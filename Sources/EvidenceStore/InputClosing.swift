import AccessModel
import GRDB

/// Ends an input: it becomes one of the store's inputs, or a further place of one that is there already.
struct InputClosing {
    let database: Database
    let input: Int64

    func close(_ reading: InputReading) throws -> CloseResult {
        if let same = try closedInput(of: reading.content) {
            let place = try displayPath(of: same)
            guard reading.location.display.isByteOrdered(before: place) else {
                try InputRemoval(database: database, input: input).run()
                return try addPlace(reading.location, to: same) ? .copyOf(place) : .known
            }
            try replace(same, with: reading)
            return .copyOf(place)
        }
        try become(reading)
        return .added
    }

    /// The byte-smallest place names an input, and what its content contributes is what was read there: the folder may
    /// name the site, and one container may be damaged where another is not. So the order of reading does not matter.
    private func replace(_ same: Int64, with reading: InputReading) throws {
        let places = try Row.fetchAll(database, sql: "SELECT * FROM input_place WHERE input = ?", arguments: [same])
        try InputRemoval(database: database, input: same).run()
        try become(reading)
        for place in places {
            try database.execute(
                sql: "INSERT OR IGNORE INTO input_place VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    input, place["display"], place["sha256"], place["path"], place["member"], place["bytes"],
                    place["settled"],
                ])
        }
    }

    private func become(_ reading: InputReading) throws {
        if try parts() > 1 { try PartMerging(database: database, input: input).run() }
        try noteEventSpans()
        try writeReading(reading)
        try writeTally(reading.tally)
        _ = try addPlace(reading.location, to: input)
    }

    private func closedInput(of content: ContentID) throws -> Int64? {
        try Int64.fetchOne(database, sql: "SELECT id FROM input WHERE content = ?", arguments: [content.hex])
    }

    private func parts() throws -> Int {
        try Int.fetchOne(database, sql: "SELECT parts FROM input WHERE id = ?", arguments: [input]) ?? 0
    }

    private func displayPath(of input: Int64) throws -> String {
        try InputTable(database).firstPlace(of: input, settledOnly: false)?.display ?? ""
    }

    /// False where the place is known already: reading the same file again changes nothing.
    private func addPlace(_ place: InputPath, to input: Int64) throws -> Bool {
        // An input that can be read here is no longer unread.
        try database.execute(sql: "DELETE FROM unread WHERE path = ?", arguments: [place.display])
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO input_place(input, display, sha256, path, member, bytes)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                input, place.display, place.sha256, place.path, place.member, Int64(clamping: place.bytes),
            ])
        return database.changesCount > 0
    }

    private func writeReading(_ reading: InputReading) throws {
        let tally = reading.tally
        try database.execute(
            sql: """
                UPDATE input SET state = ?, content = ?, format = ?, encoding = ?, content_bytes = ?,
                    checkpoints = ?, accepted = ?, ignored = ?, rejected = ?, damage = ?, first_seen = ?,
                    last_seen = ?
                WHERE id = ?
                """,
            arguments: [
                InputState.closed, reading.content.hex, reading.format.rawValue, reading.encoding.rawValue,
                Int64(clamping: reading.contentBytes), CheckpointList(reading.checkpoints).data,
                Int64(clamping: tally.accepted), Int64(clamping: tally.ignoredTotal),
                Int64(clamping: tally.rejectedTotal), reading.damage, reading.firstSeen?.milliseconds,
                reading.lastSeen?.milliseconds, input,
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

    /// Notes which record ids of each log the input holds, and whether an event comes twice in it. In key order, so
    /// that equal events follow each other.
    private func noteEventSpans() throws {
        let records = try RowStatement(
            database,
            """
            SELECT log, record_id, event_id, time FROM event_record WHERE input = ?
            ORDER BY log, record_id, event_id, time
            """)
        records.bind(0, input)
        var spans: [EventIDSpan] = []
        var last: (event: Int64, time: Int64) = (0, 0)
        while try records.step() {
            let (log, record) = (records.integer(0), records.integer(1))
            let event = (event: records.integer(2), time: records.integer(3))
            if var span = spans.last, span.log == log {
                if span.last == record, event == last { span.hasRepeats = true }
                span.last = record
                spans[spans.count - 1] = span
            } else {
                spans.append(EventIDSpan(log: log, first: record, last: record))
            }
            last = event
        }
        let insert = try RowStatement(database, "INSERT INTO event_span VALUES (?, ?, ?, ?, ?)")
        for span in spans {
            insert.bind(from: 0, input, span.log, span.first, span.last, span.hasRepeats ? 1 : 0)
            try insert.run()
        }
    }

    private struct EventIDSpan {
        var log: Int64
        var first: Int64
        var last: Int64
        var hasRepeats = false
    }
}

/// Takes everything an input contributed out of the store.
struct InputRemoval {
    let database: Database
    let input: Int64

    private static let tables = [
        "contribution", "anonymous", "sighting", "agent", "web_identity", "event_record", "event_span", "web_server",
        "tally", "rejection", "input_place",
    ]

    func run() throws {
        for table in InputRemoval.tables {
            try database.execute(sql: "DELETE FROM \(table) WHERE input = ?", arguments: [input])
        }
        try database.execute(sql: "DELETE FROM input WHERE id = ?", arguments: [input])
    }
}
