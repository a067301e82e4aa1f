import Foundation
import Licensing
import PositionModel
import Testing

@testable import Analysis

/// Estates whose cheapest mix is known by hand (`samples/field-cases/README.md`), from their logs to the position.
@Suite struct FieldCaseTests {
    private static let samples =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path + "/samples/field-cases/"

    struct Case: Sendable, CustomTestStringConvertible {
        var folder: String
        var product = "windows-server"
        var allUser: Int
        var allUserCost: String
        var allDevice: Int?
        var allDeviceCost: String?
        var users: Int
        var devices: Int
        var cost: String
        var testDescription: String { folder }
    }

    static let cases = [
        Case(
            folder: "shifts", allUser: 500, allUserCost: "25000.00", allDevice: 850, allDeviceCost: "34000.00",
            users: 410,
            devices: 30, cost: "21700.00"),
        Case(
            folder: "shifts-one-pc", allUser: 500, allUserCost: "25000.00", allDevice: 440, allDeviceCost: "17600.00",
            users: 0, devices: 440, cost: "17600.00"),
        Case(
            folder: "mail", product: "exchange-server", allUser: 150, allUserCost: "13500.00", allDevice: 225,
            allDeviceCost: "16200.00", users: 100, devices: 25, cost: "10800.00"),
        Case(
            folder: "mail-one-pc", product: "exchange-server", allUser: 150, allUserCost: "13500.00", allDevice: 125,
            allDeviceCost: "9000.00", users: 0, devices: 125, cost: "9000.00"),
        Case(
            folder: "desktops", allUser: 8000, allUserCost: "400000.00", allDevice: 12000, allDeviceCost: "480000.00",
            users: 4000, devices: 4000, cost: "360000.00"),
        // Not one device CAL for the front end.
        Case(
            folder: "front-end", allUser: 2000, allUserCost: "100000.00", allDevice: nil, allDeviceCost: nil,
            users: 2000,
            devices: 0, cost: "100000.00"),
    ]

    @Test(arguments: cases) func theCheapestMixIsTheOneKnownByHand(_ field: Case) async throws {
        let workspace = try Workspace()
        let run = EstateRun(folder: Self.samples + field.folder, catalogue: try Catalogue.builtIn)
        let (_, position) = try await run.run(
            into: workspace.file("position"), force: false, options: ScanOptions(), monitor: ScanMonitor(),
            generatedAt: nil)
        let mix = try #require(position.mix.first { $0.product == field.product })
        #expect(mix.allUser.value == field.allUser && mix.allDevice.value == field.allDevice)
        let other = try #require(mix.alternatives)
        #expect(other.allUserCost?.text == field.allUserCost && other.allDeviceCost?.text == field.allDeviceCost)
        let optimum = try #require(mix.optimum)
        #expect(optimum.users == field.users && optimum.devices == field.devices)
        #expect(optimum.cost.text == field.cost && optimum.lowerBound == optimum.cost)
        // The only one there is.
        #expect(!optimum.tie)
        #expect(mix.assignment.count == field.users + field.devices)
        #expect(position.inputs.totals.tiesOut)
    }
}
