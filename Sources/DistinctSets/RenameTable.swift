import AccessModel

/// The renames of accounts, each once.
struct RenameTable: Sendable {
    private struct Key: Sendable, Equatable {
        /// computer, domain
        var place: UInt64
        /// old name, new name
        var names: UInt64
        var sid: UInt32
        var time: Instant

        init(_ rename: ContributedRename) {
            place = Pair.of(rename.computer, rename.domain)
            names = Pair.of(rename.oldName, rename.newName)
            sid = rename.sid
            time = rename.time
        }

        static func < (a: Key, b: Key) -> Bool {
            (a.place, a.names, a.sid, a.time) < (b.place, b.names, b.sid, b.time)
        }
    }

    private let hash: SeededHash
    private var index = HashIndex()
    /// In the numbering of arrival: the ids of the interner.
    private(set) var entries: [ContributedRename] = []

    init(hash: SeededHash) { self.hash = hash }

    var bytes: Int { index.bytes + entries.count * MemoryLayout<ContributedRename>.stride }

    mutating func add(_ rename: ContributedRename) {
        let key = Key(rename)
        let state = hash.add(key.names, to: hash.add(key.place, to: hash.start))
        let moment = UInt64(bitPattern: key.time.milliseconds)
        let finished = hash.finish(hash.add(moment, to: hash.add(UInt64(key.sid), to: state)))
        let known = index.find(hash: finished) { Key(entries[$0]) == key }
        if known >= 0 {
            entries[known].offset = min(entries[known].offset, rename.offset)
        } else {
            index.enter(hash: finished)
            entries.append(rename)
        }
    }

    /// By computer, domain, old name, new name, SID and time in the new numbering, each once (texts may repair to one).
    func ordered(_ ids: [UInt32]) -> [ContributedRename] {
        var renumbered = entries
        for index in renumbered.indices {
            let entry = renumbered[index]
            renumbered[index] = ContributedRename(
                computer: ids[Int(entry.computer)], domain: ids[Int(entry.domain)],
                oldName: ids[Int(entry.oldName)], newName: ids[Int(entry.newName)], sid: ids[Int(entry.sid)],
                time: entry.time, offset: entry.offset)
        }
        renumbered.sort { Key($0) < Key($1) }
        var result: [ContributedRename] = []
        for rename in renumbered {
            if let last = result.indices.last, Key(result[last]) == Key(rename) {
                result[last].offset = min(result[last].offset, rename.offset)
            } else {
                result.append(rename)
            }
        }
        return result
    }
}
