import AccessModel

/// Access of a user, of a device, or of both, to a product on one server and day: what programs that manage licences import.
///
/// Users and devices are those the position calls evidenced; who is none of them is left empty.
public struct UsageRow: Sendable, Hashable {
    /// Server of servers.csv the product runs on.
    public var server: String
    /// Catalogue id.
    public var product: String
    public var productName: String
    /// Catalogue id, else as written.
    public var version: String
    public var edition: String
    /// `DOMAIN\\name`; empty where no user is known.
    public var user: String
    /// Host name without its domain; empty where only an address is known, or nothing.
    public var device: String
    public var deviceDomain: String
    /// Empty for a device with a name.
    public var address: String
    /// UTC, `YYYY-MM-DD`.
    public var day: String
    /// Records.
    public var count: UInt64

    public init(
        server: String, product: String, productName: String, version: String, edition: String, user: String,
        device: String, deviceDomain: String, address: String, day: String, count: UInt64
    ) {
        self.server = server
        self.product = product
        self.productName = productName
        self.version = version
        self.edition = edition
        self.user = user
        self.device = device
        self.deviceDomain = deviceDomain
        self.address = address
        self.day = day
        self.count = count
    }
}
