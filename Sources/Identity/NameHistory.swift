import AccessModel

/// Which account had which name when, as far as renames (Security 4781) show it.
///
/// An account is its SID, which a rename does not change. A name an account gave up is free for another one, so what a
/// record without a SID says by name depends on its time.
struct NameHistory {
    /// A ticket names its account as it was called when the ticket was issued, and is good for so long after a rename.
    /// (Microsoft Learn, "Maximum lifetime for user ticket": 10 hours unless set otherwise.)
    static let ticketLifetime: Int64 = 10 * 3_600_000
    /// A machine answers to its old name until it restarts: restarts are put off to the night. (Microsoft Learn,
    /// Rename-Computer: the change takes effect with the restart; the time is Headcount's.)
    static let restartDelay: Int64 = 24 * 3_600_000
    /// Clocks of a domain may differ by so much. (Microsoft Learn, "Maximum tolerance for computer clock
    /// synchronization": 5 minutes unless set otherwise.)
    static let clockTolerance: Int64 = 5 * 60_000
    /// An account with more names than this is no account but somebody's play, and joining by it would join strangers.
    static let namesPerAccount = 16

    /// One rename with its texts.
    struct Step: Hashable, Sendable {
        var computer: ExactText
        var domain: ExactText
        var oldName: ExactText
        var newName: ExactText
        var sid: ExactText
        var time: Instant

        init(_ rename: EvidenceRename, texts: [ExactText]) {
            computer = texts[Int(rename.computer)]
            domain = texts[Int(rename.domain)]
            oldName = texts[Int(rename.oldName)]
            newName = texts[Int(rename.newName)]
            sid = texts[Int(rename.sid)]
            time = rename.time
        }

        var proof: String {
            "event \(Rename.eventID) of \(time.text) on \(computer) renamed \(domain)\\\(oldName) to \(newName) (\(sid))"
        }

        /// True where the record is of a local account of the machine that wrote it: the domain is the machine's NetBIOS
        /// name, which is its host name cut at 15 bytes.
        var isLocal: Bool { domain == NameHistory.netBIOSName(of: computer) }
    }

    /// When an account had a name: from a rename to a rename, nil where none is known.
    struct Tenure: Hashable, Sendable {
        var from: Step?
        var until: Step?
        /// The first rename to the name or away from it.
        var witness: Step
        /// True for local accounts of one machine.
        var isLocal: Bool { witness.isLocal }

        /// True where the account may have had the name at some time in `span`.
        func touches(_ span: ClosedRange<Instant>, delay: Int64) -> Bool {
            span.lowerBound <= last(delay) && first <= span.upperBound
        }

        /// True where the account had the name all the time, as far as renames show it.
        func covers(_ span: ClosedRange<Instant>, delay: Int64) -> Bool {
            first <= span.lowerBound && span.upperBound <= last(delay)
        }

        private var first: Instant {
            Instant(milliseconds: from.map { $0.time.milliseconds - NameHistory.clockTolerance } ?? .min)
        }

        private func last(_ delay: Int64) -> Instant {
            Instant(milliseconds: until.map { $0.time.milliseconds + delay } ?? .max)
        }
    }

    typealias Name = AccountLookup.DomainAccount

    /// By name and SID.
    private(set) var tenures: [Name: [ExactText: Tenure]] = [:]
    /// Names of accounts of domains (not of one machine) by bare name, in order.
    private(set) var namesInDomains: [ExactText: [Name]] = [:]
    private(set) var conflicts: [String] = []

    init() {}

    /// - Parameters:
    ///   - machines: NetBIOS names of machines, whose local accounts have them as domain.
    ///   - witnesses: what else is known of the accounts.
    ///   - canonical: the one name of a domain.
    init(
        _ steps: [Step], machines: Set<ExactText>, witnesses: RenameWitnesses, canonical: (ExactText) -> ExactText
    ) {
        var ofAccount: [ExactText: [Step]] = [:]
        var passages = Passages()
        for step in accepted(steps, machines: machines, witnesses: witnesses) {
            ofAccount[step.sid, default: []].append(step)
            passages.add(step)
        }
        for sid in ofAccount.keys.sorted() {
            guard let steps = ofAccount[sid]?.sorted(by: <) else { continue }
            if let reason = NameHistory.refusal(of: steps, canonical) {
                conflicts.append("renames of \(sid): \(reason), not used")
                continue
            }
            guard let chain = NameHistory.chain(steps) else {
                conflicts.append(
                    "renames of \(sid): a rename does not begin with the name the one before gave, not used")
                continue
            }
            if let reason = witnesses.contradiction(of: chain, others: passages) {
                conflicts.append("renames of \(sid): \(reason), not used")
            } else {
                add(chain, of: sid, canonical)
            }
        }
        for name in tenures.keys.sorted() where tenures[name]?.values.contains(where: { !$0.isLocal }) == true {
            namesInDomains[name.name, default: []].append(name)
        }
    }

    /// The renames whose record can be believed: it names a SID an account can have, and stands in the log of an authority
    /// over the account.
    private mutating func accepted(
        _ steps: [Step], machines: Set<ExactText>, witnesses: RenameWitnesses
    ) -> [Step] {
        struct Place: Hashable, Comparable {
            var computer: ExactText
            var domain: ExactText

            static func < (a: Place, b: Place) -> Bool {
                a.computer == b.computer ? a.domain < b.domain : a.computer < b.computer
            }
        }
        var withoutSID: [Place: Int] = [:]
        var foreign: [Place: Int] = [:]
        var withoutAuthority: [Place: Int] = [:]
        var accepted: [Step] = []
        for step in steps {
            let place = Place(computer: step.computer, domain: step.domain)
            if !SIDText.isAccount(step.sid.string) || step.domain.isEmpty {
                withoutSID[place, default: 0] += 1
            } else if machines.contains(step.domain), !step.isLocal {
                foreign[place, default: 0] += 1
            } else if !witnesses.isByAuthority(step) {
                withoutAuthority[place, default: 0] += 1
            } else {
                accepted.append(step)
            }
        }
        for place in withoutSID.keys.sorted() {
            conflicts.append(
                "\(withoutSID[place] ?? 0) renames in \(place.computer)'s log name no domain, or no SID of an account: not used"
            )
        }
        for place in foreign.keys.sorted() {
            conflicts.append(
                "\(foreign[place] ?? 0) renames in \(place.computer)'s log are of local accounts of \(place.domain), another "
                    + "machine: not used")
        }
        for place in withoutAuthority.keys.sorted() {
            conflicts.append(
                "\(withoutAuthority[place] ?? 0) renames in \(place.computer)'s log are of accounts of \(place.domain), and nothing "
                    + "shows that it is a domain controller: not used")
        }
        return accepted
    }

    /// When which account got a name and gave one up, of all renames whose record can be believed.
    struct Passages {
        /// By name and SID: the last time.
        private(set) var arrivals: [ExactText: [ExactText: Instant]] = [:]
        private(set) var departures: [ExactText: [ExactText: Instant]] = [:]

        fileprivate mutating func add(_ step: Step) {
            arrivals[step.newName, default: [:]][step.sid] =
                max(arrivals[step.newName]?[step.sid] ?? step.time, step.time)
            departures[step.oldName, default: [:]][step.sid] =
                max(departures[step.oldName]?[step.sid] ?? step.time, step.time)
        }
    }

    /// The renames of one SID in the order in which each begins with the name the one before gave; nil where there is none: an
    /// account has one name at a time. Clocks of controllers may differ, and what another one logged again is no further
    /// rename.
    private static func chain(_ steps: [Step]) -> [Step]? {
        var chain: [Step] = []
        var next = 0
        // Those that may be next: few, for an account is not renamed many times in five minutes.
        var possible: [Step] = []
        func isRepeated(_ step: Step, _ last: Step) -> Bool {
            step.oldName == last.oldName && step.newName == last.newName && step.computer != last.computer
                && step.time.milliseconds <= last.time.milliseconds + clockTolerance
        }
        while next < steps.count || !possible.isEmpty {
            while next < steps.count, possible.count < namesPerAccount,
                possible.first.map({ steps[next].time.milliseconds <= $0.time.milliseconds + clockTolerance }) ?? true
            {
                possible.append(steps[next])
                next += 1
            }
            guard let last = chain.last else {
                let start = possible.firstIndex { step in !possible.contains { $0.newName == step.oldName } } ?? 0
                chain.append(possible.remove(at: start))
                continue
            }
            if let again = possible.firstIndex(where: { isRepeated($0, last) }) {
                possible.remove(at: again)
            } else if let following = possible.firstIndex(where: { $0.oldName == last.newName }) {
                chain.append(possible.remove(at: following))
            } else {
                return nil
            }
        }
        return chain
    }

    /// Why the renames of one SID cannot be those of an account; nil where they can.
    private static func refusal(of steps: [Step], _ canonical: (ExactText) -> ExactText) -> String? {
        let names = Set(steps.flatMap { [$0.oldName, $0.newName] })
        if names.count > namesPerAccount { return "\(names.count) names are too many for one account" }
        // What a machine account that takes a name without `$` is done for: CVE-2021-42278.
        if Set(names.map(isMachine)).count > 1 { return "a machine's name and another one" }
        let domains = Set(steps.map { canonical($0.domain) }).sorted()
        if domains.count > 1 {
            return "they are of several domains (\(domains.map(\.string).joined(separator: ", ")))"
        }
        return nil
    }

    /// A name is held from the rename to it, where that is the first that is known of it, to the last one away from it.
    private mutating func add(_ steps: [Step], of sid: ExactText, _ canonical: (ExactText) -> ExactText) {
        for step in steps {
            let domain = canonical(step.domain)
            let old = Name(domain: domain, name: step.oldName)
            tenures[old, default: [:]][sid, default: Tenure(witness: step)].until = step
            let new = Name(domain: domain, name: step.newName)
            tenures[new, default: [:]][sid, default: Tenure(from: step, witness: step)].until = nil
        }
    }

    /// For how long an old name goes on after a rename, in milliseconds.
    static func delay(of name: ExactText) -> Int64 { isMachine(name) ? restartDelay : ticketLifetime }

    /// True for the name of a machine account.
    static func isMachine(_ name: ExactText) -> Bool { name.string.utf8.last == UInt8(ascii: "$") }

    private static func netBIOSName(of computer: ExactText) -> ExactText {
        ExactText(String(decoding: MachineName.host(computer.string).utf8.prefix(15), as: UTF8.self))
    }
}

extension NameHistory.Step: Comparable {
    static func < (a: Self, b: Self) -> Bool {
        if a.time != b.time { return a.time < b.time }
        if a.computer != b.computer { return a.computer < b.computer }
        if a.domain != b.domain { return a.domain < b.domain }
        if a.oldName != b.oldName { return a.oldName < b.oldName }
        return a.newName == b.newName ? a.sid < b.sid : a.newName < b.newName
    }
}
