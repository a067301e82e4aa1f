public import AccessModel
import ByteScan

/// Reads one input from front to end: opens it, sees what it is, and delivers decoded text in chunks.
///
/// Memory is flat: a few buffers of 256 KiB whatever the size or the compression ratio of the input. The bytes as found
/// feed the custody hash, the decompressed bytes the content id, both on the way. What is delivered does not depend on
/// how the system cuts its reads.
public final class InputReader {
    /// Decompressed bytes behind one chunk.
    public static let chunkSize = 262_144

    /// What the content is, by its first 64 KiB; the file name never decides.
    public let format: LogFormat
    public let encoding: SourceEncoding
    /// Bytes of byte order mark before the first decoded byte.
    public let byteOrderMarkLength: UInt64
    /// True where the content came out of gzip.
    public let isCompressed: Bool

    private let input: DiscoveredInput
    private let source: SourceFile
    private let gzip: GzipStream?
    private let unreadFormat: UnreadFormat?
    private let plain: UnsafeMutableRawBufferPointer
    private let text: UnsafeMutableRawBufferPointer
    /// Bytes of `plain` that were read and not delivered yet.
    private var ahead: Range<Int>
    private var hash = ContentHash()
    private var decoder: UTF16Decoder?
    /// Decompressed bytes behind one chunk.
    private let nextSize: Int
    private var ended = false
    private var decodingDamage = ""
    private var drainingDamage = ""

    /// Opens an input and recognises it.
    /// - Parameter digest: false saves the time of the custody hash.
    public convenience init(_ input: DiscoveredInput, digest: Bool) throws(InputError) {
        try self.init(input, digest: digest, chunkSize: InputReader.chunkSize, readSize: SourceFile.readSize)
    }

    /// With other buffer sizes, for tests of the borders.
    init(_ input: DiscoveredInput, digest: Bool, chunkSize: Int, readSize: Int) throws(InputError) {
        self.input = input
        source = try SourceFile(input, digest: digest)
        let begin = try source.peek(GzipStream.magic.count)
        isCompressed = begin.count >= 2 && GzipStream.magic.starts(with: begin)
        gzip = isCompressed ? GzipStream(source, readSize: readSize) : nil
        let head = max(chunkSize, 2 * FormatRecognition.headLength)
        let plain = UnsafeMutableRawBufferPointer.allocate(byteCount: head, alignment: 16)
        do throws(InputError) {
            ahead = 0..<(try InputReader.fill(plain, source, gzip))
        } catch {
            plain.deallocate()
            throw error
        }
        self.plain = plain
        let found = FormatRecognition(
            UnsafeRawBufferPointer(rebasing: plain[ahead]), isWhole: ahead.count < head, name: input.path)
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

    /// Size of the file as found, in bytes; nil where it is a pipe.
    public var sizeAsFound: UInt64? { source.size }

    /// Why an input whose format is not read was not, with the command that helps; nil for formats that are read.
    public var unread: UnreadInput? {
        unreadFormat?.explain(path: input.path, isCompressed: isCompressed)
    }

    /// What was wrong with the container or the encoding so far, in words; empty where nothing was.
    public var damage: String {
        [gzip?.damage ?? "", decodingDamage, drainingDamage].filter { !$0.isEmpty }.joined(separator: "; ")
    }

    /// True where the damage cut the content off, so that a record open at the end is lost. Known once the last chunk
    /// has been delivered.
    public var isCut: Bool { gzip?.isCut ?? false || !decodingDamage.isEmpty || !drainingDamage.isEmpty }

    /// Hands the next chunk of UTF-8 text to `body`; false at the end, without calling it.
    ///
    /// A chunk may begin and end anywhere, inside a scalar too; bytes of a UTF-8 source come as they are, valid or not.
    /// The chunk is gone when `body` returns.
    public func nextChunk(_ body: (UnsafeRawBufferPointer) -> Void) throws(InputError) -> Bool {
        while let bytes = try nextBytes() {
            let chunk: UnsafeRawBufferPointer
            if decoder != nil {
                let count = decoder?.decode(bytes, into: text) ?? 0
                chunk = UnsafeRawBufferPointer(rebasing: text.prefix(count))
            } else {
                chunk = bytes
            }
            guard !chunk.isEmpty else { continue }
            body(chunk)
            return true
        }
        guard let count = decoder?.finish(into: text) else { return false }
        if decoder?.hasHalfUnit == true {
            decodingDamage = "the UTF-16 text ends inside a code unit: its last byte is dropped"
        }
        decoder = nil
        guard count > 0 else { return false }
        body(UnsafeRawBufferPointer(rebasing: text.prefix(count)))
        return true
    }

    /// The next decompressed bytes without the byte order mark, hashed; nil at the end.
    private func nextBytes() throws(InputError) -> UnsafeRawBufferPointer? {
        guard !ended else { return nil }
        if ahead.isEmpty {
            let buffer = UnsafeMutableRawBufferPointer(rebasing: plain.prefix(nextSize))
            ahead = 0..<(try InputReader.fill(buffer, source, gzip))
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

    /// Fills `buffer` with decompressed bytes; fewer than it holds only at the end.
    private static func fill(
        _ buffer: UnsafeMutableRawBufferPointer, _ source: SourceFile, _ gzip: GzipStream?
    ) throws(InputError) -> Int {
        if let gzip { return try gzip.read(into: buffer) }
        var count = 0
        while count < buffer.count {
            let got = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
            if got == 0 { break }
            count += got
        }
        return count
    }

    /// Ends the reading and tells what was read. What was not delivered yet is read and hashed first, to the end of the
    /// file as found; where that fails, `damage` says so.
    public func finish() -> InputDigest {
        do throws(InputError) {
            while try nextChunk({ _ in }) {}
            // Behind a damaged member: not content, but part of the file as found.
            while try source.read(into: plain) > 0 {}
        } catch {
            drainingDamage = error.message
        }
        ended = true
        return InputDigest(
            sha256: source.finishHash(), bytes: source.offset, content: hash.id, contentBytes: hash.count,
            checkpoints: hash.checkpoints, damage: damage, isCut: isCut)
    }
}
