/// How many visits of each kind every address made: two words for each, in one table.
///
/// Ten million visitors are why it is not a row each: a row takes 200 bytes, a visitor 21 to 43 at this load.
struct VisitorTable: Sendable {
    private struct Slot: Sendable {
        /// kind, address
        var key: UInt64 = 0
        /// Low half: visits, never 0 in a taken slot. High half: the agent last seen.
        var value: UInt64 = 0
    }

    private static let smallest = 64
    /// Slots, at most, of a table of which a quarter may be taken, as in `HashIndex`; of a larger one three quarters.
    private static let sparseCount = 1 << 15
    private let hash: SeededHash
    /// Visits a slot can count.
    private let fullCount: UInt64
    private var slots = [Slot](repeating: Slot(), count: smallest)
    private(set) var count = 0
    /// Visitors there is room for.
    private var room = VisitorTable.smallest / 4
    /// How often the slot of a key was full.
    private var fullTimes: [UInt64: UInt64] = [:]
    /// Keeps the reading ahead from being left out.
    private var lastTouched: UInt64 = 0

    /// - Parameter fullCount: at most the largest number of 32 bits.
    init(hash: SeededHash, fullCount: UInt32 = .max) {
        self.hash = hash
        self.fullCount = UInt64(fullCount)
    }

    /// Memory of the table. Twice as much, while a snapshot is made, sorts and packs what is in it.
    var bytes: Int { slots.count * MemoryLayout<Slot>.stride }

    /// Visits of one kind by one address.
    /// - Parameter kind: at most 31 bits.
    @inline(__always)
    static func key(_ kind: UInt32, _ address: AddressNumbers.Number) -> UInt64 {
        UInt64(kind) << AddressNumbers.bitCount | address
    }

    /// Counts visits.
    /// - Parameters:
    ///   - keys: see `key`.
    ///   - agents: of each visit, 0 where the line has none.
    ///   - changed: gets the places in `keys` of visits whose agent is not the one last seen with them.
    mutating func add(_ keys: [UInt64], agents: [UInt32], changed: inout [Int]) {
        precondition(keys.count == agents.count)
        changed.removeAll(keepingCapacity: true)
        while count + keys.count > room { grow() }
        let (hash, full) = (hash, UInt32(truncatingIfNeeded: fullCount))
        var (isNew, overflowing, touched) = (0, [UInt64](), 0 as UInt64)
        withUnsafeTemporaryAllocation(of: Int.self, capacity: keys.count) { places in
            slots.withUnsafeMutableBufferPointer { slots in
                // Every slot is read first, so that the processor waits for them at once.
                for index in keys.indices {
                    let place = VisitorTable.place(of: keys[index], hash, slots.count)
                    places.initializeElement(at: index, to: place)
                    touched ^= slots[place].value
                }
                for index in keys.indices {
                    let (key, agent, place) = (keys[index], agents[index], places[index])
                    let slot = slots[place]
                    // Nearly always: in its place, with the agent it had, and neither its first visit nor one too many.
                    if slot.key == key, UInt32(truncatingIfNeeded: slot.value >> 32) == agent,
                        UInt32(truncatingIfNeeded: slot.value) &- 1 < full - 1
                    {
                        slots[place].value = slot.value + 1
                        continue
                    }
                    let found = VisitorTable.count(key, agent, from: place, full, slots)
                    if found.isNew { isNew += 1 }
                    if found.isFull { overflowing.append(key) }
                    if found.isOtherAgent { changed.append(index) }
                }
            }
        }
        lastTouched = touched
        count += isNew
        for key in overflowing { fullTimes[key, default: 0] += 1 }
    }

    @inline(__always)
    private static func place(of key: UInt64, _ hash: SeededHash, _ slotCount: Int) -> Int {
        Int(truncatingIfNeeded: hash.finish(hash.add(key, to: hash.start))) & (slotCount - 1)
    }

    private static func count(
        _ key: UInt64, _ agent: UInt32, from start: Int, _ full: UInt32, _ slots: UnsafeMutableBufferPointer<Slot>
    ) -> (isNew: Bool, isFull: Bool, isOtherAgent: Bool) {
        var place = start
        while slots[place].value != 0, slots[place].key != key { place = (place + 1) & (slots.count - 1) }
        let value = slots[place].value
        let isFull = UInt32(truncatingIfNeeded: value) == full
        // A full slot begins anew at one: nothing else says that it is taken.
        let visits = isFull ? 1 : (value & 0xFFFF_FFFF) + 1
        let known = UInt32(truncatingIfNeeded: value >> 32)
        slots[place] = Slot(key: key, value: UInt64(agent != 0 ? agent : known) << 32 | visits)
        return (value == 0, isFull, agent != 0 && agent != known)
    }

    @inline(never)
    private mutating func grow() {
        var larger = [Slot](large: Slot(), count: slots.count * 2)
        let hash = hash
        larger.withUnsafeMutableBufferPointer { larger in
            for slot in slots where slot.value != 0 {
                var place = VisitorTable.place(of: slot.key, hash, larger.count)
                while larger[place].value != 0 { place = (place + 1) & (larger.count - 1) }
                larger[place] = slot
            }
        }
        slots = larger
        room = slots.count <= VisitorTable.sparseCount ? slots.count / 4 : slots.count / 4 * 3
    }

    /// Everything in the table, in the order of its slots.
    func forEach(_ body: (_ kind: UInt32, _ address: AddressNumbers.Number, _ visits: UInt64) -> Void) {
        for slot in slots where slot.value != 0 {
            let visits = slot.value & 0xFFFF_FFFF
            body(
                UInt32(truncatingIfNeeded: slot.key >> AddressNumbers.bitCount),
                slot.key & ((1 << AddressNumbers.bitCount) - 1),
                fullTimes.isEmpty ? visits : visits + fullTimes[slot.key, default: 0] * fullCount)
        }
    }
}
