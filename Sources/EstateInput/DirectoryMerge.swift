import AccessModel
import PositionModel

/// Joins several exports of one directory: an object met twice is one object.
enum DirectoryMerge {
    /// The objects of all exports, each once, in the order met. A later export fills what an earlier one left out.
    static func merged(_ parts: [Directory]) -> (directory: Directory, notices: [EstateNotice]) {
        var result = Directory()
        var repeats: [ExactText: (line: Int, count: Int)] = [:]
        var accounts: [ExactText: Int] = [:]
        var computers: [ExactText: Int] = [:]
        var groups: [ExactText: Int] = [:]
        for part in parts {
            result.sources += part.sources
            for account in part.accounts {
                let name = account.name.isEmpty ? account.principalName : account.name
                let key = key(sid: account.sid, domain: account.domain, name: name)
                if let index = accounts[key] {
                    result.accounts[index].fillBlanks(from: account)
                    repeats[ExactText(account.source), default: (account.line, 0)].count += 1
                } else {
                    accounts[key] = result.accounts.count
                    result.accounts.append(account)
                }
            }
            for computer in part.computers {
                let key = key(sid: computer.sid, domain: computer.domain, name: computer.name)
                if let index = computers[key] {
                    result.computers[index].fillBlanks(from: computer)
                    repeats[ExactText(computer.source), default: (computer.line, 0)].count += 1
                } else {
                    computers[key] = result.computers.count
                    result.computers.append(computer)
                }
            }
            for group in part.groups {
                let key = key(sid: group.sid, domain: group.distinguishedName.scalarLowercased, name: group.name)
                if let index = groups[key] {
                    if result.groups[index].members.isEmpty { result.groups[index].members = group.members }
                } else {
                    groups[key] = result.groups.count
                    result.groups.append(group)
                }
            }
        }
        let notices = repeats.keys.sorted().compactMap { file in
            repeats[file].map { first in
                EstateNotice(
                    file: file.string, line: first.line,
                    message: "\(first.count) objects were already listed (same SID, or same domain and name); each "
                        + "counts once")
            }
        }
        return (result, notices)
    }

    private static func key(sid: String, domain: String, name: String) -> ExactText {
        ExactText(sid.isEmpty ? "\(domain)\\\(name.scalarLowercased)" : sid)
    }
}

extension DirectoryAccount {
    fileprivate mutating func fillBlanks(from other: DirectoryAccount) {
        for path in [
            \DirectoryAccount.domain, \.name, \.principalName, \.mail, \.displayName, \.distinguishedName,
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
            \DirectoryComputer.domain, \.name, \.dnsName, \.operatingSystem, \.operatingSystemVersion,
            \.distinguishedName,
        ] where self[keyPath: path].isEmpty { self[keyPath: path] = other[keyPath: path] }
        if servicePrincipalNames.isEmpty { servicePrincipalNames = other.servicePrincipalNames }
        enabled = enabled ?? other.enabled
        lastLogon = [lastLogon, other.lastLogon].compactMap(\.self).max()
        passwordLastSet = [passwordLastSet, other.passwordLastSet].compactMap(\.self).max()
    }
}
