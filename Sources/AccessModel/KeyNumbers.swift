/// A few ids that are looked up together.
public protocol NumberedKey: Equatable, Sendable {
    /// Bits spread well over all 64; equal for equal keys. Who makes up records does not choose their ids, so no chosen keys
    /// have to be withstood.
    var mixed: UInt64 { get }
}

/// Numbers keys: each once, in the order in which they come.
///
/// An open table of numbers instead of a dictionary: it is asked once for each of ten million rows, and a dictionary
/// spends most of its time on a hash that withstands chosen keys.
public struct KeyNumbers<Key: NumberedKey>: Sendable {
    @usableFromInline var keys: [Key] = []
    /// Numbers plus 1; 0 where nothing is. A power of two, more than twice as many places as keys.
    @usableFromInline var places = [UInt32](repeating: 0, count: 1 << 10)

    public init() {}

    /// By number.
    @inlinable public var all: [Key] { keys }

    /// The number of a key, a new one where it was not met before.
    @inlinable public mutating func number(_ key: Key) -> UInt32 {
        var place = self.place(key)
        while places[place] != 0 {
            let number = places[place] - 1
            if keys[Int(number)] == key { return number }
            place = (place + 1) & (places.count - 1)
        }
        keys.append(key)
        places[place] = UInt32(keys.count)
        if 2 * keys.count > places.count { grow() }
        return UInt32(keys.count - 1)
    }

    /// The numbers of keys, as one after the other gives them.
    ///
    /// A table of millions is in no cache: all places of the batch are asked for before the first key is compared, so that the
    /// memory brings several at a time (10 million rows of 2 million accounts: 3.8 s of processor time one by one, 2.4 s so).
    /// - Parameter found: as many places as keys, overwritten.
    @inlinable public mutating func numbers(_ batch: [Key], into found: inout [UInt32]) {
        precondition(found.count >= batch.count)
        for index in batch.indices { found[index] = places[place(batch[index])] }
        for index in batch.indices {
            let known = found[index]
            if known != 0, keys[Int(known - 1)] == batch[index] {
                found[index] = known - 1
            } else {
                found[index] = number(batch[index])
            }
        }
    }

    @usableFromInline mutating func grow() {
        places = [UInt32](repeating: 0, count: 2 * places.count)
        for (number, key) in keys.enumerated() {
            var place = self.place(key)
            while places[place] != 0 { place = (place + 1) & (places.count - 1) }
            places[place] = UInt32(number + 1)
        }
    }

    @inlinable func place(_ key: Key) -> Int {
        Int(truncatingIfNeeded: key.mixed >> 32) & (places.count - 1)
    }
}

extension UInt64 {
    /// Two rounds of multiplication by odd numbers over three ids. Neighbouring ids stay neighbours within a cache line of a
    /// table of numbers: texts are numbered in the order in which they are met again, and a table of millions of accounts
    /// fits no cache.
    @inlinable public static func mixing(_ first: UInt32, _ second: UInt32, _ third: UInt32) -> UInt64 {
        var mixed = (UInt64(first >> 4) << 32 | UInt64(second >> 4)) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed >> 29 ^ UInt64(third)
        mixed &*= 0xBF58_476D_1CE4_E5B9
        return mixed & ~(15 << 32) | UInt64((first &+ second) & 15) << 32
    }
}
