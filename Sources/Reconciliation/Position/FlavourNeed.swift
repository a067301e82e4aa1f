import Licensing
import PositionModel

/// What is needed of one flavour of a product's licence, set against the licences held.
struct FlavourNeed: Sendable {
    private(set) var requirement = 0
    private(set) var usable = 0
    private(set) var delta = 0
    /// Needs that have a licence.
    private(set) var served = 0
    private(set) var shortfall = 0
    /// Licences anybody could take that no need took.
    private(set) var unused: [RankCount] = []
    /// Short by version alone, in all and by the rank needed.
    private(set) var versionShortfall = 0
    private(set) var versionShortfalls: [Int: Int] = [:]
    /// What is needed, by rank, newest first.
    private(set) var needs: [RankCount] = []
    /// Rank needed by each user or device that its own licence serves.
    private(set) var own: [Int: Int] = [:]

    /// Nothing is needed.
    init() {}

    /// - Parameters:
    ///   - holders: users or devices as nodes: node to index in `Identities`.
    ///   - ranks: what each node needs.
    ///   - nodes: those that need a licence.
    ///   - floor: rank a licence must reach to be a surplus where nobody needs one.
    init(_ pool: LicencePool, holders: [Int], ranks: [Int], nodes: [Int], floor: Int) {
        let free = pool.free(holders, ranks)
        var counts: [Int: Int] = [:]
        var open: [Int: Int] = [:]
        for node in nodes {
            counts[ranks[node], default: 0] += 1
            if free.contains(node) { own[holders[node]] = ranks[node] } else { open[ranks[node], default: 0] += 1 }
        }
        func list(_ counts: [Int: Int]) -> [RankCount] {
            counts.keys.sorted(by: >).map { RankCount(rank: $0, count: counts[$0] ?? 0) }
        }
        needs = list(counts)
        var allocation = VersionAllocation(needs: list(open), licences: pool.pool, floor: floor)
        // Suites in nobody's hands serve nobody who lacks one; where nobody lacks one they are to spare.
        if allocation.shortfall == 0 {
            allocation = VersionAllocation(needs: list(open), licences: pool.pool + pool.leftOver, floor: floor)
        }
        let named = nodes.count(where: free.contains)
        requirement = nodes.count
        served = allocation.matched + named
        usable = allocation.usable + named
        (delta, shortfall, unused) = (allocation.delta, allocation.shortfall, allocation.unused)
        (versionShortfall, versionShortfalls) = (allocation.versionShortfall, allocation.versionShortfalls)
    }

    func tiers(_ product: Catalogue.Product) -> [ProductPosition.Tier] {
        needs.map { ProductPosition.Tier(version: product.label(rank: $0.rank), count: $0.count) }
    }
}
