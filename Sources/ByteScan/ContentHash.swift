public import AccessModel
import CXXHash

/// The running **content id** of an input, and its checkpoints.
///
/// Content id: XXH3, 128 bits (Yann Collet, xxHash), seed 0, over the decompressed bytes of the input before any
/// transcoding, byte order mark included; written as `xxh128sum` prints it: the canonical big-endian form, 32 lower-case
/// hexadecimal digits. The empty input is `99aa06d3014798d86001c324468d497f`.
///
/// It finds equal and contained inputs fast; it proves nothing against somebody who makes two contents collide on
/// purpose. Custody rests on SHA-256.
///
/// XXH3 because it takes 0.065 ns per byte fed by 256 KiB where MurmurHash3 x64 128 took 0.155 in the same run, and
/// because anybody can check an id with a tool of its authors.
public struct ContentHash: ~Copyable {
    private let state: OpaquePointer
    private var marks: [(offset: UInt64, high: UInt64, low: UInt64)] = []

    /// Bytes seen so far.
    public private(set) var count: UInt64 = 0

    public init() {
        // 576 bytes: where even they are not to be had, Swift's own allocations end the process as well.
        guard let state = XXH3_createState() else { fatalError("out of memory") }
        self.state = state
        XXH3_128bits_reset(state)
    }

    deinit { XXH3_freeState(state) }

    /// The id of the bytes seen so far. Does not end the hash.
    public var id: ContentID {
        let digest = XXH3_128bits_digest(state)
        return ContentID(high: digest.high64, low: digest.low64)
    }

    /// The first half of the id of bytes that are all there: without the state of a running hash, which for a line costs
    /// more than the hash.
    public static func firstHalf(of bytes: UnsafeRawBufferPointer) -> UInt64 {
        XXH3_128bits(bytes.baseAddress, bytes.count).high64
    }

    /// Adds the next bytes. Where they are cut makes no difference.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes
        while !rest.isEmpty {
            let distance = ContentHash.nextGridOffset(after: count) - count
            let taken = UnsafeRawBufferPointer(rebasing: rest.prefix(Int(clamping: distance)))
            XXH3_128bits_update(state, taken.baseAddress, taken.count)
            count += UInt64(taken.count)
            if ContentCheckpoint.isGridOffset(count) {
                let digest = XXH3_128bits_digest(state)
                marks.append((count, digest.high64, digest.low64))
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
