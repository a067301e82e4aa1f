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
    @inlinable public static func decimal(_ value: some Collection<UInt8>) -> UInt64? {
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
    @inlinable public static func number(_ value: some Collection<UInt8>) -> UInt64? {
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
        storeFolded(value, letters: 0x41) ?? store(Array(String(decoding: value, as: UTF8.self).scalarLowercased.utf8))
    }

    /// Stores a SID, upper case. What is not ASCII stays as it is.
    public mutating func storeUppercased(_ value: UnsafeRawBufferPointer) -> TextRange {
        if let range = storeFolded(value, letters: 0x61) { return range }
        return store(value.map { (0x61...0x7A).contains($0) ? $0 & 0xDF : $0 })
    }

    /// Stores ASCII with the case of the 26 letters from `letters` on changed; nil, with nothing stored, for other text.
    ///
    /// Eight bytes at a time: 4 ns for a name of 20 bytes, 25 ns byte by byte, and a record has five of them.
    private mutating func storeFolded(_ value: UnsafeRawBufferPointer, letters: UInt8) -> TextRange? {
        guard !value.isEmpty else { return .empty }
        let start = arena.count
        arena.append(contentsOf: value)
        let isASCII = arena.withUnsafeMutableBytes { arena in
            // Safe: the loads and stores stay inside the bytes just appended.
            let text = UnsafeMutableRawBufferPointer(rebasing: arena[start...])
            var index = 0
            while index + 8 <= text.count {
                let word = text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                guard word & ASCIIFold.highBits == 0 else { return false }
                text.storeBytes(of: ASCIIFold.folded(word, letters: letters), toByteOffset: index, as: UInt64.self)
                index += 8
            }
            while index < text.count {
                guard text[index] < 0x80 else { return false }
                if text[index] &- letters < 26 { text[index] ^= 0x20 }
                index += 1
            }
            return true
        }
        if isASCII { return TextRange(offset: UInt32(start), count: UInt32(value.count)) }
        arena.removeLast(arena.count - start)
        return nil
    }

    /// Stores an address in canonical form; empty where the value is none, no address, `0.0.0.0` or `::`.
    public mutating func storeAddress(_ value: UnsafeRawBufferPointer) -> TextRange {
        var bits: UInt32 = 0
        return storeAddress(value, bits: &bits)
    }

    /// Stores an address in canonical form; `bits` is set to the number of a dotted one, and stays 0 for everything else.
    public mutating func storeAddress(_ value: UnsafeRawBufferPointer, bits: inout UInt32) -> TextRange {
        guard !value.isEmpty else { return .empty }
        // Nearly all addresses are dotted, as they are or mapped, and then canonical: no need to take them apart.
        let dotted = FieldValue.withoutMapping(value)
        if let found = AddressText.dotted(dotted) {
            bits = found
            return found == 0 ? .empty : store(dotted)
        }
        var range = TextRange.empty
        AddressText.withCanonical(value) { text in
            let isUnspecified = text.elementsEqual("::".utf8) || text.elementsEqual("0.0.0.0".utf8)
            if !isUnspecified { range = store(text) }
        }
        return range
    }
}

extension FieldValue {
    private static let mapped: StaticString = "::ffff:"

    /// An address without `::ffff:` before it.
    fileprivate static func withoutMapping(_ value: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let length = mapped.utf8CodeUnitCount
        guard value.first == UInt8(ascii: ":"), value.count > length,
            mapped.withUTF8Buffer({ value.starts(with: $0) })
        else { return value }
        return UnsafeRawBufferPointer(rebasing: value[length...])
    }
}

/// Changes the case of ASCII letters in eight bytes at once.
private enum ASCIIFold {
    static let highBits: UInt64 = 0x8080_8080_8080_8080
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// Every byte is below 0x80, so no sum carries into the next one: bit 7 says whether a byte is past a bound.
    static func folded(_ word: UInt64, letters: UInt8) -> UInt64 {
        let atLeastFirst = word &+ ones &* UInt64(0x80 &- letters)
        let pastLast = word &+ ones &* UInt64(0x80 &- (letters + 26))
        let isLetter = atLeastFirst & ~pastLast & highBits
        return word ^ isLetter >> 2
    }
}
