/// The cheapest cover where licences held cost nothing up to their number.
///
/// A minimum cut cannot price a number of free licences. So the graph is taken apart into connected parts, every part
/// gives the fewest devices for each number of users, and the parts are added up: the price then depends on two counts.
public struct HeldCovers: Sendable {
    /// What one side of the cover may cost.
    public struct Supply: Sendable {
        /// Price of one licence beyond those held, in hundredths.
        public var price: Int64
        /// Licences anybody on this side can take.
        public var held: Int
        public init(price: Int64, held: Int) {
            self.price = price
            self.held = held
        }

        func toPay(_ needed: Int) -> Int64 {
            let (cost, overflow) = price.multipliedReportingOverflow(by: Int64(max(0, needed - held)))
            return overflow ? Int64.max : cost
        }
    }

    /// A cover and what is proven of it.
    public struct Choice: Sendable, Hashable {
        /// Nodes with a licence, ascending, forced and licensed ones included.
        public let users: [Int]
        public let devices: [Int]
        public let cost: Int64
        /// No cover costs less; equal to `cost` where this one is proven cheapest.
        public let lowerBound: Int64
        /// True where another cover is known to cost the same; this one has the most users of them.
        public let tie: Bool
        /// What the check of a minimum cut behind it found wrong; empty, or nothing above may be believed.
        public let fault: String
    }

    /// Nodes in every cover considered, and how many of them need a licence of the supply.
    private var fixedUsers: [Int] = []
    private var fixedDevices: [Int] = []
    private var payingUsers = 0
    private var payingDevices = 0
    private var components: [CoverComponent] = []
    /// Components of each kind, ascending.
    private var members: [[Int]] = []
    private var sum = CoverSum([])
    /// Counts that no cover beats: the points themselves where all is exact.
    private var bounds: [CoverFront.Point] = []

    /// Takes a graph apart. Its costs are not used.
    /// - Parameters:
    ///   - licensedUsers: users that hold a licence of their own.
    ///   - licensedDevices: likewise.
    public init(_ graph: CoverGraph, licensedUsers: Set<Int>, licensedDevices: Set<Int>) {
        self.init(
            graph, licensedUsers: licensedUsers, licensedDevices: licensedDevices,
            enumerationBudget: CoverComponent.enumerationBudget, tableBudget: CoverSum.tableBudget)
    }

    /// With budgets of its own, to see what happens beyond them.
    init(
        _ graph: CoverGraph, licensedUsers: Set<Int>, licensedDevices: Set<Int>, enumerationBudget: Int,
        tableBudget: Int
    ) {
        let open = fix(graph, licensedUsers: licensedUsers, licensedDevices: licensedDevices)
        components = Self.parts(open, users: graph.userCosts.count, devices: graph.deviceCosts.count)
        var left = enumerationBudget
        let order = components.indices.sorted {
            (components[$0].smallerSide, $0) < (components[$1].smallerSide, $1)
        }
        for index in order {
            let price = components[index].enumerationCost
            if components[index].smallerSide <= CoverComponent.enumerableSide, price <= left {
                left -= price
                components[index].enumerate()
            } else {
                components[index].search()
            }
        }
        var byFront: [CoverFront: [Int]] = [:]
        for index in components.indices { byFront[components[index].front, default: []].append(index) }
        // By the first component that has it: no order of the hash gets out.
        let sorted = byFront.sorted { ($0.value.first ?? 0) < ($1.value.first ?? 0) }
        members = sorted.map(\.value)
        let kinds = sorted.map { CoverSum.Kind(front: $0.key, count: $0.value.count) }
        sum = CoverSum(kinds, budget: tableBudget)
        let isExact = sum.isExact && kinds.allSatisfy(\.front.isExact)
        bounds = isExact ? sum.points : CoverSum(kinds, relaxed: true, budget: tableBudget).points
    }

    /// The nodes every cover takes, or may as well take; returns the edges they leave.
    private mutating func fix(
        _ graph: CoverGraph, licensedUsers: Set<Int>, licensedDevices: Set<Int>
    ) -> [CoverGraph.Edge] {
        var users = Set(graph.forcedUsers)
        var devices = Set(graph.forcedDevices)
        payingUsers = users.subtracting(licensedUsers).count
        payingDevices = devices.subtracting(licensedDevices).count
        var open = Set(graph.edges).filter { !users.contains(Int($0.user)) && !devices.contains(Int($0.device)) }
        // A licence somebody already has costs nothing and takes nothing from the others.
        users.formUnion(open.map { Int($0.user) }.filter(licensedUsers.contains))
        open = open.filter { !users.contains(Int($0.user)) }
        devices.formUnion(open.map { Int($0.device) }.filter(licensedDevices.contains))
        open = open.filter { !devices.contains(Int($0.device)) }
        fixedUsers = users.sorted()
        fixedDevices = devices.sorted()
        return open.sorted { ($0.user, $0.device) < ($1.user, $1.device) }
    }

    /// Connected parts, in the order of their first user.
    private static func parts(_ edges: [CoverGraph.Edge], users: Int, devices: Int) -> [CoverComponent] {
        // Users first, then devices; every node leads towards the smallest node of its part.
        var leader = Array(0..<(users + devices))
        func find(_ node: Int) -> Int {
            var node = node
            while leader[node] != node {
                leader[node] = leader[leader[node]]
                node = leader[node]
            }
            return node
        }
        for edge in edges {
            let (a, b) = (find(Int(edge.user)), find(users + Int(edge.device)))
            leader[max(a, b)] = min(a, b)
        }
        var partOf: [Int: Int] = [:]
        var nodes: [(users: [Int], devices: [Int], edges: [CoverGraph.Edge])] = []
        // Place of each node in its part; -1 before it was met.
        var place = [Int32](repeating: -1, count: users + devices)
        for edge in edges {
            let (user, device) = (Int(edge.user), Int(edge.device))
            let part = partOf[find(user)] ?? nodes.count
            if part == nodes.count {
                partOf[find(user)] = part
                nodes.append(([], [], []))
            }
            if place[user] < 0 {
                place[user] = Int32(nodes[part].users.count)
                nodes[part].users.append(user)
            }
            if place[users + device] < 0 {
                place[users + device] = Int32(nodes[part].devices.count)
                nodes[part].devices.append(device)
            }
            nodes[part].edges.append(CoverGraph.Edge(user: place[user], device: place[users + device]))
        }
        return nodes.map { CoverComponent(users: $0.users, devices: $0.devices, edges: $0.edges) }
    }

    /// The cheapest cover with these supplies; among equals the one with most users.
    public func cheapest(users: Supply, devices: Supply) -> Choice {
        func cost(_ point: CoverFront.Point) -> Int64 {
            let (sum, overflow) = users.toPay(point.users + payingUsers)
                .addingReportingOverflow(devices.toPay(point.devices + payingDevices))
            return overflow ? Int64.max : sum
        }
        var best: (point: CoverFront.Point, cost: Int64, tie: Bool)?
        for point in sum.points {
            let price = cost(point)
            if let found = best, price > found.cost { continue }
            best = (point, price, best?.cost == price)
        }
        let chosen = best ?? (CoverFront.Point(users: 0, devices: 0), 0, false)
        let taken = sum.taken(users: chosen.point.users)
        var userNodes = fixedUsers
        var deviceNodes = fixedDevices
        var tie = chosen.tie
        for (kind, counts) in taken.enumerated() {
            if counts.count(where: { $0 > 0 }) > 1 { tie = true }
            // The first parts get most users.
            var next = 0
            for (point, count) in counts.enumerated().reversed() {
                for member in members[kind][next..<(next + count)] {
                    let cover = components[member].cover(point)
                    userNodes += cover.users
                    deviceNodes += cover.devices
                    if components[member].ambiguous.contains(point) { tie = true }
                }
                next += count
            }
        }
        let lower = bounds.map(cost).min() ?? chosen.cost
        return Choice(
            users: userNodes.sorted(), devices: deviceNodes.sorted(), cost: chosen.cost,
            lowerBound: min(lower, chosen.cost), tie: tie,
            fault: components.lazy.map(\.fault).first { !$0.isEmpty } ?? "")
    }
}
