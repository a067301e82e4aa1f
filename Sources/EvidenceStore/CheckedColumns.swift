import AccessModel
import GRDB

/// Columns read with their type and range checked, since a store may be damaged or come from elsewhere: what passes here
/// can neither be an index that is none nor a time that cannot be counted with.
extension RowStatement {
    /// Every day and time there is a text for: the years 1 to 9999.
    private static let days: ClosedRange<Int64> = -719_162...2_932_896
    private static let times: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999
    /// No store holds more records; sums over all rows of one stay far from 2^64.
    private static let counts: ClosedRange<Int64> = 0...1 << 40

    /// The id of a text; that there is such a text is for `TextRanks` to say.
    func textID(_ column: Int32) throws -> TextID {
        TextID(try integer(column, in: 0...Int64(TextID.max), "the id of a text"))
    }

    func day(_ column: Int32) throws -> Day {
        Day(number: Int32(try integer(column, in: RowStatement.days, "a day")))
    }

    /// Milliseconds since 1970-01-01.
    func milliseconds(_ column: Int32) throws -> Int64 { try integer(column, in: RowStatement.times, "a time") }

    func instant(_ column: Int32) throws -> Instant { Instant(milliseconds: try milliseconds(column)) }

    func count(_ column: Int32) throws -> UInt64 {
        UInt64(try integer(column, in: RowStatement.counts, "a number of records"))
    }

    /// True for what may be a number of records.
    static func isCount(_ value: UInt64) -> Bool { value <= UInt64(counts.upperBound) }

    func number32(_ column: Int32) throws -> UInt32 {
        UInt32(try integer(column, in: 0...Int64(UInt32.max), "a number of 32 bits"))
    }

    /// Where a record is in its input. No input is larger.
    func offset(_ column: Int32) throws -> UInt64 {
        UInt64(try integer(column, in: 0...Int64.max, "the place of a record"))
    }

    /// 0 or 1.
    func flag(_ column: Int32) throws -> Bool { try integer(column, in: 0...1, "a yes or no") == 1 }

    /// Any integer.
    func anyInteger(_ column: Int32) throws -> Int64 {
        try integer(column, in: Int64.min...Int64.max, "an integer")
    }

    /// The first and the last time something was seen.
    func span(_ first: Int32, _ last: Int32) throws -> ClosedRange<Int64> {
        guard let span = try bounds(first, last, milliseconds) else {
            reset()
            throw RowStatement.damaged("a time is missing")
        }
        return span
    }

    /// Two columns that bound something, the second not below the first; nil where both are absent.
    func bounds<Value: Comparable>(
        _ first: Int32, _ last: Int32, _ read: (Int32) throws -> Value
    ) throws -> ClosedRange<Value>? {
        if isNull(first), isNull(last) { return nil }
        let (low, high) = (try read(first), try read(last))
        guard low <= high else {
            reset()
            throw RowStatement.damaged("a range ends before it begins")
        }
        return low...high
    }

    /// - Throws: `DatabaseError` (`SQLITE_CORRUPT`) where the column holds something else.
    private func integer(_ column: Int32, in range: ClosedRange<Int64>, _ what: String) throws -> Int64 {
        let value = integer(column)
        guard isInteger(column), range.contains(value) else {
            // Nothing reads on: an open query would keep the database from being written.
            reset()
            throw RowStatement.damaged("a value is not \(what)")
        }
        return value
    }

    static func damaged(_ message: String) -> DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: message)
    }
}
