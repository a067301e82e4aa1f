import AccessModel
import Foundation
import PositionModel
import Testing

@testable import Identity

/// Every join names its rule, and a rule turned off joins nothing.
@Suite struct JoinRulesTests {
    private let sid = "S-1-5-21-1-2-3-1105"
    private let otherSID = "S-1-5-21-1-2-3-1106"

    /// Accounts and records that only the rule can join, and how many users they are with and without it.
    private func scene(_ rule: JoinRule) -> (builder: EvidenceBuilder, estate: Estate)? {
        var builder = EvidenceBuilder()
        var estate = Estate()
        switch rule {
        case JoinRules.sameSID:
            builder.logon("fs1", "corp", "alice", sid: sid)
            builder.logon("fs1", "old", "asmith", sid: sid)
        case JoinRules.sameName:
            builder.logon("fs1", "corp", "alice", sid: sid)
            builder.logon("fs1", "corp", "alice")
        case JoinRules.principalName:
            estate.account("corp", "alice", sid: sid) { $0.principalName = "a.smith@corp.contoso.com" }
            builder.logon("fs1", "", "a.smith@corp.contoso.com")
        case JoinRules.mailAsPrincipal:
            estate.account("corp", "alice", sid: sid) { $0.mail = "a.smith@contoso.com" }
            builder.logon("fs1", "", "a.smith@contoso.com")
        case JoinRules.onlyName:
            estate.account("corp", "alice", sid: sid)
            builder.logon("fs1", "", "alice")
        case JoinRules.exportWithoutDomain:
            estate.account("", "alice", sid: sid)
            builder.logon("fs1", "corp", "alice")
        case JoinRules.renamed:
            estate.account("corp", "alice.jones", sid: sid)
            builder.logon("fs1", "corp", "alice")
            builder.rename("alice", "alice.jones", sid: sid, day: 5)
        case JoinRules.alias:
            estate.account("corp", "alice", sid: sid)
            estate.account("corp", "adm-alice", sid: otherSID)
            estate.settings.aliases = [.init(user: "corp\\alice", accounts: ["corp\\adm-alice"])]
        case JoinRules.formerSID:
            estate.account("corp", "alice", sid: sid) { $0.formerSIDs = ["S-1-5-21-9-9-9-77"] }
            builder.logon("fs1", "old", "asmith", sid: "S-1-5-21-9-9-9-77")
        case JoinRules.sameMail:
            estate.account("corp", "alice", sid: sid) { $0.mail = "a@contoso.com" }
            estate.account("corp", "adm-alice", sid: otherSID) { $0.mail = "a@contoso.com" }
        case JoinRules.sameEmployee:
            estate.account("corp", "alice", sid: sid) { $0.employeeID = "E1" }
            estate.account("corp", "adm-alice", sid: otherSID) { $0.employeeID = "E1" }
        default: return nil
        }
        return (builder, estate)
    }

    @Test(arguments: JoinRules.ofAccounts.filter { $0 != JoinRules.validated })
    func aRuleTurnedOffJoinsNothing(rule: JoinRule) throws {
        var (builder, estate) = try #require(scene(rule))
        let joined = builder.identities(estate)
        #expect(joined.users.count == 1)
        let members = joined.accounts.filter { $0.join == rule.id }
        #expect(!members.isEmpty && members.allSatisfy { !$0.proof.isEmpty })
        estate.settings.disabledRules = [rule.id]
        let apart = builder.identities(estate)
        #expect(apart.users.count == 2)
        #expect(!apart.accounts.contains { $0.join == rule.id })
    }

    @Test func anotherRuleTurnedOffChangesNothing() throws {
        for rule in JoinRules.ofAccounts where rule != JoinRules.validated {
            var (builder, estate) = try #require(scene(rule))
            estate.settings.disabledRules = JoinRules.table.filter { $0 != rule }.map(\.id)
            #expect(builder.identities(estate).users.count == 1, "\(rule.id)")
        }
    }

    @Test func aSeparateAccountIsNobodysFurtherAccount() throws {
        for rule in [JoinRules.sameMail, JoinRules.sameEmployee, JoinRules.alias] {
            var (builder, estate) = try #require(scene(rule))
            estate.settings.separateAccounts = ["corp\\adm-alice"]
            #expect(builder.identities(estate).users.count == 2, "\(rule.id)")
        }
        // The spellings of one account stay one: the SID says so.
        var (builder, estate) = try #require(scene(JoinRules.sameSID))
        estate.settings.separateAccounts = ["corp\\alice"]
        #expect(builder.identities(estate).users.count == 1)
    }

    @Test func aSeparateAccountNobodyKnowsIsTold() {
        let builder = EvidenceBuilder()
        var estate = Estate()
        estate.settings.separateAccounts = ["corp\\nobody"]
        #expect(
            builder.identities(estate).conflicts == [
                "accounts.separate: corp\\nobody names no account of the evidence or directory"
            ])
    }

    @Test func everyRuleHasItsOwnIdAndASource() {
        #expect(Set(JoinRules.table.map(\.id)).count == JoinRules.table.count)
        #expect(JoinRules.table.allSatisfy { !$0.label.isEmpty && !$0.source.isEmpty })
    }
}
