import Foundation
import PositionModel
import Testing

@testable import EstateInput

/// `samples/directory`: the same two objects as each tool writes them.
@Suite struct DirectorySampleTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("samples/directory").path

    /// Where a file came from, and what only LDAP names, is left out.
    private func same(_ account: DirectoryAccount) -> DirectoryAccount {
        var account = account
        account.source = ""
        account.line = 0
        account.hasLastLogonColumn = true
        return account
    }

    @Test func everyToolTellsTheSame() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: DirectorySampleTests.folder).sorted()
            .filter { !$0.hasPrefix(".") }
        var readings: [(name: String, accounts: [DirectoryAccount])] = []
        for name in names {
            let (directory, notices) = try EstateReader.readDirectory(paths: [DirectorySampleTests.folder + "/" + name])
            #expect(directory.computers.isEmpty && directory.groups.isEmpty, "\(name)")
            #expect(notices.isEmpty != name.contains("cut-short"), "\(name): \(notices)")
            readings.append((name, directory.accounts.map(same)))
        }
        let first = try #require(readings.first)
        #expect(first.accounts.map(\.isManagedService) == [false, true])
        for reading in readings {
            let accounts = reading.accounts.map { account in
                // ldifde also exports cn, which stands in for a display name; the others have none for the service.
                var account = account
                if account.isManagedService { account.displayName = "" }
                return account
            }
            #expect(accounts == first.accounts, "\(reading.name)")
        }
    }

    /// The whole folder is still two accounts.
    @Test func oneFolderOfAllOfThem() throws {
        let directory = try EstateReader.readDirectory(paths: [DirectorySampleTests.folder]).directory
        #expect(directory.accounts.map(\.name) == ["alice", "svc$"])
    }
}
