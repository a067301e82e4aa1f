public import AccessModel
import CByteScan

/// The running **content id** of an input, and its checkpoints.
///
/// Content id: MurmurHash3_x64_128 (Austin Appleby, public domain) with seed 0 over the decompressed bytes of the input
/// before any transcoding, byte order mark included; the two 64-bit halves h1 and h2 as 16 lower-case hexadecimal digits
/// each, h1 first. The empty input is 32 zeros, `hello` is `cbd8a7b341bd9b025b1e906a48ae1d19`.
///
/// It finds equal and contained inputs fast; it proves nothing against somebody who makes two contents collide on
/// purpose. Custody rests on SHA-256.
public struct ContentHash: Sendable {
    private var state = cbs_murmur3_begin(0)
    private var marks: [(offset: UInt64, high: UInt64, low: UInt64)] = []

    public init() {}

    /// Bytes seen so far.
    public var count: UInt64 { state.length }

    /// The id of the bytes seen so far. Does not end the hash.
    public var id: ContentID {
        let digest = withUnsafePointer(to: state) { cbs_murmur3_digest($0) }
        return ContentID(high: digest.high, low: digest.low)
    }

    /// Adds the next bytes. Where they are cut makes no difference.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes
        while !rest.isEmpty {
            let distance = ContentHash.nextGridOffset(after: state.length) - state.length
            let taken = rest.prefix(Int(clamping: distance))
            cbs_murmur3_update(&state, taken.base.baseAddress.map { $0 + taken.startIndex }, taken.count)
            if ContentCheckpoint.isGridOffset(state.length) {
                let digest = cbs_murmur3_digest(&state)
                marks.append((state.length, digest.high, digest.low))
            }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(taken.count))
        }
    }

    /// The id at every grid offset passed, in order.
    public var checkpoints: [ContentCheckpoint] {
        marks.map { ContentCheckpoint(offset: $0.offset, hash: ContentID(high: $0.high, low: $0.low)) }
    }

    /// The first offset greater than `offset` at which `ContentCheckpoint.isGridOffset` holds.
    static func nextGridOffset(after offset: UInt64) -> UInt64 {
        var grid: UInt64 = 256
        while grid <= offset, grid < 65_536 { grid <<= 1 }
        return grid > offset ? grid : (offset / 65_536 &+ 1) &* 65_536
    }
}
