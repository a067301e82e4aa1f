import PositionModel

@testable import EstateInput

/// One export given as text or bytes.
enum DirectoryText {
    static func read(_ text: String, name: String) throws(EstateError) -> (
        directory: Directory, notices: [EstateNotice]
    ) {
        try read(Array(text.utf8), name: name)
    }

    static func read(_ bytes: [UInt8], name: String) throws(EstateError) -> (
        directory: Directory, notices: [EstateNotice]
    ) {
        try DirectoryReader.read(PreparedFile(name: name, bytes: bytes))
    }

    /// What the reader says of an export it refuses; `none` where it does not.
    static func failure(_ text: String, name: String) -> String {
        do throws(EstateError) {
            _ = try read(text, name: name)
            return "none"
        } catch { return "\(error)" }
    }

    /// What a source of objects with lower limits says.
    static func failure(_ source: some DirectoryRecords) -> String {
        do throws(EstateError) {
            _ = try DirectoryReader.read(source, notices: [])
            return "none"
        } catch { return "\(error)" }
    }

    /// UTF-16 as Windows writes it, with its byte order mark.
    static func utf16(_ text: String) -> [UInt8] {
        [0xFF, 0xFE] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }
}
