import AccessModel

/// A SID as exports write it: `S-1-5-21-...`, or csvde's hexadecimal `X'0105...'`.
enum SecurityIdentifier {
    /// The binary form of a SID with 15 parts, the most there may be.
    static let maximumBytes = 68

    /// The upper-case text form, nil for what is no SID. (Microsoft, MS-DTYP 2.4.2: revision, count, authority, parts.)
    static func text(_ value: String) -> String? {
        if let bytes = hexBytes(value) { return text(binary: bytes) }
        let parts = value.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard (3...18).contains(parts.count), parts[0].elementsEqual("S".utf8) || parts[0].elementsEqual("s".utf8),
            parts[1...].allSatisfy({ !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        return "S" + String(decoding: value.utf8.dropFirst(), as: UTF8.self)
    }

    private static func hexBytes(_ value: String) -> [UInt8]? {
        let utf8 = Array(value.utf8)
        guard utf8.count >= 3, utf8[0] | 0x20 == UInt8(ascii: "x"), utf8[1] == UInt8(ascii: "'"),
            utf8[utf8.count - 1] == UInt8(ascii: "'")
        else { return nil }
        let digits = utf8[2..<(utf8.count - 1)]
        guard digits.count % 2 == 0, digits.count <= 2 * maximumBytes else { return nil }
        var bytes: [UInt8] = []
        var index = digits.startIndex
        while index < digits.endIndex {
            guard let byte = UInt8(String(decoding: digits[index..<(index + 2)], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
            index += 2
        }
        return bytes
    }

    /// The text form of a SID's bytes (LDIF gives them in base64), nil where they are none.
    static func text(binary: [UInt8]) -> String? {
        guard binary.count >= 8, binary[0] == 1, binary.count == 8 + 4 * Int(binary[1]) else { return nil }
        let authority = binary[2..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        var result = "S-1-\(authority)"
        for part in 0..<Int(binary[1]) {
            let start = 8 + 4 * part
            let value = (0..<4).reduce(UInt32(0)) { $0 | UInt32(binary[start + $1]) << UInt32(8 * $1) }
            result += "-\(value)"
        }
        return result
    }
}
