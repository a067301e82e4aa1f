import PositionModel
import Testing

@testable import Reporting

/// What changed between two positions, and who is only in an auditor's list.
@Suite struct DifferenceTests {
    @Test func nothingChangedOfTheSame() {
        let difference = PositionDifference(before: SamplePosition.position, after: SamplePosition.position)
        #expect(difference.isEmpty)
        #expect(DifferenceTable.text(difference, isWhole: false).contains("Nothing changed."))
    }

    /// Each change of one figure is one row with both values; nothing else moves.
    /// The ledger has an account several times where several rules joined it.
    @Test func anAccountSeveralTimesIsNoChange() throws {
        var position = SamplePosition.position
        var entries = Array(position.accounts)
        var again = try #require(entries.first)
        again.join = "same-sid"
        entries += [again, again]
        position.accounts = AccountLedgerList(entries)
        #expect(PositionDifference(before: position, after: position).isEmpty)
        let read = try PositionJSON.position(from: try PositionJSON.text(position))
        #expect(PositionDifference(before: read, after: position).isEmpty)
        entries.removeLast()
        var fewer = position
        fewer.accounts = AccountLedgerList(entries)
        #expect(PositionDifference(before: position, after: fewer).accounts.map(\.classAfter) == [""])
        #expect(PositionDifference(before: fewer, after: position).accounts.map(\.classBefore) == [""])
    }

    @Test func aFigureThatChangedIsOneRow() throws {
        var after = SamplePosition.position
        let row = after.products[0]
        let old = try #require(row.defended.value)
        after.products[0].defended = Figure(old + 7)
        let difference = PositionDifference(before: SamplePosition.position, after: after)
        #expect(difference.accounts.isEmpty)
        let change = try #require(difference.changes.first)
        #expect(difference.changes.count == 1 && change.section == "products" && change.metric == "defended")
        #expect(change.before == "\(old)" && change.after == "\(old + 7)" && change.change.value == 7)
        #expect(change.product == row.product && change.flavour == row.flavour)
        // Not determinable is empty, not 0, and no number is made up.
        after.products[0].defended = .undetermined
        let open = PositionDifference(before: SamplePosition.position, after: after).changes
        #expect(open.map(\.after) == [""] && open.map(\.change.value) == [nil])
    }

    /// Whatever differs: applying the changes to the rows of one gives the rows of the other.
    @Test func everyRowOfBothIsAccountedFor() {
        var after = SamplePosition.position
        after.findings.removeFirst()
        after.products.removeLast()
        after.versions.reverse()
        after.products[0].openQuestions.append("Q-new")
        let (old, new) = (PositionRow.rows(of: SamplePosition.position), PositionRow.rows(of: after))
        let difference = PositionDifference(before: SamplePosition.position, after: after)
        let gone = SamplePosition.findings[0]
        #expect(
            difference.changes.contains {
                $0.section == "findings" && $0.item == gone.id && $0.metric == "statement" && $0.after.isEmpty
                    && $0.before == gone.statement
            })
        #expect(
            difference.changes.contains { $0.metric == "open_question" && $0.before.isEmpty && $0.after == "Q-new" })
        // The order of rows is no change.
        #expect(!difference.changes.contains { $0.section == "versions" })
        #expect(new.count < old.count && difference.changes.count < old.count)
    }

    @Test func accountsThatAreClassedOtherwise() throws {
        var after = SamplePosition.position
        var accounts = SamplePosition.accounts
        accounts[2].accountClass = "counted"
        accounts.remove(at: 3)
        accounts.append(
            AccountLedgerEntry(
                account: "CORP\\new", sid: "", user: "CORP\\new", accountClass: "counted", rule: "counted", proof: "p",
                inDirectory: true, lastEvidence: ""))
        after.accounts = AccountLedgerList(accounts)
        let difference = PositionDifference(before: SamplePosition.position, after: after)
        #expect(difference.accounts.map(\.account) == ["CORP\\new", "CORP\\svc-backup", "FABRIKAM\\tlee"])
        #expect(difference.accounts.map(\.classBefore) == ["", "service", "not-in-directory"])
        #expect(difference.accounts.map(\.classAfter) == ["counted", "counted", ""])
    }

    @Test func whoIsOnlyInTheirsAndWhy() throws {
        let theirs = [
            "corp\\AMILLER", "S-1-5-21-1-2-3-1871", "svc-backup", "oldtimer@corp.example.com", "tlee", "CORP\\ghost",
        ]
        let comparison = AuditorComparison(SamplePosition.position, theirs: theirs)
        #expect(
            comparison.lines.map(\.standing) == [.both, .again, .notCounted, .notCounted, .both, .unknown])
        #expect(comparison.lines[2].proof == SamplePosition.accounts[2].proof)
        #expect(comparison.lines[3].accountClass == "dormant")
        #expect(comparison.onlyOurs == [])
        let short = AuditorComparison(SamplePosition.position, theirs: ["corp\\oldtimer"])
        #expect(short.onlyOurs == ["Anne Miller", "T. Lee"])
        #expect(AuditorComparison.Line.Standing.allCases.map(comparison.count).reduce(0, +) == theirs.count)
    }

    @Test func aNameSeveralUsersHaveIsNobodys() {
        var position = SamplePosition.position
        var second = SamplePosition.accounts[0]
        (second.account, second.sid, second.user) = ("OTHER\\amiller", "S-1-5-21-9-9-9-1104", "Anna Miller")
        position.accounts = AccountLedgerList(SamplePosition.accounts + [second])
        let comparison = AuditorComparison(position, theirs: ["amiller", "other\\amiller"])
        #expect(comparison.lines.map(\.standing) == [.ambiguous, .both])
        #expect(comparison.onlyOurs == ["Anne Miller", "T. Lee"])
    }

    @Test func whatIsPrinted() throws {
        var after = SamplePosition.position
        after.products[0].entitled += 5
        after.inputs.totals.records += 1
        let difference = PositionDifference(before: SamplePosition.position, after: after)
        let text = DifferenceTable.text(difference, isWhole: false)
        #expect(text.contains("entitled") && text.contains("+5"))
        #expect(text.contains("2 figures of inputs and coverage changed as well"))
        #expect(DifferenceTable.text(difference, isWhole: true).contains("records"))
        #expect(CSVReader.rows(DifferenceCSV.text(difference)).count == 1 + difference.changes.count)
        let read = try JSONText.decode(
            PositionDifference.self, from: try DifferenceJSON.text(difference), what: "difference")
        #expect(read.changes == difference.changes)
    }
}
