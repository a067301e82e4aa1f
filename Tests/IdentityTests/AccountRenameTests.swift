import AccessModel
import PositionModel
import Testing

@testable import Identity

/// Accounts that got another name (4781), and names that got another account.
@Suite struct AccountRenameTests {
    private let sid = "S-1-5-21-1-2-3-1105"
    private let otherSID = "S-1-5-21-1-2-3-1106"

    private func names(_ identities: Identities) -> [String] { identities.users.map(\.name) }

    /// The scene of most tests: alice was renamed on day 5.
    private func scene() -> EvidenceBuilder {
        var builder = EvidenceBuilder()
        builder.rename("alice", "alice.jones", sid: sid, day: 5)
        return builder
    }

    @Test func oldNameNewNameAndSIDAreOneUser() {
        var builder = scene()
        builder.logon("fs1", "corp", "alice", day: 4)
        builder.logon("fs1", "corp", "alice.jones", day: 6)
        builder.logon("fs2", "corp", "alice.jones", sid: sid, day: 6)
        let identities = builder.identities()
        #expect(identities.users.count == 1 && identities.conflicts.isEmpty)
        let old = identities.accounts.first { $0.name == "alice" }
        #expect(old?.join == "renamed")
        #expect(
            old?.proof
                == "event 4781 of \(EvidenceBuilder.day(5).text)T12:00:00.000Z on dc1.corp.contoso.com renamed corp\\alice to "
                + "alice.jones (\(sid))")
    }

    @Test func withoutAnyRecordOfTheSIDToo() {
        var builder = scene()
        builder.logon("fs1", "corp", "alice", day: 4)
        builder.logon("fs1", "corp", "alice.jones", day: 6)
        #expect(builder.identities().users.count == 1)
    }

    @Test func theDirectoryKnowsTheNewName() {
        var builder = scene()
        builder.logon("fs1", "corp", "alice", day: 4)
        builder.logon("fs1", "", "alice", day: 4)
        builder.logon("fs1", "corp", "alice@corp.contoso.com", day: 4, channel: .serviceTicket)
        var estate = Estate()
        estate.settings.domains = ["corp", "corp.contoso.com"]
        estate.account("corp.contoso.com", "alice.jones", sid: sid, principal: "alice.jones@corp.contoso.com")
        let identities = builder.identities(estate)
        #expect(names(identities) == ["corp.contoso.com\\alice.jones"])
        #expect(identities.conflicts.isEmpty)
    }

    /// Who validated the bare old name (4776) says which domain it is of.
    @Test func aBareOldNameThatAControllerValidated() {
        var builder = scene()
        builder.logon("dc1.corp.contoso.com", "", "alice", day: 4, channel: .ntlmValidation)
        builder.logon("fs1", "corp", "alice.jones", sid: sid, day: 6)
        var estate = Estate()
        estate.settings.domains = ["corp", "corp.contoso.com"]
        let identities = builder.identities(estate)
        #expect(identities.accounts.filter { $0.user == 0 }.count == 2, "\(identities.accounts)")
        #expect(identities.users.count == 1)
    }

    @Test func aChainIsOneUser() {
        var builder = EvidenceBuilder()
        builder.rename("b", "c", sid: sid, day: 7)
        builder.rename("a", "b", sid: sid, day: 3)
        for (name, day) in [("a", 1), ("b", 5), ("c", 9)] { builder.logon("fs1", "corp", name, day: day) }
        let identities = builder.identities()
        #expect(identities.users.count == 1 && identities.conflicts.isEmpty)
    }

    @Test func aCycleIsOneUser() {
        var builder = EvidenceBuilder()
        builder.rename("a", "b", sid: sid, day: 3)
        builder.rename("b", "a", sid: sid, day: 7)
        for (name, day) in [("a", 1), ("b", 5), ("a", 9)] { builder.logon("fs1", "corp", name, day: day) }
        #expect(builder.identities().users.count == 1)
    }

    /// Two accounts exchange their names through a third one.
    @Test func anExchangeOfNamesJoinsNoStrangers() {
        var builder = EvidenceBuilder()
        builder.rename("a", "tmp", sid: sid, day: 3)
        builder.rename("b", "a", sid: otherSID, day: 4)
        builder.rename("tmp", "b", sid: sid, day: 5)
        builder.logon("fs1", "corp", "a", sid: sid, day: 1)
        builder.logon("fs1", "corp", "b", sid: otherSID, day: 1)
        builder.logon("fs1", "corp", "a", sid: otherSID, day: 9)
        builder.logon("fs1", "corp", "b", sid: sid, day: 9)
        builder.logon("fs2", "corp", "a", day: 8)
        let identities = builder.identities()
        #expect(identities.users.count == 2)
        let bare = identities.accounts.first { $0.name == "a" && $0.sid.isEmpty }
        let second = identities.accounts.first { $0.name == "a" && $0.sid == otherSID }
        #expect(bare?.user == second?.user && bare?.join == "renamed")
    }

    // MARK: Time

    /// A ticket goes on under the old name for its lifetime, and no longer: one hour past it is somebody unknown.
    @Test(arguments: [(22.0, 1), (21.9, 1), (23.0, 2)]) func theOldNameEndsWithItsTickets(hour: Double, users: Int) {
        var builder = scene()
        builder.logon("fs1", "corp", "alice.jones", sid: sid, day: 6)
        builder.logon("fs1", "corp", "alice", day: 5)
        var evidence = builder.evidence()
        let last = EvidenceBuilder.day(5).start.milliseconds + Int64(hour * 3_600_000)
        let rows = evidence.rows.map { row in
            var row = row
            if row.accountSID == 0 { row.lastSeen = Instant(milliseconds: last) }
            return row
        }
        evidence.rows = EvidenceRows(rows)
        let identities = IdentityResolver.resolve(evidence: evidence, estate: builder.withControllers(Estate()))
        #expect(identities.users.count == users)
        #expect(identities.conflicts.isEmpty == (users == 1))
    }

    @Test func whoeverHadTheNewNameBeforeIsSomebodyElse() {
        var builder = scene()
        builder.logon("fs1", "corp", "alice.jones", day: 2)
        builder.logon("fs1", "corp", "alice.jones", sid: sid, day: 6)
        #expect(builder.identities().users.count == 2)
        #expect(builder.identities().conflicts.contains { $0.contains("alice.jones") })
    }

    /// Clients go on trying the old name long after: that says nothing.
    @Test func failuresUnderTheOldNameAreNobodys() {
        var builder = scene()
        builder.logon("fs1", "corp", "alice", day: 4)
        builder.logon("fs1", "corp", "alice.jones", sid: sid, day: 6)
        builder.logon("fs1", "corp", "alice", day: 30, outcome: .failure)
        #expect(builder.identities().users.count == 1)
    }

    // MARK: A name with another account

    @Test func aNameUsedAgainIsAnotherUser() {
        var builder = scene()
        builder.logon("fs1", "corp", "alice", sid: sid, day: 1)
        builder.logon("fs1", "corp", "alice", sid: otherSID, day: 20)
        builder.logon("fs1", "corp", "alice.jones", sid: sid, day: 20)
        let identities = builder.identities()
        #expect(identities.users.count == 2)
        #expect(identities.conflicts.contains { $0.contains("corp\\alice has several SIDs") })
    }

    @Test(arguments: [(3, "first"), (20, "second"), (0, "nobody")]) func itsTimeSaysWhoseARecordIs(
        day: Int, owner: String
    ) {
        var builder = scene()
        builder.logon("fs1", "corp", "alice", sid: sid, day: 1)
        builder.logon("fs1", "corp", "alice", sid: otherSID, day: 15)
        for day in day == 0 ? [3, 20] : [day] { builder.logon("fs2", "corp", "alice", day: day) }
        let identities = builder.identities()
        func user(_ sid: String) -> Int? { identities.accounts.first { $0.name == "alice" && $0.sid == sid }?.user }
        #expect(user(sid) != user(otherSID))
        #expect((user("") == user(sid)) == (owner == "first"))
        #expect((user("") == user(otherSID)) == (owner == "second"))
        #expect(identities.users.count == 2)
        // What the account leaves open each row tells by its own time.
        let owners = zip(builder.rows, identities.rows).filter { $0.0.server == "fs2" }.map(\.1.user)
        #expect(owners == (owner == "nobody" ? [user(sid), user(otherSID)] : [user("")]))
    }

    /// The directory of today lists the name, with its new account. Where it does not say that the account is younger than the
    /// rename, the rename takes a name from somebody who has it.
    @Test(arguments: [6, 4, nil]) func theDirectoryListsTheNewHolder(made: Int?) {
        var builder = scene()
        builder.logon("fs1", "corp", "alice", day: 3)
        builder.logon("fs1", "corp", "alice@corp.contoso.com", day: 3, channel: .serviceTicket)
        builder.logon("fs1", "", "alice", day: 3)
        var estate = Estate()
        estate.settings.domains = ["corp", "corp.contoso.com"]
        estate.account("corp.contoso.com", "alice.jones", sid: sid, principal: "alice.jones@corp.contoso.com")
        estate.account("corp.contoso.com", "alice", sid: otherSID, principal: "alice@corp.contoso.com") {
            $0.created = made.map { EvidenceBuilder.day($0).start }
        }
        let identities = builder.identities(estate)
        let jones = identities.users.first { $0.name.contains("alice.jones") }
        #expect(identities.users.count == 2)
        #expect(jones?.accounts.count == (made == 6 ? 4 : 1), "\(identities.accounts)")
        #expect(identities.conflicts.contains { $0.contains("the directory gives alice to") } == (made != 6))
    }

    /// An export without SIDs, of the new name.
    @Test func anExportWithoutSIDsOfTheNewName() {
        var builder = scene()
        builder.logon("fs1", "corp", "alice", day: 3)
        builder.logon("fs1", "", "alice", day: 3)
        builder.logon("fs1", "", "alice.jones", day: 7)
        var estate = Estate()
        estate.account("corp", "alice.jones")
        let identities = builder.identities(estate)
        #expect(names(identities) == ["corp\\alice.jones"] && identities.conflicts.isEmpty, "\(identities)")
    }

    /// Without SIDs in the export nobody knows which of the two it lists.
    @Test func anExportWithoutSIDsListsOneOfThem() {
        var builder = scene()
        builder.logon("fs1", "corp", "alice.jones", sid: sid, day: 6)
        builder.logon("fs1", "corp", "alice", day: 3)
        var estate = Estate()
        estate.account("corp", "alice")
        let identities = builder.identities(estate)
        #expect(identities.users.count == 2)
        #expect(identities.conflicts.contains { $0.contains("corp\\alice") })
    }

    @Test func anAccountMadeAnewIsTwoAccountsOfOneName() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "alice", sid: sid, day: 1)
        builder.logon("fs1", "corp", "alice", sid: otherSID, day: 20)
        builder.logon("fs1", "corp", "alice", day: 20)
        builder.logon("fs1", "corp.contoso.com", "alice", day: 20)
        var estate = Estate()
        estate.settings.domains = ["corp", "corp.contoso.com"]
        let identities = builder.identities(estate)
        // Of the records without a SID it is not known whose they are, but they are not a third one's.
        #expect(identities.users.count == 2)
        #expect(Set(names(identities)).count == 2)
        let unknown = identities.accounts.filter(\.isAmbiguous)
        #expect(unknown.count == 2 && unknown.allSatisfy { $0.proof.contains(sid) && $0.proof.contains(otherSID) })
        #expect(
            identities.conflicts == [
                "account corp.contoso.com\\alice has several SIDs (\(sid), \(otherSID)): left apart, and so are records without "
                    + "a SID"
            ])
        #expect(identities.user(referredToAs: "corp\\alice") == nil)
        #expect(identities.user(referredToAs: sid) != nil)
    }

    @Test(arguments: ["sIDHistory", "employee", "alias"]) func theDirectorySaysThatBothAreOnePersons(proof: String) {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "alice", sid: sid, day: 1)
        builder.logon("fs1", "corp", "alice", sid: otherSID, day: 20)
        builder.logon("fs1", "corp", "alice", day: 20)
        var estate = Estate()
        estate.account("corp", "alice", sid: otherSID) {
            if proof == "sIDHistory" { $0.formerSIDs = [self.sid] }
            $0.employeeID = "E1"
        }
        if proof == "employee" { estate.account("corp", "alice", sid: sid) { $0.employeeID = "E1" } }
        if proof == "alias" { estate.settings.aliases = [.init(user: otherSID, accounts: [sid])] }
        let identities = builder.identities(estate)
        #expect(identities.users.count == 1 && identities.conflicts.isEmpty, "\(identities.conflicts)")
    }

    @Test func anExportWithoutDomainsDoesNotJoinThem() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "alice", sid: sid, day: 1)
        builder.logon("fs1", "corp", "alice", sid: otherSID, day: 20)
        var estate = Estate()
        estate.account("", "alice")
        let identities = builder.identities(estate)
        #expect(Set(identities.accounts.filter { !$0.sid.isEmpty }.map(\.user)).count == 2)
        estate.directory.accounts[0].sid = otherSID
        #expect(builder.identities(estate).users.count == 2)
    }

    // MARK: What cannot be believed

    @Test func aLocalAccountIsItsMachinesOnly() {
        var builder = EvidenceBuilder()
        builder.rename("admin", "boss", sid: "S-1-5-21-7-7-7-1001", day: 5, domain: "fs1", by: "fs1.corp.contoso.com")
        builder.logon("fs1.corp.contoso.com", "fs1", "admin", day: 4)
        builder.logon("fs1.corp.contoso.com", "fs1", "boss", day: 6)
        builder.logon("fs1.corp.contoso.com", "corp", "admin", day: 4)
        builder.logon("fs2.corp.contoso.com", "fs2", "admin", day: 4)
        let identities = builder.identities()
        #expect(names(identities) == ["corp\\admin", "fs1\\admin", "fs2\\admin"])
    }

    @Test func aMachineSaysNothingOfAnothersAccounts() {
        var builder = EvidenceBuilder()
        builder.rename("admin", "boss", sid: "S-1-5-21-7-7-7-1001", day: 5, domain: "fs1", by: "fs2.corp.contoso.com")
        builder.logon("fs1.corp.contoso.com", "fs1", "admin", day: 4)
        builder.logon("fs1.corp.contoso.com", "fs1", "boss", day: 6)
        let identities = builder.identities()
        #expect(identities.users.count == 2)
        #expect(
            identities.conflicts == [
                "1 renames in fs2.corp.contoso.com's log are of local accounts of fs1, another machine: not used"
            ])
    }

    @Test(arguments: ["", "S-1-0-0", "S-1-5-32-544", "alice"]) func aRenameWithoutAnAccountsSIDIsNone(sid: String) {
        var builder = EvidenceBuilder()
        builder.rename("alice", "alice.jones", sid: sid, day: 5)
        builder.logon("fs1", "corp", "alice", day: 4)
        builder.logon("fs1", "corp", "alice.jones", day: 6)
        #expect(builder.identities().users.count == 2)
        #expect(builder.identities().conflicts.count == 1)
    }

    /// A machine account that takes a name without `$` is an attack (CVE-2021-42278): no user becomes a machine by it.
    @Test func aMachineThatTakesAUsersNameJoinsNobody() {
        var builder = EvidenceBuilder()
        builder.rename("evil$", "alice", sid: otherSID, day: 5)
        builder.rename("alice", "evil$", sid: otherSID, day: 6)
        builder.logon("fs1", "corp", "alice", day: 5)
        builder.logon("fs1", "corp", "evil$", sid: otherSID, day: 5)
        let identities = builder.identities()
        #expect(names(identities) == ["corp\\alice"])
        #expect(identities.conflicts.contains { $0.contains("a machine's name and another one") })
    }

    @Test(arguments: [15, 16]) func anAccountOfTooManyNamesJoinsNobody(renames: Int) {
        var builder = EvidenceBuilder()
        for number in 0..<renames {
            builder.rename("n\(number)", "n\(number + 1)", sid: sid, day: 10 + number * 3)
            builder.logon("fs1", "corp", "n\(number)", day: 9 + number * 3)
        }
        let isTooMany = renames + 1 > NameHistory.namesPerAccount
        #expect(builder.identities().users.count == (isTooMany ? renames : 1))
        #expect(builder.identities().conflicts.contains { $0.contains("17 names are too many") } == isTooMany)
    }

    @Test func aMembersWordOnADomainsAccountsIsNone() {
        var builder = EvidenceBuilder()
        builder.rename("alice", "alice.jones", sid: sid, day: 5, by: "fs1.corp.contoso.com")
        builder.logon("fs1.corp.contoso.com", "corp", "alice", day: 4)
        builder.logon("fs1.corp.contoso.com", "corp", "alice.jones", sid: sid, day: 6)
        #expect(builder.identities().users.count == 2)
        #expect(builder.identities().conflicts.contains { $0.contains("nothing shows that it is a domain controller") })
    }

    /// What a controller does and a member does not: a member validates its own accounts only.
    @Test(arguments: [("tickets", 1), ("others", 1), ("own", 2), ("refused", 2)])
    func aControllerShowsItselfByWhatItDoes(how: String, users: Int) {
        let computer = "dc7.corp.contoso.com"
        var builder = EvidenceBuilder()
        builder.rename("alice", "alice.jones", sid: sid, day: 5, by: computer)
        builder.logon("fs1", "corp", "alice", day: 4)
        builder.logon("fs1", "corp", "alice.jones", sid: sid, day: 6)
        switch how {
        case "tickets": builder.logon(computer, "corp", "pc1$", day: 2, channel: .kerberosTGT)
        case "refused": builder.logon(computer, "corp", "pc1$", day: 2, outcome: .failure, channel: .kerberosTGT)
        default:
            builder.logon(computer, "", "clerk$", day: 2, channel: .ntlmValidation)
            if how == "own" { builder.logon(computer, "dc7", "clerk$", day: 2) }
        }
        let found = builder.identities().users.filter { $0.name.contains("alice") }
        #expect(found.count == users, "\(builder.identities().conflicts)")
    }

    /// A SID of the domain is no local account of the machine that says so.
    @Test func aLocalAccountHasNoSIDOfTheDomain() {
        var builder = EvidenceBuilder()
        builder.rename("admin", "boss", sid: sid, day: 5, domain: "fs1", by: "fs1.corp.contoso.com")
        builder.logon("fs1.corp.contoso.com", "fs1", "admin", day: 4)
        builder.logon("fs1.corp.contoso.com", "fs1", "boss", day: 6)
        #expect(builder.identities().users.count == 1)
        var estate = Estate()
        estate.account("corp", "carl", sid: otherSID)
        #expect(builder.identities(estate).users.count == 3)
    }

    @Test func anAccountHasOneNameAtATime() {
        var builder = scene()
        builder.rename("bert", "alice.jones", sid: sid, day: 6)
        for name in ["alice", "bert"] { builder.logon("fs1", "corp", name, day: 3) }
        #expect(builder.identities().users.count == 2)
        #expect(
            builder.identities().conflicts.contains { $0.contains("does not begin with the name the one before gave") })
    }

    /// Another controller's log has the rename too, and a clock that is a minute behind.
    @Test func aRenameThatTwoControllersLogIsOne() {
        var builder = scene()
        builder.controllers.insert("dc2.corp.contoso.com")
        builder.rename("alice", "alice.jones", sid: sid, day: 5, by: "dc2.corp.contoso.com")
        builder.renames[1].hour = 12.0 + 1.0 / 60
        builder.rename("alice.jones", "alice.may", sid: sid, day: 5)
        builder.renames[2].hour = 12.0 + 0.5 / 60
        builder.logon("fs1", "corp", "alice", day: 4)
        builder.logon("fs1", "corp", "alice.may", day: 6)
        // The second rename stands between the two records of the first.
        #expect(builder.identities().users.count == 1 && builder.identities().conflicts.isEmpty)
        // Six minutes later it is no record of the same rename.
        builder.renames[1].hour = 12.1
        #expect(builder.identities().users.count == 2 && !builder.identities().conflicts.isEmpty)
    }

    @Test func theNewNameWasItsNameBefore() {
        var builder = scene()
        builder.logon("fs1", "corp", "alice", day: 3)
        builder.logon("fs1", "corp", "alice.jones", sid: sid, day: 2)
        #expect(builder.identities().users.count == 2)
        #expect(builder.identities().conflicts.contains { $0.contains("before the rename to it") })
    }

    @Test func theOldNameWasAnothers() {
        var builder = scene()
        builder.logon("fs1", "corp", "alice", day: 3)
        builder.logon("fs1", "corp", "alice", sid: otherSID, day: 2)
        builder.logon("fs1", "corp", "alice.jones", sid: sid, day: 6)
        let identities = builder.identities()
        func user(_ name: String, _ sid: String) -> Int? {
            identities.accounts.first { $0.name == name && $0.sid == sid }?.user
        }
        #expect(identities.users.count == 2 && user("alice", "") == user("alice", otherSID))
        #expect(identities.conflicts.contains { $0.contains("alice was the name of \(otherSID)") })
    }

    /// An export that is older than the rename calls the account as it was called then.
    @Test(arguments: [(3, 1), (9, 2)]) func theDirectoryCallsItOtherwise(lastLogon: Int, users: Int) {
        var builder = scene()
        builder.logon("fs1", "corp", "alice.jones", day: 6)
        var estate = Estate()
        estate.account("corp", "alice", sid: sid) { $0.lastLogon = EvidenceBuilder.day(lastLogon).start }
        let identities = builder.identities(estate)
        #expect(identities.users.count == users)
        #expect(identities.conflicts.contains { $0.contains("the directory calls it alice") } == (users == 2))
    }

    @Test func anAccountOfTwoDomainsJoinsNobody() {
        var builder = scene()
        builder.rename("alice.jones", "bob", sid: sid, day: 7, domain: "emea")
        builder.logon("fs1", "corp", "alice", day: 4)
        builder.logon("fs1", "emea", "bob", day: 9)
        #expect(builder.identities().users.count == 2)
        #expect(builder.identities().conflicts.contains { $0.contains("several domains") })
    }

    /// The square of them would take hours.
    @Test(.timeLimit(.minutes(10))) func aHundredThousandRenamesAreRead() {
        var builder = EvidenceBuilder()
        for number in 0..<100_000 {
            builder.rename("old\(number)", "new\(number)", sid: "S-1-5-21-1-2-3-\(number + 1000)", day: 5)
        }
        builder.logon("fs1", "corp", "old77777", day: 4)
        builder.logon("fs1", "corp", "new77777", day: 6)
        #expect(builder.identities().users.count == 1)
    }

    /// Everybody was once called `x`: a name of many accounts joins none of them.
    @Test func aNameOfThousandsJoinsNobody() {
        var builder = EvidenceBuilder()
        for number in 0..<3000 {
            let sid = "S-1-5-21-1-2-3-\(number + 1000)"
            builder.rename("x", "u\(number)", sid: sid, day: 5)
            builder.logon("fs1", "corp", "u\(number)", sid: sid, day: 6)
        }
        builder.logon("fs1", "corp", "x", day: 4)
        #expect(builder.identities().users.count == 3000)
    }

    // MARK: Ambiguous records

    private func namesakes() -> EvidenceBuilder {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "alice", sid: sid, client: "pc1", day: 1)
        builder.logon("fs1", "corp", "alice", sid: otherSID, client: "pc2", day: 20)
        builder.logon("fs2", "corp", "alice", client: "pc3", day: 20)
        return builder
    }

    /// The row counts for its device, and for nobody.
    @Test func anAmbiguousRecordIsNoThirdUser() {
        let builder = namesakes()
        let (evidence, identities) = (builder.evidence(), builder.identities())
        #expect(identities.users.count == 2)
        let row = builder.rows.firstIndex { $0.server == "fs2" } ?? 0
        #expect(
            identities.counting(ofRow: row, in: evidence) == .access && identities.isAmbiguous(identities.rows[row]))
        let census = builder.census()
        #expect(census.server("fs2")?.users == 0 && census.server("fs2")?.devicesLow == Figure(1))
        #expect(census.excludedAccounts.map(\.rule) == ["ambiguous-name"])
    }

    @Test(arguments: ["disabled", "separate"]) func theUserMaySayThatItIsAThirdOne(how: String) {
        var estate = Estate()
        if how == "disabled" { estate.settings.disabledRules = ["ambiguous-name"] }
        if how == "separate" { estate.settings.separateAccounts = ["corp\\alice"] }
        #expect(namesakes().identities(estate).users.count == 3)
    }

    /// One of the candidates was never seen: the records may be all there is of it.
    @Test func anAccountThatMayBeKnownByThemOnlyIsKept() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "alice", sid: sid, day: 1)
        builder.logon("fs2", "corp", "alice", day: 20)
        var estate = Estate()
        estate.account("corp", "alice", sid: otherSID)
        #expect(builder.identities(estate).users.count == 3)
    }

    @Test func aRealmTellsWhoseARecordIs() {
        let foreign = "S-1-5-21-7-7-7-1105"
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "alice", sid: sid, day: 1)
        builder.logon("fs1", "corp", "alice", sid: foreign, day: 1)
        builder.logon("fs1", "corp.contoso.com", "alice", day: 2)
        var estate = Estate()
        estate.settings.domains = ["corp", "corp.contoso.com"]
        estate.account("corp.contoso.com", "alice", sid: sid)
        let identities = builder.identities(estate)
        let bare = identities.accounts.first { $0.domain == "corp.contoso.com" && $0.sid.isEmpty }
        let own = identities.accounts.first { $0.sid == sid }
        #expect(identities.users.count == 2 && bare?.user == own?.user && bare?.user != nil)
    }

    // MARK: Undone

    @Test func aSeparateNameIsNobodysOldName() {
        var builder = scene()
        builder.logon("fs1", "corp", "alice", day: 4)
        builder.logon("fs1", "corp", "alice.jones", sid: sid, day: 6)
        var estate = Estate()
        estate.settings.separateAccounts = ["corp\\alice"]
        #expect(builder.identities(estate).users.count == 2)
        estate.settings.separateAccounts = []
        estate.settings.disabledRules = ["renamed"]
        #expect(builder.identities(estate).users.count == 2)
    }

    @Test func theOrderOfRenamesDoesNotMatter() {
        var builder = EvidenceBuilder()
        builder.rename("a", "b", sid: sid, day: 3)
        builder.rename("b", "c", sid: sid, day: 7)
        builder.rename("x", "a", sid: otherSID, day: 8)
        for (name, day) in [("a", 1), ("b", 5), ("c", 9), ("x", 2)] { builder.logon("fs1", "corp", name, day: day) }
        let expected = builder.identities()
        #expect(expected.users.count == 2)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<10 {
            builder.renames.shuffle(using: &generator)
            let found = builder.identities()
            #expect(found.accounts == expected.accounts && found.conflicts == expected.conflicts)
        }
    }
}
