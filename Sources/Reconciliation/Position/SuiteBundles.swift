import AccessModel
import Identity
import Licensing
import PositionModel

/// Suites and subscriptions as bundles: each licence goes to one user or device for all products it covers.
enum SuiteBundles {
    /// Under a mix other holders make other people need a licence, for whom suites may be left: looked at so often.
    static let rounds = 8

    /// Counts suites for one holder each, and says who must get each licence.
    static func apply(
        to results: inout [ProductResult], holdings: Holdings, study: Study, prices: PriceList, remarks: inout Remarks
    ) -> (assignments: [BundleAssignment], given: [Flavour: SuiteGifts]) {
        var assignments: [BundleAssignment] = []
        var all: [Flavour: SuiteGifts] = [:]
        for flavour in [Flavour.user, .device] {
            let giving = Giving(
                flavour, bundles: holdings.bundles(flavour, catalogue: study.catalogue),
                lastNamed: flavour == .user ? -study.population.names.count : UnseenComputer.none)
            let gifts = giving.apply(to: &results, prices: prices, remarks: &remarks)
            if gifts.isEmpty { continue }
            all[flavour] = SuiteGifts(holders: gifts.map { ($0.line, $0.holder) }, lines: giving.lines)
            assignments += gifts.map { given in
                let entry = study.estate.entitlements[given.line]
                let served = results.filter { $0.isServed(given.holder, flavour: flavour, by: given.line) }
                    .map(\.requirement.product.id)
                return BundleAssignment(
                    line: entry.line, licence: entry.licence, flavour: flavour,
                    holder: flavour == .user
                        ? study.name(ofUser: given.holder) : study.name(ofDevice: given.holder),
                    products: (served.isEmpty ? given.products : served).sorted { $0.isByteOrdered(before: $1) })
            }
        }
        return (
            assignments.sorted {
                ($0.line, $0.flavour.rawValue, ExactText($0.holder)) < (
                    $1.line, $1.flavour.rawValue, ExactText($1.holder)
                )
            }, all
        )
    }

    /// Gives the suites of one flavour away.
    private struct Giving {
        typealias Gift = (line: Int, holder: Int, products: [String])

        let flavour: Flavour
        let bundles: [BundleAllocation.Bundle]
        let lines: Set<Int>
        /// Holders with a smaller number are others in each product.
        let lastNamed: Int

        init(_ flavour: Flavour, bundles: [BundleAllocation.Bundle], lastNamed: Int) {
            (self.flavour, self.bundles, self.lastNamed) = (flavour, bundles, lastNamed)
            lines = Set(bundles.flatMap { $0.lines.map(\.line) })
        }

        func apply(to results: inout [ProductResult], prices: PriceList, remarks: inout Remarks) -> [Gift] {
            let before = results
            let first = allocation(results, .mix, bundles, prices: prices)
            guard !first.products.isEmpty else { return [] }
            // Whoever holds a suite holds it for every product of it, whether that product lacks licences or not.
            let using = results.indices.filter { index in
                let product = results[index].requirement.product.id
                return bundles.contains { $0.ranks[product] != nil }
            }
            let isMixed = using.contains { results[$0].requirement.choice == .mix }
            var best = attempt(before, using: using, basis: .mix, prices: prices, remarks: &remarks)
            if isMixed {
                let other = attempt(before, using: using, basis: .everybody, prices: prices, remarks: &remarks)
                if other.cost < best.cost { best = other }
            }
            results = best.results
            find(before, results, first, &remarks)
            return best.gifts
        }

        /// What comes of giving suites away for one basis.
        private struct Attempt {
            var results: [ProductResult]
            var gifts: [Gift]
            /// What is left to pay for all products.
            var cost: Int64
        }

        private func attempt(
            _ results: [ProductResult], using: [Int], basis: ProductResult.Basis, prices: PriceList,
            remarks: inout Remarks
        ) -> Attempt {
            var trial = results
            let gifts = give(to: &trial, using: using, basis: basis, prices: prices, remarks: &remarks)
            return Attempt(
                results: trial, gifts: gifts,
                cost: trial.reduce(Int64(0)) { $0.plus($1.leftToPay(prices) ?? 0) })
        }

        /// Gives suites away until none saves anything any more.
        private func give(
            to results: inout [ProductResult], using: [Int], basis: ProductResult.Basis, prices: PriceList,
            remarks: inout Remarks
        ) -> [Gift] {
            var gifts: [Gift] = []
            for round in 1...SuiteBundles.rounds {
                let given = allocation(
                    using.map { results[$0] }, round == 1 ? basis : .mix, left(after: gifts), prices: prices
                ).given
                if round > 1, given.isEmpty { break }
                gifts += given
                for index in using {
                    results[index].give(
                        given.map { ($0.line, $0.holder) }, flavour: flavour, apart: lines, prices: prices,
                        remarks: &remarks)
                }
            }
            return gifts
        }

        private func allocation(
            _ results: [ProductResult], _ basis: ProductResult.Basis, _ bundles: [BundleAllocation.Bundle],
            prices: PriceList
        ) -> BundleAllocation {
            BundleAllocation(
                results.compactMap { $0.demand(flavour, without: lines, basis: basis, prices: prices) },
                bundles: bundles, fewest: 1, lastNamed: lastNamed)
        }

        private func left(after gifts: [Gift]) -> [BundleAllocation.Bundle] {
            let taken = gifts.reduce(into: [Int: Int]()) { $0[$1.line, default: 0] += 1 }
            return bundles.map { bundle in
                var bundle = bundle
                bundle.lines = bundle.lines.map { ($0.line, $0.quantity - (taken[$0.line] ?? 0)) }
                return bundle
            }
        }

        private func find(
            _ before: [ProductResult], _ after: [ProductResult], _ allocation: BundleAllocation,
            _ remarks: inout Remarks
        ) {
            let missing = zip(before, after).map { max(0, ($1.missing ?? 0) - ($0.missing ?? 0)) }
            let fixed = zip(missing, after).reduce(0) { $0 + ($1.1.requirement.choice == .mix ? 0 : $1.0) }
            for (index, result) in after.enumerated() where missing[index] > 0 {
                let proof =
                    result.requirement.choice == .mix
                    ? "at most: with other holders another mix may do with fewer"
                    : allocation.provenMissing >= fixed
                        ? "proven: no other holders are enough"
                        : "at least \(max(0, allocation.provenMissing)) of the \(fixed) of all products are proven; other holders might do better"
                let product = result.requirement.product
                remarks.find(
                    Finding(
                        id: "F-suites-\(product.id)-\(flavour.rawValue)", severity: .high, product: product.id,
                        statement:
                            "\(product.name): \(missing[index]) suite licences that several products count have no \(flavour.rawValue) who needs them for all: the parts of one cannot be given to two.",
                        effect: "\(missing[index]) licences more are missing; \(proof)", evidence: "bundles"))
            }
        }
    }
}

extension Holdings {
    /// True where a suite serves the base CAL of two products or more.
    func haveBundles(_ catalogue: Catalogue) -> Bool {
        [Flavour.user, .device].contains { !bundles($0, catalogue: catalogue).isEmpty }
    }

    /// Lines whose licences serve the base CAL of two products or more, in nobody's name: those that serve the same together, in
    /// ledger order of the first.
    func bundles(_ flavour: Flavour, catalogue: Catalogue) -> [BundleAllocation.Bundle] {
        var ranks: [Int: [String: Int]] = [:]
        var quantity: [Int: Int] = [:]
        for holding in cals where holding.flavour == flavour && holding.holder == nil && holding.quantity > 0 {
            guard let rank = holding.rank, let product = catalogue.licence(holding.licence)?.product,
                catalogue.product(product)?.cal == holding.licence
            else { continue }
            ranks[holding.line, default: [:]][product] = rank
            quantity[holding.line] = holding.quantity
        }
        var bundles: [BundleAllocation.Bundle] = []
        var place: [[String: Int]: Int] = [:]
        for line in ranks.keys.sorted() {
            guard let served = ranks[line], served.count > 1, let licences = quantity[line] else { continue }
            if let known = place[served] {
                bundles[known].lines.append((line, licences))
            } else {
                place[served] = bundles.count
                bundles.append(BundleAllocation.Bundle(lines: [(line, licences)], ranks: served))
            }
        }
        return bundles
    }
}
