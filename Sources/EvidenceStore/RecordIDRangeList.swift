import AccessModel
import Foundation
import GRDB

/// Ranges of record ids as stored: for each two variable-length numbers (LEB128), how far its first id is from the last
/// one of the range before, and how far its last id is from its first.
enum RecordIDRangeList {
    static func packed(_ ranges: some Sequence<RecordIDRange>) -> Data {
        var bytes: [UInt8] = []
        var last: UInt64 = 0
        for range in ranges {
            append(range.first &- last, to: &bytes)
            append(range.last &- range.first, to: &bytes)
            last = range.last
        }
        return Data(bytes)
    }

    /// - Throws: `DatabaseError` (`SQLITE_CORRUPT`) where the bytes are no ranges in order.
    static func unpacked(_ data: Data) throws -> [RecordIDRange] {
        var ranges: [RecordIDRange] = []
        var numbers: [UInt64] = []
        var (value, shift) = (UInt64(0), UInt64(0))
        for byte in data {
            guard shift < 64 else { throw damaged }
            value |= UInt64(byte & 0x7F) << shift
            shift += 7
            guard byte < 0x80 else { continue }
            numbers.append(value)
            (value, shift) = (0, 0)
            guard numbers.count == 2 else { continue }
            let before = ranges.last?.last ?? 0
            let (first, firstOverflows) = before.addingReportingOverflow(numbers[0])
            let (last, lastOverflows) = first.addingReportingOverflow(numbers[1])
            guard !firstOverflows, !lastOverflows, ranges.isEmpty || numbers[0] > 0 else { throw damaged }
            ranges.append(RecordIDRange(first: first, last: last))
            numbers.removeAll(keepingCapacity: true)
        }
        guard numbers.isEmpty, shift == 0 else { throw damaged }
        return ranges
    }

    private static var damaged: DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a list of record ids is damaged")
    }

    private static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}
