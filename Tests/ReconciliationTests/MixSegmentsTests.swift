import AccessModel
import Licensing
import PositionModel
import Testing

@testable import Reconciliation

/// One flavour per department, and the mix at other prices.
@Suite struct MixSegmentsTests {
    /// Against every choice there is.
    @Test func agreesWithBruteForce() {
        var random = RandomNumbers(seed: 0x5E6)
        func next(_ bound: Int) -> Int { random.next(bound) }
        for _ in 0..<2000 {
            let (people, machines, names) = (1 + next(7), 1 + next(5), ["", "hr", "it"])
            let edges = (0..<people).flatMap { user in
                (0..<machines).filter { _ in next(3) == 0 }.map {
                    CoverGraph.Edge(user: Int32(user), device: Int32($0))
                }
            }
            let cover = AccessCover(
                outsiders: Array(0..<people), hosts: machines, edges: edges,
                forcedHosts: (0..<machines).filter { _ in next(6) == 0 },
                forcedOutsiders: (0..<people).filter { _ in next(5) == 0 })
            let segmentOf = (0..<people).map { _ in names[next(3)] }
            let (user, device) = (Int64(1 + next(9)), Int64(1 + next(9)))
            let found = MixSegments(cover, segmentOf: segmentOf, userPrice: user, devicePrice: device)
            let there = Array(Set(segmentOf)).sorted()
            var best = Int64.max
            for choice in 0..<(1 << there.count) {
                func isUser(_ node: Int) -> Bool {
                    choice >> (there.firstIndex(of: segmentOf[node]) ?? 0) & 1 == 1 || cover.forcedUsers.contains(node)
                }
                let bought = Set(cover.forcedDevices).union(
                    edges.filter { !isUser(Int($0.user)) }.map { Int($0.device) })
                let cost = Int64((0..<people).count(where: isUser)) * user + Int64(bought.count) * device
                best = min(best, cost)
            }
            #expect(found.cost == best)
            let mix = VertexCover(cover.graph(userCost: user, deviceCost: device, free: ([], [])))
            #expect(found.cost >= mix.cost)
            #expect(found.segments.map(\.users).reduce(0, +) == people)
        }
    }

    private func shifts() -> World {
        var world = World()
        world.server("srv1")
        for user in 0..<6 {
            world.user("desk\(user)") { $0.department = "Sales" }
            for kind in ["pc", "nb"] { world.seen("corp\\desk\(user)", from: "\(kind)\(user)", on: "srv1") }
        }
        for user in 0..<6 {
            world.user("shift\(user)") { $0.department = "Works" }
            world.seen("corp\\shift\(user)", from: "term\(user / 3)", on: "srv1")
        }
        return world
    }

    @Test func departmentsTakeOneFlavourEach() throws {
        let mix = try shifts().position().mix()
        let other = try #require(mix.alternatives)
        #expect(other.segments.map(\.segment) == ["Sales", "Works"])
        #expect(other.segments.map(\.choice) == [.user, .device])
        #expect(other.segmentsCost?.text == "380.00" && mix.optimum?.cost.text == "380.00")
        #expect(other.allUserCost?.text == "600.00" && other.allDeviceCost?.text == "560.00")
        // 20 % around 50 and 40 changes nothing here.
        #expect(other.sensitivity.map(\.users) == [6, 6, 6, 6])
        #expect(other.sensitivity.map(\.cost.text) == ["320.00", "440.00", "364.00", "396.00"])
    }

    @Test func withoutDepartmentsThereIsNothingToDecide() throws {
        var world = shifts()
        for index in world.estate.directory.accounts.indices { world.estate.directory.accounts[index].department = "" }
        let other = try #require(try world.position().mix().alternatives)
        #expect(other.segments.isEmpty && other.segmentsCost == nil)
        #expect(other.reasons.contains { $0.figure == "segmentsCost" && $0.reason.contains("departments") })
        #expect(other.sensitivity.count == 4)
    }
}
