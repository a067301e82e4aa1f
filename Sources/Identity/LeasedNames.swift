import AccessModel
import PositionModel

/// Which name the organisation's DHCP servers gave each address to, by UTC day.
///
/// Only addresses that reached something are looked at. A name that held many addresses on one day is no device: a
/// remote access server leases for all its callers.
struct LeasedNames {
    /// Addresses one device may hold on a day: by wire, by radio and in a dock.
    static let addressesPerDevice = 3

    /// A name on an address on a day.
    struct Claim: Hashable {
        var address: TextID
        var name: TextID
        var day: Day
    }

    /// By address, day and name.
    private(set) var claims: [Claim] = []

    init(_ evidence: Evidence) {
        guard !evidence.leases.isEmpty else { return }
        var wanted = [Bool](repeating: false, count: evidence.texts.count)
        for row in evidence.rows { wanted[Int(row.clientAddress)] = true }
        for visit in evidence.visits { wanted[Int(visit.clientAddress)] = true }
        let zones = evidence.zones.map { CivilZone(name: $0) }
        var found: Set<Claim> = []
        var addressesOf: [DayOfName: Set<TextID>] = [:]
        for lease in evidence.leases where lease.name != 0 && lease.address != 0 {
            for day in LeasedNames.days(of: lease, zones[lease.zone]) {
                addressesOf[DayOfName(name: lease.name, day: day), default: []].insert(lease.address)
                if wanted[Int(lease.address)] {
                    found.insert(Claim(address: lease.address, name: lease.name, day: day))
                }
            }
        }
        claims = found.filter {
            addressesOf[DayOfName(name: $0.name, day: $0.day), default: []].count <= LeasedNames.addressesPerDevice
        }.sorted { ($0.address, $0.day, $0.name) < ($1.address, $1.day, $1.name) }
    }

    private struct DayOfName: Hashable {
        var name: TextID
        var day: Day
    }

    /// UTC days from the first to the last record of the lease; without a stated zone the civil day of the log.
    private static func days(of lease: EvidenceLease, _ zone: CivilZone?) -> [Day] {
        guard let zone else { return [lease.day] }
        let first = Day(zone.instants(lease.firstSeen).lowerBound)
        let last = Day(zone.instants(lease.lastSeen).upperBound)
        return first == last ? [first] : [first, last]
    }
}
