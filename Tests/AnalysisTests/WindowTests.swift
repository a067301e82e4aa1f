import AccessModel
import Analysis
import EvidenceStore
import Foundation
import Licensing
import PositionModel
import Testing

/// A window cuts what is counted; it does not make anybody look dead, and it is the same whoever asks for it.
@Suite struct WindowTests {
    /// Three people: `anna` inside the window, `bert` 46 days before `as_of`, `carl` never seen and long gone.
    private func estate(in workspace: Workspace) throws -> String {
        func event(_ record: Int, _ user: String, _ date: String) -> String {
            logonEvent(record: record, user: user, sid: "S-1-5-21-1-2-3-100\(record)")
                .replacingOccurrences(of: "2026-10-05", with: date)
        }
        try workspace.write(
            event(1, "anna", "2026-10-20") + event(2, "bert", "2026-09-15"), to: "estate/logs/security.xml")
        try workspace.write(
            """
            DistinguishedName,SamAccountName,SID,Enabled,LastLogonDate,PasswordLastSet,objectClass
            "CN=anna,DC=corp,DC=example,DC=com",anna,S-1-5-21-1-2-3-1001,True,2026-06-01,2026-06-01,user
            "CN=bert,DC=corp,DC=example,DC=com",bert,S-1-5-21-1-2-3-1002,True,2026-06-01,2026-06-01,user
            "CN=carl,DC=corp,DC=example,DC=com",carl,S-1-5-21-1-2-3-1003,True,2026-06-01,2026-06-01,user

            """, to: "estate/directory/users.csv")
        try workspace.write(
            "server,product,version\nsrv1.corp.example.com,windows-server,2022\n", to: "estate/servers.csv")
        try workspace.write("window: {as_of: 2026-10-31, days: 30}\n", to: "estate/estate.yaml")
        return workspace.file("estate")
    }

    @Test func evidenceBeforeTheWindowIsASignOfLife() async throws {
        let workspace = try Workspace()
        let run = EstateRun(folder: try estate(in: workspace), catalogue: try Catalogue.builtIn)
        let (_, position) = try await run.run(
            into: workspace.file("out"), force: false, options: ScanOptions(), monitor: ScanMonitor(),
            generatedAt: nil)
        let bridge = try #require(position.bridge.first { $0.product == "windows-server" })
        #expect(bridge.steps.first { $0.rule == "dormant" }?.users == 1)
        #expect(bridge.defendedUsers == 2)
        let row = try #require(position.products.first { $0.product == "windows-server" && $0.flavour == "user" })
        #expect(row.evidenced == 1)
        let classes = Dictionary(
            position.accounts.filter(\.inDirectory).map { ($0.account, $0) }, uniquingKeysWith: { first, _ in first })
        #expect(classes["corp.example.com\\bert"]?.accountClass == "counted")
        #expect(classes["corp.example.com\\carl"]?.accountClass == "dormant")
        // The window ends the evidence: bert is no user of any server in it.
        let store = try EvidenceStore.open(path: workspace.file("out/evidence.headcount"), mode: .read)
        let census = try CensusRun.census(store: store, window: .last(days: 30))
        #expect(census.servers.map(\.users) == [1])
        #expect(try CensusRun.census(store: store, window: nil).servers.map(\.users) == [2])
    }

    @Test func theManifestNamesEveryFileThePositionRestsOn() async throws {
        let workspace = try Workspace()
        let folder = try estate(in: workspace)
        _ = try await EstateRun(folder: folder, catalogue: try Catalogue.builtIn).run(
            into: workspace.file("out"), force: false, options: ScanOptions(), monitor: ScanMonitor(),
            generatedAt: nil)
        let manifest = try String(contentsOfFile: workspace.file("out/manifest.json"), encoding: .utf8)
        for name in ["directory/users.csv", "servers.csv", "estate.yaml", "logs/security.xml", "position.json"] {
            #expect(manifest.contains(name), "\(name)")
        }
    }
}
