/// How much world an `EstateGenerator` makes.
public struct EstateSize: Sendable {
    /// As `truth.json` names it.
    public let name: String
    /// Days of the window; it ends with `World.asOf`.
    let days: Int
    /// Days on which an active person shows up.
    let activeDays: Int
    let headcounts: Headcounts

    /// About 60 people, 30 days, a few hundred KB of logs.
    public static let small = EstateSize(
        name: "small", days: 30, activeDays: 5,
        headcounts: Headcounts(
            office: 22, administrators: 3, ward: 12, terminals: 3, mobile: 6, residentContractors: 2,
            visitingContractors: 2, unclearContractors: 0, partners: 4, leavers: 2, quiet: 3, dormant: 3, neverUsed: 2,
            disabled: 4, expired: 2, rooms: 1, kiosks: 2, visitorsPerSite: 14, attackers: 4))

    /// About 2,000 people, 60 days.
    public static let medium = EstateSize(
        name: "medium", days: 60, activeDays: 9,
        headcounts: Headcounts(
            office: 1150, administrators: 25, ward: 400, terminals: 40, mobile: 250, residentContractors: 40,
            visitingContractors: 20, unclearContractors: 0, partners: 40, leavers: 30, quiet: 40, dormant: 60,
            neverUsed: 30, disabled: 60, expired: 10, rooms: 12, kiosks: 8, visitorsPerSite: 400, attackers: 30))

    /// So many people, give or take a few, over 30 days; the more there are, the fewer days each shows up on.
    /// - Parameter count: 100 to 50,000.
    public static func people(_ count: Int) -> EstateSize {
        func share(_ perThousand: Int) -> Int { max(2, count * perThousand / 1000) }
        return EstateSize(
            name: "\(count) people", days: 30, activeDays: count <= 5000 ? 5 : 2,
            headcounts: Headcounts(
                office: share(440), administrators: share(20), ward: share(200), terminals: max(3, count / 50),
                mobile: share(100), residentContractors: share(20), visitingContractors: share(10),
                unclearContractors: share(10), partners: share(30), leavers: share(20), quiet: share(30),
                dormant: share(40), neverUsed: share(20), disabled: share(50), expired: share(10), rooms: share(5),
                kiosks: 2 + count / 500, visitorsPerSite: 40 + count / 100, attackers: 4 + count / 500))
    }
}

/// How many of each kind of person or thing there are.
struct Headcounts {
    var office: Int
    var administrators: Int
    var ward: Int
    var terminals: Int
    var mobile: Int
    var residentContractors: Int
    var visitingContractors: Int
    /// Contractors of whom the contract list says too little to tell whose they are.
    var unclearContractors: Int
    var partners: Int
    var leavers: Int
    /// Employees on leave: no sign of them in the window, but not long enough to be dormant.
    var quiet: Int
    var dormant: Int
    var neverUsed: Int
    var disabled: Int
    var expired: Int
    var rooms: Int
    var kiosks: Int
    var visitorsPerSite: Int
    var attackers: Int
}
