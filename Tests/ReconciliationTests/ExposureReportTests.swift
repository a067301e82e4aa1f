import AccessModel
import Licensing
import PositionModel
import Testing

@testable import Reconciliation

@Suite struct ExposureReportTests {
    private func report(
        _ world: World, proxies: [SuspectedProxy] = [], peers: [(server: String, site: String, peer: String)] = []
    ) throws -> ExposureReport {
        var evidence = world.evidence()
        func id(_ text: String) throws -> TextID {
            TextID(try #require(evidence.texts.firstIndex(of: ExactText(text)), "\(text) is not in the evidence"))
        }
        let seen = try peers.map {
            PeerAgents(server: try id($0.server), site: try id($0.site), peer: try id($0.peer), agents: 1)
        }
        evidence.peers = seen
        return Reconciler(catalogue: try Catalogue.builtIn).exposure(
            evidence: evidence, identities: world.identities(evidence), estate: world.estate, proxies: proxies)
    }

    private func line(
        _ report: ExposureReport, _ server: String, _ source: String, _ site: String = ""
    ) throws -> ExposureLine {
        try #require(report.lines.first { $0.server == server && $0.source == source && $0.site == site })
    }

    private func reason(_ line: ExposureLine, _ figure: String) -> String {
        line.reasons.filter { $0.figure == figure }.map(\.reason).joined(separator: "; ")
    }

    @Test func whoComesFromWhere() throws {
        var world = World()
        world.user("anna")
        world.user("ext-otto")
        world.estate.settings.externalPatterns = ["CORP\\ext-*"]
        world.seen("corp\\anna", address: "198.51.100.1", on: "web1", by: .web, day: "2026-10-02", site: "W3SVC1")
        world.seen("corp\\ext-otto", address: "198.51.100.2", on: "web1", by: .web, day: "2026-10-03", site: "W3SVC1")
        world.seen("corp\\ext-otto", address: "10.0.0.8", on: "web1", by: .web, day: "2026-10-09", site: "W3SVC2")
        world.seen("other\\guest", address: "198.51.100.3", on: "web1", by: .web, day: "2026-10-04", site: "W3SVC1")
        world.visits = [
            ("web1", "W3SVC1", "203.0.113.9", .success, "2026-10-05"),
            ("web1", "W3SVC1", "203.0.113.9", .success, "2026-10-06"),
            ("web1", "W3SVC1", "203.0.113.9", .failure, "2026-10-07"),
            ("web1", "W3SVC1", "203.0.113.10", .failure, "2026-10-07"),
            ("web1", "W3SVC1", "10.0.0.9", .success, "2026-10-01"),
            ("web1", "W3SVC1", "127.0.0.1", .success, "2026-10-01"),
        ]
        let report = try report(world)
        let first = try line(report, "web1", "web", "W3SVC1")
        #expect(first.exposed == .yes && first.firstDay == "2026-10-02" && first.lastDay == "2026-10-07")
        #expect(first.anonymousVisitors.value == 1 && first.authenticatedVisitors.value == 1)
        #expect(first.unknownRelation == 1 && first.employeesFromOutside == 1)
        #expect(first.attempts == 2 && first.attemptAddresses == 2 && first.internalAddresses == 1)
        #expect(reason(first, "unknownRelation").contains("not in the directory"))
        // The owner decides, not the address: an outsider inside is an outsider, and the site is not exposed by him.
        let second = try line(report, "web1", "web", "W3SVC2")
        #expect(second.exposed == .no && second.authenticatedVisitors.value == 1 && second.firstDay.isEmpty)
        #expect(reason(second, "authenticatedVisitors").hasPrefix("1 of them on internal addresses only"))
    }

    @Test func eventsAreALineOfTheirOwn() throws {
        var world = World()
        world.user("anna")
        world.seen("corp\\anna", from: "pc1", address: "198.51.100.1", on: "rds1", by: .remoteInteractive)
        world.seen("corp\\anna", from: "pc1", address: "2001:db8::5", on: "rds1", by: .share, day: "2026-10-03")
        world.seen("corp\\nobody", address: "192.0.2.7", on: "rds1", by: .network, day: "2026-10-09", outcome: .failure)
        // The event says that a session began, some versions for refused ones too: exposure, no access.
        world.seen("corp\\anna", address: "192.0.2.8", on: "gate1", by: .rdpAuthentication)
        // A web log without a site is a line of its own beside the events.
        world.visits = [("rds1", "", "203.0.113.9", .success, "2026-10-05")]
        world.seen("corp\\anna", from: "pc1", address: "10.0.0.5", on: "fs1")
        world.seen("corp\\anna", on: "fs1", by: .interactive)
        world.seen("corp\\anna", on: "fs1", by: .network)
        world.seen("corp\\anna", from: "pc1", address: "10.0.0.5", on: "app1", by: .serviceTicket)
        world.coverage = [("fs1", "2026-10-01", false)]
        let report = try report(world)
        let events = try line(report, "rds1", "event")
        #expect(events.exposed == .yes && events.employeesFromOutside == 1 && events.attempts == 1)
        #expect(events.firstDay == "2026-10-01" && events.lastDay == "2026-10-09")
        #expect(events.anonymousVisitors.value == 0)
        #expect(try line(report, "rds1", "web").anonymousVisitors.value == 1)
        let gateway = try line(report, "gate1", "event")
        #expect(gateway.exposed == .yes && gateway.employeesFromOutside == 0)
        let files = try line(report, "fs1", "event")
        #expect(files.exposed == .no && files.internalAddresses == 1)
        // A logon at the keyboard has no address to miss, one over the network has.
        #expect(files.recordsWithoutAddress == 1 && reason(files, "recordsWithoutAddress").contains("name no address"))
        // A ticket says that somebody went there; what came from outside its own logs would say.
        let application = try line(report, "app1", "event")
        #expect(application.exposed == .notDeterminable && application.coveredDays == 0)
        #expect(reason(application, "exposed").contains("no log of this server itself"))
        // The position still has one row for the server and no site.
        let exposure = try world.position().exposure("rds1")
        #expect(exposure.anonymousVisitors.value == 1 && exposure.attempts == 1)
    }

    @Test func withoutADirectoryARelationIsUnknownUnlessADomainTells() throws {
        var world = World()
        world.seen("corp\\anna", address: "198.51.100.1", on: "web1", by: .web, site: "W3SVC1")
        world.seen("fabrikam\\otto", address: "198.51.100.2", on: "web1", by: .web, site: "W3SVC1")
        // CORP is declared.
        let declared = try report(world)
        var found = try line(declared, "web1", "web", "W3SVC1")
        #expect(found.employeesFromOutside == 1 && found.unknownRelation == 1)
        #expect(declared.limits.contains { $0.hasPrefix("No directory") })
        world.estate.settings.domains = []
        found = try line(try report(world), "web1", "web", "W3SVC1")
        #expect(found.employeesFromOutside == 0 && found.unknownRelation == 2)
        #expect(
            reason(found, "unknownRelation")
                == "no directory, and no declared domain says whose it is: corp\\anna, fabrikam\\otto")
        // A pattern tells too.
        world.estate.settings.externalPatterns = ["fabrikam\\*"]
        found = try line(try report(world), "web1", "web", "W3SVC1")
        #expect(found.authenticatedVisitors.value == 1 && found.unknownRelation == 1)
    }

    @Test func suspectedAndTrustedProxies() throws {
        var world = World()
        world.estate.settings.networks.trustedProxies = ["10.0.0.3", "10.0.0.6"]
        world.visits = [
            ("web1", "W3SVC1", "10.0.0.4", .success, "2026-10-01"),
            ("web2", "W3SVC1", "10.0.0.3", .success, "2026-10-01"),
            ("web2", "W3SVC2", "203.0.113.9", .success, "2026-10-01"),
            // Seen as peer only: what it forwards is believed.
            ("web3", "W3SVC1", "10.0.0.6", .success, "2026-10-01"),
        ]
        let suspect = SuspectedProxy(server: "web1", site: "W3SVC1", peer: "10.0.0.4", why: "16 user agents")
        let report = try report(
            world, proxies: [suspect], peers: [("web2", "W3SVC1", "10.0.0.3"), ("web2", "W3SVC2", "10.0.0.6")])
        let hidden = try line(report, "web1", "web", "W3SVC1")
        #expect(hidden.exposed == .notDeterminable && hidden.anonymousVisitors.value == nil)
        #expect(hidden.authenticatedVisitors.value == nil && hidden.probes.value == nil)
        for figure in ["exposed", "anonymousVisitors", "authenticatedVisitors"] {
            #expect(reason(hidden, figure).contains("suspected proxy"), "\(figure)")
        }
        let blind = try line(report, "web2", "web", "W3SVC1")
        #expect(blind.exposed == .notDeterminable && blind.internalAddresses == 0)
        #expect(reason(blind, "exposed").contains("1 records of the trusted proxy 10.0.0.3 forward no address"))
        #expect(try line(report, "web2", "web", "W3SVC2").exposed == .yes)
        #expect(
            report.proxies.map { "\($0.server) \($0.site) \($0.peer) \($0.kind)" } == [
                "web1 W3SVC1 10.0.0.4 suspected", "web2 W3SVC1 10.0.0.3 trusted", "web2 W3SVC2 10.0.0.6 trusted",
                "web3 W3SVC1 10.0.0.6 trusted",
            ])
        #expect(report.proxies.map(\.consequence.isEmpty) == [false, false, true, false])
    }

    @Test func coverageHolesAndSilentServersAreSaid() throws {
        var world = World()
        world.server("web1")
        world.server("lost1")
        world.visits = [("web1", "W3SVC1", "10.0.0.9", .success, "2026-08-03")]
        world.seen("corp\\anna", from: "pc1", on: "fs1")
        world.coverage = [("fs1", "2026-08-03", false), ("fs1", "2026-08-04", true)]
        let report = try report(world)
        let lost = try line(report, "lost1", "")
        #expect(lost.exposed == .notDeterminable && lost.anonymousVisitors.value == nil)
        #expect(reason(lost, "exposed").contains("no log of this server was read"))
        let files = try line(report, "fs1", "event")
        #expect(files.coveredDays == 1 && files.windowDays == 90)
        #expect(
            reason(files, "coveredDays")
                == "Security covers 1 of 90 days fully (no record: 2026-08-05..2026-10-31): what came from outside on "
                + "the others is not known")
        #expect(report.limits.contains { $0.hasPrefix("No networks are declared") })
        world.estate.settings.networks.internalNetworks = ["203.0.113.0/24"]
        #expect(try !self.report(world).limits.contains { $0.hasPrefix("No networks are declared") })
    }

    @Test func aVisitWithoutAnAddressIsNoInternalDevice() throws {
        var world = World()
        world.visits = [("web1", "W3SVC1", "", .success, "2026-10-01")]
        let found = try line(try report(world), "web1", "web", "W3SVC1")
        #expect(found.exposed == .notDeterminable && found.recordsWithoutAddress == 1 && found.internalAddresses == 0)
        #expect(try !world.position().findings.contains { $0.id == "Q-anonymous-inside" })
    }
}
