/// A program that packs one file: recognised by its first bytes, and no archive.
enum Compressor {
    case gzip
    #if Archives
        case xz, zstandard, bzip2
    #endif

    static let longestMagic = 10

    /// The program that unpacks it with `-dk` and `-dc`.
    var program: String {
        switch self {
        case .gzip: "gzip"
        #if Archives
            case .xz: "xz"
            case .zstandard: "zstd"
            case .bzip2: "bzip2"
        #endif
        }
    }

    /// What it packed, as a content that is not read.
    var content: UnreadFormat {
        switch self {
        case .gzip: .nestedGzip
        #if Archives
            case .xz: .xz
            case .zstandard: .zstandard
            case .bzip2: .bzip2
        #endif
        }
    }

    /// What the program adds to a file's name.
    var suffix: String {
        switch self {
        case .gzip: ".gz"
        #if Archives
            case .xz: ".xz"
            case .zstandard: ".zst"
            case .bzip2: ".bz2"
        #endif
        }
    }

    /// Sources: RFC 1952; the xz file format 2.1.1.1; RFC 8878, 3.1.1; bzip2's `BZh` with the level and the magic of
    /// its first block, or of an empty file's end.
    private static let bzip2Blocks: [[UInt8]] = [
        [0x31, 0x41, 0x59, 0x26, 0x53, 0x59], [0x17, 0x72, 0x45, 0x38, 0x50, 0x90],
    ]
    static let xzMagic: [UInt8] = [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]
    static let zstandardMagic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]

    /// What the first bytes of a file show; nil where it is packed by none of these.
    init?(_ begin: [UInt8]) {
        if begin.count >= 2, begin.prefix(3).elementsEqual(GzipHeader.magic.prefix(begin.count)) {
            self = .gzip
            return
        }
        #if Archives
            if begin.starts(with: Compressor.xzMagic) {
                self = .xz
            } else if begin.starts(with: Compressor.zstandardMagic) {
                self = .zstandard
            } else if Compressor.isBzip2(begin) {
                self = .bzip2
            } else {
                return nil
            }
        #else
            return nil
        #endif
    }

    static func isBzip2(_ begin: some Collection<UInt8>) -> Bool {
        let bytes = Array(begin.prefix(longestMagic))
        return bytes.count == longestMagic && bytes.starts(with: Array("BZh".utf8)) && (0x31...0x39).contains(bytes[3])
            && bzip2Blocks.contains { bytes[4...].elementsEqual($0) }
    }

    /// What it packed.
    func stream(_ source: PeekedSource, path: String, inflation: Inflation, readSize: Int) -> any ByteSource {
        #if Archives
            if self != .gzip { return UnpackedStream(source, self) }
        #endif
        return GzipStream(source, path: path, inflation: inflation, readSize: readSize)
    }
}
