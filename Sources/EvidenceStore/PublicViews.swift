/// The views other programs read: columns and their order are a contract (`docs/compatibility.md`).
///
/// They use nothing but what the `sqlite3` command line has.
enum PublicViews {
    /// The rows of every input with the columns of their facet. Internal; what looks for few rows asks the tables.
    static let contribution = """
        CREATE VIEW contribution AS
        SELECT c.id, c.id >> 32 AS input, c.id & \(ContributionID.maximumNumber) AS number,
            \(Schema.facetKey.map { "f." + $0 }.joined(separator: ", ")),
            \(Schema.contributionKey.dropFirst().map { "c." + $0 }.joined(separator: ", ")),
            c.count, c.first_seen, c.last_seen
        FROM contribution_row c CROSS JOIN facet f ON f.id = c.facet
        """

    /// Internal base of the views: rows of settled inputs, duplicates out, settings applied; texts still as ids.
    static let evidenceRow = """
        CREATE VIEW evidence_row AS
        SELECT f.source, f.event_id, f.channel, f.logon_type, f.outcome, c.day,
            COALESCE(w.server, c.server) AS server, c.account_domain, c.account_name, c.account_sid,
            COALESCE(x.client, c.address) AS client_address, c.client_name, f.site, f.product_hint, f.agent_class,
            c.address AS peer_address, c.forwarded, COALESCE(k.count, c.count) AS count,
            COALESCE(k.first_seen, c.first_seen) AS first_seen, COALESCE(k.last_seen, c.last_seen) AS last_seen
        \(evidenceTables)
        """

    /// Where the rows `c` that count come from, with what else decides how they are seen.
    static let evidenceTables = """
        FROM input i CROSS JOIN contribution_row c ON \(ContributionID.condition("c.id", input: "i.id"))
            CROSS JOIN facet f ON f.id = c.facet
            LEFT JOIN kept k ON k.id = c.id
            LEFT JOIN web_server w ON f.source = 1 AND w.input = i.id AND w.computer = c.server
                AND w.server_address = f.server_address
            LEFT JOIN web_client x ON f.source = 1 AND x.peer = c.address AND x.forwarded = c.forwarded
        WHERE i.state = \(InputState.settled) AND i.contained_in IS NULL AND COALESCE(k.count, c.count) > 0
        """

    static let all: [(name: String, sql: String)] = [
        ("access_evidence", accessEvidence), ("web_detail", webDetail),
        ("web_identities", webIdentities), ("leases", leases), ("renames", renames),
        ("inputs", inputs), ("damages", damages), ("conflicts", conflicts),
        ("rejections", rejections), ("event_log_ranges", eventLogRanges), ("event_log_days", eventLogDays),
    ]

    private static let keyColumns = [
        "server", "source", "event_id", "channel", "logon_type", "account_domain", "account_name", "account_sid",
        "client_address", "client_name", "outcome", "day",
    ]

    /// `YYYY-MM-DD` of a number of days since 1970-01-01.
    private static func day(_ column: String) -> String { "date(\(column) * 86400, 'unixepoch')" }

    /// `YYYY-MM-DDTHH:MM:SS.mmmZ` of milliseconds since 1970-01-01, in integers throughout (never before 1990).
    private static func time(_ column: String) -> String {
        "strftime('%Y-%m-%dT%H:%M:%S', \(column) / 1000, 'unixepoch') || printf('.%03dZ', \(column) % 1000)"
    }

    private static func outcome(_ column: String) -> String {
        "CASE \(column) WHEN 0 THEN 'success' ELSE 'failure' END"
    }

    private static let keyTexts = """
        sv.value AS server, CASE g.source WHEN 0 THEN 'event' ELSE 'web' END AS source, g.event_id,
            ch.value AS channel, g.logon_type, ad.value AS account_domain, an.value AS account_name,
            sid.value AS account_sid, cl.value AS client_address, cn.value AS client_name,
            \(outcome("g.outcome")) AS outcome, \(day("g.day")) AS day
        """

    private static let countAndTimes = """
        g.count, \(time("g.first_seen")) AS first_seen, \(time("g.last_seen")) AS last_seen
        """

    private static let keyJoins = """
        JOIN text sv ON sv.id = g.server JOIN text ch ON ch.id = g.channel
            JOIN text ad ON ad.id = g.account_domain JOIN text an ON an.id = g.account_name
            JOIN text sid ON sid.id = g.account_sid JOIN text cl ON cl.id = g.client_address
            JOIN text cn ON cn.id = g.client_name
        """

    private static func grouped(_ columns: [String], where condition: String = "1") -> String {
        let list = columns.joined(separator: ", ")
        return """
            (SELECT \(list), sum(count) AS count, min(first_seen) AS first_seen, max(last_seen) AS last_seen
            FROM evidence_row WHERE \(condition) GROUP BY \(list)) g
            """
    }

    private static let accessEvidence = """
        CREATE VIEW access_evidence AS
        SELECT \(keyTexts), \(countAndTimes)
        FROM \(grouped(keyColumns)) \(keyJoins)
        """

    private static let webDetail = """
        CREATE VIEW web_detail AS
        SELECT \(keyTexts), si.value AS site, ph.value AS product_hint, ac.value AS agent_class,
            pa.value AS peer_address, fw.value AS forwarded, \(countAndTimes)
        FROM \(grouped(
            keyColumns + ["site", "product_hint", "agent_class", "peer_address", "forwarded"], where: "source = 1"))
            \(keyJoins)
            JOIN text si ON si.id = g.site JOIN text ph ON ph.id = g.product_hint
            JOIN text ac ON ac.id = g.agent_class JOIN text pa ON pa.id = g.peer_address
            JOIN text fw ON fw.id = g.forwarded
        """

    /// The identities `e` of web queries, with their server `w` and the client behind a proxy `x`.
    static let webIdentityTables = """
        FROM input i JOIN web_identity e ON e.input = i.id
            JOIN web_server w ON w.input = e.input AND w.computer = e.computer
                AND w.server_address = e.server_address
            LEFT JOIN web_client x ON x.peer = e.address AND x.forwarded = e.forwarded
        """

    private static let webIdentities = """
        CREATE VIEW web_identities AS
        SELECT DISTINCT sv.value AS server, si.value AS site, ac.value AS account, de.value AS device_id,
            \(day("e.day")) AS day, ca.value AS client_address
        \(webIdentityTables)
            JOIN text ca ON ca.id = COALESCE(x.client, e.address)
            JOIN text sv ON sv.id = w.server JOIN text si ON si.id = e.site
            JOIN text ac ON ac.id = e.account JOIN text de ON de.id = e.device_id
        WHERE i.state = \(InputState.settled) AND i.contained_in IS NULL
        """

    /// Which client held which address on which day of the log's own clock; times are local, the zone is a setting.
    private static let leases = """
        CREATE VIEW leases AS
        SELECT ad.value AS address, na.value AS name, ha.value AS hardware, \(day("l.day")) AS day, l.count,
            strftime('%Y-%m-%dT%H:%M:%S', l.first_seen / 1000, 'unixepoch') AS first_seen,
            strftime('%Y-%m-%dT%H:%M:%S', l.last_seen / 1000, 'unixepoch') AS last_seen, p.path, p.member
        FROM input i JOIN lease l ON l.input = i.id
            JOIN text ad ON ad.id = l.address JOIN text na ON na.id = l.name JOIN text ha ON ha.id = l.hardware
            \(firstPlace)
        WHERE i.state = \(InputState.settled) AND i.contained_in IS NULL
        """

    /// Which account got which name, when, by whose log.
    private static let renames = """
        CREATE VIEW renames AS
        SELECT co.value AS computer, dm.value AS domain, od.value AS old_name, nw.value AS new_name, sid.value AS sid,
            \(time("r.time")) AS time, p.path, p.member, r.offset
        FROM input i JOIN account_rename r ON r.input = i.id
            JOIN text co ON co.id = r.computer JOIN text dm ON dm.id = r.domain JOIN text od ON od.id = r.old_name
            JOIN text nw ON nw.id = r.new_name JOIN text sid ON sid.id = r.sid
            \(firstPlace)
        WHERE i.state = \(InputState.settled) AND i.contained_in IS NULL
        """

    /// The place an input is shown at: the byte-smallest one.
    private static let firstPlace = """
        JOIN input_place p ON p.input = i.id AND p.settled AND NOT EXISTS (
            SELECT 1 FROM input_place q WHERE q.input = p.input AND q.settled
                AND (q.display, q.sha256, q.path, q.member) < (p.display, p.sha256, p.path, p.member))
        """

    /// `bytes` is the size of the file as found; `copies` the other places of the same content, one a line.
    private static let inputs = """
        CREATE VIEW inputs AS
        SELECT p.path, p.member, p.sha256, i.content, p.bytes, i.format,
            i.accepted + i.ignored + i.rejected AS records, i.accepted - i.duplicates AS accepted, i.ignored,
            i.rejected, i.duplicates, COALESCE(\(time("i.first_seen")), '') AS first_seen,
            COALESCE(\(time("i.last_seen")), '') AS last_seen,
            COALESCE((SELECT group_concat(display, char(10)) FROM (
                SELECT DISTINCT display FROM input_place c
                WHERE c.input = i.id AND c.settled AND c.display <> p.display ORDER BY display)), '') AS copies
        FROM input i \(firstPlace)
        WHERE i.state = \(InputState.settled)
        """

    /// Every place, copies too, where an input is what is left of a damaged file.
    private static let damages = """
        CREATE VIEW damages AS
        SELECT p.path, p.member, p.sha256, i.content, p.damage
        FROM input i JOIN input_place p ON p.input = i.id
        WHERE i.state = \(InputState.settled) AND p.settled AND p.damage <> ''
        """

    /// Every copy of an event whose copies differ; `counted` is 1 for the copy that counts.
    private static let conflicts = """
        CREATE VIEW conflicts AS
        SELECT co.value AS computer, ch.value AS log_channel, printf('%llu', c.record_id) AS record_id, c.event_id,
            \(time("c.time")) AS time, p.path, p.member, c.offset, c.counted
        FROM event_conflict c JOIN event_log l ON l.id = c.log JOIN text co ON co.id = l.computer
            JOIN text ch ON ch.id = l.channel JOIN input i ON i.id = c.input \(firstPlace)
        """

    /// Which record ids each input holds of each event log, accepted or not.
    private static let eventLogRanges = """
        CREATE VIEW event_log_ranges AS
        SELECT co.value AS computer, ch.value AS log_channel, p.path, p.member,
            printf('%llu', r.first_id) AS first_id, printf('%llu', r.last_id) AS last_id, r.ranges,
            printf('%llu', r.missing) AS missing, r.is_coarse
        FROM event_log_range r JOIN event_log l ON l.id = r.log JOIN text co ON co.id = l.computer
            JOIN text ch ON ch.id = l.channel JOIN input i ON i.id = r.input \(firstPlace)
        WHERE i.state = \(InputState.settled)
        """

    /// What each event log shows of itself day by day. Ids only rise while a log lives, so where some id of an earlier
    /// day is above some id of a day, the clock went back between them, or the log began anew.
    private static let eventLogDays = """
        CREATE VIEW event_log_days AS
        SELECT co.value AS computer, ch.value AS log_channel, \(day("g.day")) AS day, g.records,
            printf('%llu', \(unsigned("g.first_id"))) AS first_id, printf('%llu', \(unsigned("g.last_id"))) AS last_id,
            \(time("g.first_seen")) AS first_seen, \(time("g.last_seen")) AS last_seen, g.cleared, g.interrupted, g.lost,
            g.policy_changes, g.clock_changes,
            COALESCE(max(g.last_id) OVER (PARTITION BY g.computer, g.log_channel ORDER BY g.day
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) > g.first_id, 0) AS ids_went_back
        FROM (SELECT s.computer, s.log_channel, s.day, sum(s.records) AS records, min(s.first_id) AS first_id,
                max(s.last_id) AS last_id, min(s.first_seen) AS first_seen, max(s.last_seen) AS last_seen,
                max(s.cleared) AS cleared, max(s.interrupted) AS interrupted, max(s.lost) AS lost,
                sum(s.policy_changes) AS policy_changes, sum(s.clock_changes) AS clock_changes
            FROM input i JOIN sighting s ON s.input = i.id
            WHERE i.state = \(InputState.settled) AND i.contained_in IS NULL AND s.source = 0
            GROUP BY s.computer, s.log_channel, s.day) g
            JOIN text co ON co.id = g.computer JOIN text ch ON ch.id = g.log_channel
        """

    /// A record id from the signed number of the same order that stands for it: its highest bit turned over, in integers.
    private static func unsigned(_ column: String) -> String {
        let highest = "(-9223372036854775807 - 1)"
        return "((\(column) | \(highest)) - (\(column) & \(highest)))"
    }

    /// The rejected records that were kept with their place.
    private static let rejections = """
        CREATE VIEW rejections AS
        SELECT p.path, p.member, r.reason, r.offset, r.record, r.detail
        FROM rejection r JOIN input i ON i.id = r.input \(firstPlace)
        WHERE i.state = \(InputState.settled)
        """
}
