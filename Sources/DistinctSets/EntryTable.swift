import AccessModel

/// What an entry is told by: four numbers, compared one after the other.
struct EntryKey: Sendable, Equatable {
    var first: UInt64
    var second: UInt64
    var third: UInt64 = 0
    var fourth: UInt64 = 0

    static func < (a: EntryKey, b: EntryKey) -> Bool {
        (a.first, a.second, a.third, a.fourth) < (b.first, b.second, b.third, b.fourth)
    }
}

/// What a log says beside accesses, kept once for each key.
protocol TableEntry: Sendable {
    /// Made of ids of the interner, and of days and times.
    var key: EntryKey { get }
    /// The same with other ids of its texts.
    func renumbered(_ ids: [UInt32]) -> Self
    /// Takes in another entry of the same key.
    mutating func add(_ other: Self)
}

/// Entries, each key once.
struct EntryTable<Entry: TableEntry>: Sendable {
    private let hash: SeededHash
    private var index = HashIndex()
    /// In the numbering of arrival: the ids of the interner.
    private(set) var entries: [Entry] = []

    init(hash: SeededHash) { self.hash = hash }

    var bytes: Int { index.bytes + entries.count * MemoryLayout<Entry>.stride }

    mutating func add(_ entry: Entry) {
        let key = entry.key
        var state = hash.add(key.second, to: hash.add(key.first, to: hash.start))
        state = hash.add(key.fourth, to: hash.add(key.third, to: state))
        let finished = hash.finish(state)
        let known = index.find(hash: finished) { entries[$0].key == key }
        if known >= 0 {
            entries[known].add(entry)
        } else {
            index.enter(hash: finished)
            entries.append(entry)
        }
    }

    /// In the order of their keys in the new numbering; entries of one key (texts that repair to one) are taken together.
    func ordered(_ ids: [UInt32]) -> [Entry] {
        let renumbered = entries.map { $0.renumbered(ids) }.sorted { $0.key < $1.key }
        var result: [Entry] = []
        for entry in renumbered {
            if let last = result.indices.last, result[last].key == entry.key {
                result[last].add(entry)
            } else {
                result.append(entry)
            }
        }
        return result
    }
}
