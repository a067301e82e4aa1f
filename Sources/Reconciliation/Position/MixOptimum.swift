import Licensing
import PositionModel

/// The cheapest way to license one product's access, with the licences held costing nothing.
///
/// At list price a minimum cut is exact and its flow the proof. Licences held cost nothing only up to their number,
/// which a cut cannot express: then every number of users is weighed against the fewest devices it leaves
/// (`HeldCovers`). Where the licences held serve some of the versions needed and not others, counts alone do not tell
/// what is left to pay; the bound then lets every licence serve whom it serves at all.
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
        let graph = cover.graph(
            userCost: users.price, deviceCost: devices.price, free: (users: freeUsers, devices: freeDevices))
        let list = VertexCover(graph)
        let exact =
            "minimum cut: the cover at list price costs \(Money(hundredths: list.cost).text), "
            + "the maximum flow (dual value) is \(Money(hundredths: list.dual).text), so no cover is cheaper"
        guard users.hasPool || devices.hasPool else {
            (self.users, self.devices, tie) = (list.users, list.devices, list.tie)
            (cost, lowerBound, certificate) = (list.cost, list.dual, exact)
            return
        }
        let covers = HeldCovers(graph, licensedUsers: freeUsers, licensedDevices: freeDevices)
        let most = covers.cheapest(users: users.supply(.most), devices: devices.supply(.most))
        var candidates = [Candidate(users: most.users, devices: most.devices, tie: most.tie)]
        if !users.servesAlike || !devices.servesAlike {
            let least = covers.cheapest(users: users.supply(.least), devices: devices.supply(.least))
            candidates.append(Candidate(users: least.users, devices: least.devices, tie: least.tie))
            candidates.append(Candidate(users: list.users, devices: list.devices, tie: list.tie))
        }
        func toPay(_ candidate: Candidate) -> Int64 {
            Self.toPay(users, candidate.users).plus(Self.toPay(devices, candidate.devices))
        }
        var best = (candidate: candidates[0], cost: toPay(candidates[0]))
        for candidate in candidates.dropFirst() {
            let price = toPay(candidate)
            let isBetter = price == best.cost && candidate.users.count > best.candidate.users.count
            if price < best.cost || isBetter { best = (candidate, price) }
        }
        (self.users, self.devices, tie) = (best.candidate.users, best.candidate.devices, best.candidate.tie)
        cost = best.cost
        lowerBound = min(most.lowerBound, best.cost)
        certificate =
            exact + "; with the licences held: "
            + Self.proof(cost: best.cost, bound: lowerBound, servesAlike: users.servesAlike && devices.servesAlike)
    }

    private struct Candidate {
        var users: [Int]
        var devices: [Int]
        var tie: Bool
    }

    private static func proof(cost: Int64, bound: Int64, servesAlike: Bool) -> String {
        let left = "\(Money(hundredths: cost).text) left to pay"
        guard cost > bound else {
            return left
                + ", proven cheapest: no number of user licences with the fewest device licences it leaves costs less"
        }
        let why =
            servesAlike
            ? "some connected parts are too large to try every number of users"
            : "the licences held serve only some of the versions needed"
        return left + ", not proven cheapest: the lower bound is \(Money(hundredths: bound).text); " + why
    }

    /// What the nodes chosen cost beyond the pool.
    private static func toPay(_ side: Side, _ nodes: [Int]) -> Int64 {
        PriceList.times(side.price, VersionAllocation(needs: side.needs(nodes), licences: side.pool).shortfall)
    }
}

extension MixOptimum.Side {
    var hasPool: Bool { pool.contains { $0.count > 0 } }

    /// Licences in the pool that serve the lowest and the highest rank somebody without one of their own needs.
    private var serving: (most: Int, least: Int) {
        let needed = ranks.indices.filter { !free.contains($0) }.map { ranks[$0] }
        guard let lowest = needed.min(), let highest = needed.max() else { return (0, 0) }
        func count(_ rank: Int) -> Int { pool.reduce(0) { $0 + ($1.rank >= rank ? $1.count : 0) } }
        return (count(lowest), count(highest))
    }

    enum Reading { case most, least }

    /// True where every licence that serves anybody serves everybody: what is left to pay is then a matter of counts.
    var servesAlike: Bool { serving.most == serving.least }

    func supply(_ reading: Reading) -> HeldCovers.Supply {
        HeldCovers.Supply(price: price, held: reading == .most ? serving.most : serving.least)
    }

    /// What the nodes chosen need from the pool, by rank.
    func needs(_ nodes: [Int]) -> [RankCount] {
        var counts: [Int: Int] = [:]
        for node in nodes where !free.contains(node) { counts[ranks[node], default: 0] += 1 }
        return counts.keys.sorted().map { RankCount(rank: $0, count: counts[$0] ?? 0) }
    }
}
