import AccessModel
import Foundation
import Glibc
import LogInput
import Testing

@Suite struct InputDiscoveryTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func discover(_ names: String...) -> Discovery {
        InputDiscovery.discover(names.map { $0 == "-" ? "-" : folder.path + "/" + $0 })
    }

    /// Paths relative to the folder.
    private func paths(_ discovery: Discovery) -> [String] {
        discovery.inputs.map {
            $0.path.hasPrefix(folder.path) ? String($0.path.dropFirst(folder.path.count + 1)) : $0.path
        }
    }

    @Test func foldersAreReadToTheBottomInByteOrder() throws {
        for name in ["b/x.log", "b/.hidden", "a.log", "b/É.log", "b/Z/1.log", "b/a/2.log", "b/a.log"] {
            try folder.write(name, "x")
        }
        let discovery = discover("b", "a.log")
        #expect(paths(discovery) == ["a.log", "b/.hidden", "b/Z/1.log", "b/a.log", "b/a/2.log", "b/x.log", "b/É.log"])
        #expect(discovery.unread.isEmpty)
        #expect(discover("a.log", "b") == discovery)
    }

    @Test func whatTheRunWritesIsLeftOut() throws {
        for name in ["logs/a.log", "logs/s.hc", "logs/s.hc-wal", "logs/s.hc-shm", "logs/s.hc2"] {
            try folder.write(name, "x")
        }
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/logs/link", withDestinationPath: folder.path + "/logs/s.hc")
        let own = ["logs/s.hc", "logs/s.hc-wal", "logs/s.hc-shm", "logs/s.hc-journal"].map { folder.path + "/./" + $0 }
        let discovery = InputDiscovery.discover([folder.path + "/logs"], leavingOut: own)
        #expect(paths(discovery) == ["logs/a.log", "logs/s.hc2"])
        #expect(discovery.unread.isEmpty)
        let named = InputDiscovery.discover([folder.path + "/logs/s.hc"], leavingOut: own)
        #expect(named.inputs.isEmpty && named.unread.map(\.isFailure) == [true])
    }

    @Test func pathsAreShownAsGiven() throws {
        try folder.write("logs/a.log", "x")
        let root = folder.path
        func shown(_ argument: String) -> [String] { InputDiscovery.discover([argument]).inputs.map(\.path) }
        #expect(shown(root + "/logs") == [root + "/logs/a.log"])
        #expect(shown(root + "/logs/") == [root + "/logs/a.log"])
        #expect(shown(root + "/logs//") == [root + "/logs/a.log"])
        #expect(shown(root + "/./logs/../logs") == [root + "/./logs/../logs/a.log"])
        #expect(shown(root + "/logs/a.log") == [root + "/logs/a.log"])
    }

    @Test func aFileReachedTwiceIsOneInput() throws {
        try folder.write("logs/web/a.log", "x")
        #expect(paths(discover("logs", "logs/web", "logs/web/a.log", "logs/")) == ["logs/web/a.log"])
        // Under its byte-smallest path, whatever the order.
        #expect(paths(discover("logs", "./logs")) == ["./logs/web/a.log"])
        #expect(paths(discover("./logs", "logs")) == ["./logs/web/a.log"])
    }

    @Test func linksAreFollowedAndLoopsEnd() throws {
        try folder.write("logs/real/a.log", "x")
        try folder.write("elsewhere/b.log", "y")
        let files = FileManager.default
        for (link, target) in [
            ("logs/real/up", ".."), ("logs/self", "self"), ("logs/twin", "real"), ("logs/c.log", "real/a.log"),
            ("logs/out", "../elsewhere"), ("logs/dead", "nowhere"),
        ] { try files.createSymbolicLink(atPath: folder.path + "/" + link, withDestinationPath: target) }
        let discovery = discover("logs")
        #expect(paths(discovery) == ["logs/c.log", "logs/out/b.log"])
        #expect(discovery.unread.map(\.path) == ["dead", "self"].map { folder.path + "/logs/" + $0 })
        #expect(discovery.unread.allSatisfy { $0.isFailure })
    }

    /// Many folders that all link to each other: as many steps as folders, not as paths.
    @Test func linkedFoldersDoNotMultiply() throws {
        for index in 0..<12 {
            try folder.write("logs/d\(index)/a.log", "x")
            for other in 0..<12 {
                try FileManager.default.createSymbolicLink(
                    atPath: folder.path + "/logs/d\(index)/to\(other)", withDestinationPath: "../d\(other)")
            }
        }
        #expect(discover("logs").inputs.count == 12)
    }

    /// A hard link is a second place of the same content, and stays visible as one.
    @Test func hardLinksAreTwoInputs() throws {
        let path = try folder.write("logs/a.log", "x")
        try FileManager.default.linkItem(atPath: path, toPath: folder.path + "/logs/b.log")
        #expect(paths(discover("logs")) == ["logs/a.log", "logs/b.log"])
    }

    @Test func specialFilesAreNamedAndNotOpened() throws {
        try folder.write("logs/a.log", "x")
        #expect(mkfifo(folder.path + "/logs/pipe", 0o600) == 0)
        let discovery = discover("logs")
        #expect(paths(discovery) == ["logs/a.log"])
        #expect(discovery.unread.count == 1)
        #expect(discovery.unread.first?.reason.contains("a named pipe") == true)
        #expect(discovery.unread.first?.isFailure == false)
        // Named outright, a pipe is what the caller means.
        #expect(paths(discover("logs/pipe")) == ["logs/pipe"])
        let device = InputDiscovery.discover(["/dev/zero"])
        #expect(device.inputs.isEmpty && device.unread.first?.isFailure == true)
    }

    @Test func whatIsMissingFails() throws {
        try folder.write("a.log", "x")
        for name in ["nothing", "a.log/", "a.log/b"] {
            let discovery = discover(name)
            #expect(discovery.inputs.isEmpty && discovery.unread.count == 1)
            #expect(discovery.unread.first?.isFailure == true)
        }
        for argument in ["", "a\0b"] {
            #expect(InputDiscovery.discover([argument]).unread.first?.isFailure == true)
        }
    }

    @Test func anEmptyFolderIsNamed() throws {
        try FileManager.default.createDirectory(atPath: folder.path + "/logs/empty", withIntermediateDirectories: true)
        let discovery = discover("logs")
        #expect(discovery.unread.map(\.path) == [folder.path + "/logs/empty"])
        #expect(discovery.unread.first?.reason.contains("empty folder") == true)
        #expect(discovery.unread.first?.isFailure == false)
    }

    @Test(.enabled(if: geteuid() != 0, "root may list every folder"))
    func aFolderThatCannotBeListedFails() throws {
        try folder.write("logs/closed/a.log", "x")
        chmod(folder.path + "/logs/closed", 0)
        defer { chmod(folder.path + "/logs/closed", 0o700) }
        let discovery = discover("logs")
        #expect(discovery.unread.map(\.path) == [folder.path + "/logs/closed"])
        #expect(discovery.unread.first?.isFailure == true)
    }

    @Test func standardInputIsADash() throws {
        try folder.write("a.log", "x")
        let discovery = discover("a.log", "-", "-")
        #expect(discovery.inputs.map(\.origin).contains(.standardInput))
        #expect(discovery.inputs.count == 2 && discovery.inputs.first?.path == "-")
    }

    /// A name that is not UTF-8 is shown repaired, and opened all the same.
    @Test func namesNeedNotBeUTF8() throws {
        let name: [CChar] = Array(folder.path.utf8CString.dropLast()) + [0x2F, 0x61, -1, 0x62, 0]
        let descriptor = open(name, O_CREAT | O_WRONLY, 0o600)
        #expect(descriptor >= 0)
        #expect(write(descriptor, "words", 5) == 5)
        close(descriptor)
        let discovery = InputDiscovery.discover([folder.path])
        #expect(discovery.inputs.map(\.path) == [folder.path + "/a\u{FFFD}b"])
        let input = try #require(discovery.inputs.first)
        #expect(try InputReader(input, digest: false).finish().contentBytes == 5)
    }
}
