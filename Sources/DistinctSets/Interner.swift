import Glibc

/// Gives every distinct byte string a dense id: 0 for the empty one, then 1, 2, 3 in order of arrival.
struct Interner: Sendable {
    private let hash: SeededHash
    private var index = HashIndex()
    private var arena: [UInt8] = []
    /// End of each text in the arena; the text of `id` ends at `ends[id]` and begins where the one before it ends.
    private var ends: [Int] = [0]

    init(hash: SeededHash) { self.hash = hash }

    /// Number of ids given, the empty text's included.
    var count: Int { ends.count }

    var bytes: Int { index.bytes + arena.count + ends.count * MemoryLayout<Int>.stride }

    mutating func id(of text: UnsafeRawBufferPointer) -> UInt32 {
        guard let base = text.baseAddress, text.count > 0 else { return 0 }
        let hash = self.hash.hash(text)
        let known = index.find(hash: hash) { position in
            let start = ends[position]
            guard ends[position + 1] - start == text.count else { return false }
            return arena.withUnsafeBytes { arena in
                guard let arenaBase = arena.baseAddress else { return false }
                return memcmp(arenaBase + start, base, text.count) == 0
            }
        }
        if known >= 0 { return UInt32(truncatingIfNeeded: known + 1) }
        index.enter(hash: hash)
        arena.append(contentsOf: text)
        ends.append(arena.count)
        return UInt32(truncatingIfNeeded: index.count)
    }

    /// Calls `body` with the bytes of a text.
    func withBytes<Result>(of id: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let start = id == 0 ? 0 : ends[Int(id) - 1]
        return arena.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<ends[Int(id)]])) }
    }
}
