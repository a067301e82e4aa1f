import GRDB

/// The tables of a store, schema version 12. The public views over them are in `PublicViews`.
///
/// Everything an input contributes is keyed by the input first (rows by `ContributionID`), so that its rows lie together:
/// they are appended, merged and deleted as one range. Texts are interned; rows are integers.
enum Schema {
    /// `application_id` of the file: "HdCt" in ASCII. Tells a store from any other SQLite database.
    static let applicationID: Int32 = 0x4864_4374
    /// `user_version` of the file. A higher one is refused: it may hold what this version would misread.
    static let version: Int32 = 12
    /// Version 1 held a row for every event record, version 2 all of a row's key in each row, version 3 no leases, version 4
    /// the damage of one place of an input, version 5 no zones, version 6 a row for each anonymous visitor, version 7 no
    /// parts of agents, version 8 no offsets of rows and no record ids by day, version 9 event records in bytes instead of bits,
    /// version 10 no renames, version 11 no clients of the identities web queries carry; none was released.
    static let oldestVersion: Int32 = 12

    /// Makes the tables and views in an empty database.
    static func create(in database: Database) throws {
        for statement in tables + [PublicViews.contribution, PublicViews.evidenceRow] + PublicViews.all.map(\.sql) {
            try database.execute(sql: statement)
        }
        try database.execute(sql: "INSERT INTO text(id, value) VALUES (0, '')")
        try database.execute(sql: "PRAGMA application_id = \(applicationID)")
        try database.execute(sql: "PRAGMA user_version = \(version)")
    }

    private static let tables = [text, setting] + inputs + contributions + events + derived

    /// Every distinct text once; id 0 is the empty text. Its unique index is also the byte order of all texts.
    private static let text = "CREATE TABLE text(id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE)"

    /// The organisation settings, one line per entry. `server` is the server of a web folder, the zone of a log zone.
    private static let setting = """
        CREATE TABLE setting(
            kind TEXT NOT NULL, position INTEGER NOT NULL, value TEXT NOT NULL, server TEXT NOT NULL,
            PRIMARY KEY(kind, position)) WITHOUT ROWID
        """

    private static let inputs = [
        // `state`: see `InputState`. `contained_in`: the grown log that holds all of this one. `zone`: by which local times
        // were read.
        """
        CREATE TABLE input(
            id INTEGER PRIMARY KEY, state INTEGER NOT NULL, opened_as TEXT NOT NULL, parts INTEGER NOT NULL DEFAULT 0,
            content TEXT, format TEXT, encoding TEXT, content_bytes INTEGER, checkpoints BLOB,
            accepted INTEGER NOT NULL DEFAULT 0, ignored INTEGER NOT NULL DEFAULT 0,
            rejected INTEGER NOT NULL DEFAULT 0, duplicates INTEGER NOT NULL DEFAULT 0, contained_in INTEGER,
            first_seen INTEGER, last_seen INTEGER, zone TEXT NOT NULL DEFAULT '')
        """,
        // Settled inputs differ in content; a closed one may be about to take the place of a settled one.
        "CREATE INDEX input_content ON input(content)",
        // Where the content was found; the first by primary key is the input's path, the others are copies. The same content
        // can be whole in one place and what is left of a damaged file in another.
        """
        CREATE TABLE input_place(
            input INTEGER NOT NULL, display TEXT NOT NULL, sha256 TEXT NOT NULL, path TEXT NOT NULL,
            member TEXT NOT NULL, bytes INTEGER NOT NULL, damage TEXT NOT NULL, settled INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY(input, display, sha256, path, member)) WITHOUT ROWID
        """,
        // `kind`: `ignored` (name = rule) or `rejected` (name = reason).
        """
        CREATE TABLE tally(
            input INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY(input, kind, name)) WITHOUT ROWID
        """,
        """
        CREATE TABLE rejection(
            input INTEGER NOT NULL, number INTEGER NOT NULL, reason TEXT NOT NULL, offset INTEGER NOT NULL,
            record INTEGER NOT NULL, detail TEXT NOT NULL, PRIMARY KEY(input, number)) WITHOUT ROWID
        """,
        """
        CREATE TABLE unread(
            path TEXT PRIMARY KEY, format TEXT NOT NULL, reason TEXT NOT NULL, remedy TEXT NOT NULL,
            is_failure INTEGER NOT NULL) WITHOUT ROWID
        """,
    ]

    /// Columns of `facet`: what many rows of a contribution have in common. `channel` is the channel's text.
    static let facetKey = [
        "identified", "source", "event_id", "channel", "logon_type", "outcome", "server_address", "site",
        "product_hint", "agent_class",
    ]

    /// Columns of `contribution_row` that make its finest key, beside the input.
    static let contributionKey = [
        "facet", "day", "server", "account_domain", "account_name", "account_sid", "address", "client_name",
        "forwarded",
    ]

    private static func integers(_ columns: [String]) -> String {
        columns.map { "\($0) INTEGER NOT NULL" }.joined(separator: ", ")
    }

    private static let contributions = [
        // `first_id` and `last_id` of a sighting: see `storedInOrder`.
        // `identified`: 1 where every record of the row is in an `event_run`.
        """
        CREATE TABLE facet(
            id INTEGER PRIMARY KEY, \(integers(facetKey)), UNIQUE(\(facetKey.joined(separator: ", "))))
        """,
        // `first_offset` and `last_offset`: of the first and the last record, both 0 where all are in an `event_run`.
        // `id`: see `ContributionID`. Read through the view `contribution`. One key of its own and few columns: most of
        // the time it takes to write an input goes into this table.
        """
        CREATE TABLE contribution_row(
            id INTEGER PRIMARY KEY, \(integers(contributionKey)),
            count INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
            first_offset INTEGER NOT NULL, last_offset INTEGER NOT NULL)
        """,
        // `data`: the visitors, rising (`VisitorSetWriter`); `visitors` says how many. Sets of one key and part hold each
        // visitor once, in the order of their ids.
        """
        CREATE TABLE visit_set(
            id INTEGER PRIMARY KEY, input INTEGER NOT NULL, part INTEGER NOT NULL, \(integers(VisitSets.key)),
            visitors INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, data BLOB NOT NULL)
        """,
        "CREATE INDEX visit_set_key ON visit_set(input, day, server, server_address, peer, hops)",
        """
        CREATE TABLE sighting(
            input INTEGER NOT NULL, source INTEGER NOT NULL, computer INTEGER NOT NULL,
            server_address INTEGER NOT NULL, log_channel INTEGER NOT NULL, day INTEGER NOT NULL,
            records INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
            cleared INTEGER NOT NULL, interrupted INTEGER NOT NULL, first_cleared INTEGER, last_cleared INTEGER,
            clock_changes INTEGER NOT NULL, first_id INTEGER, last_id INTEGER,
            lost INTEGER NOT NULL, policy_changes INTEGER NOT NULL,
            first_stop INTEGER, last_stop INTEGER, first_stop_found INTEGER, last_stop_found INTEGER,
            PRIMARY KEY(input, source, computer, server_address, log_channel, day)) WITHOUT ROWID
        """,
        // `data`: the peers with their agents (`AgentSetWriter`).
        """
        CREATE TABLE agent_set(
            id INTEGER PRIMARY KEY, input INTEGER NOT NULL, part INTEGER NOT NULL, computer INTEGER NOT NULL,
            server_address INTEGER NOT NULL, site INTEGER NOT NULL, peers INTEGER NOT NULL, data BLOB NOT NULL)
        """,
        "CREATE INDEX agent_set_input ON agent_set(input)",
        // Local times, as recorded: the zone is a setting.
        """
        CREATE TABLE lease(
            input INTEGER NOT NULL, address INTEGER NOT NULL, name INTEGER NOT NULL, hardware INTEGER NOT NULL,
            day INTEGER NOT NULL, count INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
            PRIMARY KEY(input, address, name, hardware, day)) WITHOUT ROWID
        """,
        // Accounts that got another name, by whom the log says so; `offset` of the first record that does.
        """
        CREATE TABLE account_rename(
            input INTEGER NOT NULL, computer INTEGER NOT NULL, domain INTEGER NOT NULL, old_name INTEGER NOT NULL,
            new_name INTEGER NOT NULL, sid INTEGER NOT NULL, time INTEGER NOT NULL, offset INTEGER NOT NULL,
            PRIMARY KEY(input, computer, domain, old_name, new_name, sid, time)) WITHOUT ROWID
        """,
        // Identities a web query carries.
        """
        CREATE TABLE web_identity(
            input INTEGER NOT NULL, computer INTEGER NOT NULL, server_address INTEGER NOT NULL,
            site INTEGER NOT NULL, account INTEGER NOT NULL, device_id INTEGER NOT NULL, address INTEGER NOT NULL,
            forwarded INTEGER NOT NULL, day INTEGER NOT NULL,
            PRIMARY KEY(input, computer, server_address, site, account, device_id, address, forwarded, day))
            WITHOUT ROWID
        """,
    ]

    private static let events = [
        // The log an event record was written to: lower-case Computer, Channel.
        """
        CREATE TABLE event_log(
            id INTEGER PRIMARY KEY, computer INTEGER NOT NULL, channel INTEGER NOT NULL, UNIQUE(computer, channel))
        """,
        // `data`: see `EventRun`. `part`: the part of the input it came with.
        """
        CREATE TABLE event_run(
            input INTEGER NOT NULL, log INTEGER NOT NULL, part INTEGER NOT NULL, number INTEGER NOT NULL,
            count INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY(input, log, part, number))
        """,
        // The record ids of a log that were seen in an open input, accepted or not; see `EventLogRanges`.
        """
        CREATE TABLE event_id_piece(
            input INTEGER NOT NULL, log INTEGER NOT NULL, part INTEGER NOT NULL, number INTEGER NOT NULL,
            data BLOB NOT NULL, PRIMARY KEY(input, log, part, number)) WITHOUT ROWID
        """,
        // The same of an input that has closed. Ids and `missing` are unsigned numbers of 64 bits. `ranges` counts those
        // there are, `data` holds as many as are kept.
        """
        CREATE TABLE event_log_range(
            input INTEGER NOT NULL, log INTEGER NOT NULL, first_id INTEGER NOT NULL, last_id INTEGER NOT NULL,
            ranges INTEGER NOT NULL, missing INTEGER NOT NULL, is_coarse INTEGER NOT NULL, data BLOB NOT NULL,
            PRIMARY KEY(input, log))
        """,
        // The same record ids day by day with times, of an open input; see `EventLogDays`.
        """
        CREATE TABLE event_day_piece(
            input INTEGER NOT NULL, log INTEGER NOT NULL, day INTEGER NOT NULL, part INTEGER NOT NULL,
            number INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY(input, log, day, part, number)) WITHOUT ROWID
        """,
        // And of one that has closed. `ranges` counts those there are, `data` holds as many as are kept.
        """
        CREATE TABLE event_log_day(
            input INTEGER NOT NULL, log INTEGER NOT NULL, day INTEGER NOT NULL, ranges INTEGER NOT NULL,
            data BLOB NOT NULL, PRIMARY KEY(input, log, day)) WITHOUT ROWID
        """,
        // Which record ids of a log an input holds records of: only overlapping spans, or one with repeats, can hold duplicates.
        """
        CREATE TABLE event_span(
            input INTEGER NOT NULL, log INTEGER NOT NULL, first_id INTEGER NOT NULL, last_id INTEGER NOT NULL,
            repeats INTEGER NOT NULL, PRIMARY KEY(input, log)) WITHOUT ROWID
        """,
    ]

    /// What `settle` derives from the set of inputs and the settings.
    private static let derived = [
        // What is left of a row of `contribution_row` once duplicates are out; rows without duplicates are not here.
        """
        CREATE TABLE kept(
            id INTEGER PRIMARY KEY, count INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL)
        """,
        // All copies of an event whose copies differ.
        """
        CREATE TABLE event_conflict(
            log INTEGER NOT NULL, record_id INTEGER NOT NULL, event_id INTEGER NOT NULL, time INTEGER NOT NULL,
            input INTEGER NOT NULL, offset INTEGER NOT NULL, counted INTEGER NOT NULL,
            PRIMARY KEY(log, record_id, event_id, time, input, offset)) WITHOUT ROWID
        """,
        // The server of the web lines of an input with this s-computername and s-ip, by the settings; NULL until the
        // first `settle` after the lines came.
        """
        CREATE TABLE web_server(
            input INTEGER NOT NULL, computer INTEGER NOT NULL, server_address INTEGER NOT NULL,
            server INTEGER, PRIMARY KEY(input, computer, server_address)) WITHOUT ROWID
        """,
        // The client behind a peer that sent a forwarded list, by the settings; NULL until the first `settle` after the
        // lines came. A peer that sent none is the client itself.
        """
        CREATE TABLE web_client(
            peer INTEGER NOT NULL, forwarded INTEGER NOT NULL, client INTEGER,
            PRIMARY KEY(peer, forwarded)) WITHOUT ROWID
        """,
    ]
}

/// How far an input has come. Views show settled inputs only.
enum InputState {
    /// Being written; deleted by the next writer if this one dies.
    static let open = 0
    /// Whole, but not yet compared with the others.
    static let closed = 1
    /// Compared with all others: duplicates out, names resolved.
    static let settled = 2
}
