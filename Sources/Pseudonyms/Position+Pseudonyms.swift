import AccessModel
public import PositionModel

extension Position {
    /// The same position with pseudonyms in the place of names. Every figure stays; lists in the order of names are put in the
    /// order of the pseudonyms, so that their order tells nothing.
    public func pseudonymised(by names: Pseudonymiser) -> Position {
        var position = self
        position.pseudonyms = PseudonymNote(key: names.key.id)
        position.bridge.edit { $0.steps.edit { $0.label = names.text($0.label) } }
        position.auditorView.edit { $0.rows.edit { $0.evidence = names.text($0.evidence) } }
        position.products.edit { $0.reasons.replaceNames(names) }
        position.mix.edit { $0.replaceNames(names) }
        position.servers.edit { line in
            line.server = names.server(line.server)
            line.reasons.replaceNames(names)
        }
        position.servers.sort(by: { ($0.server, "") }, whereChanged: servers.map(\.server))
        position.external.edit { $0.replaceNames(names) }
        position.external.sort(by: { ($0.server, $0.site) }, whereChanged: external.map(\.server))
        position.externalChoice.edit { choice in
            choice.host = names.server(choice.host)
            choice.servers = choice.servers.map(names.server)
            choice.why = names.text(choice.why)
        }
        position.coverage.edit { summary in
            summary.server = names.server(summary.server)
            summary.sensitivity = names.text(summary.sensitivity)
            summary.reasons.edit { $0.text = names.text($0.text) }
        }
        position.coverage.sort(by: { ($0.server, $0.source) }, whereChanged: coverage.map(\.server))
        position.accounts = accounts.pseudonymised(by: names)
        position.findings.edit { $0.replaceNames(names) }
        position.questions.edit { $0.replaceNames(names) }
        position.questions.sortRuns(
            by: \.subject, ofSame: { ($0.id, $0.effects, $0.subject == DecisionRegister.everyOther) })
        position.answers.edit { $0.replaceNames(names) }
        position.answers.sortRuns(by: \.subject, ofSame: { ($0.id, [], false) })
        position.gauge?.reasons.replaceNames(names)
        position.additive.edit { $0.reasons.replaceNames(names) }
        position.bundles.edit { bundle in
            bundle.licence = names.text(bundle.licence)
            bundle.holder = bundle.flavour == .device ? names.device(bundle.holder) : names.account(bundle.holder)
        }
        position.bundles.sortRuns(by: \.holder, ofSame: { ("\($0.line) \($0.flavour.rawValue)", [], false) })
        position.elp.edit { line in
            line.comments = names.text(line.comments)
            line.notes = names.text(line.notes)
        }
        position.entitlements.edit { $0.replaceNames(names) }
        position.inputs.entries.edit { $0.replaceNames(names) }
        position.inputs.entries.sort(by: { ($0.path, $0.member) }, whereChanged: inputs.entries.map(\.path))
        position.notices.edit { notice in
            notice.file = names.text(notice.file)
            notice.message = names.text(notice.message)
        }
        return position
    }
}

extension ProductMix {
    fileprivate mutating func replaceNames(_ names: Pseudonymiser) {
        assignment.edit { entry in
            entry.holder = entry.flavour == .device ? names.device(entry.holder) : names.account(entry.holder)
        }
        assignment.sortRuns(by: \.holder, ofSame: { ($0.flavour.rawValue, [], false) })
        reasons.replaceNames(names)
        alternatives?.reasons.replaceNames(names)
    }
}

extension ExternalExposure {
    fileprivate mutating func replaceNames(_ names: Pseudonymiser) {
        server = names.server(server)
        why = names.text(why)
        reasons.replaceNames(names)
    }
}

extension Finding {
    fileprivate mutating func replaceNames(_ names: Pseudonymiser) {
        id = names.identifier(id)
        statement = names.text(statement)
        effect = names.text(effect)
        evidence = names.text(evidence)
        explain.edit { reference in
            reference.server = reference.server.map(names.server)
            reference.user = reference.user.map(names.account)
            reference.device = reference.device.map(names.device)
        }
        explain.sortRuns(
            by: { $0.user ?? $0.device ?? "" }, ofSame: { ($0.user == nil ? "" : "user", [], $0.device == nil) })
    }
}

extension OpenQuestion {
    fileprivate mutating func replaceNames(_ names: Pseudonymiser) {
        id = names.identifier(id)
        subject = names.subject(subject, of: kind)
        statement = names.text(statement)
        why = names.text(why)
        evidence = names.text(evidence)
        effects.edit { $0.reason = names.text($0.reason) }
    }
}

extension AnsweredQuestion {
    fileprivate mutating func replaceNames(_ names: Pseudonymiser) {
        id = names.identifier(id)
        subject = names.subject(subject, of: kind)
        let words = QuestionRules.rule(kind).answers.map { ExactText($0.word) }
        answer = kind == .holder && !words.contains(ExactText(answer)) ? names.holder(answer) : names.text(answer)
        name = names.name(name, .person)
        proof = names.text(proof)
        effect = names.text(effect)
    }
}

extension EntitlementLine {
    fileprivate mutating func replaceNames(_ names: Pseudonymiser) {
        licence = names.text(licence)
        agreement = names.text(agreement)
        source = names.text(source)
        note = names.text(note)
        why = names.text(why)
        assignedTo = names.holder(assignedTo)
    }
}

extension InputLedger.Entry {
    fileprivate mutating func replaceNames(_ names: Pseudonymiser) {
        path = names.text(path)
        member = names.text(member)
        damage = names.text(damage)
        copies = copies.map(names.text)
    }
}

extension AccountLedgerList {
    /// Entries are still put together when they are asked for.
    fileprivate func pseudonymised(by names: Pseudonymiser) -> AccountLedgerList {
        let entries = self
        let keys = Together.map(count) { place in
            let entry = entries[place]
            return ExactText(names.account(entry.account) + " " + names.sid(entry.sid))
        }
        let order = Together.sorted((0..<Int32(count)).map { $0 }) { keys[Int($0)] < keys[Int($1)] }
        return AccountLedgerList(count: count) { place in
            var entry = entries[Int(order[place])]
            entry.account = names.account(entry.account)
            entry.sid = names.sid(entry.sid)
            entry.user = names.account(entry.user)
            entry.proof = names.text(entry.proof)
            entry.joinProof = names.text(entry.joinProof)
            return entry
        }
    }
}

extension Pseudonymiser {
    /// What a question is about.
    fileprivate func subject(_ text: String, of kind: QuestionKind) -> String {
        switch kind {
        case .relation, .leavers, .sharedAccounts, .manyDevices, .peopleBehind, .noDevice: account(text)
        case .machineOnly, .addresses, .sharedAddresses, .suspectedProxies, .disabledDevices: device(text)
        case .serverVersion, .accessGroups, .remoteAdministration, .licenceModel: server(text)
        case .entitlementLine, .licenceFlavour, .licenceVersion, .connectorVersion, .unassignedSeats, .holder:
            line(text)
        case .anonymousInside, .unknownUsers, .additive, .mixNotProven: self.text(text)
        }
    }

    /// A line of the ledger: `35 x ws-cal for CORP\alice`.
    private func line(_ text: String) -> String {
        let mark = " for "
        guard let cut = text.utf8.indices.first(where: { text.utf8[$0...].starts(with: mark.utf8) }) else {
            return self.text(text)
        }
        let holder = text.utf8.index(cut, offsetBy: mark.utf8.count)
        return self.text(String(text[..<cut])) + mark + self.holder(String(text[holder...]))
    }
}
