import AccessModel
import ByteScan

/// A line of the NCSA common format (`ncsaN.log`, `u_ncYYMMDD.log`), or of the combined one that other servers write:
/// `host ident user [dd/Mon/yyyy:HH:MM:SS +zzzz] "request" status bytes`, then `"referer" "agent"`.
///
/// It names no server. Source: `docs/formats.md`, "NCSA common".
enum NCSALine {
    private static let timeLength = 26

    static func read(_ line: UnsafeRawBufferPointer, isCombined: Bool) -> HeaderlessFit {
        let moments = moments(in: line)
        guard let moment = moments.first else { return .doesNotFit }
        // Nothing is escaped: a user name, a request or an agent with a time in it may be the line's own.
        if moments.count > 1 { return .isAmbiguous }
        guard let found = values(of: line, moment, isCombined: isCombined) else { return .doesNotFit }
        return HeaderlessFit.isClient(found.peer) ? .reads(found) : .doesNotFit
    }

    /// A time in brackets, and the quote that opens the request.
    private struct Moment {
        /// Offset of the blank before the bracket.
        var start: Int
        var time: Instant
    }

    /// The first places of the line that read as its time, two at most.
    private static func moments(in line: UnsafeRawBufferPointer) -> [Moment] {
        var found: [Moment] = []
        var from = 0
        while found.count < 2, let start = line.firstOffset(of: " [", from: from) {
            let end = start + 2 + timeLength
            guard end + 3 <= line.count else { break }
            if line[end...].starts(with: "] \"".utf8),
                let time = instant(UnsafeRawBufferPointer(rebasing: line[(start + 2)..<end])), time.isUsable
            {
                found.append(Moment(start: start, time: time))
            }
            from = start + 1
        }
        return found
    }

    private static func values(of line: UnsafeRawBufferPointer, _ moment: Moment, isCombined: Bool) -> WebLine? {
        guard let tail = Tail(line[(moment.start + 2 + timeLength + 3)...], isCombined: isCombined) else { return nil }
        // The user may hold blanks: host and ident are what stands before the first two.
        let who = UnsafeRawBufferPointer(rebasing: line[..<moment.start])
        guard let first = who.firstIndex(of: 0x20),
            let second = who[(first + 1)...].firstIndex(of: 0x20), second + 1 < who.count
        else { return nil }
        var found = WebLine(time: moment.time)
        found.peer = UnsafeRawBufferPointer(rebasing: who[..<first])
        found.user = FieldValue.trimmed(UnsafeRawBufferPointer(rebasing: who[(second + 1)...]))
        found.agent = tail.agent
        found.path = tail.path
        found.query = tail.query
        found.status = tail.status
        return found
    }

    /// `dd/Mon/yyyy:HH:MM:SS +zzzz`.
    private static func instant(_ text: UnsafeRawBufferPointer) -> Instant? {
        func number(_ range: Range<Int>) -> Int? { FieldValue.decimal(text[range]).map { Int($0) } }
        guard text[2] == UInt8(ascii: "/"), text[6] == UInt8(ascii: "/"), text[11] == UInt8(ascii: ":"),
            text[14] == UInt8(ascii: ":"), text[17] == UInt8(ascii: ":"), text[20] == 0x20,
            text[21] == UInt8(ascii: "+") || text[21] == UInt8(ascii: "-"),
            let day = number(0..<2), let year = number(7..<11), let hour = number(12..<14),
            let minute = number(15..<17), let second = number(18..<20), let zoneHours = number(22..<24),
            let zoneMinutes = number(24..<26), zoneHours <= 14, zoneMinutes < 60,
            let month = months.firstIndex(where: {
                LineText.begins(UnsafeRawBufferPointer(rebasing: text[3..<6]), with: $0)
            }),
            let local = Instant(year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        let ahead = Int64(zoneHours * 60 + zoneMinutes) * 60_000 * (text[21] == UInt8(ascii: "-") ? -1 : 1)
        return Instant(milliseconds: local.milliseconds - ahead)
    }

    private static let months: [StaticString] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// What stands behind the quote that opens the request.
    private struct Tail {
        var path: UnsafeRawBufferPointer
        var query: UnsafeRawBufferPointer
        var status: Int
        var agent = UnsafeRawBufferPointer(start: nil, count: 0)

        /// Read from the right: nothing in a request or an agent is escaped.
        init?(_ text: Slice<UnsafeRawBufferPointer>, isCombined: Bool) {
            var rest = text
            if isCombined {
                guard let agent = Tail.takeQuoted(&rest), Tail.takeQuoted(&rest) != nil else { return nil }
                self.agent = FieldValue.trimmed(agent)
            }
            guard let bytes = Tail.takeNumber(&rest), let status = Tail.takeNumber(&rest),
                rest.last == UInt8(ascii: "\""),
                bytes.isEmpty || bytes.allSatisfy({ $0 &- 0x30 < 10 })
            else { return nil }
            self.status = WebLine.statusCode(status)
            guard self.status >= 0 else { return nil }
            let request = UnsafeRawBufferPointer(rebasing: rest.dropLast())
            let target = Tail.target(of: request)
            let mark = target.firstIndex(of: UInt8(ascii: "?")) ?? target.count
            path = UnsafeRawBufferPointer(rebasing: target[..<mark])
            query = UnsafeRawBufferPointer(rebasing: target[min(mark + 1, target.count)...])
        }

        /// `METHOD target protocol`; the target may hold blanks.
        private static func target(of request: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
            guard let first = request.firstIndex(of: 0x20) else { return UnsafeRawBufferPointer(start: nil, count: 0) }
            let last = request.lastIndex(of: 0x20) ?? first
            return UnsafeRawBufferPointer(rebasing: request[(first + 1)..<(last > first ? last : request.count)])
        }

        /// ` "value"` at the end; servers write a quote in a value as `\"`.
        private static func takeQuoted(_ text: inout Slice<UnsafeRawBufferPointer>) -> UnsafeRawBufferPointer? {
            guard text.last == UInt8(ascii: "\"") else { return nil }
            let body = text.dropLast()
            let opening = body.indices.last { index in
                body[index] == UInt8(ascii: "\"")
                    && (index == body.startIndex || body[index - 1] != UInt8(ascii: "\\"))
            }
            guard let open = opening, open > body.startIndex, body[open - 1] == 0x20
            else {
                return nil
            }
            text = text[..<(open - 1)]
            return UnsafeRawBufferPointer(rebasing: body[(open + 1)...])
        }

        /// ` number` or ` -` at the end; empty for the dash.
        private static func takeNumber(_ text: inout Slice<UnsafeRawBufferPointer>) -> UnsafeRawBufferPointer? {
            guard let blank = text.lastIndex(of: 0x20) else { return nil }
            let value = UnsafeRawBufferPointer(rebasing: text[(blank + 1)...])
            guard !value.isEmpty, value.count <= 20 else { return nil }
            text = text[..<blank]
            return value.count == 1 && value[0] == UInt8(ascii: "-")
                ? UnsafeRawBufferPointer(rebasing: value[..<0]) : value
        }
    }
}
