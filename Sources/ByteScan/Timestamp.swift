public import AccessModel

/// Reads the time forms logs write; always UTC, cut to milliseconds.
public enum Timestamp {
    /// `YYYY-MM-DD`, then `T` or a space, `HH:MM:SS`, then any number of decimals, then nothing, `Z` or `+00:00`.
    ///
    /// Every exporter's `SystemTime` has this form (`docs/formats.md`). Nil for anything else, other zones included.
    public static func iso8601(_ text: UnsafeRawBufferPointer) -> Instant? {
        // Digit by digit over the bytes: slices cost ten times as much, and every event has a time.
        guard text.count >= 19, text.count <= 64, text[10] == UInt8(ascii: "T") || text[10] == UInt8(ascii: " "),
            text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), text[13] == UInt8(ascii: ":"),
            text[16] == UInt8(ascii: ":"), let century = pair(text, 0), let year = pair(text, 2),
            let month = pair(text, 5), let day = pair(text, 8), let hour = pair(text, 11), let minute = pair(text, 14),
            let second = pair(text, 17), hour < 24, minute < 60, second < 60,
            let date = Day(year: century * 100 + year, month: month, day: day)
        else { return nil }
        var milliseconds = Int64((hour * 60 + minute) * 60 + second) * 1000
        var index = 19
        if index < text.count, text[index] == UInt8(ascii: ".") {
            var scale: Int64 = 100
            index += 1
            let first = index
            while index < text.count, (0x30...0x39).contains(text[index]) {
                milliseconds += Int64(text[index] &- 0x30) * scale
                scale /= 10
                index += 1
            }
            guard index > first else { return nil }
        }
        guard isUTC(text[index...]) else { return nil }
        return Instant(milliseconds: date.start.milliseconds + milliseconds)
    }

    /// The number two digits make, nil where they are none.
    private static func pair(_ text: UnsafeRawBufferPointer, _ index: Int) -> Int? {
        let (tens, ones) = (text[index] &- 0x30, text[index + 1] &- 0x30)
        return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
    }

    /// `YYYY-MM-DD` and `HH:MM:SS` in two fields, as W3C logs write them; decimals of the second are read where an
    /// exporter writes them.
    public static func dateTime(date: Slice<UnsafeRawBufferPointer>, time: Slice<UnsafeRawBufferPointer>) -> Instant? {
        guard let day = day(date), let sinceMidnight = clock(time) else { return nil }
        return Instant(milliseconds: day.start.milliseconds + sinceMidnight)
    }

    /// `YYYY-MM-DD`.
    public static func day(_ text: Slice<UnsafeRawBufferPointer>) -> Day? {
        let base = text.startIndex
        guard text.count == 10, text[base + 4] == UInt8(ascii: "-"), text[base + 7] == UInt8(ascii: "-"),
            let year = FieldValue.decimal(text[base..<base + 4]),
            let month = FieldValue.decimal(text[base + 5..<base + 7]),
            let day = FieldValue.decimal(text[base + 8..<base + 10])
        else { return nil }
        return Day(year: Int(year), month: Int(month), day: Int(day))
    }

    /// Milliseconds since midnight of `HH:MM:SS` with any number of decimals; a leap second (`:60`) is no time.
    private static func clock(_ text: Slice<UnsafeRawBufferPointer>) -> Int64? {
        let base = text.startIndex
        guard text.count >= 8, text[base + 2] == UInt8(ascii: ":"), text[base + 5] == UInt8(ascii: ":"),
            let hour = FieldValue.decimal(text[base..<base + 2]),
            let minute = FieldValue.decimal(text[base + 3..<base + 5]),
            let second = FieldValue.decimal(text[base + 6..<base + 8]), hour < 24, minute < 60, second < 60
        else { return nil }
        var milliseconds = Int64((hour * 60 + minute) * 60 + second) * 1000
        let decimals = text[(base + 8)...]
        guard !decimals.isEmpty else { return milliseconds }
        guard decimals.first == UInt8(ascii: "."), decimals.count > 1 else { return nil }
        var scale: Int64 = 100
        for byte in decimals.dropFirst() {
            guard (0x30...0x39).contains(byte) else { return nil }
            milliseconds += Int64(byte &- 0x30) * scale
            scale /= 10
        }
        return milliseconds
    }

    private static func isUTC(_ suffix: Slice<UnsafeRawBufferPointer>) -> Bool {
        if suffix.isEmpty || suffix.count == 1 && suffix.first == UInt8(ascii: "Z") { return true }
        return suffix.elementsEqual("+00:00".utf8)
    }
}
