import AccessModel

/// Byte order marks and the NUL pattern of UTF-16 without one.
struct EncodingRecognition {
    let encoding: SourceEncoding
    let byteOrderMarkLength: Int

    /// Bytes looked at for the NUL pattern.
    static let patternLength = 4096

    /// Recognises the encoding of a content by its first bytes. Without any sign of UTF-16 it is taken for UTF-8.
    init(_ head: UnsafeRawBufferPointer) {
        if head.starts(with: [0xEF, 0xBB, 0xBF]) {
            self.init(.utf8, mark: 3)
        } else if head.starts(with: [0xFF, 0xFE]) {
            self.init(.utf16LittleEndian, mark: 2)
        } else if head.starts(with: [0xFE, 0xFF]) {
            self.init(.utf16BigEndian, mark: 2)
        } else {
            self.init(EncodingRecognition.byPattern(head), mark: 0)
        }
    }

    private init(_ encoding: SourceEncoding, mark: Int) {
        self.encoding = encoding
        byteOrderMarkLength = mark
    }

    /// Log text is mostly ASCII, so UTF-16 has a NUL in most units, always on the same side. A log in UTF-8 that holds
    /// NULs (padding of a crashed server) has them on both sides.
    private static func byPattern(_ head: UnsafeRawBufferPointer) -> SourceEncoding {
        let units = min(head.count, patternLength) / 2
        var zeros = (first: 0, second: 0, both: 0)
        for unit in 0..<units {
            let pair = (head[2 * unit] == 0, head[2 * unit + 1] == 0)
            if pair.0 { zeros.first += 1 }
            if pair.1 { zeros.second += 1 }
            if pair.0, pair.1 { zeros.both += 1 }
        }
        let rare = units / 16
        guard units >= 2, zeros.both <= rare else { return .utf8 }
        if zeros.second > units / 2, zeros.first <= rare { return .utf16LittleEndian }
        if zeros.first > units / 2, zeros.second <= rare { return .utf16BigEndian }
        return .utf8
    }
}
