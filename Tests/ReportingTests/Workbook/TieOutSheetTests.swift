import AccessModel
import PositionModel
import Testing

@testable import Reporting

/// The sheet of checks says what does not add up, and nothing else.
@Suite struct TieOutSheetTests {
    @Test func everyCheckOfASoundPositionHolds() throws {
        let table = SheetTable(SoundPosition.position)
        #expect(try table.failing == [])
        #expect(try table.value("Facts", row: 9, "Value") == .text("TRUE"))
        #expect(try table.value("Facts", row: 7, "Value") == table.value("Facts", row: 8, "Value"))
        #expect(try table.sheet("Tie-out").count > 60)
    }

    struct Error: CustomTestStringConvertible {
        var check: String
        var make: @Sendable (inout Position) -> Void
        var testDescription: String { check }
    }

    static let errors = [
        Error(check: "Steps of the bridge are the defended users: windows-server") { $0.bridge[0].defendedUsers += 1 },
        Error(check: "Steps of the bridge are the defended devices: windows-server") {
            $0.bridge[0].steps[6].devices -= 1
        },
        Error(check: "Steps up to disabled are the auditor's users: windows-server") { $0.bridge[0].auditorUsers -= 1 },
        Error(check: "Steps up to disabled are the auditor's devices: windows-server") {
            $0.bridge[0].auditorDevices += 1
        },
        Error(check: "Accounts of the directory in class service are the users of the step: windows-server") {
            var accounts = Array($0.accounts)
            accounts[3].accountClass = "test"
            $0.accounts = AccountLedgerList(accounts)
        },
        Error(check: "Entitlement of the ELP lines is what is held: windows-server, user") {
            $0.elp[0].preliminaryLicenseEntitlement += 1
        },
        Error(check: "Deployment of the ELP lines is the requirement: windows-server, device") {
            $0.elp[2].totalSoftwareDeployment = Figure(1)
        },
        Error(check: "Negative deltas of the ELP lines are the shortfall: windows-server, device") {
            $0.elp[1].licensingDelta = Figure(-2)
        },
        Error(check: "Deployment of the ELP lines of users and devices is the requirement of the mix: windows-server") {
            $0.products[2].requirement = Figure(4)
        },
        Error(check: "Identified by tool and manually is the defended figure: windows-server, total") {
            $0.products[2].identifiedManually = Figure(2)
        },
        Error(check: "Holders of a device licence are those of the mix: windows-server") {
            $0.mix[0].assignment.removeLast()
        },
        Error(check: "Lines of the gauge and what is left to buy for outsiders are the exposure: Cost") {
            $0.gauge?.cost = Money(hundredths: 254_001)
        },
        Error(check: "Lines of the gauge and what is left to buy for outsiders are the exposure: Requirement cost") {
            $0.gauge?.lines[0].requirementCost = Money(hundredths: 13_999)
        },
        Error(check: "Records: all inputs") { $0.inputs.totals.records += 1 },
        Error(check: "Records met again: all inputs") { $0.inputs.totals.duplicates -= 1 },
        Error(check: "Inputs of which records in are records out: all inputs") {
            $0.inputs.entries[1].records += 1
            $0.inputs.totals.records += 1
        },
        Error(check: "Records ignored by rule are those of the inputs: all inputs") {
            $0.inputs.entries[0].ignoredByRule[0].count -= 1
        },
    ]

    @Test(arguments: errors)
    func anErrorIsSeen(_ error: Error) throws {
        var position = SoundPosition.position
        error.make(&position)
        let table = SheetTable(position)
        #expect(try table.failing.contains(error.check))
        #expect(try table.value("Facts", row: 9, "Value") == .text("FALSE"))
    }

    /// What is stated stays; the formula that would give another figure goes.
    @Test func aFigureIsNeverReplaced() throws {
        var position = SoundPosition.position
        #expect(try SheetTable(position).formula("Position", row: 2, "Delta")?.contains("Q4-O4") == true)
        position.products[2].delta = Figure(-7)
        let table = SheetTable(position)
        #expect(try table.formula("Position", row: 2, "Delta") == nil)
        #expect(try table.value("Position", row: 2, "Delta") == .number(-7))
        #expect(try table.value("Position", row: 2, "Shortfall") == .number(7))
    }

    /// Nothing is checked against a figure that is not determinable.
    @Test func whatIsNotDeterminableIsNotChecked() throws {
        let sheet = try SheetTable(SoundPosition.position).sheet("Tie-out")
        let about = (0..<sheet.count).map { sheet.row($0) }.filter { $0[2].value.text == "sql-server, user" }
        #expect(about.map(\.[1].value.text) == ["Entitlement of the ELP lines is what is held"])
    }
}
