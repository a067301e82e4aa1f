/// A fast keyed hash for tables that live no longer than a run: names in logs are chosen by whoever logs on, so where
/// they land must not be. Never stored, never printed.
struct SeededHash: Sendable {
    private let key: UInt64
    private let multiplier: UInt64

    init(seed: UInt64) {
        key = SeededHash.fold(seed ^ 0x9E37_79B9_7F4A_7C15, 0xBF58_476D_1CE4_E5B9)
        // Odd, so that no bit of the state is lost in the product.
        multiplier = SeededHash.fold(seed ^ 0x94D0_49BB_1331_11EB, 0xC2B2_AE3D_27D4_EB4F) | 1
    }

    /// Of bytes, length included.
    func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let count = bytes.count
        var state = key ^ UInt64(truncatingIfNeeded: count)
        guard let base = bytes.baseAddress, count > 0 else { return finish(state) }
        if count >= 8 {
            var offset = 0
            while offset + 8 < count {
                state = add(base.loadUnaligned(fromByteOffset: offset, as: UInt64.self), to: state)
                offset += 8
            }
            // The last eight bytes, some of them for the second time: no loop over a tail.
            state = add(base.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self), to: state)
        } else if count >= 4 {
            let first = base.loadUnaligned(fromByteOffset: 0, as: UInt32.self)
            let last = base.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
            state = add(UInt64(first) << 32 | UInt64(last), to: state)
        } else {
            let (first, middle, last) = (UInt64(bytes[0]), UInt64(bytes[count / 2]), UInt64(bytes[count - 1]))
            state = add(first << 16 | middle << 8 | last, to: state)
        }
        return finish(state)
    }

    /// Of an even number of words: two in one multiplication, so that the chain of them is half as long.
    @inline(__always)
    func hash(_ words: UnsafePointer<UInt64>, count: Int) -> UInt64 {
        var state = key ^ UInt64(truncatingIfNeeded: count)
        var index = 0
        while index < count {
            state = SeededHash.fold(words[index] ^ multiplier, words[index + 1] ^ state) ^ key
            index += 2
        }
        return finish(state)
    }

    /// The state before the first word.
    var start: UInt64 { key }

    func add(_ word: UInt64, to state: UInt64) -> UInt64 { SeededHash.fold(state ^ word, multiplier) ^ key }

    func finish(_ state: UInt64) -> UInt64 { SeededHash.fold(state ^ multiplier, 0xD6E8_FEB8_6659_FD93) }

    /// Both halves of the 128-bit product, XORed.
    private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }
}
