import CZlib

/// zlib's inflate: always there, and the reference.
final class ZlibInflater: Inflater {
    private let stream: UnsafeMutablePointer<z_stream>

    /// Nil where there is no memory.
    init?() {
        // On the heap for good: inflate's state points back to its stream.
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard czlib_inflate_init_raw(stream) == Z_OK else { return nil }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func begin() -> Bool { inflateReset(stream) == Z_OK }

    func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> InflateStep {
        // zlib counts in 32 bits; what does not fit is asked for in the next turn.
        let (given, room) = (UInt32(clamping: input.count), UInt32(clamping: output.count))
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = given
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = room
        let status = CZlib.inflate(stream, Z_NO_FLUSH)
        var step = InflateStep(
            consumed: Int(given - stream.pointee.avail_in), produced: Int(room - stream.pointee.avail_out),
            status: .unfinished)
        switch status {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: step.status = .ended(surplus: 0)
        default: step.status = .corrupt(stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(status)")
        }
        return step
    }

    func checksum(_ crc: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
        UInt32(crc32_z(UInt(crc), bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count))
    }
}
