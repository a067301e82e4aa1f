import AccessModel
import PositionModel
import Testing

@testable import Reconciliation

/// Licences of people and devices no log names: behind a multiplexer, and in the directory alone.
@Suite struct PopulationLicenceTests {
    /// Three people of a population use two servers through one account.
    private func world() -> World {
        var world = World()
        world.estate.settings.choices = [("windows-server", .user), ("sharepoint-server", .user)]
        world.server("portal", "windows-server", "2019")
        world.server("portal", "sharepoint-server", "2019")
        world.estate.settings.multiplexers = [.init(account: "CORP\\svc-crm", population: ["desk1", "desk2", "desk3"])]
        world.seen("corp\\svc-crm", from: "app", on: "portal")
        return world
    }

    @Test func theSamePeopleForEveryProduct() throws {
        var world = world()
        world.licence("Core CAL Suite", 3, .user, saEnd: "2027-01-01")
        let position = try world.position()
        for product in ["windows-server", "sharepoint-server"] {
            let row = try position.row("user", of: product)
            #expect(row.requirement.value == 3 && row.delta.value == 0, "\(product)")
        }
        #expect(!position.findings.contains { $0.id.hasPrefix("F-suites") })
        #expect(position.bundles.count == 3)
        #expect(position.bundles.allSatisfy { $0.products == ["sharepoint-server", "windows-server"] })
        world.estate.entitlements[0].quantity = 2
        #expect(try world.position().row("user").delta.value == -1)
    }

    @Test func licencesInTheirNamesCount() throws {
        var world = world()
        for name in ["desk1", "CORP\\desk2", "desk3"] {
            world.licence("ws-cal", 1, .user, version: "2019", to: name)
        }
        let position = try world.position()
        #expect(try position.row("user").usable.value == 3)
        #expect(!position.questions.contains { $0.id.contains("holder") })
    }

    /// People nobody names at all stay others in each product.
    @Test func numbersAreNames() {
        var settings = EstateSettings()
        settings.multiplexers = [.init(account: "a", population: ["Zoe", "anna", "zoe", ""])]
        let people = PeopleOfPopulations(settings) { $0 == "anna" }
        #expect(people.names == ["zoe"])
        #expect(people.number("ZOE") == -1 && people.number("CORP\\zoe") == -1 && people.number("anna") == nil)
        #expect(people.name(-1) == "zoe" && people.name(-2) == nil && people.name(0) == nil)
    }

    /// A computer of the directory is required although nobody was seen at it: so its licence counts.
    @Test func licencesOfComputersNobodyWasSeenAt() throws {
        var world = World()
        world.estate.settings.choices = [("windows-server", .device)]
        world.server("fs01")
        for name in ["pc1", "pc2", "pc3"] { world.computer(name) }
        world.user("anna")
        world.seen("corp\\anna", from: "pc1", on: "fs01")
        world.licence("ws-cal", 1, .device, version: "2019", to: "PC3")
        world.licence("ws-cal", 1, .device, version: "2019", to: "pc1")
        let row = try world.position().row("device")
        #expect(row.requirement.value == 3 && row.usable.value == 2 && row.delta.value == -1)
        #expect(try !world.position().questions.contains { $0.id.contains("holder") })
    }
}
