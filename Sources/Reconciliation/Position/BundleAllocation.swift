import AccessModel
import Licensing
import PositionModel

/// Suite licences that several products' requirements make use of, given to one holder each.
///
/// Product by product every suite licence counts in full, which is right only where the same people (or devices) can hold it for
/// all of them: its parts cannot be split. This looks for such holders, type of holder by type, each time taking where most is
/// saved. Where some requirement cannot be met that way, so many licences are missing after all. What product by product would be
/// enough is the lower bound; where the holders found reach it, they are proven best.
struct BundleAllocation: Sendable {
    /// What one product asks of one flavour.
    struct Demand: Sendable {
        var product: String
        /// Hundredths a licence costs; 1 where nobody knows.
        var price: Int64
        /// Who needs a licence that is in nobody's name: number of the user or device, and rank.
        var needs: [(holder: Int, rank: Int)]
        /// Licences that are in no suite and in nobody's name.
        var pool: [RankCount]
        /// False under a mix: with other holders fewer people or others may need one.
        var isFixed = true
    }

    /// Lines of entitlements.csv that serve several products, each with the same ranks.
    struct Bundle: Sendable {
        /// Indices into `Estate.entitlements`, ascending, and licences.
        var lines: [(line: Int, quantity: Int)]
        /// Rank it serves, by product.
        var ranks: [String: Int]

        var quantity: Int { lines.reduce(0) { $0 + $1.quantity } }

        /// The lines the next licences come from.
        func next(_ count: Int, left: Int) -> [Int] {
            var taken = quantity - left
            var result: [Int] = []
            for line in lines where result.count < count {
                let open = max(0, line.quantity - taken)
                taken = max(0, taken - line.quantity)
                result += repeatElement(line.line, count: min(open, count - result.count))
            }
            return result
        }
    }

    /// Licences that are missing though product by product they seem enough, by product; empty where nothing is.
    private(set) var missing: [String: Int] = [:]
    /// So many licences are missing in all at least, whoever holds the suites: proven where it is as many as `missing` in all.
    private(set) var provenMissing = 0
    /// Products that make use of suites.
    private(set) var products: Set<ExactText> = []
    /// Line, holder, and products each licence given away serves.
    private(set) var given: [(line: Int, holder: Int, products: [String])] = []

    /// - Parameters:
    ///   - fewest: products that must make use of suites for anything to be decided: with one alone nothing is split.
    ///   - lastNamed: holders with a smaller number are others in each product: nobody names them.
    init(_ demands: [Demand], bundles: [Bundle], fewest: Int = 2, lastNamed: Int = 0) {
        let using = demands.filter { demand in
            Self.shortfall(demand.needs.map(\.rank), demand.pool)
                > Self.shortfall(demand.needs.map(\.rank), demand.pool + Self.pool(bundles, demand.product))
        }
        guard using.count >= fewest else { return }
        products = Set(using.map { ExactText($0.product) })
        provenMissing = Self.provenMissing(using.filter(\.isFixed), bundles: bundles, lastNamed: lastNamed)
        var state = State(using, bundles: bundles, lastNamed: lastNamed)
        while state.giveWhereMostIsSaved() {}
        given = state.given
        for (index, demand) in using.enumerated() {
            let apart = Self.shortfall(demand.needs.map(\.rank), demand.pool + Self.pool(bundles, demand.product))
            let together = state.shortfall(index)
            if together > apart { missing[demand.product] = together - apart }
        }
    }

    /// Of two products, each suite licence covers a need of both only for a holder who needs both: with fewer licences than that leaves to
    /// cover, the rest is missing.
    private static func provenMissing(_ demands: [Demand], bundles: [Bundle], lastNamed: Int) -> Int {
        let relied = demands.map { demand in
            shortfall(demand.needs.map(\.rank), demand.pool)
                - shortfall(demand.needs.map(\.rank), demand.pool + pool(bundles, demand.product))
        }
        let holders = demands.map { Set($0.needs.lazy.map(\.holder).filter { $0 >= lastNamed }) }
        var most = 0
        for a in demands.indices {
            for b in demands.indices.dropFirst(a + 1) {
                let licences = bundles.reduce(0) { sum, bundle in
                    let serves = bundle.ranks[demands[a].product] != nil || bundle.ranks[demands[b].product] != nil
                    return sum + (serves ? bundle.quantity : 0)
                }
                let both = holders[a].intersection(holders[b]).count
                most = max(most, relied[a] + relied[b] - both - licences)
            }
        }
        return most
    }

    private static func pool(_ bundles: [Bundle], _ product: String) -> [RankCount] {
        bundles.compactMap { bundle in
            bundle.ranks[product].map { RankCount(rank: $0, count: bundle.quantity) }
        }
    }

    private static func shortfall(_ ranks: [Int], _ pool: [RankCount]) -> Int {
        let counts = ranks.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        return VersionAllocation(
            needs: counts.keys.sorted().map { RankCount(rank: $0, count: counts[$0] ?? 0) }, licences: pool
        ).shortfall
    }

    /// What is left to give, and to whom.
    private struct State {
        /// What holders of one type need: a rank per product, nil for none.
        typealias Needs = [Int?]

        private let demands: [Demand]
        private let bundles: [Bundle]
        private var left: [Int]
        private var types: [Needs] = []
        /// Holders without a suite licence, by type, in order.
        private var holders: [[Int]] = []
        /// Number of each type.
        private var place: [Needs: Int] = [:]
        /// Needs not covered by a suite, by product and rank.
        private var open: [[Int: Int]]
        private(set) var given: [(line: Int, holder: Int, products: [String])] = []

        init(_ demands: [Demand], bundles: [Bundle], lastNamed: Int) {
            self.demands = demands
            self.bundles = bundles
            left = bundles.map(\.quantity)
            open = demands.map { demand in demand.needs.reduce(into: [:]) { $0[$1.rank, default: 0] += 1 } }
            var needsOf: [Int: Needs] = [:]
            var unnamed: [(holder: Int, needs: Needs)] = []
            let none = Needs(repeating: nil, count: demands.count)
            for (index, demand) in demands.enumerated() {
                for need in demand.needs {
                    // People nobody names are other people in each product.
                    if need.holder < lastNamed {
                        var needs = none
                        needs[index] = need.rank
                        unnamed.append((need.holder, needs))
                    } else {
                        needsOf[need.holder, default: none][index] = need.rank
                    }
                }
            }
            for (holder, needs) in needsOf.sorted(by: { $0.key < $1.key }).map({ ($0.key, $0.value) })
                + unnamed.map({ ($0.holder, $0.needs) })
            {
                add([holder], needing: needs)
            }
        }

        private mutating func add(_ more: some Sequence<Int>, needing needs: Needs) {
            let type = place[needs] ?? types.count
            if type == types.count {
                place[needs] = type
                types.append(needs)
                holders.append([])
            }
            holders[type] += more
        }

        func shortfall(_ product: Int) -> Int { shortfall(product, open[product]) }

        private func shortfall(_ product: Int, _ open: [Int: Int]) -> Int {
            VersionAllocation(
                needs: open.keys.sorted().map { RankCount(rank: $0, count: open[$0] ?? 0) },
                licences: demands[product].pool
            ).shortfall
        }

        /// Products a licence of the bundle would cover for a holder of the type.
        private func covered(_ bundle: Int, _ type: Int) -> [Int] {
            demands.indices.filter { product in
                guard let need = types[type][product], let rank = bundles[bundle].ranks[demands[product].product] else {
                    return false
                }
                return rank >= need
            }
        }

        /// By how much the shortfall of each product falls if so many holders of the type get a licence of the bundle.
        private func saved(_ products: [Int], _ type: Int, count: Int) -> [Int] {
            products.map { product in
                guard let rank = types[type][product] else { return 0 }
                var less = open[product]
                less[rank, default: 0] -= count
                return shortfall(product) - shortfall(product, less)
            }
        }

        /// Gives licences to holders of the type where one saves most, as many as save as much each; false when none saves
        /// anything any more.
        mutating func giveWhereMostIsSaved() -> Bool {
            var best: (value: Int64, products: Int, bundle: Int, type: Int, saved: [Int])?
            for bundle in bundles.indices where left[bundle] > 0 {
                for type in types.indices where !holders[type].isEmpty {
                    let products = covered(bundle, type)
                    if products.isEmpty { continue }
                    let saved = saved(products, type, count: 1)
                    let value = zip(products, saved).reduce(Int64(0)) {
                        $0.plus(PriceList.times(demands[$1.0].price, $1.1))
                    }
                    guard saved.contains(where: { $0 > 0 }) else { continue }
                    // Of equals the bundle and the holder of fewest uses, which leaves more for others.
                    if let best, (best.value, -best.products) >= (value, -products.count) { continue }
                    best = (value, products.count, bundle, type, saved)
                }
            }
            guard let best else { return false }
            let products = covered(best.bundle, best.type)
            // The shortfall falls evenly up to some number of licences, and less after it.
            var (enough, tooMany) = (1, min(left[best.bundle], holders[best.type].count) + 1)
            while tooMany - enough > 1 {
                let middle = (enough + tooMany) / 2
                if saved(products, best.type, count: middle) == best.saved.map({ $0 * middle }) {
                    enough = middle
                } else {
                    tooMany = middle
                }
            }
            for product in products {
                if let rank = types[best.type][product] { open[product][rank, default: 0] -= enough }
            }
            let names = products.map { demands[$0].product }
            for (line, holder) in zip(bundles[best.bundle].next(enough, left: left[best.bundle]), holders[best.type]) {
                given.append((line, holder, names))
            }
            left[best.bundle] -= enough
            // Whoever needs something else too may hold another suite for it.
            let served = Array(holders[best.type].prefix(enough))
            holders[best.type].removeFirst(enough)
            var needs = types[best.type]
            for product in products { needs[product] = nil }
            if needs.contains(where: { $0 != nil }) { add(served, needing: needs) }
            return true
        }
    }
}
