/// One JSON object of a line, read whole (RFC 8259, and no key twice). Numbers are integers.
///
/// Texts stay bytes of the line until somebody wants a `String`: most are looked up by their bytes, and with a string and a
/// box for every field an import took 15 µs for a row.
struct JSONObject: Sendable {
    enum Value: Sendable {
        case text(JSONText)
        case number(negative: Bool, magnitude: UInt64)
        case flag(Bool)
        case list([Value])
        case object(JSONObject)
    }

    /// Lists and objects inside one another: what a line needs, and one more.
    static let deepest = 4

    /// Keys of one object: each is compared with all before it.
    static let mostKeys = 256

    struct Field: Sendable {
        var key: JSONText
        fileprivate var hash: UInt64
        var value: Value
    }

    private(set) var fields: [Field] = []

    /// The value of a key, nil where the object has none.
    subscript(key: StaticString) -> Value? {
        key.withUTF8Buffer { wanted in
            let wanted = UnsafeRawBufferPointer(wanted)
            return place(of: wanted, hash: JSONObject.hash(wanted)).map { fields[$0].value }
        }
    }

    /// Reads an object that is all of `bytes`.
    init(_ bytes: UnsafeRawBufferPointer) throws(NotJSON) {
        guard JSONText.isUTF8(bytes) else { throw NotJSON(offset: 0, reason: "bytes that are no UTF-8") }
        let line = Array(bytes)
        self = try line.withBytes { bytes throws(NotJSON) in
            var parser = Parser(bytes: bytes, line: line)
            let object = try parser.object(depth: 0)
            parser.skipBlanks()
            guard parser.position == bytes.count else { throw parser.failure("something stands behind the object") }
            return object
        }
    }

    fileprivate init() { fields.reserveCapacity(24) }

    private func place(of key: UnsafeRawBufferPointer, hash: UInt64) -> Int? {
        fields.firstIndex { $0.hash == hash && $0.key.withBytes { $0.elementsEqual(key) } }
    }

    fileprivate mutating func add(_ key: JSONText, _ value: Value) -> Bool {
        key.withBytes { bytes in
            let hash = JSONObject.hash(bytes)
            guard place(of: bytes, hash: hash) == nil else { return false }
            fields.append(Field(key: key, hash: hash, value: value))
            return true
        }
    }

    /// FNV-1a. Of keys with one hash the bytes are compared, so who makes them collide gains nothing.
    private static func hash(_ key: UnsafeRawBufferPointer) -> UInt64 {
        key.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}

/// Why bytes are no object a line may hold.
struct NotJSON: Error {
    /// Offset in the line.
    var offset: Int
    var reason: String
}

private struct Parser {
    /// Valid UTF-8, so that what stands between two of its ASCII characters is.
    let bytes: UnsafeRawBufferPointer
    /// The same, for texts to keep.
    let line: [UInt8]
    var position = 0

    init(bytes: UnsafeRawBufferPointer, line: [UInt8]) {
        self.bytes = bytes
        self.line = line
    }

    func failure(_ reason: String) -> NotJSON { NotJSON(offset: position, reason: reason) }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A { position += 1 }
    }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard next == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: Unicode.Scalar) throws(NotJSON) {
        guard take(byte) else { throw failure("no '\(byte)' where one belongs") }
    }

    mutating func object(depth: Int) throws(NotJSON) -> JSONObject {
        try expect("{")
        var object = JSONObject()
        if take("}") { return object }
        repeat {
            skipBlanks()
            let key = try text()
            try expect(":")
            guard object.fields.count < JSONObject.mostKeys else {
                throw failure("an object of more than \(JSONObject.mostKeys) keys")
            }
            guard object.add(key, try value(depth: depth + 1)) else { throw failure("a key stands twice") }
        } while take(",")
        try expect("}")
        return object
    }

    private mutating func value(depth: Int) throws(NotJSON) -> JSONObject.Value {
        guard depth <= JSONObject.deepest else {
            throw failure("lists and objects more than \(JSONObject.deepest) deep")
        }
        skipBlanks()
        switch next {
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .list(try list(depth: depth))
        case UInt8(ascii: "t"): return .flag(try word("true", true))
        case UInt8(ascii: "f"): return .flag(try word("false", false))
        default: return try number()
        }
    }

    private mutating func list(depth: Int) throws(NotJSON) -> [JSONObject.Value] {
        try expect("[")
        var list: [JSONObject.Value] = []
        if take("]") { return list }
        repeat { list.append(try value(depth: depth + 1)) } while take(",")
        try expect("]")
        return list
    }

    private mutating func word(_ word: StaticString, _ value: Bool) throws(NotJSON) -> Bool {
        let isThere = word.withUTF8Buffer { word in
            bytes.count - position >= word.count && bytes[position..<(position + word.count)].elementsEqual(word)
        }
        guard isThere else { throw failure("neither true nor false") }
        position += word.utf8CodeUnitCount
        return value
    }

    private mutating func number() throws(NotJSON) -> JSONObject.Value {
        let isNegative = next == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let start = position
        var value: UInt64 = 0
        while let byte = next, (0x30...0x39).contains(byte) {
            let (tens, high) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(UInt64(byte - 0x30))
            guard !high, !carry else { throw failure("a number of more than 64 bits") }
            value = sum
            position += 1
        }
        guard position > start, position == start + 1 || bytes[start] != 0x30 else { throw failure("no value") }
        if let byte = next, byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e") {
            throw failure("a number that is no integer")
        }
        return .number(negative: isNegative, magnitude: value)
    }

    private mutating func text() throws(NotJSON) -> JSONText {
        guard next == UInt8(ascii: "\"") else { throw failure("no text where one belongs") }
        position += 1
        let start = position
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        if next == UInt8(ascii: "\"") {
            position += 1
            return JSONText(line, start..<(position - 1))
        }
        var text = Array(bytes[start..<position])
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                return JSONText(text, text.indices)
            case UInt8(ascii: "\\"): try appendEscape(to: &text)
            case 0..<0x20: throw failure("a control character in a text")
            default: text.append(byte)
            }
        }
        throw failure("a text that never ends")
    }

    private mutating func appendEscape(to text: inout [UInt8]) throws(NotJSON) {
        guard let byte = next else { throw failure("a text that never ends") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: String(try scalar()).utf8)
        default: throw failure("a backslash that escapes nothing")
        }
    }

    private mutating func scalar() throws(NotJSON) -> Character {
        let first = try codeUnit()
        var code = UInt32(first)
        if (0xD800..<0xDC00).contains(first) {
            guard bytes.count - position >= 2, bytes[position] == UInt8(ascii: "\\"),
                bytes[position + 1] == UInt8(ascii: "u")
            else { throw failure("half a surrogate pair") }
            position += 2
            let second = try codeUnit()
            guard (0xDC00..<0xE000).contains(second) else { throw failure("half a surrogate pair") }
            code = 0x10000 + (UInt32(first) - 0xD800) << 10 + UInt32(second) - 0xDC00
        }
        guard let scalar = Unicode.Scalar(code) else { throw failure("half a surrogate pair") }
        return Character(scalar)
    }

    private mutating func codeUnit() throws(NotJSON) -> UInt16 {
        guard bytes.count - position >= 4 else { throw failure("\\u without four hexadecimal digits") }
        var unit: UInt16 = 0
        for byte in bytes[position..<(position + 4)] {
            switch byte {
            case 0x30...0x39: unit = unit << 4 | UInt16(byte - 0x30)
            case 0x41...0x46, 0x61...0x66: unit = unit << 4 | UInt16((byte | 0x20) - 0x57)
            default: throw failure("\\u without four hexadecimal digits")
            }
        }
        position += 4
        return unit
    }
}
