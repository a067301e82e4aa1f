import AccessModel

/// The text of a prepared file as UTF-8 bytes, whatever it was written in.
///
/// A byte order mark decides; without one, NUL bytes in most second places mean UTF-16, valid UTF-8 is UTF-8, and
/// anything else is Windows-1252 (what Excel writes as "CSV" on a Western system).
struct SourceText: Sendable {
    enum Encoding: String, Sendable {
        case utf8 = "UTF-8"
        case utf16LittleEndian = "UTF-16LE"
        case utf16BigEndian = "UTF-16BE"
        case windows1252 = "Windows-1252"
    }

    /// UTF-8, without a byte order mark.
    let bytes: [UInt8]
    let encoding: Encoding

    /// - Parameter isFolded: lines may be folded inside a character (LDIF), so what is not UTF-16 is left as it is.
    /// - Throws: where the file is no text.
    init(_ source: [UInt8], file: String, isFolded: Bool = false) throws(EstateError) {
        encoding = SourceText.encoding(of: source, isFolded: isFolded)
        switch encoding {
        case .utf8: bytes = source.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(source.dropFirst(3)) : source
        case .utf16LittleEndian: bytes = SourceText.fromUTF16(source, highByteFirst: false)
        case .utf16BigEndian: bytes = SourceText.fromUTF16(source, highByteFirst: true)
        case .windows1252: bytes = SourceText.fromWindows1252(source)
        }
        if let nul = bytes.firstIndex(of: 0) {
            let line = bytes[..<nul].count { $0 == 0x0A } + 1
            throw EstateError(
                file: file, line: line, problem: "the file holds NUL bytes, so it is not text",
                remedy: "Save it as CSV UTF-8")
        }
    }

    private static func encoding(of source: [UInt8], isFolded: Bool) -> Encoding {
        if source.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
        if source.starts(with: [0xFE, 0xFF]) { return .utf16BigEndian }
        let head = source.prefix(64).dropLast(source.count % 2 == 1 && source.count < 64 ? 1 : 0)
        if head.count >= 4 {
            let even = stride(from: 0, to: head.count, by: 2).count { head[$0] == 0 }
            let odd = stride(from: 1, to: head.count, by: 2).count { head[$0] == 0 }
            if even == 0, odd > head.count / 4 { return .utf16LittleEndian }
            if odd == 0, even > head.count / 4 { return .utf16BigEndian }
        }
        return isFolded || String(validating: source, as: UTF8.self) != nil ? .utf8 : .windows1252
    }

    private static func fromUTF16(_ source: [UInt8], highByteFirst: Bool) -> [UInt8] {
        var units: [UInt16] = []
        units.reserveCapacity(source.count / 2)
        for index in stride(from: 0, to: source.count - source.count % 2, by: 2) {
            let (first, second) = (UInt16(source[index]), UInt16(source[index + 1]))
            units.append(highByteFirst ? first << 8 | second : second << 8 | first)
        }
        if units.first == 0xFEFF { units.removeFirst() }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    static func fromWindows1252(_ source: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(source.count + source.count / 8)
        for byte in source {
            guard byte >= 0x80 else {
                result.append(byte)
                continue
            }
            let value = byte < 0xA0 ? windows1252[Int(byte) - 0x80] : UInt32(byte)
            let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
            result.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
        }
        return result
    }

    /// 0x80-0x9F (Unicode Consortium, "cp1252 to Unicode table", with the five holes as U+FFFD).
    private static let windows1252: [UInt32] = [
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
        0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0xFFFD, 0x017E, 0x0178,
    ]
}
