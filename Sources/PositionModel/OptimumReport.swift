/// What `optimise` prints: for each product the models compared and the cheapest mix with its proof; for the hosts outsiders reach
/// the cheapest choice of External Connectors and CALs.
public struct OptimumReport: Sendable, Codable {
    public static let currentSchema = "headcount.optimum/1"

    public var schema = OptimumReport.currentSchema
    public var window: PositionWindow
    public var currency: String
    public var mix: [ProductMix]
    public var bundles: [BundleAssignment]
    public var externalChoice: [ExternalChoice]

    public init(_ position: Position) {
        window = position.window
        currency = position.currency
        mix = position.mix
        bundles = position.bundles
        externalChoice = position.externalChoice
    }
}
