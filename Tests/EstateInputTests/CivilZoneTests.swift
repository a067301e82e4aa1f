import AccessModel
import PositionModel
import Testing

@Suite struct CivilZoneTests {
    private static func shown(_ zone: String, _ time: (Int, Int, Int, Int, Int)) -> [String]? {
        guard let zone = CivilZone(name: zone),
            let local = LocalTime(
                year: time.0, month: time.1, day: time.2, hour: time.3, minute: time.4, second: 0)
        else { return nil }
        let found = zone.instants(local)
        return Array(
            [found.lowerBound.text, found.upperBound.text].prefix(found.lowerBound == found.upperBound ? 1 : 2))
    }

    @Test func fixedOffsets() {
        #expect(Self.shown("UTC", (2026, 7, 1, 12, 0)) == ["2026-07-01T12:00:00.000Z"])
        #expect(Self.shown("+02:00", (2026, 1, 1, 1, 0)) == ["2025-12-31T23:00:00.000Z"])
        #expect(Self.shown("-05:30", (2026, 1, 1, 20, 0)) == ["2026-01-02T01:30:00.000Z"])
    }

    @Test func summerTimeIsTheZones() {
        #expect(Self.shown("Europe/Berlin", (2026, 1, 5, 8, 0)) == ["2026-01-05T07:00:00.000Z"])
        #expect(Self.shown("Europe/Berlin", (2026, 7, 5, 8, 0)) == ["2026-07-05T06:00:00.000Z"])
        #expect(Self.shown("America/New_York", (2026, 7, 5, 22, 0)) == ["2026-07-06T02:00:00.000Z"])
        // The hours beside a change belong to one instant each.
        #expect(Self.shown("Europe/Berlin", (2026, 3, 29, 1, 59)) == ["2026-03-29T00:59:00.000Z"])
        #expect(Self.shown("Europe/Berlin", (2026, 3, 29, 3, 0)) == ["2026-03-29T01:00:00.000Z"])
        #expect(Self.shown("Europe/Berlin", (2026, 10, 25, 3, 0)) == ["2026-10-25T02:00:00.000Z"])
    }

    @Test func anHourThatComesTwiceIsARange() {
        #expect(
            Self.shown("Europe/Berlin", (2026, 10, 25, 2, 30)) == [
                "2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z",
            ])
    }

    @Test func anHourThatNeverWasLiesAroundTheChange() {
        #expect(
            Self.shown("Europe/Berlin", (2026, 3, 29, 2, 30)) == [
                "2026-03-29T00:30:00.000Z", "2026-03-29T01:30:00.000Z",
            ])
    }

    @Test(arguments: [
        "", "CEST", "EST", "utc", "Z", "+2", "+02:60", "+14:01", "+0200", "02:00", "Europe/Nowhere", "/etc/passwd",
        "../UTC", "Europe/../UTC", "Europe/Berlin\u{0}", "Europe/Berlin ", "+0\u{661}:00",
        String(repeating: "a/", count: 100),
    ]) func anythingElseIsNoZone(name: String) { #expect(CivilZone(name: name) == nil) }
}
