public import AccessModel

/// A direct peer of a web site that looks like many clients in one: what stands behind it cannot be counted.
public struct ProxySuspicion: Sendable, Hashable {
    /// Index into `Identities.servers`.
    public let server: Int
    /// Site as recorded, empty where none is.
    public let site: String
    /// Address of the peer.
    public let peer: String
    /// What makes it one, in words with its numbers.
    public let why: String

    /// A person uses a few programs; this many user agents behind one address are several people's.
    public static let leastAgents = 8
    /// This many users of one address are no one's own device.
    public static let leastUsers = 5
    /// A balancer asks the site itself whether it is alive. An address that does so, and brings this many user agents, brings
    /// more than its own probe and one person's browser.
    public static let leastAgentsBesideProbes = 3
    /// A peer hides the site's clients only where it carries this share of the site's records, in per cent; or a few peers
    /// together do.
    public static let leastShare = 50
    /// One of several nodes carries at least this share, in per cent: so there are at most ten of them.
    public static let leastShareOfNode = 10
    /// A desk that a team's shifts share has several users too, and there may be several such desks. As one of several
    /// nodes an address counts by its users only where it has more of them than a desk has.
    public static let leastUsersOfNode = 20

    /// The suspected proxies of the evidence, by server, site and peer. Trusted proxies are never suspected: they say whom
    /// they speak for.
    public static func suspected(
        evidence: Evidence, identities: Identities, networks: NetworkMap
    ) -> [ProxySuspicion] {
        var sites: [Site: Counts] = [:]
        // Rows of one facet are of one site, and have its counts at hand.
        let (rows, resolved) = (evidence.rows, identities.rows)
        var places: [Site: Int] = [:]
        let siteOfFacet = rows.facets.indices.map { number -> Int? in
            guard rows.facets[number].source == .web else { return nil }
            let place = resolved.place(ofFacet: number)
            let site = Site(server: place.server, site: evidence.texts[Int(rows.facets[number].site)])
            let known = places[site] ?? places.count
            places[site] = known
            return known
        }
        var counts = [Counts](repeating: Counts(), count: places.count)
        for position in rows.indices {
            guard let site = siteOfFacet[rows.facet(of: position)] else { continue }
            counts[site].add(
                rows.values(of: position).count, from: rows.clients[rows.client(of: position)].address,
                user: rows.facets[rows.facet(of: position)].outcome == .success ? resolved.user(of: position) : nil)
        }
        for (site, place) in places { sites[site] = counts[place] }
        for (position, visit) in evidence.visits.enumerated() {
            let site = Site(server: identities.visitServers[position], site: evidence.texts[Int(visit.site)])
            sites[site, default: Counts()].add(visit.count, from: visit.clientAddress)
        }
        let servers = Dictionary(
            identities.servers.enumerated().flatMap { index, server in
                server.isServiceAccount ? [] : server.names.map { (ExactText($0), index) }
            }, uniquingKeysWith: { first, _ in first })
        for peer in evidence.peers {
            guard let server = servers[evidence.texts[Int(peer.server)]] else { continue }
            let site = Site(server: server, site: evidence.texts[Int(peer.site)])
            let known = sites[site]?.agents[peer.peer] ?? 0
            sites[site]?.agents[peer.peer] = max(known, peer.agents)
            if peer.signs.contains(.requestRouting) { sites[site]?.routers.insert(peer.peer) }
        }
        for client in evidence.labelledClients ?? [] where evidence.text(client.label) == "probe" {
            guard let server = servers[evidence.texts[Int(client.server)]] else { continue }
            let site = Site(server: server, site: evidence.texts[Int(client.site)])
            let known = sites[site]?.probes[client.clientAddress] ?? 0
            sites[site]?.probes[client.clientAddress] = known.addedClamped(client.records)
        }
        return sites.keys.sorted().flatMap { site in
            sites[site].map { suspected(site, $0, evidence: evidence, networks: networks) } ?? []
        }
    }

    private static func suspected(
        _ site: Site, _ counts: Counts, evidence: Evidence, networks: NetworkMap
    ) -> [ProxySuspicion] {
        // Ids of texts are in byte order, so this is the order of the addresses.
        let peers = counts.records.keys.sorted().compactMap { id -> Peer? in
            guard let address = IPAddress(evidence.text(id)), !networks.isTrustedProxy(address) else { return nil }
            // Clients of trusted proxies are not peers, and have no agents of their own; their users are their own.
            return Peer(
                address: address.text, records: counts.records[id] ?? 0, agents: counts.agents[id] ?? 0,
                users: counts.users[id]?.count ?? 0, probes: counts.probes[id] ?? 0,
                isRouter: counts.routers.contains(id) && networks.isInternal(address))
        }
        let alone = peers.filter { $0.isMany && counts.share($0.records) >= UInt64(leastShare) }
        let nodes = peers.filter { $0.isManyForNode && counts.share($0.records) >= UInt64(leastShareOfNode) }
        let together = counts.share(nodes.reduce(0) { $0.addedClamped($1.records) })
        let isPool = nodes.count > 1 && together >= UInt64(leastShare)
        return peers.compactMap { peer in
            let isNode = isPool && nodes.contains(peer)
            guard isNode || alone.contains(peer) else { return nil }
            var why =
                "\(peer.agents) user agents and \(peer.users) users come from this one address, "
                + "which carries \(counts.share(peer.records)) % of the site's \(counts.total) records"
            if peer.probes > 0 { why += "; \(peer.probes) of its records are health probes" }
            if peer.isRouter { why += "; it sends the marker of Application Request Routing" }
            if isNode { why += ", and \(nodes.count) such addresses carry \(together) % together" }
            return ProxySuspicion(server: site.server, site: site.site.string, peer: peer.address, why: why)
        }
    }

    /// An address as a site's log shows it.
    private struct Peer: Hashable {
        var address: String
        var records: UInt64
        var agents: Int
        var users: Int
        var probes: UInt64
        /// Sends the marker of Application Request Routing from inside: anybody outside can forge it, and on Azure's App
        /// Service the platform itself adds it to requests that show their client.
        var isRouter: Bool

        var isMany: Bool { isRouter || isProbing || agents >= leastAgents || users >= leastUsers }
        var isManyForNode: Bool { isRouter || isProbing || agents >= leastAgents || users >= leastUsersOfNode }
        /// Probes the site, and is not alone with it: nothing but probes is a monitor's.
        private var isProbing: Bool { probes > 0 && probes < records && agents >= leastAgentsBesideProbes }
    }

    private struct Site: Hashable, Comparable {
        var server: Int
        var site: ExactText

        static func < (a: Site, b: Site) -> Bool {
            a.server == b.server ? a.site < b.site : a.server < b.server
        }
    }

    private struct Counts {
        var total: UInt64 = 0
        var records: [TextID: UInt64] = [:]
        var users: [TextID: Set<Int>] = [:]
        var agents: [TextID: Int] = [:]
        var probes: [TextID: UInt64] = [:]
        var routers: Set<TextID> = []

        /// Share of the site's records, in per cent, cut.
        func share(_ records: UInt64) -> UInt64 { records.multipliedClamped(100) / max(total, 1) }

        /// - Parameter user: of a success.
        mutating func add(_ count: UInt64, from address: TextID, user: Int?) {
            add(count, from: address)
            if let user { users[address, default: []].insert(user) }
        }

        mutating func add(_ count: UInt64, from address: TextID) {
            total = total.addedClamped(count)
            if address != 0 { records[address] = (records[address] ?? 0).addedClamped(count) }
        }
    }
}
