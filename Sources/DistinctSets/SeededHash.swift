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
            // Two words in one multiplication, as of `words` below; the last ones in part for the second time: no loop over
            // a tail.
            var offset = 0
            while offset + 16 < count {
                state = add(word(base, offset), word(base, offset + 8), to: state)
                offset += 16
            }
            state = add(word(base, max(count - 16, 0)), word(base, count - 8), to: state)
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
            state = add(words[index], words[index + 1], to: state)
            index += 2
        }
        return finish(state)
    }

    @inline(__always)
    private func word(_ base: UnsafeRawPointer, _ offset: Int) -> UInt64 {
        base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }

    @inline(__always)
    private func add(_ first: UInt64, _ second: UInt64, to state: UInt64) -> UInt64 {
        SeededHash.fold(first ^ multiplier, second ^ state) ^ key
    }

    /// Of one word, in one multiplication.
    @inline(__always)
    func hash(_ word: UInt64) -> UInt64 { SeededHash.fold(word ^ key, multiplier) }

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
