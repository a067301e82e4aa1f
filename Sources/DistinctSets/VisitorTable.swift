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
    private let hash: SeededHash
    /// Visits a slot can count.
    private let fullCount: UInt64
    private var slots = [Slot](repeating: Slot(), count: smallest)
    private(set) var count = 0
    /// How often the slot of a key was full.
    private var fullTimes: [UInt64: UInt64] = [:]

    /// - Parameter fullCount: at most the largest number of 32 bits.
    init(hash: SeededHash, fullCount: UInt32 = .max) {
        self.hash = hash
        self.fullCount = UInt64(fullCount)
    }

    /// Memory of the table. Twice as much, while a snapshot is made, sorts and packs what is in it.
    var bytes: Int { slots.count * MemoryLayout<Slot>.stride }

    /// A visit on its way into the table.
    struct Arrival: Sendable {
        fileprivate let key: UInt64
        fileprivate let hash: UInt64
        /// 0 where the line has none.
        let agent: UInt32
    }

    /// - Parameter kind: at most 31 bits.
    func arrival(_ kind: UInt32, _ address: AddressNumbers.Number, agent: UInt32) -> Arrival {
        let key = UInt64(kind) << AddressNumbers.bitCount | address
        return Arrival(key: key, hash: hash.finish(hash.add(key, to: hash.start)), agent: agent)
    }

    /// Where in memory a visit will be looked for; reading ahead for many lets the processor wait for them at once.
    func touched(_ arrival: Arrival) -> UInt64 {
        slots.withUnsafeBufferPointer { $0[Int(truncatingIfNeeded: arrival.hash) & ($0.count - 1)].value }
    }

    /// Counts a visit; true where its agent is not the one last seen with it.
    mutating func add(_ arrival: Arrival) -> Bool {
        // At most three quarters are taken.
        if (count + 1) * 4 > slots.count * 3 { grow() }
        let agent = UInt64(arrival.agent) << 32
        let found = slots.withUnsafeMutableBufferPointer { slots in
            let mask = slots.count - 1
            var place = Int(truncatingIfNeeded: arrival.hash) & mask
            while slots[place].value != 0, slots[place].key != arrival.key { place = (place + 1) & mask }
            let value = slots[place].value
            let isFull = value & 0xFFFF_FFFF == fullCount
            // A full slot begins anew at one: nothing else says that it is taken.
            let visits = isFull ? 1 : (value & 0xFFFF_FFFF) + 1
            slots[place].key = arrival.key
            slots[place].value = (agent != 0 ? agent : value & ~0xFFFF_FFFF) | visits
            return (isNew: value == 0, isFull: isFull, isKnownAgent: agent == value & ~0xFFFF_FFFF)
        }
        if found.isNew { count += 1 }
        if found.isFull { fullTimes[arrival.key, default: 0] += 1 }
        return agent != 0 && !found.isKnownAgent
    }

    private mutating func grow() {
        var larger = [Slot](repeating: Slot(), count: slots.count * 2)
        larger.withUnsafeMutableBufferPointer { larger in
            let mask = larger.count - 1
            for slot in slots where slot.value != 0 {
                var place = Int(truncatingIfNeeded: hash.finish(hash.add(slot.key, to: hash.start))) & mask
                while larger[place].value != 0 { place = (place + 1) & mask }
                larger[place] = slot
            }
        }
        slots = larger
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
