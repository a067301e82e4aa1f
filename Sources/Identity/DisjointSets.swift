/// Sets of numbered things that are joined pair by pair, each join with its proof.
///
/// The root of a set is its smallest member, so the outcome does not depend on the order of the joins; the proof kept
/// for a member is the first one given for it, so joins are made in a stable order.
struct DisjointSets: Sendable {
    private var parents: [Int]
    /// The first proof that joined each member to another; empty for members joined to none.
    private(set) var proofs: [String]

    init(count: Int) {
        parents = Array(0..<count)
        proofs = Array(repeating: "", count: count)
    }

    mutating func root(of member: Int) -> Int {
        var member = member
        while parents[member] != member {
            parents[member] = parents[parents[member]]
            member = parents[member]
        }
        return member
    }

    mutating func join(_ a: Int, _ b: Int, proof: String) {
        guard a != b else { return }
        let (first, second) = (root(of: a), root(of: b))
        if first != second { parents[max(first, second)] = min(first, second) }
        if proofs[a].isEmpty { proofs[a] = proof }
        if proofs[b].isEmpty { proofs[b] = proof }
    }

    mutating func join(_ members: [Int], proof: String) {
        guard let first = members.first else { return }
        for member in members.dropFirst() { join(first, member, proof: proof) }
    }

    mutating func areJoined(_ a: Int, _ b: Int) -> Bool { root(of: a) == root(of: b) }

    /// The members of each set, ascending, sets by their smallest member.
    mutating func sets() -> [[Int]] {
        var members: [[Int]] = Array(repeating: [], count: parents.count)
        for member in parents.indices { members[root(of: member)].append(member) }
        return members.filter { !$0.isEmpty }
    }
}
