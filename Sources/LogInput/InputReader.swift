public import AccessModel
import ByteScan
import Synchronization

/// Reads one input from front to end: opens it, sees what it is, and delivers decoded text in chunks.
///
/// Memory is flat: a few buffers of 256 KiB whatever the size or the compression ratio of the input. The bytes as found
/// feed the custody hash, the decompressed bytes the content id, both on the way. What is delivered does not depend on
/// how the system cuts its reads. A compressor around one log is undone here; archives are `InputSource`'s.
public final class InputReader {
    /// Decompressed bytes behind one chunk.
    public static let chunkSize = 262_144

    /// What the content is, by its first 64 KiB; the file name never decides.
    public let format: LogFormat
    public let encoding: SourceEncoding
    /// Bytes of byte order mark before the first decoded byte.
    public let byteOrderMarkLength: UInt64
    /// True where the content came out of a compressor.
    public var isCompressed: Bool { compressor != nil }
    /// The file, and the member of it where it is an archive.
    private let reached = Atomic<UInt64>(0)
    public let place: InputPlace

    let compressor: Compressor?
    /// What this reads from: its damage is the container's.
    private let decoded: any ByteSource
    /// What becomes known of the file as found when the reading ends; nil for a member, whose archive goes on.
    let file: SourceFile?
    let expansion: ExpansionLimit
    let unreadFormat: UnreadFormat?
    private var plain: UnsafeMutableRawBufferPointer
    private var text: UnsafeMutableRawBufferPointer
    /// Bytes of `plain` that were read and not delivered yet.
    private var ahead: Range<Int>
    private var hash = ContentHash()
    private var decoder: UTF16Decoder?
    /// Decompressed bytes behind one chunk.
    private let nextSize: Int
    /// True where not one byte came out.
    private let isNothing: Bool
    private var ended = false
    private var decodingDamage = ""
    private var drainingDamage = ""
    private var expansionDamage = ""
    /// Size of what it was made of, where that is known: of the file, or of the member as its archive declares it.
    public let sizeAsFound: UInt64?

    /// Opens an input and recognises it.
    /// - Parameters:
    ///   - digest: false saves the time of the custody hash.
    ///   - inflation: see `Inflation`; a pipe is always read with the reference, because it cannot be read again.
    public convenience init(
        _ input: DiscoveredInput, digest: Bool, inflation: Inflation = .fastest
    ) throws(InputError) {
        try self.init(
            input, digest: digest, chunkSize: InputReader.chunkSize, readSize: SourceFile.readSize,
            inflation: inflation)
    }

    /// With other buffer sizes, for tests of the borders.
    convenience init(
        _ input: DiscoveredInput, digest: Bool, chunkSize: Int, readSize: Int, inflation: Inflation = .fastest,
        expansionFloor: UInt64 = ContainerLimits().expansionFloor
    ) throws(InputError) {
        do throws(InputError) {
            try self.init(
                file: SourceFile(input, digest: digest), path: input.path, chunkSize: chunkSize, readSize: readSize,
                inflation: inflation, expansionFloor: expansionFloor)
        } catch .mustReadAgain {
            // Nothing was delivered yet.
            try self.init(
                file: SourceFile(input, digest: digest), path: input.path, chunkSize: chunkSize, readSize: readSize,
                inflation: .reference, expansionFloor: expansionFloor)
        }
    }

    private convenience init(
        file: SourceFile, path: String, chunkSize: Int, readSize: Int, inflation: Inflation, expansionFloor: UInt64
    ) throws(InputError) {
        try self.init(
            PeekedSource(file), file: file, place: InputPlace(path: path), size: file.size,
            expansion: ExpansionLimit(floor: expansionFloor) { max(file.offset, file.custody?.bytes ?? 0) },
            depth: .outside, chunkSize: chunkSize,
            readSize: readSize, inflation: file.size == nil ? .reference : inflation)
    }

    /// Reads a member of an archive. It cannot be read again, so the reference inflates it.
    convenience init(
        member source: any ByteSource, place: InputPlace, size: UInt64?, expansion: ExpansionLimit,
        depth: ContainerDepth
    ) throws(InputError) {
        try self.init(
            PeekedSource(source), file: nil, place: place, size: size, expansion: expansion, depth: depth,
            chunkSize: InputReader.chunkSize, readSize: SourceFile.readSize, inflation: .reference)
    }

    private init(
        _ source: PeekedSource, file: SourceFile?, place: InputPlace, size: UInt64?, expansion: ExpansionLimit,
        depth: ContainerDepth, chunkSize: Int, readSize: Int, inflation: Inflation
    ) throws(InputError) {
        self.file = file
        self.place = place
        self.expansion = expansion
        sizeAsFound = size
        let begin = try source.peek(Compressor.longestMagic)
        compressor = depth.mayOpen ? Compressor(begin) : nil
        decoded = compressor?.stream(source, path: place.display, inflation: inflation, readSize: readSize) ?? source
        let head = max(chunkSize, 2 * FormatRecognition.headLength)
        let plain = UnsafeMutableRawBufferPointer.allocate(byteCount: head, alignment: 16)
        do throws(InputError) {
            ahead = 0..<(try decoded.fill(plain))
        } catch {
            plain.deallocate()
            throw error
        }
        if compressor != nil { expansion.add(ahead.count) }
        isNothing = ahead.isEmpty
        self.plain = plain
        let found = FormatRecognition(
            UnsafeRawBufferPointer(rebasing: plain[ahead]), isWhole: ahead.count < head,
            name: place.member.isEmpty ? place.path : place.member)
        format = found.format
        unreadFormat = found.unread
        encoding = found.encoding.encoding
        byteOrderMarkLength = UInt64(found.encoding.byteOrderMarkLength)
        nextSize = chunkSize
        if encoding == .utf8 {
            text = .allocate(byteCount: 0, alignment: 1)
        } else {
            decoder = UTF16Decoder(isLittleEndian: encoding == .utf16LittleEndian)
            text = .allocate(byteCount: UTF16Decoder.capacity(for: head), alignment: 16)
        }
    }

    deinit {
        plain.deallocate()
        text.deallocate()
    }

    /// Why an input whose format is not read was not, with the command that helps; nil for formats that are read.
    public var unread: UnreadInput? { unreadFormat?.explain(place, packedBy: compressor) }

    /// The input as one that could not be read, where its compressor gave not one byte of it: that is no empty log, whose
    /// copies are all alike.
    var refused: UnreadInput? {
        guard let compressor, isNothing, decoded.isCut else { return nil }
        var unread = compressor.content.explain(place, refusal: "not one byte of it can be unpacked: \(decoded.damage)")
        unread.remedy = "Copy it again from where it came from. If that is not it: " + unread.remedy
        unread.isFailure = true
        return unread
    }

    /// What was wrong with the container or the encoding so far, in words; empty where nothing was.
    public var damage: String {
        [decoded.damage, expansionDamage, decodingDamage, drainingDamage].filter { !$0.isEmpty }.joined(separator: "; ")
    }

    /// True where the damage cut the content off, so that a record open at the end is lost. Known once the last chunk
    /// has been delivered.
    public var isCut: Bool {
        decoded.isCut || ![expansionDamage, decodingDamage, drainingDamage].allSatisfy(\.isEmpty)
    }

    /// Hands the next chunk of UTF-8 text to `body`; false at the end, without calling it.
    ///
    /// A chunk may begin and end anywhere, inside a scalar too; bytes of a UTF-8 source come as they are, valid or not.
    /// The chunk is gone when `body` returns.
    public func nextChunk(_ body: (UnsafeRawBufferPointer) -> Void) throws(InputError) -> Bool {
        guard let chunk = try nextText() else { return false }
        body(chunk)
        return true
    }

    /// As `nextChunk(_:)`, but the chunk stays in `buffer` until that is handed in again.
    public func nextChunk(into buffer: ChunkBuffer) throws(InputError) -> Bool {
        guard let chunk = try nextText(), let start = chunk.baseAddress else { return false }
        let isText = encoding != .utf8
        let source = UnsafeRawBufferPointer(isText ? text : plain)
        let first = source.baseAddress.map { start - $0 } ?? 0
        // What is left of the head, read before the format was known, stays where it is.
        let isWhole = isText || ahead.isEmpty
        if !isWhole || buffer.memory.count < source.count {
            buffer.memory.deallocate()
            buffer.memory = .allocate(byteCount: source.count, alignment: 16)
        }
        buffer.range = first..<(first + chunk.count)
        if !isWhole {
            UnsafeMutableRawBufferPointer(rebasing: buffer.memory[buffer.range]).copyMemory(from: chunk)
        } else if isText {
            swap(&text, &buffer.memory)
        } else {
            swap(&plain, &buffer.memory)
        }
        return true
    }

    /// Bytes of the file as found that were read when the last chunk was; 0 for a member of an archive. May be asked on any thread.
    public var fileOffset: UInt64 { reached.load(ordering: .relaxed) }

    /// The next text, in `plain` or `text` until the next call; nil at the end.
    private func nextText() throws(InputError) -> UnsafeRawBufferPointer? {
        defer { if let file { reached.store(file.offset, ordering: .relaxed) } }
        while let bytes = try nextBytes() {
            let chunk: UnsafeRawBufferPointer
            if decoder != nil {
                let count = decoder?.decode(bytes, into: text) ?? 0
                chunk = UnsafeRawBufferPointer(rebasing: text.prefix(count))
            } else {
                chunk = bytes
            }
            if !chunk.isEmpty { return chunk }
        }
        guard let count = decoder?.finish(into: text) else { return nil }
        if decoder?.hasHalfUnit == true {
            decodingDamage = "the UTF-16 text ends inside a code unit: its last byte is dropped"
        }
        decoder = nil
        return count > 0 ? UnsafeRawBufferPointer(rebasing: text.prefix(count)) : nil
    }

    /// The next decompressed bytes without the byte order mark, hashed; nil at the end.
    private func nextBytes() throws(InputError) -> UnsafeRawBufferPointer? {
        guard !ended else { return nil }
        if ahead.isEmpty {
            try readAhead()
            ended = ahead.isEmpty
            if ended { return nil }
        }
        let end = min(ahead.lowerBound + nextSize, ahead.upperBound)
        let bytes = UnsafeRawBufferPointer(rebasing: plain[ahead.lowerBound..<end])
        ahead = end..<ahead.upperBound
        let seen = hash.count
        hash.update(bytes)
        guard seen < byteOrderMarkLength else { return bytes }
        return UnsafeRawBufferPointer(rebasing: bytes.dropFirst(Int(byteOrderMarkLength - seen)))
    }

    /// Reads the next piece into `plain`; nothing at the end, and where the content is no log but a bomb.
    private func readAhead() throws(InputError) {
        if isCompressed, let excess = expansion.excess {
            expansionDamage = excess
            ahead = 0..<0
            return
        }
        ahead = 0..<(try decoded.fill(UnsafeMutableRawBufferPointer(rebasing: plain.prefix(nextSize))))
        if isCompressed { expansion.add(ahead.count) }
    }

    /// The content as it is, of an archive: no text, no content id. Ends with `expansion`.
    func readContent(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        if ahead.isEmpty { try readAhead() }
        let count = min(ahead.count, buffer.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: plain[ahead.prefix(count)]))
        ahead = ahead.dropFirst(count)
        return count
    }

    /// Ends the reading and tells what was read. What was not delivered yet is read and hashed first, to the end of the
    /// file as found; where its content is damaged there, `damage` says so.
    /// - Throws: `mustReadAgain`, and `cannotRead` where the rest of the file cannot be read: then it is not known which file it
    ///   is, and nothing of it may count.
    public func finish() throws(InputError) -> InputDigest {
        do throws(InputError) {
            while try nextChunk({ _ in }) {}
            // Behind a damaged member: not content, but part of the file as found.
            try file?.finishHash(using: plain)
        } catch .mustReadAgain(let path) {
            throw .mustReadAgain(path: path)
        } catch .cannotRead(let path, let offset, let reason) {
            throw .cannotRead(path: path, offset: offset, reason: reason)
        } catch {
            drainingDamage = error.message
            file?.endHash()
        }
        ended = true
        return InputDigest(
            sha256: file?.custody?.sha256 ?? "", bytes: file?.custody?.bytes ?? 0, content: hash.id,
            contentBytes: hash.count, checkpoints: hash.checkpoints, damage: damage, isCut: isCut)
    }
}
