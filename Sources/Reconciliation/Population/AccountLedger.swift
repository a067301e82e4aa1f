import AccessModel
import Identity
import PositionModel

/// Every account of the directory and the logs, whose it is, and how it was classed. Names that were only tried and
/// refused are no accounts and are not listed.
enum AccountLedger {
    /// Keeps of the study what entries are made of: accounts, users and directory, not the evidence.
    static func entries(_ study: Study, classes: AccountClasses) -> AccountLedgerList {
        let lines = Lines(study, classes: classes)
        let order = Together.sorted((0..<Int32(lines.count)).map { $0 }) { lines.isOrdered(Int($0), before: Int($1)) }
        return AccountLedgerList(count: order.count) { lines.entry(Int(order[$0])) }
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
        let lines = Lines(study, classes: classes)
        for number in 0..<lines.count { body(lines.line(number)) }
    }

    /// The lines of the ledger by number; no line depends on another.
    struct Lines: Sendable {
        private let identities: [AccountIdentity]
        private let users: [UserIdentity]
        private let directory: [DirectoryAccount]
        private let classes: AccountClasses
        /// Accounts that are listed, by index into `Identities.accounts`, and behind them those of the directory that no
        /// spelling names.
        private let accounts: [Int32]
        private let unseen: [Int32]
        /// The first counted account stands for its person; the others are the bridge's duplicates.
        private let primary: [Int?]
        private let carriers: [Int?]

        init(_ study: Study, classes: AccountClasses) {
            self.classes = classes
            identities = study.identities.accounts
            users = study.identities.users
            directory = study.estate.directory.accounts
            var isListed = [Bool](repeating: false, count: directory.count)
            var primary = [Int?](repeating: nil, count: users.count)
            for index in directory.indices where classes.directory[index].isCounted {
                if let user = classes.userOf[index], primary[user] == nil { primary[user] = index }
            }
            self.primary = primary
            carriers = AccountLedger.carriers(study)
            var accounts: [Int32] = []
            for position in identities.indices where !identities[position].isOnlyTried {
                accounts.append(Int32(position))
                if let entry = identities[position].directoryIndex, directory.indices.contains(entry) {
                    isListed[entry] = true
                }
            }
            self.accounts = accounts
            unseen = directory.indices.filter { !isListed[$0] }.map { Int32($0) }
        }

        var count: Int { accounts.count + unseen.count }

        /// Index into `Identities.accounts`, and index into `Directory.accounts`.
        func subject(_ number: Int) -> (account: Int?, listed: Int?) {
            if number >= accounts.count { return (nil, Int(unseen[number - accounts.count])) }
            let position = Int(accounts[number])
            let entry = identities[position].directoryIndex
            return (position, entry.flatMap { directory.indices.contains($0) ? $0 : nil })
        }

        /// By account, then by SID.
        func isOrdered(_ a: Int, before b: Int) -> Bool {
            let (first, second) = (subject(a), subject(b))
            if let x = first.account, let y = second.account {
                // Most have the domain of their neighbours: no text is put together to compare their names.
                let (one, other) = (ExactText(identities[x].domain), ExactText(identities[y].domain))
                let (name, otherName) = (ExactText(identities[x].name), ExactText(identities[y].name))
                if one == other, !name.isEmpty, !otherName.isEmpty {
                    return name == otherName
                        ? sid(first).isByteOrdered(before: sid(second)) : name < otherName
                }
            }
            let (one, other) = (ExactText(name(first)), ExactText(name(second)))
            return one == other ? sid(first).isByteOrdered(before: sid(second)) : one < other
        }

        private func name(_ subject: (account: Int?, listed: Int?)) -> String {
            if let account = subject.account { return identities[account].display }
            guard let listed = subject.listed else { return "" }
            let (domain, name) = (directory[listed].domain, directory[listed].name)
            return domain.isEmpty ? name : domain + "\\" + name
        }

        private func sid(_ subject: (account: Int?, listed: Int?)) -> String {
            subject.listed.map { directory[$0].sid } ?? subject.account.map { identities[$0].sid } ?? ""
        }

        func entry(_ number: Int) -> AccountLedgerEntry {
            let (subject, line) = (subject(number), line(number))
            let join = line.account.map { identities[$0].join } ?? ""
            return AccountLedgerEntry(
                account: name(subject), sid: sid(subject), user: line.user.map { users[$0].name } ?? "",
                accountClass: line.found.step, rule: line.found.rule, proof: line.found.proof, join: join,
                joinProof: join.isEmpty ? "" : line.account.map { identities[$0].proof } ?? "",
                inDirectory: line.listed != nil,
                lastEvidence: line.account.flatMap { identities[$0].lastSeen?.text } ?? "")
        }

        func line(_ number: Int) -> Line {
            let (position, entry) = subject(number)
            guard let position else {
                let index = entry ?? 0
                return Line(
                    account: nil, listed: index, user: classes.userOf[index],
                    found: classes.ledgerClass(index, primary: primary))
            }
            // Taken field by field: a copy of the account would count the references of all its texts.
            let rule = identities[position].principalRule
            let user = identities[position].user ?? entry.flatMap { classes.userOf[$0] }
            let found: AccountClass
            if let entry {
                // Of several spellings of one directory account, one carries its class.
                found =
                    carriers[entry] == position
                    ? classes.ledgerClass(entry, primary: primary)
                    : AccountClass(
                        step: BridgeRules.joined, rule: "spelling", proof: identities[position].proof)
            } else if !rule.isEmpty {
                found = AccountClass(
                    step: rule.hasPrefix("machine") ? "machine" : "built-in", rule: rule, proof: "name or SID")
            } else if let user, let outside = classes.outside[user] {
                found =
                    outside.isCounted
                    ? AccountClass(
                        step: BridgeRules.notInDirectory, rule: BridgeRules.notInDirectory, proof: outside.proof)
                    : outside
            } else {
                let isAmbiguous = identities[position].isAmbiguous
                found = AccountClass(
                    step: BridgeRules.joined, rule: isAmbiguous ? JoinRules.ambiguousName.id : BridgeRules.joined,
                    proof: identities[position].proof)
            }
            return Line(account: position, listed: entry, user: user, found: found)
        }
    }

    /// Per directory account the spelling that stands for it: the directory's own, else one with a domain, else any.
    fileprivate static func carriers(_ study: Study) -> [Int?] {
        func rank(_ account: AccountIdentity, _ entry: DirectoryAccount) -> Int {
            if account.domain.utf8.elementsEqual(entry.domain.utf8), account.name.utf8.elementsEqual(entry.name.utf8) {
                return account.sid.isEmpty ? 1 : 0
            }
            return account.domain.isEmpty ? 3 : 2
        }
        let directory = study.estate.directory.accounts
        var best = [Int?](repeating: nil, count: directory.count)
        var ranks = [Int](repeating: Int.max, count: directory.count)
        for position in study.identities.accounts.indices {
            guard let index = study.identities.accounts[position].directoryIndex, directory.indices.contains(index)
            else { continue }
            let rank = rank(study.identities.accounts[position], directory[index])
            if rank < ranks[index] { (best[index], ranks[index]) = (position, rank) }
        }
        return best
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
