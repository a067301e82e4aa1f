import AccessModel
import PositionModel

/// Who is in which directory group, nested groups included.
struct AccessGroups: Sendable {
    private let directory: Directory
    /// Groups by distinguished name and by name, lower-case.
    private let groupByName: [ExactText: [Int]]
    /// Distinct `memberOf` texts of all accounts, lower-case, and their common names.
    private let memberships: [(full: ExactText, common: ExactText)]
    /// Indices into `memberships`, those of one directory account after those of another, and where those of each end: a list
    /// of its own for each of half a million accounts takes a block of memory each.
    private let membershipsOf: [Int32]
    private let membershipEnds: [Int]
    /// Per directory account with any: groups that list it as a member.
    private let listedIn: [Int: [Int]]

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
        // Accounts stay where they are: a copy of one counts the references of all its texts.
        var listedIn: [Int: [Int]] = [:]
        for index in directory.accounts.indices where !parents.isEmpty {
            let name = directory.accounts[index].distinguishedName
            if !name.isEmpty, let groups = parents[ExactText(name.scalarLowercased)] { listedIn[index] = groups }
        }
        self.listedIn = listedIn
        // A hundred thousand accounts name the same few groups: each text is read once.
        var known: [ExactText: Int32] = [:]
        var memberships: [(full: ExactText, common: ExactText)] = []
        var membershipsOf: [Int32] = []
        membershipEnds = directory.accounts.indices.map { index in
            for group in directory.accounts[index].memberOf {
                let written = ExactText(group)
                if let index = known[written] {
                    membershipsOf.append(index)
                    continue
                }
                let full = group.scalarLowercased
                let index = Int32(memberships.count)
                memberships.append((ExactText(full), ExactText(AccessGroups.commonName(full))))
                known[written] = index
                membershipsOf.append(index)
            }
            return membershipsOf.count
        }
        self.membershipsOf = membershipsOf
        self.memberships = memberships
    }

    /// What a list of access groups of servers.csv means.
    enum Membership: Sendable {
        /// No group, or one everybody is in.
        case everyone
        /// One flag per directory account.
        case members([Bool])
        /// The directory knows none of the groups, or no member of them: nothing can be said.
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
        let opens = memberships.map { group in
            names.contains(group.full) || insideNames.contains(group.full) || names.contains(group.common)
        }
        let flags = directory.accounts.indices.map { account in
            membershipsOf[(account == 0 ? 0 : membershipEnds[account - 1])..<membershipEnds[account]]
                .contains { opens[Int($0)] } || listedIn[account]?.contains(where: inside.contains) == true
        }
        // A group without any member is an export without members, not a server nobody may reach.
        return flags.contains(true) ? .members(flags) : .unknown(groups)
    }

    /// `sales` of `cn=sales,ou=groups,dc=corp`.
    private static func commonName(_ name: String) -> String {
        guard name.hasPrefix("cn=") else { return name }
        let value = name.dropFirst(3)
        return String(value.prefix { $0 != "," })
    }
}
