/// Maximum flow source -> users -> devices -> sink with unlimited middle arcs (Dinic's algorithm).
///
/// Source and sink are not nodes: what is left of a user's or device's cost is their arc. A middle arc has room
/// forward always, and backward as much as flows through it. Turned around, the network is the same with users and
/// devices exchanged; so the search begins at the side that costs less in all, of which little is left after the first
/// filling: it then sees a small part of the graph only.
struct BipartiteFlow {
    /// A side of the graph. The search runs along all edges from `near` to `far`, and back where something flows.
    private struct Side {
        /// Unused part of each node's cost.
        var left: [Int64]
        /// Edges grouped by node: those of node `n` are `start[n]..<start[n + 1]`.
        var start: [Int32]
        /// The other end of each edge.
        var other: [Int32]
        /// Distance from the nodes the search began at; -1 for one it did not reach, or cannot go on from.
        var level: [Int32]
        /// The edge to try next.
        var next: [Int32]

        var count: Int { left.count }
        func edges(of node: Int) -> Range<Int> { Int(start[node])..<Int(start[node + 1]) }
    }

    private var near: Side
    private var far: Side
    /// Of each edge as `near` lists it: its place in the list of `far`.
    private var twin: [Int32]
    /// What flows, in the order of `far`.
    private var flow: [Int64]
    private let usersAreNear: Bool
    private let costs: (near: [Int64], far: [Int64])
    /// Edges of the path that is looked for, near and far in turn: places in the lists of their side.
    private var path: [Int32] = []

    init(userCosts: [Int64], deviceCosts: [Int64], edges: [CoverGraph.Edge]) {
        usersAreNear = userCosts.reduce(0, +) <= deviceCosts.reduce(0, +)
        costs = usersAreNear ? (userCosts, deviceCosts) : (deviceCosts, userCosts)
        near = Self.side(costs.near)
        far = Self.side(costs.far)
        twin = [Int32](repeating: 0, count: edges.count)
        flow = [Int64](repeating: 0, count: edges.count)
        near.other = twin
        far.other = twin
        for edge in edges {
            let (a, b) = usersAreNear ? (edge.user, edge.device) : (edge.device, edge.user)
            near.start[Int(a) + 1] += 1
            far.start[Int(b) + 1] += 1
        }
        for node in 0..<near.count { near.start[node + 1] += near.start[node] }
        for node in 0..<far.count { far.start[node + 1] += far.start[node] }
        near.next = Array(near.start.dropLast())
        far.next = Array(far.start.dropLast())
        for edge in edges {
            let (a, b) = usersAreNear ? (edge.user, edge.device) : (edge.device, edge.user)
            near.other[Int(near.next[Int(a)])] = b
            near.next[Int(a)] += 1
        }
        // By ascending near node, so that the lists of the far side are in order whatever order the edges came in.
        for node in 0..<near.count {
            for edge in near.edges(of: node) {
                let other = Int(near.other[edge])
                let place = far.next[other]
                far.next[other] += 1
                far.other[Int(place)] = Int32(node)
                twin[edge] = place
            }
        }
    }

    private static func side(_ costs: [Int64]) -> Side {
        Side(
            left: costs, start: [Int32](repeating: 0, count: costs.count + 1), other: [],
            level: [Int32](repeating: -1, count: costs.count), next: [])
    }

    // MARK: Flow

    /// Fills the network.
    mutating func maximise() {
        fillDirectly()
        while let last = layer() {
            for node in 0..<near.count { near.next[node] = near.start[node] }
            for node in 0..<far.count { far.next[node] = far.start[node] }
            for node in 0..<near.count where near.level[node] == 0 {
                while near.left[node] > 0, push(from: node, last: last) {}
            }
        }
    }

    /// First pass without back arcs, nodes with few edges first: most of the flow in graphs of people and devices.
    private mutating func fillDirectly() {
        for node in nodesByDegree() {
            var left = near.left[node]
            for edge in near.edges(of: node) where left > 0 {
                let other = Int(near.other[edge])
                let amount = min(left, far.left[other])
                if amount == 0 { continue }
                left -= amount
                far.left[other] -= amount
                flow[Int(twin[edge])] += amount
            }
            near.left[node] = left
        }
    }

    private func nodesByDegree() -> [Int] {
        let degrees = (0..<near.count).map { Int(near.start[$0 + 1] - near.start[$0]) }
        var place = [Int](repeating: 0, count: (degrees.max() ?? 0) + 2)
        for degree in degrees { place[degree + 1] += 1 }
        for degree in place.indices.dropLast() { place[degree + 1] += place[degree] }
        var nodes = [Int](repeating: 0, count: near.count)
        for (node, degree) in degrees.enumerated() {
            nodes[place[degree]] = node
            place[degree] += 1
        }
        return nodes
    }

    /// Levels by breadth from the near nodes with something left; the level of the nearest far node with something left,
    /// nil where none can be reached.
    private mutating func layer() -> Int32? {
        for node in 0..<far.count { far.level[node] = -1 }
        var nodes: [Int32] = []
        for node in 0..<near.count {
            near.level[node] = near.left[node] > 0 ? 0 : -1
            if near.left[node] > 0 { nodes.append(Int32(node)) }
        }
        var others: [Int32] = []
        var level: Int32 = 0
        while !nodes.isEmpty {
            others.removeAll(keepingCapacity: true)
            var found = false
            level += 1
            for node in nodes {
                for edge in near.edges(of: Int(node)) {
                    let other = Int(near.other[edge])
                    if far.level[other] >= 0 { continue }
                    far.level[other] = level
                    others.append(Int32(other))
                    if far.left[other] > 0 { found = true }
                }
            }
            if found { return level }
            nodes.removeAll(keepingCapacity: true)
            level += 1
            for other in others {
                for edge in far.edges(of: Int(other)) where flow[edge] > 0 {
                    let node = Int(far.other[edge])
                    if near.level[node] >= 0 { continue }
                    near.level[node] = level
                    nodes.append(Int32(node))
                }
            }
        }
        return nil
    }

    /// Pushes flow along one shortest path from `root`; false where there is none left in these levels.
    private mutating func push(from root: Int, last: Int32) -> Bool {
        path.removeAll(keepingCapacity: true)
        var node = root
        while true {
            var other = -1
            let end = near.start[node + 1]
            var edge = near.next[node]
            let level = near.level[node] + 1
            while edge < end {
                let candidate = Int(near.other[Int(edge)])
                if far.level[candidate] == level {
                    other = candidate
                    break
                }
                edge += 1
            }
            near.next[node] = edge
            if other < 0 {
                // A dead end: step back over the arc that led here, and on to the far node's next arc.
                near.level[node] = -1
                guard let back = path.popLast() else { return false }
                _ = back
                let forward = Int(path.removeLast())
                other = Int(near.other[forward])
                far.next[other] += 1
                node = path.last.map { Int(far.other[Int($0)]) } ?? root
            }
            path.append(near.next[node])
            if far.level[other] == last {
                if far.left[other] > 0 {
                    augment(root: root, end: other)
                    return true
                }
            } else if let back = nextBackArc(of: other) {
                path.append(back)
                node = Int(far.other[Int(back)])
                continue
            }
            // A dead far node: the arc to it is not tried again.
            far.level[other] = -1
            path.removeLast()
            near.next[node] += 1
        }
    }

    private mutating func nextBackArc(of other: Int) -> Int32? {
        let end = far.start[other + 1]
        let level = far.level[other] + 1
        var edge = far.next[other]
        while edge < end {
            if flow[Int(edge)] > 0, near.level[Int(far.other[Int(edge)])] == level { break }
            edge += 1
        }
        far.next[other] = edge
        return edge < end ? edge : nil
    }

    private mutating func augment(root: Int, end: Int) {
        var amount = min(near.left[root], far.left[end])
        for place in stride(from: 1, to: path.count, by: 2) { amount = min(amount, flow[Int(path[place])]) }
        near.left[root] -= amount
        far.left[end] -= amount
        for place in path.indices {
            if place.isMultiple(of: 2) {
                flow[Int(twin[Int(path[place])])] += amount
            } else {
                flow[Int(path[place])] -= amount
            }
        }
    }

    // MARK: What it proves

    /// The value of the flow, added up from its edges alone; nil where it is none: something flows backwards, or more than a
    /// node costs flows through it.
    func value() -> Int64? {
        var through = (near: costs.near, far: costs.far)
        var value: Int64 = 0
        for other in 0..<far.count {
            for edge in far.edges(of: other) {
                if flow[edge] < 0 { return nil }
                value += flow[edge]
                through.far[other] -= flow[edge]
                through.near[Int(far.other[edge])] -= flow[edge]
            }
        }
        return through.near.allSatisfy { $0 >= 0 } && through.far.allSatisfy { $0 >= 0 } ? value : nil
    }

    /// The minimum cut read from the nodes reachable from the user side in the residual graph (the same for every
    /// maximum flow): users that cannot be reached and devices that can. It is the cut with most users.
    func cut() -> (users: [Bool], devices: [Bool], tie: Bool) {
        let (fromNear, fromFar) = (reachableFromNear(), reachableFromFar())
        let reached = usersAreNear ? fromNear : (near: fromFar.far, far: fromFar.near)
        let ends = usersAreNear ? fromFar : (near: fromNear.far, far: fromNear.near)
        // Users first in both, now.
        let (userSide, deviceSide) = usersAreNear ? (near, far) : (far, near)
        var users = [Bool](repeating: false, count: userSide.count)
        var devices = [Bool](repeating: false, count: deviceSide.count)
        var tie = false
        for user in users.indices where userSide.start[user] < userSide.start[user + 1] {
            users[user] = !reached.near[user]
            if users[user] != ends.near[user] { tie = true }
        }
        for device in devices.indices where deviceSide.start[device] < deviceSide.start[device + 1] {
            devices[device] = reached.far[device]
            if devices[device] == ends.far[device] { tie = true }
        }
        return (users, devices, tie)
    }

    private func reachableFromNear() -> (near: [Bool], far: [Bool]) {
        var nodes = near.left.map { $0 > 0 }
        var others = [Bool](repeating: false, count: far.count)
        var queue = nodes.indices.filter { nodes[$0] }.map { Int32($0) }
        while let node = queue.popLast() {
            for edge in near.edges(of: Int(node)) {
                let other = Int(near.other[edge])
                if others[other] { continue }
                others[other] = true
                for back in far.edges(of: other) where flow[back] > 0 {
                    let next = Int(far.other[back])
                    if nodes[next] { continue }
                    nodes[next] = true
                    queue.append(Int32(next))
                }
            }
        }
        return (nodes, others)
    }

    private func reachableFromFar() -> (near: [Bool], far: [Bool]) {
        var nodes = [Bool](repeating: false, count: near.count)
        var others = far.left.map { $0 > 0 }
        var queue = others.indices.filter { others[$0] }.map { Int32($0) }
        while let other = queue.popLast() {
            for edge in far.edges(of: Int(other)) {
                let node = Int(far.other[edge])
                if nodes[node] { continue }
                nodes[node] = true
                for back in near.edges(of: node) where flow[Int(twin[back])] > 0 {
                    let next = Int(near.other[back])
                    if others[next] { continue }
                    others[next] = true
                    queue.append(Int32(next))
                }
            }
        }
        return (nodes, others)
    }
}
