import AccessModel

/// Where decoded bytes stand in the source, before transcoding.
struct SourceOffset {
    private let encoding: SourceEncoding
    /// Source offset of the first byte kept.
    private var base: UInt64
    /// A byte further on whose source offset is known, so that offsets asked in order count each byte once.
    private var known = (index: 0, offset: UInt64(0))

    init(encoding: SourceEncoding, start: UInt64) {
        self.encoding = encoding
        base = start
        known.offset = start
    }

    /// Source offset of the byte at an index of the bytes kept.
    mutating func offset(of index: Int, in bytes: UnsafeRawBufferPointer) -> UInt64 {
        if encoding == .utf8 { return base &+ UInt64(index) }
        if index < known.index { known = (0, base) }
        known.offset &+= encoding.sourceLength(ofDecoded: bytes[known.index..<index])
        known.index = index
        return known.offset
    }

    /// Bytes of the source that decoded ones came from.
    func length(of decoded: ArraySlice<UInt8>) -> UInt64 {
        encoding == .utf8 ? UInt64(decoded.count) : encoding.sourceLength(ofDecoded: decoded)
    }

    /// Follows bytes whose first `count` are about to be dropped.
    mutating func discard(_ count: Int, of bytes: UnsafeRawBufferPointer) {
        base = offset(of: count, in: bytes)
        known = (0, base)
    }

    /// Follows bytes that were never kept; none may be kept before them.
    mutating func skip(_ bytes: UnsafeRawBufferPointer) { discard(bytes.count, of: bytes) }
}
