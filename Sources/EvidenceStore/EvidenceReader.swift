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
    private let second: SecondReader?

    /// - Parameter second: made before `database` began to read; nil reads everything on one connection.
    init(_ database: Database, window: ClosedRange<Day>?, second: SecondReader? = nil) {
        self.second = second
        self.database = database
        self.window = window
        days = window.map { Int64($0.lowerBound.number)...Int64($0.upperBound.number) } ?? Int64.min...Int64.max
    }

    func read() throws -> Evidence {
        var evidence = Evidence()
        evidence.window = window
        evidence.settings = try SettingsTable(database: database).read()
        evidence.inputs = try InputTable(database).summaries()
        let scan = try RowScan(database)
        var rows = try readRows(scan)
        // All rows were read, or those of a window.
        let rowDays = window == nil ? rows.days : try rowSpan()
        evidence.lastDay = [rowDays?.upperBound, try visitSpan()?.upperBound].compactMap { $0 }.max()
        let visits = try readVisits(evidence.settings)
        let coverage = try readCoverage()
        let eventLogs = try EventLogRanges(database: database).read()
        let peers = try AgentSets(database: database).read()
        let labelled = try LabelledClients(database: database, settings: evidence.settings, days: days).read()
        let signs = try readEarlierSigns(scan)
        let leases = try LeaseReader(database, settings: evidence.settings, days: days).read()
        let renames = try RenameReader(database).read()
        let webDevices = try WebDeviceReader(database, days: days).read()
        var ranks = try TextRanks(database)
        try rows.use(&ranks, facets: scan.facets.all)
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

        evidence.rows = try RowOrder(facets: scan.facets.all, ranks: ranks).sorted(&rows)
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
        EvidenceReader.span(of: [try rowSpan(), try visitSpan()])
    }

    private static func span(of all: [ClosedRange<Day>?]) -> ClosedRange<Day>? {
        let all = all.compactMap { $0 }
        guard let first = all.map(\.lowerBound).min(), let last = all.map(\.upperBound).max() else { return nil }
        return first...last
    }

    /// First and last day of a row that counts. Of an input that lost nothing to copies of its records the table itself is
    /// asked: the view joins four others to each row, and takes three times as long (10,000,000 rows: 3.3 s, and 1.1 s).
    private func rowSpan() throws -> ClosedRange<Day>? {
        let lost = try RowStatement(
            database, "SELECT 1 FROM kept WHERE \(ContributionID.condition("id", input: "?1")) LIMIT 1")
        let all = try RowStatement(
            database,
            """
            SELECT min(day), max(day) FROM contribution_row
            WHERE \(ContributionID.condition("id", input: "?1")) AND count > 0
            """)
        let left = try RowStatement(
            database, "SELECT min(c.day), max(c.day) \(PublicViews.evidenceTables) AND i.id = ?1")
        let spans = try RowScan(database).inputs().map { input in
            lost.bind(0, input)
            let hasLost = try lost.step()
            lost.reset()
            return try span(hasLost ? left : all, input)
        }
        return EvidenceReader.span(of: spans)
    }

    private func visitSpan() throws -> ClosedRange<Day>? {
        try span(
            RowStatement(
                database,
                """
                SELECT min(v.day), max(v.day) FROM input i JOIN visit_set v ON v.input = i.id
                WHERE i.state = ?1 AND i.contained_in IS NULL
                """), Int64(InputState.settled))
    }

    private func span(_ query: RowStatement, _ parameter: Int64) throws -> ClosedRange<Day>? {
        query.bind(0, parameter)
        defer { query.reset() }
        return try query.step() ? try query.bounds(0, 1, query.day) : nil
    }

    // MARK: Rows

    private func readRows(_ scan: RowScan) throws -> StoredRows {
        var rows = StoredRows()
        let inputs = try scan.inputs()
        // Two here, two there: of each server there may be an input of events and a smaller one of web lines.
        var (mine, others): ([Int64], [Int64]) = ([], [])
        for (number, input) in inputs.enumerated() {
            if second == nil || number % 4 == 0 || number % 4 == 3 { mine.append(input) } else { others.append(input) }
        }
        let reading = others.isEmpty ? nil : second?.begin(others, in: days)
        // Waited for whatever happens here.
        let outcome = Result {
            for input in mine { try scan.forEach(of: input, in: days) { rows.append($0) } }
        }
        let read = reading?.wait()
        try outcome.get()
        rows.finish()
        if let read {
            rows.append(read)
        } else if reading != nil {
            for input in others { try scan.forEach(of: input, in: days) { rows.append($0) } }
            rows.finish()
        }
        return rows
    }

    /// Accounts seen before the window: dormancy looks further back than the window does.
    private func readEarlierSigns(_ scan: RowScan) throws -> [EarlierSign] {
        guard days.lowerBound > Int64.min else { return [] }
        struct Account: Hashable {
            var domain: TextID
            var name: TextID
            var sid: TextID
        }
        let isSign = scan.facets.all.map { $0.outcome == .success && $0.channel.standing != .no }
        var last: [Account: Day] = [:]
        try scan.forEach(in: Int64.min...days.lowerBound - 1) { row in
            guard isSign[Int(row.facet)], row.accountName != 0 || row.accountSID != 0 else { return }
            let account = Account(domain: row.accountDomain, name: row.accountName, sid: row.accountSID)
            last[account] = max(last[account] ?? row.day, row.day)
        }
        return last.map { account, day in
            EarlierSign(
                accountDomain: account.domain, accountName: account.name, accountSID: account.sid, lastDay: day)
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
