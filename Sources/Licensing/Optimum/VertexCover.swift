/// The cheapest set of users and devices that covers every edge: an exact answer with its proof.
///
/// In a bipartite graph the minimum-weight vertex cover is a minimum cut (Kőnig; Ford and Fulkerson): source to user
/// with the user's cost, user to device without limit, device to sink with the device's cost. The value of a maximum
/// flow is a lower bound of every cover, so a cover of that very cost is proven cheapest.
public struct VertexCover: Sendable, Hashable {
    /// Users and devices that get a licence, ascending, forced ones included.
    public let users: [Int]
    public let devices: [Int]
    /// What they cost.
    public let cost: Int64
    /// Maximum flow plus the cost of the forced sides: no cover can cost less. Equal to `cost`.
    public let dual: Int64
    /// True where another cover costs the same; this one has the most users.
    public let tie: Bool
    /// What the check after the solve found wrong; empty, or nothing above may be believed.
    public let fault: String

    /// Solves a graph; ends the program where the check of the certificate fails: a wrong optimum must never leave it unseen.
    public init(_ graph: CoverGraph) {
        self.init(reportingFaultsOf: graph)
        precondition(fault.isEmpty, fault)
    }

    /// Solves a graph, for callers that tell of a `fault`. Near-linear on graphs of people and devices: ten million edges take
    /// seconds.
    public init(reportingFaultsOf graph: CoverGraph) {
        var userForced = [Bool](repeating: false, count: graph.userCosts.count)
        var deviceForced = [Bool](repeating: false, count: graph.deviceCosts.count)
        for user in graph.forcedUsers { userForced[user] = true }
        for device in graph.forcedDevices { deviceForced[device] = true }
        let isAnyForced = !graph.forcedUsers.isEmpty || !graph.forcedDevices.isEmpty
        let open =
            isAnyForced
            ? graph.edges.filter { !userForced[Int($0.user)] && !deviceForced[Int($0.device)] } : graph.edges
        var flow = BipartiteFlow(userCosts: graph.userCosts, deviceCosts: graph.deviceCosts, edges: open)
        flow.maximise()
        let cut = flow.cut()

        users = userForced.indices.filter { userForced[$0] || cut.users[$0] }
        devices = deviceForced.indices.filter { deviceForced[$0] || cut.devices[$0] }
        tie = cut.tie
        cost =
            users.reduce(0) { $0 + graph.userCosts[$1] } + devices.reduce(0) { $0 + graph.deviceCosts[$1] }
        let forcedCost =
            userForced.indices.reduce(0) { $0 + (userForced[$1] ? graph.userCosts[$1] : 0) }
            + deviceForced.indices.reduce(0) { $0 + (deviceForced[$1] ? graph.deviceCosts[$1] : 0) }
        let value = flow.value()
        dual = (value ?? 0) + forcedCost
        fault = Self.fault(
            isCover: open.allSatisfy { cut.users[Int($0.user)] || cut.devices[Int($0.device)] },
            isFlow: value != nil, cost: cost, dual: dual)
    }

    /// The certificate, checked after every solve: from the edges, their flow and the costs alone, whatever the search did.
    static func fault(isCover: Bool, isFlow: Bool, cost: Int64, dual: Int64) -> String {
        if !isCover { return "the minimum cut leaves an edge uncovered" }
        if !isFlow { return "what is called a flow is none" }
        return cost == dual ? "" : "the cover costs \(cost), the maximum flow is \(dual)"
    }
}
