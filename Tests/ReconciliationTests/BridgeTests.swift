import AccessModel
import PositionModel
import Testing

@testable import Reconciliation

@Suite struct BridgeTests {
    private func day(_ text: String) -> Day { Day(text: text) ?? Day(number: 0) }

    /// One account for every step; each is caught by the first rule that knows it.
    private func everyStep() -> World {
        var world = World()
        world.server("srv1")
        world.estate.settings.servicePatterns = ["svc-*"]
        world.estate.settings.testPatterns = ["test*"]
        world.estate.settings.externalPatterns = ["OU=Partners"]
        world.user("anna")
        world.user("bert")
        world.user("gmsa1$") {
            $0.isManagedService = true
            $0.objectClass = "msDS-GroupManagedServiceAccount"
        }
        world.user("trust$")
        world.user("old") { $0.enabled = false }
        world.user("gone") { $0.enabled = false }
        world.user("temp") { $0.expires = day("2026-09-30") }
        world.user("temp-seen") { $0.expires = day("2026-09-30") }
        world.user("room1") { $0.recipientType = 16 }
        world.user("svc-backup")
        world.user("sqlagent") { $0.servicePrincipalNames = ["MSSQLSvc/db1:1433"] }
        world.user("batch")
        world.user("test1")
        world.user("partner") { $0.distinguishedName = "CN=partner, OU=Partners, DC=corp" }
        world.user("never") {
            $0.lastLogon = nil
            $0.created = day("2025-01-01").start
        }
        world.user("newcomer") {
            $0.lastLogon = nil
            $0.created = day("2026-10-15").start
        }
        world.user("asleep") { $0.lastLogon = day("2026-05-01").start }
        world.user("asleep-seen") { $0.lastLogon = day("2026-05-01").start }
        world.user("anna-adm")
        world.sameAs["corp\\anna-adm"] = "corp\\anna"
        world.onlyServiceLogons = ["corp\\batch"]
        for name in ["anna", "temp-seen", "asleep-seen", "gone"] {
            world.seen("corp\\\(name)", from: "pc1", on: "srv1")
        }
        world.seen("corp\\stranger", from: "pc1", on: "srv1")
        world.seen("corp\\pc1$", from: "pc1", on: "srv1")
        return world
    }

    @Test func everyAccountHasOneStep() throws {
        let position = try everyStep().position()
        let bridge = try position.bridge()
        #expect(position.bridgesSum)
        // 19 objects in the directory.
        #expect(try position.users("directory") == 19)
        #expect(try position.users("managed-service") == 1)
        #expect(try position.users("machine") == 1)
        #expect(try position.users("disabled") == 1)
        // 19 - 1 - 1 - 1: where an auditor starts; the leaver is still in it.
        #expect(bridge.auditorUsers == 16)
        #expect(try position.users("expired") == 1)
        #expect(try position.users("resource-mailbox") == 1)
        #expect(try position.users("service") == 3)
        #expect(try position.users("test") == 1)
        #expect(try position.users("external") == 1)
        #expect(try position.users("no-right") == 0)
        #expect(try position.users("never-used") == 1)
        #expect(try position.users("dormant") == 1)
        #expect(try position.users("duplicate") == 1)
        #expect(try position.users("not-in-directory") == 1)
        // anna, bert, temp-seen, newcomer, asleep-seen and the stranger.
        #expect(bridge.defendedUsers == 6)
        // `gone` is a leaver: taken out by a step of its own, back in the high figure.
        let leaver = try #require(bridge.steps.first { $0.rule == "leaver" })
        #expect(leaver.users == 1 && leaver.sign == -1)
        let row = try position.row("user")
        #expect(row.low.value == 4 && row.evidenced == 4)
        #expect(row.defended.value == 6 && row.high.value == 7)
    }

    @Test func theLedgerNamesClassAndProof() throws {
        let position = try everyStep().position()
        func entry(_ name: String) throws -> AccountLedgerEntry {
            try #require(position.accounts.first { $0.account == "corp\\\(name)" }, "\(name) is not in the ledger")
        }
        #expect(try entry("anna").accountClass == "counted")
        #expect(try entry("anna-adm").accountClass == "duplicate")
        #expect(try entry("sqlagent").proof.contains("MSSQLSvc/db1:1433"))
        #expect(try entry("svc-backup").proof.contains("svc-*"))
        #expect(try entry("batch").proof.contains("logon types 4 and 5"))
        #expect(try entry("gone").accountClass == "leaver")
        #expect(try entry("old").rule == "disabled")
        #expect(try entry("stranger").inDirectory == false)
        #expect(try entry("pc1$").accountClass == "machine")
        // Classes tie out with the steps of the bridge.
        for step in ["managed-service", "machine", "disabled", "expired", "service", "external", "duplicate"] {
            let listed = position.accounts.filter { $0.accountClass == step && $0.inDirectory }.count
            #expect(try listed == position.users(step), "step \(step)")
        }
    }

    @Test func rulesCanBeSwitchedOff() throws {
        var world = everyStep()
        world.estate.settings.disabledRules = ["dormant", "never-used"]
        let position = try world.position()
        #expect(try position.users("dormant") == 0 && position.users("never-used") == 0)
        #expect(try position.bridge().defendedUsers == 8)
        #expect(position.bridgesSum)
    }

    @Test func groupsDecideWhoHasTheRight() throws {
        var world = World()
        // CN=Deputies is a member of CN=Finance.
        world.estate.directory.groups = [
            DirectoryGroup(name: "Finance", members: ["CN=Deputies,DC=corp"]),
            DirectoryGroup(name: "Deputies", members: ["CN=cleo,OU=Staff,DC=corp"]),
        ]
        world.server("fin1", "sql-server", "2019") {
            $0.licenceModel = "server+cal"
            $0.accessGroups = ["CORP\\Finance"]
        }
        world.user("anna") { $0.memberOf = ["CN=Finance,DC=corp"] }
        world.user("bert")
        world.user("cleo")
        world.user("dora")
        // Seen on the server though in no group: access proves the right.
        world.seen("corp\\dora", from: "pc1", on: "fin1")
        let position = try world.position()
        #expect(try position.users("no-right", of: "sql-server") == 1)
        #expect(try position.bridge(of: "sql-server").defendedUsers == 3)
        // The operating system below has no row of its own: it is counted, and its version asked for.
        #expect(position.findings.contains { $0.id == "Q-windows-server-version-fin1" })
        #expect(position.bridgesSum)
    }

    @Test func unknownGroupsExcludeNobody() throws {
        var world = World()
        world.server("srv1") { $0.accessGroups = ["No Such Group"] }
        world.user("anna")
        let position = try world.position()
        #expect(try position.bridge().defendedUsers == 1)
        #expect(position.findings.contains { $0.id == "Q-windows-server-groups-srv1" })
    }

    @Test func withoutADirectoryOnlyTheSeenCount() throws {
        var world = World()
        world.server("srv1")
        world.seen("corp\\anna", from: "pc1", on: "srv1")
        world.seen("corp\\bert", from: "pc1", on: "srv1")
        let position = try world.position()
        #expect(try position.users("directory") == 0 && position.users("not-in-directory") == 2)
        #expect(try position.bridge().defendedUsers == 2)
        #expect(position.notices.contains { $0.file == "directory" })
    }

    @Test func devicesRunTheSameWay() throws {
        var world = World()
        world.server("srv1")
        world.user("anna")
        world.computer("pc1")
        world.computer("pc2") { $0.enabled = false }
        world.computer("pc3") { $0.passwordLastSet = day("2026-01-01").start }
        world.computer("srv1") { $0.operatingSystem = "Windows Server 2019 Standard" }
        world.computer("azureadssoacc")
        world.seen("corp\\anna", from: "pc1", on: "srv1")
        world.seen("corp\\anna", from: "tablet", on: "srv1")
        world.seen("corp\\anna", address: "10.1.1.7", on: "srv1", day: "2026-10-01")
        world.seen("corp\\anna", address: "10.1.1.7", on: "srv1", day: "2026-10-02")
        let position = try world.position()
        let bridge = try position.bridge()
        func devices(_ rule: String) -> Int? { bridge.steps.first { $0.rule == rule }?.devices }
        // Enabled: pc1, pc3, srv1, azureadssoacc.
        #expect(devices("directory") == 4 && bridge.auditorDevices == 3)
        #expect(devices("built-in") == 1 && devices("server") == 1 && devices("dormant") == 1)
        // The tablet and the address are in the logs only.
        #expect(devices("not-in-directory") == 2)
        #expect(bridge.defendedDevices == 3)
        // The address may have been another device on its second day.
        let row = try position.row("device")
        #expect(row.low.value == 3 && row.defended.value == 3 && row.high.value == 4)
    }

    @Test func multiplexersBringTheirPeople() throws {
        var world = World()
        world.server("srv1")
        world.estate.settings.multiplexers = [
            .init(account: "CORP\\svc-sap", population: ["CORP\\anna", "CORP\\bert", "portal1", "PORTAL1", "portal2"])
        ]
        world.user("svc-sap")
        world.user("anna")
        world.user("bert") { $0.enabled = false }
        world.seen("corp\\svc-sap", from: "sap1", on: "srv1")
        let position = try world.position()
        #expect(try position.users("service") == 1)
        // anna is counted already, bert is disabled, portal1 and portal2 are new.
        #expect(try position.users("behind-multiplexers") == 2)
        #expect(try position.bridge().defendedUsers == 3)
        #expect(try position.mix().optimum?.users == 3)
        #expect(position.bridgesSum)
    }

    @Test func frontEndsBringTheirUsers() throws {
        var world = World()
        world.server("db1", "sql-server", "2019") {
            $0.licenceModel = "server+cal"
            $0.behind = ["app1"]
            $0.accessGroups = ["DBA"]
        }
        world.user("dba") { $0.memberOf = ["CN=DBA,DC=corp"] }
        world.user("anna")
        world.seen("corp\\anna", from: "pc1", on: "app1")
        let position = try world.position()
        // anna never touches db1, but app1 does for her.
        #expect(try position.users("no-right", of: "sql-server") == 1)
        #expect(try position.users("behind-multiplexers", of: "sql-server") == 1)
        #expect(try position.bridge(of: "sql-server").defendedUsers == 2)
    }
}

@Suite struct RelationTests {
    /// Contractors by the definition in force: onsite ones before October 2024, onsite or long-hours ones since.
    @Test(arguments: [
        ("2023-04-01", true, 10.0, "counted"), ("2023-04-01", false, 38.0, "external"),
        ("2025-04-01", false, 38.0, "counted"), ("2025-04-01", false, 12.0, "external"),
        ("2025-04-01", true, 12.0, "counted"),
    ])
    func contractors(signed: String, onsite: Bool, hours: Double, expected: String) throws {
        var world = World()
        world.server("srv1")
        world.estate.settings.agreementSigned = Day(text: signed)
        world.estate.settings.contractors = [
            .init(account: "CORP\\con1", onsite: onsite, hoursPerWeek: hours, end: nil)
        ]
        world.user("con1")
        let position = try world.position()
        #expect(position.accounts.first { $0.account == "corp\\con1" }?.accountClass == expected)
    }

    @Test func whatTheListDoesNotSayIsNeverExternal() throws {
        var world = World()
        world.server("srv1")
        world.estate.settings.agreementSigned = Day(text: "2025-04-01")
        world.estate.settings.contractors = [.init(account: "con1", onsite: false, hoursPerWeek: nil, end: nil)]
        world.user("con1")
        let position = try world.position()
        #expect(position.accounts.first { $0.account == "corp\\con1" }?.accountClass == "counted")
        #expect(position.findings.contains { $0.id == "Q-relation" })
    }
}

extension DirectoryGroup {
    init(name: String, members: [String]) {
        self.init()
        self.name = name
        distinguishedName = "CN=\(name),DC=corp"
        self.members = members
    }

    /// Who is in a group and was not seen, and who was seen and is in none, are both told.
    @Test func rightsAndEvidenceAreComparedBothWays() throws {
        var world = World()
        world.server("srv1") { $0.accessGroups = ["Files"] }
        for name in ["anna", "bert"] { world.user(name) { $0.memberOf = ["CN=Files,DC=corp"] } }
        for name in ["carl", "dora"] { world.user(name) }
        world.user("svc-x")
        world.estate.settings.servicePatterns = ["corp\\svc-*"]
        for name in ["anna", "carl", "svc-x", "nobody-knows"] {
            world.seen("corp\\\(name)", from: "pc-\(name)", on: "srv1")
        }
        let position = try world.position()
        let without = try #require(position.findings.first { $0.id == "F-access-without-right-windows-server" })
        #expect(without.evidence == "corp\\carl" && without.severity == .medium)
        let unused = try #require(position.findings.first { $0.id == "F-right-without-access-windows-server" })
        #expect(unused.evidence == "corp\\bert")
        // Where everyone may, there is nothing to compare.
        world.estate.servers[0].accessGroups = []
        #expect(
            try !world.position().findings.contains {
                $0.id.hasPrefix("F-access-without") || $0.id.hasPrefix("F-right-")
            })
    }
}
