public import AccessModel
public import Identity
public import PositionModel

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

extension SuspectedProxy {
    /// The suspected proxies of the evidence, by the names of their servers.
    public static func suspected(
        evidence: Evidence, identities: Identities, estate: Estate
    ) -> [SuspectedProxy] {
        ProxySuspicion.suspected(
            evidence: evidence, identities: identities,
            networks: IdentityResolver.networks(evidence: evidence, estate: estate)
        ).map {
            SuspectedProxy(server: identities.servers[$0.server].name, site: $0.site, peer: $0.peer, why: $0.why)
        }
    }
}
