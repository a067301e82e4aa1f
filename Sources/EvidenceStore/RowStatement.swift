import Foundation
import GRDB
import GRDBSQLite

/// A prepared statement bound and stepped on integers and bytes: no array, no String and no allocation per row.
///
/// Taken from GRDB's statement cache, so preparing the same SQL again costs nothing. Columns and parameters count
/// from 0. Texts are bound and read with their length, so a NUL inside one is kept.
struct RowStatement {
    private let statement: Statement
    private let handle: OpaquePointer

    init(_ database: Database, _ sql: String) throws {
        statement = try database.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(handle, index + 1, value) }

    /// Binds a run of values from `start` on.
    @inline(__always)
    func bind(from start: Int32 = 0, _ values: Int64...) {
        for (index, value) in values.enumerated() { bind(start + Int32(index), value) }
    }

    /// Binds values from the first parameter on.
    func bind(_ values: some Collection<Int64>) {
        var index: Int32 = 0
        for value in values {
            index += 1
            sqlite3_bind_int64(handle, index, value)
        }
    }

    func bind(_ index: Int32, _ value: Int64?) {
        if let value { bind(index, value) } else { sqlite3_bind_null(handle, index + 1) }
    }

    /// SQLite copies the bytes.
    func bind(_ index: Int32, _ value: String) {
        var value = value
        value.withUTF8 { bytes in
            let start = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
            // An empty text may have no address, which SQLite would read as NULL.
            _ = withUnsafePointer(to: CChar(0)) { empty in
                sqlite3_bind_text(handle, index + 1, start ?? empty, Int32(bytes.count), RowStatement.copying)
            }
        }
    }

    /// SQLite copies the bytes.
    func bind(_ index: Int32, _ value: Data) {
        value.withUnsafeBytes { bytes in
            _ = sqlite3_bind_blob64(
                handle, index + 1, bytes.baseAddress ?? UnsafeRawPointer(handle), UInt64(bytes.count),
                RowStatement.copying)
        }
    }

    /// `SQLITE_TRANSIENT`: a C macro Swift cannot import.
    private static let copying = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// Moves to the next row of a query; false at its end. The statement is then ready to be bound again.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            sqlite3_reset(handle)
            return false
        default:
            // The reset returns the full error code.
            let code = sqlite3_reset(handle)
            let message = sqlite3_errmsg(sqlite3_db_handle(handle)).map { String(cString: $0) }
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
        }
    }

    /// Runs a statement that returns no rows.
    func run() throws { while try step() {} }

    /// Binds a text, runs, and takes it out again: SQLite reads the text where it is.
    func run(binding text: String, at index: Int32) throws {
        try withBound(text, at: index) { try run() }
    }

    /// Binds a text that stays where it is until the statement has run.
    func bind(_ index: Int32, staying text: UnsafeRawBufferPointer) {
        guard let start = text.baseAddress?.assumingMemoryBound(to: CChar.self) else { return bind(index, "") }
        sqlite3_bind_text(handle, index + 1, start, Int32(text.count), nil)
    }

    /// Binds bytes, runs, and takes them out again: SQLite reads them where they are.
    func run(binding bytes: [UInt8], at index: Int32) throws {
        try bytes.withUnsafeBytes { bytes in
            sqlite3_bind_blob64(
                handle, index + 1, bytes.baseAddress ?? UnsafeRawPointer(handle), UInt64(bytes.count), nil)
            defer { sqlite3_bind_null(handle, index + 1) }
            try run()
        }
    }

    /// Forgets what is bound.
    func clear() { sqlite3_clear_bindings(handle) }

    /// Binds a text to the first parameter and gives the first column of the first row, nil where there is none.
    func firstInteger(binding text: String) throws -> Int64? {
        try withBound(text, at: 0) {
            guard try step() else { return nil }
            defer { reset() }
            return integer(0)
        }
    }

    private func withBound<Value>(_ text: String, at index: Int32, _ body: () throws -> Value) rethrows -> Value {
        var text = text
        return try text.withUTF8 { bytes in
            try withUnsafePointer(to: CChar(0)) { empty in
                let start = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
                sqlite3_bind_text(handle, index + 1, start ?? empty, Int32(bytes.count), nil)
                defer { sqlite3_bind_null(handle, index + 1) }
                return try body()
            }
        }
    }

    /// Abandons a query before its end.
    func reset() { sqlite3_reset(handle) }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func isInteger(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_INTEGER }

    func data(_ column: Int32) -> Data {
        guard let bytes = sqlite3_column_blob(handle, column) else { return Data() }
        return Data(bytes: bytes, count: Int(sqlite3_column_bytes(handle, column)))
    }

    func bytes(_ column: Int32) -> [UInt8] {
        guard let bytes = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, column))))
    }

    func text(_ column: Int32) -> String {
        guard let bytes = sqlite3_column_text(handle, column) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
}
