import AccessModel
import PositionModel
import Testing

@testable import Reconciliation

/// The ledger of licences in the position: every line is there, and what nobody needs is said to be so.
@Suite struct LedgerTests {
    private func world() -> World {
        var world = World()
        world.server("fs01")
        world.seen("corp\\anna", from: "pc1", on: "fs01")
        return world
    }

    @Test func everyLineIsThereAsWritten() throws {
        var world = world()
        world.licence("Win Svr CAL 2019 User", 5, version: "2019")
        world.licence("sp-std", 7, .user, version: "2019")
        world.licence("Mystery", 2)
        world.estate.entitlements[0].agreement = "EA 7731204"
        let position = try world.position()
        #expect(position.entitlements.map(\.line) == [2, 3, 4] && position.entitlements[0].agreement == "EA 7731204")
        #expect(position.entitlements[0].counts.map(\.quantity) == [5] && position.entitlements[0].why.isEmpty)
        #expect(position.entitlements[1].counts.isEmpty && position.entitlements[1].why.contains("no server runs"))
        #expect(position.entitlements[2].why == "not in the catalogue")
        let finding = try #require(position.findings.first { $0.id == "F-unneeded-licences" })
        #expect(finding.statement.hasPrefix("7 licences on 1 lines") && finding.evidence.contains("line 3"))
        // Nothing is asked about licences nobody needs.
        #expect(!position.questions.contains { $0.id.contains("line-3") })
    }

    @Test func settingsThatMeanNothingAreTold() throws {
        var world = world()
        world.estate.settings.choices = [("windows-srv", .user), ("windows-server", .user), ("win server", .device)]
        world.estate.settings.prices += [
            .init(licence: "ws-calx", flavour: .user, hundredths: 1),
            .init(licence: "ws-cal", flavour: .user, hundredths: 2),
            .init(licence: "sql-cal", flavour: .server, hundredths: 3),
        ]
        let notices = try world.position().notices.filter { $0.file == "estate.yaml" }.map(\.message)
        #expect(notices.contains { $0.contains("windows-srv") && $0.contains("windows-server") })
        #expect(notices.contains { $0.contains("rules.choose names windows-server more than once") })
        #expect(notices.contains { $0.contains("ws-calx/user") })
        #expect(notices.contains { $0.contains("prices names ws-cal/user more than once") })
        #expect(notices.contains { $0.contains("sql-cal/server") && $0.contains("sold per") })
    }

    @Test func seatsAreAskedAboutForEveryProductTheyServe() throws {
        var world = world()
        world.server("mail", "exchange-server", "2019")
        world.seen("corp\\anna", from: "pc1", on: "mail")
        world.licence("M365 E3", 60, saEnd: "2027-01-31")
        let position = try world.position()
        for product in ["windows-server", "exchange-server"] {
            #expect(try position.row("user", of: product).openQuestions.contains { $0.contains("unassigned-line-2") })
        }
    }

    /// Of a mix that is not proven cheapest only what is proven to be missing can reach the share.
    @Test func licencesOfOneVersionMayBeOfTwoKinds() throws {
        var world = World()
        world.estate.settings.choices = [("windows-server", .user)]
        world.server("vm1", "windows-server", "2022") { $0.licensedBy = "vm" }
        for number in 0..<5 { world.seen("corp\\u\(number)", from: "pc\(number)", on: "vm1") }
        world.licence("ws-cal", 4, .user, version: "2025")
        world.licence("ws-cal", 1, .user, version: "2022", saEnd: "2027-06-30")
        let cells = try world.position().versions.filter { $0.serverVersion == "2022" && $0.calVersion == "2025" }
        #expect(cells.map(\.serves) == [true, false] && cells.map(\.held) == [1, 4])
    }

    @Test func suitesOnTopAreTheirHolders() throws {
        var world = World()
        world.estate.settings.choices = [("exchange-server", .user), ("sharepoint-server", .user)]
        world.server("mail", "exchange-server", "2019")
        world.server("portal", "sharepoint-server", "2019")
        for number in 0..<4 { world.seen("corp\\u\(number)", from: "pc\(number)", on: number < 2 ? "mail" : "portal") }
        world.licence("exch-std", 2, .user, version: "2019")
        world.licence("ws-cal", 4, .user, version: "2019")
        world.licence("Enterprise CAL Suite", 2, .user, saEnd: "2027-01-01")
        // The suites are the only licences of those who use the portal: nobody of the mail users holds one.
        let position = try world.position()
        #expect(try position.row("user", of: "sharepoint-server").delta.value == 0)
        let line = try #require(position.additive.first { $0.licence == "exch-ent" })
        #expect(line.usable.value == 0 && line.reasons.contains { $0.reason.contains("in the hands of users") })
    }
}
