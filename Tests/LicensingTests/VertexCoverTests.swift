import Testing

@testable import Licensing

@Suite struct VertexCoverTests {
    /// Cheapest cover by trying every subset; among equals the one with most users, and whether there are several.
    private func bruteForce(_ graph: CoverGraph) -> (cost: Int64, users: Int, covers: Int) {
        let (userCount, deviceCount) = (graph.userCosts.count, graph.deviceCosts.count)
        var best: (cost: Int64, users: Int, covers: Int) = (.max, -1, 0)
        // A side without an edge that is still open is never bought, not even for nothing.
        let open = graph.edges.filter {
            !graph.forcedUsers.contains(Int($0.user)) && !graph.forcedDevices.contains(Int($0.device))
        }
        let touched = Set(open.map { Int($0.user) }).union(graph.forcedUsers)
        let touchedDevices = Set(open.map { Int($0.device) }).union(graph.forcedDevices)
        for subset in 0..<(1 << (userCount + deviceCount)) {
            let users = (0..<userCount).filter { subset >> $0 & 1 == 1 }
            let devices = (0..<deviceCount).filter { subset >> (userCount + $0) & 1 == 1 }
            guard users.allSatisfy(touched.contains), devices.allSatisfy(touchedDevices.contains),
                graph.forcedUsers.allSatisfy(users.contains), graph.forcedDevices.allSatisfy(devices.contains),
                graph.edges.allSatisfy({ users.contains(Int($0.user)) || devices.contains(Int($0.device)) })
            else { continue }
            let cost =
                users.reduce(Int64(0)) { $0 + graph.userCosts[$1] }
                + devices.reduce(Int64(0)) { $0 + graph.deviceCosts[$1] }
            if cost < best.cost {
                best = (cost, users.count, 1)
            } else if cost == best.cost {
                best = (cost, max(best.users, users.count), best.covers + 1)
            }
        }
        return best
    }

    @Test func sharedTerminalTakesADeviceLicence() {
        // Five nurses on one terminal: one device CAL (40) beats five user CALs (250).
        let graph = CoverGraph(
            userCosts: [50, 50, 50, 50, 50], deviceCosts: [40], edges: (0..<5).map { .init(user: $0, device: 0) })
        let cover = VertexCover(graph)
        #expect(cover.users.isEmpty && cover.devices == [0])
        #expect(cover.cost == 40 && cover.dual == 40 && !cover.tie)
    }

    @Test func mobileUserTakesAUserLicence() {
        // One person, laptop, phone and tablet: one user CAL (50) beats three device CALs (120).
        let graph = CoverGraph(
            userCosts: [50], deviceCosts: [40, 40, 40], edges: (0..<3).map { .init(user: 0, device: $0) })
        let cover = VertexCover(graph)
        #expect(cover.users == [0] && cover.devices.isEmpty && cover.cost == 50)
    }

    @Test func tiesGoToUsersAndSaySo() {
        let cover = VertexCover(CoverGraph(userCosts: [40], deviceCosts: [40], edges: [.init(user: 0, device: 0)]))
        #expect(cover.users == [0] && cover.devices.isEmpty && cover.tie)
    }

    @Test func nobodyNeedsNothing() {
        let cover = VertexCover(CoverGraph(userCosts: [50, 50], deviceCosts: [40], edges: []))
        #expect(cover.users.isEmpty && cover.devices.isEmpty && cover.cost == 0 && !cover.tie)
    }

    @Test func forcedSidesAreBoughtAndFreeTheOther() {
        // Device 0 is behind a proxy, so user 0 is forced; that also covers the edge to device 1, which user 1 needs.
        let graph = CoverGraph(
            userCosts: [50, 50], deviceCosts: [40, 40],
            edges: [.init(user: 0, device: 0), .init(user: 0, device: 1), .init(user: 1, device: 1)],
            forcedUsers: [0], forcedDevices: [])
        let cover = VertexCover(graph)
        #expect(cover.users == [0] && cover.devices == [1])
        #expect(cover.cost == 90 && cover.dual == 90)
    }

    @Test(arguments: [UInt64(0x5EED), 0xC0FFEE, 0xFACADE]) func agreesWithBruteForce(seed: UInt64) {
        var random = SplitMix(seed: seed)
        for _ in 0..<150 {
            let (users, devices) = (Int(random.next() % 5), Int(random.next() % 5))
            guard users > 0, devices > 0 else { continue }
            let prices: [Int64] = [0, 1, 2, 3, 40, 50]
            let graph = CoverGraph(
                userCosts: (0..<users).map { _ in prices[Int(random.next() % 6)] },
                deviceCosts: (0..<devices).map { _ in prices[Int(random.next() % 6)] },
                edges: (0..<Int(random.next() % 12)).map { _ in
                    .init(
                        user: Int32(random.next() % UInt64(users)), device: Int32(random.next() % UInt64(devices)))
                },
                forcedUsers: random.next() % 3 == 0 ? [Int(random.next() % UInt64(users))] : [],
                forcedDevices: random.next() % 3 == 0 ? [Int(random.next() % UInt64(devices))] : [])
            let cover = VertexCover(graph)
            let expected = bruteForce(graph)
            #expect(cover.cost == expected.cost, "seed \(seed)")
            #expect(cover.users.count == expected.users, "seed \(seed): most users among the optima")
            #expect(cover.tie == (expected.covers > 1), "seed \(seed)")
        }
    }

    /// 10,000 graphs of up to 14 nodes: the cost is the least of all covers, and the certificate equals it every time.
    @Test(arguments: [UInt64(11), 12, 13, 14, 15]) func tenThousandGraphsAgreeWithBruteForce(seed: UInt64) {
        var random = SplitMix(seed: seed)
        func roll(_ sides: Int) -> Int { Int(random.next() % UInt64(sides)) }
        for number in 0..<2_000 {
            let (users, devices) = (1 + roll(7), 1 + roll(7))
            let prices: [Int64] = roll(2) == 0 ? [50, 50, 40, 40] : [0, 1, 7, 1_000_000_000_000]
            let graph = CoverGraph(
                userCosts: (0..<users).map { _ in prices[roll(4)] },
                deviceCosts: (0..<devices).map { _ in prices[roll(4)] },
                edges: (0..<roll(25)).map { _ in .init(user: Int32(roll(users)), device: Int32(roll(devices))) },
                forcedUsers: roll(4) == 0 ? [roll(users)] : [], forcedDevices: roll(4) == 0 ? [roll(devices)] : [])
            let cover = VertexCover(graph)
            #expect(cover.cost == leastCost(graph), "seed \(seed), case \(number)")
            #expect(cover.dual == cover.cost && cover.fault.isEmpty, "seed \(seed), case \(number)")
        }
    }

    /// Every set of users, with the devices it leaves.
    private func leastCost(_ graph: CoverGraph) -> Int64 {
        var devicesOf = [Int](repeating: 0, count: graph.userCosts.count)
        for edge in graph.edges { devicesOf[Int(edge.user)] |= 1 << Int(edge.device) }
        let forced = graph.forcedUsers.reduce(0) { $0 | 1 << $1 }
        let forcedDevices = graph.forcedDevices.reduce(0) { $0 | 1 << $1 }
        func price(_ set: Int, _ costs: [Int64]) -> Int64 {
            costs.indices.reduce(0) { $0 + (set >> $1 & 1 == 1 ? costs[$1] : 0) }
        }
        var least = Int64.max
        for users in 0..<(1 << devicesOf.count) where users & forced == forced {
            var devices = forcedDevices
            for user in devicesOf.indices where users >> user & 1 == 0 { devices |= devicesOf[user] }
            least = min(least, price(users, graph.userCosts) + price(devices, graph.deviceCosts))
        }
        return least
    }

    @Test func orderOfEdgesDoesNotMatter() {
        var random = SplitMix(seed: 7)
        let edges = (0..<4000).map { _ in
            CoverGraph.Edge(user: Int32(random.next() % 800), device: Int32(random.next() % 900))
        }
        func cover(_ edges: [CoverGraph.Edge]) -> VertexCover {
            VertexCover(
                CoverGraph(
                    userCosts: [Int64](repeating: 5000, count: 800), deviceCosts: [Int64](repeating: 4000, count: 900),
                    edges: edges))
        }
        #expect(cover(edges) == cover(edges.reversed()))
        #expect(cover(edges) == cover(edges.shuffled(using: &random)))
    }

    /// A long alternating chain needs augmenting paths as long as itself: no recursion, no quadratic crawl.
    @Test func longChainsEnd() {
        let length: Int32 = 20_000
        let edges = (0..<length).flatMap { i in
            i + 1 < length
                ? [CoverGraph.Edge(user: i, device: i), .init(user: i + 1, device: i)] : [.init(user: i, device: i)]
        }
        let cover = VertexCover(
            CoverGraph(
                userCosts: [Int64](repeating: 1, count: Int(length)),
                deviceCosts: [Int64](repeating: 1, count: Int(length)), edges: edges.reversed()))
        #expect(cover.cost == Int64(length))
    }
}

/// Steele, Lea and Flood's SplitMix64: small, seedable, the same everywhere.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
