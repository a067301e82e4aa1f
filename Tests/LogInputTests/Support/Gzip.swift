import CZlib

/// One gzip member holding `content`, made by zlib itself.
func gzip(_ content: some Collection<UInt8>, level: Int32 = 6) -> [UInt8] {
    let source = Array(content)
    var stream = z_stream()
    guard czlib_deflate_init_gzip(&stream, level) == Z_OK else { return [] }
    defer { deflateEnd(&stream) }
    return source.withUnsafeBufferPointer { input in
        let bound = Int(deflateBound(&stream, UInt(source.count))) + 32
        return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.avail_in = UInt32(source.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(bound)
            _ = deflate(&stream, Z_FINISH)
            count = bound - Int(stream.avail_out)
        }
    }
}
