import AccessModel
import Licensing
import PositionModel
import Testing

@testable import Reconciliation

/// The rules of Microsoft's licensing that the position rests on, one test each. The numbers are those of the design's licensing
/// notes: section, then rule or trap.
@Suite struct LicensingRuleTests {
    private func product(_ id: String) throws -> Catalogue.Product { try #require(try Catalogue.builtIn.product(id)) }

    private func serves(_ id: String, _ cal: String, _ server: String) throws -> Bool {
        let product = try product(id)
        return product.serves(
            cal: try #require(product.version(cal), "\(id) \(cal)"),
            server: try #require(product.version(server), "\(id) \(server)"))
    }

    /// One server, one user, and the licences given: how many of them are usable, and how many are missing.
    private func position(
        _ product: String = "windows-server", _ version: String = "2022", choice: EstateSettings.Choice = .user,
        asOf: String = "2026-10-31", _ change: (inout World) -> Void
    ) throws -> Position {
        var world = World()
        world.estate.settings.asOf = Day(text: asOf)
        world.estate.settings.choices = [(product, choice)]
        world.server("srv1", product, version)
        world.user("anna")
        world.seen("corp\\anna", from: "pc1", on: "srv1")
        change(&world)
        return try world.position()
    }

    // MARK: 2 Versions

    @Test func s2_1_sameOrNewerLicencesServe() throws {
        #expect(try serves("windows-server", "2022", "2016") && serves("windows-server", "2016", "2016"))
        #expect(try !serves("windows-server", "2016", "2019"))
        for (bought, delta) in [("2022", 0), ("2025", 0), ("2019", -1)] {
            let row = try position { $0.licence("ws-cal", 1, .user, version: bought) }.row("user")
            #expect(row.delta.value == delta, "\(bought)")
        }
    }

    /// The version that runs counts, after a downgrade too: servers.csv says it.
    @Test func s2_1_theVersionThatRunsCounts() throws {
        let row = try position("windows-server", "2016") { $0.licence("ws-cal", 1, .user, version: "2016") }.row("user")
        #expect(row.delta.value == 0)
    }

    @Test(arguments: [
        ("windows-server", "2003", "2003r2", true), ("windows-server", "2008", "2008r2", true),
        ("windows-server", "2012", "2012r2", true), ("windows-server", "2012r2", "2016", false),
        ("windows-server", "2016", "2019", false), ("windows-server", "2019", "2022", false),
        ("windows-server", "2022", "2025", false), ("windows-rds", "2008", "2008r2", true),
        ("windows-rds", "2012", "2012r2", true), ("ad-rms", "2012", "2012r2", true),
        ("sql-server", "2008", "2008r2", false),
    ])
    func s2_2_carryOver(product: String, cal: String, server: String, holds: Bool) throws {
        #expect(try serves(product, cal, server) == holds)
    }

    /// Trap 20: no such licence was ever sold, and ledgers hold it all the same.
    @Test(arguments: [("2008 R2 CAL", "2008"), ("2012 R2 CAL", "2012")])
    func s2_2_ledgersNameLicencesThatWereNeverSold(name: String, version: String) throws {
        let position = try position("windows-server", version + " R2") { $0.licence(name, 1, .user) }
        #expect(try position.row("user").delta.value == 0)
        #expect(
            try position.versions.contains { $0.calVersion == version && $0.held == 1 }
                || position.row("user").usable.value == 1)
    }

    @Test func s2_2_terminalServicesLicencesAreRDSLicences() throws {
        #expect(try Catalogue.builtIn.licence(named: "TS CAL 2008")?.id == "rds-cal")
        #expect(try Catalogue.builtIn.licence(named: "TS CAL 2008 R2")?.id == "rds-cal")
    }

    @Test(arguments: [
        ("2012", nil, "2012"), ("2012", "2013-10-01", "2012"), ("2012", "2017-01-01", "2016"),
        ("2012", "2021-09-30", "2022"), ("2012", "2030-01-01", "2025"),
    ])
    func s2_4_assuranceCarriesToTheVersionsOfItsTime(bought: String, end: String?, counts: String) throws {
        let windows = try product("windows-server")
        let effective = windows.effectiveVersion(
            bought: windows.version(bought), isSubscription: false, assuranceEnd: end.flatMap { Day(text: $0) },
            asOf: try #require(Day(text: "2026-10-31")))
        #expect(effective.version == counts)
    }

    /// Trap 6: when it was bought does not matter, when Software Assurance ended does.
    @Test func s2_4_assuranceThatEndedTooEarlyIsAShortfallByVersionAlone() throws {
        let row = try position { $0.licence("ws-cal", 1, .user, version: "2016", saEnd: "2020-12-31") }.row("user")
        #expect(row.delta.value == -1 && row.versionShortfall.value == 1)
        let later = try position { $0.licence("ws-cal", 1, .user, version: "2016", saEnd: "2021-09-30") }.row("user")
        #expect(later.delta.value == 0)
    }

    @Test func s2_4_suitesHaveNoVersionAndNeedAssurance() throws {
        #expect(
            try position { $0.licence("Core CAL Suite", 1, .user, saEnd: "2027-01-01") }.row("user").delta.value == 0)
        // Frozen at the versions of the day it ended.
        let lapsed = try position { $0.licence("Core CAL Suite", 1, .user, saEnd: "2019-12-31") }.row("user")
        #expect(lapsed.delta.value == -1)
        // Without a date it stays open, and counts for nothing.
        let open = try position { $0.licence("Core CAL Suite", 1, .user) }
        #expect(try open.row("user").usable.value == 0)
        #expect(open.questions.contains { $0.kind == .licenceVersion })
    }

    @Test func s2_4_subscriptionsCountWhileTheyRun() throws {
        func row(_ end: String) throws -> ProductPosition {
            try position { $0.licence("M365 E3", 1, saEnd: end, to: "corp\\anna") }.row("user")
        }
        #expect(try row("2026-12-31").delta.value == 0)
        #expect(try row("2026-10-30").delta.value == -1)
    }

    /// Trap 7.
    @Test func s2_4_serversLicensedByMachineNeedLiveAssurance() throws {
        func delta(_ end: String?) throws -> Int? {
            try position { world in
                world.estate.servers[0].licensedBy = "vm"
                world.licence("ws-cal", 1, .user, version: "2022", saEnd: end)
            }.row("user").delta.value
        }
        #expect(try delta("2027-01-01") == 0 && delta(nil) == -1 && delta("2026-01-01") == -1)
    }

    @Test(arguments: [("exchange-server", "exch-std"), ("sharepoint-server", "sp-std"), ("skype-lync", "sfb-std")])
    func s2_4_subscriptionEditionsNeedLiveAssurance(id: String, cal: String) throws {
        func delta(_ end: String?) throws -> Int? {
            try position(id, "SE") { $0.licence(cal, 1, .user, version: "2019", saEnd: end) }.row("user", of: id).delta
                .value
        }
        #expect(try delta("2027-01-01") == 0 && delta("2026-01-01") == -1)
    }

    // MARK: 4 Exemptions

    @Test(arguments: [
        ("windows-server", "2008", "Web"), ("windows-server", "2012", "Foundation"),
        ("windows-server", "2019", "Essentials"),
    ])
    func s4_1_editionsThatNeedNoCAL(id: String, version: String, edition: String) throws {
        let position = try position(id, version) { $0.estate.servers[0].edition = edition }
        #expect(try position.row("user").requirement.value == 0)
        #expect(try position.bridge().steps.last?.rule == BridgeRules.noCALNeeded)
    }

    @Test func s4_1_editionsThatNeedOne() throws {
        for edition in ["Standard", "Datacenter"] {
            let position = try position { $0.estate.servers[0].edition = edition }
            #expect(try position.row("user").requirement.value == 1, "\(edition)")
        }
        // The Web edition was free of CALs up to 2008 R2 only.
        let web = try position("windows-server", "2012") { $0.estate.servers[0].edition = "Web" }
        #expect(try web.row("user").requirement.value == 1)
    }

    @Test func s4_1_payAsYouGoNeedsNoWindowsCALAndStillRDS() throws {
        let position = try position { world in
            world.estate.servers[0].licensedBy = "payg"
            world.server("srv1", "windows-rds", "2022")
            world.seen("corp\\anna", from: "pc1", address: "10.0.0.5", on: "srv1", by: .rdpSession)
            world.estate.settings.choices.append(("windows-rds", .user))
        }
        #expect(try position.row("user").requirement.value == 0)
        #expect(try position.row("user", of: "windows-rds").requirement.value == 1)
    }

    /// Trap 15: two per server, and only for administration.
    @Test func s4_5_twoAdministratorsOfAServer() throws {
        func position(_ change: (inout World) -> Void) throws -> Position {
            try self.position { world in
                for name in ["adm1", "adm2"] {
                    world.seen("msp\\\(name)", from: "jump", on: "srv1", by: .remoteInteractive)
                }
                world.estate.settings.administration = [
                    .init(server: "srv1", accounts: ["msp\\adm1", "msp\\adm2"])
                ]
                change(&world)
            }
        }
        let declared = try position { _ in }
        #expect(try declared.row("user").requirement.value == 1)
        // The very same without the declaration: two people more.
        #expect(try position { $0.estate.settings.administration = [] }.row("user").requirement.value == 3)
        // Who reaches another server is counted there.
        let elsewhere = try position { world in
            world.server("srv2")
            world.seen("msp\\adm1", from: "jump", on: "srv2")
        }
        #expect(try elsewhere.row("user").requirement.value == 2)
        let unknown = try position { world in
            world.estate.settings.administration = [.init(server: "nosuch", accounts: ["msp\\nobody"])]
        }
        #expect(unknown.notices.filter { $0.message.hasPrefix("administrators:") }.count == 2)
    }

    /// 4.6: a server that reaches another one is no device; the people behind it stay.
    @Test func s4_6_serversAreNoDevices() throws {
        let position = try position("windows-server", "2022", choice: .device) { world in
            world.server("app1")
            world.seen("corp\\anna", from: "app1", on: "srv1")
        }
        #expect(try position.row("device").evidenced == 1)
        #expect(try position.row("user").defended.value == 1)
    }

    @Test func s4_4_serversOfAHosterAreNotCountedHere() throws {
        let position = try position { $0.estate.servers[0].licensedBy = "spla" }
        #expect(try position.row("user").requirement.value == 0)
        #expect(position.notices.contains { $0.message.contains("SPLA") })
    }

    @Test(arguments: [("core", 0), ("processor", 0), ("server+cal", 1)])
    func s4_4_SQLByCoreNeedsNoCAL(model: String, requirement: Int) throws {
        let position = try position("sql-server", "2019") { $0.estate.servers[0].licenceModel = model }
        #expect(try position.row("user", of: "sql-server").requirement.value == requirement)
    }

    @Test func s1_4_SQLOfUnknownModelIsPricedBothWays() throws {
        let position = try position("sql-server", "2019") { _ in }
        #expect(try position.row("user", of: "sql-server").requirement.value == nil)
        #expect(position.questions.contains { $0.kind == .licenceModel })
    }

    /// Windows Server by core still needs CALs.
    @Test(arguments: ["core", "processor", "core+cal", "processor+cal", ""])
    func s1_2_windowsByCoreStillNeedsCALs(model: String) throws {
        let position = try position { $0.estate.servers[0].licenceModel = model }
        #expect(try position.row("user").requirement.value == 1)
        #expect(
            position.notices.contains { $0.message.contains("needs CALs as well") }
                == ["core", "processor"].contains(model))
    }

    // MARK: 5 Multiplexing

    @Test func s5_poolingNeverLowersTheCount() throws {
        // 30 people on the front end, which reaches the back end by one account.
        let position = try position("sql-server", "2019") { world in
            world.estate.servers[0].licenceModel = "server+cal"
            world.estate.servers[0].behind = ["web1"]
            world.server("web1")
            world.estate.settings.servicePatterns = ["corp\\svc-*"]
            world.user("svc-app")
            world.seen("corp\\svc-app", from: "web1", on: "srv1")
            for number in 0..<30 {
                world.user("u\(number)")
                world.seen("corp\\u\(number)", from: "pc-u\(number)", on: "web1")
            }
        }
        #expect(try position.row("user", of: "sql-server").requirement.value == 31)
    }

    /// Trap 11: taking a service account out without counting who is behind it.
    @Test func s5_peopleBehindAnExcludedServiceAccountAreAskedFor() throws {
        let position = try position { world in
            world.estate.settings.servicePatterns = ["corp\\svc-*"]
            world.user("svc-app")
            world.seen("corp\\svc-app", from: "app1", on: "srv1")
        }
        #expect(position.questions.contains { $0.kind == .peopleBehind && $0.subject == "corp\\svc-app" })
        #expect(try position.row("user").high.value == nil)
    }

    // MARK: 6 Suites

    /// 6.1 and trap 8: what each subscription covers.
    @Test(arguments: [
        ("m365-f1", true, false), ("m365-f3", true, false), ("m365-e3", true, true), ("m365-e5", true, true),
        ("o365-e3", false, true), ("o365-e1", false, true), ("ems-e3", true, false),
        ("m365-business-premium", false, false),
    ])
    func s6_1_rightsOfSubscriptions(suite: String, windows: Bool, exchange: Bool) throws {
        let suite = try #require(try Catalogue.builtIn.suite(suite))
        let rights = Set(suite.rights.map(\.licence))
        #expect(rights.contains("ws-cal") == windows && rights.contains("exch-std") == exchange)
    }

    /// Trap 9.
    @Test func s6_1_skypePlusIsInE5Only() throws {
        let catalogue = try Catalogue.builtIn
        func hasPlus(_ id: String) -> Bool {
            catalogue.suite(id)?.rights.contains { $0.licence == "sfb-plus" } ?? false
        }
        #expect(hasPlus("m365-e5") && hasPlus("o365-e5") && !hasPlus("ecal") && !hasPlus("m365-e3"))
    }

    @Test func s6_2_noSuiteHoldsRDSOrSQL() throws {
        for suite in try Catalogue.builtIn.suites {
            #expect(!suite.rights.contains { ["rds-cal", "sql-cal"].contains($0.licence) }, "\(suite.id)")
        }
    }

    /// Trap 21: bought is not assigned.
    @Test func s6_2_seatsNobodyHoldsAreCapacityOnly() throws {
        let position = try position { $0.licence("M365 E3", 10, saEnd: "2027-01-01") }
        let row = try position.row("user")
        #expect(row.usable.value == 0 && row.delta.value == -1)
        #expect(position.questions.contains { $0.kind == .unassignedSeats })
    }

    @Test func s6_2_subscriptionsCoverNoDevices() throws {
        for suite in try Catalogue.builtIn.suites where suite.kind == .subscription {
            #expect(suite.flavours == [.user], "\(suite.id)")
        }
    }

    // MARK: 7 Users and devices

    @Test func s7_oneUserLicenceForAllDevicesAndServers() throws {
        let position = try position { world in
            world.server("srv2")
            for device in ["pc2", "nb1", "phone"] { world.seen("corp\\anna", from: device, on: "srv2") }
            world.licence("ws-cal", 1, .user, version: "2022")
        }
        #expect(try position.row("user").delta.value == 0)
    }

    @Test func s7_oneDeviceLicenceForAllWhoUseIt() throws {
        let position = try position("windows-server", "2022", choice: .mix) { world in
            for name in ["bert", "cleo"] {
                world.user(name)
                world.seen("corp\\\(name)", from: "pc1", on: "srv1")
            }
        }
        let optimum = try #require(try position.mix().optimum)
        #expect(optimum.users == 0 && optimum.devices == 1)
    }

    /// Trap 12.
    @Test func s7_aSharedAccountIsNotOneUser() throws {
        let position = try position("windows-server", "2022", choice: .mix) { world in
            world.estate.settings.sharedPatterns = ["corp\\ward"]
            world.user("ward")
            for desk in 1...3 { world.seen("corp\\ward", from: "desk\(desk)", on: "srv1") }
        }
        // Its three desks, whatever a user CAL costs; anna by herself.
        #expect(try position.mix().optimum?.devices ?? 0 >= 3)
    }

    @Test func s7_editionsOfServersDoNotMatterToLicences() throws {
        for edition in ["Standard", "Enterprise"] {
            let position = try position("exchange-server", "2019") { world in
                world.estate.servers[0].edition = edition
                world.licence("exch-std", 1, .user, version: "2019")
            }
            #expect(try position.row("user", of: "exchange-server").delta.value == 0, "\(edition)")
        }
    }

    /// Traps 16 and 1.1: who uses Exchange uses Windows, who uses SharePoint also SQL below it.
    @Test func s1_1_whatAProductRunsOnIsUsedToo() throws {
        let position = try position("exchange-server", "2019") { _ in }
        #expect(try position.row("user", of: "windows-server").evidenced == 1)
        #expect(position.questions.contains { $0.id == "Q-windows-server-version-srv1" })
    }

    /// Trap 17.
    @Test func s1_5_enterpriseUseIsInNoLog() throws {
        for (id, licence) in [
            ("exchange-server", "exch-ent"), ("sharepoint-server", "sp-ent"), ("skype-lync", "sfb-ent"),
        ] {
            let position = try position(id, "2019") { _ in }
            let line = try #require(position.additive.first { $0.licence == licence }, "\(licence)")
            #expect(line.requirement.value == nil && line.low.value == 0 && line.high.value == 1)
        }
    }

    /// Trap 18: an Enterprise CAL is on top of the Standard CAL and does not replace it.
    @Test func s1_5_anAdditiveLicenceReplacesNoBase() throws {
        let position = try position("exchange-server", "2019") { $0.licence("exch-ent", 5, .user, version: "2019") }
        #expect(try position.row("user", of: "exchange-server").delta.value == -1)
    }

    // MARK: More of 2, 5, 6 and 7

    /// 2.2: what runs on the host counts, not the host; a host that runs guests only is declared as needing nothing.
    @Test func s2_2_aHostThatRunsGuestsOnlyNeedsNoCAL() throws {
        let position = try position("windows-server", "2025") { $0.estate.servers[0].licenceModel = "none" }
        #expect(try position.row("user").requirement.value == 0)
    }

    @Test func s2_3_RDSLicencesMustReachTheSessionHost() throws {
        #expect(try !serves("windows-rds", "2019", "2022") && serves("windows-rds", "2022", "2019"))
    }

    /// Newest licences to newest needs: an old one is not wasted on whoever needs a new one.
    @Test func s2_licencesAreNested() throws {
        let position = try position("windows-server", "2016") { world in
            world.server("srv2", "windows-server", "2022")
            world.user("bert")
            world.seen("corp\\bert", from: "pc2", on: "srv2")
            world.estate.servers[0].accessGroups = ["old"]
            world.estate.servers[1].accessGroups = ["new"]
            for (name, member) in [("old", "anna"), ("new", "bert")] {
                var group = DirectoryGroup()
                (group.name, group.distinguishedName) = (name, "CN=\(name),DC=corp")
                group.members = ["CN=\(member),OU=Staff,DC=corp"]
                world.estate.directory.groups.append(group)
            }
            world.licence("ws-cal", 1, .user, version: "2016")
            world.licence("ws-cal", 1, .user, version: "2022")
        }
        #expect(try position.row("user").delta.value == 0)
        #expect(try position.row("user").requiredVersion.map(\.version) == ["2022", "2016"])
    }

    /// 5: endpoints hold device CALs, never the session host that file servers see.
    @Test func s5_sessionHostsHoldNoDeviceCAL() throws {
        let position = try position("windows-server", "2022", choice: .mix) { world in
            world.server("rds1", "windows-rds", "2022")
            for name in ["bert", "cleo", "dora"] {
                world.user(name)
                world.seen("corp\\\(name)", from: "rds1", on: "srv1")
            }
        }
        let optimum = try #require(try position.mix().optimum)
        // The three by user CALs; anna's PC takes a device CAL.
        #expect(optimum.users == 3 && optimum.devices == 1)
    }

    /// 5: an address is a range of devices, and holds no device CAL.
    @Test func s5_addressesAreALowerBoundAndHoldNoDeviceCAL() throws {
        let position = try position("windows-server", "2022", choice: .mix) { world in
            for day in 1...4 { world.seen("corp\\anna", address: "10.0.0.9", on: "srv1", day: "2026-10-0\(day)") }
        }
        let row = try position.row("device")
        #expect(row.evidenced == 2 && row.high.value == 5)
        #expect(try position.mix().optimum?.users == 1)
    }

    /// 5: a scanner's one login stands for all who use it.
    @Test func s5_oneLoginOfADeviceStandsForItsUsers() throws {
        let position = try position { world in
            world.estate.settings.servicePatterns = ["corp\\scan"]
            world.user("scan")
            world.seen("corp\\scan", from: "mfp1", on: "srv1")
        }
        #expect(position.questions.contains { $0.kind == .peopleBehind })
        #expect(try position.row("device").evidenced == 2)
    }

    /// 4.3: inside, nobody is free of a CAL for coming without a name.
    @Test func s4_3_visitorsInsideAreAskedAbout() throws {
        let position = try position { $0.visits = [("srv1", "W3SVC1", "10.0.0.7", .success, "2026-10-01")] }
        #expect(position.questions.contains { $0.kind == .anonymousInside })
        #expect(try position.row("device").high.value == 2)
    }

    @Test(arguments: [
        ("core-cal", "ws-cal exch-std sp-std sfb-std"),
        ("ecal", "ws-cal exch-std exch-ent sp-std sp-ent sfb-std sfb-ent rms-cal"),
        ("o365-e5", "exch-std exch-ent sp-std sp-ent sfb-std sfb-ent sfb-plus"),
        ("m365-e5", "ws-cal rms-cal exch-std exch-ent sp-std sp-ent sfb-std sfb-ent sfb-plus"),
        ("m365-f3", "ws-cal rms-cal"), ("ems-e5", "ws-cal rms-cal"), ("m365-business-premium", ""),
    ])
    func s6_1_rightsOfSuites(suite: String, rights: String) throws {
        let table = Set(rights.split(separator: " ").map(String.init))
        let suite = try #require(try Catalogue.builtIn.suite(suite))
        let held = Set(suite.rights.map(\.licence))
        #expect(held.isSuperset(of: table), "\(suite.id): \(table.subtracting(held))")
        let known: Set<String> = [
            "ws-cal", "rms-cal", "exch-std", "exch-ent", "sp-std", "sp-ent", "sfb-std", "sfb-ent", "sfb-plus",
            "rds-cal",
            "sql-cal",
        ]
        #expect(held.intersection(known) == table, "\(suite.id)")
    }

    /// The Enterprise suite holds the Core suite: nobody needs both.
    @Test func s6_2_theEnterpriseSuiteHoldsTheCoreSuite() throws {
        let catalogue = try Catalogue.builtIn
        func rights(_ id: String) -> Set<String> { Set(catalogue.suite(id)?.rights.map(\.licence) ?? []) }
        #expect(rights("ecal").isSuperset(of: rights("core-cal")) && !rights("core-cal").isEmpty)
    }

    @Test func s6_2_serversLicensedByMachineTakeSubscriptions() throws {
        let position = try position { world in
            world.estate.servers[0].licensedBy = "vm"
            world.licence("M365 E3", 1, saEnd: "2027-01-01", to: "corp\\anna")
        }
        #expect(try position.row("user").delta.value == 0)
    }

    /// 7: RDS comes on top of Windows, never in its place.
    @Test func s7_anAdditiveLicenceNeedsItsBase() throws {
        let position = try position { world in
            world.server("srv1", "windows-rds", "2022")
            world.seen("corp\\anna", from: "pc1", address: "10.0.0.5", on: "srv1", by: .rdpSession)
            world.estate.settings.choices.append(("windows-rds", .user))
            world.licence("rds-cal", 1, .user, version: "2022")
        }
        #expect(try position.row("user", of: "windows-rds").delta.value == 0)
        #expect(try position.row("user").delta.value == -1)
    }

    /// 7: both flavours may serve one server.
    @Test func s7_flavoursMayBeMixed() throws {
        let position = try position("windows-server", "2022", choice: .mix) { world in
            for device in ["pc2", "nb1"] { world.seen("corp\\anna", from: device, on: "srv1") }
            for name in ["bert", "cleo"] {
                world.user(name)
                world.seen("corp\\\(name)", from: "desk1", on: "srv1")
            }
        }
        let optimum = try #require(try position.mix().optimum)
        #expect(optimum.users == 1 && optimum.devices == 1)
    }

    /// 7: what auditors start from, what was seen, what is defended: all three.
    @Test func s7_theRightToAccessAndAccessAreBothShown() throws {
        let position = try position { $0.user("bert") }
        let row = try position.row("user")
        #expect(row.directory == 2 && row.evidenced == 1 && row.defended.value == 2)
    }

    /// 3.1 and 7: the staff of affiliates is the organisation's own.
    @Test func s3_1_affiliatesAreInside() throws {
        let position = try position { world in
            world.estate.settings.affiliates = ["fabrikam"]
            world.seen("fabrikam\\fritz", from: "pc9", on: "srv1")
        }
        #expect(try position.row("user").requirement.value == 2)
        #expect(!position.questions.contains { $0.kind == .relation })
    }

    /// 7: a licence of somebody who left is free again; the 90 days of others are why leavers are asked about.
    @Test func s7_leaversAreAskedAbout() throws {
        let position = try position { world in
            world.user("gone") { $0.enabled = false }
            world.seen("corp\\gone", from: "pc4", on: "srv1")
        }
        #expect(try position.row("user").defended.value == 1 && position.row("user").high.value == 2)
        #expect(position.questions.contains { $0.kind == .leavers && $0.question.contains("disabled") })
    }

    /// Trap 13.
    @Test func trap13_onePersonOfSeveralAccountsIsCountedOnce() throws {
        let position = try position { world in
            world.user("anna-adm")
            world.sameAs["corp\\anna-adm"] = "corp\\anna"
            world.seen("corp\\anna-adm", from: "pc1", on: "srv1")
        }
        #expect(try position.row("user").requirement.value == 1 && position.users("duplicate") == 1)
    }

    /// Trap 5: carry-over is Windows' and its additives', never SQL's.
    @Test func trap5_carryOverIsNotSQLs() throws {
        #expect(try !serves("sql-server", "2008", "2008r2") && serves("windows-rds", "2012", "2012r2"))
    }

    // MARK: Ledger lines

    @Test(arguments: [
        ("Win Svr CAL 2019 User", Flavour.device, "", "the licence says user"),
        ("Win Svr CAL 2016 User", .user, "2019", "the licence says version 2016"),
        ("M365 E3", .device, "", "sold per user"),
        ("ws-ec", .user, "2022", "sold per server"),
    ])
    func contradictionsAreNamed(licence: String, flavour: Flavour, version: String, says: String) throws {
        var entry = EntitlementEntry()
        (entry.licence, entry.flavour, entry.version, entry.quantity) = (licence, flavour, version, 1)
        #expect(try #require(try Catalogue.builtIn.contradiction(in: entry)).contains(says))
    }

    @Test(arguments: [
        ("Win Svr CAL 2012 R2 User", Flavour.user, "2012"), ("ws-cal", .device, "2022"), ("Core CAL Suite", .user, ""),
        ("Adobe Acrobat", .user, "2020"), ("ws-ec", .server, "2022"),
    ])
    func whatAgreesIsNoContradiction(licence: String, flavour: Flavour, version: String) throws {
        var entry = EntitlementEntry()
        (entry.licence, entry.flavour, entry.version) = (licence, flavour, version)
        #expect(try Catalogue.builtIn.contradiction(in: entry) == nil)
    }

    @Test func unknownLicencesAndVersionsAreNamedWithTheirNearest() throws {
        let position = try position { world in
            world.licence("ws-kal", 5, .user, version: "2022")
            world.licence("ws-cal", 5, .user, version: "2035")
        }
        #expect(try position.row("user").usable.value == 0)
        let asked = position.questions.map(\.statement)
        #expect(asked.contains { $0.contains("\"ws-kal\"") && $0.contains("ws-cal") })
        #expect(asked.contains { $0.contains("\"2035\"") && $0.contains("2025") })
    }

    @Test func everyRowOfTheCatalogueHasASource() throws {
        let catalogue = try Catalogue.builtIn
        let known = Set(catalogue.sources.map(\.id))
        for row in catalogue.rules where row.section != "source" {
            let sources = row.source.split(separator: ",").map { $0.drop { $0 == " " } }.map(String.init)
            #expect(!sources.isEmpty && sources.allSatisfy { known.contains($0) }, "\(row.section) \(row.id)")
            #expect(["H", "M", "L"].contains(row.confidence))
        }
        // Every rule the program itself applies names where it is from.
        #expect(Reconciler(catalogue: catalogue).rules.rules.allSatisfy { !$0.source.isEmpty })
    }
}
