import AccessModel
import Licensing
import PositionModel

/// Puts the position of one product into the lines of an effective licence position: one for each version held or needed.
///
/// Newest licences go to newest needs, as everywhere: what a version gives to needs of older ones is its allocation, so that the
/// negative deltas of all lines together are the shortfall.
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
    }

    static func lines(_ result: ProductResult, study: Study) -> [ELPLine] {
        result.elpRows.flatMap { row, holdings, needs in
            lines(row, holdings: holdings, needs: needs, product: result.requirement.product, study: study)
        }
    }

    private static func lines(
        _ row: ProductPosition, holdings: [Holding], needs: [RankCount], product: Catalogue.Product, study: Study
    ) -> [ELPLine] {
        var tiers: [Int: Tier] = [:]
        for holding in holdings { add(holding, to: &tiers[holding.rank ?? -1, default: Tier()], study: study) }
        for need in needs { tiers[need.rank, default: Tier()].needed += need.count }
        let served = needs.reduce(0) { $0 + $1.count } - max(0, -(row.delta.value ?? 0))
        allocate(&tiers, most: row.delta.value == nil ? 0 : served)
        let name = study.catalogue.licence(row.licence)?.name ?? row.licence
        return tiers.keys.sorted(by: >).map { rank in
            line(tiers[rank] ?? Tier(), family: "\(name) - \(row.flavour)", version: label(rank, product), row: row)
        }
    }

    private static func label(_ rank: Int, _ product: Catalogue.Product) -> String {
        rank < 0 ? "not known" : product.label(rank: rank)
    }

    private static func add(_ holding: Holding, to tier: inout Tier, study: Study) {
        let entry = study.estate.entitlements[holding.line]
        let count = holding.quantity + (holding.rank == nil ? holding.possible : 0)
        let source = entry.source.scalarLowercased
        if source.contains("fpp") || source.contains("retail") {
            tier.boxed += count
        } else if source.contains("oem") {
            tier.oem += count
        } else {
            tier.volume += count
        }
        if let end = entry.softwareAssuranceEnd, let asOf = study.asOf, end >= asOf { tier.maintained += count }
    }

    /// Gives the newest licences to the newest needs, at most so many: licences in somebody's name serve nobody else.
    private static func allocate(_ tiers: inout [Int: Tier], most: Int) {
        var left = most
        let ranks = tiers.keys.filter { $0 >= 0 }.sorted(by: >)
        var free = ranks.map { tiers[$0]?.held ?? 0 }
        for need in ranks {
            var open = min(tiers[need]?.needed ?? 0, left)
            for (place, rank) in ranks.enumerated() where rank >= need && open > 0 {
                let given = min(open, free[place])
                free[place] -= given
                open -= given
                left -= given
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
