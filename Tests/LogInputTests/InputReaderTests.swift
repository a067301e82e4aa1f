import AccessModel
import ByteScan
import Foundation
import Glibc
import Testing

@testable import LogInput

@Suite(.serialized) struct InputReaderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let log = Array(
        ("#Fields: date time c-ip\n" + String(repeating: "2024-01-01 00:00:01 10.0.0.1\n", count: 40_000)).utf8)

    @Test func theCustodyHashIsOfTheFileAsFound() throws {
        let path = try folder.write("abc.txt", "abc")
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(try Reading(path).digest.sha256 == known)
        #expect(try Reading(path, digest: false).digest.sha256.isEmpty)
        let compressed = gzip(Array("abc".utf8))
        let packed = try Reading(folder.write("abc.gz", compressed))
        #expect(packed.digest.sha256 != known && packed.digest.sha256.count == 64)
        #expect(packed.digest.bytes == UInt64(compressed.count) && packed.digest.contentBytes == 3)
        let content = try Reading(path).digest.content
        #expect(packed.digest.content == content)
        // Not inflated, the compressed file is the same file.
        var hash = CustodyHash()
        compressed.withUnsafeBytes { hash?.update($0) }
        #expect(hash?.finish() == packed.digest.sha256)
        hash = CustodyHash()
        #expect(hash?.finish() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func theContentIDAndItsCheckpointsAreOfTheContent() throws {
        let plain = try Reading(folder.write("a.log", Self.log))
        var hash = ContentHash()
        Self.log.withUnsafeBytes { hash.update($0) }
        #expect(plain.digest.content == hash.id && plain.digest.checkpoints == hash.checkpoints)
        #expect(plain.digest.checkpoints.count > 20 && plain.text == Self.log)
        let packed = try Reading(folder.write("a.log.gz", gzip(Self.log)))
        #expect(packed.digest.checkpoints == plain.digest.checkpoints)
        // A shorter copy has the same checkpoints as far as it goes: containment.
        let copy = try Reading(folder.write("b.log", Self.log.prefix(300_000)))
        #expect(plain.digest.checkpoints.starts(with: copy.digest.checkpoints))
    }

    @Test(arguments: [1, 1000, 65_536, 262_144, 262_145]) func chunksAreBoundedAndComplete(size: Int) throws {
        let path = try folder.write("a.log", Self.log.prefix(size == 1 ? 3000 : Self.log.count))
        let reader = try InputReader(DiscoveredInput(path: path), digest: true, chunkSize: size, readSize: 1000)
        var text: [UInt8] = []
        var largest = 0
        while try reader.nextChunk({
            text += $0
            largest = max(largest, $0.count)
        }) {}
        #expect(text.elementsEqual(Self.log.prefix(text.count)) && text.count == (size == 1 ? 3000 : Self.log.count))
        #expect(largest <= size)
        let more = try reader.nextChunk { _ in Issue.record("nothing comes after the end") }
        #expect(!more)
    }

    /// A chunk handed over stays as it is while the reader goes on.
    @Test(arguments: [7, 1000, 65_536, 262_144]) func chunksHandedOverAreTheSame(size: Int) throws {
        let utf16: [UInt8] = [0xFF, 0xFE] + Array(Self.log.map { [$0, 0] }.joined())
        let files: [[UInt8]] = [Self.log, [0xEF, 0xBB, 0xBF] + Self.log, gzip(Self.log), utf16 + [0x3D, 0xD8]]
        for file in files {
            let input = DiscoveredInput(path: try folder.write("a.log", file.prefix(size == 7 ? 9000 : file.count)))
            let whole = try InputReader(input, digest: false, chunkSize: size, readSize: 1000, inflation: .reference)
            var expected: [UInt8] = []
            while try whole.nextChunk({ expected += $0 }) {}
            let reader = try InputReader(input, digest: false, chunkSize: size, readSize: 1000, inflation: .reference)
            let buffers = [ChunkBuffer(), ChunkBuffer(), ChunkBuffer()]
            var (text, turn): ([UInt8], Int) = ([], 0)
            var waiting: [ChunkBuffer] = []
            while try reader.nextChunk(into: buffers[turn % 3]) {
                waiting.append(buffers[turn % 3])
                turn += 1
                if waiting.count == 3 { text += waiting.removeFirst().bytes }
            }
            for buffer in waiting { text += buffer.bytes }
            #expect(text == expected)
            #expect(try reader.finish() == whole.finish())
        }
    }

    /// Whoever stops early still gets the truth about the whole file.
    @Test func finishReadsWhatWasNotDelivered() throws {
        let files: [[UInt8]] = [
            Self.log, gzip(Self.log), gzip(Self.log) + [9], gzip(Self.log).dropLast(9), Array("ElfFile\0\u{1}".utf8),
        ]
        for file in files {
            let path = try folder.write("a", file)
            let whole = try Reading(path).digest
            #expect(
                try InputReader(DiscoveredInput(path: path), digest: true, inflation: .reference).finish() == whole)
            let reader = try InputReader(
                DiscoveredInput(path: path), digest: true, chunkSize: 1000, readSize: 500, inflation: .reference)
            _ = try reader.nextChunk { _ in }
            #expect(try reader.finish() == whole)
            #expect(whole.bytes == UInt64(file.count))
        }
    }

    @Test func anUnreadFormatExplainsItself() throws {
        let path = try folder.write("x.evtx.gz", gzip(Array("ElfFile\0\u{1}\u{2}".utf8)))
        let reader = try InputReader(DiscoveredInput(path: path), digest: true)
        #expect(reader.format == .evtx && reader.isCompressed)
        #expect(reader.unread?.path == path && reader.unread?.remedy.contains("gzip -dk") == true)
        let log = try folder.write("a.log", Self.log)
        #expect(try InputReader(DiscoveredInput(path: log), digest: true).unread == nil)
    }

    @Test func whatCannotBeOpenedSaysWhatWhereWhyAndWhatNext() throws {
        let missing = folder.path + "/no\u{1B}thing"
        #expect(throws: InputError.cannotOpen(path: missing, reason: "No such file or directory")) {
            _ = try InputReader(DiscoveredInput(path: missing), digest: false)
        }
        let message = InputError.cannotOpen(path: missing, reason: "No such file or directory").message
        #expect(message.contains("/no\\x1Bthing: No such file or directory. Check that"))
        #expect(throws: InputError.cannotOpen(path: folder.path, reason: "it is a folder")) {
            _ = try InputReader(DiscoveredInput(path: folder.path), digest: false)
        }
        #expect(throws: InputError.cannotOpen(path: "/dev/zero", reason: "it is a device")) {
            _ = try InputReader(DiscoveredInput(path: "/dev/zero"), digest: false)
        }
        #expect(throws: InputError.self) { _ = try InputReader(DiscoveredInput(path: "a\0b"), digest: false) }
    }

    /// A disk that fails: what was read is not enough, and the offset is named.
    @Test func whatCannotBeReadSaysWhere() throws {
        // Reading the memory of a process at address 0 fails as a broken disk does.
        let path = "/proc/self/mem"
        #expect(throws: InputError.cannotRead(path: path, offset: 0, reason: "Input/output error")) {
            _ = try InputReader(DiscoveredInput(path: path), digest: true)
        }
        let message = InputError.cannotRead(path: path, offset: 7, reason: "Input/output error").message
        #expect(message.contains("at byte 7: Input/output error"))
    }

    @Test func aFileThatGrowsIsReadToItsEnd() throws {
        let path = try folder.write("a.log", Self.log)
        let reader = try InputReader(DiscoveredInput(path: path), digest: true)
        _ = try reader.nextChunk { _ in }
        let more = Array("2024-01-01 00:00:02 10.0.0.2\n".utf8)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(more))
        try handle.close()
        let digest = try reader.finish()
        #expect(digest.bytes == UInt64(Self.log.count + more.count))
        #expect(try Reading(path).digest == digest)
    }

    /// A pipe whose writer is slow: the same result as from a file.
    @Test func aPipeIsReadLikeAFile() throws {
        let file = Array(gzip(Self.log).prefix(9000)) + [0]
        let reference = try Reading(folder.write("a.gz", file))
        let pipe = folder.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        let writer = Thread {
            let descriptor = open(pipe, O_WRONLY)
            defer { close(descriptor) }
            var position = 0
            while position < file.count {
                let size = position < 20 ? 1 : 997
                let piece = Array(file[position..<min(position + size, file.count)])
                let count = write(descriptor, piece, piece.count)
                guard count > 0 else { return }
                position += count
            }
        }
        writer.start()
        #expect(try Reading(pipe) == reference)
    }

    /// One test: both cases take descriptor 0 away from everybody else.
    @Test func standardInputIsReadFromDescriptor0() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let saved = dup(0)
        dup2(ends[0], 0)
        close(ends[0])
        let text = Array("#Fields: date time\n".utf8)
        #expect(write(ends[1], text, text.count) == text.count)
        close(ends[1])
        defer {
            dup2(saved, 0)
            close(saved)
        }
        let reading = try Reading("-")
        #expect(reading.text == text && reading.format == .w3c && reading.digest.sha256.count == 64)
        #expect(fcntl(0, F_GETFD) >= 0)

        // A damaged file redirected to standard input cannot be read again from the front: it is read once, and whole.
        let lines = Array(String(repeating: "#Fields: date time\n2024-01-01 00:00:00\n", count: 40_000).utf8)
        let folder = try TemporaryFolder()
        let path = try folder.write("cut.gz", gzip(lines).dropLast(20))
        let redirected = open(path, O_RDONLY)
        dup2(redirected, 0)
        close(redirected)
        let damaged = try SourceReading("-")
        #expect(damaged.logs.count == 1 && damaged.logs.first?.digest.isCut == true)
        #expect(damaged.logs.first?.text.count ?? 0 > lines.count / 2)
        #expect(damaged.logs.first?.text == (try SourceReading(path).logs.first?.text))
    }
}
