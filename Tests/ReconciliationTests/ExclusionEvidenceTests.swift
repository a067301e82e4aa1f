import AccessModel
import PositionModel
import Testing

@testable import Reconciliation

/// Every reason for which an account or a computer leaves the count, with the trap beside it: what looks the same and must stay.
@Suite struct ExclusionEvidenceTests {
    private func day(_ text: String) -> Day { Day(text: text) ?? Day(number: 0) }

    /// The bridge step of one account, alone in the directory with an employee.
    private func step(
        _ name: String = "x", settings: (inout World) -> Void = { _ in }, _ change: (inout DirectoryAccount) -> Void
    ) throws -> String {
        var world = World()
        world.server("srv1")
        world.user("anna")
        world.user(name, change)
        settings(&world)
        let position = try world.position()
        #expect(position.bridgesSum)
        let entry = try #require(position.accounts.first { $0.account == "corp\\\(name)" })
        // No exclusion without a rule and its proof.
        #expect(!entry.rule.isEmpty && !entry.proof.isEmpty)
        return entry.accountClass
    }

    private func seen(_ name: String = "x", day: String = "2026-10-01") -> (inout World) -> Void {
        { $0.seen("corp\\\(name)", from: "pc1", on: "srv1", day: day) }
    }

    /// Anybody can write a service account's name beside somebody's SID: who was seen under another name too is a person.
    @Test(arguments: [("svc-b", "service"), ("bert", "not-in-directory")], ["service", "test", "external"])
    func aPatternForOneOfTwoNames(other: (name: String, step: String), kind: String) throws {
        var world = World()
        world.server("srv1")
        world.user("anna")
        for name in ["corp\\svc-a", "corp\\\(other.name)"] { world.seen(name, from: "pc1", on: "srv1") }
        world.sameAs["corp\\svc-a"] = "corp\\\(other.name)"
        if kind == "service" { world.estate.settings.servicePatterns = ["svc-*"] }
        if kind == "test" { world.estate.settings.testPatterns = ["svc-*"] }
        if kind == "external" { world.estate.settings.externalPatterns = ["svc-*"] }
        let position = try world.position()
        let entry = try #require(position.accounts.first { $0.account == "corp\\svc-a" })
        #expect(entry.accountClass == (other.step == "service" ? kind : other.step))
        // Whose that person is, half declared, stays a question.
        #expect(position.questions.contains { $0.kind == .relation } == (kind == "external" && other.name == "bert"))
    }

    @Test func disabled() throws {
        #expect(try step { $0.enabled = false } == "disabled")
        #expect(try step { $0.enabled = nil } == "counted")
        #expect(try step(settings: seen()) { $0.enabled = false } == "leaver")
    }

    @Test func expired() throws {
        #expect(try step { $0.expires = day("2026-10-30") } == "expired")
        // On its last day it still is one; evidence in the window cancels.
        #expect(try step { $0.expires = day("2026-10-31") } == "counted")
        #expect(try step(settings: seen()) { $0.expires = day("2026-10-01") } == "counted")
    }

    /// lastLogonTimestamp lags by up to 14 days, and a password that was changed is a sign of life.
    @Test func dormant() throws {
        // as_of 2026-10-31 minus 90 days is 2026-08-02; 14 days before that is 2026-07-19.
        #expect(try step { $0.lastLogon = day("2026-07-18").start } == "dormant")
        #expect(try step { $0.lastLogon = day("2026-07-19").start } == "counted")
        #expect(
            try step {
                $0.lastLogon = day("2026-01-01").start
                $0.passwordLastSet = day("2026-08-02").start
            } == "counted")
        #expect(
            try step {
                $0.lastLogon = day("2026-01-01").start
                $0.passwordLastSet = day("2026-08-01").start
            } == "dormant")
        #expect(try step(settings: seen()) { $0.lastLogon = day("2026-01-01").start } == "counted")
        // An export without the column says nothing about logons.
        #expect(
            try step {
                $0.hasLastLogonColumn = false
                $0.lastLogon = nil
                $0.passwordLastSet = day("2020-01-01").start
            } == "counted")
    }

    @Test func neverUsed() throws {
        func never(_ created: String, _ more: (inout DirectoryAccount) -> Void = { _ in }) throws -> String {
            try step {
                $0.lastLogon = nil
                $0.created = day(created).start
                more(&$0)
            }
        }
        #expect(try never("2026-08-01") == "never-used")
        // Made so lately that nobody can say that it will not be used.
        #expect(try never("2026-08-02") == "counted")
        #expect(try never("2025-01-01") { $0.hasLastLogonColumn = false } == "counted")
        #expect(
            try step(settings: seen()) {
                $0.lastLogon = nil
                $0.created = day("2025-01-01").start
            } == "counted")
    }

    @Test func service() throws {
        #expect(try step { $0.servicePrincipalNames = ["MSSQLSvc/db1:1433"] } == "service")
        #expect(try step(settings: { $0.estate.settings.servicePatterns = ["corp\\x"] }) { _ in } == "service")
        #expect(try step(settings: { $0.onlyServiceLogons = ["corp\\x"] }) { _ in } == "service")
        // Somebody logged on with it as well: types 4 and 5 are not all there is.
        #expect(
            try step(settings: {
                $0.onlyServiceLogons = ["corp\\x"]
                $0.seen("corp\\x", from: "pc1", on: "srv1")
            }) { _ in } == "counted")
        // A name alone proves nothing that nobody declared.
        #expect(try step("svc-backup") { _ in } == "counted")
    }

    @Test func managedServiceAccountsAndMachines() throws {
        #expect(
            try step("gmsa1$") {
                $0.isManagedService = true
                $0.objectClass = "msDS-GroupManagedServiceAccount"
            } == "managed-service")
        #expect(try step("trust$") { _ in } == "machine")
    }

    @Test func builtIn() throws {
        #expect(try step("admin") { $0.sid = "S-1-5-21-1-2-3-500" } == "built-in")
        #expect(try step("krbtgt") { $0.sid = "S-1-5-21-1-2-3-1500" } == "counted")
        // RID 500 of something that is no account SID.
        #expect(try step { $0.sid = "S-1-5-32-500" } == "counted")
    }

    @Test(arguments: [Int64(4), 16, 32, 8_388_608, 536_870_912, 549_755_813_888, 8_589_934_592])
    func resourceMailboxes(type: Int64) throws {
        #expect(try step { $0.recipientType = type } == "resource-mailbox")
    }

    /// User mailboxes, linked ones and remote user mailboxes are people's.
    @Test(arguments: [Int64(1), 2, 128, 2_147_483_648])
    func mailboxesOfPeople(type: Int64) throws {
        #expect(try step { $0.recipientType = type } == "counted")
    }

    @Test func testAccountsAndSharedOnes() throws {
        #expect(try step(settings: { $0.estate.settings.testPatterns = ["x"] }) { _ in } == "test")
        // A shared login is no exclusion.
        #expect(try step(settings: { $0.estate.settings.sharedPatterns = ["corp\\x"] }) { _ in } == "counted")
    }

    /// Contract data reclassify; what the list does not say never makes anybody external.
    @Test func contractors() throws {
        func contractor(onsite: Bool?, hours: Double?) -> (inout World) -> Void {
            { world in
                world.estate.settings.agreementSigned = Day(text: "2023-04-01")
                world.estate.settings.contractors = [
                    .init(account: "corp\\x", onsite: onsite, hoursPerWeek: hours, end: nil)
                ]
            }
        }
        let unsaid = try step(settings: contractor(onsite: nil, hours: nil)) { _ in }
        #expect(unsaid == "counted")
        let outside = try step(settings: contractor(onsite: false, hours: 0)) { _ in }
        let inside = try step(settings: contractor(onsite: true, hours: 40)) { _ in }
        #expect(outside == "external" && inside == "counted")
    }

    /// A guest of another directory may be an affiliate's employee: asked about, and counted until somebody answers.
    @Test func guests() throws {
        var world = World()
        world.server("srv1")
        world.user("pam") { $0.principalName = "pam_partner.example#ext#@corp.onmicrosoft.com" }
        world.user("anna") { $0.principalName = "anna#extra@corp.example" }
        let position = try world.position()
        #expect(position.accounts.allSatisfy { $0.accountClass == "counted" })
        #expect(position.questions.filter { $0.id == "Q-relation" }.map(\.subject) == ["corp\\pam"])
    }

    /// A subscription covers a user; it takes nobody out of the count.
    @Test func coveredBySubscription() throws {
        #expect(
            try step(settings: {
                $0.licence("m365-e3", 1, .user, saEnd: "2027-01-01", term: "subscription", to: "corp\\x")
            }) {
                _ in
            } == "counted")
    }

    // MARK: Computers

    private func device(_ name: String = "c1", _ change: (inout DirectoryComputer) -> Void) throws -> String {
        var world = World()
        world.server("srv1")
        world.computer("pc1")
        world.computer(name, change)
        let bridge = try world.position().bridge()
        let removed = bridge.steps.filter { $0.sign < 0 && $0.devices > 0 }.map(\.rule)
        #expect(removed.count <= 1)
        return removed.first ?? "counted"
    }

    @Test func namesThatAreNoMachines() throws {
        for name in ["MSClusterVirtualServer/cl1", "MSServerCluster/cl1.corp"] {
            #expect(try device { $0.servicePrincipalNames = ["HOST/c1", name] } == "built-in")
        }
        for name in ["azureadssoacc", "azureadkerberos"] { #expect(try device(name) { _ in } == "built-in") }
        #expect(try device { $0.servicePrincipalNames = ["HOST/c1", "TERMSRV/c1"] } == "counted")
    }

    @Test func serversAreNoClients() throws {
        #expect(try device { $0.operatingSystem = "Windows Server 2022 Standard" } == "server")
        // Appliances, NAS and Linux leave it empty: then it is a device until somebody says otherwise.
        #expect(try device { $0.operatingSystem = "" } == "counted")
        #expect(try device { $0.operatingSystem = "Windows 11 Pro" } == "counted")
    }

    /// Computers change their password every 30 days: that is their sign of life.
    @Test func dormantComputers() throws {
        #expect(
            try device {
                $0.passwordLastSet = day("2026-08-01").start
                $0.lastLogon = nil
            } == "dormant")
        #expect(try device { $0.passwordLastSet = day("2026-08-02").start } == "counted")
        #expect(
            try device {
                $0.passwordLastSet = day("2026-01-01").start
                $0.lastLogon = day("2026-07-19").start
            } == "counted")
    }
}
