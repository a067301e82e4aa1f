import AccessModel
import Testing

@testable import EvidenceStore

/// Who held which address: kept in local time, read with the zone the settings state.
struct LeaseTests {
    private struct Line {
        var address: ExactText = "10.0.0.5"
        var name: ExactText = "pc1"
        var hardware: ExactText = "00155d01020a"
        var time: String
    }

    private func snapshot(_ lines: [Line]) -> EvidenceSnapshot {
        var snapshot = EvidenceSnapshot()
        snapshot.texts = Set(lines.flatMap { [$0.address, $0.name, $0.hardware] } + [""]).sorted()
        func id(_ text: ExactText) -> TextID { TextID(snapshot.texts.firstIndex(of: text) ?? 0) }
        snapshot.leases = lines.map { line in
            let time = LocalTime(milliseconds: instant(line.time).milliseconds)
            return ContributedLease(
                address: id(line.address), name: id(line.name), hardware: id(line.hardware), day: time.day, count: 1,
                firstSeen: time, lastSeen: time)
        }
        return snapshot
    }

    /// Writes a DHCP log, every line as a part of its own.
    private func add(
        _ lines: [Line], _ number: UInt64, path: String, bytes: UInt64 = 100, to store: EvidenceStore
    ) throws {
        let open = try store.begin(path: path)
        for line in lines { try store.append(snapshot([line]), to: open) }
        var tally = RecordTally()
        tally.ignore(rule: "address-lease", count: UInt64(lines.count))
        let grid: [UInt64] = [256, 512, 1024, 2048, 4096, 8192]
        _ = try store.close(
            open,
            reading: InputReading(
                location: InputPath(path: path, sha256: "sha-\(number)", bytes: bytes), format: .dhcp, encoding: .utf8,
                content: ContentID(high: 0xD0, low: number), contentBytes: bytes,
                checkpoints: grid.filter { $0 <= bytes }.map {
                    ContentCheckpoint(offset: $0, hash: ContentID(high: 7, low: $0))
                }, tally: tally))
    }

    private func shown(_ evidence: Evidence) -> [String] {
        evidence.leases.map { lease in
            [
                evidence.text(lease.address), evidence.text(lease.name), evidence.text(lease.hardware), lease.day.text,
                evidence.zones[lease.zone], "\(lease.count)", lease.firstSeen.text, lease.lastSeen.text,
            ].joined(separator: "|")
        }
    }

    @Test func linesOfOneDayAreOneLease() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        try add(
            [
                Line(time: "2026-10-05T12:00:00"), Line(time: "2026-10-05T08:00:01"),
                Line(time: "2026-10-05T23:59:59"), Line(time: "2026-10-06T00:00:00"),
                Line(name: "", time: "2026-10-05T09:00:00"),
            ], 1, path: "dhcp01/a.log", to: store)
        try store.settle()
        #expect(
            try folder.view("leases") == [
                "10.0.0.5|pc1|00155d01020a|2026-10-05|3|2026-10-05T08:00:01|2026-10-05T23:59:59|dhcp01/a.log|",
                "10.0.0.5|pc1|00155d01020a|2026-10-06|1|2026-10-06T00:00:00|2026-10-06T00:00:00|dhcp01/a.log|",
                "10.0.0.5||00155d01020a|2026-10-05|1|2026-10-05T09:00:00|2026-10-05T09:00:00|dhcp01/a.log|",
            ])
        #expect(try folder.view("access_evidence") == [])
        #expect(try folder.rows("SELECT records, accepted, ignored, duplicates FROM inputs") == ["5|0|5|0"])
        let evidence = try store.evidence()
        #expect(
            shown(evidence) == [
                "10.0.0.5||00155d01020a|2026-10-05||1|2026-10-05T09:00:00|2026-10-05T09:00:00",
                "10.0.0.5|pc1|00155d01020a|2026-10-05||3|2026-10-05T08:00:01|2026-10-05T23:59:59",
                "10.0.0.5|pc1|00155d01020a|2026-10-06||1|2026-10-06T00:00:00|2026-10-06T00:00:00",
            ])
    }

    @Test func theZoneIsASettingAndNeedsNoLogs() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        try add([Line(time: "2026-10-05T08:00:00")], 1, path: "berlin/a.log", to: store)
        try add([Line(time: "2026-10-05T09:00:00")], 2, path: "ny/a.log", to: store)
        try add([Line(time: "2026-10-05T10:00:00")], 3, path: "ny/b.log", to: store)
        try store.settle()
        let unknown = "10.0.0.5|pc1|00155d01020a|2026-10-05||3|2026-10-05T08:00:00|2026-10-05T10:00:00"
        #expect(try shown(store.evidence()) == [unknown])
        var settings = OrganisationSettings()
        settings.logZones = [.init(pattern: "Berlin", zone: "Europe/Berlin"), .init(pattern: "ny/*", zone: "-05:00")]
        try store.set(settings)
        #expect(try store.settings() == settings)
        #expect(try store.evidence().zones == ["", "-05:00", "Europe/Berlin"])
        #expect(
            try shown(store.evidence()) == [
                "10.0.0.5|pc1|00155d01020a|2026-10-05|-05:00|2|2026-10-05T09:00:00|2026-10-05T10:00:00",
                "10.0.0.5|pc1|00155d01020a|2026-10-05|Europe/Berlin|1|2026-10-05T08:00:00|2026-10-05T08:00:00",
            ])
        try store.set(OrganisationSettings())
        #expect(try shown(store.evidence()) == [unknown])
    }

    @Test func aWindowHoldsTheDaysBesideIt() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let lines = (1...9).map { Line(time: "2026-10-0\($0)T08:00:00") }
        try add(lines, 1, path: "a.log", to: store)
        try store.settle()
        let first = Day(instant("2026-10-04"))
        let evidence = try store.evidence(window: first...first.advanced(by: 1))
        #expect(evidence.leases.map(\.day.text) == ["2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06"])
    }

    /// A log copied on Monday noon, and again when it was full.
    @Test(arguments: [false, true]) func aGrownLogHoldsItsEarlierCopy(longFirst: Bool) throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let lines = (10...15).map { Line(time: "2026-10-05T\($0):00:00") }
        let logs: [([Line], UInt64, String, UInt64)] = [
            (Array(lines.prefix(3)), 1, "noon/a.log", 5000), (lines, 2, "night/a.log", 9000),
        ]
        for log in longFirst ? logs.reversed() : logs {
            try add(log.0, log.1, path: log.2, bytes: log.3, to: store)
        }
        try store.settle()
        #expect(try store.evidence().leases.map(\.count) == [6])
        #expect(
            try folder.rows("SELECT path, records, ignored, duplicates FROM inputs") == [
                "night/a.log|6|6|0", "noon/a.log|3|3|0",
            ])
    }

    /// Two clients say they hold one address in one second: the log does not tell who is right, so both stay, whatever the
    /// order in which they stand and the parts in which they came.
    @Test func clientsOfOneSecondAreAllKept() throws {
        let time = "2026-10-05T08:00:00"
        let lines = [
            Line(name: "pc1", time: time), Line(name: "pc2", hardware: "00155d01020b", time: time),
            Line(name: "pc1", time: time), Line(name: "", hardware: "00155d01020b", time: time),
        ]
        var answers: Set<[String]> = []
        for order in [lines, lines.reversed(), [lines[1], lines[3], lines[0], lines[2]]] {
            let folder = try TestFolder()
            let store = try folder.create()
            try add(order, 1, path: "a.log", to: store)
            try store.settle()
            answers.insert(try shown(store.evidence()))
        }
        #expect(
            answers == [
                [
                    "10.0.0.5||00155d01020b|2026-10-05||1|\(time)|\(time)",
                    "10.0.0.5|pc1|00155d01020a|2026-10-05||2|\(time)|\(time)",
                    "10.0.0.5|pc2|00155d01020b|2026-10-05||1|\(time)|\(time)",
                ]
            ])
    }

    /// All logs begin with the same prose: that alone makes none a copy of another, not even but for one record.
    @Test func aSharedHeadIsNotALog() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        try add([Line(name: "other", time: "2026-10-05T10:00:00")], 1, path: "a.log", bytes: 3000, to: store)
        try add([Line(time: "2026-10-05T10:00:00")], 2, path: "b.log", bytes: 3900, to: store)
        try store.settle()
        #expect(try store.evidence().leases.count == 2)
    }

    @Test func anAbandonedInputLeavesNothing() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let open = try store.begin(path: "a.log")
        try store.append(snapshot([Line(time: "2026-10-05T10:00:00")]), to: open)
        try store.abandon(open)
        try store.settle()
        #expect(try folder.rows("SELECT count(*) FROM lease") == ["0"])
    }
}
