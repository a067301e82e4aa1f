import CByteScan

extension UnsafeRawBufferPointer {
    /// Offset of the first occurrence of `needle` at or after `start`, nil where there is none.
    public func firstOffset(of needle: StaticString, from start: Int = 0) -> Int? {
        guard let base = baseAddress, start >= 0, start < count else { return nil }
        let found = cbs_find(base + start, count - start, needle.utf8Start, needle.utf8CodeUnitCount)
        return found < 0 ? nil : start + found
    }

    /// Offset of the first `byte` at or after `start`, nil where there is none.
    public func firstOffset(ofByte byte: UInt8, from start: Int = 0) -> Int? {
        guard let base = baseAddress, start >= 0, start < count else { return nil }
        var needle = byte
        let found = cbs_find(base + start, count - start, &needle, 1)
        return found < 0 ? nil : start + found
    }
}
