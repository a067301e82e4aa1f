import AccessModel
import PositionModel
import Testing

@testable import Identity

@Suite struct AccountJoinTests {
    private let sid = "S-1-5-21-1-2-3-1105"

    private func names(_ identities: Identities) -> [String] { identities.users.map(\.name) }

    @Test func sameSIDIsOneUser() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "alice", sid: sid)
        builder.logon("fs1", "corp.contoso.com", "alice.smith", sid: sid)
        let identities = builder.identities()
        #expect(identities.users.count == 1)
        #expect(identities.accounts.allSatisfy { $0.proof == "same SID \(sid)" })
    }

    @Test func sharedSIDsJoinNobody() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "alice", sid: "S-1-0-0")
        builder.logon("fs1", "corp", "bob", sid: "S-1-0-0")
        #expect(names(builder.identities()) == ["corp\\alice", "corp\\bob"])
    }

    @Test func domainNamesAreEquatedByTheirSID() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "alice", sid: sid)
        builder.logon("fs1", "contoso.local", "alice", sid: sid)
        builder.logon("fs1", "corp", "bob")
        builder.logon("dc1", "contoso.local", "bob@contoso.local", channel: .serviceTicket)
        let identities = builder.identities()
        #expect(identities.users.count == 2)
        let bob = identities.accounts.first { $0.name == "bob" }
        #expect(bob?.proof.contains("\(sid) was seen under both") == true)
    }

    @Test func domainNamesAreEquatedByDeclaration() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "bob")
        builder.logon("fs1", "corp.contoso.com", "bob")
        #expect(builder.identities().users.count == 2)
        var estate = Estate()
        estate.settings.domains = ["corp", "corp.contoso.com", "emea", "emea.contoso.com"]
        #expect(builder.identities(estate).users.count == 1)
        estate.settings.domains = ["corp", "contoso.local", "emea", "emea.contoso.com"]
        #expect(builder.identities(estate).users.count == 2)
    }

    @Test func theOnlyTwoDeclaredNamesAreOneDomain() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "bob")
        builder.logon("fs1", "contoso.local", "bob")
        var estate = Estate()
        estate.settings.domains = ["corp", "contoso.local"]
        #expect(builder.identities(estate).users.count == 1)
    }

    @Test func aNetBIOSNameOfTwoDomainsIsLeftApart() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "alice", sid: sid)
        builder.logon("fs1", "corp.a.com", "alice", sid: sid)
        builder.logon("fs2", "corp", "carl", sid: "S-1-5-21-9-9-9-1200")
        builder.logon("fs2", "corp.b.com", "carl", sid: "S-1-5-21-9-9-9-1200")
        builder.logon("fs2", "corp", "dora")
        builder.logon("fs2", "corp.b.com", "dora")
        let identities = builder.identities()
        #expect(identities.users.count == 4)
        #expect(identities.conflicts.contains { $0.contains("domain corp may be any of corp.a.com, corp.b.com") })
    }

    /// A SID given twice is a fault of the files: nobody vanishes among the machines for it.
    @Test func aMachineWithTheSIDOfAUserIsAConflict() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "pc1$", sid: sid)
        builder.logon("fs1", "corp", "alice", sid: sid)
        var estate = Estate()
        estate.account("corp", "alice", sid: sid)
        let identities = builder.identities(estate)
        #expect(names(identities) == ["corp\\alice"])
        #expect(identities.accounts.first { $0.name == "alice" }?.principalRule == "")
        #expect(identities.accounts.first { $0.name == "pc1$" }?.principalRule == PrincipalRules.machineAccount)
        #expect(identities.conflicts.contains { $0.contains("is alice's in the directory and pc1$'s elsewhere") })
    }

    @Test func localAccountsStayLocal() {
        var builder = EvidenceBuilder()
        builder.logon("web01.corp.contoso.com", "web01", "bob")
        builder.logon("web01.corp.contoso.com", "corp", "bob")
        var estate = Estate()
        estate.account("corp", "bob", sid: sid)
        #expect(builder.identities(estate).users.count == 2)
    }

    @Test func principalNameMailAndRealmFindTheDirectoryAccount() {
        var estate = Estate()
        estate.account(
            "corp.contoso.com", "asmith", sid: sid, principal: "alice@contoso.com", mail: "a.smith@contoso.com")
        var builder = EvidenceBuilder()
        builder.logon("web1", "", "alice@contoso.com")
        builder.logon("web1", "", "a.smith@contoso.com")
        builder.logon("web1", "corp.contoso.com", "asmith@corp.contoso.com")
        builder.logon("web1", "", "asmith")
        let identities = builder.identities(estate)
        #expect(identities.users.count == 1)
        #expect(identities.accounts.allSatisfy { $0.directoryIndex == 0 })
        let proofs = identities.accounts.map(\.proof)
        #expect(proofs.contains("user principal name alice@contoso.com"))
        #expect(proofs.contains("mail address a.smith@contoso.com"))
        #expect(proofs.contains("the directory's only account named asmith"))
    }

    @Test func aPrincipalNameIsNotANameInItsRealm() {
        var estate = Estate()
        estate.account("contoso.com", "bob", sid: "S-1-5-21-1-2-3-1")
        estate.account("contoso.com", "robert", sid: "S-1-5-21-1-2-3-2", principal: "bob@contoso.com")
        var builder = EvidenceBuilder()
        builder.logon("web1", "", "bob@contoso.com")
        let identities = builder.identities(estate)
        #expect(identities.users.count == 2)
        #expect(identities.accounts.first { $0.name == "bob@contoso.com" }?.directoryIndex == 1)
    }

    @Test func bareNamesNeedOneDirectoryAccount() {
        var builder = EvidenceBuilder()
        builder.logon("web1", "", "bob")
        var estate = Estate()
        estate.account("corp", "bob")
        #expect(builder.identities(estate).users.count == 1)
        estate.account("emea", "bob")
        let identities = builder.identities(estate)
        #expect(identities.users.count == 3)
        #expect(identities.conflicts.contains { $0.contains("several accounts of the directory are named bob") })
    }

    @Test func aDirectoryWithoutDomainsMeetsTheOneDomainOfTheLogs() {
        var estate = Estate()
        estate.account("", "danj", sid: sid)
        var builder = EvidenceBuilder()
        builder.logon("fs1", "contoso", "danj")
        #expect(builder.identities(estate).users.count == 1)
        builder.logon("fs1", "fabrikam", "danj")
        #expect(builder.identities(estate).users.count == 3)
    }

    @Test func personsAreJoinedByHistoryMailEmployeeAndAlias() {
        var estate = Estate()
        estate.account("new", "alice", sid: "S-1-5-21-1-2-3-10") { $0.formerSIDs = ["S-1-5-21-9-9-9-77"] }
        estate.account("new", "bob", mail: "bob@x.com")
        estate.account("new", "bob-adm", mail: "bob@x.com")
        estate.account("new", "carl") { $0.employeeID = "0042" }
        estate.account("new", "carl2") { $0.employeeID = "0042" }
        estate.account("new", "dora")
        estate.settings.aliases = [EstateSettings.Alias(user: "new\\dora", accounts: ["old\\dora", "nobody@x.com"])]
        var builder = EvidenceBuilder()
        builder.logon("fs1", "old", "alice", sid: "S-1-5-21-9-9-9-77")
        builder.logon("fs1", "old", "dora")
        let identities = builder.identities(estate)
        #expect(names(identities) == ["new\\alice", "new\\bob", "new\\carl", "new\\dora"])
        #expect(identities.users.map(\.directoryAccounts) == [[0], [1, 2], [3, 4], [5]])
        #expect(identities.conflicts.contains { $0.contains("nobody@x.com names no account") })
        #expect(identities.user(referredToAs: "OLD\\Dora") == 3)
        #expect(identities.user(referredToAs: "S-1-5-21-9-9-9-77") == 0)
        #expect(identities.user(referredToAs: "nobody") == nil)
    }

    @Test func aMailAddressOfManyIsNobodys() {
        var estate = Estate()
        for number in 1...(AccountJoin.accountsPerPerson + 1) {
            estate.account("corp", "user\(number)", mail: "helpdesk@x.com")
        }
        let identities = EvidenceBuilder().identities(estate)
        #expect(identities.users.count == AccountJoin.accountsPerPerson + 1)
        #expect(identities.conflicts.contains { $0.contains("too many for one person") })
    }

    @Test func failuresAndServiceLogonsMakeNoUser() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "mistyped", outcome: .failure)
        builder.add(.init(server: "fs1", channel: .service, domain: "corp", name: "svc", logonType: 5))
        builder.logon("fs1", "corp", "alice", day: 3)
        let identities = builder.identities()
        #expect(names(identities) == ["corp\\alice"])
        #expect(identities.accounts.count == 3)
        #expect(identities.accounts.first { $0.name == "svc" }?.onlyServiceLogons == true)
        #expect(identities.accounts.first { $0.name == "svc" }?.lastSeen == nil)
        #expect(identities.accounts.first { $0.name == "alice" }?.lastSeen == EvidenceBuilder.day(3))
        #expect(identities.accounts.first { $0.name == "mistyped" }?.lastSeen == nil)
    }

    @Test func whatHoldsForOneSpellingHoldsForAll() {
        var estate = Estate()
        estate.account("corp.contoso.com", "gast", sid: "S-1-5-21-1-2-3-501")
        estate.account("corp.contoso.com", "gmsa-web$") { $0.isManagedService = true }
        estate.settings.domains = ["corp", "corp.contoso.com"]
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "gast")
        builder.logon("fs1", "corp", "gmsa-web$")
        builder.logon("fs1", "corp", "pc9$")
        let identities = builder.identities(estate)
        #expect(identities.users.isEmpty)
        let rules = identities.accounts.map { $0.name + " " + $0.principalRule }
        #expect(
            rules == [
                "gast guest", "gmsa-web$ managed-service-account", "pc9$ machine-account", "gast guest",
                "gmsa-web$ managed-service-account",
            ])
    }

    /// Anybody can write a name beside somebody's SID, or a SID beside somebody's name.
    @Test(arguments: [("x$", "S-1-5-21-1-2-3-1105", "machine-account"), ("alice", "S-1-5-21-1-2-3-501", "guest")])
    func aRuleOnOneSpellingTakesNobodyOut(name: String, forged: String, rule: String) {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "alice", sid: rule == "guest" ? "" : sid)
        builder.logon("fs1", "corp", name, sid: forged)
        let identities = builder.identities()
        #expect(names(identities) == ["corp\\alice"])
        #expect(identities.accounts.first { $0.name == name && $0.sid == forged }?.principalRule == rule)
        #expect(identities.conflicts.count == 1, "\(identities.conflicts)")
        // With a directory without SIDs too.
        var estate = Estate()
        estate.account("corp", "alice")
        let listed = builder.identities(estate)
        #expect(names(listed) == ["corp\\alice"])
        #expect(listed.accounts.first { $0.name == name && $0.sid == forged }?.directoryIndex == nil)
    }

    /// A spelling that proves no access says nothing against the rule.
    @Test func theGuestWhoWasRefusedStaysTheGuest() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "gast", sid: "S-1-5-21-1-2-3-501")
        builder.logon("fs1", "corp", "gast", outcome: .failure)
        #expect(builder.identities().users.isEmpty)
        #expect(builder.identities().accounts.allSatisfy { $0.principalRule == "guest" })
    }

    @Test func canonicalEquivalenceIsNotEquality() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "ren\u{e9}")
        builder.logon("fs1", "corp", "rene\u{301}")
        #expect(builder.identities().users.count == 2)
    }

    @Test func twoDomainsOfOneNameAreLeftApart() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "bob", sid: "S-1-5-21-1-1-1-500")
        builder.logon("fs2", "corp", "bob", sid: "S-1-5-21-2-2-2-500")
        let identities = builder.identities()
        #expect(names(identities) == ["corp\\bob (S-1-5-21-1-1-1-500)", "corp\\bob (S-1-5-21-2-2-2-500)"])
        #expect(identities.conflicts.contains { $0.contains("SIDs of several domains") })
    }
}
