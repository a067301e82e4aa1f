/// The cheapest way to cover `LicenceNeeds`, with its proof.
///
/// Without licences in a pool it is one minimum cut, and the maximum flow is the proof (`VertexCover`). Licences in a pool cost
/// nothing up to their number, which a cut cannot price: `PoolSearch` then looks for the licences to give to whom, and its
/// bound is the proof.
public struct LicenceChoice: Sendable {
    /// Where a node's licence comes from.
    public enum Source: Sendable, Hashable {
        /// Needs none.
        case none
        /// The one assigned to it by name serves.
        case own
        /// One of those held and assigned to nobody, of this rank.
        case held(rank: Int32)
        case bought
    }

    /// Per node. A node that needs more than its own licence serves has the other one here.
    public let lefts: [Source]
    public let rights: [Source]
    public let cost: Int64
    /// No choice costs less; equal to `cost` where this one is proven cheapest.
    public let lowerBound: Int64
    /// True where another choice is known to cost the same.
    public let tie: Bool
    /// What the check after the solve found wrong; empty, or nothing above may be believed.
    public let fault: String

    public init(_ needs: LicenceNeeds) { self.init(needs, budget: PoolSearch.budget) }

    /// With a budget of its own, to see what happens beyond it.
    init(_ needs: LicenceNeeds, budget: Int) {
        let open = OpenNeeds(needs)
        let found: PoolSearch.Found
        if needs.kinds.contains(where: { $0.held.contains { $0.count > 0 } }) {
            var search = PoolSearch(open, budget: budget)
            found = search.run()
        } else {
            let cover = VertexCover(reportingFaultsOf: open.graph(kindCosts: needs.kinds.map(\.price)))
            var choice = OpenNeeds.Choice(open)
            for node in cover.users { choice.lefts[node] = .bought }
            for node in cover.devices { choice.rights[node] = .bought }
            found = PoolSearch.Found(
                choice: choice, cost: cover.cost, lowerBound: cover.dual, tie: cover.tie, fault: cover.fault)
        }
        let (lefts, rights) = open.withOwn(found.choice)
        self.lefts = lefts
        self.rights = rights
        cost = found.cost
        lowerBound = found.lowerBound
        tie = found.tie
        fault =
            found.fault.isEmpty
            ? Self.fault(needs, lefts: lefts, rights: rights, cost: found.cost, bound: found.lowerBound) : found.fault
    }

    /// The certificate, checked after every solve from the needs alone: every pair is served, no more licences are taken than
    /// there are, the cost is what is bought, and no bound is above it.
    static func fault(
        _ needs: LicenceNeeds, lefts: [Source], rights: [Source], cost: Int64, bound: Int64
    ) -> String {
        func serves(_ source: Source, _ node: LicenceNeeds.Node, _ rank: Int32) -> Bool {
            if node.own >= rank { return true }
            switch source {
            case .none, .own: return false
            case .held(let held): return held >= rank
            case .bought: return true
            }
        }
        for pair in needs.pairs {
            let (left, right) = (Int(pair.left), Int(pair.right))
            guard
                serves(lefts[left], needs.lefts[left], pair.leftRank)
                    || serves(rights[right], needs.rights[right], pair.rightRank)
            else { return "the choice leaves a pair uncovered" }
        }
        for forced in needs.forcedLefts
        where !serves(lefts[Int(forced.node)], needs.lefts[Int(forced.node)], forced.rank) {
            return "the choice leaves out somebody who needs a licence"
        }
        for forced in needs.forcedRights
        where !serves(rights[Int(forced.node)], needs.rights[Int(forced.node)], forced.rank) {
            return "the choice leaves out a host that needs a licence"
        }
        var sum: Int64 = 0
        var left = needs.kinds.map { kind in
            kind.held.reduce(into: [Int32: Int]()) { $0[$1.rank, default: 0] += $1.count }
        }
        func take(_ source: Source, _ node: LicenceNeeds.Node) -> Bool {
            let kind = Int(node.kind)
            switch source {
            case .none, .own: return true
            case .bought: sum += needs.kinds[kind].price
            case .held(let rank):
                left[kind][rank, default: 0] -= 1
                return left[kind][rank, default: 0] >= 0
            }
            return true
        }
        for (source, node) in zip(lefts, needs.lefts) where !take(source, node) {
            return "the choice takes licences that are not there"
        }
        for (source, node) in zip(rights, needs.rights) where !take(source, node) {
            return "the choice takes licences that are not there"
        }
        if sum != cost { return "the licences bought cost \(sum), not \(cost)" }
        return bound <= cost ? "" : "the lower bound \(bound) is above the cost \(cost)"
    }
}
