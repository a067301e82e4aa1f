import AccessModel
import EstateInput
import EvidenceStore
import Licensing
import PositionModel
import Testing

@testable import Analysis

/// Changes nobody has made yet, and what cannot be changed.
@Suite struct WhatIfTests {
    private func estate() -> Estate {
        var estate = Estate()
        for (server, product) in [
            ("fs01.corp.de", "windows-server"), ("fs02.corp.de", "win server"), ("db01", "sql-server"),
        ] {
            var entry = ServerEntry()
            (entry.server, entry.product, entry.version) = (server, product, "2016")
            estate.servers.append(entry)
        }
        var licence = EntitlementEntry()
        (licence.licence, licence.quantity, licence.line) = ("ws-cal", 5, 2)
        licence.softwareAssuranceEnd = Day(text: "2026-12-31")
        estate.entitlements = [licence]
        return estate
    }

    private func changed(_ changes: EstateChange?...) throws -> Estate {
        try WhatIf.changed(estate(), by: try changes.map { try #require($0) }, catalogue: try Catalogue.builtIn)
    }

    @Test func serversRunAnotherVersion() throws {
        #expect(try changed(.upgrade("fs01=2025")).servers.map(\.version) == ["2025", "2016", "2016"])
        #expect(try changed(.upgrade("windows-server/*=2025")).servers.map(\.version) == ["2025", "2025", "2016"])
        #expect(
            try changed(.upgrade("*=2022"), .upgrade("DB01=2019")).servers.map(\.version) == ["2022", "2022", "2019"])
        #expect(try changed(.retire(server: "fs02")).servers.count == 2)
    }

    @Test func licencesPricesAndModels() throws {
        let bought = try changed(.buy("ws-cal/user@2025=40")).entitlements[1]
        #expect(bought.quantity == 40 && bought.flavour == .user && bought.version == "2025" && bought.line == 3)
        #expect(bought.softwareAssuranceEnd == nil)
        #expect(try changed(.buy("core-cal/user=3")).entitlements[1].softwareAssuranceEnd != nil)
        let prices = try changed(.price("Win Svr CAL/user=45.00"), .price("ws-cal/user=46.00")).settings.prices
        #expect(prices.map(\.licence) == ["ws-cal"] && prices.map(\.hundredths) == [4600])
        #expect(try changed(.choose("windows-server=device")).settings.choices.map(\.choice) == [.device])
        #expect(try changed(.assurance("2=2027-12-31")).entitlements[0].softwareAssuranceEnd?.text == "2027-12-31")
    }

    @Test func whatIsNoChange() {
        for text in ["", "fs01", "fs01=", "=2025", "/fs01=2025"] {
            #expect(EstateChange.upgrade(text) == nil, "\(text)")
        }
        for text in ["ws-cal=5.00", "ws-cal/users=5.00", "ws-cal/user=-5", "ws-cal/user=5.001"] {
            #expect(EstateChange.price(text) == nil, "\(text)")
        }
        for text in ["ws-cal=0", "ws-cal=-1", "ws-cal=1000001", "/user=4", "ws-cal/x=4"] {
            #expect(EstateChange.buy(text) == nil, "\(text)")
        }
        #expect(EstateChange.choose("windows-server=both") == nil)
        #expect(EstateChange.assurance("2=tomorrow") == nil && EstateChange.assurance("x=2027-01-01") == nil)
    }

    @Test func whatConcernsNothingIsAnError() throws {
        func message(_ change: EstateChange?) throws -> String {
            let catalogue = try Catalogue.builtIn
            let changes = [try #require(change)]
            do throws(EstateChangeError) {
                _ = try WhatIf.changed(estate(), by: changes, catalogue: catalogue)
                return "none"
            } catch { return error.description }
        }
        #expect(try message(.upgrade("nosuch=2025")).contains("servers.csv"))
        #expect(try message(.upgrade("exchange-server/fs01=2019")).contains("exchange-server on fs01"))
        #expect(try message(.upgrade("windos-server/fs01=2025")).contains("windows-server"))
        #expect(try message(.buy("rds-kal=5")).contains("rds-cal"))
        #expect(try message(.choose("sql-servr=user")).contains("sql-server"))
        #expect(try message(.assurance("9=2027-01-01")).contains("line 9"))
        #expect(try message(.retire(server: "")).contains("servers.csv"))
        #expect(try message(.upgrade("fs01=2O25")).contains("2025"))
        #expect(try message(.buy("ws-cal=40")).contains("ws-cal/user"))
        #expect(try message(.buy("m365-e3=40")).contains("assigned"))
        #expect(try message(.buy("ws-cal/user@2077=40")).contains("version"))
    }

    /// Before and after stand side by side; the store and the estate's files are left alone.
    @Test func beforeAndAfter() throws {
        func position(_ delta: Int, external: Int64?, cost: Int64?) -> Position {
            var position = Position(
                organisation: "", catalogueVersion: "", currency: "USD",
                window: PositionWindow(from: "", to: "", asOf: ""), bridge: [], auditorView: [], products: [], mix: [],
                external: [], externalChoice: [], versions: [], coverage: [], accounts: [], findings: [],
                inputs: InputLedger(
                    entries: [],
                    totals: .init(records: 0, accepted: 0, ignored: 0, rejected: 0, duplicates: 0, tiesOut: true)),
                notices: [])
            position.products = [
                ProductPosition(
                    product: "windows-server", licence: "ws-cal", flavour: "user", chosen: true, directory: 0,
                    evidenced: 0, defended: Figure(10), low: Figure(10), high: Figure(10), requiredVersion: [],
                    entitled: 0, usable: Figure(10 + delta), requirement: Figure(10), delta: Figure(delta),
                    versionShortfall: Figure(0), openQuestions: [], reasons: [])
            ]
            if let external {
                position.externalOptimum = ExternalOptimum(
                    cost: Money(hundredths: external), lowerBound: Money(hundredths: external), certificate: "",
                    tie: false)
            }
            position.gauge = ShortfallGauge(
                threshold: "0.05", surcharge: "1.25",
                lines: [
                    ShortfallGauge.Line(
                        product: "windows-server", licence: "ws-cal", flavour: "user",
                        shortfall: Figure(max(0, -delta)), requirement: Figure(10), share: "",
                        cost: cost.map { Money(hundredths: $0) }, requirementCost: nil)
                ], cost: Money(hundredths: 1), requirementCost: nil, share: "", isReached: nil,
                costWithSurcharge: nil, source: "", reasons: [])
            return position
        }
        let report = WhatIfReport(
            before: position(-3, external: 500, cost: 1500), after: position(2, external: nil, cost: nil),
            changes: ["x"])
        #expect(report.rows.map(\.deltaBefore.value) == [-3] && report.rows.map(\.deltaAfter.value) == [2])
        #expect(report.externalBefore.cost?.text == "5.00" && report.externalAfter.cost?.text == "0.00")
        // Without outsiders; and what is not determinable of one product is not of all.
        #expect(report.costBefore?.text == "15.00" && report.costAfter == nil)
        var open = position(-3, external: nil, cost: 0)
        open.external = [
            ExternalExposure(
                server: "web01", site: "", exposed: true, anonymousVisitors: Figure(1),
                authenticatedVisitors: Figure(0),
                employeesFromOutside: 0, attempts: 0, proxySuspected: false, verdict: .gap, why: "", ecCost: nil,
                calCost: nil, reasons: [])
        ]
        #expect(open.outsidersLeft.cost == nil)
        open.external[0].verdict = .notDeterminable
        #expect(open.outsidersLeft.cost?.text == "0.00" && open.outsidersLeft.openSites == 1)
    }

    /// Whoever came from outside to a server that is gone needs nothing for it, and whoever used it is alive.
    @Test func retiredServersAreReachedByNobody() async throws {
        let workspace = try Workspace()
        let demo = DemoRun(folder: workspace.file("demo"))
        let result = try await demo.run(options: ScanOptions(jobs: 1), generatedAt: nil)
        let store = try EvidenceStore.open(path: demo.store, mode: .read)
        let estate = try EstateReader.read(folder: demo.estate)
        func report(_ servers: [String]) throws -> WhatIfReport {
            try WhatIf.report(
                store: store, estate: estate, changes: servers.map { .retire(server: $0) }, described: servers,
                catalogue: try Catalogue.builtIn, window: nil)
        }
        let exposed = Set(result.position.external.filter { $0.verdict == .gap }.map(\.server))
        #expect(!exposed.isEmpty)
        let all = try report(exposed.sorted())
        #expect(all.externalAfter.cost?.text == "0.00")
        #expect(all.externalBefore.cost?.text != "0.00")
    }
}
