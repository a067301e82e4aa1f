import AccessModel
import Testing

@Suite struct TimeTests {
    @Test(arguments: [
        ("1970-01-01", Int32(0)), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2000-03-01", 11_017),
        ("1900-02-28", -25_509), ("1900-03-01", -25_508), ("2026-10-31", 20_757), ("0001-01-01", -719_162),
        ("9999-12-31", 2_932_896),
    ]) func daysCountFrom1970(text: String, number: Int32) {
        #expect(Day(text: text)?.number == number)
        #expect(Day(number: number).text == text)
    }

    @Test(arguments: [
        "", "2026-10", "2026-10-32", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "0000-01-01",
        "+123-01-01", "2026-+1-01", "2026-1-01", "26-10-31", "2026-10-31 ", " 2026-10-31", "2026/10/31", "-026-10-31",
        "2026-10-31T00:00:00Z", "２０２６-10-31",
    ]) func isNoDay(text: String) { #expect(Day(text: text) == nil) }

    /// A naive twin: counting day by day with the calendar's rule.
    @Test func everyDayOfFourCenturiesFollowsTheOneBefore() {
        var (year, month, day) = (1899, 12, 31)
        guard var number = Day(year: year, month: month, day: day)?.number else {
            Issue.record("no first day")
            return
        }
        while year < 2300 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            day += 1
            if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
            number += 1
            let civil = Day(number: number).civil
            guard civil == (year, month, day), Day(year: year, month: month, day: day)?.number == number else {
                Issue.record("day \(number) is \(civil), not \((year, month, day))")
                return
            }
        }
    }

    @Test func advancingStopsAtTheEnds() {
        #expect(Day(number: 10).advanced(by: -20).number == -10)
        #expect(Day(number: 10).advanced(by: .max).number == .max)
        #expect(Day(number: -10).advanced(by: .min).number == .min)
    }

    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (86_399_999, "1970-01-01T23:59:59.999Z"),
        (1_435_276_799_050, "2015-06-25T23:59:59.050Z"), (631_152_000_000, "1990-01-01T00:00:00.000Z"),
    ]) func instantsAreWrittenInUTC(milliseconds: Int64, text: String) {
        #expect(Instant(milliseconds: milliseconds).text == text)
        #expect(Day(Instant(milliseconds: milliseconds)).text == String(text.prefix(10)))
    }

    @Test func theExtremesDoNotTrap() {
        for milliseconds in [Int64.min, .max] {
            let instant = Instant(milliseconds: milliseconds)
            #expect(instant.text.hasSuffix("Z"))
            #expect(Day(instant).number == (milliseconds < 0 ? .min : .max))
        }
    }

    @Test func aCivilTimeIsReadOrRefused() {
        #expect(
            Instant(year: 2024, month: 2, day: 29, hour: 23, minute: 59, second: 59, millisecond: 999)?.text
                == "2024-02-29T23:59:59.999Z")
        #expect(Instant(year: 2023, month: 2, day: 29) == nil)
        #expect(Instant(year: 2024, month: 1, day: 1, hour: 24) == nil)
        #expect(Instant(year: 2024, month: 1, day: 1, minute: 60) == nil)
        #expect(Instant(year: 2024, month: 1, day: 1, second: 60) == nil)
        #expect(Instant(year: 2024, month: 1, day: 1, millisecond: 1000) == nil)
        #expect(Instant(year: 1990, month: 1, day: 1) == Instant.earliestUsable)
    }

    @Test func aDayStartsAtMidnight() { #expect(Day(text: "2026-10-31")?.start.text == "2026-10-31T00:00:00.000Z") }
}
