import Licensing
import PositionModel

/// The cheapest way to license one product's access, with the licences held costing nothing.
///
/// At list price a minimum cut is exact and its flow the proof. Licences held cost nothing only up to their number,
/// which a cut cannot express: then every number of users is weighed against the fewest devices it leaves
/// (`HeldCovers`). Where the licences held serve some of the versions needed and not others, counts alone do not tell
/// what is left to pay; the bound then comes from one version at a time.
struct MixOptimum: Sendable {
    /// Nodes of the cover chosen.
    let users: [Int]
    let devices: [Int]
    /// What is left to pay after the licences held.
    let cost: Int64
    let lowerBound: Int64
    let tie: Bool
    let certificate: String
    /// What the check of the certificate found wrong; empty, or nothing above may be believed.
    let fault: String

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
        let list = VertexCover(reportingFaultsOf: graph)
        let exact =
            list.fault.isEmpty ? Self.proof(list) : "THE CHECK OF THE CERTIFICATE FAILED: \(list.fault)"
        guard users.hasPool || devices.hasPool else {
            (self.users, self.devices, tie) = (list.users, list.devices, list.tie)
            (cost, lowerBound, certificate, fault) = (list.cost, list.dual, exact, list.fault)
            return
        }
        let covers = HeldCovers(graph, licensedUsers: freeUsers, licensedDevices: freeDevices)
        let most = covers.cheapest(users: users.most, devices: devices.most)
        let servesAlike = users.servesAlike && devices.servesAlike
        var candidates = [Candidate(most)]
        var lower = most.lowerBound
        var fault = list.fault.isEmpty ? most.fault : list.fault
        if !servesAlike {
            candidates.append(Candidate(covers.cheapest(users: users.least, devices: devices.least)))
            for choice in Self.byVersion(graph, users: users, devices: devices) {
                candidates.append(Candidate(choice))
                lower = max(lower, choice.lowerBound)
                if fault.isEmpty { fault = choice.fault }
            }
        }
        if Self.cheapest(candidates, users: users, devices: devices).cost > lower {
            // Not proven: the covers at list price, and with either side as good as free, may still be cheaper.
            let free = (users: freeUsers, devices: freeDevices)
            let extremes = [
                VertexCover(cover.graph(userCost: 1, deviceCost: devices.price, free: free)),
                VertexCover(cover.graph(userCost: users.price, deviceCost: 1, free: free)),
            ]
            candidates += ([list] + extremes).map { Candidate(users: $0.users, devices: $0.devices, tie: $0.tie) }
        }
        let best = Self.cheapest(candidates, users: users, devices: devices)
        (self.users, self.devices, tie) = (best.candidate.users, best.candidate.devices, best.candidate.tie)
        cost = best.cost
        lowerBound = min(lower, best.cost)
        self.fault = fault
        certificate =
            exact + "; with the licences held: "
            + Self.proof(cost: best.cost, bound: lowerBound, servesAlike: servesAlike)
    }

    private static func proof(_ list: VertexCover) -> String {
        "minimum cut: the cover at list price costs \(Money(hundredths: list.cost).text), "
            + "the maximum flow (dual value) is \(Money(hundredths: list.dual).text), so no cover is cheaper"
    }

    /// Versions of one side looked at by themselves.
    private static let versionsAlone = 4

    /// Covers by one version of each side at a time: who needs that or a newer one has only the licences of that or a
    /// newer one, and everybody else is licensed for nothing. Licences are nested, so the shortfall of a set of nodes is
    /// the largest of those differences, and each of these costs bounds the cost of every cover from below.
    private static func byVersion(_ graph: CoverGraph, users: Side, devices: Side) -> [HeldCovers.Choice] {
        users.neededRanks.prefix(versionsAlone).flatMap { userRank in
            devices.neededRanks.prefix(versionsAlone).map { deviceRank in
                HeldCovers(
                    graph, licensedUsers: users.licensed(below: userRank),
                    licensedDevices: devices.licensed(below: deviceRank)
                ).cheapest(users: users.supply(rank: userRank), devices: devices.supply(rank: deviceRank))
            }
        }
    }

    /// The cheapest by what is really left to pay; among equals the first of those with most users.
    private static func cheapest(
        _ candidates: [Candidate], users: Side, devices: Side
    ) -> (candidate: Candidate, cost: Int64) {
        let priced = candidates.map { candidate in
            (candidate: candidate, cost: toPay(users, candidate.users).plus(toPay(devices, candidate.devices)))
        }
        return priced.dropFirst().reduce(priced[0]) { best, other in
            if other.cost != best.cost { return other.cost < best.cost ? other : best }
            return other.candidate.users.count > best.candidate.users.count ? other : best
        }
    }

    private struct Candidate {
        var users: [Int]
        var devices: [Int]
        var tie: Bool

        init(users: [Int], devices: [Int], tie: Bool) {
            (self.users, self.devices, self.tie) = (users, devices, tie)
        }
        init(_ choice: HeldCovers.Choice) {
            self.init(users: choice.users, devices: choice.devices, tie: choice.tie)
        }
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

    /// Ranks needed by nodes without a licence of their own, newest first; one that nothing reaches if there are none.
    var neededRanks: [Int] {
        let needed = Set(ranks.indices.filter { !free.contains($0) }.map { ranks[$0] })
        return needed.isEmpty ? [Int.max] : needed.sorted(by: >)
    }

    /// Nodes that cost nothing as far as licences of `rank` and newer are concerned.
    func licensed(below rank: Int) -> Set<Int> { free.union(ranks.indices.filter { ranks[$0] < rank }) }

    /// The licences in the pool that serve `rank`.
    func supply(rank: Int) -> HeldCovers.Supply {
        HeldCovers.Supply(price: price, held: pool.reduce(0) { $0 + ($1.rank >= rank ? $1.count : 0) })
    }

    /// The pool as if every licence that serves anybody served everybody, or only those counted that do.
    var most: HeldCovers.Supply { supply(rank: neededRanks.last ?? Int.max) }
    var least: HeldCovers.Supply { supply(rank: neededRanks.first ?? Int.max) }

    /// True where every licence that serves anybody serves everybody: what is left to pay is then a matter of counts.
    var servesAlike: Bool { most.held == least.held }

    /// What the nodes chosen need from the pool, by rank.
    func needs(_ nodes: [Int]) -> [RankCount] {
        var counts: [Int: Int] = [:]
        for node in nodes where !free.contains(node) { counts[ranks[node], default: 0] += 1 }
        return counts.keys.sorted().map { RankCount(rank: $0, count: counts[$0] ?? 0) }
    }
}
