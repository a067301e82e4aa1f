import AccessModel
import GRDB

/// Reads the store as one `Evidence`: on ids throughout, each text once.
///
/// The ids of the store depend on the order in which inputs came. The result does not: texts get the rank of their
/// UTF-8 bytes as their new id, so sorting by id is sorting by text.
struct EvidenceReader {
    private let database: Database
    /// Days read, as a condition on the column `day`.
    private let days: ClosedRange<Int64>
    private let window: ClosedRange<Day>?

    init(_ database: Database, window: ClosedRange<Day>?) {
        self.database = database
        self.window = window
        days = window.map { Int64($0.lowerBound.number)...Int64($0.upperBound.number) } ?? Int64.min...Int64.max
    }

    func read() throws -> Evidence {
        var evidence = Evidence()
        evidence.window = window
        evidence.settings = try SettingsTable(database: database).read()
        evidence.inputs = try InputTable(database).summaries()
        evidence.lastDay = try span()?.upperBound

        let rows = try readRows()
        let visits = try readVisits()
        let coverage = try readCoverage()
        let eventLogs = try EventLogRanges(database: database).read()
        let peers = try readPeers()
        let signs = try readEarlierSigns()
        let leases = try LeaseReader(database, settings: evidence.settings, days: days).read()
        var ranks = try TextRanks(database)
        for row in rows { ranks.use(row.row.texts) }
        for visit in visits { ranks.use([visit.server, visit.site, visit.clientAddress]) }
        for day in coverage { ranks.use([day.server, day.logChannel]) }
        for log in eventLogs { ranks.use([log.server, log.logChannel]) }
        for peer in peers { ranks.use([peer.server, peer.site, peer.peer]) }
        for sign in signs { ranks.use([sign.accountDomain, sign.accountName, sign.accountSID]) }
        for lease in leases.leases { ranks.use([lease.address, lease.name, lease.hardware]) }
        evidence.texts = try ranks.rank()

        evidence.rows = try sorted(rows, ranks)
        evidence.visits = visits.map(ranks.renumbered).sorted(by: <)
        evidence.coverage = coverage.map(ranks.renumbered).sorted(by: <)
        evidence.eventLogs = eventLogs.map(ranks.renumbered).sorted {
            ($0.server, $0.logChannel) < ($1.server, $1.logChannel)
        }
        evidence.peers = peers.map(ranks.renumbered).sorted(by: <)
        evidence.zones = leases.zones
        evidence.leases = leases.leases.map(ranks.renumbered).sorted(by: <)
        evidence.earlierSigns = signs.map(ranks.renumbered).sorted { a, b in
            (a.accountDomain, a.accountName, a.accountSID) < (b.accountDomain, b.accountName, b.accountSID)
        }
        return evidence
    }

    /// First and last day with evidence, whatever the window; nil for an empty store.
    func span() throws -> ClosedRange<Day>? {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT min(first) AS first, max(last) AS last FROM (
                    SELECT min(day) AS first, max(day) AS last FROM evidence_row
                    UNION ALL SELECT min(a.day), max(a.day) FROM input i JOIN anonymous a ON a.input = i.id
                    WHERE i.state = ? AND i.contained_in IS NULL)
                """, arguments: [InputState.settled])
        guard let first = row?["first"] as Int64?, let last = row?["last"] as Int64? else { return nil }
        return Day(number: Int32(clamping: first))...Day(number: Int32(clamping: last))
    }

    // MARK: Rows

    /// A row with its texts still as ids of the store.
    private struct StoredRow {
        var row: EvidenceRow
        var channel: Int64
    }

    private func readRows() throws -> [StoredRow] {
        let key = """
            server, source, event_id, channel, logon_type, account_domain, account_name, account_sid, client_address,
            client_name, outcome, day, site, product_hint
            """
        let query = try RowStatement(
            database,
            """
            SELECT \(key), sum(count), min(first_seen), max(last_seen) FROM evidence_row
            WHERE day BETWEEN ? AND ? GROUP BY \(key)
            """)
        query.bind(from: 0, days.lowerBound, days.upperBound)
        let texts = try TextTable(database)
        var channels: [Int64: Channel] = [:]
        var rows: [StoredRow] = []
        while try query.step() {
            let channel = query.integer(3)
            if channels[channel] == nil { channels[channel] = Channel(name: try texts.text(of: channel)) }
            let row = EvidenceRow(
                server: query.id(0), source: EvidenceSource(storedCode: query.integer(1)),
                eventID: UInt32(clamping: query.integer(2)), channel: channels[channel] ?? .otherLogon,
                logonType: UInt32(clamping: query.integer(4)), accountDomain: query.id(5),
                accountName: query.id(6), accountSID: query.id(7), clientAddress: query.id(8),
                clientName: query.id(9), outcome: Outcome(storedCode: query.integer(10)), day: query.day(11),
                site: query.id(12), productHint: query.id(13), count: UInt64(clamping: query.integer(14)),
                firstSeen: Instant(milliseconds: query.integer(15)),
                lastSeen: Instant(milliseconds: query.integer(16)))
            rows.append(StoredRow(row: row, channel: channel))
        }
        return rows
    }

    /// In the order of `access_evidence`'s columns, texts by their bytes, then site and product.
    private func sorted(_ rows: [StoredRow], _ ranks: TextRanks) throws -> [EvidenceRow] {
        let channels = ranks.byteOrder(of: Set(rows.map(\.channel)))
        return rows.map { (ranks.renumbered($0.row), channels[$0.channel] ?? 0) }
            .sorted { a, b in EvidenceReader.isOrdered(a, before: b) }
            .map(\.0)
    }

    private static func isOrdered(_ x: (EvidenceRow, Int), before y: (EvidenceRow, Int)) -> Bool {
        let ((a, channelOfA), (b, channelOfB)) = (x, y)
        if a.server != b.server { return a.server < b.server }
        if a.source != b.source { return a.source == .event }
        if a.eventID != b.eventID { return a.eventID < b.eventID }
        if channelOfA != channelOfB { return channelOfA < channelOfB }
        if a.logonType != b.logonType { return a.logonType < b.logonType }
        if a.accountDomain != b.accountDomain { return a.accountDomain < b.accountDomain }
        if a.accountName != b.accountName { return a.accountName < b.accountName }
        if a.accountSID != b.accountSID { return a.accountSID < b.accountSID }
        if a.clientAddress != b.clientAddress { return a.clientAddress < b.clientAddress }
        if a.clientName != b.clientName { return a.clientName < b.clientName }
        if a.outcome != b.outcome { return a.outcome == .failure }
        if a.day != b.day { return a.day < b.day }
        if a.site != b.site { return a.site < b.site }
        return a.productHint < b.productHint
    }

    /// Accounts seen before the window: dormancy looks further back than the window does.
    private func readEarlierSigns() throws -> [EarlierSign] {
        guard days.lowerBound > Int64.min else { return [] }
        let query = try RowStatement(
            database,
            """
            SELECT account_domain, account_name, account_sid, channel, max(day) FROM evidence_row
            WHERE day < ? AND outcome = 0 AND (account_name <> 0 OR account_sid <> 0)
            GROUP BY account_domain, account_name, account_sid, channel
            """)
        query.bind(from: 0, days.lowerBound)
        let texts = try TextTable(database)
        var standings: [Int64: Channel.Standing] = [:]
        var last: [[TextID]: Day] = [:]
        while try query.step() {
            let channel = query.integer(3)
            if standings[channel] == nil {
                standings[channel] = Channel(name: try texts.text(of: channel))?.standing ?? .no
            }
            guard standings[channel] != .no else { continue }
            let account = [query.id(0), query.id(1), query.id(2)]
            let day = query.day(4)
            last[account] = max(last[account] ?? day, day)
        }
        return last.map { account, day in
            EarlierSign(accountDomain: account[0], accountName: account[1], accountSID: account[2], lastDay: day)
        }
    }

    // MARK: Visits, coverage, peers

    private func readVisits() throws -> [AnonymousVisit] {
        let query = try RowStatement(
            database, "SELECT * FROM (\(PublicViews.groupedVisits)) WHERE day BETWEEN ? AND ?")
        query.bind(from: 0, days.lowerBound, days.upperBound)
        var visits: [AnonymousVisit] = []
        while try query.step() {
            visits.append(
                AnonymousVisit(
                    server: query.id(0), site: query.id(1), clientAddress: query.id(2),
                    outcome: Outcome(storedCode: query.integer(3)), day: query.day(4),
                    count: UInt64(clamping: query.integer(5))))
        }
        return visits
    }

    private func readCoverage() throws -> [CoverageDay] {
        let query = try RowStatement(
            database,
            """
            SELECT COALESCE(w.server, s.computer) AS effective, s.source, s.log_channel, s.day, sum(s.records),
                max(s.cleared), max(s.interrupted), min(s.first_cleared), max(s.last_cleared), sum(s.clock_changes),
                min(s.first_id), max(s.last_id), max(s.lost), sum(s.policy_changes)
            FROM input i JOIN sighting s ON s.input = i.id
                LEFT JOIN web_server w ON s.source = 1 AND w.input = s.input AND w.computer = s.computer
                    AND w.server_address = s.server_address
            WHERE i.state = ? AND i.contained_in IS NULL AND s.day BETWEEN ? AND ?
            GROUP BY effective, s.source, s.log_channel, s.day
            """)
        query.bind(from: 0, Int64(InputState.settled), days.lowerBound, days.upperBound)
        var coverage: [CoverageDay] = []
        while try query.step() {
            coverage.append(
                CoverageDay(
                    server: query.id(0), source: EvidenceSource(storedCode: query.integer(1)),
                    logChannel: query.id(2), day: query.day(3), records: UInt64(clamping: query.integer(4)),
                    cleared: query.integer(5) != 0, interrupted: query.integer(6) != 0, lost: query.integer(12) != 0,
                    clearings: query.isNull(7)
                        ? nil
                        : Instant(milliseconds: query.integer(7))...Instant(milliseconds: query.integer(8)),
                    clockChanges: UInt64(clamping: query.integer(9)),
                    policyChanges: UInt64(clamping: query.integer(13)),
                    recordIDs: query.isNull(10)
                        ? nil
                        : RecordIDRange(
                            first: UInt64(storedInOrder: query.integer(10)),
                            last: UInt64(storedInOrder: query.integer(11)))))
        }
        return coverage
    }

    /// Each input kept its smallest agents, so as many of them as are counted are among those kept.
    private func readPeers() throws -> [PeerAgents] {
        let query = try RowStatement(
            database,
            """
            SELECT w.server, a.site, a.peer, min(count(DISTINCT a.hash), ?)
            FROM input i JOIN agent a ON a.input = i.id
                JOIN web_server w ON w.input = a.input AND w.computer = a.computer
                    AND w.server_address = a.server_address
            WHERE i.state = ? AND i.contained_in IS NULL
            GROUP BY w.server, a.site, a.peer
            """)
        query.bind(from: 0, Int64(EvidenceSnapshot.agentsPerPeer), Int64(InputState.settled))
        var peers: [PeerAgents] = []
        while try query.step() {
            peers.append(
                PeerAgents(
                    server: query.id(0), site: query.id(1), peer: query.id(2), agents: Int(query.integer(3))))
        }
        return peers
    }
}

extension RowStatement {
    fileprivate func id(_ column: Int32) -> TextID { TextID(clamping: integer(column)) }
    fileprivate func day(_ column: Int32) -> Day { Day(number: Int32(clamping: integer(column))) }
}
