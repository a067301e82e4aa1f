/// A licence some uses of a product need on top of its base CAL, which no log of access shows: held, and needed at most.
public struct AdditivePosition: Sendable, Hashable, Codable {
    public var product: String
    /// Catalogue id: `exch-ent`.
    public var licence: String
    /// Users, or devices where the product is licensed by devices alone.
    public var flavour: Flavour
    public var name: String
    /// What needs it, in words of the catalogue.
    public var triggers: [String]
    /// How many are needed, at least and at most, as far as the evidence goes.
    public var low: Figure
    public var high: Figure
    /// What somebody has answered; not determinable before.
    public var requirement: Figure
    /// Licences held, whatever their version; suites count.
    public var entitled: Int
    public var usable: Figure
    public var delta: Figure
    /// `low` and `high` at list price, beyond what is held.
    public var lowCost: Money?
    public var highCost: Money?
    public var openQuestions: [String]
    public var reasons: [Reason]

    public init(
        product: String, licence: String, flavour: Flavour, name: String, triggers: [String], low: Figure, high: Figure,
        requirement: Figure, entitled: Int, usable: Figure, delta: Figure, lowCost: Money?, highCost: Money?,
        openQuestions: [String], reasons: [Reason]
    ) {
        self.product = product
        self.licence = licence
        self.flavour = flavour
        self.name = name
        self.triggers = triggers
        self.low = low
        self.high = high
        self.requirement = requirement
        self.entitled = entitled
        self.usable = usable
        self.delta = delta
        self.lowCost = lowCost
        self.highCost = highCost
        self.openQuestions = openQuestions
        self.reasons = reasons
    }
}
