import AccessModel
import Testing

@testable import EvidenceStore

/// An input from open to settled: what is seen when, and what a second reading changes.
struct InputLifecycleTests {
    private let records = [
        TestRecord.event(id: 1, at: "2026-10-01T08:00:00.123", offset: 0, .event()),
        .event(id: 2, at: "2026-10-01T09:00:00", offset: 100, .event(account: "bjones")),
    ]

    @Test func anOpenInputIsNeverSeen() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let open = try store.begin(path: "a.xml")
        try store.append(SnapshotBuilder.snapshot(of: records), to: open)
        try store.settle()
        #expect(try folder.view("access_evidence") == [])
        #expect(try folder.view("inputs") == [])
        #expect(try store.evidence().rows == [])
        #expect(try store.evidence().lastDay == nil)
        // Settling with an open input neither loses nor ends it.
        _ = try store.close(open, reading: TestInput(1, path: "a.xml", records).reading)
        try store.settle()
        #expect(try folder.view("access_evidence").count == 2)
    }

    @Test func theNextWriterClearsAwayWhatADeadOneLeftOpen() throws {
        let folder = try TestFolder()
        do {
            let store = try folder.create()
            try store.add(TestInput(1, path: "a.xml", records))
            let open = try store.begin(path: "b.xml")
            try store.append(SnapshotBuilder.snapshot(of: records), to: open)
        }
        #expect(try folder.rows("SELECT state FROM input") == ["0", "1"])
        let store = try folder.create()
        #expect(try folder.rows("SELECT state FROM input") == ["1"])
        #expect(try folder.rows("SELECT count(*) FROM contribution") == ["2"])
        // What had closed needs no second reading.
        #expect(try store.places().map(\.path) == ["a.xml"])
        try store.settle()
        #expect(try folder.view("access_evidence").count == 2)
    }

    @Test func anAbandonedInputLeavesNothing() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let open = try store.begin(path: "b.xml")
        try store.append(SnapshotBuilder.snapshot(of: records), to: open)
        try store.abandon(open)
        for table in ["input", "contribution", "event_run", "sighting"] {
            #expect(try folder.rows("SELECT count(*) FROM \(table)") == ["0"], "\(table)")
        }
        #expect(throws: StoreError.self) { try store.append(SnapshotBuilder.snapshot(of: records), to: open) }
        #expect(throws: StoreError.self) { try store.abandon(open) }
    }

    @Test func equalContentIsOneInputWithCopies() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        #expect(try store.add(TestInput(1, path: "m/b.xml", records)) == .added)
        #expect(try store.add(TestInput(1, path: "z/c.xml", records)) == .copyOf("m/b.xml"))
        try store.settle()
        #expect(try store.add(TestInput(1, path: "a.zip", member: "b.xml", records)) == .copyOf("m/b.xml"))
        // A copy found after settling shows with the next settling, and may become the input's path.
        #expect(try folder.rows("SELECT path, copies FROM inputs") == ["m/b.xml|z/c.xml"])
        try store.settle()
        #expect(try folder.rows("SELECT path, member, copies FROM inputs") == ["a.zip|b.xml|m/b.xml\nz/c.xml"])
        let summary = try store.inputs()
        #expect(summary.map(\.location.display) == ["a.zip!b.xml"])
        #expect(summary.first?.copies == ["m/b.xml", "z/c.xml"])
        #expect(try folder.rows("SELECT sum(count) FROM access_evidence") == ["2"])
    }

    @Test func whatCountsIsTheReadingAtTheSmallestPlace() throws {
        func log(_ path: String, site: ExactText) -> TestInput {
            TestInput(1, path: path, format: .w3c, [.web(at: "2026-10-01", .web(account: "amiller", site: site))])
        }
        let logs = [log("c/a.log", site: ""), log("b/a.log", site: "W3SVC2"), log("a/a.log", site: "W3SVC1")]
        let query = "SELECT site, count FROM web_detail"
        let folder = try TestFolder()
        do {
            let store = try folder.create()
            try store.add(logs[1])
            try store.settle()
            #expect(try store.add(logs[0]) == .copyOf("b/a.log"))
            #expect(try store.add(logs[2]) == .copyOf("b/a.log"))
            #expect(try store.add(logs[0]) == .known)
            #expect(try store.add(logs[1]) == .known)
        }
        // Cut off before settling: the settled state is still whole, and nothing needs reading again.
        #expect(try folder.rows(query) == ["W3SVC2|1"])
        #expect(try folder.rows("SELECT path, copies FROM inputs") == ["b/a.log|"])
        try folder.create().settle()
        #expect(try folder.rows(query) == ["W3SVC1|1"])
        #expect(try folder.rows("SELECT path, copies FROM inputs") == ["a/a.log|b/a.log\nc/a.log"])
        #expect(try folder.rows("SELECT count(*) FROM input") == ["1"])
    }

    @Test func readingTheSameFileAgainChangesNothing() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let input = TestInput(1, path: "a.xml", records)
        try store.add(input)
        try store.settle()
        let tables = try folder.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
        let before = try tables.map { try folder.view($0) }
        #expect(try store.add(input) == .known)
        try store.settle()
        #expect(try tables.map { try folder.view($0) } == before)
    }

    @Test func everyColumnOfInputsIsFilled() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        var input = TestInput(7, path: "logs/a.xml", records)
        input.ignored = 3
        input.rejections = [
            Rejection(reason: .noComputer, offset: 40, record: 2, detail: "no Computer"),
            Rejection(reason: .malformedRecord, offset: 90, record: 5, detail: "no end tag"),
        ]
        try store.add(input)
        try store.settle()
        let row =
            "logs/a.xml||sha-7|00000000000000c00000000000000007|17|event-xml|7|2|3|2|0|"
            + "2026-10-01T08:00:00.123Z|2026-10-01T09:00:00.000Z|"
        #expect(try folder.view("inputs") == [row])
        let summary = try #require(try store.inputs().first)
        #expect(summary.ignoredByRule == [NamedCount(name: "session-end", count: 3)])
        #expect(summary.rejectedByReason.map(\.name) == ["malformed record", "no computer"])
        #expect(summary.firstRejection == nil)
        #expect(try store.rejections().map(\.rejection) == input.rejections)
        #expect(
            try folder.view("rejections") == [
                "logs/a.xml||malformed record|90|5|no end tag", "logs/a.xml||no computer|40|2|no Computer",
            ])
    }

    /// The damage of a file stays with it, whichever of its copies names the input.
    @Test func damageBelongsToThePlace() throws {
        var whole = TestInput(1, path: "m.xml", records)
        whole.location.sha256 = "sha-whole"
        var cut = TestInput(1, path: "z.gz", records)
        cut.damage = "truncated"
        var member = TestInput(1, path: "a.zip", member: "x.xml", records)
        member.damage = "corrupt"
        for inputs in [[whole, cut, member], [member, cut, whole], [cut, whole, member]] {
            let folder = try TestFolder()
            let store = try folder.create()
            for input in inputs {
                try store.add(input)
                try store.settle()
            }
            let summary = try #require(try store.inputs().first)
            #expect(summary.location.display == "a.zip!x.xml" && summary.damage == "corrupt")
            #expect(summary.damagedCopies == [.init(path: "z.gz", damage: "truncated")])
            #expect(summary.wholeDamage == "corrupt; copy z.gz: truncated")
            #expect(
                try folder.rows("SELECT path, member, damage FROM damages") == [
                    "a.zip|x.xml|corrupt", "z.gz||truncated",
                ])
        }
    }

    @Test func anInputWithoutRecordsIsAnInput() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        try store.add(TestInput(1, path: "empty.log", format: .empty, []))
        try store.settle()
        #expect(try folder.rows("SELECT path, records, first_seen, last_seen FROM inputs") == ["empty.log|0||"])
    }

    @Test func unreadInputsAreKeptUntilTheyAreRead() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let first = UnreadInput(
            path: "a.xml", format: .unknown, reason: "cannot be opened", remedy: "check it", isFailure: true)
        let second = UnreadInput(
            path: "Security.evtx", format: .evtx, reason: "binary", remedy: "wevtutil ...", isFailure: false)
        try store.noteUnread([first, second])
        try store.noteUnread([first])
        #expect(try store.unreadInputs() == [second, first])
        try store.add(TestInput(1, path: "a.xml", records))
        #expect(try store.unreadInputs() == [second])
    }

    /// No member of an archive has the archive's own path: only the scan knows that it came to the end.
    @Test func anArchiveThatWasReadToItsEndIsNoLongerUnread() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let failed = UnreadInput(
            path: "logs.zip", format: .unknown, reason: "input/output error", remedy: "check it", isFailure: true)
        try store.add(TestInput(1, path: "logs.zip", member: "a.xml", records))
        try store.noteUnread([failed], finished: ["logs.zip"])
        #expect(try store.unreadInputs() == [failed])
        try store.noteUnread([], finished: ["other.zip"])
        #expect(try store.unreadInputs() == [failed])
        try store.noteUnread([], finished: ["logs.zip"])
        #expect(try store.unreadInputs() == [])
    }

    @Test func textsAreKeptByteForByte() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let names: [ExactText] = ["é", "e\u{301}", "nul\u{0}a", "nul\u{0}b", "\u{FFFD}", "😀", "tab\tline\n"]
        let records = names.enumerated().map { index, name in
            TestRecord.event(id: UInt64(index), at: "2026-10-01", .event(account: name))
        }
        try store.add(TestInput(1, path: "a.xml", records))
        try store.settle()
        let evidence = try store.evidence()
        #expect(Set(evidence.rows.map { evidence.texts[Int($0.accountName)] }) == Set(names))
    }

    @Test func manySmallPartsBecomeTheRowsOfOne() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let records = (0..<40).map { number -> TestRecord in
            let account: ExactText = number % 3 == 0 ? "amiller" : ""
            let row = TestRow.web(account: account, peer: ExactText("203.0.113.\(number % 2)"))
            return .web(at: "2026-10-0\(1 + number % 2)", agent: UInt32(1000 - number), row)
        }
        try store.add(TestInput(1, path: "one.log", format: .w3c, records))
        try store.add(TestInput(2, path: "many.log", format: .w3c, records), partSize: 1)
        let tables = [
            ("contribution", "count(*)"), ("visit_set", "count(*) || ' ' || sum(visitors)"), ("sighting", "count(*)"),
            ("agent_set", "count(*) || ' ' || sum(peers) || ' ' || sum(length(data))"),
        ]
        for (table, sums) in tables {
            let counts = try folder.rows("SELECT input, \(sums) FROM \(table) GROUP BY input")
            #expect(counts.count == 2)
            #expect(Set(counts.map { $0.split(separator: "|")[1] }).count == 1, "\(table): \(counts)")
        }
    }
}
