import AccessModel
import CompactSets
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
        let visits = try readVisits(evidence.settings)
        let coverage = try readCoverage()
        let eventLogs = try EventLogRanges(database: database).read()
        let peers = try AgentSets(database: database).read()
        let labelled = try LabelledClients(database: database, settings: evidence.settings, days: days).read()
        let signs = try readEarlierSigns()
        let leases = try LeaseReader(database, settings: evidence.settings, days: days).read()
        let renames = try RenameReader(database).read()
        let webDevices = try WebDeviceReader(database, days: days).read()
        var ranks = try TextRanks(database)
        for row in rows { try ranks.use(row.row.texts) }
        for group in visits {
            try ranks.use([group.server, group.site])
            ranks.use(group.clients.lazy.map(\.address))
        }
        for day in coverage { try ranks.use([day.server, day.logChannel]) }
        for log in eventLogs { try ranks.use([log.server, log.logChannel]) }
        for (_, agents) in peers { try ranks.use([agents.server, agents.site]) }
        ranks.use(peers.lazy.map(\.peer))
        for (_, client) in labelled { try ranks.use(client.texts) }
        ranks.use(labelled.lazy.compactMap(\.client))
        for sign in signs { try ranks.use([sign.accountDomain, sign.accountName, sign.accountSID]) }
        for lease in leases.leases { try ranks.use([lease.address, lease.name, lease.hardware]) }
        for rename in renames {
            try ranks.use([rename.computer, rename.domain, rename.oldName, rename.newName, rename.sid])
        }
        for device in webDevices {
            try ranks.use([device.server, device.site, device.clientAddress, device.account, device.deviceID])
        }
        evidence.texts = try ranks.rank()

        evidence.rows = try sorted(rows, ranks)
        evidence.visits = visits.flatMap(ranks.visits).sorted(by: <)
        evidence.coverage = coverage.map(ranks.renumbered).sorted(by: <)
        evidence.eventLogs = eventLogs.map(ranks.renumbered).sorted {
            ($0.server, $0.logChannel) < ($1.server, $1.logChannel)
        }
        evidence.peers = peers.map { ranks.renumbered($0.agents, of: $0.peer) }.sorted(by: <)
        evidence.labelledClients = LabelledClients.addedUp(
            labelled.map { ranks.renumbered($0.labelled, client: $0.client) })
        evidence.zones = leases.zones
        evidence.leases = leases.leases.map(ranks.renumbered).sorted(by: <)
        evidence.renames = renames.map(ranks.renumbered).sorted(by: <)
        evidence.webDevices = webDevices.map(ranks.renumbered).sorted(by: <)
        evidence.earlierSigns = signs.map(ranks.renumbered).sorted { a, b in
            (a.accountDomain, a.accountName, a.accountSID) < (b.accountDomain, b.accountName, b.accountSID)
        }
        return evidence
    }

    /// First and last day with evidence, whatever the window; nil for an empty store.
    func span() throws -> ClosedRange<Day>? {
        let query = try RowStatement(
            database,
            """
            SELECT min(first) AS first, max(last) AS last FROM (
                SELECT min(day) AS first, max(day) AS last FROM evidence_row
                UNION ALL SELECT min(v.day), max(v.day) FROM input i JOIN visit_set v ON v.input = i.id
                WHERE i.state = ? AND i.contained_in IS NULL)
            """)
        query.bind(0, Int64(InputState.settled))
        defer { query.reset() }
        return try query.step() ? try query.bounds(0, 1, query.day) : nil
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
            let channel = Int64(try query.textID(3))
            if channels[channel] == nil { channels[channel] = Channel(name: try texts.text(of: channel)) }
            let seen = try query.span(15, 16)
            let row = EvidenceRow(
                server: try query.textID(0), source: EvidenceSource(storedCode: try query.anyInteger(1)),
                eventID: try query.number32(2), channel: channels[channel] ?? .otherLogon,
                logonType: try query.number32(4), accountDomain: try query.textID(5),
                accountName: try query.textID(6), accountSID: try query.textID(7), clientAddress: try query.textID(8),
                clientName: try query.textID(9), outcome: Outcome(storedCode: try query.anyInteger(10)),
                day: try query.day(11),
                site: try query.textID(12), productHint: try query.textID(13), count: try query.count(14),
                firstSeen: Instant(milliseconds: seen.lowerBound), lastSeen: Instant(milliseconds: seen.upperBound))
            rows.append(StoredRow(row: row, channel: channel))
        }
        return rows
    }

    /// In the order of `access_evidence`'s columns, texts by their bytes, then site and product.
    private func sorted(_ rows: [StoredRow], _ ranks: TextRanks) throws -> [EvidenceRow] {
        let channels = try ranks.byteOrder(of: Set(rows.map(\.channel)))
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
            let channel = Int64(try query.textID(3))
            if standings[channel] == nil {
                standings[channel] = Channel(name: try texts.text(of: channel))?.standing ?? .no
            }
            guard standings[channel] != .no else { continue }
            let account = [try query.textID(0), try query.textID(1), try query.textID(2)]
            let day = try query.day(4)
            last[account] = max(last[account] ?? day, day)
        }
        return last.map { account, day in
            EarlierSign(accountDomain: account[0], accountName: account[1], accountSID: account[2], lastDay: day)
        }
    }

    // MARK: Visits and coverage

    private func readVisits(_ settings: OrganisationSettings) throws -> [VisitReader.Group] {
        var groups: [VisitReader.Group] = []
        let reader = VisitReader(database: database, settings: settings, days: days)
        try reader.forEach(where: VisitSets.isAccess) { groups.append($0) }
        return groups
    }

    private func readCoverage() throws -> [CoverageDay] {
        let query = try RowStatement(
            database,
            """
            SELECT COALESCE(w.server, s.computer) AS effective, s.source, s.log_channel, s.day, sum(s.records),
                max(s.cleared), max(s.interrupted), min(s.first_cleared), max(s.last_cleared), sum(s.clock_changes),
                min(s.first_id), max(s.last_id), max(s.lost), sum(s.policy_changes),
                min(s.first_stop), max(s.last_stop), min(s.first_stop_found), max(s.last_stop_found),
                min(s.first_seen), max(s.last_seen)
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
                    server: try query.textID(0), source: EvidenceSource(storedCode: try query.anyInteger(1)),
                    logChannel: try query.textID(2), day: try query.day(3), records: try query.count(4),
                    cleared: try query.flag(5), interrupted: try query.flag(6), lost: try query.flag(12),
                    clearings: try query.bounds(7, 8, query.instant), stops: try query.bounds(14, 15, query.instant),
                    stopsFound: try query.bounds(16, 17, query.instant), seen: try query.bounds(18, 19, query.instant),
                    clockChanges: try query.count(9),
                    policyChanges: try query.count(13),
                    recordIDs: try query.bounds(10, 11, query.anyInteger).map { ids in
                        RecordIDRange(
                            first: UInt64(storedInOrder: ids.lowerBound), last: UInt64(storedInOrder: ids.upperBound))
                    }))
        }
        return coverage
    }
}
