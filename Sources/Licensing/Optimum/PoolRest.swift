/// What a branch of the search leaves to cover, and the licences of the pool that can still help.
struct PoolRest {
    private let open: OpenNeeds
    let branch: PoolBranch
    let leftCount: Int
    let kinds: [LicenceNeeds.Kind]
    /// Kind of each node, left ones first.
    let kindOf: [Int]
    private(set) var pairs: [LicenceNeeds.Pair] = []
    /// Rank each node is forced to, and the lowest and highest it has a pair for or is forced to; `nothing` for none.
    private(set) var forced: [Int32]
    private(set) var lowest: [Int32]
    private(set) var highest: [Int32]
    /// Per kind: licences of the pool that serve somebody, by ascending rank, at most as many of each as can use one.
    private(set) var pools: [[(rank: Int32, count: Int)]]

    private static var nothing: Int32 { LicenceNeeds.Node.nothing }

    init(_ branch: PoolBranch, of open: OpenNeeds) {
        self.open = open
        self.branch = branch
        kinds = open.needs.kinds
        leftCount = open.needs.lefts.count
        kindOf = (open.needs.lefts + open.needs.rights).map { Int($0.kind) }
        forced = open.forcedLefts + open.forcedRights
        for node in forced.indices where forced[node] <= branch.held(node) { forced[node] = Self.nothing }
        (lowest, highest) = (forced, forced)
        pools = []
        pairs.reserveCapacity(open.pairs.count)
        for pair in open.pairs {
            let (left, right) = (Int(pair.left), Int(pair.right) + leftCount)
            if branch.held(left) >= pair.leftRank || branch.held(right) >= pair.rightRank { continue }
            pairs.append(pair)
            note(left, pair.leftRank)
            note(right, pair.rightRank)
        }
        pools = kinds.indices.map { kind in
            branch.pool[kind].keys.sorted().compactMap { rank in
                let useful = kindOf.indices.count { kindOf[$0] == kind && isUseful(rank, to: $0) }
                let count = min(branch.pool[kind][rank, default: 0], useful)
                return count > 0 ? (rank, count) : nil
            }
        }
    }

    private mutating func note(_ node: Int, _ rank: Int32) {
        lowest[node] = lowest[node] == Self.nothing ? rank : min(lowest[node], rank)
        highest[node] = max(highest[node], rank)
    }

    private func isUseful(_ rank: Int32, to node: Int) -> Bool {
        branch.fixed[node] == .open && lowest[node] != Self.nothing && rank >= lowest[node]
    }

    var fullShares: [[Int64]] { pools.indices.map { kind in pools[kind].map { _ in kinds[kind].price } } }

    /// The first licence of the pool that serves a rank; the number of them where none does.
    func place(_ kind: Int, _ rank: Int32) -> Int {
        pools[kind].firstIndex { $0.rank >= rank } ?? pools[kind].count
    }

    // MARK: Choices

    /// The rank each node must have, where it covers its pairs up to a rank: the right one serves what both could.
    func ranksNeeded(_ covered: [Int32]) -> [Int32] {
        var ranks = forced
        for pair in pairs {
            let (left, right) = (Int(pair.left), Int(pair.right) + leftCount)
            if covered[right] >= pair.rightRank {
                ranks[right] = max(ranks[right], pair.rightRank)
            } else {
                ranks[left] = max(ranks[left], pair.leftRank)
            }
        }
        return ranks
    }

    /// The choice where each node has a licence of its rank: of the pool as far as it goes, the others bought.
    func choice(_ ranks: [Int32]) -> (choice: OpenNeeds.Choice, cost: Int64) {
        var choice = OpenNeeds.Choice(open)
        var cost: Int64 = 0
        func set(_ node: Int, _ source: LicenceChoice.Source) {
            if node < leftCount { choice.lefts[node] = source } else { choice.rights[node - leftCount] = source }
        }
        for (node, fixed) in branch.fixed.enumerated() {
            if case .held(let rank) = fixed { set(node, .held(rank: rank)) }
        }
        // Newest needs first, each with the oldest licence that serves it: as many as any other way.
        var pool = pools
        let needing = ranks.indices.filter { ranks[$0] != Self.nothing }
        let ordered = pools.allSatisfy(\.isEmpty) ? needing : needing.sorted { (ranks[$1], $0) < (ranks[$0], $1) }
        for node in ordered {
            let kind = kindOf[node]
            if branch.fixed[node] == .open,
                let place = pool[kind].firstIndex(where: { $0.rank >= ranks[node] && $0.count > 0 })
            {
                pool[kind][place].count -= 1
                set(node, .held(rank: pool[kind][place].rank))
            } else {
                set(node, .bought)
                cost += kinds[kind].price
            }
        }
        return (choice, cost)
    }

    /// How many nodes take each licence of the pool, if each takes the cheapest that serves it.
    func taking(_ ranks: [Int32], shares: [[Int64]]) -> [[Int]] {
        var taking = pools.map { $0.map { _ in 0 } }
        for node in ranks.indices where ranks[node] != Self.nothing && branch.fixed[node] == .open {
            let kind = kindOf[node]
            let serving = place(kind, ranks[node])..<pools[kind].count
            if let cheapest = serving.min(by: { (shares[kind][$0], $0) < (shares[kind][$1], $1) }) {
                taking[kind][cheapest] += 1
            }
        }
        return taking
    }

    // MARK: Branches

    /// Nodes a licence of the pool would help, those first that some cut wants, then by what else their pairs would cost.
    func byWorth(wanted: [Bool]) -> [Int] {
        var worth = [Double](repeating: 0, count: kindOf.count)
        var degree = [Int32](repeating: 0, count: kindOf.count)
        for pair in pairs {
            degree[Int(pair.left)] += 1
            degree[Int(pair.right) + leftCount] += 1
        }
        for pair in pairs {
            let (left, right) = (Int(pair.left), Int(pair.right) + leftCount)
            worth[right] += Double(kinds[kindOf[left]].price) / Double(degree[left])
            worth[left] += Double(kinds[kindOf[right]].price) / Double(degree[right])
        }
        return kindOf.indices.filter { node in
            pools[kindOf[node]].last.map { isUseful($0.rank, to: node) } ?? false
        }.sorted { a, b in
            if wanted[a] != wanted[b] { return wanted[a] }
            return worth[a] == worth[b] ? a < b : worth[a] > worth[b]
        }
    }

    /// The branch in which the licences of the pool go to these nodes, as far as they go; nothing of the pool is left.
    func givingOut(in order: [Int]) -> PoolBranch {
        var given = branch
        for node in order {
            let kind = kindOf[node]
            let left = given.pool[kind].keys.filter { given.pool[kind][$0, default: 0] > 0 && $0 >= lowest[node] }
                .sorted()
            guard let rank = left.first(where: { $0 >= highest[node] }) ?? left.last else { continue }
            given.fixed[node] = .held(rank)
            given.pool[kind][rank, default: 0] -= 1
        }
        given.pool = kinds.map { _ in [:] }
        return given
    }

    /// The node gets a licence of each rank there is, or none. What is looked at first, comes last.
    func branches(at node: Int?, bound: Int64) -> [PoolBranch] {
        guard let node else { return [] }
        let kind = kindOf[node]
        var without = branch
        without.fixed[node] = .without
        without.bound = bound
        return [without]
            + pools[kind].filter { $0.rank >= lowest[node] }.map { licence in
                var held = branch
                held.fixed[node] = .held(licence.rank)
                held.pool[kind][licence.rank, default: 0] -= 1
                held.bound = bound
                return held
            }
    }
}
