extension UnsafeRawBufferPointer {
    /// True for bytes that are text as they are; decided eight at a time.
    package var isASCII: Bool {
        var offset = 0
        var bits: UInt64 = 0
        while offset + 8 <= count {
            bits |= loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            offset += 8
        }
        while offset < count {
            bits |= UInt64(self[offset])
            offset += 1
        }
        return bits & 0x8080_8080_8080_8080 == 0
    }
}
