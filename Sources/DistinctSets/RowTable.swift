import AccessModel
import Glibc

/// Distinct rows with their counts.
///
/// A row is found by its image: what makes its key, with the texts of the account and of the client as bytes, one after
/// the other. So the accesses of one person to one server on one day cost one hash and one comparison, and only a new
/// row asks the interner for the ids of these four texts.
struct RowTable: Sendable {
    struct Entry: Sendable {
        /// Where the row's image begins, in words.
        var image: Int
        /// account SID, address
        var identity: UInt64
        /// account name, client name
        var names: UInt64
        var count: UInt64
        var firstSeen: Instant
        var lastSeen: Instant
        /// Offsets of the first and the last record, 0 where the records have ids.
        var firstOffset: UInt64
        var lastOffset: UInt64
    }

    private let hash: SeededHash
    private var index = HashIndex()
    private(set) var entries: [Entry] = []
    /// The images of all rows.
    private var images: [UInt64] = []
    /// The images of the accesses on their way into the table.
    private var arriving: [UInt64] = []
    private var arrivingCount = 0

    init(hash: SeededHash) { self.hash = hash }

    var bytes: Int {
        index.bytes + entries.count * MemoryLayout<Entry>.stride + images.count * MemoryLayout<UInt64>.stride
    }

    /// An access on its way into the table.
    struct Arrival: Sendable {
        let time: Instant
        let offset: UInt64
        /// Its image in `arriving`, in words.
        fileprivate let start: Int
        fileprivate let count: Int
        fileprivate let hash: UInt64
        /// Position of its row, -1 where it is not known to have one.
        fileprivate(set) var position = -1
        /// Where the image of that row begins.
        fileprivate var image = 0
        fileprivate var touched: UInt64 = 0
    }

    /// The four texts of a row's image.
    struct Texts {
        var name, sid, address, clientName: UnsafeRawBufferPointer

        /// The bytes of all.
        fileprivate var count: Int { name.count + sid.count + address.count + clientName.count }
    }

    /// Texts of an image: name, SID, address, client name.
    static let textCount = 4
    /// Words of an image before its texts.
    private static let headCount = 8

    /// Begins the next group of accesses.
    mutating func startGroup() { arrivingCount = 0 }

    /// Makes the image of an access.
    /// - Parameter offset: of its record; 0 where that has an id.
    mutating func arrival(_ head: RowHead, _ texts: Texts, at time: Instant, offset: UInt64) -> Arrival {
        // An even number of words: the hash takes two at a time.
        let count = RowTable.headCount + (texts.count + 15) / 16 * 2
        let start = arrivingCount
        arrivingCount += count
        if arriving.count < arrivingCount {
            arriving.append(contentsOf: repeatElement(0, count: max(arriving.count, count, 4096)))
        }
        let hash = arriving.withUnsafeMutableBufferPointer { words in
            guard let base = words.baseAddress else { return UInt64(0) }
            let image = base + start
            image[0] = head.kind
            image[1] = head.logon
            image[2] = head.place
            image[3] = head.domain
            image[4] = head.site
            image[5] = head.client
            image[6] = Pair.of(
                UInt32(truncatingIfNeeded: texts.name.count), UInt32(truncatingIfNeeded: texts.sid.count))
            image[7] = Pair.of(
                UInt32(truncatingIfNeeded: texts.address.count), UInt32(truncatingIfNeeded: texts.clientName.count))
            // What the last text leaves of its two words is nothing.
            if count > RowTable.headCount { (image[count - 2], image[count - 1]) = (0, 0) }
            var end = UnsafeMutableRawPointer(image + RowTable.headCount)
            RowTable.copy(texts.name, to: &end)
            RowTable.copy(texts.sid, to: &end)
            RowTable.copy(texts.address, to: &end)
            RowTable.copy(texts.clientName, to: &end)
            return self.hash.hash(image, count: count)
        }
        return Arrival(time: time, offset: offset, start: start, count: count, hash: hash)
    }

    @inline(__always)
    private static func copy(_ text: UnsafeRawBufferPointer, to end: inout UnsafeMutableRawPointer) {
        guard let base = text.baseAddress, text.count > 0 else { return }
        memcpy(end, base, text.count)
        end += text.count
    }

    /// Looks all of them up: every slot, then every row, then every image, so that their cache misses overlap.
    func locate(_ arrivals: inout [Arrival]) {
        arrivals.withUnsafeMutableBufferPointer { arrivals in
            for index in arrivals.indices {
                arrivals[index].position = self.index.candidate(hash: arrivals[index].hash)
            }
            entries.withUnsafeBufferPointer { entries in
                for index in arrivals.indices where arrivals[index].position >= 0 {
                    arrivals[index].image = entries[arrivals[index].position].image
                }
            }
            images.withUnsafeBufferPointer { images in
                // An image lies in three cache lines or so; reading its first and last word fetches what matters.
                for index in arrivals.indices where arrivals[index].position >= 0 {
                    let (start, count) = (arrivals[index].image, arrivals[index].count)
                    guard start + count <= images.count else { continue }
                    arrivals[index].touched = images[start] ^ images[start + count / 2] ^ images[start + count - 1]
                }
            }
            for index in arrivals.indices where arrivals[index].position >= 0 {
                if !isImage(of: arrivals[index], at: arrivals[index].image) { arrivals[index].position = -1 }
            }
        }
    }

    /// The count is part of what is compared, by the lengths in the image's head.
    @inline(__always)
    private func isImage(of arrival: Arrival, at start: Int) -> Bool {
        images.withUnsafeBufferPointer { images in
            arriving.withUnsafeBufferPointer { arriving in
                guard let image = images.baseAddress, let arrived = arriving.baseAddress,
                    start + arrival.count <= images.count
                else { return false }
                return memcmp(image + start, arrived + arrival.start, arrival.count * MemoryLayout<UInt64>.stride) == 0
            }
        }
    }

    /// Counts one record, located or not; gives the position of its row, -1 where it is the first of one to `enter`.
    @inline(__always)
    mutating func count(_ arrival: Arrival) -> Int {
        var position = arrival.position
        if position < 0 { position = index.find(hash: arrival.hash) { isImage(of: arrival, at: entries[$0].image) } }
        guard position >= 0 else { return -1 }
        entries.withUnsafeMutableBufferPointer { entries in
            entries[position].count &+= 1
            let (time, offset) = (arrival.time, arrival.offset)
            if (time, offset) < (entries[position].firstSeen, entries[position].firstOffset) {
                (entries[position].firstSeen, entries[position].firstOffset) = (time, offset)
            }
            if (entries[position].lastSeen, entries[position].lastOffset) < (time, offset) {
                (entries[position].lastSeen, entries[position].lastOffset) = (time, offset)
            }
        }
        return position
    }

    /// Makes the row of an access that `count` found none for; gives its position.
    /// - Parameters:
    ///   - identity: ids of account SID and address.
    ///   - names: ids of account name and client name.
    mutating func enter(_ arrival: Arrival, identity: UInt64, names: UInt64) -> Int {
        index.enter(hash: arrival.hash)
        entries.append(
            Entry(
                image: images.count, identity: identity, names: names, count: 1, firstSeen: arrival.time,
                lastSeen: arrival.time, firstOffset: arrival.offset, lastOffset: arrival.offset))
        images.append(contentsOf: arriving[arrival.start..<arrival.start + arrival.count])
        return entries.count - 1
    }

    /// The key of a row.
    func key(of entry: Entry) -> RowKey {
        let (domain, site, client) = (images[entry.image + 3], images[entry.image + 4], images[entry.image + 5])
        return RowKey(
            kind: images[entry.image], logon: images[entry.image + 1], place: images[entry.image + 2],
            account: Pair.of(Pair.highID(domain), Pair.highID(entry.names)), identity: entry.identity,
            client: Pair.of(Pair.low(entry.names), Pair.low(domain)),
            site: Pair.of(Pair.highID(site), Pair.low(client)), hints: Pair.of(Pair.low(site), Pair.highID(client)))
    }
}

/// What makes a row's key, without the texts of account and client that have many values.
struct RowHead {
    /// source, event id, channel
    var kind: UInt64
    /// logon type, outcome, whether its records have ids
    var logon: UInt64
    /// day, server
    var place: UInt64
    /// account domain, server address
    var domain: UInt64
    /// site, product hint
    var site: UInt64
    /// agent class, forwarded
    var client: UInt64
}
