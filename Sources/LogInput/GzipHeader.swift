/// The header of a gzip member (RFC 1952, 2.3), byte by byte: it may be cut anywhere, and its name has no bound.
struct GzipHeader {
    /// First bytes of a member: magic and the one compression method there is.
    static let magic: [UInt8] = [0x1F, 0x8B, 0x08]

    private enum Part { case fixed, extraLength, extra, name, comment, checksum, whole }

    /// What is wrong with it; nil where nothing is.
    private(set) var damage: String?

    private var part = Part.fixed
    private var flags: UInt8 = 0
    /// Bytes of the current part that are still to come, or that were seen, whichever the part counts.
    private var count = 0
    private var pair: UInt16 = 0
    private var crc = UInt32.max

    /// True once the last byte was added.
    var isWhole: Bool { part == .whole }

    /// Adds the next byte of a header that is not whole yet.
    mutating func add(_ byte: UInt8) {
        if part != .checksum { crc = GzipHeader.checksum(crc, byte) }
        switch part {
        case .fixed:
            if count == 3 {
                flags = byte
                // The bits that RFC 1952 reserves: what they would mean, nobody can skip.
                if flags & 0xE0 != 0 { damage = "unknown header flags set" }
            }
            count += 1
            if count == 10 { advance(from: .fixed) }
        case .extraLength:
            pair |= UInt16(byte) << (8 * UInt16(count))
            count += 1
            if count == 2 { advance(from: .extraLength) }
        case .extra:
            count -= 1
            if count == 0 { advance(from: .extra) }
        case .name: if byte == 0 { advance(from: .name) }
        case .comment: if byte == 0 { advance(from: .comment) }
        case .checksum:
            pair |= UInt16(byte) << (8 * UInt16(count))
            count += 1
            if count == 2 {
                if pair != UInt16(truncatingIfNeeded: ~crc) { damage = "header crc mismatch" }
                part = .whole
            }
        case .whole: preconditionFailure("the header is whole")
        }
    }

    private mutating func advance(from finished: Part) {
        let length = Int(pair)
        (count, pair) = (0, 0)
        switch finished {
        case .fixed where flags & 0x04 != 0: part = .extraLength
        case .extraLength where length > 0:
            part = .extra
            count = length
        case .fixed, .extraLength, .extra:
            part = .name
            if flags & 0x08 == 0 { advance(from: .name) }
        case .name:
            part = .comment
            if flags & 0x10 == 0 { advance(from: .comment) }
        case .comment: part = flags & 0x02 != 0 ? .checksum : .whole
        case .checksum, .whole: part = .whole
        }
    }

    /// CRC-32 bit by bit: headers are short.
    private static func checksum(_ crc: UInt32, _ byte: UInt8) -> UInt32 {
        var crc = crc ^ UInt32(byte)
        for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 0 ? 0 : 0xEDB8_8320) }
        return crc
    }
}
