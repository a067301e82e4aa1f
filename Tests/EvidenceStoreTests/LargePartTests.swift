import AccessModel
import Testing

@testable import EvidenceStore

/// Parts with more rows and texts than go into one statement, and logs with more records than go into one run.
struct LargePartTests {
    private func records(_ count: Int, from first: Int = 0) -> [TestRecord] {
        (first..<first + count).map { number in
            TestRecord.event(
                id: UInt64(number), at: "2026-10-01T08:00:00", offset: UInt64(number * 50),
                .event(account: ExactText("user\(number)")))
        }
    }

    @Test(arguments: [63, 64, 65, 128, 200])
    func everyRowAndTextIsThere(count: Int) throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let inputs = [
            TestInput(1, path: "a.xml", records(count)),
            // Known texts and new ones.
            TestInput(2, path: "b.xml", records(count, from: count / 2)),
        ]
        for input in inputs { try store.add(input) }
        try store.settle()
        #expect(
            differences(try folder.view("access_evidence"), NaiveRecount(inputs).accessEvidence()).isEmpty)
        #expect(
            try folder.rows("SELECT path, accepted, duplicates FROM inputs")
                == ["a.xml|\(count)|0", "b.xml|\(count / 2)|\(count - count / 2)"])
    }

    @Test func copiesAreFoundAcrossRunsAndParts() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let all = records(EventRun.maximumCount + 100).map { record in
            var record = record
            record.rows[0].account = "amiller"
            return record
        }
        // The second holds every third record, in parts whose ids interleave.
        let third = all.enumerated().filter { $0.offset % 3 == 0 }.map(\.element)
        let mixed = third.enumerated().sorted { ($0.offset % 2, $0.offset) < ($1.offset % 2, $1.offset) }.map(\.element)
        try store.add(TestInput(1, path: "a.xml", all))
        try store.add(TestInput(2, path: "b.xml", mixed), partSize: 700)
        try store.settle()
        #expect(
            try folder.rows("SELECT path, accepted, duplicates FROM inputs")
                == ["a.xml|\(all.count)|0", "b.xml|0|\(third.count)"])
        #expect(try folder.rows("SELECT count FROM access_evidence") == ["\(all.count)"])
    }

    /// The same 100 accounts in every part, as in a large log of one day, or each account in two parts only.
    @Test(arguments: [(parts: 3, rows: 100), (parts: 2, rows: 200)])
    func rowsAreJoinedWhereThatHalvesThem(parts: Int, rows: Int) throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let input = TestInput(1, path: "a.xml", again(parts, size: 100))
        try store.add(input, partSize: 100)
        try store.settle()
        #expect(try folder.rows("SELECT count(*) FROM contribution_row") == ["\(rows)"])
        #expect(differences(try folder.view("access_evidence"), NaiveRecount([input]).accessEvidence()).isEmpty)
    }

    /// Lines of one second, in parts: the first of them and the last, whatever the parts.
    @Test(arguments: [1, 2, 100]) func firstAndLastOffsetsOutliveTheJoining(partSize: Int) throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let lines = [7, 3, 9, 1, 8, 2].enumerated().map { index, number in
            var line = TestRecord.web(
                at: "2026-10-01T08:00:0\(index < 3 ? 1 : 2)", .web(account: "amiller", peer: "10.0.0.1"))
            line.offset = UInt64(number * 100)
            return line
        }
        try store.add(TestInput(1, path: "a.log", format: .w3c, lines), partSize: partSize)
        try store.settle()
        let rows = try folder.rows(
            "SELECT count(*), sum(count), min(first_offset), max(last_offset) FROM contribution_row")
        #expect(rows == ["1|6|300|800"])
    }

    /// More rows than are looked at to tell whether joining is worth it.
    @Test func aSampleTellsWhetherKeysComeOften() throws {
        let size = Int(PartMerging.sampledRows) * 2 / 3
        for (parts, rows) in [(3, size), (2, 2 * size)] {
            let folder = try TestFolder()
            let store = try folder.create()
            try store.add(TestInput(1, path: "a.xml", again(parts, size: size)), partSize: size)
            #expect(try folder.rows("SELECT count(*) FROM contribution_row") == ["\(rows)"])
        }
    }

    /// `size` accounts, each `parts` times, in turn.
    private func again(_ parts: Int, size: Int) -> [TestRecord] {
        records(parts * size).enumerated().map { index, record in
            var record = record
            record.rows[0].account = ExactText("user\(index % size)")
            return record
        }
    }
}
