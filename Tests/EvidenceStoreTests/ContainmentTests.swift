import AccessModel
import Testing

@testable import EvidenceStore

/// Web logs that are the beginning of another: copied while they grew.
struct ContainmentTests {
    /// Lines of one minute each; line `n` of every log is the same.
    private func lines(_ count: Int, account: ExactText = "") -> [TestRecord] {
        (0..<count).map { number in
            let minute = number < 10 ? "0\(number)" : "\(number)"
            return .web(
                at: "2026-10-01T08:\(minute):00",
                .web(account: number % 2 == 0 ? "amiller" : account, peer: ExactText("203.0.113.\(number)")))
        }
    }

    /// A log of `bytes` bytes whose running hash is `family` up to `branch`, and its own after it.
    private func log(
        _ number: UInt64, path: String, bytes: UInt64, family: UInt64 = 1, branch: UInt64 = .max,
        _ records: [TestRecord]
    ) -> TestInput {
        var input = TestInput(number, path: path, format: .w3c, records)
        input.contentBytes = bytes
        let grid: [UInt64] = [256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131_072]
        input.checkpoints = grid.filter { $0 <= bytes }.map { offset in
            ContentCheckpoint(
                offset: offset, hash: ContentID(high: offset <= branch ? family : 100 + number, low: offset))
        }
        return input
    }

    private func settled(_ inputs: [TestInput]) throws -> TestFolder {
        let folder = try TestFolder()
        let store = try folder.create()
        for input in inputs { try store.add(input) }
        try store.settle()
        return folder
    }

    private let tally = "SELECT path, records, accepted, duplicates FROM inputs"

    @Test(arguments: [false, true])
    func aGrownLogHoldsItsEarlierCopy(longFirst: Bool) throws {
        let logs = [
            log(1, path: "monday/a.log", bytes: 3000, lines(10)), log(2, path: "tuesday/a.log", bytes: 6000, lines(20)),
            log(3, path: "wednesday/a.log", bytes: 9000, lines(30)),
        ]
        let folder = try settled(longFirst ? logs.reversed() : logs)
        #expect(
            try folder.rows(tally) == ["monday/a.log|10|0|10", "tuesday/a.log|20|0|20", "wednesday/a.log|30|30|0"])
        #expect(try folder.rows("SELECT sum(count) FROM access_evidence") == ["15"])
        #expect(try folder.rows("SELECT sum(count) FROM anonymous_visits") == ["15"])
    }

    @Test func aDifferentCheckpointIsAnotherLog() throws {
        let folder = try settled([
            log(1, path: "a.log", bytes: 3000, branch: 1024, lines(10)), log(2, path: "b.log", bytes: 6000, lines(20)),
        ])
        #expect(try folder.rows(tally) == ["a.log|10|10|0", "b.log|20|20|0"])
    }

    @Test func logsOfOneLengthAreNotContainedInEachOther() throws {
        let folder = try settled([
            log(1, path: "a.log", bytes: 3000, lines(10)), log(2, path: "b.log", bytes: 3000, lines(10)),
        ])
        #expect(try folder.rows(tally) == ["a.log|10|10|0", "b.log|10|10|0"])
    }

    @Test func aLogBelowTheFirstCheckpointIsNotContained() throws {
        let folder = try settled([
            log(1, path: "a.log", bytes: 255, lines(1)), log(2, path: "b.log", bytes: 6000, lines(20)),
        ])
        #expect(try folder.rows(tally) == ["a.log|1|1|0", "b.log|20|20|0"])
    }

    @Test func aSharedHeaderAloneIsNotALog() throws {
        // Two sites that start a log in the same second share more than 256 bytes of header, and nothing else.
        let other = [TestRecord.web(at: "2026-10-01T08:00:00", .web(account: "bjones", peer: "198.51.100.9"))]
        let folder = try settled([
            log(1, path: "W3SVC1/a.log", bytes: 400, other), log(2, path: "W3SVC2/a.log", bytes: 6000, lines(20)),
        ])
        #expect(try folder.rows(tally) == ["W3SVC1/a.log|1|1|0", "W3SVC2/a.log|20|20|0"])
    }

    @Test func aCopyCutWithinItsLastLineIsContained() throws {
        let cut = lines(9) + [.web(at: "2026-10-01T08:09:00", .web(peer: "203.0.113.9", forwarded: "198.51."))]
        let whole =
            lines(9) + [.web(at: "2026-10-01T08:09:00", .web(peer: "203.0.113.9", forwarded: "198.51.100.3"))]
        let folder = try settled([
            log(1, path: "a.log", bytes: 3000, cut), log(2, path: "b.log", bytes: 3300, whole),
        ])
        #expect(try folder.rows(tally) == ["a.log|10|0|10", "b.log|10|10|0"])
    }

    @Test func theFolderAPlainCopyLiesInDoesNotMatter() throws {
        var copied = lines(10)
        for index in copied.indices { copied[index].rows[0].site = "" }
        let folder = try settled([
            log(1, path: "backup/a.log", bytes: 3000, copied), log(2, path: "W3SVC1/a.log", bytes: 6000, lines(20)),
        ])
        #expect(try folder.rows(tally) == ["W3SVC1/a.log|20|20|0", "backup/a.log|10|0|10"])
    }

    @Test func eventLogsAreNotContained() throws {
        var short = log(1, path: "a.xml", bytes: 3000, [.event(id: nil, at: "2026-10-01", .event())])
        var long = log(2, path: "b.xml", bytes: 6000, [.event(id: nil, at: "2026-10-01", .event())])
        short.format = .eventXML
        long.format = .eventXML
        let folder = try settled([short, long])
        #expect(try folder.rows(tally) == ["a.xml|1|1|0", "b.xml|1|1|0"])
    }
}
