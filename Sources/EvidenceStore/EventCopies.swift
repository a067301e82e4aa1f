import AccessModel
import GRDB

/// Finds the copies of event records and decides which one counts.
///
/// One event is (computer, log channel, record id, event id, time). Of its copies the one with the most non-empty row
/// columns counts, then the smallest row in UTF-8 byte order, then the smallest (content id, offset). What is left of a
/// row goes to `kept`.
///
/// Copies are folded to the best one as they stream by, so memory does not grow with the copies of an event or of a record
/// id, or with how many events have copies. Kept at a time are `Limits`, one packed run of each part that may hold copies
/// (about 40 KiB) and as many copies, a bit for each row that lost a record to another row, and of one event the rows that
/// equal the best one's, at most two of an input.
struct EventCopies {
    /// What is kept in memory at a time. Constants in the product; tests set them lower to go one past them.
    struct Limits {
        /// Copies of one event, beside one for each part: what differs in a longer event is read twice.
        var heldCopies = 64
        /// Rows that lost records, before they go to a temporary table.
        var pendingRows = 65_536
        /// Rows whose content is known.
        var knownRows = 65_536
    }

    private let database: Database
    private let limits: Limits
    private let rows: EventRows
    /// Rank of each input by content id.
    private let contentRank: [Int64: Int]
    /// The most copies and rows that were kept at a time, without those of `rows`.
    private(set) var mostKept = 0

    init(_ database: Database, limits: Limits = Limits()) throws {
        self.database = database
        self.limits = limits
        rows = try EventRows(database, mostKnown: limits.knownRows)
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
        var losses = try EventLosses(database, mostPending: limits.pendingRows)
        try forEachLog { copies, log, merge in
            while let first = try merge.next() {
                // Most records have no copy.
                if merge.recordID == first.entry.recordID { try copies.takeOut(first, log, &merge, &losses) }
            }
        }
        if !losses.changed.isEmpty { try noteTimes(of: &losses) }
        try losses.write()
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

    /// Calls `body` with the records of each log in all inputs that may hold copies.
    private mutating func forEachLog(
        _ body: (inout EventCopies, Int64, inout EventRunMerge) throws -> Void
    ) throws {
        for log in try integers("SELECT DISTINCT log FROM temp.overlap ORDER BY log") {
            var cursors: [EventRunCursor] = []
            for input in try integers("SELECT input FROM temp.overlap WHERE log = ? ORDER BY input", log) {
                cursors += try EventRecords(database).cursors(input: input, log: log)
            }
            var merge = try EventRunMerge(cursors, rows)
            cursors = []
            try body(&self, log, &merge)
        }
    }

    private func integers(_ sql: String, _ arguments: Int64...) throws -> [Int64] {
        let query = try RowStatement(database, sql)
        query.bind(arguments)
        var result: [Int64] = []
        while try query.step() { result.append(query.integer(0)) }
        return result
    }

    // MARK: One event

    /// Takes the further copies of an event from `merge`; all but the best of them are lost.
    private mutating func takeOut(
        _ first: EventRunMerge.Record, _ log: Int64, _ merge: inout EventRunMerge, _ losses: inout EventLosses
    ) throws {
        let event = try merge.event(of: first)
        guard let second = try merge.next(of: event) else { return }
        var fold = EventFold(try candidate(first))
        var held = [fold.winner.copy]
        /// The event's copies behind those held, to be read again.
        var further: EventRunMerge?
        var next: EventRunMerge.Record? = second
        while let record = next {
            let other = try candidate(record)
            if further == nil { held.append(other.copy) }
            try fold.add(other, isPreferred: isPreferred(other, to: fold.winner), &losses)
            mostKept = max(mostKept, held.count + fold.equalRows.count + losses.pending)
            // As many as the merge has parts: a copy of it costs no more than what was read since the last one.
            if further == nil, held.count >= limits.heldCopies + merge.partCount { further = merge }
            next = try merge.next(of: event)
        }
        guard fold.differs else { return }
        for copy in held { try note(copy, of: event, in: log, isCounted: copy == fold.winner.copy) }
        while let record = try further?.next(of: event) {
            let copy = EventCopy(record.entry, input: record.input)
            try note(copy, of: event, in: log, isCounted: copy == fold.winner.copy)
        }
    }

    private func note(_ copy: EventCopy, of event: EventRunMerge.Event, in log: Int64, isCounted: Bool) throws {
        let insert = try RowStatement(database, "INSERT INTO event_conflict VALUES (?, ?, ?, ?, ?, ?, ?)")
        insert.bind(
            from: 0, log, Int64(bitPattern: event.recordID), event.eventID, event.time, copy.input, copy.offset,
            isCounted ? 1 : 0)
        try insert.run()
    }

    private func candidate(_ record: EventRunMerge.Record) throws -> EventFold.Candidate {
        let copy = EventCopy(record.entry, input: record.input)
        return EventFold.Candidate(copy: copy, classes: try rows.classes(of: copy))
    }

    private func isPreferred(_ a: EventFold.Candidate, to b: EventFold.Candidate) throws -> Bool {
        if a.classes != b.classes, let preferred = try rows.isPreferred(a.classes, to: b.classes) { return preferred }
        let (rankOfA, rankOfB) = (contentRank[a.copy.input] ?? 0, contentRank[b.copy.input] ?? 0)
        return (rankOfA, a.copy.offset) < (rankOfB, b.copy.offset)
    }

    // MARK: What is left

    /// First and last time of the records that count, in the rows that have changed.
    private mutating func noteTimes(of losses: inout EventLosses) throws {
        try forEachLog { copies, _, merge in
            while let first = try merge.next() {
                try copies.noteTime(of: try copies.winner(first, &merge), in: &losses)
            }
        }
        // A row holds records of several logs.
        for input in losses.changed.inputs.sorted() {
            let logs = try integers(
                """
                SELECT DISTINCT log FROM event_run
                WHERE input = ?1 AND log NOT IN (SELECT log FROM temp.overlap WHERE input = ?1) ORDER BY log
                """, input)
            for log in logs {
                for var cursor in try EventRecords(database).cursors(input: input, log: log) {
                    while let entry = cursor.current {
                        try noteTime(of: EventCopy(entry, input: input), in: &losses)
                        try cursor.advance()
                    }
                }
            }
        }
    }

    /// The copy of an event that counts.
    private func winner(_ first: EventRunMerge.Record, _ merge: inout EventRunMerge) throws -> EventCopy {
        let only = EventCopy(first.entry, input: first.input)
        guard merge.recordID == first.entry.recordID else { return only }
        let event = try merge.event(of: first)
        var winner: EventFold.Candidate?
        while let record = try merge.next(of: event) {
            let (best, other) = (try winner ?? candidate(first), try candidate(record))
            winner = try isPreferred(other, to: best) ? other : best
        }
        return winner?.copy ?? only
    }

    private mutating func noteTime(of copy: EventCopy, in losses: inout EventLosses) throws {
        for place in copy.places where losses.changed.contains(place) { try losses.note(copy.time, in: place) }
        mostKept = max(mostKept, losses.pending)
    }
}
