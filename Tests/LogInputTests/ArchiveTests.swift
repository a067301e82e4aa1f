#if Archives
    import AccessModel
    import Foundation
    import Glibc
    import Testing

    @testable import LogInput

    private typealias Member = PackedArchive.Member

    @Suite struct ArchiveTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        private static func log(_ number: Int, lines: Int = 50) -> [UInt8] {
            Array(
                ("#Fields: date time c-ip\n"
                    + (0..<lines).map { "2024-01-01 00:00:01 10.0.\(number).\($0 % 256)\n" }.joined()).utf8)
        }

        private static let three = (1...3).map { Member("logs/\($0).log", log($0)) }

        private func read(_ bytes: [UInt8], limits: ContainerLimits = ContainerLimits()) throws -> SourceReading {
            try SourceReading(folder.write("input", bytes), limits: limits)
        }

        private static let archives: [(name: String, bytes: [UInt8])] =
            PackedArchive.Filter.allCases.map { ("tar \($0)", PackedArchive.make(.tar, $0, three)) } + [
                ("zip", PackedArchive.make(.zip, three)), ("7z", PackedArchive.make(.sevenZip, three)),
                ("cab", PackedArchive.cabinet(three)),
            ]

        @Test(arguments: archives) func everyMemberIsAnInput(archive: (name: String, bytes: [UInt8])) throws {
            let reading = try read(archive.bytes)
            #expect(reading.unread.isEmpty)
            #expect(reading.logs.map(\.path) == ["logs/1.log", "logs/2.log", "logs/3.log"])
            for (index, log) in reading.logs.enumerated() {
                let plain = try Reading(folder.write("plain", Self.log(index + 1)))
                #expect(log.text == plain.text && log.format == .w3c)
                #expect(log.digest.content == plain.digest.content && log.digest.damage.isEmpty)
            }
            #expect(reading.custody.sha256 == CustodyHash.hex(of: archive.bytes))
            #expect(reading.custody.bytes == UInt64(archive.bytes.count))
        }

        /// A compressor around one log is no archive: the path stays the file's own.
        @Test(arguments: PackedArchive.Filter.allCases) func oneLogInACompressor(filter: PackedArchive.Filter) throws {
            let log = Self.log(1, lines: 20_000)
            let packed = PackedArchive.compress(log, filter)
            let reading = try read(packed)
            #expect(reading.logs.map(\.path) == [""] && reading.logs[0].text == log && reading.unread.isEmpty)
            #expect(reading.logs[0].digest.sha256 == CustodyHash.hex(of: packed))
            guard filter != .none else { return }
            let twice = try read(packed + packed)
            #expect(twice.logs[0].text == log + log && twice.logs[0].digest.damage.isEmpty)
            let cut = try read(packed.dropLast(packed.count / 3))
            if let rest = cut.logs.first {
                #expect(log.starts(with: rest.text) && rest.digest.isCut && !rest.digest.damage.isEmpty)
            } else {
                // Not one whole block is left.
                #expect(cut.unread.map(\.isFailure) == [true])
            }
            #expect(try read(PackedArchive.compress([], filter)).logs.map(\.format) == [.empty])
        }

        // MARK: Names and kinds

        /// A name is text: what it would mean on a disk never happens.
        @Test func namesAreOnlyText() throws {
            let names = ["../../etc/passwd", "/etc/shadow", "a\u{1B}[31m\n.log", "a!b.log", "é.log"]
            for format in [PackedArchive.Format.zip, .tar] {
                let reading = try read(
                    PackedArchive.make(format, names.enumerated().map { Member($1, Self.log($0)) }))
                #expect(reading.logs.map(\.path) == names)
                #expect(reading.logs.enumerated().allSatisfy { $1.text == Self.log($0) })
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["input"])
            }
        }

        @Test func aNameOfAnotherEncodingIsShownAsFarAsItIsText() throws {
            let members = [
                Member(bytes: [0x61, 0xE9, 0x2E], Self.log(1)), Member(bytes: [0x61, 0xE8, 0x2E], Self.log(2)),
            ]
            for format in [PackedArchive.Format.zip, .tar] {
                let reading = try read(PackedArchive.make(format, members))
                #expect(reading.logs.map(\.path) == ["a\u{FFFD}.", "a\u{FFFD}.#2"])
                #expect(reading.logs.map(\.text) == [Self.log(1), Self.log(2)])
            }
        }

        @Test func aNameTwiceIsTwoInputs() throws {
            let names = ["a.log", "a.log#2", "a.log", "a.log", "b.log"]
            let reading = try read(PackedArchive.make(.tar, names.enumerated().map { Member($1, Self.log($0)) }))
            #expect(reading.logs.map(\.path) == ["a.log", "a.log#2", "a.log#3", "a.log#4", "b.log"])
        }

        @Test func whatIsNoFileIsNamed() throws {
            let reading = try read(
                PackedArchive.make(
                    .tar,
                    [
                        Member("logs", type: 0o040000), Member("logs/1.log", Self.log(1)),
                        Member("logs/link", type: 0o120000, symbolicLink: "/etc/passwd"),
                        Member("logs/twin", type: 0o100000, hardLink: "logs/1.log"), Member("null", type: 0o020000),
                        Member("pipe", type: 0o010000), Member("logs/2.log", Self.log(2)),
                    ]))
            #expect(reading.logs.map(\.path) == ["logs/1.log", "logs/2.log"])
            let input = folder.path + "/input!"
            #expect(reading.unread.map(\.path) == ["logs/link", "logs/twin", "null", "pipe"].map { input + $0 })
            #expect(reading.unread.prefix(2).allSatisfy { $0.reason.contains("a link") && !$0.isFailure })
            #expect(reading.unread.suffix(2).allSatisfy { $0.reason.contains("a device, a pipe") && !$0.isFailure })
        }

        @Test func anArchiveWithoutFilesIsNamed() throws {
            for bytes in [
                PackedArchive.make(.zip, []), PackedArchive.make(.tar, [Member("logs", type: 0o040000)]),
            ] {
                let reading = try read(bytes)
                #expect(reading.logs.isEmpty && reading.unread.map(\.reason) == ["an archive without any file in it"])
            }
        }

        @Test func encryptedMembersAreNamed() throws {
            let reading = try read(PackedArchive.make(.zip, password: "secret", Self.three))
            #expect(reading.logs.isEmpty && reading.unread.count == 3)
            #expect(reading.unread.allSatisfy { $0.reason.contains("it is encrypted") && $0.isFailure })
        }

        @Test func whatIsNoLogInAnArchiveIsNamedWithTheCommands() throws {
            let reading = try read(
                PackedArchive.make(.zip, [Member("x y/Security.evtx", Array("ElfFile\0\u{1}".utf8))]))
            let unread = try #require(reading.unread.first)
            #expect(unread.path == folder.path + "/input!x y/Security.evtx" && unread.format == .evtx)
            #expect(unread.remedy.hasPrefix("First take it out of \(folder.path)/input. Then: "))
            #expect(unread.remedy.contains("evtx_dump -o xml Security.evtx > Security.xml"))
        }

        // MARK: Nesting

        @Test func oneLevelOfNestingIsOpened() throws {
            let inner = PackedArchive.make(
                .zip, [Member("in.log", Self.log(3)), Member("in.log.gz", gzip(Self.log(4)))])
            let tar = PackedArchive.make(.tar, .xz, [Member("t.log", Self.log(5))])
            let deep = PackedArchive.make(.zip, [Member("deep.zip", inner)])
            let reading = try read(
                PackedArchive.make(
                    .zip,
                    [
                        Member("a.log.gz", gzip(Self.log(1))), Member("inner.zip", inner), Member("t.tar.xz", tar),
                        Member("deeper.zip", deep), Member("b.log", Self.log(2)),
                        Member("i.7z", PackedArchive.make(.sevenZip, Self.three)),
                    ]))
            #expect(reading.logs.map(\.path) == ["a.log.gz", "inner.zip!in.log", "t.tar.xz!t.log", "b.log"])
            #expect(reading.logs.map(\.text) == [1, 3, 5, 2].map { Self.log($0) })
            let input = folder.path + "/input!"
            #expect(
                reading.unread.map(\.path) == ["inner.zip!in.log.gz", "deeper.zip!deep.zip", "i.7z"].map { input + $0 })
            #expect(reading.unread.prefix(2).allSatisfy { $0.reason.contains("in more containers than are opened") })
            #expect(reading.unread[1].remedy.contains("unzip deep.zip -d deep.zip.unpacked"))
            #expect(reading.unread[2].reason.contains("read back and forth, which another container does not allow"))
        }

        // MARK: Limits

        @Test func membersBeyondTheLimitAreLeft() throws {
            for archive in Self.archives {
                var limits = ContainerLimits()
                limits.mostMembers = 3
                #expect(try read(archive.bytes, limits: limits).unread.isEmpty)
                limits.mostMembers = 2
                let reading = try read(archive.bytes, limits: limits)
                #expect(reading.logs.map(\.text) == [Self.log(1), Self.log(2)])
                #expect(reading.unread.count == 1 && reading.unread[0].isFailure)
                #expect(reading.unread[0].reason.contains("more than 2 members; 2 members before are read"))
                #expect(reading.custody.sha256 == CustodyHash.hex(of: archive.bytes))
            }
        }

        @Test func aNameBeyondTheLimitIsCut() throws {
            let bytes = PackedArchive.make(.tar, [Member("12345", Self.log(1)), Member("123456", Self.log(2))])
            var limits = ContainerLimits()
            limits.longestName = 5
            let reading = try read(bytes, limits: limits)
            #expect(reading.logs.map(\.path) == ["12345"])
            #expect(reading.unread.map(\.path) == [folder.path + "/input!12345#2"])
            #expect(reading.unread[0].reason.contains("longer than 5 bytes"))
        }

        @Test func bombsAreStopped() throws {
            let bomb = Self.log(9) + [UInt8](repeating: 0x20, count: 6 << 20)
            let members = [Member("1.log", Self.log(1)), Member("bomb", bomb), Member("2.log", Self.log(2))]
            var limits = ContainerLimits()
            for bytes in [PackedArchive.make(.zip, members), PackedArchive.make(.sevenZip, members)] {
                limits.expansionFloor = 7 << 20
                #expect(try read(bytes, limits: limits).logs.map(\.path) == ["1.log", "bomb", "2.log"])
                limits.expansionFloor = 5 << 20
                let reading = try read(bytes, limits: limits)
                #expect(reading.logs.first?.text == Self.log(1))
                #expect(reading.logs.dropFirst().allSatisfy { $0.text.count < 6 << 20 })
                #expect(reading.unread.last?.reason.contains("more than 500 to 1") == true)
                #expect(reading.unread.last?.isFailure == true)
            }
            for filter in [PackedArchive.Filter.xz, .zstandard, .bzip2] {
                let reading = try read(PackedArchive.compress(bomb, filter), limits: limits)
                let digest = try #require(reading.logs.first).digest
                #expect(digest.damage.contains("more than 500 to 1") && digest.isCut)
            }
            // In an archive, in a compressor, and where it is no log at all.
            let packed = PackedArchive.make(
                .tar, [Member("bomb.gz", gzip(bomb)), Member("2.log", Self.log(2))])
            #expect(try read(packed, limits: limits).logs.count == 2)
            let binary = PackedArchive.make(
                .sevenZip, [Member("x", Array("ElfFile\0".utf8) + bomb), Member("2.log", Self.log(2))])
            #expect(try read(binary, limits: limits).unread.last?.reason.contains("more than 500 to 1") == true)
        }

        // MARK: Damage

        /// A Zstandard frame whose window is 2 GiB (RFC 8878, 3.1.1.1.2) is whole, and no decoder here gives it that much.
        @Test func whatNeedsTooMuchMemoryIsNotAnEmptyLog() throws {
            let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xA8, 0x29, 0, 0] + Array("hello".utf8)
            let plain: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x58, 0x29, 0, 0] + Array("hello".utf8)
            #expect(try read(plain).unread.allSatisfy { !$0.isFailure })
            for bytes in [frame, PackedArchive.make(.tar, [Member("1.zst", frame), Member("2.log", Self.log(2))])] {
                let reading = try read(bytes)
                #expect(reading.logs.allSatisfy { $0.path == "2.log" && $0.digest.damage.isEmpty })
                let unread = try #require(reading.unread.first)
                #expect(unread.isFailure && unread.reason.contains("not one byte of it can be unpacked"))
                #expect(unread.remedy.contains("zstd -dk --long=31 "))
            }
        }

        /// A compressor that gives nothing because the file was cut is no empty log; one that packed nothing is.
        @Test(arguments: [PackedArchive.Filter.gzip, .xz, .zstandard, .bzip2])
        func whatGivesNotOneByteIsAFailure(filter: PackedArchive.Filter) throws {
            let packed = PackedArchive.compress(Self.log(1), filter)
            // libarchive wants 14 bytes to see bzip2.
            let reading = try read(Array(packed.prefix(filter == .bzip2 ? 20 : 13)))
            #expect(reading.logs.isEmpty)
            #expect(reading.unread.map(\.isFailure) == [true])
            #expect(try read(PackedArchive.compress([], filter)).unread.isEmpty)
        }

        @Test func membersBeforeTheDamageCount() throws {
            let bytes = PackedArchive.make(.tar, .none, Self.three)
            for (name, cut) in [("cut", bytes.count - 3500), ("cut in a header", 1500 + 2 * 2048)] {
                let reading = try read(Array(bytes.prefix(cut)))
                #expect(reading.logs.first?.text == Self.log(1), "\(name)")
                #expect(reading.unread.last?.reason.contains("cannot be read on") == true, "\(name)")
                #expect(reading.unread.last?.isFailure == true)
                #expect(reading.custody.bytes == UInt64(cut))
            }
            var zip = PackedArchive.make(.zip, Self.three)
            let middle = zip.count / 2 - 60
            zip[middle] ^= 0xFF
            let reading = try read(zip)
            #expect(reading.logs.first?.text == Self.log(1) && reading.logs.first?.digest.damage.isEmpty == true)
            #expect(reading.logs.contains { $0.digest.isCut } || !reading.unread.isEmpty)
        }

        /// A tar in a damaged gzip: the fastest inflater gives up, and the reference reads the archive again.
        @Test func aDamagedCompressorAroundAnArchive() throws {
            let members = (1...3).map { Member("\($0).log", Self.log($0, lines: 20_000)) }
            let file = PackedArchive.make(.tar, .gzip, members)
            let path = try folder.write("cut.tar.gz", file.dropLast(file.count / 4))
            let reading = try SourceReading(path)
            #expect(try reading == SourceReading(path, inflation: .reference))
            #expect(reading.logs.first?.text == members[0].content)
            #expect(reading.unread.last?.isFailure == true)
        }

        @Test(arguments: archives + PackedArchive.Filter.allCases.map { ("\($0)", PackedArchive.compress(log(1), $0)) })
        func mutationsNeverCrash(archive: (name: String, bytes: [UInt8])) throws {
            var random = SeededGenerator(seed: 5)
            for round in 0..<150 {
                var bytes = archive.bytes
                for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                    let position = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<5, using: &random) {
                    case 0: bytes.removeSubrange(position..<min(bytes.count, position + 40))
                    case 1: bytes.removeLast(bytes.count - position)
                    case 2: bytes.insert(contentsOf: [0xFF, 0xFF, 0xFF, 0x7F], at: position)
                    default: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                    }
                }
                var limits = ContainerLimits()
                limits.expansionFloor = 1 << 20
                let reading = try read(bytes, limits: limits)
                #expect(reading.custody.sha256 == CustodyHash.hex(of: bytes), "round \(round)")
                #expect(reading.logs.reduce(0) { $0 + $1.text.count } < 8 << 20, "round \(round)")
            }
        }

        // MARK: Pipes

        /// Through a pipe everything is the same, except for what must be read back and forth.
        @Test(arguments: archives) func aPipeGivesTheSame(archive: (name: String, bytes: [UInt8])) throws {
            let pipe = folder.path + "/pipe"
            #expect(mkfifo(pipe, 0o600) == 0)
            let bytes = Data(archive.bytes)
            Thread { try? bytes.write(to: URL(fileURLWithPath: pipe), options: []) }.start()
            let reading = try SourceReading(pipe)
            #expect(reading.custody.sha256 == CustodyHash.hex(of: archive.bytes))
            guard archive.name != "7z" else {
                #expect(reading.logs.isEmpty && reading.unread.map(\.path) == [pipe])
                #expect(reading.unread[0].reason.contains("a 7-Zip archive: it has to be read back and forth"))
                #expect(reading.unread[0].remedy.contains("7z x"))
                return
            }
            #expect(reading.logs.map(\.text) == (1...3).map { Self.log($0) } && reading.unread.isEmpty)
        }
    }
#endif
