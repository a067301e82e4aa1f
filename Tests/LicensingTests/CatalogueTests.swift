import AccessModel
import Foundation
import PositionModel
import Testing

@testable import Licensing

@Suite struct CatalogueTests {
    private func builtIn() throws -> Catalogue { try Catalogue.builtIn }

    /// The built-in catalogue with one piece of text changed.
    private func changed(_ old: String, _ new: String) throws -> Data {
        let text = String(decoding: PackageResources.catalogue_json, as: UTF8.self)
        let range = try #require(text.range(of: old), "the catalogue no longer holds \(old)")
        return Data(text.replacingCharacters(in: range, with: new).utf8)
    }

    private func faults(_ data: Data) throws -> String {
        do {
            _ = try Catalogue.load(json: data)
            return ""
        } catch {
            return error.description
        }
    }

    /// The version is read off the first lines for every command, and off the whole for every position.
    /// What people write for a role of Windows Server is no product, and leads to it.
    @Test(arguments: ["IIS", "File Server", "domain-controller", "Hyper-V"])
    func rolesLeadToWindowsServer(_ role: String) throws {
        #expect(try Catalogue.builtIn.product(named: role) == nil)
        #expect(try Catalogue.builtIn.nearestProducts(to: role) == ["windows-server"])
    }

    @Test func theVersionIsThatOfTheWhole() throws {
        #expect(try Catalogue.builtInVersion == Catalogue.builtIn.version && !Catalogue.builtInVersion.isEmpty)
    }

    @Test func builtInLoads() throws {
        let catalogue = try builtIn()
        #expect(catalogue.product("windows-server")?.cal == "ws-cal")
        #expect(catalogue.product("windows-rds")?.cal == "rds-cal")
        #expect(catalogue.prices.allSatisfy { $0.example })
    }

    @Test func unknownReferencesAreNamed() throws {
        #expect(try faults(changed("\"cal\": \"ws-cal\"", "\"cal\": \"no-such\"")).contains("no-such"))
        #expect(
            try faults(changed("{\"licence\": \"ws-cal\"", "{\"licence\": \"lost-cal\"")).contains("lost-cal"))
        #expect(try faults(changed("\"source\": [\"own\"]", "\"source\": [\"nowhere\"]")).contains("nowhere"))
        #expect(try faults(changed("\"source\": [\"own\"]", "\"source\": []")).contains("names no source"))
    }

    @Test func duplicateIdsAndNamesAreNamed() throws {
        #expect(try faults(changed("{\"id\": \"rds-cal\"", "{\"id\": \"ws-cal\"")).contains("given twice"))
        #expect(try faults(changed("\"rds cal\"", "\"windows cal\"")).contains("means both"))
    }

    @Test func ranksMustRise() throws {
        let fault = try faults(changed("\"id\": \"2008r2\", \"rank\": 21", "\"id\": \"2008r2\", \"rank\": 20"))
        #expect(fault.contains("rising order of rank"))
        #expect(try faults(changed("\"available\": \"2016-10\"", "\"available\": \"soon\"")).contains("\"soon\""))
    }

    @Test func wrongSchemaAndNonsense() throws {
        #expect(throws: CatalogueError.wrongSchema(found: "headcount.catalogue/9")) {
            try Catalogue.load(json: changed("headcount.catalogue/1", "headcount.catalogue/9"))
        }
        #expect(try faults(Data("{".utf8)).contains("not readable"))
        #expect(try faults(changed("\"rank\": 10", "\"rank\": \"ten\"")).contains("rank"))
    }

    @Test(arguments: [
        ("windows-server", "windows-server"), ("Windows Server", "windows-server"), ("WIN_SVR", "windows-server"),
        ("Windows Server 2019 Datacenter", "windows-server"), ("rds", "windows-rds"), ("SQL", "sql-server"),
        ("Microsoft SQL Server 2016 Standard", "sql-server"), ("Exchange", "exchange-server"),
        ("Share Point", "sharepoint-server"), ("Lync", "skype-lync"), ("Terminal Services", "windows-rds"),
    ])
    func productNames(text: String, id: String) throws {
        #expect(try builtIn().product(named: text)?.id == id)
    }

    @Test(arguments: [
        ("Win Svr CAL 2019 User", "ws-cal", Flavour.user, "2019"), ("2008 R2 CAL", "ws-cal", nil, "2008r2"),
        ("Windows Server 2012 R2 Device CAL", "ws-cal", .device, "2012r2"), ("ws-cal", "ws-cal", nil, ""),
        ("WinSvrCAL SNGL LicSAPk MVL DvcCAL", "ws-cal", .device, ""), ("CoreCAL", "core-cal", nil, ""),
        ("CoreCAL ALNG LicSAPk MVL UsrCAL", "core-cal", .user, ""), ("M365 E3", "m365-e3", .user, ""),
        ("Microsoft 365 E3", "m365-e3", .user, ""), ("Office 365 E1", "o365-e1", .user, ""),
        ("TS CAL 2008 R2", "rds-cal", nil, "2008r2"), ("RDS User CAL 2022", "rds-cal", .user, "2022"),
        ("Exchange Enterprise CAL 2016", "exch-ent", nil, "2016"), ("Exchange Server Std CAL", "exch-std", nil, ""),
        ("SQL CAL 2019 Device", "sql-cal", .device, "2019"),
        ("Windows Server External Connector 2022", "ws-ec", .server, "2022"),
        ("ECAL", "ecal", nil, ""), ("SharePoint Standard CAL", "sp-std", nil, ""),
    ])
    func licenceNames(text: String, id: String, flavour: Flavour?, version: String) throws {
        let match = try #require(try builtIn().licence(named: text), "\(text) is not recognised")
        #expect(match.id == id)
        #expect(match.flavour == flavour)
        #expect(match.version == version)
    }

    @Test func unknownNamesStayUnknown() throws {
        #expect(try builtIn().licence(named: "Adobe Acrobat") == nil)
        #expect(try builtIn().product(named: "Oracle") == nil)
        #expect(try builtIn().licence(named: "") == nil)
        #expect(try builtIn().licence(named: String(repeating: "a", count: 10_000)) == nil)
    }

    @Test func theLedgerColumnWinsOverTheName() throws {
        #expect(try builtIn().licence(named: "Win Svr CAL 2019 User", flavour: .device)?.flavour == .device)
    }

    @Test func suitesHoldWhatTheyHold() throws {
        let catalogue = try builtIn()
        func rights(_ id: String) throws -> Set<String> {
            Set(try #require(catalogue.suite(id)).rights.map(\.licence))
        }
        #expect(try rights("core-cal").isSuperset(of: ["ws-cal", "exch-std", "sp-std", "sfb-std"]))
        #expect(try rights("m365-f3").contains("ws-cal") && !rights("m365-f3").contains("exch-std"))
        #expect(try rights("o365-e3").contains("exch-std") && !rights("o365-e3").contains("ws-cal"))
        #expect(try rights("m365-business-premium").isEmpty)
        // Never in any suite: RDS and SQL.
        for suite in catalogue.suites {
            #expect(!suite.rights.contains { $0.licence == "rds-cal" || $0.licence == "sql-cal" })
        }
    }
}

@Suite struct VersionRuleTests {
    private func product(_ id: String) throws -> Catalogue.Product { try #require(try Catalogue.builtIn.product(id)) }
    private func day(_ text: String) throws -> Day { try #require(Day(text: text)) }

    @Test(arguments: [
        ("windows-server", "2012 R2", "2012r2"), ("windows-server", "Windows Server 2019 Standard", "2019"),
        ("windows-server", "10.0 (17763)", "2019"), ("windows-server", "10.0.20348.2527", "2022"),
        ("exchange-server", "SE", "se"), ("exchange-server", "Subscription Edition", "se"),
        ("skype-lync", "2015", "sfb2015"), ("sql-server", "SQL Server 2008 R2", "2008r2"),
    ])
    func versionNames(productID: String, text: String, id: String) throws {
        #expect(try product(productID).version(named: text)?.id == id)
    }

    @Test func unknownVersionsStayUnknown() throws {
        #expect(try product("windows-server").version(named: "") == nil)
        #expect(try product("windows-server").version(named: "NT 4.0") == nil)
    }

    @Test func carryOver() throws {
        let windows = try product("windows-server")
        func serves(_ product: Catalogue.Product, _ cal: String, _ server: String) throws -> Bool {
            product.serves(
                cal: try #require(product.version(cal)), server: try #require(product.version(server)))
        }
        #expect(try serves(windows, "2012", "2012r2"))
        #expect(try serves(windows, "2008", "2008r2"))
        #expect(try !serves(windows, "2012", "2016"))
        #expect(try serves(windows, "2022", "2016"))
        // SQL 2008 R2 is a step of its own.
        #expect(try !serves(product("sql-server"), "2008", "2008r2"))
    }

    @Test func softwareAssuranceDecidesTheVersion() throws {
        let windows = try product("windows-server")
        func effective(_ bought: String?, _ end: String?, subscription: Bool = false) throws -> EffectiveVersion {
            windows.effectiveVersion(
                bought: bought.flatMap { windows.version($0) }, isSubscription: subscription,
                assuranceEnd: try end.map(day), asOf: try day("2026-10-31"))
        }
        // No Software Assurance: the version bought.
        #expect(try effective("2012", nil).version == "2012")
        // Running: the newest version there is.
        let running = try effective("2012", "2027-01-01")
        #expect(running.version == "2025" && running.isCurrent)
        // Lapsed in 2020: 2019 was out (October 2018), 2022 was not (August 2021).
        #expect(try effective("2012", "2020-06-30").version == "2019")
        // Never below the version bought.
        #expect(try effective("2022", "2020-06-30").version == "2022")
        // The right to 2012 R2 is a 2012 licence: no other was sold.
        #expect(try effective("2008", "2014-06-30").version == "2012")
        // October 2016 is known to the month: on the 15th it could have been out.
        let open = try effective("2012", "2016-10-15")
        #expect(open.version == "2012" && open.isOpen)
        #expect(try !effective("2012", "2016-10-31").isOpen)
        #expect(try effective("2012", "2016-10-31").version == "2016")
        // Subscriptions count while they run.
        #expect(try effective(nil, "2026-10-30", subscription: true).version == nil)
        #expect(try effective(nil, "2026-10-31", subscription: true).version == "2025")
        // A suite without a date says nothing.
        #expect(try effective(nil, nil).version == nil && effective(nil, nil).isOpen)
    }
}
