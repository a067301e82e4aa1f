import AccessModel

/// Internal addresses that reached web sites without a name.
struct NamelessVisitors: Sendable {
    /// Those that look like clients of their own: their number.
    private(set) var addresses = 0
    /// Those that look like proxies, in byte order: how many clients are behind one cannot be told.
    private(set) var proxies: [String] = []

    /// None at all: for products that web visits do not concern.
    init() {}

    init(_ outside: OutsideAccess, study: Study) {
        let peers = SuspectedPeers(study)
        var all: Set<TextID> = []
        var hiding: Set<TextID> = []
        for (key, site) in outside.sites {
            all.formUnion(site.internalAnonymous)
            if peers.isEmpty { continue }
            hiding.formUnion(
                site.internalAnonymous.filter { peers.contains(server: key.server, site: key.site, address: $0) })
        }
        addresses = all.count - hiding.count
        proxies = hiding.map { study.evidence.texts[Int($0)] }.sorted().map(\.string)
    }
}
