import Foundation
import Testing

@testable import SyntheticEstate

@Suite struct EstateGeneratorTests {
    @Test func sameSeedGivesTheSameBytes() throws {
        let first = try TestEstate.small()
        let second = try TestEstate(seed: 5)
        let other = try TestEstate(seed: 6)
        #expect(first.truth == second.truth)
        #expect(first.files == second.files)
        #expect(first.files != other.files)
    }

    /// Compressed files are compared by their text: zlib versions compress differently.
    @Test func theCheckedInSampleIsWhatTheGeneratorWrites() throws {
        let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("samples/estate")
        let made = try TestEstate.small(EstateGenerator.sampleSeed)
        let expected = made.files
        let found = try TestEstate.files(in: sample.path)
        #expect(found.keys.sorted() == expected.keys.sorted())
        for (name, content) in expected.sorted(by: { $0.key < $1.key }) {
            let same = try found[name].map { try Gzip.text(of: $0).bytes } == Gzip.text(of: content).bytes
            #expect(same, "\(name) differs: generate the sample again (seed \(EstateGenerator.sampleSeed))")
        }
        let text = try Data(contentsOf: sample.appendingPathComponent("truth.json"))
        #expect(try Truth(json: text) == made.truth)
    }

    @Test func nothingIsOverwritten() throws {
        let folder = TestEstate.newFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let precious = URL(fileURLWithPath: folder + "/precious.txt")
        try Data("mine".utf8).write(to: precious)
        #expect(throws: SyntheticEstateError.self) { try EstateGenerator(seed: 5).generate(into: folder) }
        #expect(try TestEstate.files(in: folder) == ["precious.txt": Data("mine".utf8)])
    }

    /// Documentation and private ranges, loopback, nothing else: no log points at anybody real.
    @Test func everyAddressIsReservedForDocumentationOrPrivate() throws {
        let reserved = ["10.", "192.0.2.", "198.51.100.", "203.0.113.", "127.0.0.1"]
        // Versions of browsers look like addresses; none of them is a client.
        let browsers = /\d+\.0\.0\.0/
        for (name, content) in try TestEstate.small().files where name.hasPrefix("logs/") {
            let bytes = try Gzip.text(of: content).bytes.filter { $0 != 0 }
            let text = String(decoding: bytes, as: UTF8.self)
            for match in text.matches(of: /\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/) {
                let address = String(match.output)
                let isKnown = reserved.contains { address.hasPrefix($0) } || address.wholeMatch(of: browsers) != nil
                #expect(isKnown, "\(name): \(address)")
            }
        }
    }

    /// A reader that looks for a log contained in another compares their beginnings.
    @Test func noTwoLogsBeginAlikeButTheGrowingCopy() throws {
        let estate = try TestEstate.small()
        var beginnings: [[UInt8]: [String]] = [:]
        for file in estate.truth.inputs.files where file.format == "w3c" {
            beginnings[Array(try estate.text(file.path).bytes.prefix(256)), default: []].append(file.path)
        }
        let alike = beginnings.values.filter { $0.count > 1 }
        #expect(alike.count == 1)
        #expect(alike.first?.contains { $0.hasSuffix(" - copy.log") } == true)
    }
}
