/// Licences or needs of one rank.
struct RankCount: Sendable, Hashable {
    var rank: Int
    var count: Int
}

/// Newest licences to newest needs: how many needs are served, by version and by heads.
struct VersionAllocation: Sendable, Hashable {
    /// Needs that get a licence new enough.
    let matched: Int
    /// Needs left without.
    let shortfall: Int
    /// Licences left over that would serve one of the versions needed.
    let surplus: Int
    /// Needs left without that would be served if every licence held had the right version: short by version alone.
    let versionShortfall: Int
    /// The same by the rank needed; where heads lack too, the newest needs come first. Sums to `versionShortfall`.
    let versionShortfalls: [Int: Int]
    /// Licences no need took, by rank: the newest that can be left over.
    let unused: [RankCount]

    /// - Parameter floor: rank a licence must reach to be a surplus where nobody needs one.
    init(needs: [RankCount], licences: [RankCount], floor: Int = Int.max) {
        let needs = needs.filter { $0.count > 0 }.sorted { $0.rank > $1.rank }
        let licences = licences.filter { $0.count > 0 }.sorted { $0.rank > $1.rank }
        let needed = needs.reduce(0) { $0 + $1.count }
        let held = licences.reduce(0) { $0 + $1.count }
        let lowest = needs.last?.rank ?? floor
        let serving = licences.reduce(0) { $0 + ($1.rank >= lowest ? $1.count : 0) }
        // Licences are nested (a newer one serves whatever an older one does), so giving the newest to the newest need
        // serves as many needs as any other way.
        var served = 0
        var available = 0
        var next = 0
        var left: [RankCount] = []
        for need in needs {
            while next < licences.count, licences[next].rank >= need.rank {
                available += licences[next].count
                next += 1
            }
            let given = min(need.count, available)
            available -= given
            served += given
            if given < need.count { left.append(RankCount(rank: need.rank, count: need.count - given)) }
        }
        matched = served
        shortfall = needed - served
        surplus = serving - served
        versionShortfall = (needed - served) - max(0, needed - held)
        var byVersion = versionShortfall
        versionShortfalls = left.reduce(into: [:]) { counts, need in
            let share = min(need.count, byVersion)
            byVersion -= share
            if share > 0 { counts[need.rank, default: 0] += share }
        }
        unused = Self.unused(needs: needs, licences: licences)
    }

    /// The newest need takes the oldest licence that serves it: as many are served as by any other way, and the newest are left.
    private static func unused(needs: [RankCount], licences: [RankCount]) -> [RankCount] {
        var left = Array(licences.reversed())
        for need in needs {
            var open = need.count
            for place in left.indices where left[place].rank >= need.rank && open > 0 {
                let taken = min(open, left[place].count)
                left[place].count -= taken
                open -= taken
            }
        }
        return left.filter { $0.count > 0 }
    }

    /// Licences that count against the needs: with a shortfall, those that serve one; else all that would.
    var usable: Int { shortfall > 0 ? matched : matched + surplus }
    var delta: Int { shortfall > 0 ? -shortfall : surplus }
}
