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
        while count + keys.count > room { grow() }
        var touched: UInt64 = 0
        var found = Added()
        changed.removeAll(keepingCapacity: true)
        swap(&changed, &found.changed)
        let (hash, full) = (hash, UInt32(truncatingIfNeeded: fullCount))
        withUnsafeTemporaryAllocation(of: Int.self, capacity: keys.count) { places in
            slots.withUnsafeMutableBufferPointer { slots in
                keys.withUnsafeBufferPointer { keys in
                    // Every slot is read first, so that the processor waits for them at once.
                    for index in keys.indices {
                        let place = VisitorTable.place(of: keys[index], hash, slots.count)
                        places.initializeElement(at: index, to: place)
                        touched ^= slots[place].value
                    }
                    agents.withUnsafeBufferPointer { agents in
                        for index in keys.indices {
                            let slot = slots[places[index]]
                            // Nearly always: in its place, with the agent it had, and neither its first visit nor one too
                            // many.
                            if slot.key == keys[index], UInt32(truncatingIfNeeded: slot.value >> 32) == agents[index],
                                UInt32(truncatingIfNeeded: slot.value) &- 1 < full &- 1
                            {
                                slots[places[index]].value = slot.value &+ 1
                            } else {
                                VisitorTable.count(
                                    keys[index], agents[index], from: places[index], full, slots, at: index, &found)
                            }
                        }
                    }
                }
            }
        }
        lastTouched = touched
        count += found.new
        swap(&changed, &found.changed)
        for key in found.full { fullTimes[key, default: 0] += 1 }
    }

    /// What adding visits leaves to be noted.
    private struct Added {
        var new = 0
        var full: [UInt64] = []
        var changed: [Int] = []
    }

    @inline(__always)
    private static func place(of key: UInt64, _ hash: SeededHash, _ slotCount: Int) -> Int {
        Int(truncatingIfNeeded: hash.hash(key)) & (slotCount - 1)
    }

    @inline(never)
    private static func count(
        _ key: UInt64, _ agent: UInt32, from start: Int, _ full: UInt32, _ slots: UnsafeMutableBufferPointer<Slot>,
        at index: Int, _ found: inout Added
    ) {
        var place = start
        while slots[place].value != 0, slots[place].key != key { place = (place + 1) & (slots.count - 1) }
        let value = slots[place].value
        let isFull = UInt32(truncatingIfNeeded: value) == full
        // A full slot begins anew at one: nothing else says that it is taken.
        let visits = isFull ? 1 : (value & 0xFFFF_FFFF) + 1
        let known = UInt32(truncatingIfNeeded: value >> 32)
        slots[place] = Slot(key: key, value: UInt64(agent != 0 ? agent : known) << 32 | visits)
        if value == 0 { found.new += 1 }
        if isFull { found.full.append(key) }
        if agent != 0, agent != known { found.changed.append(index) }
    }

    @inline(never)
    private mutating func grow() {
        var larger = [Slot](repeating: Slot(), count: slots.count * 2)
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
