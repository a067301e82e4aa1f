/// Reads JSON (RFC 8259) value by value from bytes: nothing is kept but the place, so a file of any size is read in the
/// memory of one value.
struct JSONReader: Sendable {
    let file: String
    /// 1-based line of the next byte.
    private(set) var line = 1
    private(set) var position = 0
    private let bytes: [UInt8]
    private let limits: DirectoryLimits

    init(_ text: SourceText, file: String, limits: DirectoryLimits = .standard) {
        self.file = file
        self.limits = limits
        bytes = text.bytes
    }

    /// The next byte that is no white space, which is passed; nil at the end.
    mutating func peek() -> UInt8? {
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case 0x0A: line += 1
            case 0x20, 0x09, 0x0D: break
            default: return byte
            }
            position += 1
        }
        return nil
    }

    /// Passes the byte if it is the next one.
    mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    /// Passes the byte, which must be the next one.
    mutating func expect(_ byte: Unicode.Scalar) throws(EstateError) {
        guard take(byte) else { throw unexpected("'\(byte)'") }
    }

    /// After a value in a list or an object: true where another one follows, false where `end` was passed.
    mutating func another(until end: Unicode.Scalar) throws(EstateError) -> Bool {
        if take(",") { return true }
        if take(end) { return false }
        throw unexpected("',' or '\(end)'")
    }

    /// A string; its bytes in the file where it has no escapes, else decoded.
    mutating func string() throws(EstateError) -> ArraySlice<UInt8> {
        try expect("\"")
        let (start, startLine) = (position, line)
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return bytes[start..<(position - 1)]
            case UInt8(ascii: "\\"): return try escapedString(from: start, startLine)
            case 0x0A: line += 1
            default: break
            }
            position += 1
            try check(position - start, startLine)
        }
        throw failure(startLine, "a string begins here and never ends", "Export it again: the file may be cut short")
    }

    /// A number, `true`, `false` or `null`, as written.
    mutating func word() throws(EstateError) -> ArraySlice<UInt8> {
        _ = peek()
        let start = position
        while position < bytes.count, JSONReader.isWord(bytes[position]) {
            position += 1
            try check(position - start, line)
        }
        let word = bytes[start..<position]
        guard let first = word.first else { throw unexpected("a value") }
        let isNumber = first == UInt8(ascii: "-") || (0x30...0x39).contains(first)
        guard isNumber && word.allSatisfy(JSONReader.isNumber) || JSONReader.words.contains(where: word.elementsEqual)
        else {
            throw failure(line, "not JSON: \(shown(String(decoding: word.prefix(100), as: UTF8.self)))", "")
        }
        return word
    }

    /// Passes a value of any kind.
    mutating func skip(depth: Int) throws(EstateError) {
        switch peek() {
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "{"):
            try enter("{", depth)
            if take("}") { return }
            repeat {
                _ = try string()
                try expect(":")
                try skip(depth: depth + 1)
            } while try another(until: "}")
        case UInt8(ascii: "["):
            try enter("[", depth)
            if take("]") { return }
            repeat { try skip(depth: depth + 1) } while try another(until: "]")
        default: _ = try word()
        }
    }

    /// Passes the bracket of a list or an object `depth` levels down.
    mutating func enter(_ bracket: Unicode.Scalar, _ depth: Int) throws(EstateError) {
        try expect(bracket)
        guard depth < limits.nesting else {
            throw failure(line, "lists and objects more than \(limits.nesting) deep", "")
        }
    }

    func failure(_ line: Int, _ problem: String, _ remedy: String) -> EstateError {
        EstateError(file: file, line: line, problem: problem, remedy: remedy)
    }

    private mutating func unexpected(_ wanted: String) -> EstateError {
        guard peek() != nil else {
            return failure(line, "the file ends where \(wanted) should follow", "Export it again: it may be cut short")
        }
        let rest = bytes[position...].prefix(20)
        return failure(
            line, "not JSON: \(wanted) should stand before \(shown(String(decoding: rest, as: UTF8.self)))",
            "Export it again with ConvertTo-Json")
    }

    private func check(_ length: Int, _ line: Int) throws(EstateError) {
        guard length <= limits.valueBytes else {
            throw failure(line, "a value of more than \(limits.valueBytes) bytes", "Export it without that property")
        }
    }

    private static let words = ["true", "false", "null"].map { Array($0.utf8) }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."): true
        default: false
        }
    }

    private static func isNumber(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte)
    }

    private mutating func escapedString(from start: Int, _ startLine: Int) throws(EstateError) -> ArraySlice<UInt8> {
        var text = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return text[...] }
            if byte == UInt8(ascii: "\\") {
                try appendEscape(to: &text)
            } else {
                if byte == 0x0A { line += 1 }
                text.append(byte)
            }
            try check(text.count, startLine)
        }
        throw failure(startLine, "a string begins here and never ends", "Export it again: the file may be cut short")
    }

    /// What follows a backslash. Half a surrogate pair becomes U+FFFD.
    private mutating func appendEscape(to text: inout [UInt8]) throws(EstateError) {
        let byte = position < bytes.count ? bytes[position] : 0
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            let first = try codeUnit()
            var units = [first]
            if (0xD800...0xDBFF).contains(first), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                bytes[position + 1] == UInt8(ascii: "u")
            {
                position += 2
                units.append(try codeUnit())
            }
            text += Array(String(decoding: units, as: UTF16.self).utf8)
        default: throw failure(line, "a backslash that escapes nothing", "Export it again with ConvertTo-Json")
        }
    }

    private mutating func codeUnit() throws(EstateError) -> UInt16 {
        guard position + 4 <= bytes.count,
            bytes[position..<(position + 4)].allSatisfy({
                switch $0 {
                case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
                default: false
                }
            }), let unit = UInt16(String(decoding: bytes[position..<(position + 4)], as: UTF8.self), radix: 16)
        else { throw failure(line, "\\u without four hexadecimal digits", "Export it again with ConvertTo-Json") }
        position += 4
        return unit
    }
}
