/// The graph of a branch, with the licences of the pool at a share of their price.
///
/// A node that may take one of several licences is a chain of levels: the first costs what the cheapest that serves its oldest
/// pairs does, each further one what the next better licence costs more. A pair is bound to every level up to the one that
/// serves it, so its node covers it with all of them or not at all.
struct PoolLevels {
    private(set) var graph: CoverGraph
    private let rest: PoolRest
    /// First level of each node in the graph, counted on its side.
    private var first: [Int32]
    /// Levels a node has, as bits: the place of a licence in the pool of its kind, their number for one bought.
    private var levels: [UInt64]

    init(_ rest: PoolRest, shares: [[Int64]]) {
        self.rest = rest
        // Of each kind and level, what it costs: a better licence serves too.
        let costs = rest.kinds.indices.map { kind in
            var costs = shares[kind] + [rest.kinds[kind].price]
            for place in costs.indices.dropLast().reversed() { costs[place] = min(costs[place], costs[place + 1]) }
            return costs
        }
        levels = [UInt64](repeating: 0, count: rest.kindOf.count)
        first = [Int32](repeating: 0, count: rest.kindOf.count)
        graph = CoverGraph(userCosts: [], deviceCosts: [], edges: [])
        for (node, rank) in rest.forced.enumerated() where rank != LicenceNeeds.Node.nothing {
            levels[node] |= 1 << level(node, rank)
        }
        for pair in rest.pairs {
            levels[Int(pair.left)] |= 1 << level(Int(pair.left), pair.leftRank)
            let right = Int(pair.right) + rest.leftCount
            levels[right] |= 1 << level(right, pair.rightRank)
        }
        var sides: [(costs: [Int64], forced: [Int])] = [([], []), ([], [])]
        for node in rest.kindOf.indices {
            let side = node < rest.leftCount ? 0 : 1
            first[node] = Int32(sides[side].costs.count)
            let forced = rest.forced[node]
            let forcedLevel = forced == LicenceNeeds.Node.nothing ? -1 : Int(level(node, forced))
            var paid: Int64 = 0
            for place in costs[rest.kindOf[node]].indices where levels[node] >> place & 1 == 1 {
                let cost = costs[rest.kindOf[node]][place]
                if place <= forcedLevel { sides[side].forced.append(sides[side].costs.count) }
                sides[side].costs.append(cost - paid)
                paid = cost
            }
        }
        var edges: [CoverGraph.Edge] = []
        edges.reserveCapacity(rest.pairs.count)
        for pair in rest.pairs {
            let (left, right) = (Int(pair.left), Int(pair.right) + rest.leftCount)
            for user in 0..<count(left, upTo: pair.leftRank) {
                for device in 0..<count(right, upTo: pair.rightRank) {
                    edges.append(.init(user: first[left] + user, device: first[right] + device))
                }
            }
        }
        graph = CoverGraph(
            userCosts: sides[0].costs, deviceCosts: sides[1].costs, edges: edges, forcedUsers: sides[0].forced,
            forcedDevices: sides[1].forced)
    }

    /// The level that serves a rank. A node that can take nothing of the pool has one level alone.
    private func level(_ node: Int, _ rank: Int32) -> UInt64 {
        let kind = rest.kindOf[node]
        return rest.branch.fixed[node] == .open
            ? UInt64(rest.place(kind, rank)) : UInt64(rest.pools[kind].count)
    }

    /// Levels a node has up to the one that serves a rank.
    private func count(_ node: Int, upTo rank: Int32) -> Int32 {
        let above = level(node, rank) + 1
        return Int32((levels[node] & ((1 << above) - 1)).nonzeroBitCount)
    }

    /// The rank up to which each node covers its pairs; `nothing` for one that covers none.
    func covered(_ cover: VertexCover) -> [Int32] {
        var isTaken = [[Bool]](repeating: [], count: 2)
        isTaken[0] = [Bool](repeating: false, count: graph.userCosts.count)
        isTaken[1] = [Bool](repeating: false, count: graph.deviceCosts.count)
        for level in cover.users { isTaken[0][level] = true }
        for level in cover.devices { isTaken[1][level] = true }
        return rest.kindOf.indices.map { node in
            let pool = rest.pools[rest.kindOf[node]]
            let side = node < rest.leftCount ? 0 : 1
            var covered = LicenceNeeds.Node.nothing
            var place = Int(first[node])
            for level in 0...pool.count where levels[node] >> level & 1 == 1 {
                guard isTaken[side][place] else { break }
                covered = level < pool.count ? pool[level].rank : Int32.max
                place += 1
            }
            return covered
        }
    }
}
