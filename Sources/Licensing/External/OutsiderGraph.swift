/// `OutsiderNeeds` as pairs of licences: one node for each outsider and CAL, one for each host and connector, where a demand
/// speaks of them.
struct OutsiderGraph: Sendable {
    private(set) var needs: LicenceNeeds
    /// Outsider and CAL of each left node, host and connector of each right one.
    private(set) var lefts: [(outsider: Int32, kind: Int32)] = []
    private(set) var rights: [(host: Int32, kind: Int32)] = []
    /// Demands with visitors no CAL can be given to, whom no connector covers either: indices.
    private(set) var uncoverable: [Int] = []

    init(_ source: OutsiderNeeds) {
        needs = LicenceNeeds(kinds: source.cals + source.connectors, lefts: [], rights: [], pairs: [])
        var nodeOfUser = source.cals.map { _ in [Int32](repeating: -1, count: source.outsiders) }
        var nodeOfHost = source.connectors.map { _ in [Int32](repeating: -1, count: source.hosts) }
        // Where a right node's pair with each left node is, for the node of the last pair of that left node.
        var last: [Int32] = []
        var byHost: [(host: Int32, demand: Int32)] = []
        for (number, demand) in source.demands.enumerated() {
            if demand.hasAnonymous, demand.connectors.isEmpty { uncoverable.append(number) }
            for outsider in demand.outsiders {
                for term in demand.cals where nodeOfUser[Int(term.kind)][Int(outsider)] < 0 {
                    nodeOfUser[Int(term.kind)][Int(outsider)] = Int32(lefts.count)
                    lefts.append((outsider, term.kind))
                }
                if !demand.connectors.isEmpty { continue }
                for term in demand.cals {
                    needs.forcedLefts.append(
                        .init(node: nodeOfUser[Int(term.kind)][Int(outsider)], rank: term.rank))
                }
            }
            if demand.connectors.isEmpty { continue }
            for host in demand.hosts { byHost.append((host, Int32(number))) }
        }
        last = [Int32](repeating: -1, count: lefts.count)
        byHost.sort { ($0.host, $0.demand) < ($1.host, $1.demand) }
        for kind in source.connectors.indices {
            for (host, number) in byHost {
                let demand = source.demands[Int(number)]
                for term in demand.connectors where term.kind == Int32(kind) {
                    if nodeOfHost[kind][Int(host)] < 0 {
                        nodeOfHost[kind][Int(host)] = Int32(rights.count)
                        rights.append((host, Int32(kind)))
                    }
                    let right = nodeOfHost[kind][Int(host)]
                    if demand.hasAnonymous { needs.forcedRights.append(.init(node: right, rank: term.rank)) }
                    for cal in demand.cals {
                        for outsider in demand.outsiders {
                            let left = nodeOfUser[Int(cal.kind)][Int(outsider)]
                            add(
                                LicenceNeeds.Pair(left: left, right: right, leftRank: cal.rank, rightRank: term.rank),
                                &last)
                        }
                    }
                }
            }
        }
        assign(source, nodeOfUser: nodeOfUser, nodeOfHost: nodeOfHost)
    }

    /// Adds a pair, unless one of the same two nodes asks for as much already.
    private mutating func add(_ pair: LicenceNeeds.Pair, _ last: inout [Int32]) {
        let place = Int(last[Int(pair.left)])
        if place >= 0, needs.pairs[place].right == pair.right {
            let known = needs.pairs[place]
            if pair.leftRank <= known.leftRank, pair.rightRank <= known.rightRank { return }
            if pair.leftRank >= known.leftRank, pair.rightRank >= known.rightRank {
                needs.pairs[place] = pair
                return
            }
        }
        last[Int(pair.left)] = Int32(needs.pairs.count)
        needs.pairs.append(pair)
    }

    private mutating func assign(_ source: OutsiderNeeds, nodeOfUser: [[Int32]], nodeOfHost: [[Int32]]) {
        needs.lefts = lefts.map { LicenceNeeds.Node(kind: $0.kind) }
        let first = Int32(source.cals.count)
        needs.rights = rights.map { LicenceNeeds.Node(kind: first + $0.kind) }
        for own in source.ownCALs {
            let node = Int(nodeOfUser[Int(own.kind)][Int(own.holder)])
            if node >= 0 { needs.lefts[node].own = max(needs.lefts[node].own, own.rank) }
        }
        for own in source.ownConnectors {
            let node = Int(nodeOfHost[Int(own.kind)][Int(own.holder)])
            if node >= 0 { needs.rights[node].own = max(needs.rights[node].own, own.rank) }
        }
    }
}
