import AccessModel
import PositionModel
import Testing

@testable import Identity

@Suite struct ProxySuspicionTests {
    private func suspected(_ builder: EvidenceBuilder, _ estate: Estate = Estate()) -> [ProxySuspicion] {
        let evidence = builder.evidence()
        let identities = IdentityResolver.resolve(evidence: evidence, estate: estate)
        return ProxySuspicion.suspected(
            evidence: evidence, identities: identities,
            networks: IdentityResolver.networks(evidence: evidence, estate: estate))
    }

    private func site(agents: Int, users: Int, share: UInt64) -> EvidenceBuilder {
        var builder = EvidenceBuilder()
        for user in 0..<users {
            builder.add(
                .init(
                    server: "web1", channel: .web, domain: "corp", name: "u\(user)", address: "10.0.0.9", source: .web,
                    site: "w3svc1", count: 1))
        }
        let rest = share - UInt64(users)
        if rest > 0 { builder.visits.append(.init(server: "web1", site: "w3svc1", address: "10.0.0.9", count: rest)) }
        builder.visits.append(.init(server: "web1", site: "w3svc1", address: "10.0.0.10", count: 100 - share))
        builder.agents.append((server: "web1", site: "w3svc1", peer: "10.0.0.9", agents: agents))
        return builder
    }

    @Test func thresholdsAreExact() {
        #expect(suspected(site(agents: 8, users: 0, share: 50)).map(\.peer) == ["10.0.0.9"])
        #expect(suspected(site(agents: 7, users: 0, share: 50)).isEmpty)
        #expect(suspected(site(agents: 8, users: 0, share: 49)).isEmpty)
        #expect(suspected(site(agents: 0, users: 5, share: 50)).count == 1)
        #expect(suspected(site(agents: 0, users: 4, share: 50)).isEmpty)
    }

    @Test func aSuspectedProxyHidesDevicesAndVisitors() throws {
        let census = site(agents: 9, users: 3, share: 90).census()
        let server = try #require(census.server("web1"))
        #expect(server.users == 3)
        #expect(server.devicesLow == .undetermined && server.devicesHigh == .undetermined)
        #expect(server.edges == .undetermined && server.anonymousVisitors == .undetermined)
        #expect(server.reasons.map(\.figure) == ["devicesLow", "devicesHigh", "edges", "anonymousVisitors"])
        #expect(
            server.reasons[0].reason
                == "suspected proxy 10.0.0.9, site w3svc1: 9 user agents and 3 users come from this one address, "
                + "which carries 90 % of the site's 100 records")
        #expect(census.unions[0].devicesLow == .undetermined)
    }

    /// Peers of a site with their agents, users and records; the rest of 100 records comes from single addresses.
    private func pool(_ peers: [(agents: Int, users: Int, records: UInt64)]) -> EvidenceBuilder {
        var builder = EvidenceBuilder()
        var rest: UInt64 = 1000
        for (number, peer) in peers.enumerated() {
            let address = "10.0.1.\(number + 1)"
            for user in 0..<peer.users {
                builder.add(
                    .init(
                        server: "web1", channel: .web, domain: "corp", name: "u\(number)-\(user)", address: address,
                        source: .web, site: "w3svc1", count: 1))
            }
            builder.visits.append(
                .init(server: "web1", site: "w3svc1", address: address, count: peer.records - UInt64(peer.users)))
            builder.agents.append((server: "web1", site: "w3svc1", peer: address, agents: peer.agents))
            rest -= peer.records
        }
        for number in 0..<10 {
            builder.visits.append(
                .init(server: "web1", site: "w3svc1", address: "198.51.100.\(number + 1)", count: rest / 10))
        }
        return builder
    }

    /// A balancer of two nodes: neither carries half of the site.
    @Test func aFewNodesTogetherAreSuspected() throws {
        let found = suspected(pool([(9, 0, 250), (16, 0, 250)]))
        #expect(found.map(\.peer) == ["10.0.1.1", "10.0.1.2"])
        #expect(try #require(found.first).why.hasSuffix("and 2 such addresses carry 50 % together"))
        // One agent fewer, a share that is too small for a node, or too little together: people like any others.
        #expect(suspected(pool([(7, 0, 250), (16, 0, 250)])).isEmpty)
        #expect(suspected(pool([(9, 0, 99), (16, 0, 410)])).isEmpty)
        #expect(suspected(pool([(9, 0, 240), (16, 0, 250)])).isEmpty)
        #expect(suspected(pool([(9, 0, 100), (16, 0, 400)])).count == 2)
    }

    /// Desks that shifts share have several users too: three of them are no proxy, however busy.
    @Test func sharedDesksAreNoNodes() {
        #expect(suspected(pool([(1, 19, 300), (1, 19, 300), (1, 19, 300)])).isEmpty)
        #expect(suspected(pool([(1, 20, 300), (1, 20, 300), (1, 19, 300)])).map(\.peer) == ["10.0.1.1", "10.0.1.2"])
    }

    /// A balancer asks whether the site is alive, and brings its clients from the same address.
    @Test func healthProbesGiveABalancerAway() throws {
        func balancer(agents: Int, probes: UInt64, label: String = "probe") -> EvidenceBuilder {
            var builder = site(agents: agents, users: 0, share: 60)
            builder.labels.append(
                (server: "web1", site: "w3svc1", client: "10.0.0.9", label: label, records: probes))
            return builder
        }
        let found = suspected(balancer(agents: 3, probes: 40))
        #expect(found.map(\.peer) == ["10.0.0.9"])
        #expect(try #require(found.first).why.hasSuffix("; 40 of its records are health probes"))
        // A monitor and its administrator's browser; nothing but probes; a crawler.
        #expect(suspected(balancer(agents: 2, probes: 40)).isEmpty)
        #expect(suspected(balancer(agents: 3, probes: 60)).isEmpty)
        #expect(suspected(balancer(agents: 3, probes: 40, label: "crawler")).isEmpty)
    }

    /// One browser behind it, or none that is told: the marker is enough. A visitor who forges it is no proxy.
    @Test func theMarkerOfRequestRoutingGivesAProxyAway() throws {
        var builder = site(agents: 1, users: 0, share: 60)
        #expect(suspected(builder).isEmpty)
        builder.routers = ["10.0.0.9"]
        let found = suspected(builder)
        #expect(found.map(\.peer) == ["10.0.0.9"])
        #expect(try #require(found.first).why.hasSuffix("; it sends the marker of Application Request Routing"))
        var forged = site(agents: 1, users: 0, share: 49)
        forged.routers = ["10.0.0.9"]
        #expect(suspected(forged).isEmpty)
        // From outside anybody can send it, however busy.
        var outside = EvidenceBuilder()
        outside.visits.append(.init(server: "web1", site: "w3svc1", address: "203.0.113.9", count: 90))
        outside.agents.append((server: "web1", site: "w3svc1", peer: "203.0.113.9", agents: 1))
        outside.routers = ["203.0.113.9"]
        #expect(suspected(outside).isEmpty)
    }

    @Test func aTrustedProxyIsNotSuspected() {
        var estate = Estate()
        estate.settings.networks.trustedProxies = ["10.0.0.9"]
        #expect(suspected(site(agents: 9, users: 9, share: 90), estate).isEmpty)
    }
}
