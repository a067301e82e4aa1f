import AccessModel

@testable import LogInput

/// Everything one reading of an input gives.
struct Reading: Equatable {
    var format: LogFormat
    var encoding: SourceEncoding
    var byteOrderMarkLength: UInt64
    var text: [UInt8]
    var digest: InputDigest
    var unread: UnreadInput?

    /// Reads a file to its end, with buffers of any size; again with the reference where that is asked for.
    init(
        _ path: String, digest: Bool = true, chunkSize: Int = InputReader.chunkSize,
        readSize: Int = SourceFile.readSize, inflation: Inflation = .fastest
    ) throws {
        do {
            self = try Reading(once: path, digest, chunkSize, readSize, inflation)
        } catch InputError.mustReadAgain where inflation == .fastest {
            self = try Reading(once: path, digest, chunkSize, readSize, .reference)
        }
    }

    private init(
        once path: String, _ digest: Bool, _ chunkSize: Int, _ readSize: Int, _ inflation: Inflation
    ) throws {
        let reader = try InputReader(
            DiscoveredInput(path: path), digest: digest, chunkSize: chunkSize, readSize: readSize, inflation: inflation)
        var text: [UInt8] = []
        while try reader.nextChunk({ text.append(contentsOf: $0) }) {}
        format = reader.format
        encoding = reader.encoding
        byteOrderMarkLength = reader.byteOrderMarkLength
        unread = reader.unread
        self.text = text
        self.digest = try reader.finish()
    }
}

/// SplitMix64 (Vigna, public domain): the same sequence for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
