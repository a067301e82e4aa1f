public import AccessModel
public import PositionModel

/// What the figures of a census count, member by member: as many as the figure says.
///
/// Figures a suspected proxy makes undetermined have members too: those the logs name.
public struct CensusMembers: Sendable {
    /// Indices into `Identities.users`, ascending.
    public var users: [Int] = []
    /// Of users known by leads alone.
    public var leads: [Int] = []
    /// Users who came from outside.
    public var outside: [Int] = []
    /// Indices into `Identities.devices`, ascending: as many as the low figure says, and addresses that are no devices of
    /// their own.
    public var devices: [Int] = []
    public var edges: [Edge] = []
    /// Addresses, in the order of their texts.
    public var visitors: [TextID] = []

    /// A user and a device it was seen at.
    public struct Edge: Sendable, Hashable, Comparable {
        public var user: Int
        public var device: Int

        public static func < (a: Edge, b: Edge) -> Bool { (a.user, a.device) < (b.user, b.device) }
    }
}

extension CensusTaker {
    /// The members of the figures of some servers together.
    /// - Parameter servers: indices into `Identities.servers`.
    public static func members(
        evidence: Evidence, identities: Identities, estate: Estate, servers: Set<Int>
    ) -> CensusMembers {
        let networks = IdentityResolver.networks(evidence: evidence, estate: estate)
        var count = CensusCount(evidence: evidence, identities: identities, networks: networks)
        count.countRows()
        count.countVisits()
        var all = ServerCount()
        for server in servers.sorted() { all.formUnionOfEverything(count.servers[server]) }
        var members = CensusMembers()
        members.users = all.users.sorted()
        members.leads = all.leads.subtracting(all.users).sorted()
        members.outside = all.usersFromOutside.sorted()
        members.devices = all.namedDevices.union(all.addressDays.map(\.device)).sorted()
        members.edges = all.edges.map { CensusMembers.Edge(user: $0.user, device: $0.device) }.sorted()
        members.visitors = all.visitors.sorted()
        return members
    }
}
