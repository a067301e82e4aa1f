import AccessModel
import PositionModel

/// What evidence and directory say, beside the renames, of the accounts and computers that renames name: whether a rename can
/// be believed. Empty where nothing was renamed.
struct RenameWitnesses {
    /// In a service principal name of every domain controller: the interface it replicates by. (Microsoft, MS-DRSR 2.2.3.2.)
    private static let replicationService = "e3514235-4b06-11d1-ab04-00c04fc2dcd2/"
    /// Where the accounts of domain controllers are. (Microsoft, MS-ADTS 6.1.1.4.3: the well-known container.)
    private static let controllersUnit = "ou=domain controllers,"

    /// Computers, as renames name them, that show themselves as domain controllers.
    private var controllers: Set<ExactText> = []
    /// By SID and name: first and last success that has both, of the SIDs and names that renames name.
    private var seen: [ExactText: [ExactText: ClosedRange<Instant>]] = [:]
    /// The same by name and SID.
    private var seenUnder: [ExactText: [ExactText: ClosedRange<Instant>]] = [:]
    /// Names in the directory by SID.
    private var listed: [ExactText: Set<ExactText>] = [:]
    /// By name: accounts of the directory, and when they were made.
    private var listedUnder: [ExactText: [ExactText: Instant?]] = [:]
    /// Issuers of the SIDs of the directory: domains.
    private var domainIssuers: Set<ExactText> = []
    /// The newest time in the directory: it is not older.
    private var listedAt: Instant?

    init() {}

    init(_ evidence: Evidence, estate: Estate) {
        guard !evidence.renames.isEmpty else { return }
        let sids = Set(evidence.renames.map { evidence.texts[Int($0.sid)] })
        let names = Set(evidence.renames.flatMap { [$0.oldName, $0.newName] }.map { evidence.texts[Int($0)] })
        noteRows(evidence, sids: sids, names: names)
        noteDirectory(estate.directory, sids: sids, names: names)
        noteControllers(estate.directory, Set(evidence.renames.map { evidence.texts[Int($0.computer)] }))
    }

    // MARK: What is asked

    /// True where the computer that wrote the record has authority over the account.
    func isByAuthority(_ step: NameHistory.Step) -> Bool {
        guard step.isLocal else { return controllers.contains(step.computer) }
        // A machine's own accounts have SIDs of its own.
        return SIDText.issuer(step.sid.string).map { !domainIssuers.contains(ExactText($0)) } ?? false
    }

    /// What contradicts the renames of one SID; nil where nothing does.
    /// - Parameters:
    ///   - chain: connected, in order, not empty.
    ///   - others: when other accounts got and gave up names.
    func contradiction(of chain: [NameHistory.Step], others: NameHistory.Passages) -> String? {
        guard let last = chain.last else { return nil }
        let sid = last.sid
        if let names = listed[sid], !names.contains(last.newName), let name = names.min(),
            // An older export calls it as it was called then.
            !chain.contains(where: { $0.oldName == name }) || listedAt.map({ $0 >= last.time }) ?? true
        {
            return "the directory calls it \(name)"
        }
        var had: Set<ExactText> = []
        for step in chain {
            had.insert(step.oldName)
            let limit = Instant(milliseconds: step.time.milliseconds - NameHistory.clockTolerance)
            if !had.contains(step.newName), let span = seen[sid]?[step.newName], span.lowerBound < limit {
                return "\(step.newName) was its name on \(span.lowerBound.text), before the rename to it"
            }
            if step.oldName == last.newName { continue }
            if let span = seen[sid]?[step.oldName], span.lowerBound <= step.time { continue }
            if let reason = anotherHolder(of: step.oldName, than: sid, until: limit, others: others) { return reason }
        }
        return nil
    }

    /// Who else is known to have had a name when an account is said to have given it up, of which no record shows that it had
    /// it.
    private func anotherHolder(
        of name: ExactText, than sid: ExactText, until limit: Instant, others: NameHistory.Passages
    ) -> String? {
        let issuer = SIDText.issuer(sid.string)
        func isRival(_ other: ExactText) -> Bool { other != sid && SIDText.issuer(other.string) == issuer }
        let listed = listedUnder[name] ?? [:]
        let seen = seenUnder[name] ?? [:]
        // No name has so many accounts, and comparing all with all would take hours.
        if listed.count > NameHistory.namesPerAccount || seen.count > NameHistory.namesPerAccount {
            return "\(name) is the name of too many accounts"
        }
        for other in listed.keys.sorted() where isRival(other) {
            let isYounger = listed[other].flatMap { $0 }.map { $0 > limit } ?? false
            let gotItLater = others.arrivals[name]?[other].map { $0 >= limit } ?? false
            if !isYounger, !gotItLater { return "the directory gives \(name) to \(other)" }
        }
        for other in seen.keys.sorted() where isRival(other) {
            guard let span = seen[other], span.lowerBound < limit, others.departures[name]?[other] == nil else {
                continue
            }
            return "\(name) was the name of \(other) on \(span.lowerBound.text)"
        }
        return nil
    }

    /// When the directory's account of a name was made; nil where it does not say.
    func made(_ sid: ExactText, _ name: ExactText) -> Instant? { listedUnder[name]?[sid].flatMap { $0 } }

    // MARK: What is known

    private mutating func noteRows(_ evidence: Evidence, sids: Set<ExactText>, names: Set<ExactText>) {
        // Looked up once for each text, asked of every row.
        let isSID = evidence.texts.map { sids.contains($0) }
        let isName = evidence.texts.map { text in
            names.contains(text)
                || RenameWitnesses.isQualified(text)
                    && names.contains(ExactText(AccountName(domain: "", name: text.string).name))
        }
        var isComputer = [Bool](repeating: false, count: evidence.texts.count)
        for rename in evidence.renames { isComputer[Int(rename.computer)] = true }
        let hosts = Set(evidence.renames.map { ExactText(MachineName.host(evidence.text($0.computer))) })
        let isHost = evidence.texts.map { hosts.contains($0) }
        var validated: [TextID: Set<TextID>] = [:]
        var local: Set<NameHistory.Name> = []
        var issuesTickets: Set<TextID> = []
        var logsAccess: Set<TextID> = []
        var hasTickets = false
        for row in evidence.rows where row.outcome == .success {
            switch row.channel {
            case .serviceTicket, .serviceAccountTicket: hasTickets = true
            case .kerberosTGT: if isComputer[Int(row.server)] { issuesTickets.insert(row.server) }
            case .ntlmValidation:
                if isComputer[Int(row.server)] { validated[row.server, default: []].insert(row.accountName) }
            default: if isComputer[Int(row.server)] { logsAccess.insert(row.server) }
            }
            if isHost[Int(row.accountDomain)] {
                local.insert(
                    .init(domain: evidence.texts[Int(row.accountDomain)], name: evidence.texts[Int(row.accountName)]))
            }
            if row.accountSID != 0, isSID[Int(row.accountSID)] || isName[Int(row.accountName)] {
                note(row, evidence)
            }
        }
        controllers = Set(issuesTickets.map { evidence.texts[Int($0)] })
        for (server, accounts) in validated {
            // Every machine validates its own accounts; only a controller those of others.
            let host = ExactText(MachineName.host(evidence.text(server)))
            let isOthers = accounts.contains { !local.contains(.init(domain: host, name: evidence.texts[Int($0)])) }
            if isOthers { controllers.insert(evidence.texts[Int(server)]) }
        }
        // Tickets name the service, not who issued them: where there are some, a log of which nothing else is known than that
        // it was written is taken for where they stood.
        guard hasTickets else { return }
        for day in evidence.coverage where day.source == .event && isComputer[Int(day.server)] {
            if !logsAccess.contains(day.server) { controllers.insert(evidence.texts[Int(day.server)]) }
        }
    }

    private mutating func note(_ row: EvidenceRow, _ evidence: Evidence) {
        let parsed = AccountName(domain: evidence.text(row.accountDomain), name: evidence.text(row.accountName))
        let (sid, name) = (evidence.texts[Int(row.accountSID)], ExactText(parsed.name))
        guard SIDText.isAccount(sid.string), !parsed.name.isEmpty else { return }
        let span = row.firstSeen...row.lastSeen
        let known = seen[sid]?[name]?.extended(by: span) ?? span
        seen[sid, default: [:]][name] = known
        seenUnder[name, default: [:]][sid] = known
    }

    /// True for a name with a domain or realm of its own.
    private static func isQualified(_ name: ExactText) -> Bool {
        name.string.utf8.contains { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "\\") }
    }

    private mutating func noteDirectory(_ directory: Directory, sids: Set<ExactText>, names: Set<ExactText>) {
        func note(_ sid: String, _ name: String, made: Instant?, lastLogon: Instant?, passwordLastSet: Instant?) {
            for time in [made, lastLogon, passwordLastSet] {
                if let time { listedAt = max(listedAt ?? time, time) }
            }
            guard SIDText.isAccount(sid), !name.isEmpty else { return }
            let (sid, name) = (ExactText(sid), ExactText(name))
            if let issuer = SIDText.issuer(sid.string) { domainIssuers.insert(ExactText(issuer)) }
            if sids.contains(sid) { listed[sid, default: []].insert(name) }
            if names.contains(name) { listedUnder[name, default: [:]].updateValue(made, forKey: sid) }
        }
        for number in directory.accounts.indices {
            let account = directory.accounts[number]
            note(
                account.sid, account.name, made: account.created, lastLogon: account.lastLogon,
                passwordLastSet: account.passwordLastSet)
        }
        for computer in directory.computers {
            note(
                computer.sid, computer.name + "$", made: nil, lastLogon: computer.lastLogon,
                passwordLastSet: computer.passwordLastSet)
        }
    }

    private mutating func noteControllers(_ directory: Directory, _ computers: Set<ExactText>) {
        var names: Set<ExactText> = []
        for computer in directory.computers {
            let isController =
                "\(computer.distinguishedName)".scalarLowercased.contains(RenameWitnesses.controllersUnit)
                || computer.servicePrincipalNames.contains {
                    $0.scalarLowercased.utf8.starts(with: RenameWitnesses.replicationService.utf8)
                }
            if isController { names.insert(ExactText(computer.dnsName.isEmpty ? computer.name : computer.dnsName)) }
        }
        for computer in computers {
            let host = ExactText(MachineName.host(computer.string))
            if names.contains(computer) || names.contains(host) { controllers.insert(computer) }
        }
    }
}
