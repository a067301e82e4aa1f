import ByteScan

/// Where a record has the value of a field.
struct FieldPlace {
    enum Kind: UInt8 {
        /// The record has no such field.
        case missing
        /// The value of the slot `slot`.
        case slot
        /// `count` bytes that are the same in every record of the shape, `distance` bytes behind the slot before `slot`
        /// (behind the beginning of the record where `slot` is 0).
        case constant
    }

    var kind = Kind.missing
    var slot: UInt32 = 0
    var distance: UInt32 = 0
    var count: UInt32 = 0

    static let none = [FieldPlace](repeating: FieldPlace(), count: EventField.allCases.count)
}

/// The values of one record, borrowed from whichever reader read it.
struct EventValues {
    /// What the places point into.
    let text: UnsafeRawBufferPointer
    /// Index in `text` at which the record begins.
    let start: Int
    /// By field.
    let places: UnsafeBufferPointer<FieldPlace>
    /// Begin and end of each slot's value in `text`.
    let starts: UnsafePointer<UInt32>
    let ends: UnsafePointer<UInt32>

    /// A value without the white space around it; empty where it is none.
    subscript(field: EventField) -> UnsafeRawBufferPointer {
        let place = places[field.rawValue]
        let slot = Int(place.slot)
        switch place.kind {
        case .missing: return UnsafeRawBufferPointer(start: nil, count: 0)
        case .slot:
            return FieldValue.trimmed(UnsafeRawBufferPointer(rebasing: text[Int(starts[slot])..<Int(ends[slot])]))
        case .constant:
            let begin = (slot == 0 ? start : Int(ends[slot - 1])) + Int(place.distance)
            return FieldValue.trimmed(UnsafeRawBufferPointer(rebasing: text[begin..<begin + Int(place.count)]))
        }
    }
}
