import AccessModel

/// The ids of texts that many accesses of a batch point to, found by where they are in its arena: parsers store such a text
/// once. 2 ns, where `TextMemory`, which compares the bytes, takes 9.
struct BatchTexts: Sendable {
    private struct Slot: Sendable {
        var range = TextRange.empty
        var id: UInt32 = 0
    }

    /// A power of two.
    private static let slotCount = 128
    private var slots = [Slot](repeating: Slot(), count: slotCount)

    /// To be called before the first text of another batch.
    mutating func removeAll() {
        for index in slots.indices { slots[index] = Slot() }
    }

    /// - Parameter range: not empty.
    @inline(__always)
    func id(of range: TextRange) -> UInt32? {
        let slot = slots[BatchTexts.place(range)]
        return slot.range == range ? slot.id : nil
    }

    @inline(__always)
    mutating func enter(_ range: TextRange, id: UInt32) {
        slots[BatchTexts.place(range)] = Slot(range: range, id: id)
    }

    @inline(__always)
    private static func place(_ range: TextRange) -> Int {
        Int(truncatingIfNeeded: (range.offset &* 0x9E37_79B1) >> 25) & (slotCount - 1)
    }
}
