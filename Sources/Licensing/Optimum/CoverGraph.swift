/// Who must be covered: users, devices, and the pairs of them that were seen.
///
/// A pair is covered if its user or its device holds a licence. Costs are whole numbers (hundredths of a currency).
public struct CoverGraph: Sendable {
    public struct Edge: Sendable, Hashable {
        public var user: Int32
        public var device: Int32
        public init(user: Int32, device: Int32) {
            self.user = user
            self.device = device
        }
    }
    /// Largest cost of one licence: keeps every sum far inside 64 bits.
    public static let maximumCost: Int64 = 1_000_000_000_000

    public var userCosts: [Int64]
    public var deviceCosts: [Int64]
    /// Repeated edges do no harm.
    public var edges: [Edge]
    /// Users and devices that need a licence whatever the edges say.
    public var forcedUsers: [Int]
    public var forcedDevices: [Int]

    /// - Precondition: costs are 0 to `maximumCost`, indices within their arrays.
    public init(
        userCosts: [Int64], deviceCosts: [Int64], edges: [Edge], forcedUsers: [Int] = [], forcedDevices: [Int] = []
    ) {
        self.userCosts = userCosts
        self.deviceCosts = deviceCosts
        self.edges = edges
        self.forcedUsers = forcedUsers
        self.forcedDevices = forcedDevices
        precondition(
            (userCosts + deviceCosts).allSatisfy { (0...CoverGraph.maximumCost).contains($0) }, "cost out of range")
        precondition(
            edges.allSatisfy {
                userCosts.indices.contains(Int($0.user)) && deviceCosts.indices.contains(Int($0.device))
            } && forcedUsers.allSatisfy(userCosts.indices.contains)
                && forcedDevices.allSatisfy(deviceCosts.indices.contains), "an edge or a forced side is out of range")
    }
}
