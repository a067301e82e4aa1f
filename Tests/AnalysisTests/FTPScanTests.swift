import AccessModel
import Analysis
import EvidenceStore
import PositionModel
import Testing

/// Logs of Microsoft's FTP service, from the file to the census and to who came from outside.
@Suite struct FTPScanTests {
    private let head = """
        #Software: Microsoft Internet Information Services 10.0
        #Fields: date time c-ip cs-username s-ip s-port cs-method cs-uri-stem sc-status sc-win32-status sc-substatus \
        x-session x-fullpath

        """

    /// One session: the connection, the name, the password, and a file.
    private func session(_ client: String, as user: String, typing name: String, passes: Bool = true) -> String {
        func line(_ user: String, _ method: String, _ target: String, _ status: String) -> String {
            "2026-03-01 08:00:00 \(client) \(user) 192.168.7.10 21 \(method) \(target) \(status) 0 0 5a-1 -\n"
        }
        let opening = line("-", "ControlChannelOpened", "-", "-") + line("-", "USER", name, "331")
        if !passes { return opening + line(user, "PASS", "***", "530") }
        return opening + line(user, "PASS", "***", "230") + line(user, "RETR", "/pub/price.txt", "226")
    }

    private func scan(_ log: String) async throws -> EvidenceStore {
        let workspace = try Workspace()
        try workspace.write(head + log, to: "logs/FTPSVC2/u_ex260301.log")
        let store = try EvidenceStore.open(path: workspace.file("a.store"), mode: .create)
        let summary = try await Scan.run(paths: [workspace.file("logs")], into: store)
        #expect(summary.unread.isEmpty && summary.totals.rejected == 0)
        return store
    }

    /// Whoever logs on as `anonymous` is nobody: no user, but a visitor from outside and a device inside.
    @Test(arguments: ["anonymous", "ANONYMOUS", "-"]) func anonymousLogonsAreNobodys(user: String) async throws {
        let log =
            session("203.0.113.7", as: user, typing: "anonymous")
            + session("203.0.113.8", as: user, typing: "anonymous")
            + session("10.0.0.5", as: user, typing: "anonymous")
            + session("203.0.113.9", as: user, typing: "anonymous", passes: false)
        let store = try await scan(log)
        let census = try CensusRun.census(store: store, window: nil)
        let server = try #require(census.servers.first)
        #expect(census.servers.count == 1 && server.users == 0 && server.leads == 0 && server.edges.value == 0)
        #expect(server.authenticatedFromOutside == 0 && server.anonymousVisitors.value == 2)
        #expect(server.devicesLow.value == 1)

        let report = try ExternalRun.report(store: store, window: nil)
        let line = try #require(report.lines.first)
        #expect(report.lines.count == 1 && line.exposed == .yes && line.anonymousVisitors.value == 2)
        #expect(line.unknownRelation == 0 && line.authenticatedVisitors.value == 0 && line.employeesFromOutside == 0)
        #expect(line.internalAddresses == 1)
    }

    /// A name of an account is somebody, also one that begins so.
    @Test func accountsAreUsers() async throws {
        let log =
            session("10.0.0.5", as: "CORP\\ann", typing: "ann") + session("10.0.0.6", as: "anonymous2", typing: "x")
            + session("203.0.113.7", as: "CORP\\bob", typing: "bob")
        let store = try await scan(log)
        let server = try #require(try CensusRun.census(store: store, window: nil).servers.first)
        #expect(server.users == 3 && server.authenticatedFromOutside == 1 && server.anonymousVisitors.value == 0)
    }
}
