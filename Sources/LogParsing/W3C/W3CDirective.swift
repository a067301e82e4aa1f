/// A line that begins with `#`.
enum W3CDirective {
    /// `#Fields:` with the text after the colon.
    case fields(UnsafeRawBufferPointer)
    /// `#Date:` with the text after the colon.
    case date(UnsafeRawBufferPointer)
    /// `#Software:` with the text after the colon.
    case software(UnsafeRawBufferPointer)
    /// Any other directive, remark or comment.
    case other

    /// - Parameter line: a line that begins with `#`, without its line end.
    init(_ line: UnsafeRawBufferPointer) {
        func value(after name: StaticString) -> UnsafeRawBufferPointer {
            UnsafeRawBufferPointer(rebasing: line[name.utf8CodeUnitCount...])
        }
        if LineText.begins(line, with: "#fields:") {
            self = .fields(value(after: "#fields:"))
        } else if LineText.begins(line, with: "#date:") {
            self = .date(value(after: "#date:"))
        } else if LineText.begins(line, with: "#software:") {
            self = .software(value(after: "#software:"))
        } else if let list = W3CDirective.misspeltFields(line) {
            self = .fields(list)
        } else {
            self = .other
        }
    }

    /// Directives of the W3C format and of those who write it (`docs/formats.md`): never a misspelt one.
    private static let otherNames: [StaticString] = [
        "version", "date", "start-date", "end-date", "software", "remark", "gmt-offset", "target", "log-type", "time",
    ]

    /// Column names that make a directive of another name one of fields.
    private static let leastKnownNames = 4

    /// The names behind `#Field:`, `# Fields`, `#Feilds:`: of a line that begins with `#`, what follows its first colon or
    /// blank, where that is a list of columns IIS writes; all of the line, where it begins with one of them. A remark never
    /// has four of them and no other word.
    private static func misspeltFields(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard line.count < 4096 else { return nil }
        let body = line.dropFirst().drop { $0 == 0x20 || $0 == 0x09 }
        guard let end = body.firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == 0x20 || $0 == 0x09 }) else {
            return nil
        }
        let word = UnsafeRawBufferPointer(rebasing: body[..<end])
        if body[end] != UInt8(ascii: ":"), W3CColumns.isKnown(String(decoding: word, as: UTF8.self)) {
            return list(UnsafeRawBufferPointer(rebasing: body))
        }
        if otherNames.contains(where: { LineText.isSame(word, foldedTo: $0) }) { return nil }
        return list(
            UnsafeRawBufferPointer(
                rebasing: body[end...].drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ":") }))
    }

    /// The text where it is a list of columns IIS writes.
    private static func list(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        let names = text.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
            .map { String(decoding: $0, as: UTF8.self) }
        return names.count >= leastKnownNames && names.allSatisfy(W3CColumns.isKnown) ? text : nil
    }
}
