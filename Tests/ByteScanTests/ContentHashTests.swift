import AccessModel
import ByteScan
import Testing

@Suite struct ContentHashTests {
    private func id(_ bytes: [UInt8]) -> String {
        var hash = ContentHash()
        bytes.withUnsafeBytes { hash.update($0) }
        return hash.id.hex
    }

    /// As `xxh128sum` prints them.
    @Test(arguments: [
        ("", "99aa06d3014798d86001c324468d497f"), ("hello", "b5e9c1ad071b3e7fc779cfaa5e523818"),
    ]) func knownAnswers(text: String, hex: String) { #expect(id(Array(text.utf8)) == hex) }

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
        #expect(hash.id.hex == "b5e9c1ad071b3e7fc779cfaa5e523818")
        hash.update(UnsafeRawBufferPointer(start: nil, count: 0))
        #expect(hash.count == 5)
    }
}

@Suite struct AgentHashTests {
    @Test func agentHashIsFixed() {
        #expect(Array("hello".utf8).withUnsafeBytes { agentHash($0) } == 0x9555_e855_5c62_dcfd)
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
