import AccessModel

/// Days on which logs were seen being written.
struct SightingTable: Sendable {
    struct Key: Sendable, Equatable {
        /// source, day
        var kind: UInt64
        /// computer, server address
        var computer: UInt64
        var logChannel: UInt32
    }

    /// An entry last found in a slot, with the time its day begins and ends: the records of several logs come mixed, and
    /// all but the first of a log's day are told from it.
    private struct Recent: Sendable {
        var computer: UInt64 = 0
        var logChannel: UInt32 = 0
        var source: EvidenceSource = .event
        var dayStart: Int64 = 0
        var dayEnd: Int64 = 0
        var position = 0
    }

    private let hash: SeededHash
    private var index = HashIndex()
    private var recent = [Recent](repeating: Recent(), count: slotCount)
    /// A power of two.
    private static let slotCount = 256
    private var keys: [Key] = []
    /// In the numbering of arrival: the ids of the interner.
    private(set) var entries: [ContributedSighting] = []
    /// The record ids seen of each entry, nil where none has one.
    private(set) var recordIDs: [RecordIDSet?] = []
    /// Ranges that broke off, united or not.
    private var rangeCount = 0

    init(hash: SeededHash) { self.hash = hash }

    var bytes: Int {
        index.bytes + entries.count * (MemoryLayout<ContributedSighting>.stride + MemoryLayout<Key>.stride)
            + recordIDs.count * MemoryLayout<RecordIDSet?>.stride + rangeCount * MemoryLayout<TimedIDRange>.stride
    }

    @inline(__always)
    mutating func add(_ sighting: Sighting, computer: UInt32, serverAddress: UInt32, logChannel: UInt32) {
        let pair = Pair.of(computer, serverAddress)
        let slot = Int(truncatingIfNeeded: pair >> 32 ^ UInt64(logChannel) &* 31) & (SightingTable.slotCount - 1)
        let last = recent[slot]
        let time = sighting.time.milliseconds
        guard last.computer == pair, last.logChannel == logChannel, last.source == sighting.source,
            last.dayStart <= time, time < last.dayEnd
        else {
            let day = Day(sighting.time)
            let position = position(of: sighting, day, pair, logChannel)
            let start = Int64(day.number) * 86_400_000
            recent[slot] = Recent(
                computer: pair, logChannel: logChannel, source: sighting.source, dayStart: start,
                dayEnd: start + 86_400_000, position: position)
            return count(sighting, at: position)
        }
        count(sighting, at: last.position)
    }

    @inline(__always)
    private mutating func count(_ sighting: Sighting, at position: Int) {
        entries.withUnsafeMutableBufferPointer { entries in
            if sighting.isOwnRecord { entries[position].records &+= sighting.records }
            if sighting.time < entries[position].firstSeen { entries[position].firstSeen = sighting.time }
            if entries[position].lastSeen < sighting.lastTime { entries[position].lastSeen = sighting.lastTime }
            if sighting.logEvent != .none { SightingTable.note(sighting, in: &entries[position]) }
        }
        guard let id = sighting.recordID else { return }
        if let more = recordIDs[position]?.insert(id, at: sighting.time) {
            rangeCount += more
        } else {
            recordIDs[position] = RecordIDSet(id, at: sighting.time)
        }
    }

    private static func note(_ sighting: Sighting, in entry: inout ContributedSighting) {
        switch sighting.logEvent {
        case .none: break
        case .cleared:
            entry.cleared = true
            entry.clearings = entry.clearings.extended(to: sighting.time)
        case .interrupted:
            entry.interrupted = true
            entry.stops = entry.stops.extended(to: sighting.time)
        case .foundInterrupted:
            entry.interrupted = true
            entry.stopsFound = entry.stopsFound.extended(to: sighting.time)
        case .lost: entry.lost = true
        case .policyChanged: entry.policyChanges &+= 1
        case .clockChanged: entry.clockChanges &+= 1
        }
    }

    /// The entry of a sighting's log and day, made where there is none.
    private mutating func position(of sighting: Sighting, _ day: Day, _ computer: UInt64, _ logChannel: UInt32) -> Int {
        let key = Key(
            kind: UInt64(sighting.source.rawValue) << 32 | UInt64(day.ordered), computer: computer,
            logChannel: logChannel)
        var state = hash.add(key.kind, to: hash.start)
        state = hash.add(key.computer, to: state)
        state = hash.finish(hash.add(UInt64(key.logChannel), to: state))
        let position = index.find(hash: state) { keys[$0] == key }
        guard position < 0 else { return position }
        index.enter(hash: state)
        keys.append(key)
        recordIDs.append(nil)
        entries.append(
            ContributedSighting(
                source: sighting.source, computer: Pair.highID(computer), serverAddress: Pair.low(computer),
                logChannel: logChannel, day: day, records: 0, firstSeen: sighting.time, lastSeen: sighting.time,
                cleared: false, interrupted: false))
        return keys.count - 1
    }
}
