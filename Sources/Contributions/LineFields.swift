import AccessModel

/// Takes the fields of a line by key, each checked for what it may be.
struct LineFields {
    private let object: JSONObject
    /// Keys taken, those of the envelope included.
    private var taken: Int

    init(_ object: JSONObject, taken: Int = 0) {
        self.object = object
        self.taken = taken
    }

    /// Throws where the line has keys that nobody took: it says something that would be lost.
    func end() throws(ContributionLineError) {
        guard taken == object.fields.count else {
            throw ContributionLineError("it has keys that its kind does not have: a newer version may have written it")
        }
    }

    func isThere(_ key: StaticString) -> Bool { object[key] != nil }

    private mutating func value(_ key: StaticString) -> JSONObject.Value? {
        guard let value = object[key] else { return nil }
        taken += 1
        return value
    }

    private func failure(_ key: StaticString, _ wanted: String) -> ContributionLineError {
        ContributionLineError("\(key) is not \(wanted)")
    }

    // MARK: Texts

    mutating func text(_ key: StaticString) throws(ContributionLineError) -> String { try bytes(of: key).string }

    private mutating func bytes(of key: StaticString) throws(ContributionLineError) -> JSONText {
        guard case .text(let text) = value(key) else { throw failure(key, "a text") }
        return text
    }

    /// Empty where the key is not there.
    mutating func textOrEmpty(_ key: StaticString) throws(ContributionLineError) -> String {
        try textIfThere(key)?.string ?? ""
    }

    /// The same as bytes; nil where the key is not there.
    mutating func textIfThere(_ key: StaticString) throws(ContributionLineError) -> JSONText? {
        guard let value = value(key) else { return nil }
        guard case .text(let text) = value else { throw failure(key, "a text") }
        return text
    }

    mutating func texts(_ key: StaticString) throws(ContributionLineError) -> [String] {
        guard case .list(let values) = value(key) else { throw failure(key, "a list of texts") }
        var texts: [String] = []
        for value in values {
            guard case .text(let text) = value else { throw failure(key, "a list of texts") }
            texts.append(text.string)
        }
        return texts
    }

    mutating func contentID(_ key: StaticString) throws(ContributionLineError) -> ContentID {
        try LineFields.contentID(try text(key), key)
    }

    static func contentID(_ text: String, _ key: StaticString) throws(ContributionLineError) -> ContentID {
        guard text.utf8.count == 32, text.utf8.allSatisfy(isDigit) else {
            throw ContributionLineError("\(key) is not 32 lower-case hexadecimal digits")
        }
        return ContentID(hex: text)
    }

    /// SHA-256, or empty.
    mutating func sha256(_ key: StaticString) throws(ContributionLineError) -> String {
        let text = try textOrEmpty(key)
        guard text.utf8.isEmpty || text.utf8.count == 64 && text.utf8.allSatisfy(LineFields.isDigit) else {
            throw failure(key, "64 lower-case hexadecimal digits")
        }
        return text
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }

    mutating func day(_ key: StaticString) throws(ContributionLineError) -> Day {
        guard let day = try bytes(of: key).withBytes({ Day(utf8: $0) }) else {
            throw failure(key, "a day as YYYY-MM-DD")
        }
        return day
    }

    mutating func named<Value: RawRepresentable<String>>(
        _ key: StaticString, _ type: Value.Type = Value.self
    ) throws(ContributionLineError) -> Value {
        guard let value = Value(rawValue: try text(key)) else { throw failure(key, "one of those there are") }
        return value
    }

    mutating func outcome(_ key: StaticString) throws(ContributionLineError) -> Outcome {
        let text = try bytes(of: key)
        guard let outcome = Outcome.allCases.first(where: { text == $0.name }) else {
            throw failure(key, "success or failure")
        }
        return outcome
    }

    mutating func source(_ key: StaticString) throws(ContributionLineError) -> EvidenceSource {
        let text = try bytes(of: key)
        guard let source = EvidenceSource.allCases.first(where: { text == $0.name }) else {
            throw failure(key, "event or web")
        }
        return source
    }

    mutating func channel(_ key: StaticString, logonType: UInt32) throws(ContributionLineError) -> Channel {
        let text = try text(key)
        guard let channel = Channel(name: text), ExactText(channel.name(logonType: logonType)) == ExactText(text) else {
            throw failure(key, "a channel that this version knows, with its logon type")
        }
        return channel
    }

    /// Bytes in base64.
    mutating func bytes(_ key: StaticString) throws(ContributionLineError) -> [UInt8] {
        guard let bytes = Base64Text.decoded(try text(key)) else { throw failure(key, "base64") }
        return bytes
    }

    // MARK: Numbers

    private static func number<Number: FixedWidthInteger>(_ value: JSONObject.Value?) -> Number? {
        guard case .number(let isNegative, let magnitude) = value else { return nil }
        guard isNegative else { return Number(exactly: magnitude) }
        if let positive = Int64(exactly: magnitude) { return Number(exactly: -positive) }
        return magnitude == Int64.min.magnitude ? Number(exactly: Int64.min) : nil
    }

    mutating func number<Number: FixedWidthInteger>(
        _ key: StaticString, _ type: Number.Type = Number.self
    ) throws(ContributionLineError) -> Number {
        guard let number: Number = LineFields.number(value(key)) else {
            throw failure(key, "a whole number of at most \(Number.bitWidth) bits")
        }
        return number
    }

    /// 0 where the key is not there.
    mutating func numberOrZero<Number: FixedWidthInteger>(
        _ key: StaticString, _ type: Number.Type = Number.self
    ) throws(ContributionLineError) -> Number {
        object[key] == nil ? 0 : try number(key, type)
    }

    /// A number of records.
    mutating func records(_ key: StaticString) throws(ContributionLineError) -> UInt64 {
        try LineFields.records(try number(key), key)
    }

    private static func records(_ count: UInt64, _ key: StaticString) throws(ContributionLineError) -> UInt64 {
        guard count <= ContributionFormat.mostRecords else {
            throw ContributionLineError("\(key) counts more than \(ContributionFormat.mostRecords) records")
        }
        return count
    }

    /// 0 where the key is not there.
    mutating func recordsOrZero(_ key: StaticString) throws(ContributionLineError) -> UInt64 {
        object[key] == nil ? 0 : try records(key)
    }

    mutating func count(_ key: StaticString, upTo most: Int) throws(ContributionLineError) -> Int {
        let count = try number(key, Int.self)
        guard (0...most).contains(count) else { throw failure(key, "a number from 0 to \(most)") }
        return count
    }

    mutating func numbers<Number: FixedWidthInteger>(
        _ key: StaticString, _ type: Number.Type = Number.self
    ) throws(ContributionLineError) -> [Number] {
        guard case .list(let values) = value(key) else { throw failure(key, "a list of numbers") }
        var numbers: [Number] = []
        numbers.reserveCapacity(values.count)
        for value in values {
            guard let number: Number = LineFields.number(value) else {
                throw failure(key, "a list of whole numbers of at most \(Number.bitWidth) bits")
            }
            numbers.append(number)
        }
        return numbers
    }

    /// What `distances` was made from.
    mutating func sums<Number: FixedWidthInteger>(
        of key: StaticString, _ type: Number.Type = Number.self
    ) throws(ContributionLineError) -> [Number] {
        var last: Number = 0
        return try numbers(key, type).map { distance in
            last = last &+ distance
            return last
        }
    }

    mutating func flag(_ key: StaticString) throws(ContributionLineError) -> Bool {
        guard let value = value(key) else { return false }
        guard case .flag(let flag) = value else { throw failure(key, "true or false") }
        return flag
    }

    mutating func instant(_ key: StaticString) throws(ContributionLineError) -> Instant {
        let instant = Instant(milliseconds: try number(key))
        guard instant.isUsable else { throw failure(key, "a time a record may carry") }
        return instant
    }

    /// Nil where the key is not there.
    mutating func instantIfThere(_ key: StaticString) throws(ContributionLineError) -> Instant? {
        object[key] == nil ? nil : try instant(key)
    }

    /// A first and a last time, nil where the key is not there.
    mutating func span(_ key: StaticString) throws(ContributionLineError) -> ClosedRange<Instant>? {
        guard object[key] != nil else { return nil }
        let times = try numbers(key, Int64.self).map { Instant(milliseconds: $0) }
        guard times.count == 2, times[0] <= times[1], times.allSatisfy(\.isUsable) else {
            throw failure(key, "a first and a last time")
        }
        return times[0]...times[1]
    }

    /// First and last time of what has a line.
    mutating func seen(
        _ first: StaticString, _ last: StaticString
    ) throws(ContributionLineError) -> ClosedRange<Instant> {
        let (from, to) = (try instant(first), try instant(last))
        guard from <= to else { throw failure(first, "before \(last)") }
        return from...to
    }

    /// Counts by name.
    mutating func counts(_ key: StaticString) throws(ContributionLineError) -> [(name: String, count: UInt64)] {
        guard case .object(let object) = value(key) else { throw failure(key, "counts by name") }
        var counts: [(name: String, count: UInt64)] = []
        for field in object.fields {
            guard let count: UInt64 = LineFields.number(field.value), count > 0 else {
                throw failure(key, "counts by name")
            }
            counts.append((field.key.string, try LineFields.records(count, key)))
        }
        return counts
    }
}
