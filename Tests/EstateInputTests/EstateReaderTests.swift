import PositionModel
import Testing

@testable import EstateInput

@Suite struct EstateReaderTests {
    private func failure(_ folder: TemporaryFolder) -> String {
        do {
            _ = try withExtendedLifetime(folder) { try EstateReader.read(folder: folder.path) }
            return "none"
        } catch {
            return "\(error)".replacing(folder.path + "/", with: "")
        }
    }

    @Test func aWholeFolder() throws {
        let folder = try TemporaryFolder([
            "directory/b-users.csv": "SamAccountName\nbob\n",
            "directory/a-users.csv": "SamAccountName\nalice\n",
            "directory/more/pcs.csv": "Name,SamAccountName,OperatingSystem\nPC1,PC1$,Windows 11\n",
            "directory/README.txt": "how these were made",
            "directory/.hidden": "x",
            "servers.csv": "server,product,version\nweb01,windows-server,2019\n",
            "entitlements.csv": "licence,quantity\nws-cal,5\n",
            "estate.yaml": "organisation: {name: Contoso}\n",
        ])
        let estate = try withExtendedLifetime(folder) { try EstateReader.read(folder: folder.path + "/") }
        #expect(estate.directory.accounts.map(\.name) == ["alice", "bob"])
        #expect(estate.directory.computers.map(\.name) == ["pc1"])
        #expect(estate.servers.count == 1 && estate.entitlements.count == 1)
        #expect(estate.settings.organisationName == "Contoso")
        #expect(estate.notices.map(\.message) == ["not read: no directory export"])
        #expect(
            estate.directory.sources == [
                "directory/a-users.csv", "directory/b-users.csv", "directory/more/pcs.csv",
            ])
    }

    @Test func everyPartMayBeMissing() throws {
        let folder = try TemporaryFolder([:])
        let estate = try withExtendedLifetime(folder) { try EstateReader.read(folder: folder.path) }
        #expect(estate.directory.isEmpty && estate.servers.isEmpty && estate.entitlements.isEmpty)
        #expect(estate.notices.count == 4)
        #expect(estate.notices.allSatisfy { $0.message.hasPrefix("not there: ") })
        #expect(throws: EstateError.self) { try EstateReader.read(folder: "no/such/folder") }
    }

    @Test func whatIsNotReadIsNamed() throws {
        #expect(
            failure(try TemporaryFolder(["directory/users.xlsx": "PK"]))
                == "directory/users.xlsx: this kind of file is not read as a directory export. Export it as CSV, LDIF or "
                + "JSON: csvde, ldifde, or Get-ADUser | Export-Csv; or move it out of the folder")
        #expect(
            failure(try TemporaryFolder(["servers.csv": "server\nx\n"])).hasPrefix(
                "servers.csv, line 1: no column \"product\""))
    }
}
