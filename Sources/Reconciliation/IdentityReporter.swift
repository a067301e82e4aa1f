public import AccessModel
public import Identity
public import PositionModel

extension Reconciler {
    /// Who was taken for whom, and why.
    /// - Parameters:
    ///   - evidence: already cut to the window (`WindowChoice`).
    ///   - identities: who is who in that very evidence.
    public func identities(evidence: Evidence, identities: Identities, estate: Estate) -> IdentityReport {
        let study = Study(
            catalogue: catalogue, evidence: evidence, identities: identities, estate: estate, unread: [], proxies: [])
        return IdentityReporter(study: study).report()
    }
}

private struct IdentityReporter {
    let study: Study

    func report() -> IdentityReport {
        let accounts = AccountLedger.entries(study, classes: AccountClasses(study))
        return IdentityReport(
            window: study.positionWindow, classes: classes(accounts), joins: joins(accounts), accounts: accounts,
            triedNames: study.identities.accounts.count { $0.isOnlyTried }, devices: devices(), servers: servers(),
            conflicts: study.identities.conflicts)
    }

    private func classes(_ accounts: [AccountLedgerEntry]) -> [IdentityReport.ClassCount] {
        var counts: [String: (all: Int, listed: Int)] = [:]
        for account in accounts {
            counts[account.accountClass, default: (0, 0)].all += 1
            if account.inDirectory { counts[account.accountClass, default: (0, 0)].listed += 1 }
        }
        return BridgeRules.ledgerClasses.compactMap { id, label in
            counts[id].map {
                IdentityReport.ClassCount(accountClass: id, label: label, accounts: $0.all, inDirectory: $0.listed)
            }
        }
    }

    private func joins(_ accounts: [AccountLedgerEntry]) -> [IdentityReport.JoinCount] {
        var counts: [String: Int] = [:]
        for account in accounts where !account.join.isEmpty { counts[account.join, default: 0] += 1 }
        let disabled = Set(study.estate.settings.disabledRules)
        return JoinRules.ofAccounts.map { rule in
            IdentityReport.JoinCount(
                rule: rule.id, label: rule.label, source: rule.source, accounts: counts[rule.id] ?? 0,
                isDisabled: disabled.contains(rule.id))
        }
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
                days: device.isAddressOnly ? device.days : 0, isExternal: device.isExternal, proofs: device.proofs)
        }
    }

    private func servers() -> [ServerIdentityEntry] {
        let kinds = MachineKinds(study.estate.directory)
        return study.identities.servers.filter { !$0.names.isEmpty || !$0.entries.isEmpty }.map { server in
            ServerIdentityEntry(
                server: server.name, names: server.names, proof: server.proof, isListed: !server.entries.isEmpty,
                kind: server.isServiceAccount ? "service-account" : kinds.kind(of: server).rawValue)
        }
    }
}
