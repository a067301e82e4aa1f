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

    @Test func aTrustedProxyIsNotSuspected() {
        var estate = Estate()
        estate.settings.networks.trustedProxies = ["10.0.0.9"]
        #expect(suspected(site(agents: 9, users: 9, share: 90), estate).isEmpty)
    }
}
