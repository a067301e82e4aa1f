/// Decompresses gzip (RFC 1952) piece by piece: any number of members, NUL padding after them, damage named.
///
/// Header, trailer and what stands between members are read here, for both inflaters alike; only the deflate streams
/// are theirs. Memory is flat whatever the ratio: at most one compressed and one caller's buffer are in flight, and every
/// step consumes a byte, produces one, or ends.
final class GzipStream: ByteSource {
    /// What was wrong, in words with offsets; empty where nothing was.
    private(set) var damage = ""
    /// True where content is missing: the damage is inside a member, not behind the last.
    private(set) var isCut = false

    /// Decompressed bytes handed out so far.
    private(set) var offset: UInt64 = 0

    private enum State {
        case header(GzipHeader)
        case deflated
        case betweenMembers
        case ended
    }

    private let source: any ByteSource
    private let inflation: Inflation
    private let inflater: (any Inflater)?
    private let path: String
    private let compressed: UnsafeMutableRawBufferPointer
    /// Bytes of `compressed` that were read and not used yet.
    private var pending: Range<Int>
    private var state = State.header(GzipHeader())
    private var sourceEnded = false
    private var member: UInt64 = 1
    /// Of the current member: checksum and length of what it gave.
    private var crc: UInt32 = 0
    private var length: UInt32 = 0
    /// Where its deflate stream began in the file.
    private var deflatedStart: UInt64 = 0
    /// Where the last whole member ended in the file.
    private var lastEnd: UInt64 = 0

    /// Bytes kept before the first compressed byte: what an inflater took in too much (ISA-L holds up to 64 bits).
    private static let headroom = 16

    /// - Parameter path: for errors.
    init(_ source: any ByteSource, path: String, inflation: Inflation, readSize: Int) {
        self.source = source
        self.path = path
        self.inflation = inflation
        inflater = inflation.makeInflater()
        compressed = .allocate(byteCount: GzipStream.headroom + max(readSize, 8), alignment: 16)
        compressed.initializeMemory(as: UInt8.self, repeating: 0)
        pending = GzipStream.headroom..<GzipStream.headroom
    }

    deinit { compressed.deallocate() }

    /// Fills `output` with decompressed bytes; fewer than it holds only at the end, 0 after it.
    func read(into output: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        var filled = 0
        while filled < output.count {
            switch state {
            case .header(var header):
                guard try complete(&header) else { continue }
                guard let inflater, inflater.begin() else {
                    try end("there is no memory to inflate it", isCut: true)
                    continue
                }
                (crc, length, deflatedStart, state) = (0, 0, position, .deflated)
            case .deflated: filled += try inflateSome(into: UnsafeMutableRawBufferPointer(rebasing: output[filled...]))
            case .betweenMembers: try startNextMember()
            case .ended: return filled
            }
        }
        return filled
    }

    /// Offset in the file of the next compressed byte.
    private var position: UInt64 { source.offset - UInt64(pending.count) }

    /// Moves what is left to the front of the buffer and reads more behind it. The bytes before it, used already, come
    /// along: an inflater may give some of them back.
    private func refill() throws(InputError) {
        let kept = compressed[(pending.lowerBound - GzipStream.headroom)..<pending.upperBound]
        let left = pending.count
        compressed.copyMemory(from: UnsafeRawBufferPointer(rebasing: kept))
        pending = GzipStream.headroom..<(GzipStream.headroom + left)
        let room = UnsafeMutableRawBufferPointer(rebasing: compressed[pending.upperBound...])
        guard !room.isEmpty else { return }
        let count = try source.read(into: room)
        sourceEnded = count == 0
        pending = pending.lowerBound..<(pending.upperBound + count)
    }

    private func nextByte() throws(InputError) -> UInt8? {
        if pending.isEmpty, !sourceEnded { try refill() }
        guard let first = pending.first else { return nil }
        pending = (first + 1)..<pending.upperBound
        return compressed[first]
    }

    /// Reads a member's header; false where that ended the stream.
    private func complete(_ header: inout GzipHeader) throws(InputError) -> Bool {
        while !header.isWhole, header.damage == nil {
            guard let byte = try nextByte() else {
                try endTruncated()
                return false
            }
            header.add(byte)
        }
        if let damage = header.damage { try endCorrupt(damage) }
        return header.damage == nil
    }

    private func inflateSome(into output: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        guard let inflater else { return 0 }
        if pending.isEmpty, !sourceEnded { try refill() }
        let step = inflater.inflate(UnsafeRawBufferPointer(rebasing: compressed[pending]), into: output)
        let produced = UnsafeRawBufferPointer(rebasing: output.prefix(step.produced))
        crc = inflater.checksum(crc, produced)
        length &+= UInt32(truncatingIfNeeded: step.produced)
        offset += UInt64(step.produced)
        pending = (pending.lowerBound + step.consumed)..<pending.upperBound
        switch step.status {
        case .ended(let surplus):
            pending = (pending.lowerBound - surplus)..<pending.upperBound
            try checkTrailer()
        case .corrupt(let words): try endCorrupt(words)
        case .unfinished:
            // No progress: more input is needed, and where there is none the member is cut.
            if step.produced == 0, step.consumed == 0, sourceEnded { try endTruncated() }
        }
        return step.produced
    }

    /// Most bytes of a deflate stream that holds nothing: one stored block.
    private static let emptyStreamLength: UInt64 = 5

    /// Checksum and length of the member (RFC 1952, 2.3.1).
    private func checkTrailer() throws(InputError) {
        // The checksum of nothing proves nothing: ISA-L takes code sets that zlib refuses for a stream without content.
        if length == 0, position - deflatedStart > GzipStream.emptyStreamLength, !inflation.hasLastWord {
            throw .mustReadAgain(path: path)
        }
        var trailer: UInt64 = 0
        for index in UInt64(0)..<8 {
            guard let byte = try nextByte() else { return try endTruncated() }
            trailer |= UInt64(byte) << (8 * index)
            if index == 3, UInt32(truncatingIfNeeded: trailer) != crc { return try endCorrupt("incorrect data check") }
        }
        guard UInt32(truncatingIfNeeded: trailer >> 32) == length else {
            return try endCorrupt("incorrect length check")
        }
        state = .betweenMembers
        lastEnd = position
    }

    /// Decides what follows a member: another one, padding, the end, or something that is not gzip.
    private func startNextMember() throws(InputError) {
        let magic = GzipHeader.magic
        while true {
            while pending.count < magic.count, !sourceEnded { try refill() }
            guard let first = pending.first else {
                state = .ended
                return
            }
            if compressed[first] == 0 {
                pending = (first + 1)..<pending.upperBound
                continue
            }
            guard compressed[pending].starts(with: magic) else { break }
            member += 1
            state = .header(GzipHeader())
            return
        }
        while !sourceEnded {
            pending = GzipStream.headroom..<GzipStream.headroom
            try refill()
        }
        try end(
            "\(source.offset - lastEnd) bytes after the last gzip member at offset \(lastEnd) are not gzip",
            isCut: false)
    }

    private var place: String {
        "the compressed data ends at byte \(position) of the file, the content at byte \(offset); "
            + "what came before is read, what follows is lost"
    }

    private func endTruncated() throws(InputError) {
        try end("gzip member \(member) is truncated: \(place)", isCut: true)
    }

    private func endCorrupt(_ words: String) throws(InputError) {
        try end("gzip member \(member) is corrupt (\(words)): \(place)", isCut: true)
    }

    private func end(_ damage: String, isCut: Bool) throws(InputError) {
        if !inflation.hasLastWord { throw .mustReadAgain(path: path) }
        self.damage = damage
        self.isCut = isCut
        state = .ended
    }
}
