import AccessModel
import PositionModel

/// Joins several exports of one directory: an object met twice is one object.
///
/// One object is one SID; where one of the two has none, one domain and name. A later export fills what an earlier one left
/// out, and of two times of life the later one counts: each domain controller knows its own `lastLogon`.
struct DirectoryMerge {
    private var result = Directory()
    private var accounts = ObjectIndex()
    private var computers = ObjectIndex()
    private var groups = ObjectIndex()
    /// Objects already listed, by file.
    private var repeats: [ExactText: (line: Int, count: Int)] = [:]

    /// The objects of all exports, each once, in the order met.
    static func merged(_ parts: [Directory]) -> (directory: Directory, notices: [EstateNotice]) {
        var merge = DirectoryMerge()
        for part in parts { merge.add(part) }
        return merge.finished()
    }

    init() {}

    mutating func add(_ part: Directory) {
        accounts.reserve(part.accounts.count)
        computers.reserve(part.computers.count)
        result.sources += part.sources
        for account in part.accounts {
            let name = account.name.isEmpty ? account.principalName : account.name
            switch accounts.place(sid: account.sid, domain: account.domain, name: name) {
            case .new: result.accounts.append(account)
            case .known(let index):
                result.accounts[index].fillBlanks(from: account)
                noteRepeat(account.source, account.line)
            }
        }
        for computer in part.computers {
            switch computers.place(sid: computer.sid, domain: computer.domain, name: computer.name) {
            case .new: result.computers.append(computer)
            case .known(let index):
                result.computers[index].fillBlanks(from: computer)
                noteRepeat(computer.source, computer.line)
            }
        }
        for group in part.groups {
            // The groups of BUILTIN have the same SIDs in every domain.
            let sid = group.sid.hasPrefix(DirectoryMerge.builtinDomain) ? "" : group.sid
            let path = group.distinguishedName.scalarLowercased
            switch groups.place(sid: sid, domain: path, name: group.name) {
            case .new: result.groups.append(group)
            case .known(let index):
                if result.groups[index].members.isEmpty { result.groups[index].members = group.members }
            }
        }
    }

    /// Microsoft, "Well-known SIDs": the domain BUILTIN, which every domain has.
    private static let builtinDomain = "S-1-5-32-"

    /// Everything added so far, and what is to be told of it.
    consuming func finished() -> (directory: Directory, notices: [EstateNotice]) {
        dropManagedServiceComputers()
        let notices = repeats.keys.sorted().compactMap { file in
            repeats[file].map { first in
                EstateNotice(
                    file: file.string, line: first.line,
                    message: "\(first.count) objects were already listed (same SID, or same domain and name); each "
                        + "counts once")
            }
        }
        return (result, notices + namesakes())
    }

    /// Objects whose export says neither SID nor domain, and that bear the name of one whose export does: most likely the same
    /// ones, which nothing proves. They count beside each other, and somebody must know.
    private func namesakes() -> [EstateNotice] {
        let accounts = DirectoryMerge.namesakes(
            result.accounts.lazy.map {
                ($0.name.isEmpty ? $0.principalName : $0.name, $0.domain, $0.sid, $0.source, $0.line)
            })
        let computers = DirectoryMerge.namesakes(
            result.computers.lazy.map { ($0.name, $0.domain, $0.sid, $0.source, $0.line) })
        return [(accounts, "accounts"), (computers, "computers")].flatMap { files, what in
            files.map { file, first in
                EstateNotice(
                    file: file.string, line: first.line,
                    message:
                        "\(first.count) \(what) have neither SID nor domain here, and the names of others that have: "
                        + "both count, for nothing proves that they are one; export objectSid or distinguishedName too")
            }
        }
    }

    /// By file, in order: the first line of such an object, and how many there are.
    private static func namesakes(
        _ objects: some Sequence<(name: String, domain: String, sid: String, file: String, line: Int)>
    ) -> [(file: ExactText, first: (line: Int, count: Int))] {
        func isBare(_ object: (name: String, domain: String, sid: String, file: String, line: Int)) -> Bool {
            object.domain.isEmpty && object.sid.isEmpty
        }
        guard objects.contains(where: isBare) else { return [] }
        var known: Set<ExactText> = []
        for object in objects where !isBare(object) && !object.name.isEmpty {
            known.insert(ExactText(object.name.scalarLowercased))
        }
        var files: [ExactText: (line: Int, count: Int)] = [:]
        for object in objects where isBare(object) && known.contains(ExactText(object.name.scalarLowercased)) {
            files[ExactText(object.file), default: (object.line, 0)].count += 1
        }
        return files.keys.sorted().map { ($0, files[$0] ?? (0, 0)) }
    }

    private mutating func noteRepeat(_ file: String, _ line: Int) {
        repeats[ExactText(file), default: (line, 0)].count += 1
    }

    /// An export without classes cannot tell a managed service account from a computer; another one may have told.
    private mutating func dropManagedServiceComputers() {
        let managed = Set(
            result.accounts.lazy.filter { $0.isManagedService && !$0.sid.isEmpty }.map { ExactText($0.sid) })
        guard !managed.isEmpty else { return }
        for computer in result.computers where managed.contains(ExactText(computer.sid)) {
            noteRepeat(computer.source, computer.line)
        }
        result.computers.removeAll { managed.contains(ExactText($0.sid)) }
    }
}

/// Where the objects of one kind stand in the result, by SID and by name.
private struct ObjectIndex {
    enum Place {
        case new
        case known(Int)
    }

    private var bySID: [ExactText: Int] = [:]
    /// The object of a name, and whether it has a SID.
    private var byName: [ExactText: (index: Int, hasSID: Bool)] = [:]
    private var count = 0

    mutating func reserve(_ more: Int) {
        bySID.reserveCapacity(bySID.count + more)
        byName.reserveCapacity(byName.count + more)
    }

    /// Finds the object, or takes the next place for it.
    mutating func place(sid: String, domain: String, name: String) -> Place {
        let sid = ExactText(sid)
        if !sid.isEmpty, let index = bySID[sid] { return .known(index) }
        if name.isEmpty {
            if !sid.isEmpty { bySID[sid] = count }
        } else {
            let key = ExactText("\(domain)\\\(name.scalarLowercased)")
            if let found = byName[key], sid.isEmpty || !found.hasSID {
                // The SID that one of the two lacked is that of both from here on.
                if !sid.isEmpty {
                    bySID[sid] = found.index
                    byName[key] = (found.index, true)
                }
                return .known(found.index)
            }
            // A name that was given again keeps meaning the first object.
            if byName[key] == nil { byName[key] = (count, !sid.isEmpty) }
            if !sid.isEmpty { bySID[sid] = count }
        }
        defer { count += 1 }
        return .new
    }
}

extension DirectoryAccount {
    fileprivate mutating func fillBlanks(from other: DirectoryAccount) {
        for path in [
            \DirectoryAccount.domain, \.name, \.principalName, \.mail, \.sid, \.displayName, \.distinguishedName,
            \.objectClass, \.employeeID, \.employeeType, \.company, \.department, \.detail,
        ] where self[keyPath: path].isEmpty { self[keyPath: path] = other[keyPath: path] }
        for path in [\DirectoryAccount.formerSIDs, \.servicePrincipalNames, \.memberOf]
        where self[keyPath: path].isEmpty { self[keyPath: path] = other[keyPath: path] }
        enabled = enabled ?? other.enabled
        expires = expires ?? other.expires
        lastLogon = [lastLogon, other.lastLogon].compactMap(\.self).max()
        passwordLastSet = [passwordLastSet, other.passwordLastSet].compactMap(\.self).max()
        created = created ?? other.created
        recipientType = recipientType ?? other.recipientType
        isManagedService = isManagedService || other.isManagedService
        isCriticalSystemObject = isCriticalSystemObject || other.isCriticalSystemObject
        hasLastLogonColumn = hasLastLogonColumn || other.hasLastLogonColumn
    }
}

extension DirectoryComputer {
    fileprivate mutating func fillBlanks(from other: DirectoryComputer) {
        for path in [
            \DirectoryComputer.domain, \.name, \.dnsName, \.sid, \.operatingSystem, \.operatingSystemVersion,
            \.distinguishedName,
        ] where self[keyPath: path].isEmpty { self[keyPath: path] = other[keyPath: path] }
        if servicePrincipalNames.isEmpty { servicePrincipalNames = other.servicePrincipalNames }
        enabled = enabled ?? other.enabled
        lastLogon = [lastLogon, other.lastLogon].compactMap(\.self).max()
        passwordLastSet = [passwordLastSet, other.passwordLastSet].compactMap(\.self).max()
    }
}
