/// Sets of numbered things that are joined pair by pair, each join with its proof.
///
/// The root of a set is its smallest member, so the outcome does not depend on the order of the joins; the proof kept
/// for a member is the first one given for it, so joins are made in a stable order.
struct DisjointSets: Sendable {
    private var parents: [Int]
    /// The first join of each member to another; nil for members joined to none.
    private(set) var joins: [Join?]
    private let disabled: Set<String>

    /// - Parameter disabled: ids of rules that join nothing.
    init(count: Int, disabled: Set<String> = []) {
        parents = Array(0..<count)
        joins = Array(repeating: nil, count: count)
        self.disabled = disabled
    }

    func isOn(_ rule: JoinRule) -> Bool { disabled.isEmpty || !disabled.contains(rule.id) }

    mutating func root(of member: Int) -> Int {
        var member = member
        while parents[member] != member {
            parents[member] = parents[parents[member]]
            member = parents[member]
        }
        return member
    }

    mutating func join(_ a: Int, _ b: Int, _ rule: JoinRule, proof: @autoclosure () -> String) {
        guard a != b, isOn(rule) else { return }
        let (first, second) = (root(of: a), root(of: b))
        if first != second { parents[max(first, second)] = min(first, second) }
        guard joins[a] == nil || joins[b] == nil else { return }
        let join = Join(rule: rule.id, proof: proof())
        if joins[a] == nil { joins[a] = join }
        if joins[b] == nil { joins[b] = join }
    }

    mutating func join(_ members: [Int], _ rule: JoinRule, proof: String) {
        guard let first = members.first else { return }
        for member in members.dropFirst() { join(first, member, rule, proof: proof) }
    }

    mutating func areJoined(_ a: Int, _ b: Int) -> Bool { root(of: a) == root(of: b) }

    /// The members of each set, ascending, sets by their smallest member.
    mutating func sets() -> [[Int]] {
        var members: [[Int]] = Array(repeating: [], count: parents.count)
        for member in parents.indices { members[root(of: member)].append(member) }
        return members.filter { !$0.isEmpty }
    }
}
