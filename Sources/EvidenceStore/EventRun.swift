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

    /// Packs entries in the order of their record ids.
    static func packed(_ entries: some Sequence<Entry>) -> Data {
        var bytes: [UInt8] = []
        var last = Entry(recordID: 0, row: 0, secondRow: nil, time: 0, offset: 0)
        for entry in entries {
            append(entry.recordID &- last.recordID, to: &bytes)
            append(UInt64(bitPattern: entry.row) << 1 | (entry.secondRow == nil ? 0 : 1), to: &bytes)
            if let second = entry.secondRow { append(UInt64(bitPattern: second), to: &bytes) }
            append(zigzag(entry.time &- last.time), to: &bytes)
            append(zigzag(entry.offset &- last.offset), to: &bytes)
            last = entry
        }
        return Data(bytes)
    }

    /// Unpacks a run.
    /// - Throws: `DatabaseError` (`SQLITE_CORRUPT`) where the bytes are no run of `count` entries.
    static func unpacked(_ data: Data, count: Int) throws(DatabaseError) -> [Entry] {
        guard (0...maximumCount).contains(count) else { throw damaged }
        var reader = Reader(bytes: [UInt8](data))
        var entries: [Entry] = []
        entries.reserveCapacity(count)
        var last = Entry(recordID: 0, row: 0, secondRow: nil, time: 0, offset: 0)
        for _ in 0..<count {
            last.recordID &+= try reader.next()
            let row = try reader.next()
            last.row = Int64(bitPattern: row >> 1)
            last.secondRow = row & 1 == 0 ? nil : Int64(bitPattern: try reader.next())
            last.time &+= unzigzag(try reader.next())
            last.offset &+= unzigzag(try reader.next())
            entries.append(last)
        }
        guard reader.isAtEnd else { throw damaged }
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

    private struct Reader {
        let bytes: [UInt8]
        private var position = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool { position == bytes.count }

        mutating func next() throws(DatabaseError) -> UInt64 {
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
