import AccessModel
import GRDB

/// Finds the copies of event records and decides which one counts.
///
/// One event is (computer, log channel, record id, event id, time). Of its copies the one with the most non-empty row
/// columns counts, then the smallest row in UTF-8 byte order, then the smallest (content id, offset). What is left of a
/// row goes to `kept`. Its first and last time need care only where a copy counts in a *different* row: where rows are
/// equal, the winner carries the same time into the same row of every view.
struct EventCopies {
    private let database: Database
    private var rows: EventRows
    /// Rank of each input by content id.
    private let contentRank: [Int64: Int]

    init(_ database: Database) throws {
        self.database = database
        rows = try EventRows(database)
        let inputs = try Int64.fetchAll(
            database, sql: "SELECT id FROM input WHERE state = ? ORDER BY content", arguments: [InputState.settled])
        contentRank = Dictionary(uniqueKeysWithValues: inputs.enumerated().map { ($1, $0) })
    }

    mutating func run() throws {
        try database.execute(sql: "DELETE FROM kept")
        try database.execute(sql: "DELETE FROM event_conflict")
        try database.execute(
            sql: "UPDATE input SET duplicates = 0 WHERE duplicates > 0 AND id IN (SELECT input FROM event_span)")
        try database.execute(sql: "CREATE TEMP TABLE overlap(log INTEGER, input INTEGER, PRIMARY KEY(log, input))")
        if try noteOverlaps() { try takeOutCopies() }
        try database.execute(sql: "DROP TABLE temp.overlap")
    }

    private mutating func takeOutCopies() throws {
        var losses = EventLosses()
        let conflict = try RowStatement(database, "INSERT INTO event_conflict VALUES (?, ?, ?, ?, ?, ?, ?)")
        try forEachEvent { copies, winner, isConflict in
            for (index, copy) in copies.enumerated() {
                if index != winner { losses.add(copy, isElsewhere: copy.rowClasses != copies[winner].rowClasses) }
                guard isConflict else { continue }
                conflict.bind(
                    from: 0, copy.log, copy.recordID, copy.eventID, copy.time, copy.input, copy.offset,
                    index == winner ? 1 : 0)
                try conflict.run()
            }
        }
        let spans = try spansOfRemaining(in: losses.changedRows)
        try write(losses, spans)
    }

    // MARK: Which inputs can hold copies

    /// Fills `temp.overlap` with the (log, input) whose record ids meet those of another input, or repeat.
    /// Logs exported month by month never meet, and are not read again. False where there are none.
    private func noteOverlaps() throws -> Bool {
        try database.execute(
            sql: """
                INSERT INTO temp.overlap
                SELECT log, input FROM (
                    SELECT s.log, s.input, s.repeats, s.first_id, s.last_id,
                        max(s.last_id) OVER (before ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS last_before,
                        min(s.first_id) OVER (before ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS first_after
                    FROM event_span s JOIN input i ON i.id = s.input WHERE i.state = ?
                    WINDOW before AS (PARTITION BY s.log ORDER BY s.first_id, s.last_id, s.input))
                WHERE repeats OR last_before >= first_id OR first_after <= last_id
                """, arguments: [InputState.settled])
        return database.changesCount > 0
    }

    // MARK: Events with several copies

    /// Calls `body` with the copies of each event that has several, the index of the one that counts, and whether
    /// they differ. Copies come in no particular order.
    private mutating func forEachEvent(_ body: ([EventCopy], Int, Bool) throws -> Void) throws {
        let pairs = try Row.fetchAll(database, sql: "SELECT log, input FROM temp.overlap ORDER BY log, input")
        var start = 0
        while start < pairs.count {
            let log: Int64 = pairs[start]["log"]
            var cursors: [EventRunCursor] = []
            while start < pairs.count, pairs[start]["log"] == log {
                cursors += try EventRecords(database).cursors(input: pairs[start]["input"], log: log)
                start += 1
            }
            try forEachEvent(of: log, in: cursors, body)
        }
    }

    /// Merges the parts of all inputs by record id.
    private mutating func forEachEvent(
        of log: Int64, in parts: [EventRunCursor], _ body: ([EventCopy], Int, Bool) throws -> Void
    ) throws {
        var parts = EventRunMerge(parts)
        var sameID: [(input: Int64, entry: EventRun.Entry)] = []
        while try parts.next(&sameID) {
            guard sameID.count > 1 else { continue }
            var copies: [EventCopy] = []
            for (input, entry) in sameID {
                let eventID = try rows.eventID(of: EventRowPlace(input: input, number: entry.row))
                copies.append(EventCopy(entry, log: log, input: input, eventID: eventID))
            }
            // Few share an id, and hardly ever are they different events.
            if copies.dropFirst().allSatisfy({ $0.isSameEvent(as: copies[0]) }) {
                try finish(&copies, body)
                continue
            }
            copies.sort { ($0.eventID, $0.time) < ($1.eventID, $1.time) }
            var event: [EventCopy] = []
            for copy in copies {
                if let first = event.first, !first.isSameEvent(as: copy) { try finish(&event, body) }
                event.append(copy)
            }
            try finish(&event, body)
        }
    }

    private mutating func finish(
        _ copies: inout [EventCopy], _ body: ([EventCopy], Int, Bool) throws -> Void
    ) throws {
        defer { copies.removeAll(keepingCapacity: true) }
        guard copies.count > 1 else { return }
        for index in copies.indices { copies[index].rowClasses = try rows.classes(of: copies[index]) }
        var winner = 0
        for index in copies.indices.dropFirst() where try isPreferred(copies[index], to: copies[winner]) {
            winner = index
        }
        try body(copies, winner, copies.contains { $0.rowClasses != copies[0].rowClasses })
    }

    private mutating func isPreferred(_ a: EventCopy, to b: EventCopy) throws -> Bool {
        if a.rowClasses != b.rowClasses, let preferred = try rows.isPreferred(a.rowClasses, to: b.rowClasses) {
            return preferred
        }
        let (rankOfA, rankOfB) = (contentRank[a.input] ?? 0, contentRank[b.input] ?? 0)
        return (rankOfA, a.offset) < (rankOfB, b.offset)
    }

    // MARK: What is left

    /// First and last time of the records that count, for the given rows.
    private mutating func spansOfRemaining(in changed: Set<EventRowPlace>) throws -> [EventRowPlace: EventSpan] {
        guard !changed.isEmpty else { return [:] }
        var losers = Set<EventCopy.Identity>()
        try forEachEvent { copies, winner, _ in
            for (index, copy) in copies.enumerated()
            where index != winner && copy.places.contains(where: changed.contains) {
                losers.insert(copy.identity)
            }
        }
        var spans: [EventRowPlace: EventSpan] = [:]
        for input in Set(changed.map(\.input)) {
            try EventRecords(database).forEach(of: input) { record in
                let places = record.places.filter(changed.contains)
                guard !places.isEmpty, !losers.contains(record.identity) else { return }
                for place in places { spans[place, default: EventSpan()].add(record.time) }
            }
        }
        return spans
    }

    private func write(_ losses: EventLosses, _ spans: [EventRowPlace: EventSpan]) throws {
        let insert = try RowStatement(
            database,
            """
            INSERT INTO kept SELECT id, count - ?2, COALESCE(?3, first_seen), COALESCE(?4, last_seen)
            FROM contribution_row WHERE id = ?1
            """)
        for (place, count) in losses.removed {
            insert.bind(from: 0, ContributionID.of(input: place.input, number: place.number), count)
            insert.bind(2, spans[place]?.first)
            insert.bind(3, spans[place]?.last)
            try insert.run()
        }
        for (input, count) in losses.duplicates {
            try database.execute(
                sql: "UPDATE input SET duplicates = ? WHERE id = ?", arguments: [count, input])
        }
    }
}

/// What losing copies take away.
private struct EventLosses {
    /// Records taken out of each row.
    var removed: [EventRowPlace: Int64] = [:]
    /// Rows that lost a record to another row: their first and last time may have changed.
    var changedRows = Set<EventRowPlace>()
    /// Duplicates of each input.
    var duplicates: [Int64: Int64] = [:]

    mutating func add(_ copy: EventCopy, isElsewhere: Bool) {
        duplicates[copy.input, default: 0] += 1
        for place in copy.places {
            removed[place, default: 0] += 1
            if isElsewhere { changedRows.insert(place) }
        }
    }
}

private struct EventSpan {
    var first = Int64.max
    var last = Int64.min

    mutating func add(_ time: Int64) {
        first = min(first, time)
        last = max(last, time)
    }
}
