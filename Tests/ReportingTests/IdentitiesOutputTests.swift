import PositionModel
import Testing

@testable import Reporting

/// What `identities` prints, whatever the accounts are called.
@Suite struct IdentitiesOutputTests {
    private func report(_ name: String) -> IdentityReport {
        IdentityReport(
            window: PositionWindow(from: "2026-10-01", to: "2026-10-04", asOf: "2026-10-04"),
            classes: [.init(accountClass: "counted", label: name, accounts: 1, inDirectory: 1)],
            joins: [
                .init(rule: "same-sid", label: name, source: name, accounts: 1, isDisabled: false),
                .init(rule: "same-mail", label: name, source: name, accounts: 0, isDisabled: true),
            ],
            accounts: [
                AccountLedgerEntry(
                    account: name, sid: name, user: name, accountClass: name, rule: name, proof: name, join: name,
                    joinProof: name, inDirectory: true, lastEvidence: name)
            ],
            triedNames: 3,
            devices: [
                DeviceEntry(
                    device: name, kind: "named", inDirectory: true, operatingSystem: name, days: 0, isExternal: false,
                    proofs: [name, name])
            ],
            servers: [
                ServerIdentityEntry(server: name, names: [name], proof: name, isListed: false, kind: "unknown")
            ],
            conflicts: Array(repeating: name, count: IdentitiesTable.mostConflicts + 2))
    }

    @Test(arguments: HostileStrings.samples)
    func namesAreHarmless(_ hostile: String) throws {
        let report = report(hostile)
        for style in [TerminalStyle(), TerminalStyle(width: 60), TerminalStyle(isASCII: true)] {
            let text = IdentitiesTable.text(report, style: style)
            #expect(text.unicodeScalars.allSatisfy { !SafeText.isUnsafe($0) || $0 == "\n" })
        }
        let rows = CSVReader.rows(IdentitiesCSV.text(report))
        let columns = try #require(rows.first?.count)
        #expect(rows.allSatisfy { $0.count == columns })
        #expect(rows.count == 1 + 3 + report.conflicts.count)
        #expect(try IdentitiesJSON.lines(report).split(separator: "\n").count == 3)
    }

    @Test func theTableSaysWhatIsLeftOut() {
        let text = IdentitiesTable.text(report("alice"))
        #expect(text.contains("2 more (--format json)"))
        #expect(text.contains("3 names were tried and refused"))
        #expect(text.contains("off"))
    }
}
