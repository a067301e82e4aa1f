import AccessModel
import PositionModel
import Testing

@testable import Reconciliation

/// When people were seen, against counting the days one by one.
@Suite struct SeenOverTimeTests {
    private let first = Day(number: 20_000)

    private func span(_ from: Int, _ to: Int) -> ClosedRange<Day> { first.advanced(by: from)...first.advanced(by: to) }

    @Test(arguments: [1, 6, 7, 8, 30, 31, 60, 61, 90, 91, 180, 181, 365, 366, 800])
    func everyFigureIsThatOfTheDays(_ length: Int) throws {
        var numbers = RandomNumbers(seed: UInt64(length))
        func spans(_ count: Int) -> [ClosedRange<Day>] {
            (0..<count).map { _ in
                let from = numbers.next(length)
                return span(from, from + numbers.next(length - from))
            }
        }
        let (users, devices) = (spans(60), spans(25))
        let seen = SeenOverTime.evidence(
            product: "sql-server", users: users, devices: devices, window: span(0, length - 1))

        #expect(seen.spans.map(\.days) == [7, 30, 60, 90, 180, 365].filter { $0 < length } + [length])
        for row in seen.spans {
            let from = try #require(Day(text: row.from))
            #expect(Int(first.advanced(by: length).number - from.number) == row.days)
            #expect(row.users == users.filter { $0.upperBound >= from }.count)
            #expect(row.newUsers == users.filter { $0.lowerBound >= from }.count)
            #expect(row.devices == devices.filter { $0.upperBound >= from }.count)
            #expect(row.newDevices == devices.filter { $0.lowerBound >= from }.count)
        }
        #expect(seen.spans.last?.users == 60 && seen.spans.last?.newUsers == 60)

        let told = Dictionary(uniqueKeysWithValues: seen.days.map { ($0.day, $0) })
        var soFar = (users: 0, devices: 0)
        for offset in 0..<length {
            let day = first.advanced(by: offset)
            let new = (users.count { $0.lowerBound == day }, devices.count { $0.lowerBound == day })
            let last = (users.count { $0.upperBound == day }, devices.count { $0.upperBound == day })
            soFar = (soFar.users + new.0, soFar.devices + new.1)
            guard let row = told[day.text] else {
                #expect(new == (0, 0) && last == (0, 0))
                continue
            }
            #expect((row.newUsers, row.newDevices) == new && (row.lastUsers, row.lastDevices) == last)
            #expect((row.users, row.devices) == soFar)
        }
        #expect(seen.days.map(\.day) == seen.days.map(\.day).sorted())
    }

    @Test func theWholeWindowIsTheEvidencedFigure() throws {
        var world = World()
        world.server("fs01")
        world.server("sql01", "sql-server")
        world.user("ghost")
        for (name, day) in [
            ("anna", "2026-08-05"), ("ben", "2026-10-30"), ("anna", "2026-10-29"), ("carl", "2026-08-03"),
        ] {
            world.user(name)
            world.seen("corp\\\(name)", from: "pc-\(name)", on: "fs01", day: day)
        }
        world.seen("corp\\carl", from: "pc-carl", on: "sql01", day: "2026-08-20")
        let position = try world.position()
        #expect(position.evidenceOverTime.map(\.product) == ["windows-server", "sql-server"])
        let windows = position.evidenceOverTime[0]
        #expect(windows.spans.last?.users == 3 && windows.spans.last?.devices == 3)
        #expect(try position.row("user", of: "windows-server").evidenced == 3)
        #expect(windows.spans.first { $0.days == 7 }.map { [$0.users, $0.newUsers] } == [2, 1])
        #expect(windows.days.map(\.day).first == "2026-08-03" && windows.days.last?.lastUsers == 1)
    }

    @Test func aServerStandsWithWhatItRuns() throws {
        var world = World()
        world.server("fs01")
        world.server("fs01", "sql-server", "2022")
        world.server("unseen")
        world.seen("corp\\anna", from: "pc1", on: "fs01")
        world.seen("corp\\ben", from: "pc1", on: "other")
        let servers = try world.position().servers
        #expect(servers.map(\.server) == ["fs01", "other", "unseen"])
        #expect(servers.map(\.users) == [1, 1, 0])
        #expect(servers[0].products.map(\.product) == ["windows-server", "sql-server"])
        #expect(servers[0].products.map(\.version) == ["2019", "2022"])
        #expect(servers[1].products.isEmpty && servers[2].firstDay.isEmpty)
    }
}

/// First and last days by number against dictionaries.
@Suite struct DaySpansTests {
    @Test func theFirstAndTheLastDayStay() {
        var (days, others) = (DaySpans(), DaySpans())
        for (number, day) in [(5, 30), (5, 10), (5, 20), (70, -4)] { days.see(number, on: Day(number: Int32(day))) }
        #expect(days[5] == Day(number: 10)...Day(number: 30))
        #expect(days[70] == Day(number: -4)...Day(number: -4))
        #expect(days[4] == nil && days[71] == nil && days[-1] == nil && days[1000] == nil)
        others.see(5, on: Day(number: 40))
        others.see(900, on: Day(number: 7))
        days.merge(others)
        #expect(days[5] == Day(number: 10)...Day(number: 40) && days[900] == Day(number: 7)...Day(number: 7))
    }
}
