import AccessModel
import Foundation
import GRDB

/// The accepted records of one log in one part of an input, packed: a row of SQLite for each would be most of the store
/// and of the time to write it (1.3 s of a 1.6 s insert for 445,000 records; packed 9 bytes and 30 ns each).
///
/// Records are sorted by record id, event id, time and offset and cut into runs of at most `maximumCount`. A record is
/// five variable-length numbers (LEB128): how far its id is from the one before it in the run, its row times two and one
/// more where a second row follows, the second row, and the zigzag distances of time (ms) and offset. Its event id is
/// that of its row.
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

    /// The most bytes a number can take, and numbers of an entry.
    private static let maximumBytes = 10
    private static let numberCount = 5

    /// Packs entries in the order of their record ids.
    static func packed(_ entries: some Collection<Entry>) -> Data {
        let capacity = entries.count * numberCount * maximumBytes
        return withUnsafeTemporaryAllocation(byteCount: max(capacity, 1), alignment: 1) { buffer in
            guard var end = buffer.baseAddress else { return Data() }
            var last = Entry(recordID: 0, row: 0, secondRow: nil, time: 0, offset: 0)
            for entry in entries {
                append(entry.recordID &- last.recordID, to: &end)
                append(UInt64(bitPattern: entry.row) << 1 | (entry.secondRow == nil ? 0 : 1), to: &end)
                if let second = entry.secondRow { append(UInt64(bitPattern: second), to: &end) }
                append(zigzag(entry.time &- last.time), to: &end)
                append(zigzag(entry.offset &- last.offset), to: &end)
                last = entry
            }
            return Data(buffer[..<(buffer.baseAddress.map { end - $0 } ?? 0)])
        }
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

    @inline(__always)
    private static func append(_ value: UInt64, to end: inout UnsafeMutableRawPointer) {
        var rest = value
        while rest >= 0x80 {
            end.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, as: UInt8.self)
            end += 1
            rest >>= 7
        }
        end.storeBytes(of: UInt8(truncatingIfNeeded: rest), as: UInt8.self)
        end += 1
    }

    private static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }
    private static func unzigzag(_ value: UInt64) -> Int64 {
        Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// Unpacks a run entry by entry.
    struct Reader {
        private let bytes: [UInt8]
        private var position = 0
        private var remaining: Int
        private var last = Entry(recordID: 0, row: 0, secondRow: nil, time: 0, offset: 0)

        /// - Throws: as `unpacked`.
        init(_ data: Data, count: Int) throws(DatabaseError) {
            guard (0...EventRun.maximumCount).contains(count) else { throw EventRun.damaged }
            bytes = [UInt8](data)
            remaining = count
            if count == 0, !bytes.isEmpty { throw EventRun.damaged }
        }

        /// The next entry, nil at the end.
        mutating func next() throws(DatabaseError) -> Entry? {
            guard remaining > 0 else { return nil }
            remaining -= 1
            last.recordID &+= try number()
            let row = try number()
            last.row = Int64(bitPattern: row >> 1)
            last.secondRow = row & 1 == 0 ? nil : Int64(bitPattern: try number())
            last.time &+= EventRun.unzigzag(try number())
            last.offset &+= EventRun.unzigzag(try number())
            if remaining == 0, position != bytes.count { throw EventRun.damaged }
            return last
        }

        private mutating func number() throws(DatabaseError) -> UInt64 {
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
