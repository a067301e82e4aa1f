import CByteScan

/// A fixed 64-bit hash of a user agent, the same in every run and on every machine: the first half of
/// MurmurHash3_x64_128 with seed 0. Never 0 for a text that is not empty; 0 means "not logged".
public func agentHash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    guard !bytes.isEmpty else { return 0 }
    var state = cbs_murmur3_begin(0)
    cbs_murmur3_update(&state, bytes.baseAddress, bytes.count)
    return max(cbs_murmur3_digest(&state).high, 1)
}
