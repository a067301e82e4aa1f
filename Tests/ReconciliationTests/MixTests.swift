import AccessModel
import PositionModel
import Testing

@testable import Reconciliation

@Suite struct MixTests {
    /// Six nurses on one ward terminal, two consultants with three devices each. User CAL 50.00, device CAL 40.00.
    private func hospital() -> World {
        var world = World()
        world.server("srv1")
        world.computer("ward")
        for number in 0..<6 {
            world.user("nurse\(number)")
            world.seen("corp\\nurse\(number)", from: "ward", on: "srv1")
        }
        for number in 0..<2 {
            world.user("doctor\(number)")
            for device in ["laptop", "phone", "tablet"] {
                world.seen("corp\\doctor\(number)", from: "\(device)\(number)", on: "srv1")
            }
        }
        return world
    }

    @Test func theOptimumMixesFlavours() throws {
        let position = try hospital().position()
        let mix = try position.mix()
        // 8 user CALs cost 400.00, 7 device CALs 280.00; two users and the terminal 2 x 50 + 40 = 140.00.
        #expect(mix.allUser.value == 8 && mix.allDevice.value == 7)
        let optimum = try #require(mix.optimum)
        #expect(optimum.users == 2 && optimum.devices == 1 && !optimum.tie)
        #expect(optimum.cost.text == "140.00" && optimum.lowerBound.text == "140.00")
        #expect(mix.assignment.map(\.holder) == ["corp\\doctor0", "corp\\doctor1", "ward"])
        let total = try position.row("total")
        #expect(total.chosen && total.requirement.value == 3 && total.delta.value == -3)
        // Shared devices: an auditor counts six nurses and a terminal, the optimum buys the terminal.
        let shared = try #require(
            position.auditorView.first { $0.product == "windows-server" }?.rows.first { $0.input == "shared-devices" })
        #expect(shared.auditor.value == 7 && shared.clean.value == 1 && shared.difference.value == 6)
    }

    @Test func heldLicencesCostNothing() throws {
        var world = hospital()
        world.licence("ws-cal", 8, .user, version: "2019")
        let position = try world.position()
        let optimum = try #require(try position.mix().optimum)
        // Eight user CALs are there already: everybody takes one, and nothing is left to pay.
        #expect(optimum.cost.text == "0.00" && optimum.lowerBound.text == "0.00")
        #expect(optimum.certificate.contains("proven cheapest"))
        #expect(try position.row("total").delta.value ?? -1 >= 0)

        world.estate.entitlements[0].quantity = 2
        let two = try #require(try world.position().mix().optimum)
        // Two users by licences held, the terminal for 40.00.
        #expect(two.users == 2 && two.devices == 1 && two.cost.text == "40.00")
    }

    @Test func licencesHeldOfBothFlavoursLeaveNoFalseShortfall() throws {
        var world = World()
        world.server("srv1")
        for number in 0..<3 { world.user("u\(number)") }
        for (user, device) in [(0, 3), (1, 1), (1, 3), (2, 2), (2, 3)] {
            world.seen("corp\\u\(user)", from: "p\(device)", on: "srv1")
        }
        world.licence("ws-cal", 1, .user, version: "2019")
        world.licence("ws-cal", 2, .device, version: "2019")
        let position = try world.position()
        let mix = try position.mix()
        let optimum = try #require(mix.optimum)
        #expect(optimum.cost.text == "0.00" && optimum.lowerBound.text == "0.00")
        #expect(mix.assignment.map(\.holder) == ["corp\\u1", "p2", "p3"])
        #expect(try position.row("total").delta.value == 0)
        #expect(!position.findings.contains { $0.id.hasPrefix("F-shortfall") })
    }

    @Test func oldLicencesServeOldServersOnly() throws {
        var world = World()
        world.server("old", "windows-server", "2012")
        world.server("new", "windows-server", "2022")
        for number in 0..<4 {
            world.user("u\(number)")
            world.seen("corp\\u\(number)", from: "p\(number)", on: number < 2 ? "old" : "new")
        }
        world.licence("ws-cal", 4, .user, version: "2012")
        let optimum = try #require(try world.position().mix().optimum)
        #expect(optimum.cost.text == "80.00" && optimum.lowerBound.text == "80.00")
        #expect(optimum.users == 2 && optimum.devices == 2)
    }

    /// Licences of two versions against needs of two versions: counts alone do not tell what is left to pay.
    @Test func anUnprovenShortfallIsNotStatedAsFact() throws {
        var world = World()
        world.server("old", "windows-server", "2012")
        world.server("new", "windows-server", "2022")
        for name in ["anna", "bert", "carl"] { world.user(name) }
        world.seen("corp\\anna", from: "laptop", on: "new")
        world.seen("corp\\bert", from: "terminal", on: "old")
        world.seen("corp\\carl", from: "terminal", on: "old")
        world.licence("ws-cal", 1, .user, version: "2012")
        world.licence("ws-cal", 1, .device, version: "2022")
        let position = try world.position()
        let optimum = try #require(try position.mix().optimum)
        // anna cannot use the user licence, bert and carl cannot share it: one device licence is to buy. Each version
        // by itself would do with what is held.
        #expect(optimum.cost.text == "40.00" && optimum.lowerBound.text == "0.00")
        #expect(optimum.certificate.contains("not proven cheapest"))
        let finding = try #require(position.findings.first { $0.id == "F-shortfall-windows-server" })
        #expect(finding.severity == .medium)
        #expect(finding.statement.contains("at most 1 licences") && finding.statement.contains("at least 0 "))
        #expect(try position.row("total").openQuestions.contains("Q-windows-server-mix-not-proven"))
    }

    @Test func oldLicencesDoNotMakeTheMixCheaper() throws {
        var world = hospital()
        world.licence("ws-cal", 8, .user, version: "2012")
        let optimum = try #require(try world.position().mix().optimum)
        #expect(optimum.users == 2 && optimum.devices == 1 && optimum.cost.text == "140.00")
    }

    @Test func twoThousandUsersThroughOneFrontEnd() throws {
        var world = World()
        world.server("db1", "windows-server", "2019") { $0.behind = ["web1"] }
        for number in 0..<2000 {
            world.user("u\(number)")
            world.seen("corp\\u\(number)", from: "web1", on: "db1")
        }
        let mix = try world.position().mix()
        #expect(mix.optimum?.users == 2000 && mix.optimum?.devices == 0)
        #expect(mix.allDevice.value == nil && mix.reasons.contains { $0.figure == "allDevice" })
    }

    @Test func addressesAndServersHoldNoDeviceCAL() throws {
        var world = World()
        world.server("srv1")
        world.computer("srv2") { $0.operatingSystem = "Windows Server 2022 Datacenter" }
        for (number, client) in ["10.1.1.1", "srv2", "pc1"].enumerated() {
            for person in 0..<3 {
                world.user("u\(number)\(person)")
                world.seen("corp\\u\(number)\(person)", from: client, on: "srv1")
            }
        }
        let optimum = try #require(try world.position().mix().optimum)
        // Three on the address and three on the server need user CALs; the three on pc1 share its device CAL.
        #expect(optimum.users == 6 && optimum.devices == 1)
    }

    @Test func oneSidedRows() throws {
        var world = World()
        world.server("srv1")
        world.user("anna")
        world.user("bert")
        // anna has a complete edge: her row without a device is explained by it. bert has none: he is forced.
        world.seen("corp\\anna", from: "pc1", on: "srv1")
        world.seen("corp\\anna", on: "srv1")
        world.seen("corp\\bert", on: "srv1")
        // kiosk was used by somebody unknown only: it is forced. pc1 is explained by anna.
        world.seen("", from: "kiosk", on: "srv1")
        world.seen("", from: "pc1", on: "srv1")
        // A machine account is evidence of a device, never an edge; nor is an anonymous logon.
        world.seen("corp\\pc9$", from: "pc9", on: "srv1")
        world.seen("nt authority\\anonymous logon", from: "pc8", on: "srv1")
        let position = try world.position()
        let mix = try position.mix()
        #expect(mix.unresolvedEdges == 2)
        // bert by user CAL, kiosk by device CAL, and anna's edge by whichever: pc1 is cheaper.
        #expect(mix.assignment.map(\.holder) == ["corp\\bert", "kiosk", "pc1"])
        #expect(position.findings.contains { $0.id == "Q-windows-server-machine-only" })
    }

    /// Whoever logs on to an FTP site as `anonymous` is a visitor: neither user nor device needs a licence for it.
    @Test func anonymousByNameNeedsNoLicence() throws {
        var world = World()
        world.server("srv1")
        world.user("anna")
        world.seen("corp\\anna", from: "pc1", on: "srv1", by: .ftp)
        for address in ["198.51.100.7", "10.0.0.8"] { world.seen("anonymous", address: address, on: "srv1", by: .ftp) }
        let position = try world.position()
        // anna by her device, which is cheaper, and nobody else by either.
        #expect(try position.row("user").requirement.value == 0)
        #expect(try position.row("device").requirement.value == 1)
        #expect(try position.mix().assignment.count == 1)
        #expect(!position.findings.contains { $0.id == "Q-windows-server-machine-only" })
    }

    @Test func sharedAccountsAreCoveredByTheirDevices() throws {
        var world = World()
        world.server("srv1")
        world.estate.settings.sharedPatterns = ["CORP\\ward3-*"]
        world.user("ward3-desk")
        world.seen("corp\\ward3-desk", from: "desk1", on: "srv1")
        world.seen("corp\\ward3-desk", from: "desk2", on: "srv1")
        let mix = try world.position().mix()
        // One user CAL would be cheaper, and wrong: nobody knows how many people log on with the account.
        #expect(mix.optimum?.users == 0 && mix.optimum?.devices == 2)
    }

    @Test func leaversAreInTheHighFigureOnly() throws {
        var world = hospital()
        world.user("gone") { $0.enabled = false }
        world.seen("corp\\gone", from: "ward", on: "srv1")
        let total = try world.position().row("total")
        #expect(total.defended.value == 3 && total.high.value == 4)
    }

    @Test func examplePricesAreSaidToBeExamples() throws {
        var world = hospital()
        world.estate.settings.prices = []
        let position = try world.position()
        #expect(try position.mix().optimum != nil)
        #expect(position.notices.contains { $0.message.contains("example 50.00") })
    }
}
