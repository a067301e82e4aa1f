/// What one server is in the position: the products it runs, and who and what reached it.
public struct ServerLine: Sendable, Hashable, Codable {
    /// A product of servers.csv on the server.
    public struct Product: Sendable, Hashable, Codable {
        /// Catalogue id.
        public var product: String
        /// Version as the catalogue names it, else as written.
        public var version: String

        public init(product: String, version: String) {
            self.product = product
            self.version = version
        }
    }

    public var server: String
    /// In the order of servers.csv, each once; empty for a server that is only in the logs.
    public var products: [Product]
    /// As `census` counts them: persons with a successful access.
    public var users: Int
    /// Devices: an address no name explains counts one in `low`, one per day in `high`; null behind a suspected proxy.
    public var devicesLow: Figure
    public var devicesHigh: Figure
    public var edges: Figure
    /// First and last day with a record, `YYYY-MM-DD`; empty where no log has the server.
    public var firstDay: String
    public var lastDay: String
    public var reasons: [Reason]

    public init(
        server: String, products: [Product], users: Int, devicesLow: Figure, devicesHigh: Figure, edges: Figure,
        firstDay: String, lastDay: String, reasons: [Reason]
    ) {
        self.server = server
        self.products = products
        self.users = users
        self.devicesLow = devicesLow
        self.devicesHigh = devicesHigh
        self.edges = edges
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.reasons = reasons
    }
}
