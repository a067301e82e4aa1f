/// What a farm's log shows, counted while it was written.
public struct WebFarmTruth: Sendable, Equatable {
    /// What the lines of one server show; `visitors`, `accounts` and `edges` are distinct within the server.
    public struct Server: Sendable, Equatable {
        /// `s-computername` in lower case.
        public var name: String
        public var lines = 0
        /// Addresses of lines without an account, those of handshakes too.
        public var visitors = 0
        public var accounts = 0
        /// Pairs of account and address.
        public var edges = 0
    }

    public internal(set) var servers: [Server]
    /// Lines of requests, directives not among them.
    public internal(set) var lines = 0
    public internal(set) var anonymousLines = 0
    /// Blocks of directives.
    public internal(set) var headers = 0
    /// Bytes of text.
    public internal(set) var bytes = 0
    /// Distinct public addresses.
    public internal(set) var visitors = 0

    /// One JSON object; servers are rows of name, lines, visitors, accounts and edges.
    public var json: String {
        let rows = servers.map {
            "[\"\($0.name)\", \($0.lines), \($0.visitors), \($0.accounts), \($0.edges)]"
        }
        return
            "{\"lines\": \(lines), \"anonymous_lines\": \(anonymousLines), \"headers\": \(headers), \"bytes\": \(bytes)"
            + ", \"visitors\": \(visitors), \"servers\": [\(rows.joined(separator: ", "))]}"
    }
}
