import AccessModel
import PositionModel
import Testing

@testable import Reconciliation

/// Hosts and servers by their short and full names.
@Suite struct HostNamesTests {
    @Test func aShortNameIsTheOneFullNameThatBeginsWithIt() {
        let names = HostNames(["hv01", "hv01.corp.example.com", "hv02.a.example.com", "hv02.b.example.com", "10.5.0.1"])
        #expect(names.host("hv01") == "hv01.corp.example.com" && names.host("hv03") == "hv03")
        // Two hosts of that name: the short one may be either.
        #expect(names.host("hv02") == "hv02" && names.host("hv02.a.example.com") == "hv02.a.example.com")
        #expect(names.host("10") == "10" && names.host("10.5.0.1") == "10.5.0.1")
    }

    private func world(hosts: [String], connector: String) -> World {
        var world = World()
        world.server("web01", "windows-server", "2019") { entry in
            entry.hosts = hosts
        }
        world.estate.settings.sites = [
            .init(server: "web01", site: "", exemption: "none", declaredBy: "J. Doe", date: "2026-09-01")
        ]
        world.licence("ws-ec", 1, .server, version: "2019", to: connector)
        world.visits.append((server: "web01", site: "", address: "198.51.100.7", outcome: .success, day: "2026-10-01"))
        return world
    }

    @Test func twoSpellingsAreOneHost() throws {
        let position = try world(hosts: ["HV01", "hv01.corp.example.com"], connector: "hv01").position()
        #expect(position.external.first { $0.server == "web01" }?.verdict == .covered)
        #expect(!position.findings.contains { $0.id.hasPrefix("F-connector-host") })
    }

    @Test func aConnectorOnAHostNobodyKnowsIsTold() throws {
        let position = try world(hosts: ["HV01"], connector: "HV77").position()
        #expect(position.external.first { $0.server == "web01" }?.verdict == .gap)
        let finding = try #require(position.findings.first { $0.id == "F-connector-host-2" })
        #expect(finding.statement.contains("HV77") && finding.evidence == "entitlements.csv line 2")
    }

    /// One server with two versions: the newest is needed, and somebody has to say which is right.
    @Test func rowsThatContradictEachOtherAreTold() throws {
        var world = World()
        world.server("fs01", "windows-server", "2019")
        world.server("fs01", "windows-server", "2025")
        world.server("other", "windows-server", "2025")
        world.seen("corp\\anna", from: "pc1", on: "fs01")
        func finding() throws -> Finding? {
            try world.position().findings.first { $0.id.hasPrefix("F-servers-contradict") }
        }
        let found = try finding()
        #expect(
            found?.statement.contains("Lines 2, 3") == true && found?.statement.contains("differ in version") == true)
        world.estate.servers[1].version = "2019"
        #expect(try finding() == nil)
    }
}
