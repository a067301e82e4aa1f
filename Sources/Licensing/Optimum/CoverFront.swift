/// How many users and how many devices a cover of one part of the graph may consist of: no point is better than
/// another in both. Ascending by users, so strictly descending by devices; the first has no users, because the devices
/// of a part cover it alone.
struct CoverFront: Sendable, Hashable {
    struct Point: Sendable, Hashable {
        var users: Int
        var devices: Int
    }
    /// What is known between two points that are more than one user apart.
    enum Gap: Sendable, Hashable {
        /// There is no point.
        case none
        /// No point lies below the line through both (they are neighbours on the convex hull).
        case aboveLine
        /// Only that fewer users never need fewer devices.
        case unknown
    }

    var points: [Point]
    /// `gaps[i]` lies between points `i` and `i + 1`.
    var gaps: [Gap]

    /// A complete front: between its points there is nothing.
    init(complete points: [Point]) {
        self.points = points
        gaps = [Gap](repeating: .none, count: max(0, points.count - 1))
    }

    init(points: [Point], gaps: [Gap]) {
        self.points = points
        self.gaps = gaps
    }

    var isExact: Bool { gaps.indices.allSatisfy { gaps[$0] == .none || width($0) == 1 } }

    func width(_ gap: Int) -> Int { points[gap + 1].users - points[gap].users }
    func drop(_ gap: Int) -> Int { points[gap].devices - points[gap + 1].devices }

    /// Every step costs one user and saves no more devices than the step before: sums of such fronts are merges.
    var isSmooth: Bool {
        gaps.indices.allSatisfy { width($0) == 1 && ($0 == 0 || drop($0) <= drop($0 - 1)) }
    }

    /// Points no cover can beat: the gaps filled as low as what is known allows.
    var relaxed: CoverFront {
        guard !isExact, let first = points.first else { return CoverFront(complete: points) }
        var filled = [first]
        for gap in gaps.indices {
            let (low, high) = (points[gap], points[gap + 1])
            switch gaps[gap] {
            case .none: break
            case .unknown:
                if width(gap) > 1 { filled.append(Point(users: low.users + 1, devices: high.devices)) }
            case .aboveLine:
                for step in 1..<max(1, width(gap)) {
                    // Rounded up: half a device licence does not exist.
                    let saved = drop(gap) * step / width(gap)
                    filled.append(Point(users: low.users + step, devices: low.devices - saved))
                }
            }
            filled.append(high)
        }
        var strict: [Point] = []
        for point in filled where strict.last.map({ point.devices < $0.devices }) ?? true { strict.append(point) }
        return CoverFront(complete: strict)
    }

    /// Indices of the points on the lower convex hull, those on its straight edges included.
    var hull: [Int] {
        var kept: [Int] = []
        for next in points.indices {
            while kept.count >= 2 {
                let (a, b, c) = (points[kept[kept.count - 2]], points[kept[kept.count - 1]], points[next])
                // b stays unless the way b-c falls more steeply than a-b.
                if (a.devices - b.devices) * (c.users - b.users) >= (b.devices - c.devices) * (b.users - a.users) {
                    break
                }
                kept.removeLast()
            }
            kept.append(next)
        }
        return kept
    }
}
