import AccessModel
import Glibc

/// Gives every distinct byte string a dense id: 0 for the empty one, then 1, 2, 3 in order of arrival.
package struct Interner: Sendable {
    private let hash: SeededHash
    private var index = HashIndex()
    private var arena: [UInt8] = []
    /// End of each text in the arena; the text of `id` ends at `ends[id]` and begins where the one before it ends.
    private var ends: [Int] = [0]

    /// Keeps the reading ahead from being left out.
    private var lastTouched: UInt64 = 0

    init(hash: SeededHash) { self.hash = hash }

    /// One whose texts land where nobody can foresee.
    package init() { self.init(hash: SeededHash(seed: .random(in: .min ... .max))) }

    /// Number of ids given, the empty text's included.
    package var count: Int { ends.count }

    var bytes: Int { index.bytes + arena.count + ends.count * MemoryLayout<Int>.stride }

    package mutating func id(of text: UnsafeRawBufferPointer) -> UInt32 { id(of: text, hash: hash.hash(text)) }

    private mutating func id(of text: UnsafeRawBufferPointer, hash: UInt64) -> UInt32 {
        guard text.count > 0 else { return 0 }
        let known = index.find(hash: hash) { position in
            arena.withUnsafeBytes { arena in
                ends.withUnsafeBufferPointer { Interner.isText(text, UInt32(position + 1), arena, $0) }
            }
        }
        if known >= 0 { return UInt32(truncatingIfNeeded: known + 1) }
        index.enter(hash: hash)
        arena.append(contentsOf: text)
        ends.append(arena.count)
        return UInt32(truncatingIfNeeded: index.count)
    }

    /// Gives the ids of many texts: first every slot is looked up, then where every text begins, then its bytes, so that
    /// their cache misses overlap. What is not known then takes the way of a single text.
    mutating func ids(of texts: [TextRange], in arriving: UnsafeRawBufferPointer, into ids: inout [UInt32]) {
        if ids.count != texts.count { ids = [UInt32](repeating: 0, count: texts.count) }
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: texts.count) { hashes in
            let isComplete = texts.withUnsafeBufferPointer { texts in
                ids.withUnsafeMutableBufferPointer { ids in
                    for place in texts.indices {
                        hashes.initializeElement(at: place, to: hash.hash(texts[place].bytes(in: arriving)))
                    }
                    index.candidates(hashes, into: ids)
                    touch(ids)
                    return keepKnown(&ids, of: texts, in: arriving)
                }
            }
            guard !isComplete else { return }
            for place in texts.indices where ids[place] == 0 {
                ids[place] = id(of: texts[place].bytes(in: arriving), hash: hashes[place])
            }
        }
    }

    /// Reads the first byte of each text.
    @inline(__always)
    private mutating func touch(_ ids: UnsafeMutableBufferPointer<UInt32>) {
        // A small arena is in the cache as it is.
        guard arena.count > Interner.cachedBytes else { return }
        var touched: UInt64 = 0
        arena.withUnsafeBytes { arena in
            ends.withUnsafeBufferPointer { ends in
                for id in ids { touched ^= UInt64(truncatingIfNeeded: ends[Int(id)]) }
                for id in ids where id > 0 { touched ^= UInt64(arena[ends[Int(id) - 1]]) }
            }
        }
        lastTouched = touched
    }

    private static let cachedBytes = 1 << 18

    /// Compares each text with that of its id; the id becomes 0 where they differ. True where none does.
    @inline(__always)
    private func keepKnown(
        _ ids: inout UnsafeMutableBufferPointer<UInt32>, of texts: UnsafeBufferPointer<TextRange>,
        in arriving: UnsafeRawBufferPointer
    ) -> Bool {
        arena.withUnsafeBytes { arena in
            ends.withUnsafeBufferPointer { ends in
                var isComplete = true
                for place in texts.indices {
                    let text = texts[place].bytes(in: arriving)
                    if ids[place] > 0, Interner.isText(text, ids[place], arena, ends) { continue }
                    ids[place] = 0
                    isComplete = false
                }
                return isComplete
            }
        }
    }

    /// True where a text that is not empty is that of an id above 0.
    @inline(__always)
    private static func isText(
        _ text: UnsafeRawBufferPointer, _ id: UInt32, _ arena: UnsafeRawBufferPointer, _ ends: UnsafeBufferPointer<Int>
    ) -> Bool {
        let start = ends[Int(id) - 1]
        guard ends[Int(id)] - start == text.count, let base = text.baseAddress, let arenaBase = arena.baseAddress
        else { return false }
        return areEqual(base, arenaBase + start, text.count)
    }

    /// Eight bytes at a time, the last of them for the second time where they do not go up evenly: a call of `memcmp`
    /// takes longer than to compare a name.
    @inline(__always)
    private static func areEqual(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ count: Int) -> Bool {
        guard count >= 8 else {
            var differing: UInt8 = 0
            for offset in 0..<count {
                differing |=
                    a.load(fromByteOffset: offset, as: UInt8.self) ^ b.load(fromByteOffset: offset, as: UInt8.self)
            }
            return differing == 0
        }
        guard count <= 64 else { return memcmp(a, b, count) == 0 }
        var offset = count - 8
        var differing = word(a, offset) ^ word(b, offset)
        while offset > 8 {
            offset -= 8
            differing |= word(a, offset) ^ word(b, offset)
        }
        return differing | (word(a, 0) ^ word(b, 0)) == 0
    }

    @inline(__always)
    private static func word(_ base: UnsafeRawPointer, _ offset: Int) -> UInt64 {
        base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
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
