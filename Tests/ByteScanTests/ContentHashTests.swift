import AccessModel
import ByteScan
import CByteScan
import Testing

@Suite struct ContentHashTests {
    private func id(_ bytes: [UInt8]) -> String {
        var hash = ContentHash()
        bytes.withUnsafeBytes { hash.update($0) }
        return hash.id.hex
    }

    /// Values of the published algorithm (h1 then h2) for texts others print as well.
    @Test(arguments: [
        ("", "00000000000000000000000000000000"), ("hello", "cbd8a7b341bd9b025b1e906a48ae1d19"),
        ("hello, world", "342fac623a5ebc8e4cdcbc079642414d"),
        ("19 Jan 2038 at 3:14:07 AM", "b89e5988b737affc664fc2950231b2cb"),
        ("The quick brown fox jumps over the lazy dog.", "cd99481f9ee902c9695da1a38987b6e7"),
    ]) func knownAnswers(text: String, hex: String) { #expect(id(Array(text.utf8)) == hex) }

    /// The check SMHasher runs on every MurmurHash3_x64_128: keys of 0...255 bytes, each with another seed.
    @Test func publishedVerificationValue() {
        var hashes: [UInt8] = []
        for length in 0..<256 {
            let key = (0..<length).map { UInt8($0) }
            var state = cbs_murmur3_begin(UInt32(256 - length))
            cbs_murmur3_update(&state, key, key.count)
            let digest = cbs_murmur3_digest(&state)
            for half in [digest.high, digest.low] {
                for shift in 0..<8 { hashes.append(UInt8(half >> (8 * shift) & 255)) }
            }
        }
        var state = cbs_murmur3_begin(0)
        cbs_murmur3_update(&state, hashes, hashes.count)
        #expect(UInt32(truncatingIfNeeded: cbs_murmur3_digest(&state).high) == 0x6384_BA69)
    }

    private static let sample = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }

    @Test(arguments: [1, 7, 15, 16, 17, 255, 256, 257, 4096, 65_535, 65_536, 100_000, 300_000])
    func cutsMakeNoDifference(size: Int) {
        var whole = ContentHash()
        Self.sample.withUnsafeBytes { whole.update($0) }
        var pieces = ContentHash()
        for start in stride(from: 0, to: Self.sample.count, by: size) {
            Self.sample[start..<min(start + size, Self.sample.count)].withUnsafeBytes { pieces.update($0) }
        }
        #expect(pieces.id == whole.id && pieces.checkpoints == whole.checkpoints && pieces.count == 300_000)
    }

    @Test func checkpointsAreTheIDsOfThePrefixes() {
        var hash = ContentHash()
        Self.sample.withUnsafeBytes { hash.update($0) }
        #expect(hash.checkpoints.map(\.offset) == (1...300_000).map(UInt64.init).filter(ContentCheckpoint.isGridOffset))
        for checkpoint in hash.checkpoints {
            #expect(checkpoint.hash.hex == id(Array(Self.sample.prefix(Int(checkpoint.offset)))))
        }
    }

    @Test func askingDoesNotEndTheHash() {
        var hash = ContentHash()
        Array("hel".utf8).withUnsafeBytes { hash.update($0) }
        _ = hash.id
        Array("lo".utf8).withUnsafeBytes { hash.update($0) }
        #expect(hash.id.hex == "cbd8a7b341bd9b025b1e906a48ae1d19")
        hash.update(UnsafeRawBufferPointer(start: nil, count: 0))
        #expect(hash.count == 5)
    }
}

@Suite struct AgentHashTests {
    @Test func agentHashIsFixed() {
        #expect(Array("hello".utf8).withUnsafeBytes { agentHash($0) } == 0xcbd8_a7b3_41bd_9b02)
        #expect(agentHash(UnsafeRawBufferPointer(start: nil, count: 0)) == 0)
    }
}

@Suite struct ByteSearchTests {
    @Test func findsWhereANaiveSearchFinds() {
        let text = Array("abcabdabcabcabd\0abd".utf8)
        text.withUnsafeBytes { bytes in
            for start in 0...text.count {
                let naive = (start..<max(start, text.count - 2)).first { text[$0...].starts(with: Array("abd".utf8)) }
                #expect(bytes.firstOffset(of: "abd", from: start) == naive)
                #expect(bytes.firstOffset(ofByte: 0, from: start) == (start <= 15 ? 15 : nil))
            }
            #expect(bytes.firstOffset(of: "abe") == nil)
            #expect(bytes.firstOffset(of: "a", from: -1) == nil)
        }
        #expect(UnsafeRawBufferPointer(start: nil, count: 0).firstOffset(of: "a") == nil)
    }
}
