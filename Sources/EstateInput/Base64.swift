/// Base64 as LDIF writes it (RFC 4648, section 4).
///
/// Not Foundation's: its decoder takes `QQ=A`, `QUJD=` and `====` for good, so a cut SID would pass as a shorter one.
enum Base64 {
    /// The bytes, nil where the text is no base64. Blanks around it do not matter.
    static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(text.count / 4 * 3)
        var pending: UInt32 = 0
        var digits = 0
        var padding = 0
        for byte in text where byte != 0x20 {
            if byte == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            let digit = values[Int(byte)]
            guard digit < 64, padding == 0 else { return nil }
            pending = pending << 6 | UInt32(digit)
            digits += 1
            if digits % 4 == 0 {
                result.append(UInt8(truncatingIfNeeded: pending >> 16))
                result.append(UInt8(truncatingIfNeeded: pending >> 8))
                result.append(UInt8(truncatingIfNeeded: pending))
            }
        }
        switch (digits % 4, padding) {
        case (0, 0): break
        case (2, 2): result.append(UInt8(truncatingIfNeeded: pending >> 4))
        case (3, 1):
            result.append(UInt8(truncatingIfNeeded: pending >> 10))
            result.append(UInt8(truncatingIfNeeded: pending >> 2))
        default: return nil
        }
        return result
    }

    /// The value of each digit, 255 for what is none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, digit) in digits.utf8.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()
}
