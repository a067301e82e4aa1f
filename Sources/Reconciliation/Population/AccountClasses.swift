import AccessModel
import Identity
import PositionModel

/// What an account is, by which rule, and the proof.
struct AccountClass: Sendable, Hashable {
    /// Bridge step id, or `counted`.
    var step: String
    var rule: String
    var proof: String

    var isCounted: Bool { step == BridgeRules.counted }
}

/// Every account classed by the bridge's rules; what depends on a product (`no-right`) is asked for per product.
struct AccountClasses: Sendable {
    /// Per directory account.
    let directory: [AccountClass]
    /// Per user: the class of one the directory does not know; nil for users of the directory.
    let outside: [AccountClass?]
    /// Per directory account: index of its user, nil where the resolver gave it none.
    let userOf: [Int?]
    /// Per user: successful access inside the window.
    let userHasAccess: [Bool]
    /// Users whose relation nobody declared, decided or not.
    let askedRelation: [Int: String]
    /// Those of them nobody has decided.
    let unknownRelation: [Int: String]
    /// As `unknownRelation`, and without a directory everybody of whom no domain says whose he is: enough to keep a user
    /// from outside from being called an employee.
    let unknownFromOutside: [Int: String]
    let sharedUsers: Set<Int>
    /// Per user: true for a person with external accounts, none of which is counted inside.
    let isExternal: [Bool]
    private let facts: [AccountFacts]
    private let skipped: Set<String>

    init(_ study: Study) {
        let (identities, settings) = (study.identities, study.estate.settings)
        let accounts = study.estate.directory.accounts
        let rules = DeclaredRules(study)
        skipped = Set(settings.disabledRules)

        var userOf = [Int?](repeating: nil, count: accounts.count)
        for (index, user) in identities.users.enumerated() {
            for account in user.directoryAccounts where accounts.indices.contains(account) { userOf[account] = index }
        }
        let seen = AccessSeen(study, userOf: userOf)
        let (logged, skipped) = (Self.logged(study), skipped)

        // What one account is depends on no other: several ranges of them are looked at at a time.
        var facts = Together.ranges(of: accounts.count) { range in
            range.map { index in
                var facts = AccountFacts(accounts, index: index, asOf: study.asOf, dormantDays: settings.dormantDays)
                let named = NamedAccount(accounts[index])
                facts.declaredService = rules.service(named)
                facts.declaredTest = rules.test.match(named)
                facts.relation = rules.relation.relation(named)
                facts.hasAccess = seen.directory[index]
                facts.principalRule = logged[index].principalRule
                facts.lastSeen = logged[index].lastSeen
                facts.onlyServiceLogons = logged[index].onlyServiceLogons && !facts.hasAccess && facts.lastSeen == nil
                return facts
            }
        }.flatMap { $0 }
        Self.apply(study.answers, to: &facts, users: identities.users)
        self.facts = facts
        directory = Together.ranges(of: facts.count) { [facts] range in
            range.map { Self.first(facts[$0], skipping: skipped) }
        }.flatMap { $0 }
        self.userOf = userOf
        userHasAccess = seen.users
        let home = HomeDomains(study, facts: facts)
        let people = Together.ranges(of: identities.users.count) { range in
            range.map { user in
                PersonClass(
                    identities.users[user], study: study, rules: rules, skipped: skipped, home: home,
                    isOnlyOutside: seen.onlyOutside[user])
            }
        }.flatMap { $0 }
        outside = people.map(\.outside)
        askedRelation = Dictionary(
            people.enumerated().compactMap { index, person in person.askedRelation.map { (index, $0) } },
            uniquingKeysWith: { first, _ in first })
        unknownRelation = askedRelation.filter { people[$0.key].answer == nil }
        unknownFromOutside = unknownRelation.merging(
            people.enumerated().compactMap { index, person in person.undirected.map { (index, $0) } },
            uniquingKeysWith: { first, _ in first })
        sharedUsers = Set(people.indices.filter { people[$0].isShared })
        let (directory, outside) = (directory, outside)
        isExternal = identities.users.indices.map { user in
            let known = identities.users[user].directoryAccounts
            if known.isEmpty { return outside[user]?.step == BridgeRules.external }
            return known.contains { directory[$0].step == BridgeRules.external }
                && !known.contains { directory[$0].isCounted }
        }
    }

    /// Class of a directory account for a product.
    /// - Parameter hasRight: nil where everyone enabled may reach the product's servers.
    func product(_ index: Int, hasRight: Bool?) -> AccountClass {
        guard hasRight == false else { return directory[index] }
        var changed = facts[index]
        changed.hasRight = false
        return Self.first(changed, skipping: skipped)
    }

    /// True for a user who is counted somewhere: a person, enabled, of the organisation's own.
    func isPerson(_ user: Int, identities: Identities) -> Bool {
        outside[user]?.isCounted
            ?? identities.users[user].directoryAccounts.contains { directory[$0].isCounted }
    }

    /// True for a user who is counted nowhere and stands for a program.
    func isExcludedService(_ user: Int, identities: Identities) -> Bool {
        if let outside = outside[user] { return outside.step == BridgeRules.service }
        let known = identities.users[user].directoryAccounts.map { directory[$0] }
        return known.contains { $0.step == BridgeRules.service || $0.step == "managed-service" }
            && !known.contains(where: \.isCounted)
    }

    private static func first(_ facts: AccountFacts, skipping: Set<String>) -> AccountClass {
        for rule in BridgeRules.removing where !skipping.contains(rule.id) {
            if let proof = rule.proof(facts) { return AccountClass(step: rule.id, rule: rule.id, proof: proof) }
        }
        return AccountClass(
            step: BridgeRules.counted, rule: BridgeRules.counted,
            proof: facts.account.enabled == true
                ? "enabled in the directory" : "the directory does not say that it is disabled")
    }

    /// What was decided about people whose relation nobody declared holds for all their accounts.
    private static func apply(_ answers: AnswerBook, to facts: inout [AccountFacts], users: [UserIdentity]) {
        guard answers.answers(RelationAnswer.id) else { return }
        for user in users {
            let known = user.directoryAccounts.filter(facts.indices.contains)
            let isAsked = known.contains { index in
                if case .unknown = facts[index].relation { true } else { false }
            }
            guard isAsked, let answer = RelationAnswer(user.name, answers: answers) else { continue }
            for index in known { answer.apply(to: &facts[index]) }
        }
    }

    /// What the spellings of one directory account say of it together.
    private struct Logged {
        /// The first there is.
        var principalRule = ""
        var lastSeen: Day?
        var onlyServiceLogons = false
    }

    /// Per directory account.
    private static func logged(_ study: Study) -> [Logged] {
        var result = [Logged](repeating: Logged(), count: study.estate.directory.accounts.count)
        for account in study.identities.accounts {
            guard let entry = account.directoryIndex, result.indices.contains(entry) else { continue }
            if result[entry].principalRule.isEmpty { result[entry].principalRule = account.principalRule }
            if let day = account.lastSeen { result[entry].lastSeen = max(result[entry].lastSeen ?? day, day) }
            if account.onlyServiceLogons { result[entry].onlyServiceLogons = true }
        }
        return result
    }
}

/// What the settings declare of accounts.
struct DeclaredRules: Sendable {
    private let services: AccountPatterns
    private let multiplexers: AccountPatterns
    let test: AccountPatterns
    let shared: AccountPatterns
    let relation: RelationRules

    init(_ study: Study) {
        let (settings, domains) = (study.estate.settings, study.domains)
        services = AccountPatterns(settings.servicePatterns, domains: domains)
        multiplexers = AccountPatterns(settings.multiplexers.map(\.account), domains: domains)
        test = AccountPatterns(settings.testPatterns, domains: domains)
        shared = AccountPatterns(settings.sharedPatterns, domains: domains)
        relation = RelationRules(settings: settings, catalogue: study.catalogue, domains: domains)
    }

    func service(_ account: NamedAccount) -> String? {
        services.match(account) ?? multiplexers.match(account).map { "multiplexer \($0)" }
    }
}

/// Whose an account is by its domain or by the realm of its principal name.
private struct HomeDomains {
    private let domains: DomainNames
    /// Realms of the principal names the directory gives the organisation's own people.
    private let realms: Set<ExactText>
    private let study: Study

    init(_ study: Study, facts: [AccountFacts]) {
        self.study = study
        domains = study.domains
        realms = Set(
            facts.lazy.filter { $0.relation == .inside }.map { NamedAccount($0.account).realm }
                .filter { !$0.isEmpty }.map { ExactText($0) })
    }

    /// True for the organisation's own, nil where nothing in the account's name says whose it is: a bare name, a SID
    /// alone, an account of one machine.
    func isOwn(_ account: NamedAccount) -> Bool? {
        let realm = account.realm
        if !realm.isEmpty { return domains.isOwn(realm) || realms.contains(ExactText(realm)) }
        if account.domain.isEmpty { return nil }
        if domains.isOwn(account.domain) { return true }
        return study.isMachine(account.domain.firstLabel) ? nil : false
    }
}

/// Who reached anything in the window.
struct AccessSeen: Sendable {
    private(set) var directory: [Bool]
    private(set) var users: [Bool]
    /// Per user: seen from addresses outside the organisation's networks, and from no address inside.
    private(set) var onlyOutside: [Bool]

    init(_ study: Study, userOf: [Int?]) {
        let identities = study.identities
        directory = [Bool](repeating: false, count: study.estate.directory.accounts.count)
        users = [Bool](repeating: false, count: identities.users.count)
        onlyOutside = users
        var inside = users
        var places = AddressPlaces(study)
        // Evidence of an account the directory does not know counts for all directory accounts of its user.
        var loose = users
        for (row, resolved) in zip(study.evidence.rows, identities.rows)
        where row.outcome == .success && resolved.standing == .access {
            guard let user = resolved.user, users.indices.contains(user) else { continue }
            users[user] = true
            switch places.place(row.clientAddress) {
            case .outside: onlyOutside[user] = true
            case .inside: inside[user] = true
            case .none: break
            }
            let entry = resolved.account.flatMap { identities.accounts[$0].directoryIndex }
            if let entry, directory.indices.contains(entry) { directory[entry] = true } else { loose[user] = true }
        }
        for user in users.indices where inside[user] { onlyOutside[user] = false }
        for (index, user) in userOf.enumerated() {
            if let user, loose[user] { directory[index] = true }
        }
    }
}

/// What a person is beyond the directory's own fields.
private struct PersonClass {
    var outside: AccountClass?
    /// Why it is not known whose somebody is.
    var askedRelation: String?
    /// What somebody has decided about that.
    var answer: RelationAnswer?
    /// Why nothing says whose somebody is where there is no directory to ask.
    var undirected: String?
    var isShared = false

    init(
        _ user: UserIdentity, study: Study, rules: DeclaredRules, skipped: Set<String>, home: HomeDomains,
        isOnlyOutside: Bool
    ) {
        let directory = study.estate.directory.accounts
        let known = user.directoryAccounts.filter(directory.indices.contains)
        let logged = user.accounts.filter(study.identities.accounts.indices.contains).map {
            study.identities.accounts[$0]
        }
        let names =
            known.map { NamedAccount(directory[$0]) } + logged.map { NamedAccount(domain: $0.domain, name: $0.name) }
        isShared = names.contains { rules.shared.match($0) != nil }
        for name in names {
            if case .unknown(let proof) = rules.relation.relation(name) { askedRelation = proof }
        }
        defer {
            if askedRelation != nil { answer = RelationAnswer(user.name, answers: study.answers) }
            if let answer {
                isShared = isShared || answer.word == .shared
                if known.isEmpty, let step = answer.step, !skipped.contains(step) {
                    outside = AccountClass(step: step, rule: step, proof: answer.proof)
                }
            }
        }
        guard known.isEmpty else { return }
        func declare(_ step: String, _ proof: String) {
            if outside == nil, !skipped.contains(step) {
                outside = AccountClass(step: step, rule: step, proof: proof)
            }
        }
        let proven = logged.filter { $0.lastSeen != nil }
        if let pattern = Self.match(of: names, proven: proven, rules.service) {
            declare(BridgeRules.service, "declared service account: \(pattern)")
        }
        if !logged.isEmpty, logged.allSatisfy(\.onlyServiceLogons) {
            declare(BridgeRules.service, "logon types 4 and 5 only in the evidence")
        }
        if let pattern = Self.match(of: names, proven: proven, rules.test.match) {
            declare(BridgeRules.test, "declared test account: \(pattern)")
        }
        if let proof = Self.match(of: names, proven: proven, rules.relation.external) {
            declare(BridgeRules.external, proof)
        } else if outside == nil, let proof = names.lazy.compactMap(rules.relation.external).first {
            // Whose somebody is who has another name too stays open: never external by half a proof.
            askedRelation = askedRelation ?? "\(proof), but seen under another name too"
        }
        if outside == nil {
            outside = AccountClass(
                step: BridgeRules.counted, rule: BridgeRules.notInDirectory, proof: "seen in the logs only")
            if askedRelation == nil, study.estate.directory.isEmpty {
                if !names.contains(where: { home.isOwn($0) == true }) {
                    undirected = "no directory, and no declared domain says whose it is"
                }
            } else if askedRelation == nil {
                askedRelation = Self.doubt(names, home: home, isOnlyOutside: isOnlyOutside)
            }
        }
    }

    /// The first pattern that names somebody: every name under which access was proved, in one spelling or another. A pattern
    /// for one of several names takes nobody out who was seen under the others: anybody can write a name beside a SID.
    private static func match(
        of names: [NamedAccount], proven: [AccountIdentity], _ pattern: (NamedAccount) -> String?
    ) -> String? {
        func bare(_ name: String) -> ExactText {
            ExactText(String(name[..<(name.utf8.firstIndex(of: UInt8(ascii: "@")) ?? name.endIndex)]))
        }
        var matched: Set<ExactText> = []
        var first: String?
        for name in names {
            guard let found = pattern(name) else { continue }
            first = first ?? found
            matched.insert(bare(name.name))
        }
        let isContradicted = proven.contains {
            !$0.name.isEmpty && !matched.contains(bare($0.name))
        }
        return isContradicted ? nil : first
    }

    /// Why it is not known whose somebody is whom the directory does not have; nil for the organisation's own.
    private static func doubt(_ names: [NamedAccount], home: HomeDomains, isOnlyOutside: Bool) -> String? {
        let answers = names.map(home.isOwn)
        if answers.contains(true) { return nil }
        if answers.allSatisfy({ $0 == false }) {
            return "not in the directory, and its domain is not the organisation's"
        }
        return isOnlyOutside
            ? "not in the directory, no domain says whose it is, and seen from outside addresses only" : nil
    }
}
