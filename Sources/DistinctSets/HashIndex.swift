/// Finds the position of an element by its hash: open addressing over the elements another array holds.
///
/// A slot is one word: the upper half of the hash, and the position plus one (0 is an empty slot). At most half of the
/// slots are taken, and a quarter while they all fit the processor's cache: then what costs is guessing wrong how far to
/// look. Equal upper halves are no proof of equality: the caller compares the elements themselves.
struct HashIndex: Sendable {
    private static let smallest = 64
    /// Slots, at most, of a table of which a quarter may be taken: half a megabyte.
    private static let sparseCount = 1 << 16
    private var slots: [UInt64]
    /// Elements there is room for.
    private var room = HashIndex.smallest / 4
    private(set) var count = 0

    init() { slots = [UInt64](repeating: 0, count: HashIndex.smallest) }

    var bytes: Int { slots.count * MemoryLayout<UInt64>.stride }

    /// The position of the element with this hash that `isEqual` accepts, -1 where there is none.
    @inline(__always)
    func find(hash: UInt64, isEqual: (Int) -> Bool) -> Int {
        let tag = hash >> 32
        return slots.withUnsafeBufferPointer { slots in
            let mask = slots.count - 1
            var place = Int(truncatingIfNeeded: tag) & mask
            while true {
                let slot = slots[place]
                if slot == 0 { return -1 }
                if slot >> 32 == tag {
                    let position = Int(truncatingIfNeeded: slot & 0xFFFF_FFFF) - 1
                    if isEqual(position) { return position }
                }
                place = (place + 1) & mask
            }
        }
    }

    /// The first position entered under this hash, unproven, -1 where there is none. For large tables: asking for many
    /// of them in a row lets the processor wait for all the memory at once.
    @inline(__always)
    func candidate(hash: UInt64) -> Int {
        slots.withUnsafeBufferPointer { HashIndex.candidate(hash, $0) }
    }

    /// The same of many hashes, counted from 1: 0 where there is none.
    @inline(__always)
    func candidates(_ hashes: UnsafeMutableBufferPointer<UInt64>, into numbers: UnsafeMutableBufferPointer<UInt32>) {
        slots.withUnsafeBufferPointer { slots in
            for place in hashes.indices {
                numbers[place] = UInt32(truncatingIfNeeded: HashIndex.candidate(hashes[place], slots) + 1)
            }
        }
    }

    @inline(__always)
    private static func candidate(_ hash: UInt64, _ slots: UnsafeBufferPointer<UInt64>) -> Int {
        let tag = hash >> 32
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: tag) & mask
        // The first slot is nearly always the one, or empty.
        while true {
            let slot = slots[place]
            if slot >> 32 == tag || slot == 0 { return Int(truncatingIfNeeded: slot & 0xFFFF_FFFF) - 1 }
            place = (place + 1) & mask
        }
    }

    /// Enters the element that `find` did not find; its position is the number of elements before it.
    mutating func enter(hash: UInt64) {
        if count >= room { grow() }
        let tag = hash >> 32
        count += 1
        let entered = tag << 32 | UInt64(truncatingIfNeeded: count)
        slots.withUnsafeMutableBufferPointer { slots in
            let mask = slots.count - 1
            var place = Int(truncatingIfNeeded: tag) & mask
            while slots[place] != 0 { place = (place + 1) & mask }
            slots[place] = entered
        }
    }

    @inline(never)
    private mutating func grow() {
        precondition(count < Int(UInt32.max) - 1, "a snapshot must be taken before 4 billion distinct values")
        var larger = [UInt64](repeating: 0, count: slots.count * 2)
        larger.withUnsafeMutableBufferPointer { larger in
            let mask = larger.count - 1
            for slot in slots where slot != 0 {
                var place = Int(truncatingIfNeeded: slot >> 32) & mask
                while larger[place] != 0 { place = (place + 1) & mask }
                larger[place] = slot
            }
        }
        slots = larger
        room = slots.count <= HashIndex.sparseCount ? slots.count / 4 : slots.count / 2
    }
}
