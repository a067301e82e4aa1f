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

    mutating func join(_ members: some Collection<Int>, _ rule: JoinRule, proof: @autoclosure () -> String) {
        guard members.count > 1, let first = members.first else { return }
        let proof = proof()
        for member in members.dropFirst() { join(first, member, rule, proof: proof) }
    }

    mutating func areJoined(_ a: Int, _ b: Int) -> Bool { root(of: a) == root(of: b) }

    /// The members of each set, ascending, sets by their smallest member.
    mutating func sets() -> Sets {
        let roots = parents.indices.map { Int32(root(of: $0)) }
        var sizes = [Int32](repeating: 0, count: parents.count)
        for root in roots { sizes[Int(root)] += 1 }
        var sets = Sets(members: Array(repeating: 0, count: parents.count), ends: [])
        var next = [Int32](repeating: 0, count: parents.count)
        var end: Int32 = 0
        // A set's root is its smallest member.
        for root in parents.indices where sizes[root] > 0 {
            next[root] = end
            end += sizes[root]
            sets.ends.append(end)
        }
        for (member, root) in roots.enumerated() {
            sets.members[Int(next[Int(root)])] = Int32(member)
            next[Int(root)] += 1
        }
        return sets
    }

    /// Sets one after the other in one array.
    struct Sets: RandomAccessCollection {
        fileprivate var members: [Int32]
        /// Where each set ends.
        fileprivate var ends: [Int32]

        var startIndex: Int { 0 }
        var endIndex: Int { ends.count }
        subscript(index: Int) -> [Int] {
            members[Int(index == 0 ? 0 : ends[index - 1])..<Int(ends[index])].map { Int($0) }
        }
    }
}
