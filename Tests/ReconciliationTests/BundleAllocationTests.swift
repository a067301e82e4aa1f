import AccessModel
import PositionModel
import Testing

@testable import Reconciliation

/// Suite licences go to one holder each, for all products they cover.
@Suite struct BundleAllocationTests {
    private func demand(_ product: String, _ holders: [Int], rank: Int = 1, pool: Int = 0) -> BundleAllocation.Demand {
        BundleAllocation.Demand(
            product: product, price: 100, needs: holders.map { ($0, rank) },
            pool: pool > 0 ? [RankCount(rank: rank, count: pool)] : [])
    }

    private func bundle(_ quantity: Int, _ products: [String], line: Int = 0, rank: Int = 1) -> BundleAllocation.Bundle
    {
        BundleAllocation.Bundle(
            lines: [(line, quantity)],
            ranks: Dictionary(products.map { ($0, rank) }, uniquingKeysWith: { first, _ in first }))
    }

    @Test func usersOfBothHoldThem() {
        // Everybody uses windows, the first 60 exchange too: 100 suites are enough for both.
        let allocation = BundleAllocation(
            [demand("windows", Array(0..<100)), demand("exchange", Array(0..<60))],
            bundles: [bundle(100, ["windows", "exchange"])])
        #expect(allocation.missing.isEmpty && allocation.provenMissing <= 0)
        #expect(allocation.given.count == 100)
        #expect(Set(allocation.given.map(\.holder)) == Set(0..<100))
        #expect(allocation.given.filter { $0.products == ["windows", "exchange"] }.map(\.holder) == Array(0..<60))
    }

    @Test func partsAreNotSplit() {
        // 80 use one product, 80 the other, 20 of them both: 140 people, and 100 suites.
        let allocation = BundleAllocation(
            [demand("exchange", Array(0..<80)), demand("sharepoint", Array(60..<140))],
            bundles: [bundle(100, ["exchange", "sharepoint"])])
        #expect(allocation.missing.values.reduce(0, +) == 40 && allocation.provenMissing == 40)
        #expect(allocation.given.filter { $0.products.count == 2 }.map(\.holder) == Array(60..<80))
    }

    @Test func otherLicencesTakeWhatIsLeft() {
        let allocation = BundleAllocation(
            [demand("exchange", Array(0..<80), pool: 40), demand("sharepoint", Array(60..<140))],
            bundles: [bundle(100, ["exchange", "sharepoint"])])
        #expect(allocation.missing.isEmpty)
        // Nothing to decide where only one product makes use of suites.
        let one = BundleAllocation(
            [demand("exchange", Array(0..<80), pool: 80), demand("sharepoint", Array(60..<140))],
            bundles: [bundle(100, ["exchange", "sharepoint"])])
        #expect(one.missing.isEmpty && one.given.isEmpty)
    }

    @Test func olderSuitesServeOlderServersOnly() {
        let allocation = BundleAllocation(
            [demand("exchange", [0, 1], rank: 2), demand("sharepoint", [0, 1], rank: 1)],
            bundles: [bundle(2, ["exchange", "sharepoint"])])
        // Nobody gets an exchange licence from it either way.
        #expect(allocation.missing.isEmpty && allocation.given.isEmpty)
    }

    /// An older suite for one product, a newer bridge for another, in the same hands.
    @Test func oneHolderMayHoldSeveral() {
        let allocation = BundleAllocation(
            [demand("windows", Array(0..<5)), demand("exchange", Array(0..<5)), demand("sharepoint", Array(0..<5))],
            bundles: [
                bundle(5, ["windows", "exchange"]), bundle(5, ["exchange", "sharepoint"], line: 1),
            ])
        #expect(allocation.missing.isEmpty)
    }

    @Test func peopleNobodyNamesAreOthersInEachProduct() {
        let allocation = BundleAllocation(
            [demand("exchange", [-1]), demand("sharepoint", [-1])], bundles: [bundle(1, ["exchange", "sharepoint"])])
        #expect(allocation.missing.values.reduce(0, +) == 1)
    }

    /// Against every way of giving the licences away.
    @Test func agreesWithBruteForce() {
        var random = RandomNumbers(seed: 0xB00D1E)
        func next(_ bound: Int) -> Int { random.next(bound) }
        var proven = 0
        for _ in 0..<2000 {
            let products = ["a", "b", "c"]
            let demands = products.map { product in
                BundleAllocation.Demand(
                    product: product, price: Int64(1 + next(3)),
                    needs: (0..<5).filter { _ in next(3) > 0 }.map { ($0, 1 + next(2)) },
                    pool: [RankCount(rank: 1, count: next(2)), RankCount(rank: 2, count: next(2))])
            }
            let bundles = (0..<2).map { line in
                BundleAllocation.Bundle(
                    lines: [(line, next(3))],
                    ranks: Dictionary(
                        products.filter { _ in next(4) > 0 }.map { ($0, 1 + next(2)) }, uniquingKeysWith: { a, _ in a })
                )
            }
            let allocation = BundleAllocation(demands, bundles: bundles)
            func shortfall(_ demand: BundleAllocation.Demand, _ covered: Set<Int>) -> Int {
                let ranks = demand.needs.filter { !covered.contains($0.holder) }.map(\.rank)
                return VersionAllocation(needs: ranks.map { RankCount(rank: $0, count: 1) }, licences: demand.pool)
                    .shortfall
            }
            func missing(_ giving: [(line: Int, holder: Int)]) -> [Int] {
                demands.map { demand in
                    let covered = giving.filter { gift in
                        guard let rank = bundles[gift.line].ranks[demand.product],
                            let need = demand.needs.first(where: { $0.holder == gift.holder })
                        else { return false }
                        return rank >= need.rank
                    }
                    return shortfall(demand, Set(covered.map(\.holder)))
                }
            }
            var best = Int64.max
            var fewest = Int.max
            func search(_ holder: Int, _ left: [Int], _ giving: [(line: Int, holder: Int)]) {
                if holder == 5 {
                    let short = missing(giving)
                    best = min(best, zip(demands, short).reduce(0) { $0 + $1.0.price * Int64($1.1) })
                    fewest = min(fewest, short.reduce(0, +))
                    return
                }
                // Each holder may hold several, one of each line.
                for choice in 0..<(1 << bundles.count) {
                    let lines = bundles.indices.filter { choice >> $0 & 1 == 1 }
                    if lines.contains(where: { left[$0] == 0 }) { continue }
                    var less = left
                    for line in lines { less[line] -= 1 }
                    search(holder + 1, less, giving + lines.map { ($0, holder) })
                }
            }
            search(0, bundles.map(\.quantity), [])
            // What it says is missing is what is left when everybody gets what it says.
            let apart = demands.map { demand in
                VersionAllocation(
                    needs: demand.needs.map { RankCount(rank: $0.rank, count: 1) },
                    licences: demand.pool
                        + bundles.compactMap { bundle in
                            bundle.ranks[demand.product].map { RankCount(rank: $0, count: bundle.quantity) }
                        }
                ).shortfall
            }
            let all = apart.reduce(0, +)
            let said = allocation.missing.values.reduce(0, +)
            if !allocation.given.isEmpty || said > 0 {
                let gifts = allocation.given.map { (line: $0.line, holder: $0.holder) }
                #expect(Set(gifts.map { [$0.line, $0.holder] }).count == gifts.count)
                let left = missing(gifts)
                for (index, demand) in demands.enumerated() where left[index] > apart[index] {
                    #expect(allocation.missing[demand.product] == left[index] - apart[index])
                }
            }
            #expect(said + all >= fewest)
            #expect(allocation.provenMissing + all <= fewest)
            if allocation.provenMissing >= said {
                proven += 1
                #expect(said + all == fewest)
            }
            #expect(best >= 0)
        }
        // Most are decided for good.
        #expect(proven > 1500)
    }

    @Test func thePositionTakesBackWhatSplittingGave() throws {
        var world = World()
        world.estate.settings.choices = [("exchange-server", .user), ("sharepoint-server", .user)]
        world.server("mail", "exchange-server", "2019")
        world.server("portal", "sharepoint-server", "2019")
        for number in 0..<4 {
            world.seen("corp\\u\(number)", from: "pc\(number)", on: number < 2 ? "mail" : "portal")
        }
        world.licence("Core CAL Suite", 2, .user, saEnd: "2027-01-01")
        let position = try world.position()
        let short = try ["exchange-server", "sharepoint-server"].map {
            try position.row("user", of: $0).delta.value ?? 0
        }
        #expect(short.reduce(0, +) == -2)
        #expect(position.bundles.count == 2 && position.bundles.allSatisfy { $0.licence == "Core CAL Suite" })
        #expect(position.findings.contains { $0.id.hasPrefix("F-suites-") && $0.effect.contains("proven: no other") })
        for row in position.products where row.delta.value != nil {
            #expect(row.usable.value.map { $0 - (row.requirement.value ?? 0) } == row.delta.value)
        }
    }
}
