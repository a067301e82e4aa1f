import Testing

@testable import Licensing

/// The choice of External Connectors against every choice there is, by the rules as the terms have them and not as pairs.
@Suite struct ConnectorChoiceTests {
    /// Windows CAL and connector are kind 0, those of remote desktops kind 1.
    private enum Kind {
        static let windows: Int32 = 0
        static let sessions: Int32 = 1
    }

    @Test(arguments: [UInt64(1), 2, 3, 4, 5]) func theChoiceEqualsBruteForce(seed: UInt64) {
        var random = SplitMix(seed: seed)
        for number in 0..<2_000 {
            let needs = RandomOutsiders(&random).needs
            let choice = ConnectorChoice(needs)
            #expect(choice.fault.isEmpty, "seed \(seed), case \(number)")
            #expect(choice.cost == EveryChoice(needs).cheapest, "seed \(seed), case \(number)")
            #expect(choice.lowerBound == choice.cost, "seed \(seed), case \(number)")
        }
    }

    @Test func aConnectorCoversEveryServerOfItsHost() {
        // Two servers on one host, thirty outsiders each: 60 CALs of 50 against one connector of 2,500.
        let windows = OutsiderNeeds.Term(kind: Kind.windows, rank: 50)
        func demand(_ outsiders: Range<Int32>) -> OutsiderNeeds.Demand {
            .init(hosts: [0], cals: [windows], connectors: [windows], outsiders: Array(outsiders))
        }
        let needs = OutsiderNeeds(
            outsiders: 60, hosts: 1, cals: [.init(price: 5_000)], connectors: [.init(price: 250_000)],
            demands: [demand(0..<30), demand(30..<60)])
        let choice = ConnectorChoice(needs)
        #expect(choice.cost == 250_000 && choice.isProven && choice.cals.isEmpty)
        #expect(choice.connectors == [.init(holder: 0, kind: 0, source: .bought)])
    }

    @Test func aRemoteDesktopConnectorBringsTheWindowsOne() {
        let both = [
            OutsiderNeeds.Term(kind: Kind.windows, rank: 50), OutsiderNeeds.Term(kind: Kind.sessions, rank: 50),
        ]
        func choice(outsiders: Int32) -> ConnectorChoice {
            ConnectorChoice(
                OutsiderNeeds(
                    outsiders: Int(outsiders), hosts: 1, cals: [.init(price: 5_000), .init(price: 17_000)],
                    connectors: [.init(price: 250_000), .init(price: 900_000)],
                    demands: [.init(hosts: [0], cals: both, connectors: both, outsiders: Array(0..<outsiders))]))
        }
        // 220.00 for each outsider, 11,500.00 for both connectors: 53 outsiders make the difference.
        #expect(choice(outsiders: 52).cost == 52 * 22_000 && choice(outsiders: 52).connectors.isEmpty)
        #expect(choice(outsiders: 53).cost == 1_150_000 && choice(outsiders: 53).cals.isEmpty)
        #expect(choice(outsiders: 53).connectors.map(\.kind) == [Kind.windows, Kind.sessions])
    }

    @Test func oldLicencesServeOldServersOnly() {
        let old = OutsiderNeeds.Term(kind: 0, rank: 40)
        let new = OutsiderNeeds.Term(kind: 0, rank: 50)
        var needs = OutsiderNeeds(
            outsiders: 2, hosts: 2, cals: [.init(price: 5_000)], connectors: [.init(price: 250_000)],
            demands: [
                .init(hosts: [0], cals: [old], connectors: [old], outsiders: [0], hasAnonymous: true),
                .init(hosts: [1], cals: [new], connectors: [new], outsiders: [1], hasAnonymous: true),
            ])
        needs.connectors[0].held = [.init(rank: 40, count: 2)]
        let choice = ConnectorChoice(needs)
        #expect(choice.cost == 250_000 && choice.isProven)
        #expect(choice.connectors.map(\.source) == [.held(rank: 40), .bought])
        // The host's own connector, of the version of one of its two servers.
        needs.demands[1].hosts = [0]
        needs.connectors[0].held = []
        needs.ownConnectors = [.init(holder: 0, kind: 0, rank: 40)]
        #expect(ConnectorChoice(needs).connectors.map(\.source) == [.bought])
        needs.demands.removeLast()
        #expect(ConnectorChoice(needs).connectors.map(\.source) == [.own] && ConnectorChoice(needs).cost == 0)
    }

    @Test func nobodyWithoutANameIsCoveredByCALs() {
        let needs = OutsiderNeeds(
            outsiders: 0, hosts: 1, cals: [.init(price: 20_000)], connectors: [],
            demands: [
                .init(hosts: [0], cals: [.init(kind: 0, rank: 50)], connectors: [], outsiders: [], hasAnonymous: true)
            ])
        #expect(ConnectorChoice(needs).uncoverable == [0])
    }

    /// Without time to search, the bound stays below the cost and says so: never a proof that is none.
    @Test func withoutABudgetNothingIsCalledProven() {
        let windows = OutsiderNeeds.Term(kind: 0, rank: 50)
        var random = SplitMix(seed: 9)
        var unproven = 0
        for _ in 0..<200 {
            let needs = OutsiderNeeds(
                outsiders: 12, hosts: 6, cals: [.init(price: 3)],
                connectors: [.init(price: 7, held: [.init(rank: 50, count: 2)])],
                demands: (0..<6).map { host in
                    .init(
                        hosts: [Int32(host)], cals: [windows], connectors: [windows],
                        outsiders: (0..<12).filter { _ in random.next() % 3 == 0 })
                })
            let short = ConnectorChoice(needs, budget: 0)
            let whole = ConnectorChoice(needs)
            #expect(whole.isProven && short.fault.isEmpty)
            #expect(short.lowerBound <= whole.cost && whole.cost <= short.cost)
            if !short.isProven { unproven += 1 }
        }
        #expect(unproven > 0)
    }

    @Test func aWrongAnswerIsAFault() {
        let pair = LicenceNeeds.Pair(left: 0, right: 0, leftRank: 50, rightRank: 50)
        let needs = LicenceNeeds(
            kinds: [.init(price: 5), .init(price: 9, held: [.init(rank: 50, count: 1)])], lefts: [.init(kind: 0)],
            rights: [.init(kind: 1), .init(kind: 1)], pairs: [pair], forcedRights: [.init(node: 1, rank: 50)])
        func fault(
            _ lefts: [LicenceChoice.Source], _ rights: [LicenceChoice.Source], _ cost: Int64, bound: Int64 = 0
        ) -> String { LicenceChoice.fault(needs, lefts: lefts, rights: rights, cost: cost, bound: bound) }
        #expect(fault([.bought], [.none, .held(rank: 50)], 5, bound: 5) == "")
        #expect(fault([.none], [.none, .held(rank: 50)], 0) == "the choice leaves a pair uncovered")
        #expect(fault([.bought], [.none, .none], 5) == "the choice leaves out a host that needs a licence")
        #expect(
            fault([.none], [.held(rank: 50), .held(rank: 50)], 0) == "the choice takes licences that are not there")
        #expect(fault([.none], [.held(rank: 40), .bought], 9) == "the choice leaves a pair uncovered")
        #expect(fault([.bought], [.none, .bought], 5) == "the licences bought cost 14, not 5")
        #expect(fault([.bought], [.none, .bought], 14, bound: 15) == "the lower bound 15 is above the cost 14")
        #expect(VertexCover.fault(isCover: true, isFlow: true, cost: 4, dual: 4) == "")
        #expect(VertexCover.fault(isCover: false, isFlow: true, cost: 4, dual: 4).contains("uncovered"))
        #expect(VertexCover.fault(isCover: true, isFlow: false, cost: 4, dual: 4).contains("flow"))
        #expect(
            VertexCover.fault(isCover: true, isFlow: true, cost: 4, dual: 3)
                == "the cover costs 4, the maximum flow is 3")
    }
}

/// A small estate: up to four outsiders, three hosts and four servers, with two products, versions and licences held.
private struct RandomOutsiders {
    var needs: OutsiderNeeds

    init(_ random: inout SplitMix) {
        func roll(_ sides: Int) -> Int { Int(random.next() % UInt64(sides)) }
        let (outsiders, hosts) = (1 + roll(4), 1 + roll(3))
        let prices: [Int64] = [0, 1, 2, 3, 5, 9]
        func held(_ most: Int) -> [LicenceNeeds.Held] {
            (0..<roll(2 + most / 2)).map { _ in .init(rank: Int32(1 + roll(3)), count: roll(most)) }
        }
        let cals = (0..<2).map { _ in LicenceNeeds.Kind(price: prices[roll(6)], held: held(2)) }
        let connectors = (0..<2).map { _ in LicenceNeeds.Kind(price: prices[roll(6)] * 2, held: held(3)) }
        let demands = (0..<(1 + roll(4))).map { _ -> OutsiderNeeds.Demand in
            let rank = Int32(1 + roll(3))
            let base = OutsiderNeeds.Term(kind: 0, rank: rank)
            // A server of Windows, of remote desktops on Windows, or of a product without a connector.
            let terms = roll(3) == 0 ? [base, OutsiderNeeds.Term(kind: 1, rank: Int32(1 + roll(3)))] : [base]
            let isCALOnly = roll(8) == 0
            let first = roll(hosts)
            let places = roll(3) == 0 && hosts > 1 ? [first, (first + 1) % hosts] : [first]
            return OutsiderNeeds.Demand(
                hosts: places.map { Int32($0) }, cals: terms, connectors: isCALOnly ? [] : terms,
                outsiders: (0..<Int32(outsiders)).filter { _ in roll(2) == 0 },
                hasAnonymous: !isCALOnly && roll(5) == 0)
        }
        needs = OutsiderNeeds(
            outsiders: outsiders, hosts: hosts, cals: cals, connectors: connectors, demands: demands,
            ownCALs: (0..<roll(3)).map { _ in
                .init(holder: Int32(roll(outsiders)), kind: Int32(roll(2)), rank: Int32(1 + roll(3)))
            },
            ownConnectors: (0..<roll(3)).map { _ in
                .init(holder: Int32(roll(hosts)), kind: Int32(roll(2)), rank: Int32(1 + roll(3)))
            })
    }
}

/// Every way to put connectors on hosts; for each, what its outsiders' CALs cost.
private struct EveryChoice {
    private let needs: OutsiderNeeds
    private(set) var cheapest = Int64.max

    init(_ needs: OutsiderNeeds) {
        self.needs = needs
        var ranks = [[Int32]](repeating: [Int32](repeating: Int32.min, count: needs.hosts), count: 2)
        for own in needs.ownConnectors {
            ranks[Int(own.kind)][Int(own.holder)] = max(ranks[Int(own.kind)][Int(own.holder)], own.rank)
        }
        let pool = needs.connectors.map { kind in
            kind.held.flatMap { [Int32](repeating: $0.rank, count: $0.count) }.sorted()
        }
        place(0, ranks, pool, cost: 0)
    }

    /// The place is a host and a kind: nothing more, one bought, or one of the pool.
    private mutating func place(_ number: Int, _ ranks: [[Int32]], _ pool: [[Int32]], cost: Int64) {
        if number == 2 * needs.hosts {
            if let people = priceOfCALs(ranks) { cheapest = min(cheapest, cost + people) }
            return
        }
        let (kind, host) = (number % 2, number / 2)
        place(number + 1, ranks, pool, cost: cost)
        var changed = ranks
        changed[kind][host] = Int32.max
        place(number + 1, changed, pool, cost: cost + needs.connectors[kind].price)
        for (index, rank) in pool[kind].enumerated() where rank > ranks[kind][host] {
            if index > 0, pool[kind][index - 1] == rank { continue }
            var left = pool
            left[kind].remove(at: index)
            changed[kind][host] = rank
            place(number + 1, changed, left, cost: cost)
        }
    }

    /// Nil where somebody without a name is not covered.
    private func priceOfCALs(_ ranks: [[Int32]]) -> Int64? {
        // Of each outsider and kind, the newest version asked for beyond the licence by name.
        var asked = [[Int32]](repeating: [Int32](repeating: Int32.min, count: needs.outsiders), count: 2)
        for demand in needs.demands {
            let isCovered =
                !demand.connectors.isEmpty
                && demand.hosts.allSatisfy { host in
                    demand.connectors.allSatisfy { ranks[Int($0.kind)][Int(host)] >= $0.rank }
                }
            if isCovered { continue }
            if demand.hasAnonymous { return nil }
            for outsider in demand.outsiders {
                for term in demand.cals {
                    let own = needs.ownCALs.contains {
                        $0.holder == outsider && $0.kind == term.kind && $0.rank >= term.rank
                    }
                    if own { continue }
                    let kind = Int(term.kind)
                    asked[kind][Int(outsider)] = max(asked[kind][Int(outsider)], term.rank)
                }
            }
        }
        var cost: Int64 = 0
        for kind in 0..<2 {
            var pool = needs.cals[kind].held.flatMap { [Int32](repeating: $0.rank, count: $0.count) }.sorted()
            for rank in asked[kind].filter({ $0 != Int32.min }).sorted(by: >) {
                if let newest = pool.last, newest >= rank { pool.removeLast() } else { cost += needs.cals[kind].price }
            }
        }
        return cost
    }
}
