import AccessModel
import Foundation
import GRDB

/// The accepted records of one log in one part of an input, packed: a row of SQLite for each would be most of the store
/// and of the time to write it (1.3 s of a 1.6 s insert for 445,000 records; packed 5 bytes each).
///
/// Records are sorted by record id, event id, time and offset and cut into runs of at most `maximumCount`. A run is the
/// id, time (ms) and offset of its first record and its lowest row (LEB128, all but the id zigzag), the three widths of each
/// of five codes (`BitCode`), and by these codes five numbers a record: how far its id is from the one before it in the run,
/// how far its row is above the lowest, and one (0: the row of the record before it), its second row as the zigzag distance
/// from the first and one (0: none), and the zigzag distances of time and offset. Its event id is that of its row.
enum EventRun {
    /// Records of one run: what is unpacked at a time.
    static let maximumCount = 4096

    /// One packed record, without the event id that its row has.
    struct Entry: Equatable {
        var recordID: UInt64
        /// Numbers of rows of `contribution`.
        var row: Int64
        var secondRow: Int64?
        /// Milliseconds since 1970-01-01.
        var time: Int64
        var offset: Int64
    }

    /// Numbers of an entry.
    private static let numberCount = 5

    /// Packs entries in the order of their record ids.
    static func packed(_ entries: some Collection<Entry>) -> Data {
        guard let first = entries.first else { return Data() }
        let lowest = entries.lazy.map(\.row).min() ?? 0
        let numbers = numbers(of: entries, from: first, lowest: lowest)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.count * 6 + 64)
        append(first.recordID, to: &bytes)
        append(zigzag(first.time), to: &bytes)
        append(zigzag(first.offset), to: &bytes)
        append(zigzag(lowest), to: &bytes)
        let codes = codes(of: numbers)
        for code in codes { bytes += [code.small, code.middle, code.large] }
        var bits = BitWriter(after: bytes)
        var place = 0
        while place < numbers.count {
            for column in 0..<numberCount { codes[column].write(numbers[place + column], to: &bits) }
            place += numberCount
        }
        return Data(bits.finish())
    }

    /// The numbers of all entries, one entry after the other.
    private static func numbers(of entries: some Collection<Entry>, from first: Entry, lowest: Int64) -> [UInt64] {
        var numbers: [UInt64] = []
        numbers.reserveCapacity(entries.count * numberCount)
        var last = start(recordID: first.recordID, row: lowest, time: first.time, offset: first.offset)
        for entry in entries {
            numbers.append(entry.recordID &- last.recordID)
            numbers.append(entry.row == last.row ? 0 : UInt64(bitPattern: entry.row &- lowest) &+ 1)
            numbers.append(entry.secondRow.map { zigzag($0 &- entry.row) &+ 1 } ?? 0)
            numbers.append(zigzag(entry.time &- last.time))
            numbers.append(zigzag(entry.offset &- last.offset))
            last = entry
        }
        return numbers
    }

    private static func codes(of numbers: [UInt64]) -> [BitCode] {
        (0..<numberCount).map { column in
            var counts = [Int](repeating: 0, count: 65)
            var place = column
            while place < numbers.count {
                counts[64 - numbers[place].leadingZeroBitCount] += 1
                place += numberCount
            }
            return BitCode(counts: counts)
        }
    }

    /// What the first record is told from.
    private static func start(recordID: UInt64, row: Int64, time: Int64, offset: Int64) -> Entry {
        Entry(recordID: recordID, row: row, secondRow: nil, time: time, offset: offset)
    }

    /// Unpacks a run.
    /// - Throws: `DatabaseError` (`SQLITE_CORRUPT`) where the bytes are no run of `count` entries.
    static func unpacked(_ data: Data, count: Int) throws(DatabaseError) -> [Entry] {
        var reader = try Reader(data, count: count)
        var entries: [Entry] = []
        entries.reserveCapacity(count)
        while let entry = try reader.next() { entries.append(entry) }
        return entries
    }

    private static var damaged: DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a run of event records is damaged")
    }

    private static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }
    private static func unzigzag(_ value: UInt64) -> Int64 {
        Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// Unpacks a run entry by entry.
    struct Reader {
        private var remaining: Int
        private var last = EventRun.start(recordID: 0, row: 0, time: 0, offset: 0)
        private var lowest: Int64 = 0
        private var codes: [BitCode] = []
        private var bits = BitReader([], from: 0)

        /// - Throws: as `unpacked`.
        init(_ data: Data, count: Int) throws(DatabaseError) {
            guard (0...EventRun.maximumCount).contains(count), count > 0 || data.isEmpty else { throw EventRun.damaged }
            remaining = count
            guard count > 0 else { return }
            let bytes = [UInt8](data)
            var position = 0
            last.recordID = try Reader.number(bytes, &position)
            last.time = EventRun.unzigzag(try Reader.number(bytes, &position))
            last.offset = EventRun.unzigzag(try Reader.number(bytes, &position))
            lowest = EventRun.unzigzag(try Reader.number(bytes, &position))
            last.row = lowest
            guard bytes.count - position >= 3 * EventRun.numberCount else { throw EventRun.damaged }
            for _ in 0..<EventRun.numberCount {
                guard let code = BitCode(bytes[position], bytes[position + 1], bytes[position + 2]) else {
                    throw EventRun.damaged
                }
                codes.append(code)
                position += 3
            }
            bits = BitReader(bytes, from: position)
        }

        /// The next entry, nil at the end.
        mutating func next() throws(DatabaseError) -> Entry? {
            guard remaining > 0 else { return nil }
            remaining -= 1
            guard let id = codes[0].read(from: &bits), let row = codes[1].read(from: &bits),
                let second = codes[2].read(from: &bits), let time = codes[3].read(from: &bits),
                let offset = codes[4].read(from: &bits)
            else { throw EventRun.damaged }
            last.recordID &+= id
            if row > 0 { last.row = try above(lowest, row - 1) }
            last.secondRow = second == 0 ? nil : last.row &+ EventRun.unzigzag(second &- 1)
            last.time &+= EventRun.unzigzag(time)
            last.offset &+= EventRun.unzigzag(offset)
            if remaining == 0, !bits.isAtEnd { throw EventRun.damaged }
            return last
        }

        private func above(_ lowest: Int64, _ distance: UInt64) throws(DatabaseError) -> Int64 {
            let (row, overflow) = lowest.addingReportingOverflow(Int64(truncatingIfNeeded: distance))
            guard distance <= Int64.max, !overflow else { throw EventRun.damaged }
            return row
        }

        private static func number(_ bytes: [UInt8], _ position: inout Int) throws(DatabaseError) -> UInt64 {
            var value: UInt64 = 0
            var shift: UInt64 = 0
            while position < bytes.count, shift < 64 {
                let byte = bytes[position]
                position += 1
                value |= UInt64(byte & 0x7F) << shift
                if byte < 0x80 { return value }
                shift += 7
            }
            throw EventRun.damaged
        }
    }
}
