import AccessModel
import Testing

@testable import EvidenceStore

/// Accounts that got another name: kept with their input, read whatever the window.
struct RenameTests {
    private func record(
        _ id: UInt64, at time: String, offset: UInt64 = 0, old: ExactText = "alice", new: ExactText = "alice.jones"
    ) -> TestRecord {
        var record = TestRecord.event(id: id, at: time, offset: offset, .event())
        record.rename = TestRename(oldName: old, newName: new)
        return record
    }

    private func shown(_ evidence: Evidence) -> [String] {
        evidence.renames.map { rename in
            [
                evidence.text(rename.computer), evidence.text(rename.domain), evidence.text(rename.oldName),
                evidence.text(rename.newName), evidence.text(rename.sid), rename.time.text,
            ].joined(separator: "|")
        }
    }

    @Test(arguments: [1, .max]) func theViewSaysWhereItStands(partSize: Int) throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let records = [
            record(2, at: "2026-10-05T12:00:00.250", offset: 900),
            record(1, at: "2026-10-05T12:00:00.250", offset: 300),
            record(3, at: "2026-10-06T12:00:00", offset: 1200, old: "alice.jones", new: "alice"),
        ]
        try store.add(TestInput(1, path: "dc01/a.xml", records), partSize: partSize)
        try store.settle()
        #expect(
            try folder.view("renames") == [
                "dc01|corp|alice.jones|alice|S-1-5-21-1-2-3-1104|2026-10-06T12:00:00.000Z|dc01/a.xml||1200",
                "dc01|corp|alice|alice.jones|S-1-5-21-1-2-3-1104|2026-10-05T12:00:00.250Z|dc01/a.xml||300",
            ])
    }

    @Test func overlappingExportsSayItOnce() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let rename = record(7, at: "2026-10-05T12:00:00", offset: 100)
        try store.add(TestInput(1, path: "a.xml", [rename]))
        try store.add(
            TestInput(2, path: "b.xml", [record(1, at: "2026-10-09T08:00:00", old: "carl", new: "bob"), rename]))
        try store.settle()
        #expect(try folder.view("renames").count == 3)
        #expect(
            try shown(store.evidence()) == [
                "dc01|corp|alice|alice.jones|S-1-5-21-1-2-3-1104|2026-10-05T12:00:00.000Z",
                "dc01|corp|carl|bob|S-1-5-21-1-2-3-1104|2026-10-09T08:00:00.000Z",
            ])
        // A rename before or after the window says who the names in it are.
        let day = Day(instant("2026-10-07"))
        #expect(try store.evidence(window: day...day).renames.count == 2)
    }

    @Test func anInputReadAgainOrKilledLeavesNone() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let open = try store.begin(path: "a.xml")
        try store.append(SnapshotBuilder.snapshot(of: [record(1, at: "2026-10-05")]), to: open)
        #expect(try folder.view("renames").isEmpty)
        try store.abandon(open)
        #expect(try folder.rows("SELECT count(*) FROM account_rename") == ["0"])
        let input = TestInput(1, path: "a.xml", [record(1, at: "2026-10-05")])
        try store.add(input)
        try store.add(input)
        try store.settle()
        #expect(try folder.rows("SELECT count(*) FROM account_rename") == ["1"])
    }
}
