import AccessModel
import Foundation

/// An input's grid checkpoints as stored: for each the offset and the hash, 24 bytes, most significant byte first.
struct CheckpointList {
    static let entryBytes = 24

    let data: Data

    init(data: Data) { self.data = data }

    init(_ checkpoints: [ContentCheckpoint]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(checkpoints.count * CheckpointList.entryBytes)
        for checkpoint in checkpoints where ContentCheckpoint.isGridOffset(checkpoint.offset) {
            bytes += withUnsafeBytes(of: checkpoint.offset.bigEndian, Array.init)
            bytes += CheckpointList.bytes(of: checkpoint.hash)
        }
        data = Data(bytes)
    }

    /// Entries up to `length`, as raw bytes of offset and hash: equal entries are equal checkpoints.
    func entries(upTo length: UInt64) -> [[UInt8]] {
        stride(from: 0, to: data.count - data.count % CheckpointList.entryBytes, by: CheckpointList.entryBytes)
            .map { start in Array(data.dropFirst(start).prefix(CheckpointList.entryBytes)) }
            .filter { CheckpointList.offset(of: $0) <= length }
    }

    static func offset(of entry: [UInt8]) -> UInt64 {
        entry.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func bytes(of hash: ContentID) -> [UInt8] {
        let digits = Array(hash.hex.utf8)
        return (0..<16).map { index in
            guard digits.count == 32 else { return 0 }
            return nibble(digits[2 * index]) << 4 | nibble(digits[2 * index + 1])
        }
    }

    private static func nibble(_ digit: UInt8) -> UInt8 {
        digit >= UInt8(ascii: "a") ? digit &- UInt8(ascii: "a") &+ 10 : digit &- UInt8(ascii: "0")
    }
}
