public import AccessModel

/// Reads the time forms logs write; always UTC, cut to milliseconds.
public enum Timestamp {
    /// `YYYY-MM-DD`, then `T` or a space, `HH:MM:SS`, then any number of decimals, then nothing, `Z` or `+00:00`.
    ///
    /// Every exporter's `SystemTime` has this form (`docs/formats.md`). Nil for anything else, other zones included.
    public static func iso8601(_ text: UnsafeRawBufferPointer) -> Instant? {
        guard text.count >= 19, text.count <= 64, text[10] == UInt8(ascii: "T") || text[10] == UInt8(ascii: " "),
            let moment = dateTime(date: text[0..<10], time: text[11..<19])
        else { return nil }
        var position = 19
        var milliseconds: Int64 = 0
        if position < text.count, text[position] == UInt8(ascii: ".") {
            var scale: Int64 = 100
            position += 1
            let start = position
            while position < text.count, (0x30...0x39).contains(text[position]) {
                milliseconds += Int64(text[position] &- 0x30) * scale
                scale /= 10
                position += 1
            }
            guard position > start else { return nil }
        }
        guard isUTC(text[position...]) else { return nil }
        return Instant(milliseconds: moment.milliseconds + milliseconds)
    }

    /// `YYYY-MM-DD` and `HH:MM:SS` in two fields, as W3C logs write them.
    public static func dateTime(date: Slice<UnsafeRawBufferPointer>, time: Slice<UnsafeRawBufferPointer>) -> Instant? {
        guard let day = day(date), let (hour, minute, second) = clock(time) else { return nil }
        let (year, month, date) = day.civil
        return Instant(year: year, month: month, day: date, hour: hour, minute: minute, second: second)
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

    private static func clock(_ text: Slice<UnsafeRawBufferPointer>) -> (Int, Int, Int)? {
        let base = text.startIndex
        guard text.count == 8, text[base + 2] == UInt8(ascii: ":"), text[base + 5] == UInt8(ascii: ":"),
            let hour = FieldValue.decimal(text[base..<base + 2]),
            let minute = FieldValue.decimal(text[base + 3..<base + 5]),
            let second = FieldValue.decimal(text[base + 6..<base + 8])
        else { return nil }
        return (Int(hour), Int(minute), Int(second))
    }

    private static func isUTC(_ suffix: Slice<UnsafeRawBufferPointer>) -> Bool {
        suffix.isEmpty || suffix.elementsEqual("Z".utf8) || suffix.elementsEqual("+00:00".utf8)
    }
}
