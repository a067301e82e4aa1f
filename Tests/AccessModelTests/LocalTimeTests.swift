import AccessModel
import Testing

@Suite struct LocalTimeTests {
    @Test func aCivilTimeHasADayAndNoZone() throws {
        let time = try #require(LocalTime(year: 2026, month: 10, day: 5, hour: 23, minute: 59, second: 59))
        #expect(time.text == "2026-10-05T23:59:59" && time.day.text == "2026-10-05")
        let next = try #require(LocalTime(year: 2026, month: 10, day: 6, hour: 0, minute: 0, second: 0))
        #expect(time < next && next.day.text == "2026-10-06")
        #expect(LocalTime(year: 2026, month: 2, day: 29, hour: 0, minute: 0, second: 0) == nil)
        #expect(LocalTime(year: 2026, month: 1, day: 1, hour: 24, minute: 0, second: 0) == nil)
        #expect(LocalTime(year: 1989, month: 12, day: 31, hour: 23, minute: 59, second: 59) == nil)
    }

    @Test func theFirstPatternThatFitsNamesTheZone() {
        var settings = OrganisationSettings()
        func zone(_ path: String, member: String = "") -> String {
            settings.zone(of: InputPath(path: path, member: member, sha256: "", bytes: 0))
        }
        #expect(zone("dhcp01/a.log") == "")
        settings.logZones = [
            .init(pattern: "DHCP01", zone: "UTC"), .init(pattern: "*.zip!*", zone: "+01:00"),
            .init(pattern: "*/a.log", zone: "+02:00"),
        ]
        #expect(zone("logs/dhcp01/a.log") == "UTC")
        #expect(zone("x.zip", member: "Dhcp01/a.log") == "UTC")
        #expect(zone("x.zip", member: "b.log") == "+01:00")
        #expect(zone("other/a.log") == "+02:00")
        // The file's own name is no folder.
        #expect(zone("other/dhcp01") == "")
    }
}
