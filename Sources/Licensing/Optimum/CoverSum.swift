/// The fronts of independent parts added up: for every number of users the fewest devices, and how many parts of each
/// kind take which point.
///
/// Parts whose fronts are smooth are merged in the order of what a user saves, which is exact. The others are added one
/// kind at a time (dynamic programming over users) as far as the budget goes; the rest joins the merge by the corners
/// of its convex hull.
struct CoverSum: Sendable {
    /// A front and how many parts have it.
    struct Kind: Sendable {
        var front: CoverFront
        var count: Int
    }

    /// Table cells looked at, over all layers; a layer keeps four bytes for each.
    static let tableBudget = 1 << 26
    /// Equal parts with three points or more that get a layer each.
    static let layersPerKind = 32

    /// Fewest devices with at most this many users.
    private(set) var fewest: [Int] = []
    /// False where a kind had to join the merge without being smooth.
    private(set) var isExact = true

    /// One unit of the merge: a part of a kind moving along an edge of its hull.
    private struct Step {
        var users: Int
        var devices: Int
        var kind: Int
        /// Points at the ends of the edge.
        var from: Int
        var to: Int
        var count: Int
    }
    private struct Layer {
        var kind: Int
        var count: Int
        /// For each number of users: the point taken, or with two points how many parts take the second.
        var choice: [Int32]
    }
    private let kinds: [Kind]
    private var merged: [Int]
    private var steps: [Step] = []
    private var layers: [Layer] = []
    /// Unit steps of the merge behind each number of users.
    private var stepsTaken: [Int32] = []

    /// - Parameter relaxed: reads every front as low as what is known allows; the sum is then a bound, not a cover.
    init(_ given: [Kind], relaxed: Bool = false, budget: Int = CoverSum.tableBudget) {
        kinds = relaxed ? given.map { Kind(front: $0.front.relaxed, count: $0.count) } : given
        merged = kinds.map(\.count)
        let layered = split(budget: budget)
        mergeSmooth(relaxed: relaxed)
        for (kind, count) in layered { add(kind, count) }
    }

    /// Takes the kinds that get layers out of the merge; narrow ones first, which fill the holes of the wide ones.
    private mutating func split(budget: Int) -> [(kind: Int, count: Int)] {
        let size = 1 + kinds.reduce(0) { $0 + ($1.front.points.last?.users ?? 0) * $1.count }
        func reach(_ kind: Int) -> Int { kinds[kind].front.points.last?.users ?? 0 }
        let rough = kinds.indices.filter { !kinds[$0].front.isSmooth }.sorted { (reach($0), $0) < (reach($1), $1) }
        var left = budget
        var layered: [(kind: Int, count: Int)] = []
        for kind in rough {
            let price = size * kinds[kind].front.points.count
            if kinds[kind].front.points.count == 2 {
                guard left >= price else { continue }
                left -= price
                layered.append((kind, kinds[kind].count))
                merged[kind] = 0
            } else {
                for _ in 0..<min(kinds[kind].count, Self.layersPerKind) where left >= price {
                    left -= price
                    layered.append((kind, 1))
                    merged[kind] -= 1
                }
            }
        }
        isExact = rough.allSatisfy { merged[$0] == 0 }
        return layered
    }

    // MARK: Adding up

    private mutating func mergeSmooth(relaxed: Bool) {
        var devices = 0
        for kind in kinds.indices where merged[kind] > 0 {
            let front = kinds[kind].front
            devices += merged[kind] * (front.points.first?.devices ?? 0)
            let hull = front.hull
            for (from, to) in zip(hull, hull.dropFirst()) {
                let (low, high) = (front.points[from], front.points[to])
                steps.append(
                    Step(
                        users: high.users - low.users, devices: low.devices - high.devices, kind: kind, from: from,
                        to: to, count: merged[kind]))
            }
        }
        steps.sort { a, b in
            let (left, right) = (a.devices * b.users, b.devices * a.users)
            // Edges of one kind stay in their order: a part leaves a point only after it came to it.
            return left != right ? left > right : (a.kind, a.from) < (b.kind, b.from)
        }
        fewest = [devices]
        stepsTaken = [0]
        var taken: Int32 = 0
        for step in steps {
            for _ in 0..<step.count {
                for part in 1..<max(1, step.users) {
                    fewest.append(relaxed ? devices - step.devices * part / step.users : devices)
                    stepsTaken.append(taken)
                }
                taken += 1
                devices -= step.devices
                fewest.append(devices)
                stepsTaken.append(taken)
            }
        }
    }

    private mutating func add(_ kind: Int, _ count: Int) {
        let points = kinds[kind].front.points
        guard let last = points.last else { return }
        let old = fewest
        let size = old.count + last.users * count
        fewest = [Int](repeating: Int.max, count: size)
        var choice = [Int32](repeating: 0, count: size)
        if points.count == 2 {
            addPairs(points[0], points[1], count: count, to: old, &choice)
        } else {
            for (index, point) in points.enumerated() {
                for users in point.users..<size {
                    let value = old[min(users - point.users, old.count - 1)] + point.devices
                    if value < fewest[users] {
                        fewest[users] = value
                        choice[users] = Int32(index)
                    }
                }
            }
        }
        layers.append(Layer(kind: kind, count: count, choice: choice))
    }

    /// `count` parts of two points each: with `m` of them at the second, the best `m` for each number of users is the
    /// minimum over a window that slides along the users a multiple of the step away.
    private mutating func addPairs(
        _ low: CoverFront.Point, _ high: CoverFront.Point, count: Int, to old: [Int], _ choice: inout [Int32]
    ) {
        let step = high.users
        let saved = low.devices - high.devices
        for rest in 0..<step {
            // Candidates by ascending place, their values ascending too.
            var window: [(place: Int, value: Int)] = []
            var first = 0
            var place = 0
            var users = rest
            while users < fewest.count {
                let value = old[min(users, old.count - 1)] + place * saved
                while window.count > first, let last = window.last, last.value >= value { window.removeLast() }
                window.append((place, value))
                if window[first].place < place - count { first += 1 }
                let best = window[first]
                fewest[users] = best.value - place * saved + low.devices * count
                choice[users] = Int32(place - best.place)
                place += 1
                users += step
            }
        }
    }

    // MARK: Reading

    /// Numbers of users at which one user more saved a device: the points of the sum.
    var points: [CoverFront.Point] {
        var found: [CoverFront.Point] = []
        for (users, devices) in fewest.enumerated()
        where devices < found.last?.devices ?? Int.max {
            found.append(CoverFront.Point(users: users, devices: devices))
        }
        return found
    }

    /// How many parts of each kind take each of its points at this number of users.
    func taken(users: Int) -> [[Int]] {
        var counts = kinds.map { [Int](repeating: 0, count: $0.front.points.count) }
        var users = users
        var sizes = [stepsTaken.count]
        for layer in layers { sizes.append(layer.choice.count) }
        for (index, layer) in layers.enumerated().reversed() {
            users = min(users, sizes[index + 1] - 1)
            let points = kinds[layer.kind].front.points
            let choice = Int(layer.choice[users])
            if points.count == 2 {
                counts[layer.kind][1] += choice
                counts[layer.kind][0] += layer.count - choice
                users -= points[1].users * choice
            } else {
                counts[layer.kind][choice] += 1
                users -= points[choice].users
            }
        }
        for kind in kinds.indices where merged[kind] > 0 { counts[kind][0] += merged[kind] }
        var left = Int(stepsTaken[min(users, stepsTaken.count - 1)])
        for step in steps {
            let now = min(left, step.count)
            counts[step.kind][step.from] -= now
            counts[step.kind][step.to] += now
            left -= now
        }
        return counts
    }
}
