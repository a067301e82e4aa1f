public import AccessModel

/// One input opened: a log, or an archive with a log per member. Gives them one after another.
///
/// An archive is recognised by its content, also inside a compressor. Its members come in the order they have in it.
public final class InputSource {
    public enum Item {
        /// To be read before the next item is asked for.
        case log(InputReader)
        case unread(UnreadInput)
    }

    private let file: SourceFile
    private let limits: ContainerLimits
    private var first: InputReader?
    #if Archives
        /// The archive being read, and the one in it.
        private var archives: [ArchiveReader] = []
    #endif

    /// Opens an input and recognises it.
    /// - Parameters:
    ///   - digest: false saves the time of the custody hash.
    ///   - inflation: see `Inflation`.
    public convenience init(
        _ input: DiscoveredInput, digest: Bool, inflation: Inflation = .fastest
    ) throws(InputError) {
        try self.init(input, digest: digest, inflation: inflation, limits: ContainerLimits())
    }

    init(
        _ input: DiscoveredInput, digest: Bool, inflation: Inflation = .fastest, limits: ContainerLimits
    ) throws(InputError) {
        let reader = try InputReader(
            input, digest: digest, chunkSize: InputReader.chunkSize, readSize: SourceFile.readSize,
            inflation: inflation, expansionFloor: limits.expansionFloor)
        guard let file = reader.file else { preconditionFailure("an input that was discovered is a file") }
        self.file = file
        self.limits = limits
        first = reader
    }

    /// What proves the file as found, once it is known: before the first member of most archives, at the end of
    /// everything else. While it is not, `mustReadAgain` may still be thrown, and what was read must then be dropped.
    public var custody: Custody? { file.custody }

    /// Bytes of the file as found that were read so far.
    public var fileOffset: UInt64 { file.offset }

    /// The next log or thing that is none; nil at the end.
    public func next() throws(InputError) -> Item? {
        if let reader = first {
            first = nil
            if let item = try item(reader, at: .outside) { return item }
        }
        #if Archives
            while let archive = archives.last {
                switch try archive.next() {
                case .member(let reader): if let item = try item(reader, at: archive.depth.inside) { return item }
                case .unread(let unread): return .unread(unread)
                case nil: archives.removeLast()
                }
            }
        #endif
        return nil
    }

    /// Reads what nobody asked for, and tells what proves the whole file.
    public func finish() throws(InputError) -> Custody {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: SourceFile.readSize, alignment: 16)
        defer { buffer.deallocate() }
        try file.finishHash(using: buffer)
        return file.custody ?? Custody(sha256: "", bytes: file.offset)
    }

    /// What a reader recognised; nil where it is an archive, which is open then.
    private func item(_ reader: InputReader, at depth: ContainerDepth) throws(InputError) -> Item? {
        if let refused = reader.refused { return .unread(refused) }
        guard let format = reader.unreadFormat else { return .log(reader) }
        #if Archives
            if let kind = ArchiveHandle.Kind(format), depth.mayOpen {
                let isFile = depth.isOutside && !reader.isCompressed && file.size != nil
                if case .sevenZip = kind, !isFile {
                    let why = depth.isOutside && !reader.isCompressed ? "a pipe" : "another container"
                    return .unread(
                        format.explain(
                            reader.place, packedBy: reader.compressor,
                            refusal: "it has to be read back and forth, which \(why) does not allow; save it as a file")
                    )
                }
                if isFile { try file.hashAhead() }
                archives.append(
                    ArchiveReader(
                        isFile ? file : ReaderContent(reader), seeking: isFile ? file : nil, kind: kind,
                        place: reader.place, depth: depth, expansion: reader.expansion, limits: limits))
                return nil
            }
        #endif
        return .unread(format.explain(reader.place, packedBy: reader.compressor))
    }
}

#if Archives
    extension ArchiveHandle.Kind {
        fileprivate init?(_ format: UnreadFormat) {
            switch format {
            case .zip: self = .zip
            case .sevenZip: self = .sevenZip
            case .cabinet: self = .cabinet
            case .tar: self = .tar
            default: return nil
            }
        }
    }

    /// What a reader decompressed, as the bytes of an archive.
    private final class ReaderContent: ByteSource {
        private let reader: InputReader
        private(set) var offset: UInt64 = 0

        init(_ reader: InputReader) { self.reader = reader }

        var damage: String { reader.damage }
        var isCut: Bool { reader.isCut }

        func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
            let count = try reader.readContent(into: buffer)
            offset += UInt64(count)
            return count
        }
    }
#endif
