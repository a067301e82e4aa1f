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
            position.gauge?.lines.first { line in
                line.product == product && position.products.contains { $0.licence == line.licence }
            }?.cost
        }
        var products = before.products.map(\.product)
        for product in after.products.map(\.product) where !products.contains(product) { products.append(product) }
        var seen: Set<String> = []
        // A product no server runs any more, or yet, needs nothing.
        func known(_ figure: Figure?) -> Figure { figure ?? Figure(0) }
        rows = products.filter { seen.insert($0).inserted }.map { product in
            let (old, new) = (chosen(before, product), chosen(after, product))
            return Row(
                product: product, flavourBefore: old?.flavour ?? "", flavourAfter: new?.flavour ?? "",
                requirementBefore: known(old?.requirement), requirementAfter: known(new?.requirement),
                usableBefore: known(old?.usable), usableAfter: known(new?.usable), deltaBefore: known(old?.delta),
                deltaAfter: known(new?.delta),
                costBefore: old == nil ? Money(hundredths: 0) : cost(before, product),
                costAfter: new == nil ? Money(hundredths: 0) : cost(after, product))
        }
        rows += Self.onTop(before, after)
        costBefore = Self.missing(before)
        costAfter = Self.missing(after)
        externalBefore = before.outsidersLeft
        externalAfter = after.outsidersLeft
    }

    /// Licences on top that somebody answered about, on either side.
    private static func onTop(_ before: Position, _ after: Position) -> [Row] {
        func answered(_ position: Position) -> [AdditivePosition] { position.additive.filter { $0.delta.value != nil } }
        func cost(_ position: Position, _ line: AdditivePosition?) -> Money? {
            guard let line else { return Money(hundredths: 0) }
            return position.gauge?.lines.first { $0.product == line.product && $0.licence == line.licence }?.cost
        }
        var lines = answered(before)
        for line in answered(after) where !lines.contains(where: { $0.licence == line.licence }) { lines.append(line) }
        return lines.map { line in
            let old = answered(before).first { $0.licence == line.licence }
            let new = answered(after).first { $0.licence == line.licence }
            return Row(
                product: "\(line.product), \(line.licence) on top", flavourBefore: old?.flavour.rawValue ?? "",
                flavourAfter: new?.flavour.rawValue ?? "", requirementBefore: old?.requirement ?? Figure(0),
                requirementAfter: new?.requirement ?? Figure(0), usableBefore: old?.usable ?? Figure(0),
                usableAfter: new?.usable ?? Figure(0), deltaBefore: old?.delta ?? Figure(0),
                deltaAfter: new?.delta ?? Figure(0), costBefore: cost(before, old), costAfter: cost(after, new))
        }
    }

    /// True where no figure is another one after the changes.
    public var changesNothing: Bool {
        costBefore == costAfter && externalBefore == externalAfter
            && rows.allSatisfy {
                $0.requirementBefore == $0.requirementAfter && $0.usableBefore == $0.usableAfter
                    && $0.deltaBefore == $0.deltaAfter && $0.costBefore == $0.costAfter
                    && $0.flavourBefore == $0.flavourAfter
            }
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
