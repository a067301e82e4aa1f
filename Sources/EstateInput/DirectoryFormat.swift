import AccessModel
import PositionModel

/// What a directory export is written in.
enum DirectoryFormat: Sendable, Equatable {
    case csv, ldif, json
    /// Not read.
    case compressed

    /// By content; the name decides only where the content does not begin like anything.
    static func recognised(_ content: ArraySlice<UInt8>, name: String) -> DirectoryFormat {
        let content = content.starts(with: [0xEF, 0xBB, 0xBF]) ? content.dropFirst(3) : content
        for magic in compressedStarts where content.starts(with: magic) { return .compressed }
        let start = content.drop { $0 <= 0x20 }
        if let first = start.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return .json }
        let line = firstLine(start)
        if ldifStarts.contains(where: { line.hasPrefix($0) }) { return .ldif }
        let name = name.scalarLowercased
        return [".ldf", ".ldif"].contains(where: name.hasSuffix) ? .ldif : name.hasSuffix(".json") ? .json : .csv
    }

    /// gzip, zip (a workbook too), xz, zstd, bzip2, 7z (each format's specification).
    private static let compressedStarts: [[UInt8]] = [
        [0x1F, 0x8B], Array("PK\u{3}\u{4}".utf8), [0xFD, 0x37, 0x7A, 0x58, 0x5A], [0x28, 0xB5, 0x2F, 0xFD],
        Array("BZh".utf8), [0x37, 0x7A, 0xBC, 0xAF],
    ]

    private static let ldifStarts = ["dn:", "version:", "search:", "ref:"]

    /// How far a preamble of comments is looked through.
    private static let preambleBytes = 65_536

    /// The first line that is neither blank nor a comment, lower-case, cut short.
    private static func firstLine(_ content: ArraySlice<UInt8>) -> String {
        var rest = content.prefix(preambleBytes)
        while let first = rest.first {
            if first <= 0x20 {
                // A blank line, or what is folded onto a comment.
                rest = rest.drop { $0 == 0x0A || $0 == 0x0D }
                if rest.first.map({ $0 <= 0x20 }) ?? false { rest = rest.drop { $0 != 0x0A } }
            } else if first == UInt8(ascii: "#") {
                rest = rest.drop { $0 != 0x0A }
            } else {
                return String(decoding: rest.prefix(16), as: UTF8.self).scalarLowercased
            }
        }
        return ""
    }
}
