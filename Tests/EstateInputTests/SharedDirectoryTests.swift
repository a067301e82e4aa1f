import Foundation
import LogInput
import PositionModel
import Testing

@testable import EstateInput

/// Real directory exports. They are no part of the project: they lie in `ad` of the folder that HEADCOUNT_SHARED_DATA names,
/// or of `../shared/data` beside the project.
private enum SharedDirectory {
    static let root: String? = {
        let given = ProcessInfo.processInfo.environment["HEADCOUNT_SHARED_DATA"]
        let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("../shared/data").standardized.path
        let folder = given ?? beside
        if FileManager.default.fileExists(atPath: folder + "/ad") { return folder }
        print("Skipped: no real directory exports (set HEADCOUNT_SHARED_DATA, or put them in ../shared/data)")
        return nil
    }()

    /// What an export must hold, counted by another program.
    struct Expected {
        private let row: [String: Any]

        init(_ name: String) throws {
            let root = try #require(SharedDirectory.root)
            let all = try JSONSerialization.jsonObject(
                with: Data(contentsOf: URL(fileURLWithPath: root + "/oracle.json")))
            let exports = try #require((all as? [String: Any])?["ad"] as? [String: Any])
            row = try #require(exports["ad/" + name] as? [String: Any])
        }

        func count(_ key: String) throws -> Int { try #require(row[key] as? Int) }

        func enabled(_ key: String) throws -> Int { try #require((row["enabled"] as? [String: Any])?[key] as? Int) }
    }

    static func path(_ name: String) throws -> String { try #require(root) + "/ad/" + name }

    /// The file unpacked.
    static func bytes(_ name: String) throws -> [UInt8] {
        let reader = try InputReader(DiscoveredInput(path: try path(name)), digest: false)
        var bytes: [UInt8] = []
        while try reader.nextChunk({ bytes += $0 }) {}
        return bytes
    }
}

@Suite(.enabled(if: SharedDirectory.root != nil, "set HEADCOUNT_SHARED_DATA to the folder of the real exports"))
struct SharedDirectoryTests {
    @Test func powerShellUsers() throws {
        let expected = try SharedDirectory.Expected("narendrans_ADUsers.csv")
        let directory = try EstateReader.readDirectory(
            paths: [SharedDirectory.path("narendrans_ADUsers.csv")]
        ).directory
        #expect(try directory.accounts.count == expected.count("rows"))
        #expect(try directory.accounts.filter { $0.enabled == true }.count == expected.enabled("TRUE"))
        #expect(directory.accounts.allSatisfy { $0.sid.hasPrefix("S-1-5-21-") && !$0.mail.isEmpty })
    }

    @Test func anImportListIsRefused() throws {
        #expect(throws: EstateError.self) {
            try EstateReader.readDirectory(paths: [SharedDirectory.path("DCST1006_AD_Users_import.csv")])
        }
    }

    /// Every entry is one of user, computer, group, or told as ignored.
    @Test(arguments: ["detectionlab_ldifde.ldf.gz", "samba_multi-dc-samba-master-c596ac6.ldif.gz"])
    func ldif(name: String) throws {
        let expected = try SharedDirectory.Expected(name)
        let (directory, notices) = try DirectoryText.read(SharedDirectory.bytes(name), name: name)
        #expect(try directory.accounts.count == expected.count("users"))
        #expect(try directory.accounts.filter { $0.enabled == false }.count == expected.count("disabled_users"))
        #expect(try directory.computers.count == expected.count("computers"))
        #expect(try directory.groups.count == expected.count("groups"))
        let ignored = notices.first { $0.message.contains(DirectoryTally.ignoredClass.rawValue) }
            .flatMap { Int($0.message.prefix { $0 != " " }) }
        #expect(
            try directory.accounts.count + directory.computers.count + directory.groups.count + (ignored ?? 0)
                == expected.count("entries"))
        #expect(notices.count == (ignored == nil ? 0 : 1))
        #expect(directory.accounts.allSatisfy { $0.sid.hasPrefix("S-1-5-21-") && !$0.domain.isEmpty })
        #expect(directory.computers.allSatisfy { $0.sid.hasPrefix("S-1-5-21-") && !$0.name.hasSuffix("$") })
        #expect(directory.groups.allSatisfy { $0.sid.hasPrefix("S-1-5-") })
        let spn =
            directory.accounts.filter { !$0.servicePrincipalNames.isEmpty }.count
            + directory.computers.filter { !$0.servicePrincipalNames.isEmpty }.count
        #expect(try spn == expected.count("with_spn"))
        // As found it is compressed, which is said.
        #expect(throws: EstateError.self) { try EstateReader.readDirectory(paths: [SharedDirectory.path(name)]) }
    }
}
