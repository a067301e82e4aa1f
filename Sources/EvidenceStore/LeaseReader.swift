import AccessModel
import GRDB

/// Reads who held which address, with the zone the settings state for each log.
struct LeaseReader {
    private let database: Database
    private let settings: OrganisationSettings
    private let days: ClosedRange<Int64>

    /// - Parameter days: UTC days of the window.
    init(_ database: Database, settings: OrganisationSettings, days: ClosedRange<Int64>) {
        self.database = database
        self.settings = settings
        self.days = days
    }

    /// In no order, texts as ids of the store; and the zones they point to, in byte order, the empty one first.
    func read() throws -> (leases: [EvidenceLease], zones: [String]) {
        let zoneOfInput = try zonesOfInputs()
        let zones = [""] + Set(zoneOfInput.values.map { ExactText($0) }).subtracting([""]).sorted().map(\.string)
        let places = Dictionary(uniqueKeysWithValues: zones.enumerated().map { (ExactText($1), $0) })
        let query = try RowStatement(
            database,
            """
            SELECT address, name, hardware, day, count, first_seen, last_seen FROM lease
            WHERE input = ? AND day BETWEEN ? AND ?
            """)
        var leases: [Key: EvidenceLease] = [:]
        for (input, zone) in zoneOfInput {
            let zone = places[ExactText(zone)] ?? 0
            // No clock is a whole day from UTC: the days beside the window may reach into it.
            query.bind(
                from: 0, input, days.lowerBound == .min ? .min : days.lowerBound - 1,
                days.upperBound == .max ? .max : days.upperBound + 1)
            while try query.step() {
                let lease = try LeaseReader.lease(query, zone: zone)
                let key = Key(lease)
                if var known = leases[key] {
                    known.count &+= lease.count
                    known.firstSeen = min(known.firstSeen, lease.firstSeen)
                    known.lastSeen = max(known.lastSeen, lease.lastSeen)
                    leases[key] = known
                } else {
                    leases[key] = lease
                }
            }
        }
        return (Array(leases.values), zones)
    }

    private struct Key: Hashable {
        let address, name, hardware: TextID
        let day: Day
        let zone: Int

        init(_ lease: EvidenceLease) {
            (address, name, hardware) = (lease.address, lease.name, lease.hardware)
            (day, zone) = (lease.day, lease.zone)
        }
    }

    /// The inputs that hold leases.
    private func zonesOfInputs() throws -> [Int64: String] {
        let inputs = try Int64.fetchAll(
            database,
            sql: """
                SELECT id FROM input WHERE state = ? AND contained_in IS NULL
                    AND EXISTS (SELECT 1 FROM lease WHERE lease.input = input.id)
                """, arguments: [InputState.settled])
        let table = InputTable(database)
        var zones: [Int64: String] = [:]
        for input in inputs {
            zones[input] = try table.firstPlace(of: input, settledOnly: true).map(settings.zone) ?? ""
        }
        return zones
    }

    private static func lease(_ query: RowStatement, zone: Int) throws -> EvidenceLease {
        let seen = try query.span(5, 6)
        return EvidenceLease(
            address: try query.textID(0), name: try query.textID(1), hardware: try query.textID(2),
            day: try query.day(3), zone: zone, count: try query.count(4),
            firstSeen: LocalTime(milliseconds: seen.lowerBound), lastSeen: LocalTime(milliseconds: seen.upperBound))
    }
}
