import Foundation
import FoundationXML
import Testing

@testable import SyntheticEstate

@Suite struct FleetLogWriterTests {
    private let path = NSTemporaryDirectory() + "/fleet-log-" + UUID().uuidString

    private func text(_ writer: FleetLogWriter, bytes: Int) throws -> (text: String, events: Int) {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let events = try writer.write(bytes: bytes, to: path)
        return (String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self), events)
    }

    @Test func writesWellFormedEventsOfTwentyServersUpToTheSize() throws {
        let (text, events) = try text(FleetLogWriter(seed: 1, people: 300), bytes: 3_000_000)
        #expect(text.utf8.count >= 3_000_000 && text.utf8.count < 3_050_000)
        #expect(text.components(separatedBy: "<Event ").count - 1 == events)
        #expect(XMLParser(data: Data("<Events>\(text)</Events>".utf8)).parse())
        #expect(Set(text.matches(of: /<Computer>[^<]+/).map(\.output)).count == FleetServer.count)
        // Every slot is filled: no mark is left.
        #expect(!text.unicodeScalars.contains { EventSlot(mark: $0) != nil })
    }

    @Test func hasEveryKindOfEventInEveryVersion() throws {
        let (text, _) = try text(FleetLogWriter(seed: 1, people: 300), bytes: 3_000_000)
        let found = Set(text.matches(of: /<EventID>(\d+)<\/EventID><Version>(\d)/).map { "\($0.1) \($0.2)" })
        #expect(
            found == [
                "4624 2", "4625 0", "4634 0", "4648 0", "4672 0", "4688 2", "4768 0", "4768 2", "4769 0", "4769 2",
                "4776 0", "5140 1", "5145 0",
            ])
        let types = Set(text.matches(of: /<Data Name='LogonType'>(\d+)</).map { String($0.1) })
        #expect(types == ["2", "3", "5", "10"])
    }

    @Test func timesAndRecordIDsRiseWithinAServerWhichComesInBursts() throws {
        let (text, events) = try text(FleetLogWriter(seed: 2, people: 300), bytes: 3_000_000)
        var last: [Substring: (record: Int, time: Substring)] = [:]
        var changes = 0
        var before: Substring = ""
        let pattern =
            /SystemTime='([^']+)Z'\/><EventRecordID>(\d+)<(?:(?!<Computer>).)*<Computer>([^<]+)/
        for match in text.matches(of: pattern) {
            let record = try #require(Int(match.2))
            if let last = last[match.3] { #expect(record == last.record + 1 && match.1 > last.time) }
            last[match.3] = (record, match.1)
            if match.3 != before { changes += 1 }
            before = match.3
        }
        #expect(last.values.allSatisfy { $0.time >= "2026-09-01T00" && $0.time < "2026-09-04T01" })
        #expect(changes > 40 && changes < events / 10)
    }

    @Test func peopleMostlyReachThreeServersEach() throws {
        let (text, _) = try text(FleetLogWriter(seed: 3, people: 100), bytes: 4_000_000)
        var reached: [Substring: [Substring: Int]] = [:]
        let pattern =
            /<EventID>5140<(?:(?!<Computer>).)*<Computer>([^<]+)(?:(?!SubjectUserName).)*SubjectUserName'>([^<$]+)</
        for match in text.matches(of: pattern) { reached[match.2, default: [:]][match.1, default: 0] += 1 }
        #expect(reached.count > 90)
        let visits = reached.values.map { $0.values.reduce(0, +) }.reduce(0, +)
        let toThree = reached.values.map { $0.values.sorted(by: >).prefix(3).reduce(0, +) }.reduce(0, +)
        #expect(Double(toThree) > Double(visits) * 0.9)
    }

    @Test func sameSeedGivesTheSameTextPlainOrCompressed() throws {
        defer {
            for suffix in ["a", "b", "c"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        }
        try FleetLogWriter(seed: 2, people: 50).write(bytes: 700_000, to: path + "a")
        try FleetLogWriter(seed: 2, people: 50).write(bytes: 700_000, to: path + "b", compressed: true)
        try FleetLogWriter(seed: 3, people: 50).write(bytes: 700_000, to: path + "c")
        let contents = try ["a", "b", "c"].map {
            try Gzip.text(of: Data(contentsOf: URL(fileURLWithPath: path + $0))).bytes
        }
        #expect(contents[0] == contents[1])
        #expect(contents[0] != contents[2])
    }
}

@Suite struct FleetClockTests {
    @Test func goesFromTheFirstHourToTheLastAndNeverBack() {
        let clock = FleetClock(days: 2)
        let ticks = (0...1000).map { clock.ticks(at: $0, of: 1000) }
        #expect(ticks == ticks.sorted())
        #expect(
            String(decoding: FleetClock.text(ticks: ticks[0], nineDigits: false), as: UTF8.self)
                == "2026-09-01T00:00:00.0000000")
        #expect(
            String(decoding: FleetClock.text(ticks: ticks[1000], nineDigits: true), as: UTF8.self)
                == "2026-09-03T00:00:00.000000000")
        let day = ticks[..<500]
        let atWork = day.filter { ($0 / 36_000_000_000) % 24 >= 6 && ($0 / 36_000_000_000) % 24 < 18 }
        #expect(atWork.count > day.count * 8 / 10)
    }
}
