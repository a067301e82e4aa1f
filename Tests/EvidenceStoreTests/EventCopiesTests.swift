import AccessModel
import GRDB
import Testing

@testable import EvidenceStore

/// Which copy of an event counts, and what is left of the rows of the others.
struct EventCopiesTests {
    private func settled(_ inputs: TestInput...) throws -> (folder: TestFolder, store: EvidenceStore) {
        let folder = try TestFolder()
        let store = try folder.create()
        for input in inputs { try store.add(input) }
        try store.settle()
        return (folder, store)
    }

    private let rowQuery = "SELECT account_name, client_name, count, first_seen, last_seen FROM access_evidence"

    @Test func anOverlapCountsOnce() throws {
        let records = (0..<10).map { number in
            TestRecord.event(
                id: UInt64(number), at: "2026-10-01T0\(number):00:00", offset: UInt64(number * 50), .event())
        }
        let (folder, store) = try settled(
            TestInput(1, path: "a.xml", Array(records[0..<7])), TestInput(2, path: "b.xml", Array(records[4..<10])))
        #expect(try folder.rows(rowQuery) == ["amiller||10|2026-10-01T00:00:00.000Z|2026-10-01T09:00:00.000Z"])
        #expect(
            try folder.rows("SELECT path, accepted, duplicates FROM inputs") == ["a.xml|7|0", "b.xml|3|3"])
        #expect(try store.conflicts() == [])
    }

    @Test func theFullerCopyCountsAndTheOtherRowShrinks() throws {
        let (folder, store) = try settled(
            TestInput(
                1, path: "a.xml",
                [
                    .event(id: 1, at: "2026-10-01T08:00:00", .event()),
                    .event(id: 2, at: "2026-10-01T09:00:00", offset: 50, .event()),
                    .event(id: 3, at: "2026-10-01T10:00:00", offset: 90, .event()),
                ]),
            TestInput(
                2, path: "b.xml", [.event(id: 3, at: "2026-10-01T10:00:00", offset: 7, .event(clientName: "pc1"))]))
        #expect(
            try folder.rows(rowQuery) == [
                "amiller|pc1|1|2026-10-01T10:00:00.000Z|2026-10-01T10:00:00.000Z",
                "amiller||2|2026-10-01T08:00:00.000Z|2026-10-01T09:00:00.000Z",
            ])
        let conflicts = try store.conflicts()
        #expect(conflicts.map(\.recordID) == [3])
        #expect(conflicts.first?.copies.map(\.location.path) == ["a.xml", "b.xml"])
        #expect(conflicts.first?.copies.map(\.isCounted) == [false, true])
        #expect(
            try folder.view("conflicts") == [
                "srv01|Security|3|4624|2026-10-01T10:00:00.000Z|a.xml||90|0",
                "srv01|Security|3|4624|2026-10-01T10:00:00.000Z|b.xml||7|1",
            ])
    }

    @Test func recordsWithoutAnIdKeepTheirTimes() throws {
        // The id-less record is the first of its row; the one with an id, the last, loses to a fuller copy.
        let (folder, _) = try settled(
            TestInput(
                1, path: "a.xml",
                [
                    .event(id: nil, at: "2026-10-01T08:00:00", .event()),
                    .event(id: nil, at: "2026-10-01T08:00:00", .event()),
                    .event(id: 3, at: "2026-10-01T10:00:00", .event()),
                ]),
            TestInput(2, path: "b.xml", [.event(id: 3, at: "2026-10-01T10:00:00", .event(clientName: "pc1"))]))
        #expect(
            try folder.rows(rowQuery) == [
                "amiller|pc1|1|2026-10-01T10:00:00.000Z|2026-10-01T10:00:00.000Z",
                "amiller||2|2026-10-01T08:00:00.000Z|2026-10-01T08:00:00.000Z",
            ])
    }

    @Test func equallyFullCopiesGoByTheirBytes() throws {
        let (folder, _) = try settled(
            TestInput(1, path: "a.xml", [.event(id: 3, at: "2026-10-01", .event(account: "bjones"))]),
            TestInput(2, path: "b.xml", [.event(id: 3, at: "2026-10-01", .event(account: "amiller"))]))
        #expect(try folder.rows("SELECT account_name FROM access_evidence") == ["amiller"])
    }

    @Test func equalCopiesGoByContentThenOffset() throws {
        let (folder, _) = try settled(
            TestInput(2, path: "a.xml", [.event(id: 3, at: "2026-10-01", .event())]),
            TestInput(
                1, path: "b.xml",
                [
                    .event(id: 3, at: "2026-10-01", offset: 10, .event()),
                    .event(id: 3, at: "2026-10-01", offset: 20, .event()),
                ]))
        #expect(
            try folder.rows("SELECT path, accepted, duplicates FROM inputs") == ["a.xml|0|1", "b.xml|1|1"])
    }

    @Test func whatMakesTwoEventsDiffer() throws {
        var other = TestRecord.event(id: 1, at: "2026-10-01", .event())
        other.identity?.logChannel = "System"
        let (folder, _) = try settled(
            TestInput(1, path: "a.xml", [.event(id: 1, at: "2026-10-01", .event())]),
            TestInput(
                2, path: "b.xml",
                [
                    .event(id: 1, at: "2026-10-01T00:00:00.001", .event()),
                    .event(id: 2, at: "2026-10-01", .event()),
                    .event(id: 1, at: "2026-10-01", computer: "srv02", .event()), other,
                ]))
        #expect(try folder.rows("SELECT sum(count) FROM access_evidence") == ["5"])
    }

    @Test func aRecordWithTwoRowsIsOneRecord() throws {
        var gateway = TestRow.event(server: "host01", channel: .rdGateway)
        gateway.eventID = 302
        var host = TestRow.event(server: "srv01", channel: .rdGatewayHost)
        host.eventID = 302
        let (folder, _) = try settled(
            TestInput(1, path: "a.xml", [.event(id: 1, at: "2026-10-01", gateway, host)]),
            TestInput(2, path: "b.xml", [.event(id: 1, at: "2026-10-01", host)]))
        #expect(
            try folder.rows("SELECT server, channel, count FROM access_evidence") == [
                "host01|rd-gateway|1", "srv01|rd-gateway-host|1",
            ])
        #expect(
            try folder.rows("SELECT path, records, accepted, duplicates FROM inputs") == [
                "a.xml|1|1|0", "b.xml|1|0|1",
            ])
    }

    @Test func aSecondRowWrittenInSeveralPartsIsStillFound() throws {
        var gateway = TestRow.event(server: "host01", channel: .rdGateway)
        gateway.eventID = 302
        var host = TestRow.event(server: "srv01", channel: .rdGatewayHost)
        host.eventID = 302
        var fuller = host
        fuller.clientName = "pc1"
        var fullerGateway = gateway
        fullerGateway.clientName = "pc1"
        let folder = try TestFolder()
        let store = try folder.create()
        let records = (1...3).map { number in
            TestRecord.event(
                id: UInt64(number), at: "2026-10-01T0\(number):00:00", offset: UInt64(number), gateway, host)
        }
        try store.add(TestInput(1, path: "a.xml", records), partSize: 1)
        try store.add(
            TestInput(2, path: "b.xml", [.event(id: 3, at: "2026-10-01T03:00:00", fullerGateway, fuller)]))
        try store.settle()
        let query = "SELECT server, client_name, count, substr(last_seen, 12, 2) FROM access_evidence"
        #expect(try folder.rows(query) == ["host01|pc1|1|03", "host01||2|02", "srv01|pc1|1|03", "srv01||2|02"])
    }

    // MARK: Memory

    /// Runs again with low limits; the most that was kept, and whether the result is the same.
    private func rerun(_ folder: TestFolder, _ store: EvidenceStore) throws -> (kept: Int, isSame: Bool) {
        let tables = ["kept", "event_conflict", "input"]
        let before = try tables.map { try folder.view($0) }
        let kept = try store.queue.write { database in
            var copies = try EventCopies(
                database, limits: EventCopies.Limits(heldCopies: 8, pendingRows: 16, knownRows: 32))
            try copies.run()
            return copies.mostKept
        }
        return (kept, try tables.map { try folder.view($0) } == before)
    }

    /// Held copies and those of one part, pending rows, and the rows of two inputs that equal the best.
    private static let mostKept = 8 + 3 + 16 + 1 + 4

    @Test func manyEqualCopiesOfOneEventAreFolded() throws {
        let records = (0..<2000).map { TestRecord.event(id: 7, at: "2026-10-01", offset: UInt64($0), .event()) }
        let (folder, store) = try settled(
            TestInput(1, path: "a.xml", records), TestInput(2, path: "b.xml", Array(records.prefix(500))))
        #expect(try folder.rows("SELECT path, accepted, duplicates FROM inputs") == ["a.xml|1|1999", "b.xml|0|500"])
        #expect(try folder.rows("SELECT count FROM access_evidence") == ["1"])
        #expect(try store.conflictCount() == 0)
        let (kept, isSame) = try rerun(folder, store)
        #expect(isSame && kept <= Self.mostKept, "\(kept)")
    }

    @Test func manyDifferingCopiesOfOneEventAreFolded() throws {
        let records = (0..<2000).map {
            TestRecord.event(
                id: 7, at: "2026-10-01", offset: UInt64($0), .event(account: ExactText("user\(($0 * 7919) % 2000)")))
        }
        let (folder, store) = try settled(
            TestInput(1, path: "a.xml", records), TestInput(2, path: "b.xml", Array(records.prefix(500))))
        #expect(try folder.rows("SELECT sum(duplicates), sum(accepted) FROM inputs") == ["2499|1"])
        #expect(try folder.rows("SELECT account_name, count FROM access_evidence") == ["user0|1"])
        #expect(try folder.rows("SELECT count(*), sum(counted) FROM conflicts") == ["2500|1"])
        #expect(try store.conflictCount() == 1)
        let (kept, isSame) = try rerun(folder, store)
        #expect(isSame && kept <= Self.mostKept, "\(kept)")
    }

    @Test func manyTimesUnderOneIdAreNotHeld() throws {
        let start = instant("2026-10-01").milliseconds
        func records(_ offset: Int) -> [TestRecord] {
            (0..<2000).map { number in
                TestRecord(
                    identity: .init(recordID: 7), time: Instant(milliseconds: start + Int64(number + offset)),
                    offset: UInt64(number), rows: [.event()])
            }
        }
        let (folder, store) = try settled(
            TestInput(1, path: "a.xml", records(0)), TestInput(2, path: "b.xml", records(1500)))
        #expect(try folder.rows("SELECT path, accepted, duplicates FROM inputs") == ["a.xml|2000|0", "b.xml|1500|500"])
        let (kept, isSame) = try rerun(folder, store)
        #expect(isSame && kept <= Self.mostKept, "\(kept)")
    }

    @Test func recordIdsUseAll64Bits() throws {
        let (folder, store) = try settled(
            TestInput(1, path: "a.xml", [.event(id: .max, at: "2026-10-01", .event(account: "a"))]),
            TestInput(2, path: "b.xml", [.event(id: .max, at: "2026-10-01", .event(account: "b"))]))
        #expect(try store.conflicts().map(\.recordID) == [.max])
        #expect(
            try folder.rows("SELECT DISTINCT record_id FROM conflicts") == ["18446744073709551615"])
    }
}
