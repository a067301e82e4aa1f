import AccessModel
import Testing

@testable import LogInput

@Suite struct GzipTests {
    private let folder: TemporaryFolder
    private static let log = Array(
        ("#Fields: date time c-ip\r\n"
            + (0..<400).map { "2024-01-01 00:00:01 10.0.\($0 / 256).\($0 % 256)\r\n" }.joined()).utf8)

    init() throws { folder = try TemporaryFolder() }

    private func read(_ bytes: [UInt8], chunkSize: Int = 262_144, readSize: Int = 262_144) throws -> Reading {
        try Reading(folder.write("input.gz", bytes), chunkSize: chunkSize, readSize: readSize)
    }

    @Test func oneMember() throws {
        let file = gzip(Self.log)
        let reading = try read(file)
        #expect(reading.text == Self.log)
        #expect(reading.format == .w3c)
        #expect(reading.digest.damage.isEmpty && !reading.digest.isCut)
        #expect(reading.digest.bytes == UInt64(file.count) && reading.digest.contentBytes == UInt64(Self.log.count))
    }

    @Test func membersAreOneContent() throws {
        let cut = 1000
        let file = gzip(Self.log[..<cut]) + gzip([]) + gzip([]) + gzip(Self.log[cut...]) + gzip([])
        let reading = try read(file)
        #expect(reading.text == Self.log && reading.digest.damage.isEmpty)
        #expect(reading.digest.content == (try read(gzip(Self.log))).digest.content)
        #expect(try read(file, readSize: 1) == reading)
    }

    @Test(arguments: [1, 2, 3, 511, 512, 4096]) func nulPaddingIsNoDamage(length: Int) throws {
        let padding = [UInt8](repeating: 0, count: length)
        let padded = try read(gzip(Self.log) + padding)
        #expect(padded.text == Self.log && padded.digest.damage.isEmpty)
        #expect(padded.digest.bytes == UInt64(gzip(Self.log).count + length))
        // Tapes and block devices pad every member.
        let two = try read(gzip(Self.log) + padding + gzip(Self.log) + padding, readSize: 7)
        #expect(two.text == Self.log + Self.log && two.digest.damage.isEmpty)
    }

    @Test(
        arguments: [
            [0x1F], [0x1F, 0x8B], [0x41], Array("trailing garbage".utf8), [0, 0, 0x41], [0x1F, 0x8B, 0x07, 0],
        ] as [[UInt8]])
    func whatFollowsTheLastMemberIsNamed(tail: [UInt8]) throws {
        let member = gzip(Self.log)
        for readSize in [3, 262_144] {
            let reading = try read(member + tail, readSize: readSize)
            #expect(reading.text == Self.log)
            #expect(
                reading.digest.damage.hasPrefix(
                    "\(tail.count) bytes after the last gzip member at offset \(member.count)"))
            #expect(!reading.digest.isCut)
            #expect(reading.digest.bytes == UInt64(member.count + tail.count))
        }
    }

    /// Cut anywhere: what could be inflated before the cut comes, and the damage is named.
    @Test func everyTruncationIsNamed() throws {
        let file = gzip(Self.log)
        var delivered = 0
        for length in stride(from: 3, to: file.count, by: 13) {
            let reading = try read(Array(file.prefix(length)))
            #expect(reading.text == Array(Self.log.prefix(reading.text.count)))
            #expect(reading.text.count >= delivered)
            delivered = reading.text.count
            #expect(reading.digest.isCut)
            #expect(reading.digest.damage.contains("gzip member 1 is truncated"))
            #expect(reading.digest.damage.contains("byte \(length) of the file, the content at byte \(delivered)"))
        }
        // Only the trailer missing: the content is whole.
        let reading = try read(Array(file.dropLast(8)))
        #expect(reading.text == Self.log && reading.digest.isCut)
    }

    @Test func aHeaderAloneIsAnEmptyContentWithDamage() throws {
        for length in [2, 3, 10] {
            let reading = try read(Array(gzip(Self.log).prefix(length)))
            #expect(reading.format == .empty && reading.text.isEmpty && reading.digest.isCut)
        }
        let whole = try read(gzip([]))
        #expect(whole.format == .empty && whole.digest.damage.isEmpty && whole.digest.contentBytes == 0)
    }

    @Test func aSecondMemberCutKeepsTheFirst() throws {
        let file = gzip(Self.log) + gzip(Self.log).prefix(200)
        let reading = try read(file)
        #expect(reading.text.starts(with: Self.log) && reading.digest.isCut)
        #expect(reading.digest.damage.contains("gzip member 2 is truncated"))
    }

    @Test func aWrongChecksumIsDamageBehindTheContent() throws {
        var file = gzip(Self.log)
        file[file.count - 6] ^= 0xFF
        let reading = try read(file + gzip(Self.log))
        #expect(reading.text == Self.log && reading.digest.isCut)
        #expect(reading.digest.damage.contains("corrupt (incorrect data check)"))
        // The file as found is hashed to its end all the same.
        #expect(reading.digest.bytes == UInt64(file.count * 2))
    }

    @Test func corruptDataEndsTheContent() throws {
        var file = gzip(Self.log, level: 0)
        file[10] = 0x07  // a block of the reserved type
        let reading = try read(file)
        #expect(reading.text.isEmpty && reading.digest.damage.contains("corrupt (invalid block type)"))
    }

    @Test func anotherMethodIsNoGzip() throws {
        let reading = try read([0x1F, 0x8B, 0x07, 0, 0, 0, 0, 0])
        #expect(reading.format == .unknown && reading.digest.damage.isEmpty)
    }

    /// 256 MiB of NULs in 250 KB: chunks stay small and it ends.
    @Test func aHighRatioCostsNoMemory() throws {
        var file: [UInt8] = []
        let member = gzip([UInt8](repeating: 0x20, count: 1 << 24), level: 9)
        for _ in 0..<16 { file += member }
        let reader = try InputReader(DiscoveredInput(path: folder.write("bomb.gz", file)), digest: false)
        var total = 0
        var largest = 0
        while try reader.nextChunk({
            total += $0.count
            largest = max(largest, $0.count)
        }) {}
        #expect(total == 1 << 28)
        #expect(largest <= InputReader.chunkSize)
        #expect(try reader.finish().damage.isEmpty)
    }

    @Test func gzipInGzipIsNamed() throws {
        let reading = try read(gzip(gzip(Self.log)))
        #expect(reading.format == .archive)
        #expect(reading.unread?.reason.contains("compressed with gzip: it lies in more containers") == true)
    }
}
