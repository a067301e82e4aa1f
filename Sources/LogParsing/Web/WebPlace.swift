import AccessModel
import ByteScan

/// Where a line was logged: what all lines of a server's site have in common, stored once in a batch.
struct WebPlace {
    var server = TextRange.empty
    var serverAddress = TextRange.empty
    var site = TextRange.empty
    var service = WebService.web
    /// The place's sighting in the batch, and the time its day begins and ends. The day is empty where there is none yet.
    fileprivate var sighting = 0
    fileprivate var dayStart: Int64 = 0
    fileprivate var dayEnd: Int64 = 0

    @inline(__always)
    fileprivate func fill(_ access: inout Access) -> WebService {
        access.server = server
        access.serverAddress = serverAddress
        access.site = site
        return service
    }
}

/// Remembers the places of the lines before: the logs of a farm come mixed, and each has few.
///
/// One slot per place, found by a byte of each of its texts, compared in full. 15 ns a line where storing its three texts took 90.
struct PlaceMemory {
    private struct Slot {
        var place = WebPlace()
        /// False where the texts of the place are not in this batch.
        var isCurrent = false
        var hasFTPSession = false
        /// Lengths of computer, address and site, which stand in `texts` one after the other.
        var computer = 0
        var serverAddress = 0
        var site = 0
    }

    /// A power of two.
    private static let slotCount = 64
    /// Bytes of a place that is remembered: a name of 63 bytes, an address and a site name.
    private static let slotLength = 192
    private let siteFolder: [UInt8]
    private var slots = [Slot](repeating: Slot(), count: slotCount)
    private var texts = [UInt8](repeating: 0, count: slotCount * slotLength)
    /// Whether what the batch held before was taken back since the places were stored in it.
    private var hasSeenVoid = false

    init(siteFolder: String) { self.siteFolder = Array(siteFolder.utf8) }

    /// The batch is another one, or empty again: nothing in it can be pointed to.
    mutating func forget() {
        for index in slots.indices { slots[index].isCurrent = false }
    }

    /// Fills in where a line was logged, and tells by which service; notes that its log was being written.
    mutating func fill(_ access: inout Access, from line: WebLine, in batch: inout AccessBatch) -> WebService {
        if batch.voidsEarlier != hasSeenVoid {
            forget()
            hasSeenVoid = batch.voidsEarlier
        }
        let index = PlaceMemory.slot(of: line)
        let time = line.time.milliseconds
        if slots[index].isCurrent, time >= slots[index].place.dayStart, time < slots[index].place.dayEnd,
            holds(line, in: index)
        {
            batch.sightings[slots[index].place.sighting].extend(to: line.time)
            return slots[index].place.fill(&access)
        }
        let isKnown = slots[index].isCurrent && holds(line, in: index)
        var place = isKnown ? slots[index].place : stored(line, in: &batch)
        beginDay(of: line.time, &place, &batch)
        remember(place, of: line, in: index)
        return place.fill(&access)
    }

    /// By the lengths and the last bytes of its texts: where the names and addresses of a farm differ.
    @inline(__always)
    private static func slot(of line: WebLine) -> Int {
        var mixed = UInt64(truncatingIfNeeded: line.computer.count &* 64 &+ line.site.count)
        if let last = line.computer.last { mixed = mixed << 8 | UInt64(last) }
        if let last = line.serverAddress.last { mixed = mixed << 8 | UInt64(last) }
        if let last = line.site.last { mixed = mixed << 8 | UInt64(last) }
        return Int(truncatingIfNeeded: (mixed &* 0x9E37_79B9_7F4A_7C15) >> 58)
    }

    private func holds(_ line: WebLine, in index: Int) -> Bool {
        guard slots[index].computer == line.computer.count, slots[index].serverAddress == line.serverAddress.count,
            slots[index].site == line.site.count, slots[index].hasFTPSession == line.hasFTPSession
        else { return false }
        let start = index * PlaceMemory.slotLength
        return texts.withUnsafeBytes { texts in
            let serverAddress = start + line.computer.count
            let site = serverAddress + line.serverAddress.count
            return PlaceMemory.isSame(texts, start, line.computer)
                && PlaceMemory.isSame(texts, serverAddress, line.serverAddress)
                && PlaceMemory.isSame(texts, site, line.site)
        }
    }

    @inline(__always)
    private static func isSame(_ texts: UnsafeRawBufferPointer, _ start: Int, _ value: UnsafeRawBufferPointer) -> Bool {
        LineText.isSame(UnsafeRawBufferPointer(rebasing: texts[start..<start + value.count]), value)
    }

    private mutating func remember(_ place: WebPlace, of line: WebLine, in index: Int) {
        let lengths = (line.computer.count, line.serverAddress.count, line.site.count)
        guard lengths.0 + lengths.1 + lengths.2 <= PlaceMemory.slotLength else {
            slots[index].isCurrent = false
            return
        }
        var at = index * PlaceMemory.slotLength
        for value in [line.computer, line.serverAddress, line.site] {
            for byte in value {
                texts[at] = byte
                at += 1
            }
        }
        (slots[index].computer, slots[index].serverAddress, slots[index].site) = lengths
        slots[index].hasFTPSession = line.hasFTPSession
        slots[index].place = place
        slots[index].isCurrent = true
    }

    private func stored(_ line: WebLine, in batch: inout AccessBatch) -> WebPlace {
        var place = WebPlace()
        place.server = batch.storeLowercased(line.computer)
        place.serverAddress = batch.storeAddress(line.serverAddress)
        func read(_ site: UnsafeRawBufferPointer) {
            place.site = batch.store(site)
            place.service = WebService(site: site, hasFTPSession: line.hasFTPSession)
        }
        if line.site.isEmpty { siteFolder.withUnsafeBytes(read) } else { read(line.site) }
        return place
    }

    private func beginDay(of time: Instant, _ place: inout WebPlace, _ batch: inout AccessBatch) {
        place.sighting = batch.sightings.count
        place.dayStart = Day(time).start.milliseconds
        place.dayEnd = place.dayStart + 86_400_000
        batch.sightings.append(
            Sighting(
                source: .web, computer: place.server, logChannel: place.site, serverAddress: place.serverAddress,
                time: time))
    }
}
