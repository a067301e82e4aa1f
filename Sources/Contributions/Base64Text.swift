/// Base64 (RFC 4648, section 4), with its padding and nothing else: a cut text is no shorter one.
enum Base64Text {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encoded(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { text in
            var count = 0
            for start in stride(from: 0, to: bytes.count, by: 3) {
                let group = bytes[start..<min(start + 3, bytes.count)]
                let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
                for place in 0..<4 {
                    text[count] =
                        place <= group.count
                        ? digits[Int(bits >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "=")
                    count += 1
                }
            }
            return count
        }
    }

    /// The bytes, nil where the text is not what `encoded` writes.
    static func decoded(_ text: String) -> [UInt8]? {
        let count = text.utf8.count
        guard count % 4 == 0 else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(count / 4 * 3)
        var pending: UInt32 = 0
        var (taken, padding) = (0, 0)
        for byte in text.utf8 {
            taken += 1
            if byte == UInt8(ascii: "=") {
                guard taken > count - 2 else { return nil }
                padding += 1
                pending <<= 6
            } else {
                let digit = values[Int(byte)]
                guard digit < 64, padding == 0 else { return nil }
                pending = pending << 6 | UInt32(digit)
            }
            guard taken % 4 == 0 else { continue }
            for place in 0..<(3 - padding) {
                result.append(UInt8(truncatingIfNeeded: pending >> UInt32(16 - 8 * place)))
            }
            // Bits behind the last byte would make several texts of the same bytes.
            guard padding == 0 || pending & (padding == 1 ? 0xFF : 0xFFFF) == 0 else { return nil }
            pending = 0
        }
        return result
    }

    /// The value of each digit, 255 for what is none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()
}
