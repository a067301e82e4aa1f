import CXXHash

/// A fixed 64-bit hash of a user agent, the same in every run and on every machine: XXH3, 64 bits, seed 0 (what
/// `xxhsum -H3` prints). Never 0 for a text that is not empty; 0 means "not logged".
public func agentHash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    guard !bytes.isEmpty else { return 0 }
    return max(XXH3_64bits(bytes.baseAddress, bytes.count), 1)
}
