/// Finds the position of an element by its hash: open addressing over the elements another array holds.
///
/// A slot is one word: the upper half of the hash, and the position plus one (0 is an empty slot). At most half of the
/// slots are taken. Equal upper halves are no proof of equality: the caller compares the elements themselves.
struct HashIndex: Sendable {
    private static let smallest = 64
    private var slots: [UInt64]
    private(set) var count = 0

    init() { slots = [UInt64](repeating: 0, count: HashIndex.smallest) }

    var bytes: Int { slots.count * MemoryLayout<UInt64>.stride }

    /// The position of the element with this hash that `isEqual` accepts; where there is none, `count`, under which it
    /// is entered: the caller then appends the element.
    @inline(__always)
    mutating func findOrEnter(hash: UInt64, isEqual: (Int) -> Bool) -> Int {
        if (count + 1) * 2 > slots.count { grow() }
        let tag = hash >> 32
        let mask = slots.count - 1
        let entered = count
        let found = slots.withUnsafeMutableBufferPointer { slots in
            var place = Int(truncatingIfNeeded: tag) & mask
            while slots[place] != 0 {
                if slots[place] >> 32 == tag {
                    let position = Int(truncatingIfNeeded: slots[place] & 0xFFFF_FFFF) - 1
                    if isEqual(position) { return position }
                }
                place = (place + 1) & mask
            }
            slots[place] = tag << 32 | UInt64(truncatingIfNeeded: entered + 1)
            return entered
        }
        if found == entered { count += 1 }
        return found
    }

    private mutating func grow() {
        precondition(count < Int(UInt32.max) - 1, "a snapshot must be taken before 4 billion distinct values")
        var larger = [UInt64](repeating: 0, count: slots.count * 2)
        let mask = larger.count - 1
        for slot in slots where slot != 0 {
            var place = Int(truncatingIfNeeded: slot >> 32) & mask
            while larger[place] != 0 { place = (place + 1) & mask }
            larger[place] = slot
        }
        slots = larger
    }
}
