/// Builds the fields of one JSON object as bytes, without the braces around them.
///
/// Keys come in the order they are added, and nothing depends on a locale, so equal values give equal bytes.
struct JSONFields {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ key: StaticString, _ text: String) {
        begin(key)
        append(quoted: text)
    }

    mutating func add(_ key: StaticString, _ number: some FixedWidthInteger) {
        begin(key)
        append(number)
    }

    mutating func add(_ key: StaticString, _ flag: Bool) {
        begin(key)
        bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    }

    mutating func add(_ key: StaticString, _ numbers: some Sequence<some FixedWidthInteger>) {
        list(key, numbers) { $0.append($1) }
    }

    mutating func add(_ key: StaticString, _ texts: some Sequence<String>) {
        list(key, texts) { $0.append(quoted: $1) }
    }

    /// Counts by name, in the order given.
    mutating func add(_ key: StaticString, _ counts: [(name: String, count: UInt64)]) {
        begin(key)
        bytes.append(UInt8(ascii: "{"))
        for (index, entry) in counts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(quoted: entry.name)
            bytes.append(UInt8(ascii: ":"))
            append(entry.count)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Leaves out what is empty, 0 or false: its absence says so.
    mutating func addUnlessEmpty(_ key: StaticString, _ text: String) { if !text.utf8.isEmpty { add(key, text) } }
    mutating func addUnlessZero(_ key: StaticString, _ number: some FixedWidthInteger) {
        if number != 0 { add(key, number) }
    }
    mutating func addIfTrue(_ key: StaticString, _ flag: Bool) { if flag { add(key, flag) } }

    private mutating func list<Element>(
        _ key: StaticString, _ elements: some Sequence<Element>, _ append: (inout JSONFields, Element) -> Void
    ) {
        begin(key)
        bytes.append(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            append(&self, element)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func begin(_ key: StaticString) {
        if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        key.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        bytes.append(contentsOf: String(number).utf8)
    }

    private static let digits = Array("0123456789abcdef".utf8)

    /// Control characters and DEL are escaped, everything else stands as it is.
    private mutating func append(quoted text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20, 0x7F:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(JSONFields.digits[Int(byte >> 4)])
                bytes.append(JSONFields.digits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
