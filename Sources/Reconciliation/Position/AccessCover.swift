import AccessModel
import Identity
import Licensing
import PositionModel

/// The graph of who reached a product from what, as the rules about unknown sides and device CALs leave it.
struct AccessCover: Sendable {
    /// Users and devices as nodes: index of node to index in `Identities`.
    private(set) var users: [Int] = []
    private(set) var devices: [Int] = []
    private(set) var edges: [CoverGraph.Edge] = []
    private(set) var forcedUsers: [Int] = []
    private(set) var forcedDevices: [Int] = []
    /// Pairs with one side unknown whose known side has a complete edge elsewhere.
    private(set) var unresolved = 0
    /// Devices used by somebody unknown that may not hold a device CAL: nothing covers them.
    private(set) var uncoverable = 0
    /// Accounts several people share that were seen on no device which could hold a CAL: indices into `Identities.users`.
    private(set) var sharedWithoutDevice: [Int] = []
    /// Why not everybody could be covered by device CALs; empty where they could.
    private(set) var noAllDevice = ""

    /// - Parameters:
    ///   - population: users to cover.
    ///   - added: devices that must be covered beside those of the evidence, as negative numbers.
    init(
        users population: [Int], access: ProductAccess, devices facts: DeviceFacts, shared: Set<Int>, added: Int = 0
    ) {
        users = population
        let nodeOfUser = NodeNumbers(population)
        let complete = access.edges
        var userIsComplete = NumberSet()
        var deviceIsComplete = NumberSet()
        for edge in complete {
            userIsComplete.insert(edge.user)
            deviceIsComplete.insert(edge.device)
        }
        var forcing = Self.forcedSides(
            complete, access: access, facts: facts, shared: shared, population: nodeOfUser,
            deviceIsComplete: deviceIsComplete)

        if added > 0 { forcing.devices.formUnion((1...added).map { -$0 }) }
        let kept = complete.filter {
            nodeOfUser[$0.user] != nil && !facts.isIneligible[$0.device] && !shared.contains($0.user)
        }
        var reached = NumberSet()
        for edge in kept { reached.insert(edge.device) }
        for device in forcing.devices where device >= 0 { reached.insert(device) }
        devices = forcing.devices.filter { $0 < 0 }.sorted() + Array(reached)
        let nodeOfDevice = NodeNumbers(devices)
        edges = kept.compactMap { edge in
            guard let user = nodeOfUser[edge.user], let device = nodeOfDevice[edge.device] else { return nil }
            return CoverGraph.Edge(user: Int32(user), device: Int32(device))
        }
        forcedDevices = forcing.devices.compactMap { nodeOfDevice[$0] }.sorted()
        // A defended user without any edge reaches the product from an unknown device.
        forcedUsers = population.indices.filter { index in
            let user = population[index]
            return forcing.users.contains(user) || (!userIsComplete.contains(user) && !forcing.covered.contains(user))
        }
        unresolved =
            access.usersWithoutDevice.filter { nodeOfUser[$0] != nil && userIsComplete.contains($0) }.count
            + access.devicesWithoutUser.filter { deviceIsComplete.contains($0) }.count
        uncoverable = forcing.uncoverable
        sharedWithoutDevice = forcedUsers.map { population[$0] }.filter(shared.contains)
        if !forcedUsers.isEmpty {
            noAllDevice =
                "\(forcedUsers.count) users have no known device, or one that may not hold a device CAL "
                + "(a server, a front end, a proxy, an address only)"
        }
    }

    /// Outsiders and hosts: whoever reaches a host needs a CAL, or the host a connector.
    init(
        outsiders: [Int], hosts: Int, edges: [CoverGraph.Edge], forcedHosts: [Int], forcedOutsiders: [Int] = []
    ) {
        users = outsiders
        devices = Array(0..<hosts)
        self.edges = edges
        forcedDevices = forcedHosts
        forcedUsers = forcedOutsiders
    }

    private struct Forcing {
        var users: Set<Int> = []
        var devices: Set<Int> = []
        /// Shared accounts whose devices are forced in their place.
        var covered: Set<Int> = []
        var uncoverable = 0
    }

    private static func forcedSides(
        _ edges: [ProductAccess.Edge], access: ProductAccess, facts: DeviceFacts, shared: Set<Int>,
        population: NodeNumbers, deviceIsComplete: NumberSet
    ) -> Forcing {
        var forcing = Forcing()
        for edge in edges where population[edge.user] != nil {
            if facts.isIneligible[edge.device] {
                // Behind a shared account nobody knows who it was; without a device CAL the account itself counts.
                forcing.users.insert(edge.user)
            } else if shared.contains(edge.user) {
                // A user CAL covers one person; an account several people use can only be covered by its devices.
                forcing.devices.insert(edge.device)
                forcing.covered.insert(edge.user)
            }
        }
        for device in access.devicesWithoutUser where !deviceIsComplete.contains(device) {
            if facts.isIneligible[device] { forcing.uncoverable += 1 } else { forcing.devices.insert(device) }
        }
        return forcing
    }

    /// The graph at given costs.
    /// - Parameter free: nodes of users and devices whose licence is already theirs.
    func graph(userCost: Int64, deviceCost: Int64, free: (users: Set<Int>, devices: Set<Int>)) -> CoverGraph {
        CoverGraph(
            userCosts: users.indices.map { free.users.contains($0) ? 0 : userCost },
            deviceCosts: devices.indices.map { free.devices.contains($0) ? 0 : deviceCost }, edges: edges,
            forcedUsers: forcedUsers, forcedDevices: forcedDevices)
    }
}

/// The node of each of some numbers, the first of those that are the same; a few may be negative: looked up for every edge of a million.
private struct NodeNumbers {
    private var nodes: [Int32] = []
    private var negative: [Int: Int] = [:]

    init(_ numbers: [Int]) {
        nodes = Array(repeating: -1, count: max(-1, numbers.max() ?? -1) + 1)
        for (node, number) in numbers.enumerated() where self[number] == nil {
            if number < 0 { negative[number] = node } else { nodes[number] = Int32(node) }
        }
    }

    /// Nil for a number that is none of them.
    subscript(number: Int) -> Int? {
        if number < 0 { return negative[number] }
        return number < nodes.count && nodes[number] >= 0 ? Int(nodes[number]) : nil
    }
}
