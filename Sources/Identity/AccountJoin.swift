import AccessModel
import PositionModel

/// Accounts of the evidence and the directory joined to persons.
///
/// Two layers. The first joins spellings of *one account* (same SID, same name in one domain, UPN): what holds for those that
/// prove access, such as being built in, holds for all; where they contradict each other, for each by itself. The second joins accounts of *one person* (declared aliases, former
/// SIDs, mail, employee id), and only accounts that can be a person's.
struct AccountJoin {
    /// A mail address or employee id on more accounts than this belongs to a desk, not to a person.
    static let accountsPerPerson = 3

    /// What the evidence says of one account as recorded. 40 bytes: a large store has two million.
    struct Facts {
        /// Any successful row by an *access* or *lead* channel.
        var hasAccess = false
        var hasSuccess = false
        var hasOtherLogons = false
        var lastSeen: Day?
        private var seenSpan = Span()
        private var succeededSpan = Span()

        /// First and last record, whatever its outcome.
        var seen: ClosedRange<Instant>? { seenSpan.range }
        /// The same of the successes.
        var succeeded: ClosedRange<Instant>? { succeededSpan.range }

        /// Adds the time of records.
        mutating func see(_ span: ClosedRange<Instant>, isSuccess: Bool) {
            seenSpan.extend(by: span)
            if isSuccess { succeededSpan.extend(by: span) }
        }

        private struct Span {
            /// Later than `last` where there is nothing.
            var first = Instant(milliseconds: .max)
            var last = Instant(milliseconds: .min)

            var range: ClosedRange<Instant>? { first <= last ? first...last : nil }

            mutating func extend(by span: ClosedRange<Instant>) {
                first = min(first, span.lowerBound)
                last = max(last, span.upperBound)
            }
        }
    }

    private(set) var accounts: [AccountIdentity] = []
    private(set) var users: [UserIdentity] = []
    private(set) var conflicts: [String] = []
    private(set) var lookup = AccountLookup()
    /// Recorded accounts that may be any of several known users', and what is known of these: no users of their own.
    private(set) var ambiguous: [Int: NameHolders] = [:]

    private var parsed: [AccountName] = []
    /// By position: the number of its name in `lookup.byName`; says nothing of accounts without a name.
    private var nameNumbers: [UInt32] = []
    /// What equates the domains of the name joined last: most names have the same.
    private var equated: (domains: Set<ExactText>, proof: String) = ([], "")
    /// When which account had which name.
    private var history = NameHistory()
    /// Of the names that several accounts had, or that a rename gave or took away.
    private var holders: [NameHistory.Name: NameHolders] = [:]
    /// Recorded accounts without a SID under such a name: whose they are only their time tells.
    private var timed: Set<Int> = []
    /// Names of several accounts, to be reported unless all turn out to be one person's.
    private var shared: [SharedName] = []
    /// Recorded accounts without a SID whose name several accounts have.
    private var doubts: [Doubt] = []
    /// By SID that no record has: who was found to be that account.
    private var representatives: [ExactText: Int] = [:]
    private let directory: Directory
    /// Accounts declared to be no further account of anybody.
    private var apart: Set<Int> = []
    /// Index of the directory account with exactly this key.
    private let directoryOf: DirectoryPlaces

    /// Recorded accounts of one name of which it is not known whose they are.
    private struct Doubt {
        var members: [Int]
        var known: NameHolders
    }

    /// A name that several accounts had.
    private struct SharedName {
        var name: String
        /// One recorded account of each SID; fewer than `sids` where a SID is known by a rename only.
        var accounts: [Int]
        var sids: [ExactText]
        /// Recorded accounts of which it is not known whose they are.
        var unknown: [Int]
    }

    /// - Parameters:
    ///   - facts: of the recorded accounts among the keys.
    ///   - renames: in any order.
    ///   - witnesses: what else is known of renamed accounts.
    ///   - machines: NetBIOS names of machines, whose local accounts have them as domain.
    init(
        keys: AccountKeys, facts: RecordedFacts, renames: [NameHistory.Step] = [],
        witnesses: RenameWitnesses = RenameWitnesses(), estate: Estate, machines: Set<ExactText>
    ) {
        directory = estate.directory
        directoryOf = keys.directoryOf
        parsed = Together.map(keys.count) { position in
            let (domain, name) = keys.name(position)
            return AccountName(domain: domain.string, name: name.string)
        }
        makeLookup(
            keys, facts: facts, renames: renames, witnesses: witnesses, estate: estate, machines: machines)
        declareApart(estate)
        var sets = DisjointSets(count: keys.count, disabled: Set(estate.settings.disabledRules))
        joinSpellings(&sets, keys: keys, facts: facts, estate: estate, machines: machines)
        joinValidated(&sets, keys: keys, facts: facts)
        makeAccounts(keys, facts: facts, sets: &sets)
        joinPersons(&sets, estate: estate)
        joinShared(&sets)
        leaveOutAmbiguous(&sets, keys: keys, facts: facts)
        makeUsers(facts: facts, keys: keys, sets: &sets)
        conflicts.sort { $0.isByteOrdered(before: $1) }
    }

    private mutating func makeLookup(
        _ keys: AccountKeys, facts: RecordedFacts, renames: [NameHistory.Step], witnesses: RenameWitnesses,
        estate: Estate, machines: Set<ExactText>
    ) {
        (lookup.bySID, (lookup.directoryByName, lookup.byPrincipal, lookup.byMail)) = Together.both(
            { AccountJoin.bySID(keys) }, { [self] in ofDirectory() })
        lookup.domains = DomainNames(
            declared: estate.settings.domains, ofDirectory: directoryDomains(),
            sightings: sightings(), machines: machines)
        conflicts += lookup.domains.conflicts
        if !renames.isEmpty, !estate.settings.disabledRules.contains(JoinRules.renamed.id) {
            let domains = lookup.domains
            history = NameHistory(renames, machines: machines, witnesses: witnesses) { domains.canonical($0.string) }
            conflicts += history.conflicts
        }
        numberNames()
        makeHolders(keys, facts: facts)
        for position in keys.indices where !parsed[position].name.isEmpty {
            if isOtherPrincipal(position) { continue }
            lookup.byName.append(position, toNumber: Int(nameNumbers[position]))
        }
    }

    private static func bySID(_ keys: AccountKeys) -> PositionsByKey<ExactText> {
        var found = PositionsByKey<ExactText>()
        for position in keys.indices {
            let sid = keys.sid(position)
            if SIDText.isAccount(sid.string) { found.append(position, to: sid) }
        }
        return found
    }

    /// The accounts of the directory by name, principal name and mail address.
    private func ofDirectory() -> (PositionsByKey<ExactText>, PositionsByKey<ExactText>, PositionsByKey<ExactText>) {
        var (names, principals, mails) = (
            PositionsByKey<ExactText>(), PositionsByKey<ExactText>(), PositionsByKey<ExactText>()
        )
        for position in directoryOf.positions {
            guard let number = directoryOf[position] else { continue }
            let own = directory.accounts[number].name
            names.append(position, to: ExactText(own.isEmpty ? parsed[position].name : own))
            let principal = directory.accounts[number].principalName
            if !principal.isEmpty { principals.append(position, to: ExactText(principal)) }
            let mail = directory.accounts[number].mail
            if !mail.isEmpty { mails.append(position, to: ExactText(mail)) }
        }
        return (names, principals, mails)
    }

    /// The domains of the directory's accounts: neighbours have the same.
    private func directoryDomains() -> Set<ExactText> {
        var domains: Set<ExactText> = []
        var last: ExactText?
        for number in directory.accounts.indices {
            let domain = ExactText(directory.accounts[number].domain)
            if domain != last { domains.insert(domain) }
            last = domain
        }
        return domains
    }

    /// Numbers the name of every account, once: what follows compares numbers.
    private mutating func numberNames() {
        nameNumbers = Array(repeating: 0, count: parsed.count)
        // Accounts are sorted by domain, so that most have the domain of the one before.
        var last: (domain: ExactText, canonical: ExactText)?
        for position in parsed.indices where !parsed[position].name.isEmpty {
            let domain = ExactText(parsed[position].domain)
            let canonical = last?.domain == domain ? last?.canonical : nil
            let found = canonical ?? lookup.domains.canonical(domain.string)
            last = (domain, found)
            let name = NameHistory.Name(domain: found, name: ExactText(parsed[position].name))
            nameNumbers[position] = UInt32(lookup.byName.numbered(name))
        }
    }

    private func name(_ position: Int) -> NameHistory.Name {
        lookup.key(domain: parsed[position].domain, name: parsed[position].name)
    }

    /// True for a recorded user principal name of the directory: it may differ from the account's name, so it is no name in
    /// the realm it ends with. Where it does not differ, and the name had several accounts, it is as good as the name.
    private func isOtherPrincipal(_ position: Int) -> Bool {
        if directoryOf[position] != nil || parsed[position].principal.isEmpty { return false }
        guard let found = lookup.byPrincipal[ExactText(parsed[position].principal)] else { return false }
        let number = nameNumbers[position]
        return holders.isEmpty || holders[lookup.byName.key(Int(number))] == nil
            || !found.contains { !parsed[$0].name.isEmpty && nameNumbers[$0] == number }
    }

    private mutating func makeHolders(_ keys: AccountKeys, facts: RecordedFacts) {
        for (name, tenures) in history.tenures {
            holders[name] = NameHolders(delay: NameHistory.delay(of: name.name))
            holders[name]?.add(tenures)
        }
        func isNamed(_ position: Int) -> Bool {
            !parsed[position].name.isEmpty && !parsed[position].domain.isEmpty
                && SIDText.isAccount(keys.sid(position).string)
        }
        // By name: the first account with it and a SID.
        var first = [NumberOrNone](repeating: NumberOrNone(nil), count: lookup.byName.numbers.count)
        for position in keys.indices where isNamed(position) {
            let number = Int(nameNumbers[position])
            guard let other = first[number].value else {
                first[number] = NumberOrNone(position)
                continue
            }
            if keys.sid(other) == keys.sid(position) { continue }
            let key = lookup.byName.key(number)
            if holders[key] == nil { holders[key] = NameHolders(delay: NameHistory.delay(of: key.name)) }
        }
        guard !holders.isEmpty else { return }
        var isHeld = [Bool](repeating: false, count: lookup.byName.numbers.count)
        for key in holders.keys { if let number = lookup.byName.number(of: key) { isHeld[number] = true } }
        for position in keys.indices where isNamed(position) && isHeld[Int(nameNumbers[position])] {
            let made = made(position)
            holders[lookup.byName.key(Int(nameNumbers[position]))]?.note(
                keys.sid(position), seen: facts[keys[position]]?.seen, isListed: directoryOf[position] != nil,
                made: made)
        }
    }

    /// When the account of the directory at a position was made, where the export says so.
    private func made(_ position: Int) -> Instant? { directoryOf[position].flatMap { directory.accounts[$0].created } }

    /// The domains under which a SID was seen, where they are several: of all SIDs with the same domains the first.
    private func sightings() -> [ExactText: Set<ExactText>] {
        var first: [Set<ExactText>: ExactText] = [:]
        for (sid, members) in lookup.bySID where members.count > 1 {
            let one = parsed[members[0]].domain
            if members.allSatisfy({ parsed[$0].domain.utf8.elementsEqual(one.utf8) }) { continue }
            let domains = Set(members.lazy.map { ExactText(parsed[$0].domain) }.filter { !$0.isEmpty })
            first[domains] = min(first[domains] ?? sid, sid)
        }
        return Dictionary(uniqueKeysWithValues: first.map { ($1, $0) })
    }

    // MARK: One account, several spellings

    private mutating func joinSpellings(
        _ sets: inout DisjointSets, keys: AccountKeys, facts: RecordedFacts, estate: Estate, machines: Set<ExactText>
    ) {
        for number in lookup.bySID.numbers {
            var members = lookup.bySID[number: number]
            if members.count < 2 { continue }
            let sid = lookup.bySID.key(number)
            if let shared = machineAccounts(withSIDOfAUser: sid, members) {
                sets.join(shared, JoinRules.sameSID, proof: "same SID \(sid)")
                members.removeAll { shared.contains($0) }
                lookup.bySID.replace(members, ofNumber: number)
            }
            sets.join(members, JoinRules.sameSID, proof: "same SID \(sid)")
        }
        for number in lookup.byName.numbers {
            let members = lookup.byName[number: number]
            if members.count < 2 { continue }
            let key = lookup.byName.key(number)
            if !key.domain.isEmpty, holders.isEmpty || holders[key] == nil { joinName(&sets, key, members) }
        }
        for key in holders.keys.sorted() where !key.domain.isEmpty {
            guard let members = lookup.byName[key], let known = holders[key] else { continue }
            joinHeld(&sets, key, Array(members), known, keys: keys, facts: facts)
        }
        for position in keys.indices
        where directoryOf[position] == nil && (timed.isEmpty || !timed.contains(position)) {
            joinToDirectory(&sets, position, keys: keys, facts: facts)
        }
        joinDomainless(&sets, keys: keys, estate: estate, machines: machines)
    }

    /// Machine accounts with the SID of somebody who is no machine: no SID is given twice, so one of the exports or logs is
    /// wrong, and nobody is taken for a machine because of it. Nil where there is no such contradiction, and where the
    /// directory knows the account for a machine's or a service's.
    private mutating func machineAccounts(withSIDOfAUser sid: ExactText, _ members: Positions) -> [Int]? {
        func isMachine(_ position: Int) -> Bool { parsed[position].name.utf8.last == UInt8(ascii: "$") }
        let machines = members.filter(isMachine)
        if machines.isEmpty { return nil }
        let others = members.filter { !parsed[$0].name.isEmpty && !isMachine($0) }
        let listed = others.first { directoryOf[$0] != nil }
        let isListedMachine = machines.contains { directoryOf[$0] != nil }
        guard let user = listed ?? others.first, listed != nil || !isListedMachine else { return nil }
        conflicts.append(
            "SID \(sid) is \(parsed[user].name)'s in the \(listed == nil ? "records" : "directory") and "
                + "\(parsed[machines[0]].name)'s elsewhere: left apart")
        return machines
    }

    /// Joins the recorded accounts of a name that one account has had.
    private mutating func joinName(_ sets: inout DisjointSets, _ key: NameHistory.Name, _ members: Positions) {
        let proof = proofOfName(key, members)
        sets.join(members, JoinRules.sameName, proof: proof)
    }

    private mutating func proofOfName(_ key: NameHistory.Name, _ members: some Sequence<Int>) -> String {
        let domains = Set(members.map { ExactText(parsed[$0].domain) })
        if domains != equated.domains { equated = (domains, lookup.domains.proof(domains)) }
        return "same name and domain \(key)" + (equated.proof.isEmpty ? "" : " (\(equated.proof))")
    }

    /// Joins the recorded accounts of a name that several accounts have had, or one that a rename gave or took away: by their
    /// SID, and those without one by their time, where it tells.
    private mutating func joinHeld(
        _ sets: inout DisjointSets, _ key: NameHistory.Name, _ members: [Int], _ known: NameHolders,
        keys: AccountKeys, facts: RecordedFacts
    ) {
        let issuers = Set(known.sids.compactMap { SIDText.issuer($0.string).map(ExactText.init(_:)) })
        guard issuers.count <= 1 else {
            // Two domains of one name: only a realm tells whose a record without SID is.
            var unknown: [Int] = []
            for member in members where !SIDText.isAccount(keys[member].sid.string) {
                if !joinByRealm(&sets, member, known) { unknown.append(member) }
            }
            doubts.append(Doubt(members: unknown, known: known))
            conflicts.append("account \(key) has SIDs of several domains: left apart where no SID joins them")
            return
        }
        var unknown: [Int] = []
        for member in members where !SIDText.isAccount(keys[member].sid.string) {
            timed.insert(member)
            let span = facts[keys[member]]?.succeeded
            let verdict = known.verdict(span, isListed: directoryOf[member] != nil)
            if case .account(let sid) = verdict, attribute(&sets, member, to: sid, known, key, members, keys: keys) {
                continue
            }
            unknown.append(member)
            if verdict == .outOfTime, span != nil || directoryOf[member] != nil {
                conflicts.append(
                    "account \(key) is in records without a SID of a time at which no rename says whose it was: left apart"
                )
            }
        }
        let proof = proofOfName(key, unknown)
        sets.join(unknown, JoinRules.sameName, proof: proof)
        guard known.sids.count > 1 else { return }
        doubts.append(Doubt(members: unknown, known: known))
        let accounts = known.sids.compactMap { sid in members.first { keys[$0].sid == sid } ?? lookup.bySID[sid]?.first
        }
        shared.append(SharedName(name: "\(key)", accounts: accounts, sids: known.sids, unknown: unknown))
    }

    /// Joins a recorded account without SID to the one account of its name that is of the realm it names; false where none is,
    /// or several are.
    private mutating func joinByRealm(_ sets: inout DisjointSets, _ member: Int, _ known: NameHolders) -> Bool {
        let realm = ExactText(parsed[member].domain)
        guard DomainNames.isDNS(realm), !apart.contains(member) else { return false }
        var own: [Int] = []
        for sid in known.sids {
            if let found = lookup.bySID[sid]?.first(where: { ExactText(parsed[$0].domain) == realm }) {
                own.append(found)
            }
        }
        guard own.count == 1 else { return false }
        sets.join(
            own[0], member, JoinRules.sameName,
            proof: "same name and realm \(realm), which is that of one account of the name only")
        return true
    }

    /// Joins a recorded account without SID to those of a SID; false where it is declared to be apart.
    private mutating func attribute(
        _ sets: inout DisjointSets, _ member: Int, to sid: ExactText, _ known: NameHolders, _ key: NameHistory.Name,
        _ members: [Int], keys: AccountKeys
    ) -> Bool {
        let own = members.first { keys[$0].sid == sid }
        // Of a name that was given up the rename is the proof that says when.
        if let own, known.holdings.count == 1, known.holdings[sid]?.tenure?.until == nil {
            let proof = proofOfName(key, members)
            sets.join(own, member, JoinRules.sameName, proof: proof)
            return true
        }
        if apart.contains(member) { return false }
        guard let target = own ?? lookup.bySID[sid]?.first ?? representatives[sid] else {
            representatives[sid] = member
            return true
        }
        if let tenure = known.holdings[sid]?.tenure {
            sets.join(target, member, JoinRules.renamed, proof: tenure.witness.proof)
        } else {
            let proof = proofOfName(key, members) + ", which no other account had at the time"
            sets.join(target, member, JoinRules.sameName, proof: proof)
        }
        return true
    }

    /// Reports the names of several accounts. Where directory or settings say that all are one person's, there is nothing to
    /// report, and what says the name only is that person's too.
    private mutating func joinShared(_ sets: inout DisjointSets) {
        for name in shared {
            let isOnePerson =
                name.accounts.count == name.sids.count
                && name.accounts.allSatisfy { sets.areJoined($0, name.accounts[0]) }
            if isOnePerson {
                joinPersons(
                    &sets, [name.accounts[0]] + name.unknown.filter { accounts[$0].principalRule.isEmpty },
                    JoinRules.sameName,
                    proof: "same name and domain \(name.name), all of whose accounts are one person's")
            } else {
                let doubt = name.unknown.isEmpty ? "" : ", and so are records without a SID"
                conflicts.append(
                    "account \(name.name) has several SIDs (\(name.sids.map(\.string).joined(separator: ", "))): left apart"
                        + doubt)
            }
        }
    }

    /// Joins a recorded `name@realm` by UPN or mail, and a bare name that one account of the directory has.
    private mutating func joinToDirectory(
        _ sets: inout DisjointSets, _ position: Int, keys: AccountKeys, facts: RecordedFacts
    ) {
        let account = parsed[position]
        if !account.principal.isEmpty {
            let key = ExactText(account.principal)
            if let found = lookup.byPrincipal[key] {
                if found.count == 1 {
                    sets.join(found[0], position, JoinRules.principalName, proof: "user principal name \(key)")
                } else {
                    conflicts.append("several accounts of the directory have the principal name \(key)")
                }
            } else if let found = lookup.byMail[key], found.count == 1,
                !(lookup.byName[lookup.key(domain: account.domain, name: account.name)] ?? [])
                    .contains(where: { directoryOf[$0] != nil })
            {
                sets.join(found[0], position, JoinRules.mailAsPrincipal, proof: "mail address \(key)")
            }
        } else if account.domain.isEmpty, let names = history.namesInDomains[ExactText(account.name)] {
            joinRenamed(&sets, position, names, keys: keys, facts: facts)
        } else if account.domain.isEmpty, !account.name.isEmpty,
            let found = lookup.directoryByName[ExactText(account.name)]
        {
            if found.count == 1 {
                sets.join(
                    found[0], position, JoinRules.onlyName, proof: "the directory's only account named \(account.name)")
            } else {
                conflicts.append(
                    "several accounts of the directory are named \(account.name): a record names no domain")
            }
        }
    }

    /// Joins a bare name that accounts got or gave up by a rename. Who validated it (4776) says more, where
    /// the directory has no such name.
    private mutating func joinRenamed(
        _ sets: inout DisjointSets, _ position: Int, _ names: [NameHistory.Name], keys: AccountKeys,
        facts: RecordedFacts
    ) {
        let listed = lookup.directoryByName[ExactText(parsed[position].name)] ?? []
        let fact = facts[keys[position]] ?? Facts()
        // Without a directory a bare name may be anybody's.
        if directory.accounts.isEmpty || listed.isEmpty && !facts.validators(keys[position]).isEmpty { return }
        var known = NameHolders(delay: names.first.map { NameHistory.delay(of: $0.name) } ?? 0)
        for name in names { holders[name].map { known.add($0) } }
        var listedSIDs: [ExactText: Int] = [:]
        for account in listed {
            let sid = sid(of: account, among: known.sids, keys: keys, &sets)
            known.note(sid, seen: nil, isListed: true, made: made(account))
            listedSIDs[sid] = account
        }
        guard case .account(let sid) = known.verdict(fact.succeeded, isListed: false),
            let target = listedSIDs[sid] ?? lookup.bySID[sid]?.first ?? representatives[sid]
        else {
            if fact.succeeded != nil {
                conflicts.append(
                    "several accounts had the name \(parsed[position].name), or none at the time: a record names no domain"
                )
            }
            return
        }
        if apart.contains(position) { return }
        if listed.count == 1, listed[0] == target {
            sets.join(
                target, position, JoinRules.onlyName,
                proof: "the directory's only account named \(parsed[position].name)")
        } else {
            sets.join(
                target, position, JoinRules.renamed, proof: known.holdings[sid]?.tenure?.witness.proof ?? "")
        }
    }

    /// The SID of an account of the directory: where the export has none, that of the account it was joined to.
    private func sid(
        of account: Int, among sids: [ExactText], keys: AccountKeys, _ sets: inout DisjointSets
    ) -> ExactText {
        if SIDText.isAccount(keys[account].sid.string) { return keys[account].sid }
        for sid in sids {
            if let member = lookup.bySID[sid]?.first ?? representatives[sid], sets.areJoined(member, account) {
                return sid
            }
        }
        return keys[account].sid
    }

    /// An export without domains: its account is the one account of that name, where the records know only one.
    private func joinDomainless(
        _ sets: inout DisjointSets, keys: AccountKeys, estate: Estate, machines: Set<ExactText>
    ) {
        var wanted: [ExactText: Positions] = [:]
        for (name, members) in lookup.directoryByName where members.count == 1 && parsed[members[0]].domain.isEmpty {
            wanted[name] = members
        }
        if wanted.isEmpty { return }
        var byBareName: [ExactText: Set<ExactText>] = [:]
        var members: [ExactText: [Int]] = [:]
        for key in lookup.byName.lazy.map({ $0.key }).filter({ wanted[$0.name] != nil }).sorted()
        where !key.domain.isEmpty && !machines.contains(key.domain) {
            byBareName[key.name, default: []].insert(key.domain)
            members[key.name, default: []] += Array(lookup.byName[key] ?? [])
        }
        let declared = Set(estate.settings.domains.map { lookup.domains.canonical($0) })
        for name in wanted.keys.sorted() {
            guard let found = wanted[name],
                let domains = byBareName[name], domains.count == 1, let domain = domains.first,
                declared.isEmpty || declared.contains(domain)
            else { continue }
            let own = keys[found[0]].sid
            for member in members[name] ?? [] {
                // A SID that is not the directory's says it is somebody else's account.
                let sid = keys[member].sid
                if SIDText.isAccount(own.string), SIDText.isAccount(sid.string), own != sid { continue }
                // Of several accounts of the name it is not known which one the export means.
                if let known = holders[self.name(member)] {
                    if timed.contains(member) || known.sids.count > 1 && !SIDText.isAccount(own.string) { continue }
                }
                sets.join(
                    found[0], member, JoinRules.exportWithoutDomain,
                    proof: "the only account named \(name); the directory export gives no domain")
            }
        }
    }

    /// A bare name in 4776 is an account of whoever validated it: a local account of that server where it has one of
    /// that name, else an account of the server's domain. Joined only where all validators mean the same account.
    private mutating func joinValidated(
        _ sets: inout DisjointSets, keys: AccountKeys, facts: RecordedFacts
    ) {
        for position in keys.indices where parsed[position].domain.isEmpty && keys.sid(position).isEmpty {
            let key = keys[position]
            guard key.domain.isEmpty, lookup.directoryByName[ExactText(parsed[position].name)] == nil else { continue }
            let meant = facts.validators(key).map { validated(parsed[position].name, by: $0.string) }
            guard let first = meant.first, let account = first, meant.allSatisfy({ $0 == account }),
                let member = self.member(of: account, at: facts[key]?.succeeded, keys: keys)
            else { continue }
            sets.join(
                member, position, JoinRules.validated,
                proof: "validated (4776) by the authority over \(account.domain)\\\(account.name)")
        }
    }

    /// A recorded account that is the one of a name; nil where it is not known which one is meant.
    private func member(
        of name: NameHistory.Name, at span: ClosedRange<Instant>?, keys: AccountKeys
    ) -> Int? {
        let members = lookup.byName[name] ?? []
        guard let known = holders[name] else { return members.first }
        guard case .account(let sid) = known.verdict(span, isListed: false) else { return nil }
        return members.first { keys[$0].sid == sid } ?? lookup.bySID[sid]?.first ?? representatives[sid]
    }

    /// The account a server means by a bare name, nil where no record or directory knows one.
    private func validated(_ name: String, by server: String) -> AccountLookup.DomainAccount? {
        let local = lookup.key(domain: MachineName.host(server), name: name)
        if isKnown(local) { return local }
        guard MachineName.isFull(server) else { return nil }
        let domain = String(server.dropFirst(MachineName.host(server).count + 1))
        let account = lookup.key(domain: domain, name: name)
        return isKnown(account) ? account : nil
    }

    private func isKnown(_ name: NameHistory.Name) -> Bool { lookup.byName[name] != nil || holders[name] != nil }

    // MARK: What each account is

    private mutating func makeAccounts(_ keys: AccountKeys, facts: RecordedFacts, sets: inout DisjointSets) {
        var ruleOf = [NumberOrNone](repeating: NumberOrNone(nil), count: keys.count)
        var proven = [Bool](repeating: false, count: keys.count)
        // Known for what it is whatever was typed.
        var isFixed = proven
        // Spellings under a rule: one of the directory, which holds for all; and beside them one under none, which proves
        // access or is listed.
        var isKnown = proven
        var isOpen = proven
        var directoryIndex = ruleOf
        let ranks = PrincipalRules.firstOfID
        let rules = principalRules(keys)
        // Not needed any more, and what follows is as large.
        (parsed, nameNumbers) = ([], [])
        for position in keys.indices {
            let root = sets.root(of: position)
            if let number = directoryOf[position] {
                directoryIndex[root] = NumberOrNone(min(directoryIndex[root].value ?? number, number))
            }
            if let rule = rules[position >> AccountJoin.rangeBits][position & (AccountJoin.rangeSize - 1)].value {
                let rank = ranks[rule]
                ruleOf[root] = NumberOrNone(min(ruleOf[root].value ?? rank, rank))
                if !PrincipalRules.table[rule].test.leavesNameOpen { isFixed[root] = true }
                if directoryOf[position] != nil { isKnown[root] = true }
            } else if directoryOf[position] != nil
                || keys.recordedNumber(position).map({ facts[$0].hasAccess }) ?? false
            {
                isOpen[root] = true
            }
            if let number = keys.recordedNumber(position) {
                let fact = facts[number]
                if fact.hasSuccess || fact.lastSeen != nil { proven[root] = true }
            }
        }
        let (roots, joins, directoryOf) = (keys.indices.map { Int32(sets.root(of: $0)) }, sets.joins, directoryOf)
        let (rulesOf, areOpen, areKnown, listedOf) = (ruleOf, isOpen, isKnown, directoryIndex)
        let (areProven, areFixed) = (proven, isFixed)
        /// True where the rule of the other spellings is not that of the account at a position.
        @Sendable func isRuledAlone(_ position: Int) -> Bool {
            let root = Int(roots[position])
            return rulesOf[root].value != nil && areOpen[root] && !areKnown[root]
        }
        @Sendable func ownRule(_ position: Int) -> Int? {
            rules[position >> AccountJoin.rangeBits][position & (AccountJoin.rangeSize - 1)].value
        }
        for position in keys.indices where isRuledAlone(position) {
            guard let rule = ownRule(position) else { continue }
            let key = keys[position]
            conflicts.append(
                "account \(key.domain)\\\(key.name) \(key.sid) falls under \(PrincipalRules.table[rule].id), and other "
                    + "spellings of the account do not: they stay a person's")
        }
        // What roots say of their members is known: several ranges of accounts are made at a time.
        accounts = Together.map(keys.count) { position in
            let (key, root) = (keys[position], Int(roots[position]))
            var (rule, listed) = (rulesOf[root].value, listedOf[root].value)
            if isRuledAlone(position) {
                rule = ownRule(position)
                if rule != nil { listed = nil }
            }
            let fact = key.recorded.map { facts[$0] } ?? Facts()
            let alone = directoryOf[position] == nil ? "recorded in one spelling only" : "account of the directory"
            return AccountIdentity(
                domain: key.domain.string, name: key.name.string, sid: key.sid.string,
                principalRule: rule.map { PrincipalRules.table[$0].id } ?? "", directoryIndex: listed, user: nil,
                proof: joins[position]?.proof ?? alone, join: joins[position]?.rule ?? "",
                lastSeen: fact.lastSeen, onlyServiceLogons: fact.hasSuccess && !fact.hasOtherLogons,
                isOnlyTried: !areProven[root] && listedOf[root].value == nil && !areFixed[root])
        }
    }

    /// Accounts whose rules are looked up together.
    private static let rangeBits = 16
    private static let rangeSize = 1 << rangeBits

    /// By ranges of positions: the row of `PrincipalRules.table` each account falls under. No account's depends on another's,
    /// so that several ranges are looked up at a time.
    private func principalRules(_ keys: AccountKeys) -> [[NumberOrNone]] {
        Together.ranges(of: keys.count, size: AccountJoin.rangeSize) { range in
            range.map { position in
                let isManaged = directoryOf[position].map { directory.accounts[$0].isManagedService } ?? false
                return NumberOrNone(
                    PrincipalRules.row(
                        of: parsed[position], sid: keys.sid(position).string, isManagedService: isManaged))
            }
        }
    }

    // MARK: One person, several accounts

    /// Records that may be any of several known users' prove no further one. Where one of those is known by a name only that
    /// nothing else shows in use, the records may be all there is of them.
    private mutating func leaveOutAmbiguous(_ sets: inout DisjointSets, keys: AccountKeys, facts: RecordedFacts) {
        doubts.removeAll { $0.members.isEmpty }
        guard !doubts.isEmpty, sets.isOn(JoinRules.ambiguousName) else { return }
        let unknown = Set(doubts.flatMap(\.members))
        // By root.
        var isUser = [Bool](repeating: false, count: keys.count)
        var (hasAccess, hasOthers) = (isUser, isUser)
        for position in keys.indices {
            let root = sets.root(of: position)
            if !unknown.contains(position) { hasOthers[root] = true }
            guard accounts[position].principalRule.isEmpty else { continue }
            if directoryOf[position] != nil { isUser[root] = true }
            if let number = keys.recordedNumber(position), facts[number].hasAccess {
                (isUser[root], hasAccess[root]) = (true, true)
            }
        }
        for doubt in doubts {
            let candidates = doubt.known.sids.compactMap { lookup.bySID[$0]?.first }
            let areSeen = candidates.allSatisfy { hasAccess[sets.root(of: $0)] }
            guard candidates.count == doubt.known.sids.count,
                candidates.allSatisfy({ isUser[sets.root(of: $0)] }),
                areSeen || doubt.known.holdings.values.allSatisfy({ $0.tenure != nil })
            else { continue }
            let names = candidates.prefix(NameHistory.namesPerAccount).map {
                "\(accounts[$0].display) (\(accounts[$0].sid))"
            }
            for member in doubt.members
            where accounts[member].principalRule.isEmpty && !apart.contains(member)
                && !hasOthers[sets.root(of: member)]
            {
                accounts[member].join = JoinRules.ambiguousName.id
                accounts[member].proof = "may be any of \(names.joined(separator: ", "))"
                ambiguous[member] = doubt.known
            }
        }
    }

    private mutating func declareApart(_ estate: Estate) {
        for name in estate.settings.separateAccounts {
            let found = lookup.accounts(name)
            if found.isEmpty {
                conflicts.append("accounts.separate: \(name) names no account of the evidence or directory")
            }
            apart.formUnion(found)
        }
    }

    private mutating func joinPersons(_ sets: inout DisjointSets, estate: Estate) {
        func possible(_ members: some Sequence<Int>) -> [Int] { members.filter { accounts[$0].principalRule.isEmpty } }
        for alias in estate.settings.aliases {
            let names = [alias.user] + alias.accounts
            let members = names.flatMap { name in
                let found = possible(lookup.accounts(name))
                if found.isEmpty {
                    conflicts.append("accounts.aliases: \(name) names no account of the evidence or directory")
                } else if found.contains(where: apart.contains) {
                    conflicts.append("accounts: \(name) is declared an alias and separate: left apart")
                }
                return found
            }
            joinPersons(&sets, members, JoinRules.alias, proof: "declared alias of \(alias.user)")
        }
        var mails = PositionsByKey<ExactText>()
        var employees = PositionsByKey<ExactText>()
        for position in directoryOf.positions {
            guard let number = directoryOf[position], accounts[position].principalRule.isEmpty else { continue }
            for former in directory.accounts[number].formerSIDs {
                let members = possible(lookup.bySID[ExactText(former)] ?? Positions())
                joinPersons(
                    &sets, [position] + members, JoinRules.formerSID, proof: "former SID \(former) in sIDHistory")
            }
            let (mail, employee) = (directory.accounts[number].mail, directory.accounts[number].employeeID)
            if !mail.isEmpty { mails.append(position, to: ExactText(mail)) }
            if !employee.isEmpty { employees.append(position, to: ExactText(employee)) }
        }
        joinShared(&sets, mails, JoinRules.sameMail, what: "mail address")
        joinShared(&sets, employees, JoinRules.sameEmployee, what: "employee id")
    }

    private mutating func joinShared(
        _ sets: inout DisjointSets, _ groups: PositionsByKey<ExactText>, _ rule: JoinRule, what: String
    ) {
        guard sets.isOn(rule) else { return }
        let shared = groups.numbers.filter { groups[number: $0].count > 1 }
            .sorted { groups.key($0) < groups.key($1) }
        for number in shared {
            let (value, members) = (groups.key(number), groups[number: number])
            if members.count <= AccountJoin.accountsPerPerson {
                joinPersons(&sets, members, rule, proof: "same \(what) \(value)")
            } else {
                conflicts.append(
                    "\(members.count) accounts have the \(what) \(value): too many for one person, left apart")
            }
        }
    }

    private mutating func joinPersons(
        _ sets: inout DisjointSets, _ members: some Sequence<Int>, _ rule: JoinRule, proof: String
    ) {
        let members = members.filter { !apart.contains($0) }
        guard sets.isOn(rule), let first = members.first else { return }
        for member in members.dropFirst() where !sets.areJoined(first, member) {
            sets.join(first, member, rule, proof: proof)
            // The proof of being the same person says more than that of being the same account.
            (accounts[member].proof, accounts[member].join) = (proof, rule.id)
        }
    }

    private mutating func makeUsers(
        facts: RecordedFacts, keys: AccountKeys, sets: inout DisjointSets
    ) {
        var made: [UserIdentity] = []
        for members in sets.sets() {
            let persons = members.filter { accounts[$0].principalRule.isEmpty && ambiguous[$0] == nil }
            // One key stands for one account of the directory: each is there once.
            let listed = persons.compactMap { directoryOf[$0] }.sorted()
            guard
                !listed.isEmpty
                    || persons.contains(where: { keys.recordedNumber($0).map { facts[$0].hasAccess } ?? false })
            else { continue }
            let first = persons.first { directoryOf[$0] != nil } ?? persons[0]
            made.append(
                UserIdentity(name: accounts[first].display, accounts: persons, directoryAccounts: listed))
        }
        AccountJoin.sort(&made)
        // Namesakes are neighbours now.
        let isShared = made.indices.map { number in
            let name = ExactText(made[number].name)
            return number > 0 && ExactText(made[number - 1].name) == name
                || number + 1 < made.count && ExactText(made[number + 1].name) == name
        }
        if isShared.contains(true) {
            for number in made.indices where isShared[number] {
                let own = made[number].accounts
                let first = own.first { directoryOf[$0] != nil } ?? own[0]
                made[number].name += accounts[first].sid.isEmpty ? " (no SID)" : " (\(accounts[first].sid))"
            }
            AccountJoin.sort(&made)
        }
        users = made
        for (number, user) in users.enumerated() {
            for member in user.accounts { accounts[member].user = number }
        }
    }

    private static func sort(_ users: inout [UserIdentity]) {
        users.sort { a, b in
            ExactText(a.name) == ExactText(b.name)
                ? a.accounts.lexicographicallyPrecedes(b.accounts) : a.name.isByteOrdered(before: b.name)
        }
    }
}
