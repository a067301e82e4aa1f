import Testing

@testable import Licensing

@Suite struct CoverFrontTests {
    private func randomComponent(_ random: inout SplitMix) -> CoverComponent {
        let (users, devices) = (2 + Int(random.next() % 9), 2 + Int(random.next() % 9))
        var edges: Set<CoverGraph.Edge> = []
        for user in 0..<users { edges.insert(.init(user: Int32(user), device: Int32(user % devices))) }
        for device in 0..<devices { edges.insert(.init(user: Int32(device % users), device: Int32(device))) }
        for _ in 0..<Int(random.next() % 25) {
            edges.insert(
                .init(user: Int32(random.next() % UInt64(users)), device: Int32(random.next() % UInt64(devices))))
        }
        return CoverComponent(
            users: Array(0..<users), devices: Array(0..<devices),
            edges: edges.sorted { ($0.user, $0.device) < ($1.user, $1.device) })
    }

    private func fewest(_ front: CoverFront, _ users: Int) -> Int {
        front.points.last { $0.users <= users }?.devices ?? Int.max
    }

    @Test func theSearchFindsTheCornersOfTheWholeFront() {
        var random = SplitMix(seed: 0xFEED)
        var withGaps = 0
        for number in 0..<200 {
            var whole = randomComponent(&random)
            var searched = whole
            whole.enumerate()
            searched.search()
            let points = Set(whole.front.points)
            let found = Set(searched.front.points)
            #expect(found.isSubset(of: points), "component \(number)")
            // Corners: points of the hull that are not on a straight edge of it.
            let hull = whole.front.hull.map { whole.front.points[$0] }
            for (index, point) in hull.enumerated() {
                guard index > 0, index + 1 < hull.count else {
                    #expect(found.contains(point), "component \(number): end")
                    continue
                }
                let (before, after) = (hull[index - 1], hull[index + 1])
                let isCorner =
                    (before.devices - point.devices) * (after.users - point.users)
                    != (point.devices - after.devices) * (point.users - before.users)
                if isCorner { #expect(found.contains(point), "component \(number): corner") }
            }
            for users in 0...(whole.front.points.last?.users ?? 0) {
                #expect(fewest(searched.front.relaxed, users) <= fewest(whole.front, users), "component \(number)")
            }
            if searched.front.isExact { #expect(searched.front == whole.front || found == points) }
            if !searched.front.isExact { withGaps += 1 }
            for component in [whole, searched] {
                for (index, point) in component.front.points.enumerated() {
                    let cover = component.cover(index)
                    #expect(cover.users.count == point.users && cover.devices.count == point.devices)
                    let (people, machines) = (Set(cover.users), Set(cover.devices))
                    #expect(
                        component.edges.allSatisfy {
                            people.contains(Int($0.user)) || machines.contains(Int($0.device))
                        })
                }
            }
        }
        #expect(withGaps > 20)
    }

    private func randomFront(_ random: inout SplitMix) -> CoverFront {
        var points = [CoverFront.Point(users: 0, devices: 6 + Int(random.next() % 4))]
        while let last = points.last, last.devices > 0, points.count < 4, points.count < 2 || random.next() % 2 == 0 {
            points.append(
                .init(
                    users: last.users + 1 + Int(random.next() % 4),
                    devices: max(0, last.devices - 1 - Int(random.next() % 4))))
        }
        return CoverFront(complete: points)
    }

    /// Adds one part after the other, every point with every point.
    private func naive(_ kinds: [CoverSum.Kind]) -> [Int: Int] {
        var sum = [0: 0]
        for kind in kinds {
            for _ in 0..<kind.count {
                var next: [Int: Int] = [:]
                for (users, devices) in sum {
                    for point in kind.front.points {
                        next[users + point.users] = min(
                            next[users + point.users] ?? Int.max, devices + point.devices)
                    }
                }
                sum = next
            }
        }
        return sum
    }

    @Test func sumsAgreeWithTheNaiveOne() {
        var random = SplitMix(seed: 0xADD)
        for number in 0..<200 {
            let kinds = (0..<Int(1 + random.next() % 4)).map { _ in
                CoverSum.Kind(front: randomFront(&random), count: 1 + Int(random.next() % 5))
            }
            let expected = naive(kinds)
            var best = [Int](repeating: Int.max, count: 1 + (expected.keys.max() ?? 0))
            for users in best.indices {
                best[users] = min(expected[users] ?? Int.max, users > 0 ? best[users - 1] : Int.max)
            }
            for budget in [CoverSum.tableBudget, 200, 0] {
                let sum = CoverSum(kinds, budget: budget)
                let bound = CoverSum(kinds, relaxed: true, budget: budget)
                #expect(sum.fewest.count == best.count && bound.fewest.count == best.count)
                #expect(zip(bound.fewest, best).allSatisfy(<=) && zip(best, sum.fewest).allSatisfy(<=), "sum \(number)")
                if sum.isExact { #expect(sum.fewest == best, "sum \(number)") }
                for point in sum.points {
                    let taken = sum.taken(users: point.users)
                    var (users, devices) = (0, 0)
                    for (kind, counts) in zip(kinds, taken) {
                        #expect(counts.reduce(0, +) == kind.count && counts.allSatisfy { $0 >= 0 })
                        for (place, count) in zip(kind.front.points, counts) {
                            users += place.users * count
                            devices += place.devices * count
                        }
                    }
                    #expect(users == point.users && devices == point.devices, "sum \(number)")
                }
            }
            #expect(CoverSum(kinds).isExact)
        }
    }
}
