import GRDB

/// What losing copies take away from the rows they are in.
///
/// Collected in memory for up to `mostPending` rows and then added to a temporary table, so that it does not grow with
/// the evidence. First and last time of a row need care only where a copy counts in a *different* row: where rows are
/// equal, the winner carries the same time into the same row of every view. Those rows are `changed`, and their times are
/// found again from the records that count.
struct EventLosses {
    private let database: Database
    private let mostPending: Int
    /// Records taken out of each row.
    private var removed: [EventRowPlace: Int64] = [:]
    private var spans: [EventRowPlace: EventSpan] = [:]
    /// Rows that lost a record to another row.
    private(set) var changed = EventRowSet()
    /// Duplicates of each input.
    private(set) var duplicates: [Int64: Int64] = [:]

    init(_ database: Database, mostPending: Int) throws {
        self.database = database
        self.mostPending = mostPending
        try database.execute(sql: "CREATE TEMP TABLE lost(id INTEGER PRIMARY KEY, count INTEGER NOT NULL)")
        try database.execute(
            sql: "CREATE TEMP TABLE span(id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL)")
    }

    /// Rows kept in memory.
    var pending: Int { removed.count + spans.count }

    /// Takes a copy out of its rows.
    mutating func remove(_ copy: EventCopy) throws {
        duplicates[copy.input, default: 0] += 1
        for place in copy.places { removed[place, default: 0] += 1 }
        if removed.count >= mostPending { try flushRemoved() }
    }

    mutating func change(_ places: some Sequence<EventRowPlace>) {
        for place in places { changed.insert(place) }
    }

    /// Notes the time of a record that counts in a row that has changed.
    mutating func note(_ time: Int64, in place: EventRowPlace) throws {
        spans[place, default: EventSpan()].add(time)
        if spans.count >= mostPending { try flushSpans() }
    }

    /// Writes what is left of the rows to `kept`, and the duplicates to `input`.
    mutating func write() throws {
        try flushRemoved()
        try flushSpans()
        try database.execute(
            sql: """
                INSERT INTO kept
                SELECT c.id, c.count - l.count, COALESCE(s.first, c.first_seen), COALESCE(s.last, c.last_seen)
                FROM temp.lost l CROSS JOIN contribution_row c ON c.id = l.id LEFT JOIN temp.span s ON s.id = l.id
                """)
        for (input, count) in duplicates {
            try database.execute(sql: "UPDATE input SET duplicates = ? WHERE id = ?", arguments: [count, input])
        }
        try database.execute(sql: "DROP TABLE temp.lost")
        try database.execute(sql: "DROP TABLE temp.span")
    }

    private mutating func flushRemoved() throws {
        let add = try RowStatement(
            database,
            "INSERT INTO temp.lost VALUES (?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count")
        for (place, count) in removed {
            add.bind(from: 0, ContributionID.of(input: place.input, number: place.number), count)
            try add.run()
        }
        removed.removeAll(keepingCapacity: true)
    }

    private mutating func flushSpans() throws {
        let add = try RowStatement(
            database,
            """
            INSERT INTO temp.span VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last)
            """)
        for (place, span) in spans {
            add.bind(from: 0, ContributionID.of(input: place.input, number: place.number), span.first, span.last)
            try add.run()
        }
        spans.removeAll(keepingCapacity: true)
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
