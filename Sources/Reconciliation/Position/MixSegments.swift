import AccessModel
import Licensing
import PositionModel

/// One flavour per segment of the organisation, chosen so that the estate as a whole costs least: what can be explained and kept
/// up, where a licence each by person cannot.
///
/// A segment that takes device CALs needs one for every device of its people; a device several segments use is bought once. So a
/// segment is a node that costs what its people cost, and a device a node that some segments need: again a minimum cut.
struct MixSegments: Sendable {
    let segments: [MixAlternatives.Segment]
    let cost: Int64
    let certificate: String

    /// - Parameters:
    ///   - segmentOf: name of the segment of each node of `cover.users`.
    ///   - userPrice: hundredths; likewise `devicePrice`.
    init(_ cover: AccessCover, segmentOf: [String], userPrice: Int64, devicePrice: Int64) {
        let names = Set(segmentOf.map { ExactText($0) }).sorted()
        let place = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let segment = segmentOf.map { place[ExactText($0)] ?? 0 }
        var people = [Int](repeating: 0, count: names.count)
        var only = people
        var devices = people
        for node in cover.users.indices { people[segment[node]] += 1 }
        var isForced = [Bool](repeating: false, count: cover.users.count)
        for node in cover.forcedUsers {
            isForced[node] = true
            only[segment[node]] += 1
        }
        // Of a person only a user CAL covers every access is covered.
        let edges = Set(
            cover.edges.filter { !isForced[Int($0.user)] }.map {
                CoverGraph.Edge(user: Int32(segment[Int($0.user)]), device: $0.device)
            }
        ).sorted { ($0.user, $0.device) < ($1.user, $1.device) }
        for edge in edges { devices[Int(edge.user)] += 1 }
        func price(_ segment: Int) -> Int64 {
            min(PriceList.times(userPrice, people[segment] - only[segment]), CoverGraph.maximumCost)
        }
        let optimum = VertexCover(
            CoverGraph(
                userCosts: names.indices.map(price),
                deviceCosts: [Int64](repeating: devicePrice, count: cover.devices.count), edges: edges,
                forcedDevices: cover.forcedDevices))
        let byUser = Set(optimum.users)
        segments = names.indices.map { index in
            // Where everybody needs a user CAL anyway there is nothing to choose.
            let isUser = byUser.contains(index) || people[index] == only[index]
            return MixAlternatives.Segment(
                segment: names[index].string, users: people[index], usersOnly: only[index], devices: devices[index],
                choice: isUser ? .user : .device)
        }
        let forced = PriceList.times(userPrice, only.reduce(0, +))
        cost = optimum.cost.plus(forced)
        certificate =
            "minimum cut over segments and devices: cost and maximum flow are both "
            + "\(Money(hundredths: optimum.cost).text), and \(Money(hundredths: forced).text) for people only a user CAL "
            + "covers" + (optimum.tie ? "; another choice costs the same, the one with most user CALs is shown" : "")
    }
}
