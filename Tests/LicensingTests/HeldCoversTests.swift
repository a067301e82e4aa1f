import Testing

@testable import Licensing

@Suite struct HeldCoversTests {
    private typealias Supply = HeldCovers.Supply

    private struct Case {
        var graph: CoverGraph
        var licensedUsers: Set<Int> = []
        var licensedDevices: Set<Int> = []
        var users: Supply
        var devices: Supply

        func toPay(_ chosenUsers: [Int], _ chosenDevices: [Int]) -> Int64 {
            users.toPay(chosenUsers.count { !licensedUsers.contains($0) })
                + devices.toPay(chosenDevices.count { !licensedDevices.contains($0) })
        }

        func covers(_ chosenUsers: [Int], _ chosenDevices: [Int]) -> Bool {
            let (people, machines) = (Set(chosenUsers), Set(chosenDevices))
            return people.count == chosenUsers.count && machines.count == chosenDevices.count
                && graph.forcedUsers.allSatisfy(people.contains) && graph.forcedDevices.allSatisfy(machines.contains)
                && graph.edges.allSatisfy { people.contains(Int($0.user)) || machines.contains(Int($0.device)) }
        }

        /// Cheapest by trying every cover; with most users among the cheapest that no cover beats in both counts.
        func bruteForce() -> (cost: Int64, users: Int) {
            let (userCount, deviceCount) = (graph.userCosts.count, graph.deviceCosts.count)
            var best = Int64.max
            var fewest = [Int](repeating: Int.max, count: userCount + 1)
            for choice in 0..<(1 << (userCount + deviceCount)) {
                let chosenUsers = (0..<userCount).filter { choice >> $0 & 1 == 1 }
                let chosenDevices = (0..<deviceCount).filter { choice >> ($0 + userCount) & 1 == 1 }
                guard covers(chosenUsers, chosenDevices) else { continue }
                best = min(best, toPay(chosenUsers, chosenDevices))
                fewest[chosenUsers.count] = min(fewest[chosenUsers.count], chosenDevices.count)
            }
            var most = 0
            var last = Int.max
            for (count, machines) in fewest.enumerated() where machines < last {
                last = machines
                if users.toPay(count) + devices.toPay(machines) == best { most = count }
            }
            return (best, most)
        }
    }

    private func edges(_ pairs: [(Int32, Int32)]) -> [CoverGraph.Edge] {
        pairs.map { CoverGraph.Edge(user: $0.0, device: $0.1) }
    }

    private func graph(_ users: Int, _ devices: Int, _ edges: [CoverGraph.Edge]) -> CoverGraph {
        CoverGraph(
            userCosts: [Int64](repeating: 50, count: users), deviceCosts: [Int64](repeating: 50, count: devices),
            edges: edges)
    }

    private func randomCase(_ random: inout SplitMix) -> Case {
        let (users, devices) = (1 + Int(random.next() % 5), 1 + Int(random.next() % 5))
        let prices: [Int64] = [0, 1, 40, 50, 2500]
        var one = Case(
            graph: graph(
                users, devices,
                (0..<Int(random.next() % 13)).map { _ in
                    .init(user: Int32(random.next() % UInt64(users)), device: Int32(random.next() % UInt64(devices)))
                }), users: Supply(price: prices[Int(random.next() % 5)], held: Int(random.next() % 4)),
            devices: Supply(price: prices[Int(random.next() % 5)], held: Int(random.next() % 4)))
        if random.next() % 3 == 0 { one.graph.forcedUsers = [Int(random.next() % UInt64(users))] }
        if random.next() % 3 == 0 { one.graph.forcedDevices = [Int(random.next() % UInt64(devices))] }
        if random.next() % 3 == 0 { one.licensedUsers = [Int(random.next() % UInt64(users))] }
        if random.next() % 3 == 0 { one.licensedDevices = [Int(random.next() % UInt64(devices))] }
        return one
    }

    private func solve(_ one: Case, enumeration: Int = 1 << 20, table: Int = 1 << 20) -> HeldCovers.Choice {
        HeldCovers(
            one.graph, licensedUsers: one.licensedUsers, licensedDevices: one.licensedDevices,
            enumerationBudget: enumeration, tableBudget: table
        ).cheapest(users: one.users, devices: one.devices)
    }

    @Test func licencesHeldOfBothFlavoursAreUsedTogether() {
        // One user licence and two device licences are held: u1, P2 and P3 leave nothing to pay.
        let one = Case(
            graph: graph(3, 4, edges([(0, 3), (1, 1), (1, 3), (2, 2), (2, 3)])), users: Supply(price: 50, held: 1),
            devices: Supply(price: 50, held: 2))
        let choice = solve(one)
        #expect(choice.cost == 0 && choice.lowerBound == 0)
        #expect(choice.users == [1] && choice.devices == [2, 3])
    }

    @Test(arguments: [UInt64(1), 0xC0FFEE, 0xFACADE]) func agreesWithBruteForce(seed: UInt64) {
        var random = SplitMix(seed: seed)
        for number in 0..<250 {
            let one = randomCase(&random)
            let choice = solve(one)
            let expected = one.bruteForce()
            #expect(choice.cost == expected.cost, "seed \(seed), case \(number)")
            #expect(choice.lowerBound == choice.cost, "seed \(seed), case \(number): proven")
            #expect(one.covers(choice.users, choice.devices), "seed \(seed), case \(number)")
            #expect(one.toPay(choice.users, choice.devices) == choice.cost, "seed \(seed), case \(number)")
            if one.licensedUsers.isEmpty && one.licensedDevices.isEmpty {
                #expect(choice.users.count == expected.users, "seed \(seed), case \(number): most users")
            }
        }
    }

    /// Without enumeration and without tables the answer may cost more, and says so.
    @Test func beyondTheBudgetsTheBoundHolds() {
        var random = SplitMix(seed: 0xB0B)
        var proven = 0
        for number in 0..<400 {
            let one = randomCase(&random)
            let best = one.bruteForce().cost
            for (enumeration, table) in [(0, 1 << 20), (1 << 20, 0), (0, 0)] {
                let choice = solve(one, enumeration: enumeration, table: table)
                #expect(choice.lowerBound <= best && best <= choice.cost, "case \(number)")
                #expect(one.covers(choice.users, choice.devices), "case \(number)")
                #expect(one.toPay(choice.users, choice.devices) == choice.cost, "case \(number)")
                if choice.lowerBound == choice.cost { proven += 1 }
            }
        }
        #expect(proven > 600)
    }

    @Test func amongEqualsMostUsers() {
        // Everything is held in plenty: both pairs by users, and the terminal's three people too.
        let one = Case(
            graph: graph(5, 3, edges([(0, 0), (1, 1), (2, 2), (3, 2), (4, 2)])), users: Supply(price: 50, held: 9),
            devices: Supply(price: 40, held: 9))
        let choice = solve(one)
        #expect(choice.users == [0, 1, 2, 3, 4] && choice.devices.isEmpty && choice.tie)
        // One user licence: it goes to the first pair, and could have gone to the second.
        var scarce = one
        scarce.users.held = 1
        scarce.devices.held = 2
        let other = solve(scarce)
        #expect(other.users == [0] && other.devices == [1, 2] && other.cost == 0 && other.tie)
    }

    @Test func starsAreAKnapsack() {
        // Terminals of 3, 5 and 7 people; 8 user licences held: 3 + 5 by users leave one device licence to buy, and
        // taking the widest first would leave two.
        var pairs: [(Int32, Int32)] = []
        for (device, people) in [(0, 3), (1, 5), (2, 7)] {
            for _ in 0..<people { pairs.append((Int32(pairs.count), Int32(device))) }
        }
        let one = Case(
            graph: graph(15, 3, edges(pairs)), users: Supply(price: 100, held: 8), devices: Supply(price: 90, held: 0))
        let choice = solve(one)
        #expect(choice.users == Array(0..<8) && choice.devices == [2] && choice.cost == 90 && choice.lowerBound == 90)
    }

    @Test func fiftyThousandPairs() {
        let count = 50_000
        let one = Case(
            graph: graph(count, count, (0..<Int32(count)).map { .init(user: $0, device: $0) }),
            users: Supply(price: 50, held: 20_000), devices: Supply(price: 40, held: 20_000))
        let choice = solve(one, enumeration: CoverComponent.enumerationBudget, table: CoverSum.tableBudget)
        // 10,000 are missing, and device licences are cheaper.
        #expect(choice.cost == 400_000 && choice.lowerBound == 400_000)
        #expect(
            choice.users.count == 20_000 && choice.devices.count == 30_000 && one.covers(choice.users, choice.devices))
    }

    @Test func orderOfEdgesDoesNotMatter() {
        var random = SplitMix(seed: 11)
        let pairs = (0..<300).map { _ in
            CoverGraph.Edge(user: Int32(random.next() % 200), device: Int32(random.next() % 200))
        }
        func choice(_ edges: [CoverGraph.Edge]) -> HeldCovers.Choice {
            solve(
                Case(
                    graph: graph(200, 200, edges), users: Supply(price: 50, held: 40),
                    devices: Supply(price: 40, held: 30)))
        }
        #expect(choice(pairs) == choice(pairs.reversed()))
        #expect(choice(pairs) == choice(pairs.shuffled(using: &random)))
    }
}
