@testable import Licensing

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

    mutating func below(_ limit: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(limit)).high) }

    /// Numbers below `limit`, the low ones the likelier: the product of two even draws, which falls off like a power.
    mutating func skewed(_ limit: Int) -> Int { below(below(limit) + 1) }
}

/// Graphs of users and devices, the same for the same seed. Prices in hundredths.
enum SeededGraph: String {
    /// Anybody at any device; one price per side.
    case uniform
    /// Everybody at devices near by, and one pair of twenty anywhere; one price per side.
    case local
    /// A few people and devices with most of the pairs, and a price of its own for each of them.
    case powerLaw = "power-law"

    func graph(users: Int, devices: Int, edges: Int) -> CoverGraph {
        var random = SplitMix(seed: 0xCA1)
        var pairs: [CoverGraph.Edge] = []
        pairs.reserveCapacity(edges)
        for index in 0..<edges {
            let user: Int
            let device: Int
            switch self {
            case .uniform: (user, device) = (random.below(users), random.below(devices))
            case .local:
                user = index % users
                device =
                    random.below(20) == 0
                    ? random.below(devices) : (user * devices / users + random.below(16)) % devices
            case .powerLaw: (user, device) = (random.skewed(users), random.skewed(devices))
            }
            pairs.append(CoverGraph.Edge(user: Int32(user), device: Int32(device)))
        }
        func prices(_ count: Int, _ price: Int64) -> [Int64] {
            (0..<count).map { _ in self == .powerLaw ? price / 2 + Int64(random.below(Int(price))) : price }
        }
        return CoverGraph(
            userCosts: prices(users, 5000), deviceCosts: prices(devices, 4000), edges: pairs)
    }
}
