import AccessModel
import PositionModel
import Testing

@testable import Reconciliation

/// Under a mix, who holds a suite decides what is cheapest for everybody else.
@Suite struct SuitesUnderAMixTests {
    private struct Products {
        static let names = ["windows-server", "exchange-server", "sharepoint-server"]
        static let prices: [(user: Int64, device: Int64)] = [(5000, 4000), (9000, 7200), (12000, 9500)]
    }

    /// Users and devices of each product.
    private struct Case {
        var edges: [[(user: Int, device: Int)]]
        var suites: [Int]
        var held: [(product: Int, flavour: Flavour, count: Int)]
    }

    private func world(_ instance: Case) -> World {
        var world = World()
        for (licence, prices) in zip(["ws-cal", "exch-std", "sp-std"], Products.prices) {
            world.estate.settings.prices.append(.init(licence: licence, flavour: .user, hundredths: prices.user))
            world.estate.settings.prices.append(.init(licence: licence, flavour: .device, hundredths: prices.device))
        }
        world.server("file", "windows-server", "2019")
        world.server("mail", "windows-server", "2019")
        world.server("mail", "exchange-server", "2019")
        world.server("portal", "windows-server", "2019")
        world.server("portal", "sharepoint-server", "2019")
        for (server, edges) in zip(["file", "mail", "portal"], instance.edges) {
            for edge in edges { world.seen("corp\\u\(edge.user)", from: "pc\(edge.device)", on: server) }
        }
        for count in instance.suites { world.licence("Core CAL Suite", count, .user, saEnd: "2027-01-01") }
        for held in instance.held {
            world.licence(
                ["ws-cal", "exch-std", "sp-std"][held.product], held.count, held.flavour, saEnd: "2027-01-01")
        }
        return world
    }

    /// The least all products together can cost, whoever holds the suites.
    private func cheapest(_ instance: Case) -> Int64 {
        let all = instance.edges.flatMap { $0 }
        // Everything below is Windows Server too.
        let edges = [all, instance.edges[1], instance.edges[2]]
        let users = (all.map(\.user).max() ?? -1) + 1
        let suites = instance.suites.reduce(0, +)
        var best = Int64.max
        for holders in 0..<(1 << users) where holders.nonzeroBitCount <= suites {
            best = min(best, (0..<3).reduce(Int64(0)) { $0 + cost($1, edges[$1], holders: holders, instance.held) })
        }
        return best
    }

    private func cost(
        _ product: Int, _ edges: [(user: Int, device: Int)], holders: Int,
        _ held: [(product: Int, flavour: Flavour, count: Int)]
    ) -> Int64 {
        func free(_ flavour: Flavour) -> Int {
            held.filter { $0.product == product && $0.flavour == flavour }.reduce(0) { $0 + $1.count }
        }
        let users = (edges.map(\.user).max() ?? -1) + 1
        var best = Int64.max
        for licensed in 0..<(1 << users) {
            let devices = Set(edges.filter { licensed >> $0.user & 1 == 0 }.map(\.device)).count
            let paying = (licensed & ~holders).nonzeroBitCount
            best = min(
                best,
                Products.prices[product].user * Int64(max(0, paying - free(.user)))
                    + Products.prices[product].device * Int64(max(0, devices - free(.device))))
        }
        return edges.isEmpty ? 0 : best
    }

    /// Against every way of giving the suites away and every cover.
    @Test func agreesWithBruteForce() throws {
        var random = RandomNumbers(seed: 0x5017E5)
        func next(_ bound: Int) -> Int { random.next(bound) }
        var (exact, proven) = (0, 0)
        let rounds = 400
        for round in 0..<rounds {
            let instance = Case(
                edges: (0..<3).map { _ in
                    (0..<5).flatMap { user in (0..<4).filter { _ in next(4) == 0 }.map { (user, $0) } }
                }, suites: (0..<(1 + next(2))).map { _ in 1 + next(2) },
                held: next(2) == 0 ? [] : [(next(3), [.user, .device][next(2)], 1 + next(2))])
            let position = try world(instance).position()
            let best = cheapest(instance)
            var (cost, bound): (Int64, Int64) = (0, 0)
            for product in Products.names {
                guard let optimum = position.mix.first(where: { $0.product == product })?.optimum else { continue }
                cost += optimum.cost.hundredths
                bound += optimum.lowerBound.hundredths
                try check(position, product: product, optimum, round)
            }
            #expect(cost >= best && bound <= best, "round \(round): \(cost) and \(bound) against \(best)")
            if cost == best { exact += 1 }
            if cost == bound { proven += 1 }
            #expect(Set(position.bundles.map { "\($0.line) \($0.holder)" }).count == position.bundles.count)
            #expect(position.bundles.count <= instance.suites.reduce(0, +))
        }
        // A holder is looked for after the mix: mostly the best there is, and never called proven where it is not.
        #expect(exact > rounds * 3 / 4, "\(exact)")
        #expect(proven > rounds * 2 / 5, "\(proven)")
    }

    /// What is left to pay is what is missing, at its price.
    private func check(_ position: Position, product: String, _ optimum: ProductMix.Optimum, _ round: Int) throws {
        let prices = Products.prices[Products.names.firstIndex(of: product) ?? 0]
        var sum: Int64 = 0
        for (flavour, price) in [("user", prices.user), ("device", prices.device)] {
            let delta = try #require(try position.row(flavour, of: product).delta.value)
            sum += price * Int64(max(0, -delta))
            let lines = position.elp.filter { $0.product == product && $0.flavour == flavour }
            #expect(
                lines.map { max(0, -($0.licensingDelta.value ?? 0)) }.reduce(0, +) == max(0, -delta),
                "\(round) \(product) \(flavour)")
        }
        #expect(sum == optimum.cost.hundredths, "round \(round): \(product)")
        #expect(optimum.certificate.contains("proven cheapest") || optimum.cost != optimum.lowerBound)
    }

    /// 20 suites of people who use both products: as good as 20 suites in their names.
    @Test func givenIsAsGoodAsAssigned() throws {
        let edges: [(user: Int, device: Int)] = (0..<6).map { ($0, $0 / 2) }
        var instance = Case(edges: [[], edges, Array(edges.prefix(4))], suites: [4], held: [])
        let given = try world(instance).position()
        instance.suites = []
        var named = world(instance)
        for user in 0..<4 {
            named.licence("Core CAL Suite", 1, .user, saEnd: "2027-01-01", to: "CORP\\u\(user)")
        }
        let assigned = try named.position()
        for product in Products.names {
            #expect(
                given.mix.first { $0.product == product }?.optimum?.cost
                    == assigned.mix.first { $0.product == product }?.optimum?.cost, "\(product)")
        }
    }
}
