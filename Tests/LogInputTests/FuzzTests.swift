import AccessModel
import Testing

@testable import LogInput

/// Damaged on purpose: nothing crashes, nothing hangs, and how the bytes are cut never changes what comes out.
@Suite struct FuzzTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func content(_ random: inout SeededGenerator) -> [UInt8] {
        let text = (0..<Int.random(in: 0...200, using: &random)).map { line in
            "2024-01-01 00:00:\(line % 60) 10.0.0.\(line % 7) \(["é", "a", "\u{1F600}", "-"][line % 4]) 200\n"
        }.joined()
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return UTF16Tests.bytes([0xFEFF] + Array(text.utf16), littleEndian: true)
        case 1: return UTF16Tests.bytes([0xFEFF] + Array(text.utf16), littleEndian: false)
        case 2: return [0xEF, 0xBB, 0xBF] + Array(text.utf8)
        default: return Array(text.utf8)
        }
    }

    private func damaged(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
            let position = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes.removeLast(min(bytes.count, Int.random(in: 0...40, using: &random)))
            case 2: bytes.insert(UInt8.random(in: .min ... .max, using: &random), at: position)
            default: bytes.append(contentsOf: [UInt8](repeating: 0, count: Int.random(in: 0...9, using: &random)))
            }
        }
        return bytes
    }

    @Test(arguments: [UInt64(11), 12, 13]) func chunkingNeverChangesTheOutput(seed: UInt64) throws {
        print("input fuzzing seed: \(seed)")
        var random = SeededGenerator(seed: seed)
        for round in 0..<60 {
            var file = damaged(content(&random), &random)
            if round % 3 != 0 {
                file = gzip(file)
                if round % 3 == 1 { file += gzip(content(&random)) }
                file = damaged(file, &random)
            }
            let path = try folder.write("fuzz", file)
            let reference = try Reading(path)
            #expect(reference.digest.bytes == UInt64(file.count))
            for _ in 0..<3 {
                let again = try Reading(
                    path, chunkSize: Int.random(in: 1...97, using: &random),
                    readSize: Int.random(in: 1...61, using: &random))
                #expect(again == reference, "round \(round) of seed \(seed)")
            }
        }
    }
}
