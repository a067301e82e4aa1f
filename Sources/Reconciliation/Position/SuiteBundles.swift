import AccessModel
import Identity
import Licensing
import PositionModel

/// Suites and subscriptions as bundles: each licence goes to one user or device for all products it covers.
enum SuiteBundles {
    /// Takes from the products what splitting suites had given them, and says who must get each suite licence.
    static func apply(
        to results: inout [ProductResult], holdings: Holdings, study: Study, prices: PriceList, remarks: inout Remarks
    ) -> [BundleAssignment] {
        var assignments: [BundleAssignment] = []
        for flavour in [Flavour.user, .device] {
            let bundles = holdings.bundles(flavour, catalogue: study.catalogue)
            guard !bundles.isEmpty else { continue }
            let lines = Set(bundles.map(\.line))
            let demands = results.compactMap { $0.demand(flavour, without: lines, prices: prices) }
            let allocation = BundleAllocation(demands, bundles: bundles)
            for index in results.indices {
                guard let missing = allocation.missing[results[index].requirement.product.id] else { continue }
                results[index].withhold(missing, flavour: flavour, prices: prices)
                find(results[index].requirement, missing, flavour: flavour, allocation, &remarks)
            }
            assignments += allocation.given.map { given in
                let entry = study.estate.entitlements[given.line]
                return BundleAssignment(
                    line: entry.line, licence: entry.licence, flavour: flavour,
                    holder: flavour == .user
                        ? study.name(ofUser: given.holder) : study.name(ofDevice: given.holder),
                    products: given.products.sorted { $0.isByteOrdered(before: $1) })
            }
        }
        return assignments.sorted {
            ($0.line, $0.flavour.rawValue, ExactText($0.holder)) < ($1.line, $1.flavour.rawValue, ExactText($1.holder))
        }
    }

    private static func find(
        _ requirement: ProductRequirement, _ missing: Int, flavour: Flavour, _ allocation: BundleAllocation,
        _ remarks: inout Remarks
    ) {
        let product = requirement.product
        let all = allocation.missing.values.reduce(0, +)
        let proof =
            requirement.choice == .mix
            ? "at most: with other holders another mix may do with fewer"
            : allocation.provenMissing >= all
                ? "proven: no other holders are enough"
                : "at least \(max(0, allocation.provenMissing)) of the \(all) of all products are proven; other holders might do better"
        remarks.find(
            Finding(
                id: "F-suites-\(product.id)-\(flavour.rawValue)", severity: .high, product: product.id,
                statement:
                    "\(product.name): \(missing) suite licences that several products count have no \(flavour.rawValue) who needs them for all: the parts of one cannot be given to two.",
                effect: "\(missing) licences more are missing; \(proof)", evidence: "bundles"))
    }
}

extension Holdings {
    /// Lines whose licences serve the base CAL of two products or more, in nobody's name, in ledger order.
    func bundles(_ flavour: Flavour, catalogue: Catalogue) -> [BundleAllocation.Bundle] {
        var ranks: [Int: [String: Int]] = [:]
        var quantity: [Int: Int] = [:]
        for holding in cals
        where holding.flavour == flavour && holding.user == nil && holding.device == nil && holding.quantity > 0 {
            guard let rank = holding.rank, let product = catalogue.licence(holding.licence)?.product,
                catalogue.product(product)?.cal == holding.licence
            else { continue }
            ranks[holding.line, default: [:]][product] = rank
            quantity[holding.line] = holding.quantity
        }
        return ranks.keys.sorted().compactMap { line in
            guard let served = ranks[line], served.count > 1 else { return nil }
            return BundleAllocation.Bundle(line: line, quantity: quantity[line] ?? 0, ranks: served)
        }
    }
}
