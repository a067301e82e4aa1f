import Foundation
import GRDB

/// Numbers of 64 bits in as many bytes as they need (LEB128), and small ones for small differences of either sign.
enum VariableNumbers {
    static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// The numbers of `data` in groups of `count`.
    /// - Throws: `DatabaseError` (`SQLITE_CORRUPT`) where the bytes are no whole groups; what `body` throws.
    static func forEachGroup(of count: Int, in data: Data, _ body: ([UInt64]) throws -> Void) throws {
        var numbers: [UInt64] = []
        var (value, shift) = (UInt64(0), UInt64(0))
        for byte in data {
            guard shift < 64 else { throw damaged }
            value |= UInt64(byte & 0x7F) << shift
            shift += 7
            guard byte < 0x80 else { continue }
            numbers.append(value)
            (value, shift) = (0, 0)
            guard numbers.count == count else { continue }
            try body(numbers)
            numbers.removeAll(keepingCapacity: true)
        }
        guard numbers.isEmpty, shift == 0 else { throw damaged }
    }

    static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }

    static func unzigzag(_ value: UInt64) -> Int64 { Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }

    static var damaged: DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a list of record ids is damaged")
    }
}
