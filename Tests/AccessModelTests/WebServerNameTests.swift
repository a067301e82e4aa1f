import AccessModel
import Testing

@Suite struct WebServerNameTests {
    private func name(_ path: String, member: String = "", folders: [(String, String)] = []) -> WebServerName {
        var settings = OrganisationSettings()
        settings.webFolders = folders.map { .init(pattern: $0.0, server: $0.1) }
        return WebServerName(location: InputPath(path: path, member: member, sha256: "", bytes: 0), settings: settings)
    }

    @Test func thePrecedenceOfTheContract() {
        let mapped = name("logs/WEB01/W3SVC1/u_ex.log", folders: [("web01", "Intranet01")])
        #expect(mapped.server(computerName: "sql02", serverAddress: "10.0.0.1") == "sql02")
        #expect(mapped.server(computerName: "", serverAddress: "10.0.0.1") == "intranet01")
        let plain = name("logs/WEB01/W3SVC1/u_ex.log")
        #expect(plain.server(computerName: "", serverAddress: "10.0.0.1") == "10.0.0.1")
        #expect(plain.server(computerName: "", serverAddress: "127.0.0.1") == "web01")
        #expect(plain.server(computerName: "", serverAddress: "::1") == "web01")
        #expect(plain.server(computerName: "", serverAddress: "") == "web01")
    }

    @Test(arguments: [
        ("logs/LogFiles/W3SVC1/u_ex1.log.gz", "", "u_ex1"), ("u_ex1.log", "", "u_ex1"),
        ("logs/W3SVC/u_ex1.log", "", "u_ex1"), ("EX04/inetpub/logs/LogFiles/W3SVC1/a.log", "", "ex04"),
        ("./a/b/MSFTPSVC1/a.log", "", "b"), ("/srv/SMTPSVC2/a.log", "", "srv"), ("../W3SVC1/a.log", "", "a"),
        ("W3SVC1x/a.log", "", "w3svc1x"), ("logs/all.zip", "web07/W3SVC1/a.log", "web07"),
        ("web08/all.zip", "LogFiles/W3SVC1/a.log", "web08"), ("all.zip", "a.log", "a"),
        ("W3SVC1@old-export/a.log", "", "w3svc1@old-export"),
    ]) func nameFromThePath(path: String, member: String, server: String) {
        #expect(name(path, member: member).server(computerName: "", serverAddress: "") == server)
    }

    @Test(arguments: [
        ("W3SVC1@old-export", "W3SVC1@old-export/a.log", true), ("*/old/*", "logs/old/a.log", true),
        ("LOGS", "logs/a.log", true), ("a.log", "logs/a.log", false),
        ("logs/a.log", "logs/a.log", true),
    ]) func theFolderMap(pattern: String, path: String, isMapped: Bool) {
        let server = name(path, folders: [(pattern, "mapped")]).server(computerName: "", serverAddress: "")
        #expect((server == "mapped") == isMapped)
    }

    @Test func theFolderMapSeesMembersOfArchives() {
        let mapped = name("logs/all.zip", member: "a.log", folders: [("*.ZIP!*", "mapped")])
        #expect(mapped.server(computerName: "", serverAddress: "") == "mapped")
    }

    /// A slash with a combining mark behind it is still a slash to the file system.
    @Test func pathsAreCutByBytes() {
        #expect(name("web01/\u{338}x/W3SVC1/a.log").server(computerName: "", serverAddress: "") == "\u{338}x")
        #expect(name("logs/a.\u{301}log").server(computerName: "", serverAddress: "") == "a")
    }

    @Test func theFoldersOfIIS() {
        #expect(
            ["W3SVC1", "w3svc", "FTPSVC22", "MSFTPSVC1", "SMTPSVC1", "LogFiles", "inetpub", "LOGS", ".", ".."]
                .allSatisfy(WebServerName.isLogFolder))
        #expect(!["W3SVCx", "web01", "W3SVC1 ", "", "ftp"].contains(where: WebServerName.isLogFolder))
    }
}
