public import AccessModel

/// A value as a log writes it: trimming, "none", and the folds of the row contract, on bytes.
public enum FieldValue {
    /// TAB, LF, CR or SPACE.
    @inlinable public static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    /// The value without the white space around it; empty where the value is none (`-`, white space, nothing).
    public static func trimmed(_ value: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var start = 0
        var end = value.count
        while start < end, isBlank(value[start]) { start += 1 }
        while end > start, isBlank(value[end - 1]) { end -= 1 }
        if end - start == 1, value[start] == UInt8(ascii: "-") { return UnsafeRawBufferPointer(rebasing: value[0..<0]) }
        return UnsafeRawBufferPointer(rebasing: value[start..<end])
    }

    /// An unsigned decimal number that fits, nil for anything else (signs, blanks, overflow).
    public static func decimal(_ value: some Collection<UInt8>) -> UInt64? {
        guard !value.isEmpty, value.count <= 20 else { return nil }
        var number: UInt64 = 0
        for byte in value {
            guard (0x30...0x39).contains(byte) else { return nil }
            let (scaled, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = scaled.addingReportingOverflow(UInt64(byte &- 0x30))
            guard !overflow, !carry else { return nil }
            number = sum
        }
        return number
    }

    /// A number in hexadecimal with `0x` (`0x8020000000000000`) or in decimal, nil for anything else.
    public static func number(_ value: some Collection<UInt8>) -> UInt64? {
        guard value.count > 2, value.first == 0x30, let second = value.dropFirst().first, second | 0x20 == 0x78 else {
            return decimal(value)
        }
        let digits = value.dropFirst(2)
        guard digits.count <= 16 else { return nil }
        var number: UInt64 = 0
        for byte in digits {
            switch byte {
            case 0x30...0x39: number = number << 4 | UInt64(byte &- 0x30)
            case 0x41...0x46, 0x61...0x66: number = number << 4 | UInt64((byte | 0x20) &- 0x57)
            default: return nil
            }
        }
        return number
    }
}

extension AccessBatch {
    /// Stores a value folded to lower case, scalar by scalar (ASCII without decoding).
    public mutating func storeLowercased(_ value: UnsafeRawBufferPointer) -> TextRange {
        guard value.allSatisfy({ $0 < 0x80 }) else {
            return store(Array(String(decoding: value, as: UTF8.self).scalarLowercased.utf8))
        }
        guard !value.isEmpty else { return .empty }
        let range = TextRange(offset: UInt32(arena.count), count: UInt32(value.count))
        for byte in value { arena.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte) }
        return range
    }

    /// Stores a SID, upper case.
    public mutating func storeUppercased(_ value: UnsafeRawBufferPointer) -> TextRange {
        guard !value.isEmpty else { return .empty }
        let range = TextRange(offset: UInt32(arena.count), count: UInt32(value.count))
        for byte in value { arena.append((0x61...0x7A).contains(byte) ? byte & 0xDF : byte) }
        return range
    }

    /// Stores an address in canonical form; empty where the value is none, no address, `0.0.0.0` or `::`.
    public mutating func storeAddress(_ value: UnsafeRawBufferPointer) -> TextRange {
        guard !value.isEmpty, let address = IPAddress(parsing: value), !address.isUnspecified else { return .empty }
        return store(Array(address.text.utf8))
    }
}
