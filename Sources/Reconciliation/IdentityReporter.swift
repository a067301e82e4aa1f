public import AccessModel
public import Identity
public import PositionModel

extension Reconciler {
    /// Who was taken for whom, and why.
    /// - Parameters:
    ///   - evidence: already cut to the window (`WindowChoice`).
    ///   - identities: who is who in that very evidence.
    ///   - listsAccounts: false where only figures are wanted: then no account is listed, and none is put into words.
    public func identities(
        evidence: Evidence, identities: Identities, estate: Estate, listsAccounts: Bool = true
    ) -> IdentityReport {
        let study = Study(
            catalogue: catalogue, evidence: evidence, identities: identities, estate: estate, unread: [], proxies: [])
        return IdentityReporter(study: study).report(listsAccounts: listsAccounts)
    }
}

private struct IdentityReporter {
    let study: Study

    func report(listsAccounts: Bool) -> IdentityReport {
        let classes = AccountClasses(study)
        let counts = counts(classes)
        return IdentityReport(
            window: study.positionWindow, classes: counts.classes, joins: counts.joins,
            accounts: listsAccounts ? AccountLedger.entries(study, classes: classes) : [],
            triedNames: study.identities.accounts.count { $0.isOnlyTried }, devices: devices(), servers: servers(),
            conflicts: study.identities.conflicts)
    }

    /// What the lines of the ledger add up to.
    private func counts(
        _ classes: AccountClasses
    ) -> (classes: [IdentityReport.ClassCount], joins: [IdentityReport.JoinCount]) {
        var byClass: [ExactText: (all: Int, listed: Int)] = [:]
        var byRule: [ExactText: Int] = [:]
        AccountLedger.forEach(study, classes: classes) { line in
            let step = ExactText(line.found.step)
            byClass[step, default: (0, 0)].all += 1
            if line.listed != nil { byClass[step, default: (0, 0)].listed += 1 }
            let join = line.account.map { study.identities.accounts[$0].join } ?? ""
            if !join.isEmpty { byRule[ExactText(join), default: 0] += 1 }
        }
        let disabled = Set(study.estate.settings.disabledRules)
        return (
            BridgeRules.ledgerClasses.compactMap { id, label in
                byClass[ExactText(id)].map {
                    IdentityReport.ClassCount(
                        accountClass: id, label: label, accounts: $0.all, inDirectory: $0.listed)
                }
            },
            (JoinRules.ofAccounts + JoinRules.ofMachines).map { rule in
                IdentityReport.JoinCount(
                    rule: rule.id, label: rule.label, source: rule.source, accounts: byRule[ExactText(rule.id)] ?? 0,
                    devices: study.identities.devices.count { $0.joins.contains { $0.rule == rule.id } },
                    servers: study.identities.servers.count { $0.rules.contains(rule.id) },
                    isDisabled: disabled.contains(rule.id))
            }
        )
    }

    private func devices() -> [DeviceEntry] {
        let facts = DeviceFacts(study, skipped: [])
        let computers = study.estate.directory.computers
        return study.identities.devices.enumerated().map { index, device in
            let kind =
                facts.isServer[index]
                ? "server"
                : device.isShared
                    ? "shared-address"
                    : device.isAddressOnly ? "address" : device.seenAsMachineOnly ? "machine-account" : "named"
            return DeviceEntry(
                device: device.name, kind: kind, inDirectory: device.directoryIndex != nil,
                operatingSystem: device.directoryIndex.map { computers[$0].operatingSystem } ?? "",
                days: device.isAddressOnly ? device.days : 0, isExternal: device.isExternal, proofs: device.proofs,
                rules: Set(device.joins.map { ExactText($0.rule) }.filter { !$0.isEmpty }).sorted().map(\.string))
        }
    }

    private func servers() -> [ServerIdentityEntry] {
        let kinds = MachineKinds(study.estate.directory)
        return study.identities.servers.filter { !$0.names.isEmpty || !$0.entries.isEmpty }.map { server in
            ServerIdentityEntry(
                server: server.name, names: server.names, proof: server.proof, rules: server.rules,
                isListed: !server.entries.isEmpty,
                kind: server.isServiceAccount ? "service-account" : kinds.kind(of: server).rawValue)
        }
    }
}
