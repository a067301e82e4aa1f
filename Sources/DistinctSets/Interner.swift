import AccessModel
import Glibc

/// Gives every distinct byte string a dense id: 0 for the empty one, then 1, 2, 3 in order of arrival.
struct Interner: Sendable {
    private let hash: SeededHash
    private var index = HashIndex()
    private var arena: [UInt8] = []
    /// End of each text in the arena; the text of `id` ends at `ends[id]` and begins where the one before it ends.
    private var ends: [Int] = [0]

    /// Hashes of the texts that come together.
    private var hashes: [UInt64] = []
    /// Keeps the reading ahead from being left out.
    private var lastTouched = 0

    init(hash: SeededHash) { self.hash = hash }

    /// Number of ids given, the empty text's included.
    var count: Int { ends.count }

    var bytes: Int { index.bytes + arena.count + ends.count * MemoryLayout<Int>.stride }

    mutating func id(of text: UnsafeRawBufferPointer) -> UInt32 { id(of: text, hash: hash.hash(text)) }

    private mutating func id(of text: UnsafeRawBufferPointer, hash: UInt64) -> UInt32 {
        guard let base = text.baseAddress, text.count > 0 else { return 0 }
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

    /// Gives the ids of many texts: first every slot is looked up, then where every text ends, then its bytes, so that
    /// their cache misses overlap.
    mutating func ids(of texts: [TextRange], in arriving: UnsafeRawBufferPointer, into ids: inout [UInt32]) {
        ids.removeAll(keepingCapacity: true)
        hashes.removeAll(keepingCapacity: true)
        for text in texts { hashes.append(hash.hash(text.bytes(in: arriving))) }
        for hash in hashes { ids.append(UInt32(truncatingIfNeeded: index.candidate(hash: hash) + 1)) }
        var touched = 0
        for id in ids { touched ^= start(of: id) }
        arena.withUnsafeBytes { arena in
            for id in ids where id > 0 { touched ^= Int(arena[start(of: id)]) }
        }
        lastTouched = touched
        for (place, text) in texts.enumerated() { ids[place] = id(of: text.bytes(in: arriving), hash: hashes[place]) }
    }

    /// Where the bytes of a text begin.
    func start(of id: UInt32) -> Int { id == 0 ? 0 : ends[Int(id) - 1] }

    /// True where `count` bytes from `start` on are those at `base`. False for a place that is none of this interner's.
    @inline(__always)
    func holds(_ base: UnsafeRawPointer, count: Int, at start: Int) -> Bool {
        arena.withUnsafeBytes { arena in
            guard let arenaBase = arena.baseAddress, start + count <= arena.count else { return false }
            return memcmp(arenaBase + start, base, count) == 0
        }
    }

    /// Calls `body` with the bytes of a text.
    func withBytes<Result>(of id: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let start = id == 0 ? 0 : ends[Int(id) - 1]
        return arena.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<ends[Int(id)]])) }
    }
}

extension TextRange {
    /// The text in the arena it points to.
    @inline(__always)
    func bytes(in arena: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let start = Int(offset)
        return UnsafeRawBufferPointer(rebasing: arena[start..<start + Int(count)])
    }
}
