import Licensing
import PositionModel

/// The cheapest way to license one product's access, with the licences held costing nothing.
///
/// At list price a minimum cut is exact and its flow the proof. Licences held cost nothing only up to their number,
/// which a cut cannot express; so the cheapest of a few exact covers is taken, and every flow gives a lower bound that
/// says how far from the optimum it can be at most.
struct MixOptimum: Sendable {
    /// Nodes of the cover chosen.
    let users: [Int]
    let devices: [Int]
    /// What is left to pay after the licences held.
    let cost: Int64
    let lowerBound: Int64
    let tie: Bool
    let certificate: String

    struct Side: Sendable {
        /// Price of one licence.
        var price: Int64
        /// Rank each node needs.
        var ranks: [Int]
        /// Licences in the pool, by rank.
        var pool: [RankCount]
        /// Nodes whose licence is already theirs.
        var free: Set<Int>
    }

    init(cover: AccessCover, users: Side, devices: Side, freeUsers: Set<Int>, freeDevices: Set<Int>) {
        let free = (users: freeUsers, devices: freeDevices)
        func solve(_ userCost: Int64, _ deviceCost: Int64) -> VertexCover {
            VertexCover(cover.graph(userCost: userCost, deviceCost: deviceCost, free: free))
        }
        let list = solve(users.price, devices.price)
        let hasPool = users.pool.contains { $0.count > 0 } || devices.pool.contains { $0.count > 0 }
        let heldUsers = Self.serving(users)
        let heldDevices = Self.serving(devices)
        var candidates: [(name: String, users: [Int], devices: [Int], tie: Bool)] = [
            ("the optimum at list price", list.users, list.devices, list.tie)
        ]
        // For prices a and b up to the list prices, a*(users - held) + b*(devices - held) never exceeds what is to pay.
        func bound(_ solved: VertexCover, _ userPrice: Int64, _ devicePrice: Int64) -> Int64 {
            solved.dual.less(PriceList.times(userPrice, heldUsers)).less(PriceList.times(devicePrice, heldDevices))
        }
        var lower = bound(list, users.price, devices.price)
        if hasPool {
            let cheapUsers = solve(min(1, users.price), devices.price)
            let cheapDevices = solve(users.price, min(1, devices.price))
            candidates.append(("user licences first", cheapUsers.users, cheapUsers.devices, cheapUsers.tie))
            candidates.append(("device licences first", cheapDevices.users, cheapDevices.devices, cheapDevices.tie))
            let all = Array(cover.users.indices)
            candidates.append(("users only", all, cover.forcedDevices, false))
            if cover.forcedUsers.isEmpty {
                candidates.append(("devices only", [], Array(cover.devices.indices), false))
            }
            lower = max(
                lower, bound(cheapUsers, min(1, users.price), devices.price),
                bound(cheapDevices, users.price, min(1, devices.price)))
        }
        let priced = candidates.map { candidate in
            (candidate, Self.toPay(users, candidate.users).plus(Self.toPay(devices, candidate.devices)))
        }
        var best = priced[0]
        for other in priced.dropFirst() where other.1 < best.1 { best = other }
        self.users = best.0.users
        self.devices = best.0.devices
        cost = best.1
        lowerBound = min(max(0, lower), best.1)
        tie = best.0.tie
        certificate = Self.certificate(
            list: list, hasPool: hasPool, choice: best.0.name, cost: best.1, bound: lowerBound)
    }

    /// Licences in the pool that serve at least the lowest rank needed.
    private static func serving(_ side: Side) -> Int {
        guard let lowest = side.ranks.min() else { return 0 }
        return side.pool.reduce(0) { $0 + ($1.rank >= lowest ? $1.count : 0) }
    }

    /// What the nodes chosen cost beyond the pool.
    private static func toPay(_ side: Side, _ nodes: [Int]) -> Int64 {
        PriceList.times(side.price, VersionAllocation(needs: side.needs(nodes), licences: side.pool).shortfall)
    }

    private static func certificate(
        list: VertexCover, hasPool: Bool, choice: String, cost: Int64, bound: Int64
    ) -> String {
        let flow = Money(hundredths: list.dual).text
        let exact =
            "minimum cut: the cover at list price costs \(Money(hundredths: list.cost).text), "
            + "the maximum flow (dual value) is \(flow), so no cover is cheaper"
        guard hasPool else { return exact }
        let proof =
            cost == bound
            ? "proven cheapest"
            : "at most \(Money(hundredths: cost - bound).text) above the lower bound, not proven cheapest"
        return exact + "; with the licences held: \(choice), \(Money(hundredths: cost).text) left to pay, \(proof)"
    }
}

extension MixOptimum.Side {
    /// What the nodes chosen need from the pool, by rank.
    func needs(_ nodes: [Int]) -> [RankCount] {
        var counts: [Int: Int] = [:]
        for node in nodes where !free.contains(node) { counts[ranks[node], default: 0] += 1 }
        return counts.keys.sorted().map { RankCount(rank: $0, count: counts[$0] ?? 0) }
    }
}
