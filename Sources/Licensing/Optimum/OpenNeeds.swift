/// What licences assigned by name leave open of `LicenceNeeds`.
struct OpenNeeds: Sendable {
    let needs: LicenceNeeds
    /// Pairs neither side of which has a licence of its own that serves.
    let pairs: [LicenceNeeds.Pair]
    /// Highest rank a forced node needs, where its own licence does not serve; `LicenceNeeds.Node.nothing` else.
    let forcedLefts: [Int32]
    let forcedRights: [Int32]

    /// Where the licences of all nodes come from.
    struct Choice: Sendable {
        var lefts: [LicenceChoice.Source]
        var rights: [LicenceChoice.Source]
        init(_ open: OpenNeeds) {
            lefts = [LicenceChoice.Source](repeating: .none, count: open.needs.lefts.count)
            rights = [LicenceChoice.Source](repeating: .none, count: open.needs.rights.count)
        }
    }

    init(_ needs: LicenceNeeds) {
        self.needs = needs
        pairs = needs.pairs.filter {
            needs.lefts[Int($0.left)].own < $0.leftRank && needs.rights[Int($0.right)].own < $0.rightRank
        }
        func open(_ forced: [LicenceNeeds.Forced], _ nodes: [LicenceNeeds.Node]) -> [Int32] {
            var ranks = [Int32](repeating: LicenceNeeds.Node.nothing, count: nodes.count)
            for each in forced where nodes[Int(each.node)].own < each.rank {
                ranks[Int(each.node)] = max(ranks[Int(each.node)], each.rank)
            }
            return ranks
        }
        forcedLefts = open(needs.forcedLefts, needs.lefts)
        forcedRights = open(needs.forcedRights, needs.rights)
    }

    /// The graph at a price for each kind.
    func graph(kindCosts: [Int64]) -> CoverGraph {
        CoverGraph(
            userCosts: needs.lefts.map { kindCosts[Int($0.kind)] },
            deviceCosts: needs.rights.map { kindCosts[Int($0.kind)] },
            edges: pairs.map { CoverGraph.Edge(user: $0.left, device: $0.right) },
            forcedUsers: forcedLefts.indices.filter { forcedLefts[$0] != LicenceNeeds.Node.nothing },
            forcedDevices: forcedRights.indices.filter { forcedRights[$0] != LicenceNeeds.Node.nothing })
    }

    /// The same with the licences by name that serve something.
    func withOwn(_ choice: Choice) -> (lefts: [LicenceChoice.Source], rights: [LicenceChoice.Source]) {
        var (lefts, rights) = (choice.lefts, choice.rights)
        for pair in needs.pairs {
            let (left, right) = (Int(pair.left), Int(pair.right))
            if needs.lefts[left].own >= pair.leftRank, lefts[left] == .none { lefts[left] = .own }
            if needs.rights[right].own >= pair.rightRank, rights[right] == .none { rights[right] = .own }
        }
        for forced in needs.forcedLefts where needs.lefts[Int(forced.node)].own >= forced.rank {
            if lefts[Int(forced.node)] == .none { lefts[Int(forced.node)] = .own }
        }
        for forced in needs.forcedRights where needs.rights[Int(forced.node)].own >= forced.rank {
            if rights[Int(forced.node)] == .none { rights[Int(forced.node)] = .own }
        }
        return (lefts, rights)
    }
}
