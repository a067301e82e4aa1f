/// What `whatif` prints: the position before and after changes nobody has made yet.
public struct WhatIfReport: Sendable, Codable {
    public static let currentSchema = "headcount.whatif/1"

    /// The row of a product its chosen model asks for, before and after. A product that is only on one side has no figures on the
    /// other.
    public struct Row: Sendable, Hashable, Codable {
        public var product: String
        public var flavourBefore: String
        public var flavourAfter: String
        public var requirementBefore: Figure
        public var requirementAfter: Figure
        public var usableBefore: Figure
        public var usableAfter: Figure
        public var deltaBefore: Figure
        public var deltaAfter: Figure
        /// What is missing, at list price.
        public var costBefore: Money?
        public var costAfter: Money?
    }

    public var schema = WhatIfReport.currentSchema
    public var window: PositionWindow
    public var currency: String
    /// The changes, as given.
    public var changes: [String]
    public var rows: [Row]
    /// What is missing of all products together, at list price, without outsiders; nil where it is not determinable of one.
    public var costBefore: Money?
    public var costAfter: Money?
    /// What is left to pay for outsiders.
    public var externalBefore: OutsidersLeft
    public var externalAfter: OutsidersLeft

    public init(before: Position, after: Position, changes: [String]) {
        window = before.window
        currency = before.currency
        self.changes = changes
        func chosen(_ position: Position, _ product: String) -> ProductPosition? {
            position.products.first { $0.product == product && $0.chosen }
        }
        func cost(_ position: Position, _ product: String) -> Money? {
            position.gauge?.lines.first { $0.product == product }?.cost
        }
        var products = before.products.map(\.product)
        for product in after.products.map(\.product) where !products.contains(product) { products.append(product) }
        var seen: Set<String> = []
        rows = products.filter { seen.insert($0).inserted }.map { product in
            let (old, new) = (chosen(before, product), chosen(after, product))
            return Row(
                product: product, flavourBefore: old?.flavour ?? "", flavourAfter: new?.flavour ?? "",
                requirementBefore: old?.requirement ?? .undetermined,
                requirementAfter: new?.requirement ?? .undetermined,
                usableBefore: old?.usable ?? .undetermined, usableAfter: new?.usable ?? .undetermined,
                deltaBefore: old?.delta ?? .undetermined, deltaAfter: new?.delta ?? .undetermined,
                costBefore: cost(before, product), costAfter: cost(after, product))
        }
        costBefore = Self.missing(before)
        costAfter = Self.missing(after)
        externalBefore = before.outsidersLeft
        externalAfter = after.outsidersLeft
    }

    private static func missing(_ position: Position) -> Money? {
        guard let lines = position.gauge?.lines else { return nil }
        var sum: Int64 = 0
        for line in lines {
            guard let cost = line.cost else { return nil }
            let (value, overflow) = sum.addingReportingOverflow(cost.hundredths)
            sum = overflow ? Int64.max : value
        }
        return Money(hundredths: sum)
    }
}
