public import CByteScan

/// A fast 64-bit hash of bytes for tables, keyed: whoever writes the log cannot choose names that collide.
///
/// Values differ between seeds, so nothing that depends on them may reach an output.
public struct KeyedHash: Sendable {
    @usableFromInline let key1: UInt64
    @usableFromInline let key2: UInt64

    /// - Parameter seed: any value; random per run where the keys come from a log.
    public init(seed: UInt64) {
        // Digits of pi: constants nobody chose.
        key1 = cbs_fold(seed ^ 0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7345)
        key2 = cbs_fold(seed ^ 0xA409_3822_299F_31D0, 0x082E_FA98_EC4E_6C89)
    }

    /// The hash of `bytes`.
    @inlinable public func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        cbs_keyed_hash(bytes.baseAddress, bytes.count, key1, key2)
    }
}

/// A fixed 64-bit hash of a user agent, the same in every run and on every machine: the first half of
/// MurmurHash3_x64_128 with seed 0. Never 0 for a text that is not empty; 0 means "not logged".
public func agentHash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    guard !bytes.isEmpty else { return 0 }
    var state = cbs_murmur3_begin(0)
    cbs_murmur3_update(&state, bytes.baseAddress, bytes.count)
    return max(cbs_murmur3_digest(&state).high, 1)
}
