import AccessModel
import PositionModel

/// Who is in which directory group, nested groups included.
struct AccessGroups: Sendable {
    private let directory: Directory
    /// Groups by distinguished name and by name, lower-case.
    private let groupByName: [ExactText: [Int]]
    /// Groups listed as members of a group, by the member's distinguished name.
    private let parents: [ExactText: [Int]]

    /// Groups everybody is in without a `memberOf` (Microsoft: special identities; the primary group is not listed).
    private static let everyone: Set<ExactText> = [
        "everyone", "authenticated users", "domain users", "users", "interactive", "network",
    ]

    init(_ directory: Directory) {
        self.directory = directory
        var names: [ExactText: [Int]] = [:]
        var parents: [ExactText: [Int]] = [:]
        for (index, group) in directory.groups.enumerated() {
            for key in Set([
                ExactText(group.distinguishedName.scalarLowercased), ExactText(group.name.scalarLowercased),
            ])
            where !key.isEmpty { names[key, default: []].append(index) }
            for member in group.members { parents[ExactText(member.scalarLowercased), default: []].append(index) }
        }
        groupByName = names
        self.parents = parents
    }

    /// What a list of access groups of servers.csv means.
    enum Membership: Sendable {
        /// No group, or one everybody is in.
        case everyone
        /// One flag per directory account.
        case members([Bool])
        /// The directory knows none of the groups: nothing can be said.
        case unknown([String])
    }

    func membership(of groups: [String]) -> Membership {
        let wanted = groups.map { name in
            let lower = name.scalarLowercased
            return lower.lastIndex(of: "\\").map { String(lower[lower.index(after: $0)...]) } ?? lower
        }
        if wanted.isEmpty || wanted.contains(where: { AccessGroups.everyone.contains(ExactText($0)) }) {
            return .everyone
        }
        let names = Set(wanted.map { ExactText($0) })
        var inside = Set(names.flatMap { groupByName[$0] ?? [] })
        // Downwards: groups that are members of a group inside are inside too.
        var queue = Array(inside).sorted()
        while let index = queue.popLast() {
            for member in directory.groups[index].members {
                for child in groupByName[ExactText(member.scalarLowercased)] ?? [] where inside.insert(child).inserted {
                    queue.append(child)
                }
            }
        }
        let insideNames = Set(inside.map { ExactText(directory.groups[$0].distinguishedName.scalarLowercased) })
        var any = !inside.isEmpty
        let flags = directory.accounts.map { account in
            let name = ExactText(account.distinguishedName.scalarLowercased)
            if (parents[name] ?? []).contains(where: inside.contains) { return true }
            for group in account.memberOf {
                let full = ExactText(group.scalarLowercased)
                if names.contains(full) || insideNames.contains(full)
                    || names.contains(ExactText(AccessGroups.commonName(full.string)))
                {
                    any = true
                    return true
                }
            }
            return false
        }
        return any ? .members(flags) : .unknown(groups)
    }

    /// `sales` of `cn=sales,ou=groups,dc=corp`.
    private static func commonName(_ name: String) -> String {
        guard name.hasPrefix("cn=") else { return name }
        let value = name.dropFirst(3)
        return String(value.prefix { $0 != "," })
    }
}
