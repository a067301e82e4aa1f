/// Writes numbers of one kind in as few bits as their sizes ask for: a bit or two say in which of three widths a number
/// stands. A run of numbers has the three widths that make it shortest.
///
/// For numbers that mostly are small, with some that are large: distances of ids and times within a log, where bytes
/// (LEB128) take 7.5 bytes a record and bits 4.8.
struct BitCode: Equatable {
    /// Rising. All zero: every number is 0, and none takes a bit.
    let small, middle, large: UInt8

    /// - Parameter counts: how many numbers take so many bits, from 0 to 64.
    init(counts: [Int]) {
        let large = counts.lastIndex { $0 > 0 } ?? 0
        var below = [0]
        for count in counts { below.append(below[below.count - 1] + count) }
        let total = below[below.count - 1]
        var best = (bits: Int.max, small: large, middle: large)
        for small in 0...large {
            for middle in small...large {
                let few = below[small + 1] * (1 + small)
                let more = (below[middle + 1] - below[small + 1]) * (2 + middle)
                let bits = few + more + (total - below[middle + 1]) * (2 + large)
                if bits < best.bits { best = (bits, small, middle) }
            }
        }
        (small, middle, self.large) = (UInt8(best.small), UInt8(best.middle), UInt8(large))
    }

    /// Nil where these are no
    init?(_ small: UInt8, _ middle: UInt8, _ large: UInt8) {
        guard small <= middle, middle <= large, large <= 64 else { return nil }
        (self.small, self.middle, self.large) = (small, middle, large)
    }

    @inline(__always)
    func write(_ number: UInt64, to bits: inout BitWriter) {
        let width = UInt8(truncatingIfNeeded: 64 - number.leadingZeroBitCount)
        if large == 0 { return }
        if width <= small {
            bits.append(0, 1)
            bits.append(number, small)
        } else if width <= middle {
            bits.append(1, 2)
            bits.append(number, middle)
        } else {
            bits.append(3, 2)
            bits.append(number, large)
        }
    }

    /// Nil where the bits have ended.
    @inline(__always)
    func read(from bits: inout BitReader) -> UInt64? {
        if large == 0 { return 0 }
        guard let isLarger = bits.next(1) else { return nil }
        if isLarger == 0 { return bits.next(small) }
        guard let isLargest = bits.next(1) else { return nil }
        return bits.next(isLargest == 0 ? middle : large)
    }
}

/// Appends bits to bytes, the lowest first.
struct BitWriter {
    private(set) var bytes: [UInt8]
    private var held: UInt64 = 0
    private var heldCount: UInt64 = 0

    init(after bytes: [UInt8]) { self.bytes = bytes }

    /// - Parameter width: at most 64; of the number no higher bit is set.
    @inline(__always)
    mutating func append(_ number: UInt64, _ width: UInt8) {
        if width <= 32 { return put(number, width) }
        put(number & 0xFFFF_FFFF, 32)
        put(number >> 32, width - 32)
    }

    @inline(__always)
    private mutating func put(_ number: UInt64, _ width: UInt8) {
        held |= number << heldCount
        heldCount += UInt64(width)
        while heldCount >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: held))
            held >>= 8
            heldCount -= 8
        }
    }

    /// The bits left of the last byte are 0.
    mutating func finish() -> [UInt8] {
        if heldCount > 0 { bytes.append(UInt8(truncatingIfNeeded: held)) }
        (held, heldCount) = (0, 0)
        return bytes
    }
}

/// Reads bits from bytes, the lowest first.
struct BitReader {
    private let bytes: [UInt8]
    private var position: Int
    private var held: UInt64 = 0
    private var heldCount: UInt64 = 0

    /// - Parameter start: the byte to begin at.
    init(_ bytes: [UInt8], from start: Int) {
        self.bytes = bytes
        position = start
    }

    /// True where no byte is left, and in the last one no bit that is set.
    var isAtEnd: Bool { position == bytes.count && held == 0 && heldCount < 8 }

    /// The next bits, at most 64; nil where there are fewer.
    @inline(__always)
    mutating func next(_ width: UInt8) -> UInt64? {
        if width <= 32 { return take(width) }
        guard let low = take(32), let high = take(width - 32) else { return nil }
        return high << 32 | low
    }

    @inline(__always)
    private mutating func take(_ width: UInt8) -> UInt64? {
        while heldCount < UInt64(width) {
            guard position < bytes.count else { return nil }
            held |= UInt64(bytes[position]) << heldCount
            heldCount += 8
            position += 1
        }
        let number = held & ((1 << UInt64(width)) - 1)
        held >>= UInt64(width)
        heldCount -= UInt64(width)
        return number
    }
}
