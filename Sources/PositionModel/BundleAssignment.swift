/// A suite licence of which several products' requirements make use, and the one user or device it must go to: its parts cannot be
/// given to different ones.
public struct BundleAssignment: Sendable, Hashable, Codable {
    /// Line of entitlements.csv.
    public var line: Int
    /// As the ledger writes it.
    public var licence: String
    public var flavour: Flavour
    public var holder: String
    /// Products whose requirement it covers for this holder, by catalogue id.
    public var products: [String]

    public init(line: Int, licence: String, flavour: Flavour, holder: String, products: [String]) {
        self.line = line
        self.licence = licence
        self.flavour = flavour
        self.holder = holder
        self.products = products
    }
}
