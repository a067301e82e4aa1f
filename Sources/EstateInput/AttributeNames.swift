/// Which attribute a name of an export means, and how exact that name is.
struct AttributeSlot: Sendable, Equatable {
    let attribute: DirectoryAttribute
    /// Place of the name in its row of `DirectoryColumns.table`: 0 is the most exact.
    let rank: UInt8
}

/// The names of `DirectoryColumns.table`, found by their bytes: an LDIF file asks once per line.
///
/// Names match without regard to case, spaces, `_` and `-`, as header names do.
struct AttributeNames: Sendable {
    static let known = AttributeNames()

    private struct Entry: Sendable {
        let name: [UInt8]
        let slot: AttributeSlot
    }

    /// Open addressing; a power of two, at least four places a name.
    private var places: [Entry?]
    private let longest: Int

    private init() {
        let rows = DirectoryAttribute.allCases.flatMap { attribute in
            (DirectoryColumns.table[attribute] ?? []).enumerated().map { rank, name in
                Entry(
                    name: name.utf8.filter { !AttributeNames.isIgnored($0) }.map(AttributeNames.folded),
                    slot: AttributeSlot(attribute: attribute, rank: UInt8(rank)))
            }
        }
        var size = 64
        while size < 4 * rows.count { size *= 2 }
        places = Array(repeating: nil, count: size)
        longest = rows.map(\.name.count).max() ?? 0
        for row in rows {
            var place = Int(AttributeNames.hash(row.name[...]) & UInt32(size - 1))
            while places[place] != nil { place = (place + 1) & (size - 1) }
            places[place] = row
        }
    }

    /// The slot of a name, nil where the table does not know it.
    func slot(_ name: ArraySlice<UInt8>) -> AttributeSlot? {
        guard name.count <= 2 * longest else { return nil }
        var place = Int(AttributeNames.hash(name) & UInt32(places.count - 1))
        while let entry = places[place] {
            if AttributeNames.matches(entry.name, name) { return entry.slot }
            place = (place + 1) & (places.count - 1)
        }
        return nil
    }

    private static func matches(_ known: [UInt8], _ name: ArraySlice<UInt8>) -> Bool {
        var index = 0
        for byte in name where !isIgnored(byte) {
            guard index < known.count, known[index] == folded(byte) else { return false }
            index += 1
        }
        return index == known.count
    }

    /// FNV-1a of the folded name.
    private static func hash(_ name: ArraySlice<UInt8>) -> UInt32 {
        var state: UInt32 = 0x811C_9DC5
        for byte in name where !isIgnored(byte) { state = (state ^ UInt32(folded(byte))) &* 0x0100_0193 }
        return state
    }

    private static func folded(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

    private static func isIgnored(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == 0x20 || byte == 0x09
    }
}
