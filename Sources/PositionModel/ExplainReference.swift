/// What to ask `headcount explain` for, to see the records behind a statement: each value is the option of that name.
public struct ExplainReference: Sendable, Hashable, Codable {
    public var product: String?
    public var server: String?
    public var user: String?
    public var device: String?
    /// Raw value of a `CensusFigure`.
    public var figure: String?

    public init(
        product: String? = nil, server: String? = nil, user: String? = nil, device: String? = nil,
        figure: CensusFigure? = nil
    ) {
        self.product = product
        self.server = server
        self.user = user
        self.device = device
        self.figure = figure?.rawValue
    }

    /// Options in the order of `headcount explain --help`, each with its value.
    public var options: [(name: String, value: String)] {
        [("server", server), ("product", product), ("user", user), ("device", device), ("figure", figure)]
            .compactMap { name, value in value.map { (name, $0) } }
    }
}
