import AccessModel
import PositionModel
import Testing

@testable import Reconciliation

/// Prices: External Connector 2500.00, user CAL 50.00.
@Suite struct ExternalTests {
    private func extranet(partners: Int) -> World {
        var world = World()
        world.server("web1") { $0.hosts = ["host1", "host2"] }
        world.estate.settings.externalPatterns = ["CORP\\ext-*"]
        for number in 0..<partners {
            world.user("ext-\(number)")
            world.seen(
                "corp\\ext-\(number)", address: "198.51.100.\(number % 250)", on: "web1", by: .web, site: "W3SVC2")
        }
        return world
    }

    private func fullCoverage(_ world: inout World, server: String) {
        var day = Day(text: world.window.lowerBound) ?? Day(number: 0)
        while day.text <= world.window.upperBound {
            world.coverage.append((server, day.text, false))
            day = day.advanced(by: 1)
        }
    }

    @Test func externalUsersWithoutAnythingAreAGap() throws {
        let position = try extranet(partners: 3).position()
        let exposure = try position.exposure("web1", "W3SVC2")
        #expect(exposure.verdict == .gap && exposure.exposed)
        #expect(exposure.authenticatedVisitors.value == 3 && exposure.anonymousVisitors.value == 0)
        // Two hosts at 2500.00, or three CALs at 50.00.
        #expect(exposure.ecCost?.text == "5000.00" && exposure.calCost?.text == "150.00")
        #expect(position.findings.contains { $0.id == "F-external-gap-web1-W3SVC2" && $0.severity == .high })
        // The cheapest choice: CALs, counted once for both hosts.
        #expect(position.externalChoice.map(\.choice) == ["cals", "cals"])
        #expect(position.externalChoice.map { $0.cost?.text ?? "" } == ["150.00", "0.00"])
    }

    @Test func aConnectorOnEveryHostCovers() throws {
        var world = extranet(partners: 3)
        world.licence("ws-ec", 1, .server, version: "2019", to: "host1")
        #expect(try world.position().exposure("web1", "W3SVC2").verdict == .waste)
        world.licence("ws-ec", 1, .server, version: "2016", to: "host2")
        // Too old for Windows Server 2019.
        #expect(try world.position().exposure("web1", "W3SVC2").verdict == .waste)
        world.estate.entitlements[1].version = "2022"
        #expect(try world.position().exposure("web1", "W3SVC2").verdict == .covered)
    }

    @Test func manyPartnersMakeConnectorsCheaper() throws {
        // 101 CALs cost 5050.00, two External Connectors 5000.00.
        let position = try extranet(partners: 101).position()
        #expect(position.externalChoice.map(\.choice) == ["external-connector", "external-connector"])
        // At 100 both cost 5000.00: the tie goes to users.
        #expect(try extranet(partners: 100).position().externalChoice.map(\.choice) == ["cals", "cals"])
    }

    @Test func spareAndNamedCALsCover() throws {
        var world = extranet(partners: 2)
        world.licence("ws-cal", 2, .user, version: "2019")
        #expect(try world.position().exposure("web1", "W3SVC2").verdict == .covered)
        world.estate.entitlements[0].quantity = 1
        #expect(try world.position().exposure("web1", "W3SVC2").verdict == .gap)
        world.licence("ws-cal", 1, .user, version: "2019", to: "corp\\ext-0")
        world.licence("ws-cal", 1, .user, version: "2019", to: "corp\\ext-1")
        #expect(try world.position().exposure("web1", "W3SVC2").verdict == .covered)
    }

    @Test func CALsThatCoverOutsidersAreNoSurplus() throws {
        var world = extranet(partners: 2)
        world.estate.settings.choices = [("windows-server", .user)]
        world.licence("ws-cal", 5, .user, version: "2019")
        let surplus = try #require(try world.position().findings.first { $0.id == "F-surplus-windows-server" })
        #expect(surplus.statement.contains("3 usable licences more") && surplus.statement.contains("and 2 that cover"))
        #expect(surplus.effect == "3 licences")
        world.estate.entitlements[0].quantity = 2
        #expect(try !world.position().findings.contains { $0.id == "F-surplus-windows-server" })
        // A usable connector on every host covers them: the CALs are spare again.
        for host in ["host1", "host2"] { world.licence("ws-ec", 1, .server, version: "2019", to: host) }
        #expect(
            try world.position().findings.contains { $0.id == "F-surplus-windows-server" && $0.effect == "2 licences" })
    }

    @Test func anonymousAccessNeedsADeclaration() throws {
        var world = World()
        world.server("web1")
        world.visits = [
            ("web1", "W3SVC1", "203.0.113.9", .success, "2026-10-01"),
            ("web1", "W3SVC1", "203.0.113.9", .success, "2026-10-02"),
            ("web1", "W3SVC1", "203.0.113.10", .failure, "2026-10-02"),
            ("web1", "W3SVC1", "10.0.0.9", .success, "2026-10-02"),
        ]
        let open = try world.position().exposure("web1", "W3SVC1")
        #expect(open.verdict == .notDeterminable && open.anonymousVisitors.value == 1 && open.attempts == 1)
        #expect(open.calCost == nil && open.reasons.contains { $0.figure == "calCost" })

        world.estate.settings.sites = [
            .init(server: "web1", site: "W3SVC1", exemption: "web-workload", declaredBy: "J. Doe", date: "2026-09-01")
        ]
        let declared = try world.position().exposure("web1", "W3SVC1")
        #expect(declared.verdict == .exempt && declared.why.contains("J. Doe"))

        // Declared as nothing: then it is a gap, and only a connector helps.
        world.estate.settings.sites[0].exemption = "none"
        let position = try world.position()
        #expect(try position.exposure("web1", "W3SVC1").verdict == .gap)
        #expect(position.externalChoice.map(\.choice) == ["external-connector"])

        // Before 2012 anonymous Internet access was free.
        world.estate.settings.sites = []
        world.estate.servers[0].version = "2008 R2"
        #expect(try world.position().exposure("web1", "W3SVC1").verdict == .exempt)
    }

    @Test func theExemptionIsTheWebsOnly() throws {
        var world = extranet(partners: 2)
        world.estate.servers[0].exposure = "web-workload"
        world.seen("corp\\ext-0", address: "198.51.100.7", on: "web1", by: .share)
        let position = try world.position()
        #expect(try position.exposure("web1", "W3SVC2").verdict == .exempt)
        #expect(try position.exposure("web1").verdict == .gap)
    }

    @Test func suspectedProxiesHideTheirVisitors() throws {
        var world = World()
        world.server("web1")
        world.visits = [("web1", "W3SVC1", "10.0.0.4", .success, "2026-10-01")]
        let position = try world.position(proxies: [
            SuspectedProxy(server: "web1", site: "W3SVC1", peer: "10.0.0.4", why: "16 user agents")
        ])
        let exposure = try position.exposure("web1", "W3SVC1")
        #expect(exposure.verdict == .notDeterminable && exposure.proxySuspected)
        #expect(exposure.anonymousVisitors.value == nil)
        #expect(exposure.reasons.contains { $0.figure == "anonymousVisitors" && $0.reason.contains("10.0.0.4") })
        #expect(exposure.authenticatedVisitors.value == nil && exposure.calCost == nil)
        func reason(_ figure: String) -> String { exposure.reasons.first { $0.figure == figure }?.reason ?? "" }
        #expect(reason("authenticatedVisitors").contains("10.0.0.4"))
        #expect(reason("calCost").contains("behind the suspected proxy"))
        #expect(reason("attempts").hasPrefix("a lower bound") && reason("employeesFromOutside").hasPrefix("a lower"))
        #expect(!exposure.exposed && reason("exposed").hasPrefix("not determinable"))
        // Seen from outside beside the proxy: that is told.
        world.visits.append(("web1", "W3SVC1", "198.51.100.7", .failure, "2026-10-01"))
        let exposed = try world.position(proxies: [
            SuspectedProxy(server: "web1", site: "W3SVC1", peer: "10.0.0.4", why: "16 user agents")
        ]).exposure("web1", "W3SVC1")
        #expect(exposed.exposed && exposed.attempts == 1 && !exposed.reasons.contains { $0.figure == "exposed" })
    }

    /// Events of a web server (6200) name no account where nobody logged on.
    @Test func successWithoutAnAccountIsNoAttempt() throws {
        var world = World()
        world.server("web1")
        world.seen("", address: "203.0.113.10", on: "web1", by: .webEvent)
        world.seen("", address: "10.0.0.12", on: "web1", by: .webEvent)
        let nameless = try world.position().exposure("web1", "")
        #expect(
            nameless.verdict == .notDeterminable
                && nameless.why.hasPrefix("successful access without an account from 1 "))
        world.accesses = []
        world.user("anna")
        world.seen("corp\\anna", address: "203.0.113.10", on: "web1", by: .webEvent)
        let own = try world.position().exposure("web1", "")
        #expect(own.verdict == .none && own.why == "from outside came the organisation's own people alone")
    }

    @Test func attemptsExposeButMakeNoGap() throws {
        var world = World()
        world.server("srv1")
        world.user("anna")
        world.seen("corp\\admin", address: "198.51.100.1", on: "srv1", outcome: .failure)
        world.seen("corp\\anna", address: "198.51.100.2", on: "srv1")
        let exposure = try world.position().exposure("srv1")
        // anna works from home: no external visitor.
        #expect(exposure.exposed && exposure.attempts == 1 && exposure.employeesFromOutside == 1)
        #expect(exposure.verdict == .none && exposure.authenticatedVisitors.value == 0)
    }

    @Test func strangersFromOutsideAreNotDeterminable() throws {
        var world = World()
        world.server("srv1")
        world.user("anna")
        world.seen("fabrikam\\bob", address: "198.51.100.1", on: "srv1")
        #expect(try world.position().exposure("srv1").verdict == .notDeterminable)
        world.estate.settings.affiliates = ["FABRIKAM"]
        #expect(try world.position().exposure("srv1").verdict == .none)
    }

    @Test(arguments: ["ext-x@partner.com", "ext-x", "srv1\\ext-x", "corp\\ext-x@partner.com"])
    func whoeverIsNotInTheDirectoryIsNotSilentlyInside(account: String) throws {
        var world = World()
        world.server("srv1")
        world.user("anna") { $0.principalName = "anna@contoso.com" }
        world.user("guest") {
            $0.principalName = "guest@partner.com"
            $0.distinguishedName = "CN=guest,OU=Partners,DC=corp"
        }
        world.estate.settings.externalPatterns = ["OU=Partners"]
        world.seen(account, address: "198.51.100.1", on: "srv1")
        let position = try world.position()
        let exposure = try position.exposure("srv1")
        #expect(exposure.verdict == .notDeterminable)
        #expect(exposure.authenticatedVisitors.value == 0 && exposure.employeesFromOutside == 0)
        let question = try #require(position.findings.first { $0.id == "Q-relation" })
        #expect(question.evidence == account)
        // Nobody knows: it stays with the users until somebody says.
        #expect(try position.users("not-in-directory") == 1)
    }

    @Test(arguments: [
        ("leaver@contoso.com", "198.51.100.1"), ("leaver@corp.fabrikam.com", "198.51.100.1"),
        ("leaver", "10.0.0.7"), ("srv1\\leaver", "10.0.0.7"), ("corp\\leaver", "198.51.100.1"),
    ])
    func ownRealmsAndInsideAddressesAreTheOrganisations(account: String, address: String) throws {
        var world = World()
        world.server("srv1")
        world.user("anna") { $0.principalName = "anna@contoso.com" }
        world.estate.settings.affiliates = ["corp.fabrikam.com"]
        world.seen(account, address: address, on: "srv1")
        #expect(try !world.position().findings.contains { $0.id == "Q-relation" })
        // Foreign realms ask wherever they come from.
        world.seen("ext-x@partner.com", address: "10.0.0.8", on: "srv1")
        #expect(try world.position().findings.contains { $0.id == "Q-relation" })
    }

    @Test func trustedProxiesAreNoAnonymousDevices() throws {
        var world = World()
        world.server("web1")
        world.visits = [("web1", "W3SVC1", "10.0.0.4", .success, "2026-10-01")]
        #expect(try world.position().findings.contains { $0.id == "Q-anonymous-inside" })
        world.estate.settings.networks.trustedProxies = ["10.0.0.4"]
        #expect(try !world.position().findings.contains { $0.id == "Q-anonymous-inside" })
    }

    @Test func aConnectorNobodyNeedsIsWasteWhereTheLogsAreComplete() throws {
        var world = World()
        world.server("web1")
        world.user("anna")
        world.seen("corp\\anna", from: "pc1", on: "web1")
        world.licence("ws-ec", 1, .server, version: "2019", to: "web1")
        #expect(try world.position().exposure("web1").verdict == .notDeterminable)
        fullCoverage(&world, server: "web1")
        #expect(try world.position().exposure("web1").verdict == .waste)
    }

    @Test func unassignedConnectorsAreProposals() throws {
        var world = extranet(partners: 101)
        world.licence("ws-ec", 1, .server, version: "2022")
        let choices = try world.position().externalChoice
        #expect(choices.map { $0.cost?.text ?? "" } == ["0.00", "2500.00"])
        #expect(choices[0].why.contains("proposal"))
    }

    @Test func theAuditorsRowOfOutsidersIsNoSavingWhereThereIsAGap() throws {
        func row(_ world: World) throws -> AuditorView.Row {
            let view = try #require(try world.position().auditorView.first { $0.product == "windows-server" })
            return try #require(view.rows.first { $0.input == "external-users" })
        }
        var world = extranet(partners: 101)
        #expect(try row(world).evidence.contains("no money saved: external access is a gap on 1 server (web1)"))
        for host in ["host1", "host2"] { world.licence("ws-ec", 1, .server, version: "2019", to: host) }
        #expect(try row(world).clean.value == 0 && !row(world).evidence.contains("no money saved"))
        // One of the sites has no verdict: how many need a CAL is open, and the row says so.
        let position = try world.position(proxies: [
            SuspectedProxy(server: "web1", site: "W3SVC2", peer: "10.0.0.4", why: "16 user agents")
        ])
        let open = try #require(position.auditorView.first?.rows.last)
        #expect(open.clean.value == nil && open.evidence.contains("not determinable: external users on a server"))
    }
}
