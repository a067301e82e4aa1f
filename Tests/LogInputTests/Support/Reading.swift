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

    /// Reads a file to its end, with buffers of any size.
    init(
        _ path: String, digest: Bool = true, chunkSize: Int = InputReader.chunkSize, readSize: Int = SourceFile.readSize
    ) throws {
        let input = DiscoveredInput(path: path)
        let reader = try InputReader(input, digest: digest, chunkSize: chunkSize, readSize: readSize)
        var text: [UInt8] = []
        while try reader.nextChunk({ text.append(contentsOf: $0) }) {}
        format = reader.format
        encoding = reader.encoding
        byteOrderMarkLength = reader.byteOrderMarkLength
        unread = reader.unread
        self.text = text
        self.digest = reader.finish()
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
