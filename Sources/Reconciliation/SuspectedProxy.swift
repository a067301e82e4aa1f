/// A direct peer of a web site that looks like a proxy: who is behind it cannot be told.
public struct SuspectedProxy: Sendable, Hashable {
    /// Any name of the server.
    public var server: String
    public var site: String
    public var peer: String
    /// What gave it away, in words.
    public var why: String

    public init(server: String, site: String, peer: String, why: String) {
        self.server = server
        self.site = site
        self.peer = peer
        self.why = why
    }
}
