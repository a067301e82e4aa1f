import AccessModel
import CompactSets
import GRDB

/// Finds the inputs behind anonymous visits.
struct VisitTraces {
    private let database: Database
    private let evidence: Evidence
    private let texts: TextTable

    init(_ database: Database, _ evidence: Evidence) throws {
        self.database = database
        self.evidence = evidence
        texts = try TextTable(database)
    }

    private struct Group: Hashable {
        var server, site: Int64
        var outcome: Outcome
        var day: Day
    }

    func traces(of visits: [AnonymousVisit]) throws -> [[InputTrace]] {
        var wanted: [Group: [IPAddress: Int]] = [:]
        for (index, visit) in visits.enumerated() {
            guard let client = IPAddress(evidence.text(visit.clientAddress)) else { continue }
            let group = Group(
                server: try texts.knownID(of: evidence.text(visit.server)) ?? -1,
                site: try texts.knownID(of: evidence.text(visit.site)) ?? -1, outcome: visit.outcome, day: visit.day)
            wanted[group, default: [:]][client] = index
        }
        var records: [[Int64: UInt64]] = Array(repeating: [:], count: visits.count)
        guard let first = visits.map(\.day).min(), let last = visits.map(\.day).max() else { return [] }
        let days = Int64(first.number)...Int64(last.number)
        var clients = try ClientsOfVisits(database, evidence.settings)
        try VisitSets(database: database).forEach(days: days, where: VisitSets.isAccess) { head, reader in
            let group = Group(
                server: Int64(head.server), site: Int64(head.site), outcome: head.outcome, day: head.day)
            guard let asked = wanted[group] else { return }
            try clients.forEach(of: head, &reader) { visitor in
                guard let index = asked[visitor.address] else { return }
                records[index][head.input] = (records[index][head.input] ?? 0).addedClamped(visitor.records)
            }
        }
        var inputs = try TracedInputs(database)
        return try records.map { found in
            try found.map { input, records in
                InputTrace(input: try inputs.input(input), records: records, places: nil)
            }.sorted(by: InputTrace.isOrdered)
        }
    }
}
