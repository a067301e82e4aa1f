import AccessModel
import Identity
import PositionModel

/// When an account was at so many devices at once that one person is unlikely: asked about, never taken for granted.
enum ManyDevices {
    /// Named devices on one day that raise the question alone.
    static let onOneDay = 10
    /// Named devices on each of `days` days that raise it together. Source of both: headcount; a person has a desk, a portable
    /// and a meeting room, and somebody of a help desk a few more now and then.
    static let repeatedly = 5
    static let days = 3
}

/// Accounts of one product behind which there may be more people than are counted.
struct PeopleBehind: Sendable {
    /// Excluded service accounts that reached the product from another device, of no declared population: a program there works
    /// for people, or people sit there and use the account. Indices into
    /// `Identities.users`, ascending.
    let services: [Int]
    /// Users seen at many devices at once, ascending, with the devices of their busiest day.
    let atManyDevices: [(user: Int, devices: Int)]

    /// - Parameter users: those counted, ascending.
    init(
        users: [Int], access: ProductAccess, study: Study, classes: AccountClasses, devices: DeviceFacts,
        behind: MultiplexedUsers
    ) {
        var fromDevices: Set<Int> = []
        var devicesOf: [Int: Int] = [:]
        let counted = Set(users).subtracting(classes.sharedUsers)
        for edge in access.edges {
            fromDevices.insert(edge.user)
            if !devices.isIneligible[edge.device], counted.contains(edge.user) {
                devicesOf[edge.user, default: 0] += 1
            }
        }
        services = fromDevices.filter {
            classes.isExcludedService($0, identities: study.identities) && !behind.isDeclared($0)
        }.sorted()
        let candidates = Set(devicesOf.filter { $0.value >= ManyDevices.repeatedly }.keys)
        atManyDevices = PeopleBehind.atManyDevices(candidates, study: study, devices: devices)
    }

    private struct UserDay: Hashable {
        var user: Int
        var day: Day
    }

    private static func atManyDevices(
        _ candidates: Set<Int>, study: Study, devices: DeviceFacts
    ) -> [(user: Int, devices: Int)] {
        if candidates.isEmpty { return [] }
        var seen: [UserDay: Set<Int>] = [:]
        for (row, resolved) in zip(study.evidence.rows, study.identities.rows)
        where row.outcome == .success && resolved.standing == .access {
            guard let user = resolved.user, let device = resolved.device, candidates.contains(user),
                !devices.isIneligible[device]
            else { continue }
            seen[UserDay(user: user, day: row.day), default: []].insert(device)
        }
        let byUser = Dictionary(grouping: seen.map { (user: $0.key.user, devices: $0.value.count) }, by: \.user)
        return byUser.compactMap { user, days in
            let most = days.map(\.devices).max() ?? 0
            let busy = days.count { $0.devices >= ManyDevices.repeatedly }
            return most >= ManyDevices.onOneDay || busy >= ManyDevices.days ? (user, most) : nil
        }.sorted { $0.user < $1.user }
    }
}
