import AccessModel
import ByteScan
import Testing

@Suite struct FieldValueTests {
    @Test(arguments: [
        ("", ""), ("-", ""), (" - ", ""), ("\n    ", ""), (" \t\r\n", ""), ("Advapi  ", "Advapi"), ("\r\nx\t", "x"),
        ("--", "--"), ("a b", "a b"), ("-a", "-a"), ("\u{A0}", "\u{A0}"), ("\0", "\0"),
    ]) func trimming(value: String, trimmed: String) {
        let result = Array(value.utf8).withUnsafeBytes { Array(FieldValue.trimmed($0)) }
        #expect(result == Array(trimmed.utf8))
    }

    @Test(arguments: [
        ("0", UInt64(0)), ("007", 7), ("18446744073709551615", .max), ("18446744073709551616", nil),
        ("99999999999999999999", nil), ("", nil), ("-1", nil), ("+1", nil), (" 1", nil), ("1 ", nil), ("1.0", nil),
        ("0x10", nil), ("٣", nil),
    ]) func decimal(text: String, value: UInt64?) { #expect(FieldValue.decimal(Array(text.utf8)) == value) }

    @Test(arguments: [
        ("0x0", UInt64(0)), ("0x3e7", 999), ("0X3E7", 999), ("0x00000000000003e7", 999),
        ("0x8020000000000000", 0x8020_0000_0000_0000), ("0xffffffffffffffff", .max), ("0x1ffffffffffffffff", nil),
        ("0x", nil), ("0xg", nil), ("0x 1", nil), ("4624", 4624), ("x10", nil), ("0x-1", nil), ("", nil),
    ]) func number(text: String, value: UInt64?) { #expect(FieldValue.number(Array(text.utf8)) == value) }

    @Test(arguments: [
        ("CORP", "corp"), ("Ärger", "ärger"), ("İx", "i\u{307}x"), ("", ""), ("a_Z@[", "a_z@["),
    ]) func lowerCase(value: String, lower: String) {
        var batch = AccessBatch()
        let range = Array(value.utf8).withUnsafeBytes { batch.storeLowercased($0) }
        #expect(batch.text(range).utf8.elementsEqual(lower.utf8))
    }

    @Test func invalidUTF8BecomesTheReplacementCharacter() {
        var batch = AccessBatch()
        let bytes: [UInt8] = [0x41, 0xFF, 0x42]
        let stored = bytes.withUnsafeBytes { batch.storeLowercased($0) }
        #expect(batch.text(stored) == "a\u{FFFD}b")
    }

    @Test func sidsAreUpperCase() {
        var batch = AccessBatch()
        let range = Array("s-1-5-21-1".utf8).withUnsafeBytes { batch.storeUppercased($0) }
        #expect(batch.text(range) == "S-1-5-21-1")
    }

    @Test(arguments: [
        ("::ffff:10.1.2.3", "10.1.2.3"), ("fe80::1%13", "fe80::1"), ("LOCAL", ""), ("0.0.0.0", ""), ("::", ""),
        ("", ""),
        ("010.1.2.3", ""),
    ]) func addresses(value: String, stored: String) {
        var batch = AccessBatch()
        let range = Array(value.utf8).withUnsafeBytes { batch.storeAddress($0) }
        #expect(batch.text(range) == stored)
    }
}

@Suite struct TimestampTests {
    private func iso(_ text: String) -> String? { Array(text.utf8).withUnsafeBytes { Timestamp.iso8601($0)?.text } }

    @Test(arguments: [
        // Every exporter's form (formats.md 1.4)
        ("2015-03-04T16:58:46.059949400Z", "2015-03-04T16:58:46.059Z"),
        ("2023-06-01T20:11:11.3572380Z", "2023-06-01T20:11:11.357Z"),
        ("2019-03-29T21:10:39.786832Z", "2019-03-29T21:10:39.786Z"),
        ("2019-03-29 21:10:39.786832+00:00", "2019-03-29T21:10:39.786Z"),
        ("2019-03-29 21:10:39.786832", "2019-03-29T21:10:39.786Z"), ("2019-03-29 21:10:39", "2019-03-29T21:10:39.000Z"),
        ("2021-04-27T15:03:16.983Z", "2021-04-27T15:03:16.983Z"),
        ("1601-01-01T00:00:00.000000Z", "1601-01-01T00:00:00.000Z"),
        // Cut, not rounded
        ("2019-12-31T23:59:59.9999999Z", "2019-12-31T23:59:59.999Z"),
        ("2020-01-01T00:00:00.1Z", "2020-01-01T00:00:00.100Z"),
        ("2020-02-29T00:00:00Z", "2020-02-29T00:00:00.000Z"),
    ]) func formsOfTheExporters(text: String, instant: String) { #expect(iso(text) == instant) }

    @Test(arguments: [
        "", "2019-03-29", "2019-03-29T21:10", "2019-03-29T21:10:39.", "2019-03-29T21:10:39.Z",
        "2019-03-29T21:10:39+01:00",
        "2019-03-29T21:10:39-00:00", "2019-03-29x21:10:39Z", "2019-03-29T21:10:39ZZ", "2019-03-29T21:10:39 Z",
        "2019-02-29T00:00:00Z", "2019-13-01T00:00:00Z", "2019-01-01T24:00:00Z", "2019-01-01T00:60:00Z",
        "2019-01-01T00:00:60Z", "2019-01-01T0:00:000Z", "2019-01-01T00.00.00Z", "2019-01-01T00:00:00.1.2Z",
        "2019-01-01T00:00:00.12x", "+019-01-01T00:00:00Z",
        "2019-01-01T00:00:00." + String(repeating: "0", count: 60) + "Z",
    ]) func isNoTime(text: String) { #expect(iso(text) == nil) }

    private func web(_ date: String, _ time: String) -> String? {
        Array(date.utf8).withUnsafeBytes { date in
            Array(time.utf8).withUnsafeBytes { Timestamp.dateTime(date: date[...], time: $0[...])?.text }
        }
    }

    @Test func twoFieldsOfAWebLog() {
        #expect(web("2018-01-01", "08:09:10") == "2018-01-01T08:09:10.000Z")
        #expect(web("2012-08-15", "17:00:00.363") == "2012-08-15T17:00:00.363Z")
        for (date, time) in [
            ("2018-01-01", ""), ("", "08:09:10"), ("2018-1-01", "08:09:10"), ("2018-01-01", "8:09:10"), ("-", "-"),
            ("2018-01-01", "08:09:10."), ("2018-01-01", "08:09:10Z"), ("2018-01-01", "08:09:1"),
            ("18-01-0001", "08:09:10"),
        ] { #expect(web(date, time) == nil) }
    }

    @Test func aDayInTheMiddleOfALine() {
        let line = Array("x2018-01-31y".utf8)
        #expect(line.withUnsafeBytes { Timestamp.day($0[1..<11])?.text } == "2018-01-31")
    }
}
