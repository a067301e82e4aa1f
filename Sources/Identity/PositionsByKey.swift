/// Lists of positions by key; keys are numbered in the order in which they come, and gone through in that order.
///
/// In place of a dictionary, which keeps keys and lists at half its places and moves them all whenever it grows: here each
/// key is stored once, and what grows is a table of numbers.
struct PositionsByKey<Key: Hashable & Sendable>: Sendable, Sequence {
    private var keys: [Key] = []
    private var lists: [Positions] = []
    /// By number, the part of the hash that says where to look.
    private var hashes: [UInt32] = []
    /// Numbers plus 1; 0 where nothing is. A power of two, at least twice as many places as keys.
    private var places: [UInt32] = []

    init() {}

    /// Nil where nothing was added under the key.
    subscript(key: Key) -> Positions? {
        guard let number = number(of: key), !lists[number].isEmpty else { return nil }
        return lists[number]
    }

    subscript(number number: Int) -> Positions { lists[number] }

    /// The number of a key, nil where it has none.
    func number(of key: Key) -> Int? {
        if places.isEmpty { return nil }
        let hash = UInt32(truncatingIfNeeded: key.hashValue)
        var place = Int(hash) & (places.count - 1)
        while places[place] != 0 {
            let number = Int(places[place] - 1)
            if hashes[number] == hash, keys[number] == key { return number }
            place = (place + 1) & (places.count - 1)
        }
        return nil
    }

    /// The number of a key, a new one where it has none.
    mutating func numbered(_ key: Key) -> Int {
        if 2 * (keys.count + 1) > places.count { grow() }
        let hash = UInt32(truncatingIfNeeded: key.hashValue)
        var place = Int(hash) & (places.count - 1)
        while places[place] != 0 {
            let number = Int(places[place] - 1)
            if hashes[number] == hash, keys[number] == key { return number }
            place = (place + 1) & (places.count - 1)
        }
        keys.append(key)
        lists.append(Positions())
        hashes.append(hash)
        places[place] = UInt32(keys.count)
        return keys.count - 1
    }

    mutating func append(_ position: Int, to key: Key) { lists[numbered(key)].append(position) }
    mutating func append(_ position: Int, toNumber number: Int) { lists[number].append(position) }
    mutating func replace(_ list: Positions, ofNumber number: Int) { lists[number] = list }

    /// Numbers given so far.
    var numbers: Range<Int> { keys.indices }
    func key(_ number: Int) -> Key { keys[number] }

    /// Keys under which something was added, with their lists.
    func makeIterator() -> some IteratorProtocol<(key: Key, value: Positions)> {
        numbers.lazy.filter { !lists[$0].isEmpty }.map { (key: keys[$0], value: lists[$0]) }.makeIterator()
    }

    private mutating func grow() {
        places = [UInt32](repeating: 0, count: Swift.max(16, 2 * places.count))
        for (number, hash) in hashes.enumerated() {
            var place = Int(hash) & (places.count - 1)
            while places[place] != 0 { place = (place + 1) & (places.count - 1) }
            places[place] = UInt32(number + 1)
        }
    }
}
