/// One connected part of a graph, with the covers behind the points of its front.
struct CoverComponent: Sendable {
    /// Smaller sides up to this many nodes are enumerated.
    static let enumerableSide = 16
    /// Steps spent on enumeration over all components; what is beyond goes to the hull search.
    static let enumerationBudget = 1 << 28
    /// Edges times solves spent on the hull search of one component, after its two ends.
    static let searchBudget = 1 << 21

    /// Node numbers in the whole graph, ascending.
    let users: [Int]
    let devices: [Int]
    /// Edges between places in `users` and `devices`.
    let edges: [CoverGraph.Edge]
    private(set) var front = CoverFront(complete: [])
    private var covers: [Cover] = []

    private enum Cover: Sendable {
        /// Which nodes of the smaller side hold a licence; every node of the other side needs one that they leave open.
        case mask(Int)
        case nodes(users: [Int], devices: [Int])
    }
    /// Points that more than one cover reaches.
    private(set) var ambiguous: Set<Int> = []
    /// What the check of a minimum cut found wrong; empty for none.
    private(set) var fault = ""

    private var smallerIsUsers: Bool { users.count <= devices.count }
    var smallerSide: Int { min(users.count, devices.count) }
    var enumerationCost: Int { (smallerSide + 1) << min(smallerSide, 40) }

    init(users: [Int], devices: [Int], edges: [CoverGraph.Edge]) {
        self.users = users
        self.devices = devices
        self.edges = edges
    }

    /// The cover behind a point, as nodes of the whole graph.
    func cover(_ point: Int) -> (users: [Int], devices: [Int]) {
        switch covers[point] {
        case .nodes(let chosen, let machines): return (chosen.map { users[$0] }, machines.map { devices[$0] })
        case .mask(let mask):
            let neighbours = masks()
            let small = (0..<smallerSide).filter { mask >> $0 & 1 == 1 }
            let large = neighbours.indices.filter { neighbours[$0] & ~mask != 0 }
            return smallerIsUsers
                ? (small.map { users[$0] }, large.map { devices[$0] })
                : (large.map { users[$0] }, small.map { devices[$0] })
        }
    }

    /// Neighbours of each node of the larger side, as bits of the smaller one.
    private func masks() -> [Int] {
        var masks = [Int](repeating: 0, count: max(users.count, devices.count))
        for edge in edges {
            let (small, large) = smallerIsUsers ? (edge.user, edge.device) : (edge.device, edge.user)
            masks[Int(large)] |= 1 << Int(small)
        }
        return masks
    }

    // MARK: Enumeration

    /// The whole front, from every subset of the smaller side.
    mutating func enumerate() {
        let side = smallerSide
        let larger = max(users.count, devices.count)
        // inside[S]: nodes of the larger side all of whose neighbours are in S (sums over subsets, bit by bit).
        var inside = [Int32](repeating: 0, count: 1 << side)
        for mask in masks() { inside[mask] += 1 }
        for bit in 0..<side {
            for set in inside.indices where set >> bit & 1 == 1 { inside[set] += inside[set ^ (1 << bit)] }
        }
        var best = [(count: Int, mask: Int, several: Bool)](repeating: (Int.max, 0, false), count: side + 1)
        for set in inside.indices {
            let size = set.nonzeroBitCount
            let needed = larger - Int(inside[set])
            if needed < best[size].count {
                best[size] = (needed, set, false)
            } else if needed == best[size].count {
                best[size].several = true
            }
        }
        var found: [(point: CoverFront.Point, mask: Int, several: Bool)] = []
        for (size, entry) in best.enumerated() where entry.count < found.last.map(otherSide) ?? Int.max {
            let point =
                smallerIsUsers
                ? CoverFront.Point(users: size, devices: entry.count)
                : CoverFront.Point(users: entry.count, devices: size)
            found.append((point, entry.mask, entry.several))
        }
        found.sort { $0.point.users < $1.point.users }
        front = CoverFront(complete: found.map(\.point))
        covers = found.map { .mask($0.mask) }
        ambiguous = Set(found.indices.filter { found[$0].several })
    }

    private func otherSide(_ entry: (point: CoverFront.Point, mask: Int, several: Bool)) -> Int {
        smallerIsUsers ? entry.point.devices : entry.point.users
    }

    // MARK: Hull search

    private struct Solved {
        var point: CoverFront.Point
        var cover: Cover
        var tie: Bool
        /// What is known of the gap up to the next point; nil before it was looked into.
        var gap: CoverFront.Gap?
    }

    /// The corners of the front's convex hull, by minimum cuts; the gaps between them are marked with what is known.
    mutating func search() {
        var found = [solve(userCost: scale, deviceCost: 1), solve(userCost: 1, deviceCost: scale)]
        if found[0].point == found[1].point { found.removeLast() }
        var left = Self.searchBudget / max(1, edges.count)
        while let gap = widestOpenGap(found) {
            let (low, high) = (found[gap].point, found[gap + 1].point)
            guard high.users - low.users > 1, low.devices - high.devices > 1 else {
                // One device apart: a point between would need as many as one of the two.
                found[gap].gap = CoverFront.Gap.none
                continue
            }
            let (a, b) = (Int64(low.devices - high.devices), Int64(high.users - low.users))
            // Costs the cut cannot carry would give a wrong answer.
            guard left > 0, max(a, b) <= CoverGraph.maximumCost / scale else {
                found[gap].gap = .unknown
                continue
            }
            left -= 1
            // Scaled by more than any count and one less for users: the most users among the cheapest.
            let middle = solve(userCost: a * scale - 1, deviceCost: b * scale)
            func value(_ point: CoverFront.Point) -> Int64 { a * Int64(point.users) + b * Int64(point.devices) }
            if value(middle.point) < value(low) {
                found.insert(middle, at: gap + 1)
            } else {
                found[gap].gap = .aboveLine
            }
        }
        front = CoverFront(points: found.map(\.point), gaps: found.dropLast().map { $0.gap ?? .unknown })
        covers = found.map(\.cover)
        ambiguous = Set(found.indices.filter { found[$0].tie })
    }

    private func widestOpenGap(_ found: [Solved]) -> Int? {
        var widest: Int?
        for gap in found.indices.dropLast() where found[gap].gap == nil {
            func width(_ gap: Int) -> Int { found[gap + 1].point.users - found[gap].point.users }
            if widest.map({ width(gap) > width($0) }) ?? true { widest = gap }
        }
        return widest
    }

    private var scale: Int64 { Int64(users.count + devices.count + 1) }

    private mutating func solve(userCost: Int64, deviceCost: Int64) -> Solved {
        let cover = VertexCover(
            reportingFaultsOf: CoverGraph(
                userCosts: [Int64](repeating: userCost, count: users.count),
                deviceCosts: [Int64](repeating: deviceCost, count: devices.count),
                edges: edges))
        if fault.isEmpty { fault = cover.fault }
        return Solved(
            point: CoverFront.Point(users: cover.users.count, devices: cover.devices.count),
            cover: .nodes(users: cover.users, devices: cover.devices), tie: cover.tie, gap: nil)
    }
}
