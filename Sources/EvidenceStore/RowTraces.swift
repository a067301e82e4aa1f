import AccessModel
import GRDB

/// Finds the contributions behind rows of the evidence, and the first and the last record of each.
struct RowTraces {
    private let database: Database
    private let evidence: Evidence
    private let texts: TextTable

    init(_ database: Database, _ evidence: Evidence) throws {
        self.database = database
        self.evidence = evidence
        texts = try TextTable(database)
    }

    /// Columns of the view `evidence_row` that make a row of the evidence, as `EvidenceReader` groups them.
    private typealias Key = [Int64]

    /// A row of `contribution_row` that adds to a row asked for.
    private struct Contribution {
        /// Index of the row asked for.
        var row: Int
        var id: Int64
        /// True where its records are in an `event_run`.
        var isIdentified: Bool
        var records: UInt64
        var first: RecordPlace
        var last: RecordPlace

        var input: Int64 { id >> 32 }
        var number: Int64 { id & ContributionID.maximumNumber }
    }

    func traces(of rows: [EvidenceRow]) throws -> [[InputTrace]] {
        var contributions = try contributions(to: rows)
        try findPlaces(of: &contributions)
        var sums: [[Int64: InputTrace]] = Array(repeating: [:], count: rows.count)
        var inputs = try TracedInputs(database)
        for found in contributions {
            let trace = InputTrace(
                input: try inputs.input(found.input), records: found.records,
                places: found.first...max(found.first, found.last))
            sums[found.row][found.input] = sums[found.row][found.input].map { $0.joined(trace) } ?? trace
        }
        return sums.map { $0.values.sorted(by: InputTrace.isOrdered) }
    }

    // MARK: Contributions

    private func contributions(to rows: [EvidenceRow]) throws -> [Contribution] {
        var wanted: [Key: Int] = [:]
        for (index, row) in rows.enumerated() { wanted[try key(of: row)] = index }
        guard let first = rows.map(\.day).min(), let last = rows.map(\.day).max() else { return [] }
        let query = try RowStatement(
            database,
            """
            SELECT COALESCE(w.server, c.server), f.source, f.event_id, f.channel, f.logon_type, c.account_domain,
                c.account_name, c.account_sid, COALESCE(x.client, c.address), c.client_name, f.outcome, c.day, f.site,
                f.product_hint, c.id, f.identified, COALESCE(k.count, c.count), COALESCE(k.first_seen, c.first_seen),
                COALESCE(k.last_seen, c.last_seen), c.first_offset, c.last_offset
            \(PublicViews.evidenceTables) AND c.day BETWEEN ? AND ?
            """)
        query.bind(from: 0, Int64(first.number), Int64(last.number))
        // Most rows are somebody else's: the account tells.
        let names = Set(wanted.keys.map { $0[6] })
        var result: [Contribution] = []
        while try query.step() {
            guard names.contains(query.integer(6)) else { continue }
            guard let row = wanted[(0..<14).map { query.integer($0) }] else { continue }
            let seen = try query.span(17, 18)
            result.append(
                Contribution(
                    row: row, id: query.integer(14), isIdentified: query.integer(15) != 0,
                    records: try query.count(16),
                    first: RecordPlace(
                        time: Instant(milliseconds: seen.lowerBound), offset: try query.offset(19)),
                    last: RecordPlace(time: Instant(milliseconds: seen.upperBound), offset: try query.offset(20))))
        }
        return result
    }

    private func key(of row: EvidenceRow) throws -> Key {
        func id(_ text: TextID) throws -> Int64 { try texts.knownID(of: evidence.text(text)) ?? -1 }
        return [
            try id(row.server), row.source.storedCode, Int64(row.eventID),
            try texts.knownID(of: row.channel.name(logonType: row.logonType)) ?? -1, Int64(row.logonType),
            try id(row.accountDomain), try id(row.accountName), try id(row.accountSID), try id(row.clientAddress),
            try id(row.clientName), row.outcome.storedCode, Int64(row.day.number), try id(row.site),
            try id(row.productHint),
        ]
    }

    // MARK: Records

    /// Gives contributions of identified records the places of their first and last record.
    private func findPlaces(of contributions: inout [Contribution]) throws {
        let byInput = Dictionary(grouping: contributions.indices.filter { contributions[$0].isIdentified }) {
            contributions[$0].input
        }
        for input in byInput.keys.sorted() {
            let indices = byInput[input] ?? []
            var search = try RecordSearch(database, input: input)
            for index in indices {
                search.want(
                    first: contributions[index].first.time, last: contributions[index].last.time,
                    ofRow: contributions[index].number)
            }
            let found = try search.run()
            for index in indices {
                guard let places = found[contributions[index].number] else {
                    throw RowStatement.damaged("a row has no event record")
                }
                (contributions[index].first, contributions[index].last) = (places.lowerBound, places.upperBound)
            }
        }
    }
}

extension InputTrace {
    /// What two rows of one input say together.
    fileprivate func joined(_ other: InputTrace) -> InputTrace {
        var sum = self
        sum.records = records.addedClamped(other.records)
        if let mine = places, let others = other.places {
            sum.places =
                min(mine.lowerBound, others.lowerBound)...max(mine.upperBound, others.upperBound)
        }
        return sum
    }

    static func isOrdered(_ a: InputTrace, before b: InputTrace) -> Bool {
        if let x = a.places?.lowerBound, let y = b.places?.lowerBound, x.time != y.time { return x.time < y.time }
        return a.input.content < b.input.content
    }
}
