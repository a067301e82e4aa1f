import Licensing
import Testing

@testable import Reconciliation

@Suite struct MixOptimumTests {
    /// A generator of its own, so that a failure comes back.
    private struct Dice {
        var state: UInt64
        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(sides))
        }
    }

    private func side(_ count: Int, price: Int64, versions: Int, _ dice: inout Dice) -> MixOptimum.Side {
        MixOptimum.Side(
            price: price, ranks: (0..<count).map { _ in dice.roll(versions) },
            pool: (0..<versions).map { RankCount(rank: $0, count: dice.roll(3)) },
            free: dice.roll(3) == 0 ? [dice.roll(count)] : [])
    }

    private func toPay(_ side: MixOptimum.Side, _ nodes: [Int]) -> Int64 {
        side.price * Int64(VersionAllocation(needs: side.needs(nodes), licences: side.pool).shortfall)
    }

    /// What the cheapest of all covers leaves to pay.
    private func bruteForce(_ cover: AccessCover, _ users: MixOptimum.Side, _ devices: MixOptimum.Side) -> Int64 {
        let (userCount, deviceCount) = (users.ranks.count, devices.ranks.count)
        var best = Int64.max
        for choice in 0..<(1 << (userCount + deviceCount)) {
            let isCover =
                cover.edges.allSatisfy {
                    choice >> Int($0.user) & 1 == 1 || choice >> (Int($0.device) + userCount) & 1 == 1
                }
                && cover.forcedDevices.allSatisfy { choice >> ($0 + userCount) & 1 == 1 }
            guard isCover else { continue }
            let people = (0..<userCount).filter { choice >> $0 & 1 == 1 }
            let machines = (0..<deviceCount).filter { choice >> ($0 + userCount) & 1 == 1 }
            best = min(best, toPay(users, people) + toPay(devices, machines))
        }
        return best
    }

    @Test(arguments: [1, 2, 3]) func agreesWithBruteForce(versions: Int) {
        var dice = Dice(state: UInt64(versions))
        var proven = 0
        for number in 0..<200 {
            let (userCount, deviceCount) = (1 + dice.roll(4), 1 + dice.roll(4))
            let edges = Set(
                (0..<dice.roll(10)).map { _ in
                    CoverGraph.Edge(user: Int32(dice.roll(userCount)), device: Int32(dice.roll(deviceCount)))
                })
            let cover = AccessCover(
                outsiders: Array(0..<userCount), hosts: deviceCount,
                edges: edges.sorted { ($0.user, $0.device) < ($1.user, $1.device) },
                forcedHosts: dice.roll(3) == 0 ? [dice.roll(deviceCount)] : [])
            let users = side(userCount, price: 50, versions: versions, &dice)
            let devices = side(deviceCount, price: dice.roll(2) == 0 ? 40 : 50, versions: versions, &dice)
            let optimum = MixOptimum(
                cover: cover, users: users, devices: devices, freeUsers: users.free, freeDevices: devices.free)
            let best = bruteForce(cover, users, devices)
            #expect(optimum.lowerBound <= best && best <= optimum.cost, "versions \(versions), case \(number)")
            #expect(toPay(users, optimum.users) + toPay(devices, optimum.devices) == optimum.cost)
            let (people, machines) = (Set(optimum.users), Set(optimum.devices))
            #expect(edges.allSatisfy { people.contains(Int($0.user)) || machines.contains(Int($0.device)) })
            // With one version there is nothing to allot, and the counts decide.
            if versions == 1 { #expect(optimum.lowerBound == optimum.cost, "case \(number)") }
            if optimum.lowerBound == optimum.cost { proven += 1 }
        }
        #expect(proven >= 180, "versions \(versions): \(proven) of 200 proven")
    }
}
