/// What is left to pay for outsiders, and how far that is known.
public struct OutsidersLeft: Sendable, Hashable, Codable {
    /// By the cheapest choice, for the servers whose licensing is determinable; nil where one of them lacks a price.
    public var cost: Money?
    /// Servers and sites where it is not determinable whether anything is to pay.
    public var openSites: Int

    public init(_ exposures: [ExternalExposure], optimum: ExternalOptimum?) {
        openSites = exposures.count { $0.verdict == .notDeterminable }
        cost = optimum?.cost ?? (exposures.contains { $0.verdict == .gap } ? nil : Money(hundredths: 0))
    }

    /// True where the cost is all there can be.
    public var isWhole: Bool { cost != nil && openSites == 0 }
}

extension Position {
    /// True where licences are missing for sure: of a product, on top of it, or for outsiders of a server.
    public var isShort: Bool {
        products.contains { $0.chosen && ($0.delta.value ?? 0) < 0 } || additive.contains { ($0.delta.value ?? 0) < 0 }
            || external.contains { $0.verdict == .gap }
    }

    public var outsidersLeft: OutsidersLeft { OutsidersLeft(external, optimum: externalOptimum) }
}
