import CZlib

/// Packs bytes into one gzip member (RFC 1952) whose bytes depend on the content alone: no name, no time.
public final class GzipPacker {
    private static let room = 1 << 18
    /// Lines repeat themselves: higher levels take three times as long for a tenth less.
    private static let level: Int32 = 6

    /// zlib remembers the address: it must not move.
    private let stream: UnsafeMutablePointer<z_stream>

    public init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let code = czlib_deflate_init_gzip(stream, GzipPacker.level)
        // Only memory can be missing.
        guard code == Z_OK else { fatalError("zlib cannot begin: code \(code)") }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// What is to be written for the next bytes, or at the end.
    public func pack(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
        var (input, packed) = (bytes, [UInt8]())
        var room = [UInt8](repeating: 0, count: GzipPacker.room)
        input.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            var code = Z_OK
            repeat {
                room.withUnsafeMutableBufferPointer { output in
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(output.count)
                    code = deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                    packed.append(contentsOf: output[..<(output.count - Int(stream.pointee.avail_out))])
                }
            } while stream.pointee.avail_out == 0 && code == Z_OK
            stream.pointee.next_in = nil
        }
        return packed
    }
}
