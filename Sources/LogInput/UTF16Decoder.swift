/// Transcodes UTF-16 to UTF-8 piece by piece. A lone surrogate becomes U+FFFD.
struct UTF16Decoder {
    private let isLittleEndian: Bool
    /// First byte of a code unit whose second byte has not come yet.
    private var pendingByte: UInt8?
    /// A high surrogate that waits for its low one.
    private var pendingHigh: UInt16?

    init(isLittleEndian: Bool) { self.isLittleEndian = isLittleEndian }

    /// Room that the text of `count` source bytes can need: 3 bytes a unit, and what was pending.
    static func capacity(for count: Int) -> Int { (count / 2 + 2) * 3 }

    /// Decodes `input` into `output`, which holds at least `capacity(for: input.count)`; returns the bytes written.
    mutating func decode(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int {
        precondition(output.count >= UTF16Decoder.capacity(for: input.count), "the output holds the worst case")
        var writer = Writer(output: output)
        var position = 0
        if let first = pendingByte, !input.isEmpty {
            pendingByte = nil
            take(unit(first, input[0]), &writer)
            position = 1
        }
        while position + 1 < input.count {
            position += takeASCII(input, from: position, &writer)
            guard position + 1 < input.count else { break }
            // Safe: position + 1 < input.count; the writer's room was checked above.
            take(unit(input[position], input[position + 1]), &writer)
            position += 2
        }
        if position < input.count { pendingByte = input[position] }
        return writer.count
    }

    /// Ends the text: a high surrogate still waiting becomes U+FFFD. Returns the bytes written (room for 3 is enough).
    mutating func finish(into output: UnsafeMutableRawBufferPointer) -> Int {
        var writer = Writer(output: output)
        if pendingHigh != nil { writer.append(0xFFFD) }
        pendingHigh = nil
        return writer.count
    }

    /// True where the input ended inside a code unit.
    var hasHalfUnit: Bool { pendingByte != nil }

    /// Takes units four at a time as long as all are ASCII, as nearly all of a log is; returns the bytes taken.
    private func takeASCII(_ input: UnsafeRawBufferPointer, from start: Int, _ writer: inout Writer) -> Int {
        guard pendingHigh == nil else { return 0 }
        var position = start
        while position + 8 <= input.count {
            // Safe: eight bytes are left; four units give four of the twelve bytes of room they brought.
            let raw = input.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            var units = isLittleEndian ? UInt64(littleEndian: raw) : UInt64(bigEndian: raw)
            guard units & 0xFF80_FF80_FF80_FF80 == 0 else { break }
            units = (units | units >> 8) & 0x0000_FFFF_0000_FFFF
            let packed = UInt32(truncatingIfNeeded: units | units >> 16)
            writer.append(packed: isLittleEndian ? packed.littleEndian : packed.bigEndian)
            position += 8
        }
        return position - start
    }

    private func unit(_ first: UInt8, _ second: UInt8) -> UInt16 {
        isLittleEndian ? UInt16(second) << 8 | UInt16(first) : UInt16(first) << 8 | UInt16(second)
    }

    private mutating func take(_ unit: UInt16, _ writer: inout Writer) {
        if let high = pendingHigh {
            pendingHigh = nil
            if unit & 0xFC00 == 0xDC00 {
                writer.append(0x10000 + (UInt32(high & 0x3FF) << 10 | UInt32(unit & 0x3FF)))
                return
            }
            writer.append(0xFFFD)
        }
        switch unit & 0xFC00 {
        case 0xD800: pendingHigh = unit
        case 0xDC00: writer.append(0xFFFD)
        default: writer.append(UInt32(unit))
        }
    }

    private struct Writer {
        let output: UnsafeMutableRawBufferPointer
        var count = 0

        mutating func append(_ scalar: UInt32) {
            if scalar < 0x80 {
                put(scalar)
            } else if scalar < 0x800 {
                put(0xC0 | scalar >> 6)
                put(0x80 | scalar & 0x3F)
            } else if scalar < 0x10000 {
                put(0xE0 | scalar >> 12)
                put(0x80 | scalar >> 6 & 0x3F)
                put(0x80 | scalar & 0x3F)
            } else {
                put(0xF0 | scalar >> 18)
                put(0x80 | scalar >> 12 & 0x3F)
                put(0x80 | scalar >> 6 & 0x3F)
                put(0x80 | scalar & 0x3F)
            }
        }

        /// Four ASCII characters in the order they have in memory.
        mutating func append(packed: UInt32) {
            output.storeBytes(of: packed, toByteOffset: count, as: UInt32.self)
            count += 4
        }

        private mutating func put(_ byte: UInt32) {
            output[count] = UInt8(truncatingIfNeeded: byte)
            count += 1
        }
    }
}
