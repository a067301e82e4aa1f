import AccessModel
import Testing

@testable import EstateInput

@Suite struct DateTextTests {
    private func day(_ text: String) -> String {
        switch DateText(text)?.day(order: nil) {
        case .day(let day): day.text
        case .ambiguous: "ambiguous"
        case .invalid: "invalid"
        case nil: "none"
        }
    }

    @Test(arguments: [
        ("2026-12-31", "2026-12-31"), ("2026-12-31T00:00:00", "2026-12-31"), ("2026-12-31 00:00:00.000", "2026-12-31"),
        ("2026/12/31", "2026-12-31"), ("31/12/2026", "2026-12-31"), ("12/31/2026", "2026-12-31"),
        ("5/5/2026", "2026-05-05"), ("31.12.2026", "2026-12-31"), ("5.6.2026", "2026-06-05"),
        ("31-Dec-2026", "2026-12-31"), ("1 jan 2027", "2027-01-01"), ("12/31/2026 12:00:00 AM", "2026-12-31"),
        ("5/6/2026", "ambiguous"), ("05-06-2026", "ambiguous"), ("31/31/2026", "invalid"), ("2026-02-30", "invalid"),
        ("31/12/26", "none"), ("46387", "none"), ("", "none"), ("soon", "none"), ("2026-12-31 25:00:00", "none"),
        ("2026-12-31T10:00:00+99:00", "none"), ("12/31/2026 13:00:00 AM", "none"), ("1/2/3/2026", "none"),
        ("99999999999999999999/1/2026", "none"),
    ])
    func days(text: String, expected: String) { #expect(day(text) == expected) }

    @Test(arguments: [
        ("5/26/2025 4:28:53 PM", DateText.Order.monthFirst, "2025-05-26T16:28:53.000Z"),
        ("26/5/2025 12:05:06 am", .dayFirst, "2025-05-26T00:05:06.000Z"),
        ("26.05.2025 14:28:53", .monthFirst, "2025-05-26T14:28:53.000Z"),
        ("2025-05-26T14:28:53.1234567+02:00", .monthFirst, "2025-05-26T12:28:53.123Z"),
        ("2025-05-26T14:28Z", .monthFirst, "2025-05-26T14:28:00.000Z"),
        ("3/4/2025 1:00:00 PM", .monthFirst, "2025-03-04T13:00:00.000Z"),
        ("3/4/2025 13:00", .dayFirst, "2025-04-03T13:00:00.000Z"),
        ("5/26/2025 4:28:53\u{202F}PM", .monthFirst, "2025-05-26T16:28:53.000Z"),
        ("26.5.2025 16.28.53", .monthFirst, "2025-05-26T16:28:53.000Z"),
        ("26/05/2025 16.28.53", .monthFirst, "2025-05-26T16:28:53.000Z"),
        ("26-5-2025 16:28:53", .monthFirst, "2025-05-26T16:28:53.000Z"),
        ("2025/05/26 16:28:53", .dayFirst, "2025-05-26T16:28:53.000Z"),
    ])
    func instants(text: String, order: DateText.Order, expected: String) {
        #expect(DateText(text)?.instant(order: order)?.text == expected)
    }

    @Test(arguments: [
        ("133500000000000000", "2024-01-17T21:20:00.000Z"), ("0", "never"), ("9223372036854775807", "never"),
        ("", "never"), ("Never", "never"), ("20211130200601.0Z", "2021-11-30T20:06:01.000Z"),
        ("20211130200601Z", "2021-11-30T20:06:01.000Z"), ("20211330200601.0Z", "unreadable"), ("x", "unreadable"),
        ("/Date(1690000000000)/", "2023-07-22T04:26:40.000Z"),
        ("/Date(1690000000000+0200)/", "2023-07-22T04:26:40.000Z"),
        ("/Date(-62135596800000)/", "never"), ("/Date(999999999999999)/", "unreadable"), ("/Date(x)/", "unreadable"),
        ("/Date()/", "unreadable"), ("/Date(1690000000000+02)/", "unreadable"), ("-1", "never"),
        ("1/1/1601 1:00:00 AM", "never"), ("9223372036854775806", "never"), ("99999999999999999999", "unreadable"),
    ])
    func directoryTimes(text: String, expected: String) {
        let time = DirectoryTime(text)
        let found = time == .unreadable ? "unreadable" : time.instant(order: .monthFirst)?.text ?? "never"
        #expect(found == expected)
    }
}
