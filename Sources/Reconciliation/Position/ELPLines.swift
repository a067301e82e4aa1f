import AccessModel
import Licensing
import PositionModel

/// Puts the position of one product into the lines of an effective licence position: one for each version held or needed.
///
/// A licence somebody holds serves its holder; the others go newest to newest needs, as everywhere. What a version gives to needs of
/// older ones is its allocation. Licences in the hands of people who need none have lines of their own, so that the negative deltas of
/// all lines together are the shortfall.
enum ELPLines {
    /// What is held and needed of one rank.
    private struct Tier {
        var volume = 0
        var boxed = 0
        var oem = 0
        var maintained = 0
        var needed = 0
        var allocation = 0

        var held: Int { volume + boxed + oem }
        var isEmpty: Bool { held == 0 && needed == 0 }
    }

    /// Everything of one flavour, by rank; `unknown` for licences of no known version.
    private struct Tiers {
        static let unknown = -1
        var byRank: [Int: Tier] = [:]
        /// Licences in the hands of somebody who needs none, or who has another: they serve nobody who lacks one.
        var idle: [Int: Tier] = [:]
        /// Licences in the names of external users.
        var outside: [Int: Tier] = [:]
    }

    /// - Parameter outsiders: external users: what they hold in their own name covers them, not the organisation's people.
    static func lines(_ result: ProductResult, outsiders: Set<Int>, study: Study) -> [ELPLine] {
        result.elpRows.flatMap { row, need, shares in
            lines(
                row, need: need, shares: shares, outsiders: row.flavour == Flavour.user.rawValue ? outsiders : [],
                product: result.requirement.product, study: study)
        }
    }

    private static func lines(
        _ row: ProductPosition, need: FlavourNeed, shares: [LineShare], outsiders: Set<Int>,
        product: Catalogue.Product, study: Study
    ) -> [ELPLine] {
        let tiers = tiers(need, shares, outsiders: outsiders, study: study, isDetermined: row.delta.value != nil)
        let name = study.catalogue.licence(row.licence)?.name ?? row.licence
        let family = "\(name) - \(row.flavour)"
        let lines = tiers.byRank.keys.sorted(by: >).map { rank in
            line(tiers.byRank[rank] ?? Tier(), family: family, version: label(rank, product), row: row)
        }
        let idle = tiers.idle.keys.sorted(by: >).map { rank in
            var line = line(tiers.idle[rank] ?? Tier(), family: family, version: label(rank, product), row: row)
            line.version += Self.idleMark
            line.notes =
                "in the hands of \(row.flavour)s that need none or have another, or suites nobody can hold: they serve nobody else"
            return line
        }
        let outside = tiers.outside.keys.sorted(by: >).map { rank in
            var line = line(tiers.outside[rank] ?? Tier(), family: family, version: label(rank, product), row: row)
            line.version += Self.outsideMark
            line.notes = "in the names of external users, whom they cover (external)"
            return line
        }
        return lines + outside + idle
    }

    /// What the version of licences that serve nobody ends in.
    static let idleMark = ", assigned but not needed"

    /// The same of licences in the names of external users.
    static let outsideMark = ", assigned to external users"

    private static func label(_ rank: Int, _ product: Catalogue.Product) -> String {
        rank < 0 ? "not known" : product.label(rank: rank)
    }

    private static func tiers(
        _ need: FlavourNeed, _ shares: [LineShare], outsiders: Set<Int>, study: Study, isDetermined: Bool
    ) -> Tiers {
        var tiers = Tiers()
        // What each rank has to give, and still needs.
        var free: [Int: Int] = [:]
        var open = need.needs.reduce(into: [Int: Int]()) { $0[$1.rank, default: 0] += $1.count }
        for (rank, count) in open { tiers.byRank[rank, default: Tier()].needed += count }
        for share in shares {
            let rank = share.holding.rank ?? Tiers.unknown
            // Suites that are left over are to spare where nobody lacks one.
            let isIdle = share.idle > 0 && !(share.isApart && need.shortfall == 0)
            let idle = isIdle ? share.idle : 0
            let count = share.holding.quantity + (share.holding.rank == nil ? share.holding.possible : 0)
            add(count - idle, of: share.holding, to: &tiers.byRank[rank, default: Tier()], study: study)
            let isOutside = share.holding.user.map(outsiders.contains) ?? false
            if idle > 0, isOutside {
                add(idle, of: share.holding, to: &tiers.outside[rank, default: Tier()], study: study)
            } else if idle > 0 {
                add(idle, of: share.holding, to: &tiers.idle[rank, default: Tier()], study: study)
            }
            free[rank, default: 0] += count - idle - share.own.count
            guard isDetermined else { continue }
            for holder in share.own {
                guard let needed = need.own[holder] else { continue }
                open[needed, default: 0] -= 1
                tiers.byRank[rank]?.allocation -= 1
                tiers.byRank[needed]?.allocation += 1
            }
        }
        if isDetermined { allocate(&tiers.byRank, open: open, free: free) }
        tiers.byRank = tiers.byRank.filter {
            !$0.value.isEmpty || (tiers.idle[$0.key] == nil && tiers.outside[$0.key] == nil)
        }
        return tiers
    }

    private static func add(_ count: Int, of holding: Holding, to tier: inout Tier, study: Study) {
        let entry = study.estate.entitlements[holding.line]
        switch LicenceSource(entry.source) {
        case .boxed: tier.boxed += count
        case .oem: tier.oem += count
        case .volume: tier.volume += count
        }
        if let end = entry.softwareAssuranceEnd, let asOf = study.asOf, end >= asOf { tier.maintained += count }
    }

    /// Gives the newest licences to the newest needs.
    private static func allocate(_ tiers: inout [Int: Tier], open: [Int: Int], free: [Int: Int]) {
        let ranks = tiers.keys.filter { $0 >= 0 }.sorted(by: >)
        var free = ranks.map { free[$0] ?? 0 }
        for need in ranks {
            var open = open[need] ?? 0
            for (place, rank) in ranks.enumerated() where rank >= need && open > 0 {
                let given = min(open, free[place])
                free[place] -= given
                open -= given
                guard rank != need else { continue }
                tiers[rank]?.allocation -= given
                tiers[need]?.allocation += given
            }
        }
    }

    private static func line(_ tier: Tier, family: String, version: String, row: ProductPosition) -> ELPLine {
        var line = ELPLine(
            product: row.product, flavour: row.flavour, productFamily: family, version: version)
        (line.mlsVolumeLicenses, line.fppLicenses, line.oemLicenses) = (tier.volume, tier.boxed, tier.oem)
        line.preliminaryLicenseEntitlement = tier.held
        line.upgradeLicenseQuantityWithMaintenance = tier.maintained
        line.comments = row.openQuestions.joined(separator: " ")
        guard row.requirement.value != nil else {
            for path in [
                \ELPLine.identifiedByInventoryDiscoveryTool, \.identifiedManually, \.totalSoftwareDeployment,
                \.softwareDeploymentVsLicenseEntitlement, \.licenseAllocation, \.licensingDelta,
            ] { line[keyPath: path] = .undetermined }
            line.notes = row.reasons.first { $0.figure == "requirement" }?.reason ?? ""
            return line
        }
        line.identifiedByInventoryDiscoveryTool = Figure(tier.needed)
        line.totalSoftwareDeployment = Figure(tier.needed)
        line.softwareDeploymentVsLicenseEntitlement = Figure(tier.held - tier.needed)
        line.licenseAllocation = Figure(tier.allocation)
        line.licensingDelta = Figure(tier.held - tier.needed + tier.allocation)
        if version == "not known" { line.notes = "licences of a version nobody knows serve nobody" }
        return line
    }

    /// What answers changed stands in the lines of the newest needs. Under a mix answers move people, not licences: which licences,
    /// nothing tells.
    static func identifyManually(_ all: inout [ELPLine], row: ProductPosition) {
        guard row.requirement.value != nil, let manual = row.identifiedManually.value, manual != 0 else { return }
        let indices = all.indices.filter { all[$0].product == row.product && all[$0].flavour == row.flavour }
        guard row.requirement == row.defended else {
            for index in indices {
                all[index].identifiedByInventoryDiscoveryTool = .undetermined
                all[index].identifiedManually = .undetermined
                all[index].notes = "answers moved \(manual) \(row.flavour)s: which licences of the mix is not told"
            }
            return
        }
        var left = manual
        for index in indices where left != 0 {
            let total = all[index].totalSoftwareDeployment.value ?? 0
            let share = left < 0 || index == indices.last ? left : min(left, total)
            all[index].identifiedManually = Figure(share)
            all[index].identifiedByInventoryDiscoveryTool = Figure(total - share)
            left -= share
        }
    }
}
