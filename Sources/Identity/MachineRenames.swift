import AccessModel
import PositionModel

/// Machines whose accounts were renamed: which names in the records are one machine's.
///
/// A machine's name is freed by its rename as an account's is: a replaced server's name goes to its successor more often
/// than not. So names are joined only where the time of their records says that one machine had them.
struct MachineRenames {
    /// The names of one machine, with the proof for each.
    struct Machine {
        var names: [(name: ExactText, proof: String)]
    }

    private var holders: [NameHistory.Name: NameHolders] = [:]
    /// DNS domains of the controllers whose logs name a domain.
    private var suffixes: [ExactText: Set<ExactText>] = [:]
    /// First and last record that shows a machine under a name.
    private var spans: [ExactText: ClosedRange<Instant>] = [:]

    init() {}

    /// Names that were given up and in use beyond the delay, by SID.
    private(set) var conflicts: [String] = []

    init(_ evidence: Evidence, estate: Estate, witnesses: RenameWitnesses) {
        let steps = evidence.renames.map { NameHistory.Step($0, texts: evidence.texts) }
        guard !estate.settings.disabledRules.contains(JoinRules.renamedMachine.id),
            steps.contains(where: { NameHistory.isMachine($0.oldName) })
        else { return }
        let history = NameHistory(steps, machines: MachineRenames.machines(evidence, estate), witnesses: witnesses) {
            $0
        }
        for (name, tenures) in history.tenures where name.name.string.utf8.count > 1 {
            guard NameHistory.isMachine(name.name), tenures.values.allSatisfy({ !$0.isLocal }) else { continue }
            holders[name] = NameHolders(delay: NameHistory.restartDelay)
            holders[name]?.add(tenures)
        }
        guard !holders.isEmpty else { return }
        for step in steps where MachineName.isFull(step.computer.string) {
            let host = MachineName.host(step.computer.string)
            suffixes[step.domain, default: []].insert(
                ExactText(String(decoding: step.computer.string.utf8.dropFirst(host.utf8.count + 1), as: UTF8.self)))
        }
        noteRecords(evidence)
        noteDirectory(estate.directory)
        refuseMachinesOfManyNames()
    }

    /// A name that was given up may go to a successor. A machine with two such names that are in use is none: the renames
    /// are somebody's play.
    private mutating func refuseMachinesOfManyNames() {
        var inUse: [ExactText: [NameHistory.Name]] = [:]
        for name in holders.keys.sorted() {
            for (sid, holding) in holders[name]?.holdings ?? [:] {
                guard let until = holding.tenure?.until else { continue }
                let bare = ExactText(String(decoding: name.name.string.utf8.dropLast(), as: UTF8.self))
                guard let span = spans[bare],
                    span.upperBound.milliseconds > until.time.milliseconds + NameHistory.restartDelay
                else { continue }
                inUse[sid, default: []].append(name)
            }
        }
        for sid in inUse.keys.sorted() {
            guard let names = inUse[sid], names.count > 1 else { continue }
            conflicts.append(
                "renames of \(sid): \(names.map(\.description).joined(separator: ", ")) were in use after it had given them "
                    + "up, not used")
            for name in Array(holders.keys) { holders[name]?.removeTenure(of: sid) }
        }
    }

    /// The machines with several of `names`, and what speaks against further ones.
    func machines(among names: [ExactText]) -> (machines: [Machine], conflicts: [String]) {
        guard !holders.isEmpty else { return ([], []) }
        let present = Set(names)
        let fullNames = MachineName.fullNames(of: names)
        var found: [ExactText: [(name: ExactText, bare: ExactText, proof: String)]] = [:]
        var conflicts: [String] = []
        for account in holders.keys.sorted() {
            guard let known = holders[account] else { continue }
            let bare = ExactText(String(decoding: account.name.string.utf8.dropLast(), as: UTF8.self))
            for name in spellings(of: bare, in: account.domain, present, fullNames) {
                switch known.verdict(spans[name], isListed: false) {
                case .account(let sid):
                    guard let proof = known.holdings[sid]?.tenure?.witness.proof else { continue }
                    found[sid, default: []].append((name, bare, proof))
                case .outOfTime, .several:
                    guard spans[name] != nil else { continue }
                    conflicts.append(
                        "machine \(name) was renamed (\(account)), but its records do not tell whose the name was then: "
                            + "left apart")
                }
            }
        }
        let machines = found.keys.sorted().compactMap { sid -> Machine? in
            guard let names = found[sid], Set(names.map(\.bare)).count > 1 else { return nil }
            return Machine(names: names.map { ($0.name, $0.proof) })
        }
        return (machines, conflicts)
    }

    /// The names in the records that may mean an account's machine: the short one where no other domain's machine has it,
    /// the full ones of the account's domain.
    private func spellings(
        of bare: ExactText, in domain: ExactText, _ present: Set<ExactText>, _ fullNames: [ExactText: [ExactText]]
    ) -> [ExactText] {
        let full = fullNames[bare] ?? []
        let suffixes = suffixes[domain] ?? []
        let own =
            suffixes.isEmpty
            ? (full.count == 1 ? full : [])
            : full.filter { name in suffixes.contains { ExactText("\(bare).\($0)") == name } }
        return (present.contains(bare) && own == full ? [bare] : []) + own
    }

    // MARK: What is known of the names

    private static func machines(_ evidence: Evidence, _ estate: Estate) -> Set<ExactText> {
        let servers = Set(evidence.rows.lazy.map(\.server)).union(evidence.coverage.lazy.map(\.server))
        let names = servers.map { evidence.texts[Int($0)].string }.filter { !MachineName.isAddress($0) }
        return Set(names.map { ExactText(MachineName.host($0)) })
            .union(estate.directory.computers.map { ExactText($0.name) })
            .subtracting(estate.settings.domains.map(ExactText.init(_:)))
    }

    private mutating func noteRecords(_ evidence: Evidence) {
        var byText: [TextID: ClosedRange<Instant>] = [:]
        func note(_ text: TextID, _ span: ClosedRange<Instant>) {
            if text != 0 { byText[text] = byText[text]?.extended(by: span) ?? span }
        }
        struct Account: Hashable {
            var domain: TextID
            var name: TextID
            var sid: TextID
        }
        var accounts: [Account: ClosedRange<Instant>] = [:]
        for row in evidence.rows {
            let span = row.firstSeen...row.lastSeen
            note(row.server, span)
            // A failure says what somebody called himself.
            guard row.outcome == .success else { continue }
            note(row.clientName, span)
            let account = Account(domain: row.accountDomain, name: row.accountName, sid: row.accountSID)
            if account.name != 0 { accounts[account] = accounts[account]?.extended(by: span) ?? span }
        }
        for visit in evidence.visits { note(visit.server, visit.day.start...visit.day.start) }
        for day in evidence.coverage { note(day.server, day.seen ?? day.day.start...day.day.start) }
        for (text, span) in byText { add(span, to: evidence.texts[Int(text)]) }
        for (account, span) in accounts {
            let sid = evidence.texts[Int(account.sid)]
            let parsed = AccountName(
                domain: evidence.text(account.domain), name: evidence.text(account.name))
            let name = ExactText(parsed.name)
            guard NameHistory.isMachine(name) else { continue }
            add(span, to: ExactText(String(decoding: parsed.name.utf8.dropLast(), as: UTF8.self)))
            guard SIDText.isAccount(sid.string) else { continue }
            for domain in suffixes.keys.sorted()
            where domain == ExactText(parsed.domain) || suffixes[domain]?.contains(ExactText(parsed.domain)) == true {
                holders[NameHistory.Name(domain: domain, name: name)]?.note(sid, seen: span, isListed: false)
            }
        }
    }

    private mutating func add(_ span: ClosedRange<Instant>, to name: ExactText) {
        spans[name] = spans[name]?.extended(by: span) ?? span
    }

    /// Computers of today, of whatever domain: one that is not of the account's only leaves names apart.
    private mutating func noteDirectory(_ directory: Directory) {
        var byName: [ExactText: Set<ExactText>] = [:]
        for computer in directory.computers where SIDText.isAccount(computer.sid) {
            byName[ExactText(computer.name + "$"), default: []].insert(ExactText(computer.sid))
        }
        for name in Array(holders.keys) {
            for sid in byName[name.name] ?? [] { holders[name]?.note(sid, seen: nil, isListed: true) }
        }
    }
}
