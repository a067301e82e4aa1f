import AccessModel
import PositionModel
import Testing

@testable import Reconciliation

@Suite struct ProductPositionTests {
    /// Ten people, each at a PC of their own, on one Windows Server 2019.
    private func office(people: Int = 10) -> World {
        var world = World()
        world.server("srv1")
        for number in 0..<people {
            world.user("u\(number)")
            world.computer("pc\(number)")
            world.seen("corp\\u\(number)", from: "pc\(number)", on: "srv1")
        }
        return world
    }

    @Test func headsAndVersions() throws {
        var world = office()
        world.estate.settings.choices = [("windows-server", .user)]
        world.licence("Win Svr CAL 2019 User", 4)
        world.licence("ws-cal", 20, .user, version: "2012 R2")
        world.licence("ws-cal", 3, .user, version: "2016", saEnd: "2018-12-31")
        let row = try world.position().row("user")
        // 27 licences held. Server 2019 takes 2019 (4) and the 2016 ones whose SA saw October 2018 (3): 7 of 10.
        #expect(row.chosen && row.entitled == 27)
        #expect(row.requirement.value == 10 && row.usable.value == 7 && row.delta.value == -3)
        // Heads would suffice: all three are missing by version alone.
        #expect(row.versionShortfall.value == 3)
        #expect(row.requiredVersion == [.init(version: "2019", count: 10)])
    }

    @Test func newestLicencesGoToNewestNeeds() throws {
        var world = office(people: 4)
        world.estate.settings.choices = [("windows-server", .user)]
        world.server("srv2", "windows-server", "2022")
        world.seen("corp\\u0", from: "pc0", on: "srv2")
        // Nobody else was seen on srv2; u1, u2 and u3 were seen on 2019 only.
        world.licence("ws-cal", 1, .user, version: "2022")
        world.licence("ws-cal", 2, .user, version: "2019")
        world.licence("ws-cal", 9, .user, version: "2008")
        let position = try world.position()
        let row = try position.row("user")
        #expect(row.requiredVersion == [.init(version: "2022", count: 1), .init(version: "2019", count: 3)])
        #expect(row.usable.value == 3 && row.delta.value == -1 && row.versionShortfall.value == 1)
        let cell = try #require(
            position.versions.first { $0.serverVersion == "2022" && $0.calVersion == "2019" })
        #expect(cell.held == 2 && !cell.serves)
        // u0 has its 2022 licence; one of the three on 2019 lacks one, where 2008 ones lie about.
        #expect(cell.shortfall == 0)
        #expect(position.versions.filter { $0.serverVersion == "2019" }.map(\.shortfall) == [1, 1, 1])
        #expect(position.findings.contains { $0.id == "F-version-windows-server" })
        #expect(position.findings.contains { $0.id == "F-shortfall-windows-server" && $0.severity == .high })
    }

    @Test func byVersionAloneIsSaidOnlyWhereHeadsSuffice() throws {
        var world = office(people: 10)
        world.estate.settings.choices = [("windows-server", .user)]
        world.licence("ws-cal", 4, .user, version: "2012")
        func statement() throws -> String {
            try #require(try world.position().findings.first { $0.id == "F-version-windows-server" }).statement
        }
        #expect(
            try statement().hasSuffix(
                ": 4 of the shortfall of 10 would not be there if every licence held had the right version."))
        #expect(try world.position().versions.map(\.shortfall) == [4])
        world.estate.entitlements[0].quantity = 10
        #expect(
            try statement().hasSuffix(": 10 licences are missing by version alone, though there are heads enough."))
    }

    @Test func withoutPricesTheAuditorsRowsSayWhy() throws {
        // The catalogue has no example price for Project Server.
        var world = office(people: 2)
        world.server("pj1", "project-server", "2019")
        world.seen("corp\\u0", from: "pc0", on: "pj1")
        let position = try world.position()
        let view = try #require(position.auditorView.first { $0.product == "project-server" })
        let row = try #require(view.rows.first { $0.input == "shared-devices" })
        #expect(row.clean.value == nil && row.evidence == "not determinable: no price says which mix is cheapest")
    }

    @Test func whoWasNotSeenNeedsTheNewestServer() throws {
        var world = World()
        world.estate.settings.choices = [("windows-server", .user)]
        world.server("old", "windows-server", "2012 R2")
        world.server("new", "windows-server", "2022") { $0.accessGroups = ["Sales"] }
        world.user("anna") { $0.memberOf = ["CN=Sales,DC=corp"] }
        world.user("bert")
        let row = try world.position().row("user")
        // anna may reach the 2022 server, bert only the 2012 R2 one, which a 2012 licence serves.
        #expect(row.requiredVersion == [.init(version: "2022", count: 1), .init(version: "2012", count: 1)])
    }

    @Test func suitesCountForEveryProductTheyCover() throws {
        var world = office(people: 3)
        world.server("mail", "exchange-server", "2019")
        world.server("mail", "windows-server", "2019")
        world.seen("corp\\u0", from: "pc0", on: "mail")
        world.estate.settings.choices = [("windows-server", .user), ("exchange-server", .user)]
        world.licence("CoreCAL", 2, .user, saEnd: "2027-12-31")
        world.licence("CoreCAL", 5, .user)
        let position = try world.position()
        let windows = try position.row("user")
        let exchange = try position.row("user", of: "exchange-server")
        #expect(windows.usable.value == 2 && windows.delta.value == -1)
        #expect(exchange.usable.value == 2 && exchange.requirement.value == 3)
        // A suite without Software Assurance says nothing about its versions: low 0, high 5.
        #expect(windows.entitled == 7 && windows.versionShortfall.value == 0)
        #expect(position.findings.contains { $0.id == "Q-windows-server-version-line-3" })
        // No other product gets anything from a suite that does not hold it.
        #expect(!position.products.contains { $0.product == "sql-server" })
    }

    @Test func seatsCoverTheirHoldersOnly() throws {
        var world = office(people: 3)
        world.estate.settings.choices = [("windows-server", .user)]
        world.user("left") { $0.enabled = false }
        world.licence("M365 E3", 1, saEnd: "2027-01-31", to: "corp\\u0")
        world.licence("M365 E3", 1, saEnd: "2027-01-31", to: "u0")
        world.licence("M365 E3", 1, saEnd: "2027-01-31", to: "corp\\left")
        world.licence("M365 E3", 1, saEnd: "2027-01-31", to: "corp\\nobody")
        world.licence("M365 E3", 50, saEnd: "2027-01-31")
        world.licence("M365 E3", 9, saEnd: "2026-01-31")
        let position = try world.position()
        let row = try position.row("user")
        // u0 holds two seats and needs one; `left` needs none; `nobody` and the unassigned ones cover nobody.
        #expect(row.entitled == 3 && row.usable.value == 1 && row.delta.value == -2)
        #expect(row.openQuestions.contains("Q-windows-server-unassigned-line-6"))
        #expect(
            position.findings.contains {
                $0.id == "Q-windows-server-holder-line-5" && $0.effect == "low 0, high 1 licences"
            })
        #expect(position.notices.contains { $0.message.contains("subscription ended 2026-01-31") })
    }

    @Test func sqlByCoreNeedsNoCALAndUnknownIsPricedBothWays() throws {
        var world = office(people: 2)
        world.server("db1", "sql-server", "2019") { $0.licenceModel = "core" }
        let core = try world.position()
        #expect(try core.row("user", of: "sql-server").requirement.value == 0)
        #expect(try core.row("user", of: "sql-server").reasons.first?.reason.contains("licensed by core") == true)
        #expect(try core.row("total", of: "sql-server").chosen)
        let bridge = try core.bridge(of: "sql-server")
        #expect(bridge.steps.last?.rule == "no-cal-needed" && bridge.steps.last?.users == 2)
        #expect(bridge.steps.last?.label == "No CAL needed (no server needs a CAL: licensed by core)")
        #expect(bridge.defendedUsers == 0 && bridge.defendedDevices == 0 && core.bridgesSum)
        let view = try #require(core.auditorView.first { $0.product == "sql-server" })
        #expect(view.rows.map(\.clean.value) == [0, 0, 0, 0])
        // The Windows Server below db1 needs its CALs all the same.
        #expect(try core.bridge().defendedUsers == 2)

        world.estate.servers[1].licenceModel = ""
        world.estate.servers[1].edition = "Standard"
        let unknown = try world.position()
        let row = try unknown.row("total", of: "sql-server")
        #expect(row.requirement.value == nil && row.delta.value == nil && row.low.value == 0 && row.high.value == 2)
        #expect(row.reasons.contains { $0.figure == "requirement" })
        #expect(try row.defended.value == nil && unknown.bridge(of: "sql-server").defendedUsers == 2)
        let nulls = try #require(unknown.auditorView.first { $0.product == "sql-server" }).rows.filter {
            $0.clean.value == nil
        }
        #expect(nulls.map(\.input) == ["directory-accounts", "shared-devices"])
        #expect(nulls.allSatisfy { $0.evidence.contains("licence model of every server") })
        let question = try #require(unknown.findings.first { $0.id == "Q-sql-server-licence-model" })
        // 2 users at 200.00.
        #expect(question.effect == "by core: 0 users (0.00); with CALs: 2 users (400.00 USD as user CALs)")
    }

    @Test func windowsByCoreStillNeedsCALs() throws {
        var world = office(people: 2)
        world.estate.servers[0].licenceModel = "core"
        let position = try world.position()
        #expect(try position.row("total").requirement.value == 2)
        #expect(position.notices.contains { $0.message.contains("core+cal") })
        world.estate.servers[0].edition = "Essentials"
        #expect(try world.position().row("user").requirement.value == 0)
        world.estate.servers[0].edition = ""
        world.estate.servers[0].licensedBy = "payg"
        #expect(try world.position().row("user").requirement.value == 0)
    }

    @Test func perMachineServersNeedActiveAssurance() throws {
        var world = office(people: 2)
        world.estate.settings.choices = [("windows-server", .user)]
        world.estate.servers[0].licensedBy = "vm"
        world.licence("ws-cal", 5, .user, version: "2025")
        let bought = try world.position().row("user")
        #expect(bought.usable.value == 0 && bought.versionShortfall.value == 2)
        world.licence("ws-cal", 5, .user, version: "2019", saEnd: "2027-01-31")
        #expect(try world.position().row("user").delta.value == 3)
    }

    @Test func remoteDesktopNeedsARowAndSessions() throws {
        var world = office(people: 3)
        world.server("rds1", "windows-rds", "2019")
        world.server("rds1", "windows-server", "2019")
        world.seen("corp\\u0", from: "pc0", address: "10.0.0.5", on: "srv1", by: .remoteInteractive)
        let idle = try world.position()
        // Sessions on srv1 are administration; rds1 shows none.
        #expect(try idle.row("user", of: "windows-rds").requirement.value == 0)
        #expect(idle.findings.contains { $0.id == "Q-windows-rds-remote-administration" })

        world.seen("corp\\u1", from: "pc1", address: "10.0.0.6", on: "rds1", by: .rdpSession)
        world.seen("corp\\u2", from: "pc2", on: "rds1", by: .network)
        let busy = try world.position()
        #expect(try busy.row("user", of: "windows-rds").evidenced == 1)
        #expect(try busy.bridge(of: "windows-rds").defendedUsers == 3)
    }

    @Test func nothingIsEverCalledCompliant() throws {
        var world = office()
        world.licence("ws-cal", 100, .user, version: "2022")
        #expect(try !world.position().json().lowercased().contains("compliant"))
    }

    @Test func emptyEverything() throws {
        var world = World()
        world.estate = Estate()
        let position = try world.position()
        #expect(position.products.isEmpty && position.bridge.isEmpty && position.inputs.totals.tiesOut)
        #expect(position.notices.contains { $0.file == "servers.csv" })
    }
}

@Suite struct VersionAllocationTests {
    private func counts(_ pairs: [(Int, Int)]) -> [RankCount] { pairs.map { RankCount(rank: $0.0, count: $0.1) } }

    @Test func surplusAndShortfall() {
        let surplus = VersionAllocation(needs: counts([(50, 3)]), licences: counts([(50, 2), (60, 5), (10, 9)]))
        #expect(surplus.usable == 7 && surplus.delta == 4 && surplus.versionShortfall == 0)
        let short = VersionAllocation(needs: counts([(60, 5), (50, 5)]), licences: counts([(50, 20)]))
        #expect(short.usable == 5 && short.delta == -5 && short.versionShortfall == 5)
        let none = VersionAllocation(needs: [], licences: counts([(50, 4)]))
        #expect(none.delta == 0 && none.shortfall == 0)
    }

    /// A maximum matching by trying every licence for every need.
    @Test func agreesWithMatching() {
        var seed: UInt64 = 0x1234
        func next(_ bound: UInt64) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((seed >> 33) % bound)
        }
        for _ in 0..<300 {
            let needs = (0..<next(6)).map { _ in next(4) }
            let licences = (0..<next(6)).map { _ in next(4) }
            func best(_ index: Int, _ used: Set<Int>) -> Int {
                guard index < needs.count else { return 0 }
                var most = best(index + 1, used)
                for licence in licences.indices where !used.contains(licence) && licences[licence] >= needs[index] {
                    most = max(most, 1 + best(index + 1, used.union([licence])))
                }
                return most
            }
            let allocation = VersionAllocation(
                needs: counts(needs.map { ($0, 1) }), licences: counts(licences.map { ($0, 1) }))
            #expect(allocation.matched == best(0, []), "needs \(needs), licences \(licences)")
            #expect(allocation.versionShortfalls.values.reduce(0, +) == allocation.versionShortfall)
        }
    }
}

/// What a product is without a directory, where logs lack.
@Suite struct MissingEvidenceTests {
    private func world() -> World {
        var world = World()
        world.server("fs01")
        world.server("fs02")
        world.licence("ws-cal", 10, .user, version: "2022")
        return world
    }

    @Test func nothingSeenIsNotZero() throws {
        let position = try world().position()
        for row in position.products {
            #expect(row.defended.value == nil && row.delta.value == nil && row.requirement.value == nil)
            #expect(row.reasons.contains { $0.reason.contains("no directory export") })
        }
        #expect(position.findings.contains { $0.id == "F-no-log-windows-server" && $0.severity == .high })
        #expect(position.auditorView[0].rows[0].auditor.value == nil)
    }

    @Test func aServerWithoutLogsIsAFinding() throws {
        var world = world()
        world.seen("corp\\anna", from: "pc1", on: "fs01")
        world.coverage.append((server: "fs01", day: "2026-10-01", cleared: false))
        let position = try world.position()
        #expect(try position.row("user", of: "windows-server").defended.value == 1)
        let finding = try #require(position.findings.first { $0.id == "F-no-log-windows-server" })
        #expect(finding.statement.hasSuffix("who uses them: 1 of 2.") && finding.evidence == "fs02")
    }

    /// Logs that show nobody are evidence, and so is a directory.
    @Test func whatWasLookedAtIsACount() throws {
        var logged = world()
        logged.coverage += [(server: "fs01", day: "2026-10-01", cleared: false)]
        #expect(try logged.position().row("user", of: "windows-server").defended.value == 0)
        var listed = world()
        listed.user("anna")
        let position = try listed.position()
        #expect(try position.row("user", of: "windows-server").defended.value == 1)
        #expect(!position.findings.contains { $0.id == "F-no-log-windows-server" })
    }
}
