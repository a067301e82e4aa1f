/// How much world an `EstateGenerator` makes.
public enum EstateSize: String, Sendable, CaseIterable {
    /// About 60 people, 30 days, a few hundred KB of logs.
    case small
    /// About 2,000 people, 60 days.
    case medium

    /// Days of the window; it ends with `World.asOf`.
    var days: Int { self == .small ? 30 : 60 }
    /// Days on which an active person shows up.
    var activeDays: Int { self == .small ? 5 : 9 }

    var headcounts: Headcounts {
        switch self {
        case .small:
            Headcounts(
                office: 22, administrators: 3, ward: 12, terminals: 3, mobile: 6, residentContractors: 2,
                visitingContractors: 2, partners: 4, leavers: 2, quiet: 3, dormant: 3, neverUsed: 2, disabled: 4,
                expired: 2,
                rooms: 1, kiosks: 2, visitorsPerSite: 14, attackers: 4)
        case .medium:
            Headcounts(
                office: 1150, administrators: 25, ward: 400, terminals: 40, mobile: 250, residentContractors: 40,
                visitingContractors: 20, partners: 40, leavers: 30, quiet: 40, dormant: 60, neverUsed: 30, disabled: 60,
                expired: 10, rooms: 12, kiosks: 8, visitorsPerSite: 400, attackers: 30)
        }
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
