/// Makes the bytes of a record something XML allows, without losing the record.
///
/// Windows and the exporters write control characters as they are, or as references to them; exporters that write in an
/// ANSI code page leave bytes that are no UTF-8. The former become U+FFFD, the latter are read as Windows-1252.
enum RecordRepair {
    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

    static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.bindMemory(to: UInt8.self).span)
            return true
        } catch {
            return false
        }
    }

    /// Writes the repaired record to `result`, whose content is dropped.
    static func repair(_ record: UnsafeRawBufferPointer, into result: inout [UInt8]) {
        result.removeAll(keepingCapacity: true)
        var index = 0
        while index < record.count {
            let byte = record[index]
            if byte == UInt8(ascii: "&"), let end = forbiddenReference(in: record, at: index) {
                result.append(contentsOf: replacement)
                index = end
            } else if byte < 0x80 {
                if byte >= 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
                    result.append(byte)
                } else {
                    result.append(contentsOf: replacement)
                }
                index += 1
            } else if let (scalar, length) = scalar(in: record, at: index) {
                if scalar & 0xFFFE == 0xFFFE, scalar <= 0xFFFF {
                    result.append(contentsOf: replacement)
                } else {
                    result.append(contentsOf: record[index..<index + length])
                }
                index += length
            } else {
                Windows1252.append(byte, to: &result)
                index += 1
            }
        }
    }

    /// End of a numeric reference at `start` to a character XML 1.0 forbids; nil for any other reference.
    private static func forbiddenReference(in record: UnsafeRawBufferPointer, at start: Int) -> Int? {
        guard start + 2 < record.count, record[start + 1] == UInt8(ascii: "#") else { return nil }
        let isHex = record[start + 2] == UInt8(ascii: "x")
        var index = start + (isHex ? 3 : 2)
        let firstDigit = index
        var value: UInt32 = 0
        while index < record.count, let digit = digit(record[index]), isHex || digit < 10 {
            // Stops growing past the last code point; leading zeros may go on for ever.
            value = min(value * (isHex ? 16 : 10) + digit, 0x11_0000)
            index += 1
        }
        guard index > firstDigit, index < record.count, record[index] == UInt8(ascii: ";"), !isAllowed(value) else {
            return nil
        }
        return index + 1
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte - 0x30)
        case 0x41...0x46, 0x61...0x66: UInt32((byte | 0x20) - 0x57)
        default: nil
        }
    }

    /// XML 1.0 (fifth edition), production 2, `Char`.
    private static func isAllowed(_ value: UInt32) -> Bool {
        switch value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x1_0000...0x10_FFFF: true
        default: false
        }
    }

    /// The scalar whose well-formed UTF-8 begins at `start`, with its length (Unicode standard, table 3-7).
    private static func scalar(in record: UnsafeRawBufferPointer, at start: Int) -> (UInt32, Int)? {
        let lead = record[start]
        let length: Int
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF: length = 3
        case 0xF0...0xF4: length = 4
        default: return nil
        }
        guard start + length <= record.count else { return nil }
        var value = UInt32(lead) & (0x7F >> UInt32(length))
        for byte in record[(start + 1)..<(start + length)] {
            guard byte & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x1_0000
        guard value >= least, value <= 0x10_FFFF, !(0xD800...0xDFFF).contains(value) else { return nil }
        return (value, length)
    }
}
