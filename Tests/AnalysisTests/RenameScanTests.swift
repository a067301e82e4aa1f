import AccessModel
import Analysis
import EvidenceStore
import Foundation
import Testing

/// Renames of accounts (Security 4781) from the file to the evidence.
@Suite struct RenameScanTests {
    private func rename(_ record: Int, _ old: String, _ new: String, sid: Int, day: Int = 7) -> String {
        """
        <Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>\
        <Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4781</EventID>\
        <TimeCreated SystemTime='2026-10-0\(day)T08:00:00.1234567Z'/><EventRecordID>\(record)</EventRecordID>\
        <Channel>Security</Channel><Computer>dc1.corp.example.com</Computer></System><EventData>\
        <Data Name='OldTargetUserName'>\(old)</Data><Data Name='NewTargetUserName'>\(new)</Data>\
        <Data Name='TargetDomainName'>CORP</Data><Data Name='TargetSid'>S-1-5-21-1-2-3-\(sid)</Data>\
        </EventData></Event>

        """
    }

    private func shown(_ evidence: Evidence) -> [String] {
        evidence.renames.map { rename in
            [
                evidence.text(rename.oldName), evidence.text(rename.newName), evidence.text(rename.sid),
                rename.time.text,
            ].joined(separator: "|")
        }
    }

    /// Overlapping exports, in any order, by any number of workers: each rename once, no access, all accounted for.
    @Test func overlappingExportsGiveEachRenameOnce() async throws {
        let workspace = try Workspace()
        let first = (1...40).map { rename($0, "old\($0)", "new\($0)", sid: $0 + 1000) }
        let (early, late) = (Array(first.prefix(30)), Array(first.suffix(25)))
        try workspace.write(early.joined(), to: "a/early.xml")
        try workspace.write(late.reversed().joined() + logonEvent(record: 99, user: "old1"), to: "b/late.xml")
        var answers: [[String]] = []
        for (name, jobs, paths) in [("one", 1, ["a", "b"]), ("two", 2, ["b", "a"])] {
            let store = try EvidenceStore.open(path: workspace.file(name), mode: .create)
            let summary = try await Scan.run(
                paths: paths.map(workspace.file), into: store, options: ScanOptions(jobs: jobs))
            #expect(summary.totals.tiesOut && summary.totals.duplicates == 0 && summary.totals.accepted == 1)
            let evidence = try store.evidence()
            #expect(evidence.rows.count == 1)
            answers.append(shown(evidence))
        }
        #expect(answers[0].count == 40 && answers[0] == answers[1])
    }

    /// More renames than the memory holds: they are written out in parts, and nothing shows it.
    @Test func manyRenamesAreWrittenInParts() async throws {
        let workspace = try Workspace()
        let count = 12_000
        let names = (0..<count).map { "a-long-name-of-an-account-\($0)" }
        let log = names.enumerated().map { rename($0 + 1, $1, $1 + "-new", sid: $0 + 1000) }.joined()
        let path = try workspace.write(log, to: "logs/security.xml")
        var answers: [[String]] = []
        for (name, budget) in [("small", 1 << 20), ("large", 256 << 20)] {
            let store = try EvidenceStore.open(path: workspace.file(name), mode: .create)
            let options = ScanOptions(jobs: 1, memoryBudget: budget)
            let summary = try await Scan.run(paths: [path], into: store, options: options)
            #expect(summary.totals.ignored == UInt64(count) && summary.totals.rejected == 0)
            answers.append(shown(try store.evidence()))
        }
        #expect(answers[0].count == count && answers[0] == answers[1])
    }
}
