import AccessModel
import Licensing
import PositionModel

/// Licences held on top of a product's base CAL, as far as they can serve somebody who uses the product.
struct HeldOnTop: Sendable {
    /// The flavour that is counted: users, unless the product is licensed by devices alone.
    let flavour: Flavour
    /// Users or devices of the product: more than they nobody can need.
    let most: Int
    /// Licences held, of either flavour and any version.
    let entitled: Int
    /// New enough, and in nobody's name or in the name of one of them.
    let usable: Int
    let reasons: [Reason]

    init(_ licence: String, requirement: ProductRequirement, holdings: Holdings, given: [Flavour: SuiteGifts]) {
        flavour = requirement.choice == .device ? .device : .user
        let others = flavour == .user ? Flavour.device : .user
        var counted = LicencePool(holdings.lines(licence: licence, flavour: flavour))
        if let suites = given[flavour] { counted.give(suites.holders, apart: suites.lines) }
        let uncounted = LicencePool(holdings.lines(licence: licence, flavour: others))
        let nodes = flavour == .user ? requirement.users : requirement.population.evidencedDevices
        let needed = requirement.newestRank
        most = flavour == .user ? nodes.count : requirement.population.defendedDevices
        entitled = counted.entitled + uncounted.entitled
        let named = counted.free(nodes, [Int](repeating: needed, count: nodes.count)).count
        let pool = (counted.pool + counted.leftOver).reduce(0) { $0 + ($1.rank >= needed ? $1.count : 0) }
        usable = pool + named
        var reasons: [Reason] = []
        func add(_ count: Int, _ why: String) {
            if count > 0 { reasons.append(Reason(figure: "usable", reason: "\(count) \(why)")) }
        }
        add(
            uncounted.entitled,
            "\(others.rawValue) licences are not counted: how many \(flavour.rawValue)s they would serve no log shows")
        let inNames = counted.lines.reduce(0) { sum, line in
            sum + (line.holder != nil && (line.rank ?? Int.min) >= needed ? line.quantity : 0)
        }
        let inHands = counted.givenAway(atLeast: needed)
        add(
            inNames + inHands - named,
            "are in the hands of \(flavour.rawValue)s that do not use the product or have another")
        let old = counted.lines.reduce(0) { $0 + (($1.rank ?? Int.max) < needed ? $1.quantity : 0) }
        add(old, "are older than the newest server of the product")
        self.reasons = reasons
    }
}
