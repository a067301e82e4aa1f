import AccessModel
import Identity
import PositionModel

/// Every account of the directory and the logs, whose it is, and how it was classed. Names that were only tried and
/// refused are no accounts and are not listed.
enum AccountLedger {
    static func entries(_ study: Study, classes: AccountClasses) -> [AccountLedgerEntry] {
        let (identities, directory) = (study.identities, study.estate.directory.accounts)
        var entries: [AccountLedgerEntry] = []
        entries.reserveCapacity(identities.accounts.count)
        forEach(study, classes: classes) { line in
            let seen = line.account.map { identities.accounts[$0] }
            if let index = line.listed {
                entries.append(Self.entry(directory[index], study: study, line: line, seen: seen))
            } else if let seen {
                entries.append(
                    AccountLedgerEntry(
                        account: seen.display, sid: seen.sid, user: line.user.map { identities.users[$0].name } ?? "",
                        accountClass: line.found.step, rule: line.found.rule, proof: line.found.proof, join: seen.join,
                        joinProof: seen.join.isEmpty ? "" : seen.proof, inDirectory: false,
                        lastEvidence: seen.lastSeen?.text ?? ""))
            }
        }
        sort(&entries)
        return entries
    }

    /// An account and what it was taken for, before its texts are put together.
    struct Line {
        /// Index into `Identities.accounts`; nil for an account no log and no spelling names.
        var account: Int?
        /// Index into `Directory.accounts`; nil for one the directory does not know.
        var listed: Int?
        var user: Int?
        var found: AccountClass
    }

    /// Calls with every line of the ledger, in no particular order.
    static func forEach(_ study: Study, classes: AccountClasses, _ body: (Line) -> Void) {
        let identities = study.identities
        let directory = study.estate.directory.accounts
        var isListed = [Bool](repeating: false, count: directory.count)
        // The first counted account stands for its person; the others are the bridge's duplicates.
        var primary = [Int?](repeating: nil, count: identities.users.count)
        for index in directory.indices where classes.directory[index].isCounted {
            if let user = classes.userOf[index], primary[user] == nil { primary[user] = index }
        }
        let carriers = carriers(study)
        for (position, account) in identities.accounts.enumerated() where !account.isOnlyTried {
            let entry = account.directoryIndex.flatMap { directory.indices.contains($0) ? $0 : nil }
            let user = account.user ?? entry.flatMap { classes.userOf[$0] }
            let found: AccountClass
            if let entry {
                // Of several spellings of one directory account, one carries its class.
                isListed[entry] = true
                found =
                    carriers[entry] == position
                    ? classes.ledgerClass(entry, primary: primary)
                    : AccountClass(step: BridgeRules.joined, rule: "spelling", proof: account.proof)
            } else if !account.principalRule.isEmpty {
                let step = account.principalRule.hasPrefix("machine") ? "machine" : "built-in"
                found = AccountClass(step: step, rule: account.principalRule, proof: "name or SID")
            } else if let user, let outside = classes.outside[user] {
                found =
                    outside.isCounted
                    ? AccountClass(
                        step: BridgeRules.notInDirectory, rule: BridgeRules.notInDirectory, proof: outside.proof)
                    : outside
            } else {
                let rule = account.isAmbiguous ? JoinRules.ambiguousName.id : BridgeRules.joined
                found = AccountClass(step: BridgeRules.joined, rule: rule, proof: account.proof)
            }
            body(Line(account: position, listed: entry, user: user, found: found))
        }
        for index in directory.indices where !isListed[index] {
            body(
                Line(
                    account: nil, listed: index, user: classes.userOf[index],
                    found: classes.ledgerClass(index, primary: primary)))
        }
    }

    /// By account, then by SID. Numbers are sorted and each entry is moved once: an entry is ten texts, and sorting
    /// entries themselves copied them many times over.
    private static func sort(_ entries: inout [AccountLedgerEntry]) {
        var order = Array(entries.indices)
        order.sort { x, y in
            let (a, b) = (ExactText(entries[x].account), ExactText(entries[y].account))
            return a == b ? entries[x].sid.isByteOrdered(before: entries[y].sid) : a < b
        }
        // `order` says which entry belongs at each place: every cycle of it is turned by one.
        for start in order.indices where order[start] != start {
            var place = start
            while order[place] != start {
                let next = order[place]
                entries.swapAt(place, next)
                order[place] = place
                place = next
            }
            order[place] = place
        }
    }

    /// Per directory account the spelling that stands for it: the directory's own, else one with a domain, else any.
    private static func carriers(_ study: Study) -> [Int?] {
        func rank(_ account: AccountIdentity, _ entry: DirectoryAccount) -> Int {
            if account.domain.utf8.elementsEqual(entry.domain.utf8), account.name.utf8.elementsEqual(entry.name.utf8) {
                return account.sid.isEmpty ? 1 : 0
            }
            return account.domain.isEmpty ? 3 : 2
        }
        let directory = study.estate.directory.accounts
        var best = [Int?](repeating: nil, count: directory.count)
        var ranks = [Int](repeating: Int.max, count: directory.count)
        for (position, account) in study.identities.accounts.enumerated() {
            guard let index = account.directoryIndex, directory.indices.contains(index) else { continue }
            let rank = rank(account, directory[index])
            if rank < ranks[index] { (best[index], ranks[index]) = (position, rank) }
        }
        return best
    }

    private static func entry(
        _ account: DirectoryAccount, study: Study, line: Line, seen: AccountIdentity?
    ) -> AccountLedgerEntry {
        let name = account.domain.isEmpty ? account.name : account.domain + "\\" + account.name
        let join = seen?.join ?? ""
        return AccountLedgerEntry(
            account: seen?.display ?? name, sid: account.sid,
            user: line.user.map { study.identities.users[$0].name } ?? "", accountClass: line.found.step,
            rule: line.found.rule, proof: line.found.proof, join: join,
            joinProof: join.isEmpty ? "" : seen?.proof ?? "", inDirectory: true,
            lastEvidence: seen?.lastSeen?.text ?? "")
    }
}

extension AccountClasses {
    /// Class of a directory account in the ledger: further accounts of one person are duplicates.
    fileprivate func ledgerClass(_ index: Int, primary: [Int?]) -> AccountClass {
        let found = directory[index]
        if found.isCounted, let user = userOf[index], let first = primary[user], first != index {
            return AccountClass(
                step: BridgeRules.duplicate, rule: BridgeRules.duplicate, proof: "further account of the same person")
        }
        return found
    }
}
