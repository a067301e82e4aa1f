/// The cheapest choice where licences of a pool cost nothing up to their number: branch and bound over who gets one.
///
/// The bound of a branch: let each licence of the pool cost a share of its price, and take off that share for every licence
/// there is. Nobody can take more than there are, so no choice of the branch costs less (Lagrange's relaxation); and with
/// such prices the least is one minimum cut. The best shares are looked for. Where no branch is open any more, the best
/// choice is proven.
struct PoolSearch {
    /// Edges looked at in all minimum cuts together; what is open after that is not proven.
    static let budget = 1 << 25
    /// Shares of one price looked at for one branch.
    private static let sharesTried = 24
    /// Rounds over all prices, where there are several.
    private static let rounds = 2

    struct Found {
        var choice: OpenNeeds.Choice
        var cost: Int64
        var lowerBound: Int64
        var tie: Bool
        var fault: String
    }

    private let open: OpenNeeds
    private var budget: Int
    private var best: (choice: OpenNeeds.Choice, cost: Int64, tie: Bool)?
    private var fault = ""

    init(_ open: OpenNeeds, budget: Int) {
        self.open = open
        self.budget = budget
    }

    mutating func run() -> Found {
        var branches = [PoolBranch(open)]
        var unproven: Int64?
        while let branch = branches.popLast() {
            if let best, branch.bound >= best.cost { continue }
            if best != nil, budget <= 0 {
                unproven = min(unproven ?? Int64.max, branch.bound)
                continue
            }
            branches += look(branch)
        }
        let choice = best ?? (OpenNeeds.Choice(open), 0, false)
        return Found(
            choice: choice.choice, cost: choice.cost, lowerBound: min(unproven ?? choice.cost, choice.cost),
            tie: choice.tie, fault: fault)
    }

    private func isProven(_ bound: Int64) -> Bool { best.map { bound >= $0.cost } ?? false }

    // MARK: One branch

    /// Solves a branch as far as it can be; the branches it leaves.
    private mutating func look(_ branch: PoolBranch) -> [PoolBranch] {
        let rest = PoolRest(branch, of: open)
        var shares = rest.fullShares
        var now = look(rest, shares: shares)
        var bound = max(branch.bound, now.bound)
        var wanted = now.isTaken
        let prices = rest.pools.indices.flatMap { kind in rest.pools[kind].indices.map { (kind, $0) } }
        for _ in 0..<(prices.count > 1 ? Self.rounds : 1) {
            for price in prices {
                if isProven(bound) { return [] }
                let found = share(of: price, rest, shares: shares, at: now)
                bound = max(bound, found.best.bound)
                shares[price.0][price.1] = found.share
                now = found.best
                for node in wanted.indices where found.widest.isTaken[node] { wanted[node] = true }
            }
        }
        if isProven(bound) || prices.isEmpty { return [] }
        // A choice by plain judgement, to have something to beat.
        let order = rest.byWorth(wanted: wanted)
        _ = look(PoolRest(rest.givingOut(in: order), of: open), shares: nil)
        if isProven(bound) { return [] }
        return rest.branches(at: order.first, bound: bound)
    }

    /// A minimum cut at shares of the prices.
    private struct Look {
        var bound: Int64
        /// Per kind and licence of the pool: nodes that take one.
        var taking: [[Int]]
        var isTaken: [Bool]
    }

    /// - Parameter shares: nil for the full prices.
    private mutating func look(_ rest: PoolRest, shares: [[Int64]]?) -> Look {
        let shares = shares ?? rest.fullShares
        let levels = PoolLevels(rest, shares: shares)
        budget -= levels.graph.edges.count + 1
        let cover = VertexCover(reportingFaultsOf: levels.graph)
        if fault.isEmpty { fault = cover.fault }
        let covered = levels.covered(cover)
        let ranks = rest.ranksNeeded(covered)
        let choice = rest.choice(ranks)
        offer(choice.choice, cost: choice.cost, tie: cover.tie && rest.pools.allSatisfy(\.isEmpty))
        var free: Int64 = 0
        for (kind, pool) in rest.pools.enumerated() {
            for (place, licences) in pool.enumerated() { free += shares[kind][place] * Int64(licences.count) }
        }
        return Look(
            bound: cover.dual - free, taking: rest.taking(ranks, shares: shares),
            isTaken: ranks.map { $0 != LicenceNeeds.Node.nothing })
    }

    /// The share of a price that gives the best bound: the bound is concave in it, and each cut gives a line above it.
    private mutating func share(
        of price: (kind: Int, place: Int), _ rest: PoolRest, shares: [[Int64]], at first: Look
    ) -> (best: Look, share: Int64, widest: Look) {
        let count = rest.pools[price.kind][price.place].count
        func slope(_ look: Look) -> Int64 { Int64(look.taking[price.kind][price.place] - count) }
        let start = shares[price.kind][price.place]
        // More are wanted than there are: no smaller share is better.
        if slope(first) >= 0 || isProven(first.bound) { return (first, start, first) }
        var shares = shares
        shares[price.kind][price.place] = 0
        var high = (share: start, look: first)
        var low = (share: Int64(0), look: look(rest, shares: shares))
        var best = high.look.bound >= low.look.bound ? high : low
        var tried = 2
        while slope(low.look) > 0, tried < Self.sharesTried, budget > 0, !isProven(best.look.bound) {
            // Where the two lines meet, rounded down.
            let rise = slope(low.look) - slope(high.look)
            let (above, overflow) = slope(high.look).multipliedReportingOverflow(by: high.share)
            let (below, more) = slope(low.look).multipliedReportingOverflow(by: low.share)
            if overflow || more || rise <= 0 { break }
            let next = min(max((high.look.bound - low.look.bound + below - above) / rise, low.share), high.share)
            if next == low.share || next == high.share { break }
            shares[price.kind][price.place] = next
            let middle = (share: next, look: look(rest, shares: shares))
            tried += 1
            if middle.look.bound > best.look.bound { best = middle }
            if slope(middle.look) > 0 { low = middle } else { high = middle }
        }
        return (best.look, best.share, low.look)
    }

    /// Keeps the cheapest choice; among equals the first.
    private mutating func offer(_ choice: OpenNeeds.Choice, cost: Int64, tie: Bool) {
        if let best, best.cost <= cost {
            if best.cost == cost, best.choice.lefts != choice.lefts || best.choice.rights != choice.rights {
                self.best?.tie = true
            }
            return
        }
        best = (choice, cost, tie)
    }
}

/// What a branch of the search has decided.
struct PoolBranch {
    enum Fixed: Hashable {
        case open
        /// Gets none of the pool.
        case without
        case held(Int32)
    }
    /// Left nodes first, then right ones.
    var fixed: [Fixed]
    /// Per kind: licences left by rank.
    var pool: [[Int32: Int]]
    /// What the branch it comes from has proven.
    var bound: Int64 = 0

    init(_ open: OpenNeeds) {
        fixed = [Fixed](repeating: .open, count: open.needs.lefts.count + open.needs.rights.count)
        pool = open.needs.kinds.map { kind in
            kind.held.reduce(into: [:]) { if $1.count > 0 { $0[$1.rank, default: 0] += $1.count } }
        }
    }

    /// The licence of the pool a node has got.
    func held(_ node: Int) -> Int32 {
        if case .held(let rank) = fixed[node] { return rank }
        return LicenceNeeds.Node.nothing
    }
}
