import CZlib

/// Inflates gzip (RFC 1952) piece by piece: any number of members, NUL padding after them, damage named.
///
/// Memory is flat whatever the ratio: at most one compressed and one caller's buffer are in flight, and every step
/// consumes a byte, produces one, or ends.
final class GzipStream {
    /// First bytes of a member: magic and the one compression method there is.
    static let magic: [UInt8] = [0x1F, 0x8B, 0x08]

    /// What was wrong, in words with offsets; empty where nothing was.
    private(set) var damage = ""
    /// True where content is missing: the damage is inside a member, not behind the last.
    private(set) var isCut = false

    private enum State { case insideMember, betweenMembers, ended }

    private let source: SourceFile
    private let stream: UnsafeMutablePointer<z_stream>
    private let compressed: UnsafeMutableRawBufferPointer
    private var state = State.insideMember
    private var sourceEnded = false
    private var member: UInt64 = 1
    private var inflated: UInt64 = 0
    /// Where the last whole member ended in the file.
    private var lastEnd: UInt64 = 0

    init(_ source: SourceFile, readSize: Int) {
        self.source = source
        // On the heap for good: inflate's state points back to its stream.
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        compressed = .allocate(byteCount: max(readSize, GzipStream.magic.count), alignment: 16)
        if czlib_inflate_init_gzip(stream) != Z_OK { end("zlib has no memory to inflate it", isCut: true) }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        compressed.deallocate()
    }

    /// Fills `output` with decompressed bytes; fewer than it holds only at the end, 0 after it.
    func read(into output: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        var filled = 0
        while filled < output.count, state != .ended {
            if state == .betweenMembers {
                try startNextMember()
            } else {
                filled += try inflateSome(into: UnsafeMutableRawBufferPointer(rebasing: output[filled...]))
            }
        }
        return filled
    }

    private var available: Int { Int(stream.pointee.avail_in) }

    /// Offset in the file of the next compressed byte.
    private var position: UInt64 { source.offset - UInt64(available) }

    /// Moves what is left to the front of the buffer and reads more behind it.
    private func refill() throws(InputError) {
        let left = available
        if left > 0, let next = stream.pointee.next_in, let base = compressed.baseAddress { memmove(base, next, left) }
        let room = UnsafeMutableRawBufferPointer(rebasing: compressed[left...])
        guard !room.isEmpty else { return }
        let count = try source.read(into: room)
        sourceEnded = count == 0
        stream.pointee.next_in = compressed.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(left + count)
    }

    private func inflateSome(into output: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        if available == 0, !sourceEnded { try refill() }
        // zlib counts in 32 bits; what does not fit is asked for in the next turn.
        let room = UInt32(clamping: output.count)
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = room
        let before = available
        let status = inflate(stream, Z_NO_FLUSH)
        let produced = Int(room - stream.pointee.avail_out)
        inflated += UInt64(produced)
        switch status {
        case Z_OK where produced > 0 || available < before: break
        case Z_STREAM_END:
            state = .betweenMembers
            lastEnd = position
        case Z_OK, Z_BUF_ERROR:
            // No progress: more input is needed, and where there is none the member is cut.
            if sourceEnded || available > 0 {
                end("gzip member \(member) is truncated: \(place)", isCut: true)
            }
        default:
            let detail = stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(status)"
            end("gzip member \(member) is corrupt (\(detail)): \(place)", isCut: true)
        }
        return produced
    }

    private var place: String {
        "the compressed data ends at byte \(position) of the file, the content at byte \(inflated); "
            + "what came before is read, what follows is lost"
    }

    /// Decides what follows a member: another one, padding, the end, or something that is not gzip.
    private func startNextMember() throws(InputError) {
        while true {
            while available < GzipStream.magic.count, !sourceEnded { try refill() }
            guard let next = stream.pointee.next_in, available > 0 else {
                state = .ended
                return
            }
            if next[0] == 0 {
                stream.pointee.next_in = next + 1
                stream.pointee.avail_in -= 1
                continue
            }
            let begin = UnsafeBufferPointer(start: next, count: min(available, GzipStream.magic.count))
            guard begin.elementsEqual(GzipStream.magic) else { break }
            guard inflateReset(stream) == Z_OK else {
                end("zlib cannot continue after gzip member \(member)", isCut: true)
                return
            }
            member += 1
            state = .insideMember
            return
        }
        while !sourceEnded {
            stream.pointee.avail_in = 0
            try refill()
        }
        end(
            "\(source.offset - lastEnd) bytes after the last gzip member at offset \(lastEnd) are not gzip",
            isCut: false)
    }

    private func end(_ damage: String, isCut: Bool) {
        self.damage = damage
        self.isCut = isCut
        state = .ended
    }
}
