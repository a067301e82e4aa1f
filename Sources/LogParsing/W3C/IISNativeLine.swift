import AccessModel
import ByteScan

/// A line of the native IIS format (`inetsvN.log`, `u_inYYMMDD.log`): 15 values, a comma behind each, nothing quoted, local
/// time. Source: `docs/formats.md`, "IIS native format".
enum IISNativeLine {
    /// Values in front of the target: client, user, date, time, site, computer, address, milliseconds, bytes received and
    /// sent, status, Win32 status, method. The target and its parameters may hold commas.
    private static let head = 13

    /// Does not fit where the zone of the clock is not known.
    static func read(_ line: UnsafeRawBufferPointer, _ clock: inout LocalClock?) -> HeaderlessFit {
        guard clock != nil else { return .doesNotFit }
        if let found = values(of: line, &clock) {
            if holdsSeparator(found.target) { return .isAmbiguous }
            if found.hasDayFirst { return .hasDayFirst }
            return .reads(found.line)
        }
        // A user name with a comma moves every value behind it; the client in front of it and the comma at the end stay.
        let client = line.firstIndex(of: UInt8(ascii: ",")).map { UnsafeRawBufferPointer(rebasing: line[..<$0]) }
        let commas = line.count { $0 == UInt8(ascii: ",") }
        let isOfThisKind = client.flatMap { IPAddress(parsing: bare($0[...])) } != nil && commas > head + 2
        return isOfThisKind && line.last == UInt8(ascii: ",") ? .isAmbiguous : .doesNotFit
    }

    /// A comma and a blank separate values: where target or parameters hold them, a user name may have moved the values.
    private static func holdsSeparator(_ target: UnsafeRawBufferPointer) -> Bool { target.firstOffset(of: ", ") != nil }

    private struct Found {
        var line: WebLine
        var target: UnsafeRawBufferPointer
        var hasDayFirst: Bool
    }

    private static func values(of line: UnsafeRawBufferPointer, _ clock: inout LocalClock?) -> Found? {
        var values: [UnsafeRawBufferPointer] = []
        var rest = line[...]
        while values.count < head {
            guard let comma = rest.firstIndex(of: UInt8(ascii: ",")) else { return nil }
            values.append(bare(rest[..<comma]))
            rest = rest[(comma + 1)...]
        }
        // From the right: the last comma ends the parameters, the one before it the target.
        guard let last = rest.lastIndex(of: UInt8(ascii: ",")), rest[(last + 1)...].allSatisfy(FieldValue.isBlank),
            let middle = rest[..<last].lastIndex(of: UInt8(ascii: ","))
        else { return nil }
        guard HeaderlessFit.isClient(values[0]),
            !values[4].isEmpty, !values[5].isEmpty,
            values[6].isEmpty || IPAddress(parsing: values[6]) != nil,
            values[7...9].allSatisfy({ $0.allSatisfy(isDigit) }), WebLine.statusCode(values[10]) >= 100,
            values[11].allSatisfy(isDigit),
            let local = LocalMoment(values[2], values[3]), let time = clock?.instant(of: local.time),
            time.isUsable
        else { return nil }
        var found = WebLine(time: time)
        found.peer = values[0]
        found.user = values[1]
        found.site = values[4]
        found.computer = values[5]
        found.serverAddress = values[6]
        found.status = WebLine.statusCode(values[10])
        found.path = bare(rest[..<middle])
        found.query = bare(rest[(middle + 1)..<last])
        return Found(
            line: found, target: UnsafeRawBufferPointer(rebasing: rest[..<middle]), hasDayFirst: local.hasDayFirst)
    }

    private static func bare(_ value: Slice<UnsafeRawBufferPointer>) -> UnsafeRawBufferPointer {
        FieldValue.trimmed(UnsafeRawBufferPointer(rebasing: value))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// `M/D/YY` or `MM/DD/YYYY`, and `H:MM:SS`. A year of two digits is one of 1970 to 2069.
    private struct LocalMoment {
        let time: LocalTime
        /// True where the first number is no month, and the date is one with the day first.
        let hasDayFirst: Bool

        init?(_ date: UnsafeRawBufferPointer, _ time: UnsafeRawBufferPointer) {
            guard let date = LocalMoment.numbers(date, UInt8(ascii: "/")),
                let clock = LocalMoment.numbers(time, UInt8(ascii: ":"))
            else { return nil }
            hasDayFirst = date[0] > 12
            let year = date[2] < 70 ? date[2] + 2000 : date[2] < 100 ? date[2] + 1900 : date[2]
            let (month, day) = hasDayFirst ? (date[1], date[0]) : (date[0], date[1])
            guard
                let time = LocalTime(
                    year: year, month: month, day: day, hour: clock[0], minute: clock[1], second: clock[2])
            else { return nil }
            self.time = time
        }

        /// Three numbers of at most four digits.
        private static func numbers(_ text: UnsafeRawBufferPointer, _ separator: UInt8) -> [Int]? {
            let parts = text.split(separator: separator, omittingEmptySubsequences: false)
            guard parts.count == 3, parts.allSatisfy({ (1...4).contains($0.count) && $0.allSatisfy(isDigit) }) else {
                return nil
            }
            return parts.map { $0.reduce(0) { $0 * 10 + Int($1 &- 0x30) } }
        }
    }
}
