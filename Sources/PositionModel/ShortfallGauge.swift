/// How far the shortfall is from the share at which an audit is billed to the customer, with a surcharge.
public struct ShortfallGauge: Sendable, Hashable, Codable {
    /// The row of a product that its chosen model asks for.
    public struct Line: Sendable, Hashable, Codable {
        public var product: String
        public var licence: String
        public var flavour: String
        public var shortfall: Figure
        public var requirement: Figure
        /// Shortfall of the requirement, four decimals, cut: `0.0512`; empty where it is not determinable.
        public var share: String
        /// What is missing, at list price; of a mix what is left to pay.
        public var cost: Money?
        /// The whole requirement at list price.
        public var requirementCost: Money?

        public init(
            product: String, licence: String, flavour: String, shortfall: Figure, requirement: Figure, share: String,
            cost: Money?, requirementCost: Money?
        ) {
            self.product = product
            self.licence = licence
            self.flavour = flavour
            self.shortfall = shortfall
            self.requirement = requirement
            self.share = share
            self.cost = cost
            self.requirementCost = requirementCost
        }
    }

    /// Share at which the audit is billed: `thresholds.position_share` of estate.yaml, 0.05 where it says nothing.
    public var threshold: String
    /// What is missing then costs this times its price.
    public var surcharge: String
    public var lines: [Line]
    /// All lines together, by money, and what is left to buy for outsiders.
    public var cost: Money?
    public var requirementCost: Money?
    public var share: String
    /// Nil where the share is not determinable.
    public var isReached: Bool?
    /// `cost` with the surcharge.
    public var costWithSurcharge: Money?
    public var source: String
    public var reasons: [Reason]

    public init(
        threshold: String, surcharge: String, lines: [Line], cost: Money?, requirementCost: Money?, share: String,
        isReached: Bool?, costWithSurcharge: Money?, source: String, reasons: [Reason]
    ) {
        self.threshold = threshold
        self.surcharge = surcharge
        self.lines = lines
        self.cost = cost
        self.requirementCost = requirementCost
        self.share = share
        self.isReached = isReached
        self.costWithSurcharge = costWithSurcharge
        self.source = source
        self.reasons = reasons
    }
}
