/// A hardware (MAC) address in text.
enum HardwareAddress {
    /// Twelve hexadecimal digits with a decimal one among them, bare or parted by `-`, `:` or `.`, in either case.
    static func isOne(_ text: UnsafeRawBufferPointer) -> Bool {
        guard (12...17).contains(text.count) else { return false }
        var (digits, decimals) = (0, 0)
        var separator: UInt8?
        for byte in text {
            switch byte {
            case 0x30...0x39:
                digits += 1
                decimals += 1
            case 0x41...0x46, 0x61...0x66: digits += 1
            case UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "."):
                guard separator ?? byte == byte, digits > 0, digits.isMultiple(of: 2) else { return false }
                separator = byte
            default: return false
            }
        }
        return digits == 12 && decimals > 0
    }
}
