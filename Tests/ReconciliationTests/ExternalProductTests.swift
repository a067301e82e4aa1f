import AccessModel
import PositionModel
import Testing

@testable import Reconciliation

/// Who covers external users, product by product and version by version, and how connectors are counted.
@Suite struct ExternalProductTests {
    /// Outsiders of the tests, and what they do.
    private func world(outsiders: Int = 2) -> World {
        var world = World()
        world.estate.settings.externalPatterns = ["CORP\\ext-*"]
        for number in 0..<outsiders { world.user("ext-\(number)") }
        return world
    }

    private func reach(_ world: inout World, _ server: String, outsiders: Int = 2, by channel: Channel = .network) {
        for number in 0..<outsiders {
            world.seen("corp\\ext-\(number)", address: "198.51.100.\(number + 1)", on: server, by: channel)
        }
    }

    /// A server of a product on Windows Server 2019, on a host with a connector for the latter, reached by two outsiders.
    private func server(
        _ product: String, _ version: String, windowsConnector: Bool = true,
        _ change: (inout ServerEntry) -> Void = { _ in }
    ) -> World {
        var world = world()
        world.server("app1") { $0.hosts = ["host1"] }
        world.server("app1", product, version) {
            $0.hosts = ["host1"]
            change(&$0)
        }
        if windowsConnector { world.licence("ws-ec", 1, .server, version: "2019", to: "host1") }
        reach(&world, "app1")
        return world
    }

    // MARK: Remote desktops

    @Test func remoteDesktopsNeedBothConnectors() throws {
        var world = world()
        world.server("rds1") { $0.hosts = ["host1"] }
        world.server("rds1", "windows-rds") { $0.hosts = ["host1"] }
        reach(&world, "rds1", by: .remoteInteractive)
        let bare = try world.position().exposure("rds1")
        #expect(bare.verdict == .gap && bare.why.contains("no usable RDS External Connector with Windows Server"))
        // Both connectors, or both CALs each: 2500.00 + 9000.00, or 2 * (50.00 + 170.00).
        #expect(bare.ecCost?.text == "11500.00" && bare.calCost?.text == "440.00")

        world.licence("rds-ec", 1, .server, version: "2019", to: "host1")
        let alone = try world.position().exposure("rds1")
        #expect(alone.verdict != .covered)
        world.estate.entitlements = []
        world.licence("rds-ec", 1, .server, version: "2019", to: "host1")
        // So many that CALs cost more: no waste, a gap.
        for number in 2..<60 { world.user("ext-\(number)") }
        reach(&world, "rds1", outsiders: 60, by: .remoteInteractive)
        let gap = try world.position().exposure("rds1")
        #expect(gap.verdict == .gap)
        #expect(
            gap.why.contains(
                "the RDS External Connector on host1 covers nothing without the Windows Server External Connector"))

        world.licence("ws-ec", 1, .server, version: "2016", to: "host1")
        #expect(try world.position().exposure("rds1").verdict != .covered)
        world.estate.entitlements[1].version = "2019"
        #expect(try world.position().exposure("rds1").verdict == .covered)
        // The Windows one alone does not cover sessions.
        world.estate.entitlements.remove(at: 0)
        let windows = try world.position().exposure("rds1")
        #expect(windows.verdict == .gap && !windows.why.contains("covers nothing without"))
    }

    @Test func remoteDesktopsByCALsTakeBothCALsEach() throws {
        var world = world()
        world.server("rds1")
        world.server("rds1", "windows-rds")
        reach(&world, "rds1", by: .remoteInteractive)
        for number in 0..<2 { world.licence("ws-cal", 1, .user, version: "2019", to: "corp\\ext-\(number)") }
        let half = try world.position().exposure("rds1")
        #expect(half.verdict == .gap && half.why.hasPrefix("Windows Server Remote Desktop Services"))
        for number in 0..<2 { world.licence("rds-cal", 1, .user, version: "2019", to: "corp\\ext-\(number)") }
        #expect(try world.position().exposure("rds1").verdict == .covered)
        // A CAL of an older version serves no newer session host.
        world.estate.entitlements[3].version = "2016"
        #expect(try world.position().exposure("rds1").verdict == .gap)
    }

    @Test func sessionsForAdministrationAreNoUse() throws {
        var world = world()
        world.server("srv1")
        world.licence("ws-ec", 1, .server, version: "2019", to: "srv1")
        reach(&world, "srv1", by: .remoteInteractive)
        #expect(try world.position().exposure("srv1").verdict == .covered)
    }

    /// Pay-as-you-go covers the standard functions of Windows Server, never remote desktops.
    @Test func remoteDesktopsOnPayAsYouGoNeedTheirOwnConnectorAlone() throws {
        var world = world()
        world.server("rds1", "windows-server", "2025") { $0.licensedBy = "payg" }
        world.server("rds1", "windows-rds", "2025")
        reach(&world, "rds1", by: .remoteInteractive)
        let gap = try world.position().exposure("rds1")
        #expect(gap.verdict == .gap && gap.why.contains("pay-as-you-go"))
        #expect(gap.ecCost?.text == "9000.00" && gap.calCost?.text == "340.00")
        world.licence("rds-ec", 1, .server, version: "2025", to: "rds1")
        #expect(try world.position().exposure("rds1").verdict != .gap)
        #expect(try world.position().externalChoice.map { $0.cost?.text ?? "" } == ["0.00"])
    }

    // MARK: Products of their own

    @Test func noConnectorCoversSQLServer() throws {
        var world = server("sql-server", "2019") { $0.licenceModel = "server+cal" }
        let gap = try world.position().exposure("app1")
        // CALs would cost less than the connector that is there, which covers Windows alone.
        #expect(gap.verdict == .waste && gap.why.contains("no External Connector covers this product"))
        #expect(gap.reasons.contains { $0.figure == "ecCost" && $0.reason.contains("2 CALs (sql-cal)") })
        // 2500.00 and 2 * 200.00, or 2 * (50.00 + 200.00).
        #expect(gap.ecCost?.text == "2900.00" && gap.calCost?.text == "500.00")
        let choice = try #require(try world.position().externalChoice.first)
        #expect(choice.cost?.text == "400.00" && choice.why.contains("held and assigned"))
        for number in 0..<2 { world.licence("sql-cal", 1, .user, version: "2019", to: "corp\\ext-\(number)") }
        #expect(try world.position().exposure("app1").verdict == .covered)
        // Licensed by core nobody needs a CAL for it; the Windows below needs its connector all the same.
        var core = server("sql-server", "2019") { $0.licenceModel = "core" }
        #expect(try core.position().exposure("app1").verdict == .covered)
        core.estate.entitlements = []
        let bare = try core.position().exposure("app1")
        #expect(bare.verdict == .gap && bare.why.contains("licensed by core"))
        // Nobody said which: open, never free.
        let open = try server("sql-server", "2019").position().exposure("app1")
        #expect(open.verdict == .notDeterminable && open.why.contains("licence_model is empty"))
    }

    @Test(arguments: [
        ("exchange-server", "2013"), ("exchange-server", "2019"), ("sharepoint-server", "2016"),
        ("skype-lync", "lync 2013"), ("skype-lync", "2019"), ("dynamics-crm", "2016"),
    ])
    func includedUsersStillNeedTheWindowsBelow(product: String, version: String) throws {
        let covered = try server(product, version).position().exposure("app1")
        #expect(covered.verdict == .covered && covered.why.contains("external users are included with"))
        let gap = try server(product, version, windowsConnector: false).position().exposure("app1")
        #expect(gap.verdict == .gap && gap.why.contains("no usable External Connector on host1"))
    }

    @Test(arguments: [
        ("exchange-server", "2007", "exchange external connector"), ("exchange-server", "2010", "exch-ec"),
        ("skype-lync", "ocs 2007 r2", "ocs-ec"), ("skype-lync", "lync 2010", "ocs-ec"),
        ("dynamics-crm", "2011", "crm-ec"), ("ad-rms", "2019", "rms-ec"),
    ])
    func olderProductsHaveConnectorsOfTheirOwn(product: String, version: String, connector: String) throws {
        var world = server(product, version)
        let gap = try world.position().exposure("app1")
        #expect(gap.verdict == .gap && gap.why.contains("External Connector"))
        world.licence(connector, 1, .server, version: version, to: "host1")
        #expect(try world.position().exposure("app1").verdict == .covered)
    }

    @Test func sharePointBefore2013TakesCALsOnly() throws {
        var world = server("sharepoint-server", "2010")
        let gap = try world.position().exposure("app1")
        #expect(gap.verdict != .covered)
        #expect(gap.reasons.contains { $0.figure == "ecCost" && $0.reason.contains("sp-std") })
        for number in 0..<2 { world.licence("sp-std", 1, .user, version: "2010", to: "corp\\ext-\(number)") }
        #expect(try world.position().exposure("app1").verdict == .covered)
        // The edition for Internet sites is licensed by server.
        let internet = server("sharepoint-server", "2010") { $0.edition = "fis" }
        #expect(try internet.position().exposure("app1").verdict == .covered)
    }

    @Test(arguments: [("mim", "mim2016"), ("azure-devops-server", "2019"), ("multipoint", "2016")])
    func whatIsNotEstablishedIsOpenAndNeverFree(product: String, version: String) throws {
        let open = try server(product, version).position()
        #expect(try open.exposure("app1").verdict == .notDeterminable)
        #expect(open.findings.contains { $0.id == "F-external-not-determinable-app1-" })
        // What Windows lacks is a gap whatever is open beside it.
        let gap = try server(product, version, windowsConnector: false).position().exposure("app1")
        #expect(gap.verdict == .gap && gap.why.contains("not established"))
    }

    @Test func anUnknownVersionIsOpenWhereTheVersionDecides() throws {
        let open = try server("exchange-server", "?").position().exposure("app1")
        #expect(open.verdict == .notDeterminable && open.why.contains("depends on its version"))
        // Of remote desktops every version has the same rule.
        var world = server("windows-rds", "?")
        world.accesses = []
        reach(&world, "app1", by: .remoteInteractive)
        #expect(try world.position().exposure("app1").verdict != .notDeterminable)
    }

    @Test func aProductWithoutAPriceIsLeftOutOfTheChoiceAndSaidSo() throws {
        let position = try server("exchange-server", "2010").position()
        let finding = try #require(position.findings.first { $0.id == "F-external-prices" })
        #expect(finding.statement.contains("exch-ec/server"))
        #expect(try position.exposure("app1").ecCost == nil)
        #expect(position.externalChoice.map { $0.cost?.text ?? "" } == ["0.00"])
    }

    // MARK: Versions

    @Test(arguments: [
        ("2008 R2", "2008", true), ("2012 R2", "2012", true), ("2012 R2", "2012 R2", true), ("2012", "2008", false),
        ("2016", "2012 R2", false), ("2019", "2016", false), ("2016", "2025", true),
    ])
    func connectorsFollowTheVersionRule(server: String, connector: String, serves: Bool) throws {
        var world = world()
        world.server("srv1", "windows-server", server)
        world.licence("ws-ec", 1, .server, version: connector, to: "srv1")
        reach(&world, "srv1")
        #expect(try (world.position().exposure("srv1").verdict == .covered) == serves)
    }

    @Test func softwareAssuranceCarriesConnectors() throws {
        func verdict(saEnd: String?, licensedBy: String = "") throws -> ExternalExposure.Verdict {
            var world = world()
            world.server("srv1", "windows-server", "2022") { $0.licensedBy = licensedBy }
            world.licence("ws-ec", 1, .server, version: "2019", saEnd: saEnd, to: "srv1")
            reach(&world, "srv1")
            return try world.position().exposure("srv1").verdict
        }
        // Windows Server 2022 was available in August 2021.
        #expect(try verdict(saEnd: "2021-12-31") == .covered)
        #expect(try verdict(saEnd: "2021-06-30") != .covered)
        #expect(try verdict(saEnd: nil) != .covered)
        // Licensed by virtual machine, every licence must be current.
        #expect(try verdict(saEnd: "2021-12-31", licensedBy: "vm") != .covered)
        #expect(try verdict(saEnd: "2027-12-31", licensedBy: "vm") == .covered)
    }

    @Test func aCALThatIsTooOldCoversNobody() throws {
        var world = world(outsiders: 1)
        world.server("srv1")
        reach(&world, "srv1", outsiders: 1)
        world.licence("ws-cal", 1, .user, version: "2016", to: "corp\\ext-0")
        #expect(try world.position().exposure("srv1").verdict == .gap)
        #expect(try world.position().externalChoice.map { $0.cost?.text ?? "" } == ["50.00"])
        world.estate.entitlements[0].version = "2019"
        #expect(try world.position().exposure("srv1").verdict == .covered)
        #expect(try world.position().externalChoice.map { $0.cost?.text ?? "" } == ["0.00"])
        // Nor does one nobody inside needs.
        world.estate.entitlements[0].assignedTo = ""
        #expect(try world.position().exposure("srv1").verdict == .covered)
        world.estate.entitlements[0].version = "2016"
        #expect(try world.position().exposure("srv1").verdict == .gap)
    }

    // MARK: Hosts, domain controllers, back ends

    @Test func oneConnectorCoversAllServersOfAHost() throws {
        var world = world(outsiders: 40)
        for server in ["srv1", "srv2"] { world.server(server) { $0.hosts = ["HOST1.corp.contoso.com"] } }
        for number in 0..<40 {
            world.seen(
                "corp\\ext-\(number)", address: "198.51.100.9", on: number % 2 == 0 ? "srv1" : "srv2")
        }
        // 40 CALs cost 2000.00, a connector 2500.00.
        #expect(try world.position().externalChoice.map(\.choice) == ["cals"])
        #expect(try world.position().externalOptimum?.cost.text == "2000.00")
        world.licence("ws-ec", 1, .server, version: "2019", to: "host1")
        let position = try world.position()
        #expect(try position.exposure("srv1").verdict == .covered && position.exposure("srv2").verdict == .covered)
        let choice = try #require(position.externalChoice.first)
        #expect(position.externalChoice.count == 1 && choice.servers == ["srv1", "srv2"])
        #expect(choice.choice == "external-connector" && choice.cost?.text == "0.00")
    }

    @Test func theConnectorMustReachTheNewestServerOfTheHost() throws {
        var world = world()
        world.server("old1", "windows-server", "2016") { $0.hosts = ["host1"] }
        world.server("new1", "windows-server", "2022") { $0.hosts = ["host1"] }
        reach(&world, "old1")
        reach(&world, "new1")
        world.licence("ws-ec", 1, .server, version: "2016", to: "host1")
        let position = try world.position()
        #expect(try position.exposure("old1").verdict == .covered && position.exposure("new1").verdict != .covered)
        #expect(try #require(position.externalOptimum).cost.text == "100.00")
    }

    @Test func aServerWithoutAHostIsItsOwnAndAnUpperBound() throws {
        var world = world()
        world.server("srv1")
        reach(&world, "srv1")
        let exposure = try world.position().exposure("srv1")
        #expect(exposure.ecCost?.text == "2500.00")
        #expect(exposure.reasons.contains { $0.figure == "ecCost" && $0.reason.contains("an upper bound") })
        #expect(try world.position().externalChoice.map(\.host) == ["srv1"])
    }

    @Test func theBreakEvenIsTheRatioOfThePrices() throws {
        var world = world()
        world.server("srv1") { $0.hosts = ["host1", "host2"] }
        world.server("srv1", "windows-rds") { $0.hosts = ["host1", "host2"] }
        reach(&world, "srv1", by: .remoteInteractive)
        let reasons = try world.position().exposure("srv1").reasons.filter { $0.figure == "breakEven" }.map(\.reason)
        // 2 * 2500.00 / 50.00; 2 * 11500.00 / 220.00 = 104.5.
        #expect(reasons.count == 2 && reasons[0].hasSuffix("CALs for 100 external users"))
        #expect(reasons[1].hasSuffix("CALs for 105 external users"))
    }

    @Test func domainControllersReachedAreServersReached() throws {
        var world = world(outsiders: 60)
        world.server("web1")
        world.server("dc1")
        for number in 0..<60 {
            world.seen("corp\\ext-\(number)", address: "198.51.100.9", on: "web1", by: .web, site: "W3SVC1")
            world.seen("corp\\ext-\(number)", address: "10.0.0.5", on: "dc1", by: .kerberosTGT)
        }
        world.estate.servers[0].exposure = "web-workload"
        let position = try world.position()
        #expect(try position.exposure("web1", "W3SVC1").verdict == .exempt)
        let controller = try position.exposure("dc1")
        #expect(controller.verdict == .gap && controller.authenticatedVisitors.value == 60)
        #expect(!controller.exposed)
        #expect(position.externalChoice.map(\.host) == ["dc1"])
        #expect(position.externalChoice.map(\.choice) == ["external-connector"])
    }

    @Test func whoeverIsAtAFrontEndIsAtWhatStandsBehindIt() throws {
        var world = world()
        world.server("web1")
        world.server("sql1", "sql-server") {
            $0.licenceModel = "server+cal"
            $0.behind = ["app1"]
        }
        world.server("app1") { $0.behind = ["WEB1"] }
        for number in 0..<2 {
            world.seen("corp\\ext-\(number)", address: "198.51.100.9", on: "web1", by: .web, site: "W3SVC1")
        }
        let position = try world.position()
        for server in ["app1", "sql1"] {
            let exposure = try position.exposure(server)
            #expect(exposure.verdict == .gap && exposure.authenticatedVisitors.value == 2, "\(server)")
            #expect(exposure.why.contains("pooling never lowers the count") && exposure.why.contains("web1"))
            #expect(!exposure.exposed && exposure.attempts == 0)
        }
        #expect(try position.exposure("sql1").why.contains("no External Connector covers this product"))
        // Two CALs of Windows for three servers, two of SQL Server.
        #expect(position.externalOptimum?.cost.text == "500.00")
        // A front end that is declared exempts itself, not what stands behind it.
        world.estate.servers[0].exposure = "web-workload"
        #expect(try world.position().exposure("web1", "W3SVC1").verdict == .exempt)
        #expect(try world.position().exposure("app1").verdict == .gap)
        world.estate.servers[2].exposure = "web-workload"
        #expect(try world.position().exposure("app1").verdict == .exempt)
        // Direct access is none of the web's.
        world.seen("corp\\ext-0", address: "198.51.100.9", on: "app1", by: .share)
        let direct = try world.position().exposure("app1")
        #expect(direct.verdict == .gap && direct.why.contains("does not hold: outsiders came by more than the web"))
    }

    @Test func visitorsWithoutANameReachBackEndsToo() throws {
        var world = World()
        world.server("web1")
        world.server("app1") { $0.behind = ["web1"] }
        world.visits = [("web1", "W3SVC1", "203.0.113.9", .success, "2026-10-01")]
        world.estate.servers[0].exposure = "web-workload"
        let open = try world.position().exposure("app1")
        #expect(open.verdict == .notDeterminable && open.anonymousVisitors.value == 1)
        #expect(open.why.contains("whether the server is a web workload"))
        world.estate.settings.sites = [
            .init(server: "app1", site: "", exemption: "none", declaredBy: "J. Doe", date: "2026-09-01")
        ]
        #expect(try world.position().exposure("app1").verdict == .gap)
        world.estate.settings.sites[0].exemption = "web-workload"
        #expect(try world.position().exposure("app1").verdict == .exempt)
        // Behind a suspected proxy nobody knows who comes through.
        let hidden = try world.position(proxies: [
            SuspectedProxy(server: "web1", site: "W3SVC1", peer: "10.0.0.4", why: "16 user agents")
        ]).exposure("app1")
        #expect(hidden.verdict == .notDeterminable && hidden.anonymousVisitors.value == nil && !hidden.proxySuspected)
    }

    @Test func frontEndsInARingEnd() throws {
        var world = world()
        world.server("srv1") { $0.behind = ["srv2"] }
        world.server("srv2") { $0.behind = ["srv1"] }
        reach(&world, "srv1")
        let position = try world.position()
        #expect(try position.exposure("srv1").authenticatedVisitors.value == 2)
        #expect(try position.exposure("srv2").authenticatedVisitors.value == 2)
        #expect(try !position.exposure("srv1").why.contains("pooling"))
    }

    // MARK: Editions and exemptions

    @Test(arguments: [("essentials", "2019"), ("web", "2008 R2"), ("foundation", "2012")])
    func editionsWithoutCALsNeedNoConnector(edition: String, version: String) throws {
        var world = world()
        world.server("srv1", "windows-server", version) { $0.edition = edition }
        reach(&world, "srv1")
        let exposure = try world.position().exposure("srv1")
        #expect(exposure.verdict == .exempt && exposure.why.contains("needs no CAL"))
        #expect(try world.position().externalChoice.isEmpty)
    }

    @Test(arguments: ["2012", "2012 R2", "2016", "2025"]) func from2012AnonymousAccessIsNotFree(version: String) throws
    {
        var world = World()
        world.server("web1", "windows-server", version)
        world.visits = [("web1", "W3SVC1", "203.0.113.9", .success, "2026-10-01")]
        #expect(try world.position().exposure("web1", "W3SVC1").verdict == .notDeterminable)
        world.estate.settings.sites = [
            .init(server: "web1", site: "W3SVC1", exemption: "web-workload", declaredBy: "J. Doe", date: "2026-09-01")
        ]
        #expect(try world.position().exposure("web1", "W3SVC1").verdict == .exempt)
        // The exemption of that time cannot be declared any more.
        world.estate.settings.sites[0].exemption = "internet-unauthenticated"
        let refused = try world.position().exposure("web1", "W3SVC1")
        #expect(refused.verdict == .gap && refused.why.contains("does not exist for Windows Server"))
    }

    @Test(arguments: ["2003", "2003 R2", "2008", "2008 R2"]) func before2012OnlyVisitorsWithoutANameAreFree(
        version: String
    ) throws {
        var world = world()
        world.server("web1", "windows-server", version)
        world.visits = [("web1", "W3SVC1", "203.0.113.9", .success, "2026-10-01")]
        let free = try world.position().exposure("web1", "W3SVC1")
        #expect(free.verdict == .exempt && free.why.contains("internet-unauthenticated"))
        // Whoever logs on needs cover, and the web workload of later versions does not exist yet.
        world.seen("corp\\ext-0", address: "198.51.100.9", on: "web1", by: .web, site: "W3SVC1")
        #expect(try world.position().exposure("web1", "W3SVC1").verdict == .gap)
        world.estate.servers[0].exposure = "web-workload"
        let declared = try world.position().exposure("web1", "W3SVC1")
        #expect(
            declared.verdict == .gap
                && declared.why.contains(
                    "does not exist for Windows Server \(version.lowercased().filter { $0 != " " })")
        )
    }

    @Test func theWebWorkloadHoldsForItsSiteAlone() throws {
        var world = world()
        world.server("web1")
        for site in ["W3SVC1", "W3SVC2"] {
            world.seen("corp\\ext-0", address: "198.51.100.9", on: "web1", by: .web, site: site)
        }
        world.estate.settings.sites = [
            .init(server: "web1", site: "W3SVC1", exemption: "web-workload", declaredBy: "J. Doe", date: "2026-09-01")
        ]
        let position = try world.position()
        #expect(try position.exposure("web1", "W3SVC1").verdict == .exempt)
        #expect(try position.exposure("web1", "W3SVC2").verdict == .gap)
    }

    @Test func aDeclarationOfAnUnknownVersionIsOpen() throws {
        var world = world()
        world.server("web1", "windows-server", "?") { $0.exposure = "web-workload" }
        world.seen("corp\\ext-0", address: "198.51.100.9", on: "web1", by: .web, site: "W3SVC1")
        let open = try world.position().exposure("web1", "W3SVC1")
        #expect(open.verdict == .notDeterminable && open.why.contains("depends on the version"))
    }

    /// The exemption is one of Windows Server: what runs on it needs what it needs.
    @Test func theWebWorkloadFreesWindowsServerAlone() throws {
        var world = world()
        world.server("web1") { $0.exposure = "web-workload" }
        world.server("web1", "sharepoint-server", "2010") { $0.exposure = "web-workload" }
        world.seen("corp\\ext-0", address: "198.51.100.9", on: "web1", by: .web, site: "W3SVC1")
        let gap = try world.position().exposure("web1", "W3SVC1")
        #expect(gap.verdict == .gap && gap.why.contains("SharePoint Server 2010") && gap.why.contains("web-workload"))
        world.estate.servers[1].version = "2016"
        let exempt = try world.position().exposure("web1", "W3SVC1")
        #expect(exempt.verdict == .exempt && exempt.why.contains("external users are included"))
    }

    // MARK: Who is external, and what it means

    /// From October 2024 on contractors of more than 30 hours a week are the organisation's own.
    @Test(arguments: [("2024-09-30", true), ("2024-10-01", false)])
    func theAgreementsDateSaysWhoIsExternal(signed: String, isExternal: Bool) throws {
        var world = World()
        world.server("srv1")
        world.user("con")
        world.estate.settings.agreementSigned = Day(text: signed)
        world.estate.settings.contractors = [
            .init(account: "corp\\con", onsite: false, hoursPerWeek: 40, end: nil)
        ]
        world.seen("corp\\con", address: "198.51.100.9", on: "srv1")
        let exposure = try world.position().exposure("srv1")
        #expect(exposure.verdict == (isExternal ? .gap : .none))
        #expect(exposure.authenticatedVisitors.value == (isExternal ? 1 : 0))
    }

    @Test func connectorsNeverCoverTheOrganisationsOwn() throws {
        var world = world()
        world.server("srv1")
        world.user("anna")
        world.licence("ws-ec", 1, .server, version: "2019", to: "srv1")
        reach(&world, "srv1")
        world.seen("corp\\anna", from: "pc1", address: "198.51.100.99", on: "srv1")
        let position = try world.position()
        #expect(try position.exposure("srv1").verdict == .covered)
        // Outsiders leave the count of users, anna stays.
        #expect(try position.row("user").defended.value == 1)
    }

    // MARK: The estate's choice

    @Test func theChoiceHasAProofAndAddsUp() throws {
        var world = world(outsiders: 60)
        for number in 0..<4 { world.server("srv\(number)") { $0.hosts = ["host\(number / 2)"] } }
        world.server("srv3", "windows-rds") { $0.hosts = ["host1"] }
        for number in 0..<60 {
            world.seen("corp\\ext-\(number)", address: "198.51.100.9", on: "srv\(number % 2)")
            if number < 5 {
                world.seen("corp\\ext-\(number)", address: "198.51.100.9", on: "srv3", by: .remoteInteractive)
            }
        }
        let position = try world.position()
        let optimum = try #require(position.externalOptimum)
        // A connector for the 60 of host0, both CALs for the 5 of host1.
        #expect(optimum.cost.text == "3600.00" && optimum.lowerBound == optimum.cost)
        #expect(optimum.certificate.contains("so does the lower bound"))
        #expect(position.externalChoice.map(\.choice) == ["external-connector", "cals"])
        #expect(position.externalChoice.map { $0.cost?.text ?? "" } == ["2500.00", "1100.00"])
        #expect(
            !position.findings.contains { $0.id.hasPrefix("F-certificate") || $0.id.hasPrefix("F-external-choice") })
    }

    @Test func sparesCostNothingInTheChoice() throws {
        var world = world()
        world.server("srv1")
        reach(&world, "srv1")
        world.licence("ws-cal", 1, .user, version: "2019")
        let choice = try #require(try world.position().externalChoice.first)
        #expect(choice.cost?.text == "50.00" && choice.why.contains("1 of the CALs nobody inside needs"))
    }

    @Test func anUnusedLicenceIsTheNewestThatCanBeLeft() {
        func unused(_ needs: [(Int, Int)], _ licences: [(Int, Int)]) -> [RankCount] {
            VersionAllocation(
                needs: needs.map { RankCount(rank: $0.0, count: $0.1) },
                licences: licences.map { RankCount(rank: $0.0, count: $0.1) }
            ).unused
        }
        #expect(unused([(40, 1)], [(40, 1), (60, 1)]) == [RankCount(rank: 60, count: 1)])
        #expect(unused([(40, 1), (60, 1)], [(40, 1), (60, 2)]) == [RankCount(rank: 60, count: 1)])
        #expect(unused([(50, 2)], [(40, 3), (60, 1)]) == [RankCount(rank: 40, count: 3)])
        #expect(unused([], [(40, 1)]) == [RankCount(rank: 40, count: 1)])
    }
}
