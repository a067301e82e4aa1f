import AccessModel
import Testing

@testable import LogInput

/// The fastest inflater and the reference give the same of everything, and so does the header reader for both.
@Suite struct InflationTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func expectAgreement(
        _ file: [UInt8], readSize: Int = SourceFile.readSize, _ comment: Comment? = nil
    ) throws -> Reading {
        let path = try folder.write("input.gz", file)
        let reference = try Reading(path, readSize: readSize, inflation: .reference)
        #expect(try Reading(path, readSize: readSize) == reference, comment)
        return reference
    }

    private static func log(lines: Int) -> [UInt8] {
        var random = SeededGenerator(seed: 3)
        return Array(
            ("#Fields: date time c-ip cs-uri-stem sc-status\r\n"
                + (0..<lines).map { line in
                    "2024-01-01 00:00:\(line % 60) 10.0.0.\(UInt8.random(in: 0...255, using: &random)) /a/"
                        + "\(UInt16.random(in: .min ... .max, using: &random)).aspx 200\r\n"
                }.joined()).utf8)
    }

    /// Sound files never fall back, whatever the deflate blocks are made of.
    @Test(arguments: [Int32(0), 1, 6, 9]) func soundFilesAreInflatedAtOnce(level: Int32) throws {
        let log = Self.log(lines: 9000)
        let file = gzip(log.prefix(100_000), level: level) + gzip([]) + gzip(log.dropFirst(100_000), level: level)
        let path = try folder.write("input.gz", file)
        for readSize in [1, 2, 3, 5, 7, 8, 9, 11, 64, 4096, 262_144] {
            let reader = try InputReader(
                DiscoveredInput(path: path), digest: true, chunkSize: 10_000, readSize: readSize, inflation: .fastest)
            var text: [UInt8] = []
            while try reader.nextChunk({ text += $0 }) {}
            #expect(text == log && reader.damage.isEmpty)
        }
    }

    @Test func everyTruncationAgrees() throws {
        let file = gzip(Self.log(lines: 40))
        for length in 0..<file.count {
            let reading = try expectAgreement(Array(file.prefix(length)), "cut at \(length)")
            #expect(reading.digest.isCut == (length >= 2))
        }
        let two = file + file
        for length in file.count..<two.count {
            let reading = try expectAgreement(Array(two.prefix(length)), "cut at \(length)")
            #expect(reading.digest.isCut == (length >= file.count + 3))
        }
    }

    /// A stream with codes that only zlib refuses, and no content: the trailer of zeros is right for nothing. Found by the
    /// fuzzer.
    @Test func aMemberOfNothingIsReadByTheReference() throws {
        let member: [UInt8] = [
            0x1F, 0x8B, 0x08, 0x08, 0xEE, 0x6A, 0x05, 0x6B, 0x00, 0x03, 0x64, 0x61,
            0x74, 0x65, 0x2D, 0x63, 0x6F, 0x6C, 0x75, 0x6D, 0x6E, 0x2D, 0x6D, 0x69,
            0x73, 0x73, 0x69, 0x6E, 0x67, 0x75, 0x73, 0x74, 0x61, 0x72, 0x2E, 0x6C,
            0x6F, 0x67, 0x00, 0x85, 0x8F, 0x4D, 0x0B, 0xC2, 0x30, 0x0C, 0x86, 0xEF,
            0x83, 0xFD, 0x87, 0x80, 0xE7, 0xD6, 0xB4, 0x6E, 0xE2, 0x7A, 0xF6, 0x03,
            0x0F, 0x9E, 0x14, 0xEF, 0xB5, 0xCB, 0xB0, 0x60, 0x57, 0x69, 0xAB, 0xFE,
            0x7D, 0x3B, 0x87, 0x07, 0x61, 0x20, 0x04, 0x2A, 0x92, 0x37, 0x79, 0xF2,
            0x86, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        ]
        for file in [member, member + gzip(Self.log(lines: 3)), gzip(Self.log(lines: 3)) + member, member + [1, 2, 3]] {
            let reading = try expectAgreement(file)
            #expect(reading.digest.isCut && reading.digest.damage.contains("invalid distances set"))
        }
    }

    /// Damage behind what was delivered already: the reading begins again.
    @Test func lateDamageAgrees() throws {
        let log = Self.log(lines: 40_000)
        var file = gzip(log)
        file[file.count - 3000] ^= 0x10
        let path = try folder.write("late.gz", file)
        #if ISAL
            let reader = try InputReader(DiscoveredInput(path: path), digest: true)
            #expect(throws: InputError.mustReadAgain(path: path)) { while try reader.nextChunk({ _ in }) {} }
            #expect(throws: InputError.mustReadAgain(path: path)) {
                _ = try InputReader(DiscoveredInput(path: path), digest: true).finish()
            }
        #endif
        let reading = try expectAgreement(file)
        #expect(reading.digest.isCut && reading.text.count > 1_000_000 && reading.text.count < log.count)
        #expect(reading.digest.bytes == UInt64(file.count))
    }

    @Test(arguments: [UInt64(21), 22, 23]) func mutatedFilesAgree(seed: UInt64) throws {
        print("inflation seed: \(seed)")
        var random = SeededGenerator(seed: seed)
        let sound = [
            gzip(Self.log(lines: 60)), gzip(Self.log(lines: 60), level: 0), gzip(Self.log(lines: 3), level: 9),
        ]
        for round in 0..<400 {
            var file = sound[round % 3] + (round % 5 == 0 ? sound[2] : [])
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                // Half of them in the first block's header, where the inflaters differ most.
                let range = Bool.random(using: &random) ? file.indices : 0..<min(90, file.count)
                let position = Int.random(in: range, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: file.removeLast(min(file.count - 1, Int.random(in: 0...60, using: &random)))
                case 1: file[position] = UInt8.random(in: .min ... .max, using: &random)
                default: file[min(position, file.count - 1)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                }
            }
            _ = try expectAgreement(file, "round \(round) of seed \(seed)")
        }
    }

    // MARK: Headers and trailers

    private func crc16(_ bytes: [UInt8]) -> [UInt8] {
        let crc = bytes.withUnsafeBytes { ZlibInflater()?.checksum(0, $0) ?? 0 }
        return [UInt8(crc & 255), UInt8(crc >> 8 & 255)]
    }

    /// `gzip`'s member with other flags and what they announce.
    private func member(flags: UInt8, _ fields: [UInt8]) -> [UInt8] {
        var header = Array(gzip(Self.log(lines: 5)).prefix(10))
        header[3] = flags
        return header + fields + gzip(Self.log(lines: 5)).dropFirst(10)
    }

    @Test func everyHeaderFieldIsRead() throws {
        let extra: [UInt8] = [5, 0, 0x41, 0x50, 0x01, 0x00, 0x1F]
        let name = Array("Security.xml".utf8) + [0]
        let comment = Array("a comment\n".utf8) + [0]
        for flags in UInt8(0)..<32 {
            var fields = flags & 4 != 0 ? extra : []
            if flags & 8 != 0 { fields += name }
            if flags & 16 != 0 { fields += comment }
            if flags & 2 != 0 { fields += crc16(Array(member(flags: flags, fields).prefix(10 + fields.count))) }
            for readSize in [1, 262_144] {
                let reading = try expectAgreement(member(flags: flags, fields), readSize: readSize, "flags \(flags)")
                #expect(reading.text == Self.log(lines: 5) && reading.digest.damage.isEmpty)
            }
        }
        // An empty extra field, and a name longer than any buffer.
        #expect(try expectAgreement(member(flags: 4, [0, 0])).text == Self.log(lines: 5))
        let long = [UInt8](repeating: 0x41, count: 600_000) + [0]
        #expect(try expectAgreement(member(flags: 8, long)).text == Self.log(lines: 5))
    }

    @Test func damagedHeadersAndTrailersAreNamed() throws {
        let wrong = try expectAgreement(member(flags: 2, [0x12, 0x34]))
        #expect(wrong.text.isEmpty && wrong.digest.damage.contains("member 1 is corrupt (header crc mismatch)"))
        let reserved = try expectAgreement(member(flags: 0x20, []))
        #expect(reserved.digest.damage.contains("corrupt (unknown header flags set)"))
        var file = gzip(Self.log(lines: 5))
        file[file.count - 1] ^= 1
        let length = try expectAgreement(file)
        #expect(length.text == Self.log(lines: 5) && length.digest.damage.contains("corrupt (incorrect length check)"))
    }

    @Test func contentBeyondTheLimitIsStopped() throws {
        let file = gzip([UInt8](repeating: 0x20, count: 1 << 23), level: 9)
        let path = try folder.write("bomb.gz", file)
        func reading(floor: UInt64) throws -> InputDigest {
            try InputReader(
                DiscoveredInput(path: path), digest: true, chunkSize: 65_536, readSize: 65_536,
                expansionFloor: floor
            ).finish()
        }
        let whole = try reading(floor: 1 << 23)
        #expect(whole.damage.isEmpty && whole.contentBytes == 1 << 23)
        let stopped = try reading(floor: 1 << 23 - 1 << 20)
        #expect(stopped.isCut && stopped.damage.contains("more than 500 to 1") && stopped.contentBytes < 1 << 23)
        #expect(stopped.bytes == UInt64(file.count) && stopped.sha256 == whole.sha256)
        // A ratio that real logs reach is none, however large they are.
        let log = try folder.write("log.gz", gzip(Self.log(lines: 20_000)))
        let real = try InputReader(
            DiscoveredInput(path: log), digest: false, chunkSize: 65_536, readSize: 65_536, expansionFloor: 1
        ).finish()
        #expect(real.damage.isEmpty)
    }
}
