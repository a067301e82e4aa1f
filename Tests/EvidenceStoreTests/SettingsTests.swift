import AccessModel
import Testing

@testable import EvidenceStore

/// The organisation's settings, applied by the views and never baked into the evidence.
struct SettingsTests {
    private let records = [
        TestRecord.web(
            at: "2026-10-01T08:00:00", agent: 5,
            .web(serverAddress: "", account: "amiller", peer: "10.0.8.4", forwarded: "198.51.100.3,+10.0.8.4")),
        .web(
            at: "2026-10-01T08:00:01", agent: 6,
            .web(serverAddress: "", peer: "10.0.8.4", forwarded: "198.51.100.9", outcome: .failure)),
    ]

    private var some: OrganisationSettings {
        var settings = OrganisationSettings()
        settings.internalNetworks = ["203.0.113.0/24", "192.0.2.0/24"]
        settings.vpnNetworks = ["10.99.0.0/16"]
        settings.trustedProxies = ["10.0.8.4"]
        settings.webFolders = [.init(pattern: "old-export", server: "Intranet01"), .init(pattern: "*", server: "rest")]
        return settings
    }

    @Test func settingsComeBackAsTheyWereSet() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        #expect(try store.settings() == OrganisationSettings())
        try store.set(some)
        #expect(try store.settings() == some)
        #expect(try store.evidence().settings == some)
        try store.set(OrganisationSettings())
        #expect(try store.settings() == OrganisationSettings())
    }

    @Test func changingThemChangesTheViewsWithoutTheLogs() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        try store.add(TestInput(1, path: "old-export/W3SVC1/a.log", format: .w3c, records))
        try store.settle()
        let access = "SELECT server, client_address, outcome FROM access_evidence"
        let visits = "SELECT server, site, client_address, outcome, count FROM anonymous_visits"
        let plain = try folder.rows(access)
        #expect(plain == ["old-export|10.0.8.4|success"])
        #expect(try folder.rows(visits) == ["old-export|W3SVC1|10.0.8.4|failure|1"])

        try store.set(some)
        #expect(try folder.rows(access) == ["intranet01|198.51.100.3|success"])
        #expect(try folder.rows(visits) == ["intranet01|W3SVC1|198.51.100.9|failure|1"])
        #expect(
            try folder.rows("SELECT client_address, peer_address, forwarded FROM web_detail") == [
                "198.51.100.3|10.0.8.4|198.51.100.3,+10.0.8.4"
            ])
        let evidence = try store.evidence()
        #expect(evidence.coverage.map { evidence.text($0.server) } == ["intranet01"])
        #expect(evidence.coverage.map(\.records) == [2])
        #expect(evidence.peers.map { evidence.text($0.server) } == ["intranet01"])
        #expect(evidence.peers.map { evidence.text($0.peer) } == ["10.0.8.4"])
        #expect(evidence.peers.map(\.agents) == [2])

        try store.set(OrganisationSettings())
        #expect(try folder.rows(access) == plain)
    }

    @Test func aSmallerPathMovesTheServer() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        try store.add(TestInput(1, path: "web02/W3SVC1/a.log", format: .w3c, records))
        try store.settle()
        #expect(try folder.rows("SELECT server FROM access_evidence") == ["web02"])
        try store.add(TestInput(1, path: "web01/W3SVC1/a.log", format: .w3c, records))
        try store.settle()
        #expect(try folder.rows("SELECT server FROM access_evidence") == ["web01"])
    }

    @Test func agentsAreCountedUpToTheLimit() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        for number in 0..<3 {
            let records = (0..<10).map { agent in
                TestRecord.web(at: "2026-10-01", agent: UInt32(1 + number * 7 + agent) << 24 | 5, .web())
            }
            try store.add(TestInput(UInt64(number), path: "\(number).log", format: .w3c, records), partSize: 3)
        }
        try store.settle()
        #expect(try store.evidence().peers.map(\.agents) == [EvidenceSnapshot.agentsPerPeer])
    }
}
