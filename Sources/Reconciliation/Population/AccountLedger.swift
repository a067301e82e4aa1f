import AccessModel
import Identity
import PositionModel

/// Every account of the directory and the logs, whose it is, and how it was classed.
enum AccountLedger {
    static func entries(_ study: Study, classes: AccountClasses) -> [AccountLedgerEntry] {
        let identities = study.identities
        let directory = study.estate.directory.accounts
        var listed = Set<Int>()
        // The first counted account stands for its person; the others are the bridge's duplicates.
        var primary: [Int: Int] = [:]
        for index in directory.indices where classes.directory[index].isCounted {
            if let user = classes.userOf[index], primary[user] == nil { primary[user] = index }
        }
        var entries: [AccountLedgerEntry] = []
        for account in identities.accounts {
            let entry = account.directoryIndex.flatMap { directory.indices.contains($0) ? $0 : nil }
            let user = account.user ?? entry.flatMap { classes.userOf[$0] }
            let found: AccountClass
            if let entry {
                // Of several spellings of one directory account, the first carries its class.
                found =
                    listed.insert(entry).inserted
                    ? classes.ledgerClass(entry, primary: primary)
                    : AccountClass(step: BridgeRules.joined, rule: "spelling", proof: account.proof)
            } else if !account.principalRule.isEmpty {
                let step = account.principalRule.hasPrefix("machine") ? "machine" : "built-in"
                found = AccountClass(step: step, rule: account.principalRule, proof: "name or SID")
            } else if let user, let outside = classes.outside[user] {
                found = outside
            } else {
                found = AccountClass(step: BridgeRules.joined, rule: BridgeRules.joined, proof: account.proof)
            }
            entries.append(
                entry.map { index in
                    Self.entry(
                        directory[index], study: study, user: user, found: found, lastSeen: account.lastSeen,
                        display: account.display)
                }
                    ?? AccountLedgerEntry(
                        account: account.display, sid: account.sid, user: user.map { identities.users[$0].name } ?? "",
                        accountClass: found.step, rule: found.rule, proof: found.proof, inDirectory: false,
                        lastEvidence: account.lastSeen?.text ?? ""))
        }
        for index in directory.indices where !listed.contains(index) {
            entries.append(
                entry(
                    directory[index], study: study, user: classes.userOf[index],
                    found: classes.ledgerClass(index, primary: primary), lastSeen: nil, display: nil))
        }
        return entries.sorted { a, b in
            a.account.utf8.elementsEqual(b.account.utf8)
                ? a.sid.isByteOrdered(before: b.sid) : a.account.isByteOrdered(before: b.account)
        }
    }

    private static func entry(
        _ account: DirectoryAccount, study: Study, user: Int?, found: AccountClass, lastSeen: Day?, display: String?
    ) -> AccountLedgerEntry {
        let name = account.domain.isEmpty ? account.name : account.domain + "\\" + account.name
        return AccountLedgerEntry(
            account: display ?? name, sid: account.sid, user: user.map { study.identities.users[$0].name } ?? "",
            accountClass: found.step, rule: found.rule, proof: found.proof, inDirectory: true,
            lastEvidence: lastSeen?.text ?? "")
    }
}

extension AccountClasses {
    /// Class of a directory account in the ledger: a disabled account with evidence in the window stays in the step
    /// `disabled`, under the rule `leaver`.
    fileprivate func ledgerClass(_ index: Int, primary: [Int: Int]) -> AccountClass {
        let found = directory[index]
        if found.isCounted, let user = userOf[index], let first = primary[user], first != index {
            return AccountClass(
                step: BridgeRules.duplicate, rule: BridgeRules.duplicate, proof: "further account of the same person")
        }
        if found.step == BridgeRules.disabled, ifEnabled[index].isCounted, hasAccess[index] {
            let others = userOf[index].map { primary[$0] != nil } ?? false
            if !others {
                return AccountClass(
                    step: BridgeRules.disabled, rule: BridgeRules.leaver,
                    proof: found.proof + "; seen in the window, so in the high figure")
            }
        }
        return found
    }
}
