import AccessModel
import ByteScan

/// What the first bytes of a content show it to be.
struct FormatRecognition {
    let format: LogFormat
    /// What it is where it is not read.
    let unread: UnreadFormat?
    let encoding: EncodingRecognition

    /// Decoded bytes that are looked at.
    static let headLength = 65_536

    /// - Parameters:
    ///   - head: the first decompressed bytes: `2 * headLength`, or all of them.
    ///   - isWhole: true where `head` is all there is.
    ///   - name: file name; it only supports what the content says.
    init(_ head: UnsafeRawBufferPointer, isWhole: Bool, name: String) {
        encoding = EncodingRecognition(head)
        switch FormatRecognition.finding(head, encoding, isWhole: isWhole, name: name) {
        case .read(let format):
            self.format = format
            unread = nil
        case .unread(let unread):
            format = unread.logFormat
            self.unread = unread
        }
    }

    private static func finding(
        _ head: UnsafeRawBufferPointer, _ encoding: EncodingRecognition, isWhole: Bool, name: String
    ) -> Finding {
        if let unread = binaryFormat(head) { return .unread(unread) }
        return decodedHead(head, encoding).withUnsafeBytes { text in
            TextRecognition.finding(text, isWhole: isWhole && text.count < headLength, name: name)
        }
    }

    private static func decodedHead(_ head: UnsafeRawBufferPointer, _ encoding: EncodingRecognition) -> [UInt8] {
        let body = UnsafeRawBufferPointer(rebasing: head.dropFirst(encoding.byteOrderMarkLength))
        guard encoding.encoding != .utf8 else { return Array(body.prefix(headLength)) }
        let source = UnsafeRawBufferPointer(rebasing: body.prefix(2 * headLength))
        let capacity = UTF16Decoder.capacity(for: source.count)
        let text = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            var decoder = UTF16Decoder(isLittleEndian: encoding.encoding == .utf16LittleEndian)
            count = decoder.decode(source, into: UnsafeMutableRawBufferPointer(buffer))
        }
        return Array(text.prefix(headLength))
    }

    /// Magic numbers, each at its offset. Sources: the formats' own specifications; libesedb and libevtx documentation
    /// for ESE and .evt/.evtx.
    private static let magics: [(offset: Int, bytes: [UInt8], format: UnreadFormat)] = [
        (0, Array("ElfFile\0".utf8), .evtx),
        (4, Array("LfLe".utf8), .evt),
        (4, [0xEF, 0xCD, 0xAB, 0x89], .ual),
        (0, Array("PK\u{3}\u{4}".utf8), .zip),
        (0, Array("PK\u{5}\u{6}".utf8), .zip),
        (0, Array("PK\u{7}\u{8}".utf8), .zip),
        (0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .sevenZip),
        (0, Array("MSCF\0\0\0\0".utf8), .cabinet),
        (0, Array("Rar!\u{1A}\u{7}".utf8), .rar),
        (0, Compressor.xzMagic, .xz),
        (0, Compressor.zstandardMagic, .zstandard),
        (0, GzipHeader.magic, .nestedGzip),
        (0, [0xFF, 0xFE, 0, 0], .utf32),
        (0, [0, 0, 0xFE, 0xFF], .utf32),
    ]

    private static func binaryFormat(_ head: UnsafeRawBufferPointer) -> UnreadFormat? {
        for magic in magics where head.dropFirst(magic.offset).starts(with: magic.bytes) { return magic.format }
        if Compressor.isBzip2(head) { return .bzip2 }
        // The name field before it is padded with NULs, which no text has.
        if head.dropFirst(257).starts(with: Array("ustar".utf8)), head.prefix(257).contains(0) { return .tar }
        return nil
    }
}
