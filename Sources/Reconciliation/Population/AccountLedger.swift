import AccessModel
import Identity
import PositionModel

/// Every account of the directory and the logs, whose it is, and how it was classed. Names that were only tried and
/// refused are no accounts and are not listed.
enum AccountLedger {
    static func entries(_ study: Study, classes: AccountClasses) -> [AccountLedgerEntry] {
        let (identities, directory) = (study.identities, study.estate.directory.accounts)
        let lines = Lines(study, classes: classes)
        // Names are put together once, put in order, and become the entries' own.
        let names = Together.map(lines.count) { number in
            let (account, listed) = lines.subject(number)
            if let account { return identities.accounts[account].display }
            guard let listed else { return "" }
            let (domain, name) = (directory[listed].domain, directory[listed].name)
            return domain.isEmpty ? name : domain + "\\" + name
        }
        @Sendable func sid(_ number: Int) -> String {
            let (account, listed) = lines.subject(number)
            return listed.map { directory[$0].sid } ?? account.map { identities.accounts[$0].sid } ?? ""
        }
        let order = Together.sorted(names.indices.map { Int32($0) }) { x, y in
            let (first, second) = (Int(x), Int(y))
            let (a, b) = (ExactText(names[first]), ExactText(names[second]))
            return a == b ? sid(first).isByteOrdered(before: sid(second)) : a < b
        }
        return Together.map(order.count) { place in
            let number = Int(order[place])
            let line = lines.line(number)
            let join = line.account.map { identities.accounts[$0].join } ?? ""
            return AccountLedgerEntry(
                account: names[number], sid: sid(number), user: line.user.map { identities.users[$0].name } ?? "",
                accountClass: line.found.step, rule: line.found.rule, proof: line.found.proof, join: join,
                joinProof: join.isEmpty ? "" : line.account.map { identities.accounts[$0].proof } ?? "",
                inDirectory: line.listed != nil,
                lastEvidence: line.account.flatMap { identities.accounts[$0].lastSeen?.text } ?? "")
        }
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
        private let study: Study
        private let classes: AccountClasses
        /// Accounts that are listed, by index into `Identities.accounts`, and behind them those of the directory that no
        /// spelling names.
        private let accounts: [Int32]
        private let unseen: [Int32]
        /// The first counted account stands for its person; the others are the bridge's duplicates.
        private let primary: [Int?]
        private let carriers: [Int?]

        init(_ study: Study, classes: AccountClasses) {
            self.study = study
            self.classes = classes
            let (identities, directory) = (study.identities, study.estate.directory.accounts)
            var isListed = [Bool](repeating: false, count: directory.count)
            var primary = [Int?](repeating: nil, count: identities.users.count)
            for index in directory.indices where classes.directory[index].isCounted {
                if let user = classes.userOf[index], primary[user] == nil { primary[user] = index }
            }
            self.primary = primary
            carriers = AccountLedger.carriers(study)
            var accounts: [Int32] = []
            for position in identities.accounts.indices where !identities.accounts[position].isOnlyTried {
                accounts.append(Int32(position))
                if let entry = identities.accounts[position].directoryIndex, directory.indices.contains(entry) {
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
            let entry = study.identities.accounts[position].directoryIndex
            return (position, entry.flatMap { study.estate.directory.accounts.indices.contains($0) ? $0 : nil })
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
            let rule = study.identities.accounts[position].principalRule
            let user = study.identities.accounts[position].user ?? entry.flatMap { classes.userOf[$0] }
            let found: AccountClass
            if let entry {
                // Of several spellings of one directory account, one carries its class.
                found =
                    carriers[entry] == position
                    ? classes.ledgerClass(entry, primary: primary)
                    : AccountClass(
                        step: BridgeRules.joined, rule: "spelling", proof: study.identities.accounts[position].proof)
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
                let isAmbiguous = study.identities.accounts[position].isAmbiguous
                found = AccountClass(
                    step: BridgeRules.joined, rule: isAmbiguous ? JoinRules.ambiguousName.id : BridgeRules.joined,
                    proof: study.identities.accounts[position].proof)
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
