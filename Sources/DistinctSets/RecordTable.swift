import AccessModel

/// The accepted event records that have an id, log by log: those of one log come in the order of their ids, or nearly.
struct RecordTable: Sendable {
    struct Record: Sendable {
        var recordID: UInt64
        var time: Instant
        var offset: UInt64
        var eventID: UInt32
        /// Position of its row, and of its second one; `none` where it has none.
        var row: UInt32
        var secondRow: UInt32

        static let none = UInt32.max
    }

    struct Log: Sendable {
        /// computer, log channel
        var key: UInt64
        var records: [Record] = []
    }

    /// Where a record is.
    struct Place: Sendable {
        fileprivate var log: Int
        fileprivate var index: Int
    }

    private let hash: SeededHash
    private var index = HashIndex()
    private(set) var logs: [Log] = []
    private(set) var count = 0
    /// The log last found in each slot: the records of several servers come mixed.
    private var recent = [Int](repeating: -1, count: slotCount)
    /// A power of two.
    private static let slotCount = 256

    init(hash: SeededHash) { self.hash = hash }

    var bytes: Int {
        index.bytes + count * MemoryLayout<Record>.stride + logs.count * MemoryLayout<Log>.stride
    }

    mutating func add(_ record: Record, computer: UInt32, logChannel: UInt32) -> Place {
        let log = position(of: Pair.of(computer, logChannel))
        logs[log].records.append(record)
        count += 1
        return Place(log: log, index: logs[log].records.count - 1)
    }

    mutating func setSecondRow(_ row: UInt32, of place: Place) { logs[place.log].records[place.index].secondRow = row }

    @inline(__always)
    private mutating func position(of key: UInt64) -> Int {
        let slot = Int(truncatingIfNeeded: key >> 32 ^ key &* 31) & (RecordTable.slotCount - 1)
        let last = recent[slot]
        if last >= 0, logs[last].key == key { return last }
        let state = hash.finish(hash.add(key, to: hash.start))
        var position = index.find(hash: state) { logs[$0].key == key }
        if position < 0 {
            index.enter(hash: state)
            position = logs.count
            logs.append(Log(key: key))
        }
        recent[slot] = position
        return position
    }
}
