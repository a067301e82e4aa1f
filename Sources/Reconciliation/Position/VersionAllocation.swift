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
    /// Needs left without though there are heads enough: the shortfall by version alone.
    let versionShortfall: Int

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
        for need in needs {
            while next < licences.count, licences[next].rank >= need.rank {
                available += licences[next].count
                next += 1
            }
            let given = min(need.count, available)
            available -= given
            served += given
        }
        matched = served
        shortfall = needed - served
        surplus = serving - served
        versionShortfall = (needed - served) - max(0, needed - held)
    }

    /// Licences that count against the needs: with a shortfall, those that serve one; else all that would.
    var usable: Int { shortfall > 0 ? matched : matched + surplus }
    var delta: Int { shortfall > 0 ? -shortfall : surplus }
}
