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
    mutating func offset(of index: Int, in bytes: [UInt8]) -> UInt64 {
        if encoding == .utf8 { return base &+ UInt64(index) }
        if index < known.index { known = (0, base) }
        known.offset &+= bytes.withUnsafeBytes { encoding.sourceLength(ofDecoded: $0[known.index..<index]) }
        known.index = index
        return known.offset
    }

    /// Follows bytes whose first `count` are about to be dropped.
    mutating func discard(_ count: Int, of bytes: [UInt8]) {
        base = offset(of: count, in: bytes)
        known = (0, base)
    }
}
