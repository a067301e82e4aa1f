import Licensing

/// The licences of one product and flavour: those anybody can take, and those with their holders.
struct LicencePool: Sendable {
    let lines: [Holding]
    /// Rank of the best licence a user or device holds, by name or as a suite that was given to it.
    private(set) var holders: [Int: Int] = [:]
    /// Lines of suites that several products make use of: their licences serve whom they were given to, and nobody else.
    private var apart: Set<Int> = []
    /// Who was given a licence of them, by line.
    private var given: [Int: [Int]] = [:]

    init(_ lines: [Holding]) {
        self.lines = lines
        for line in lines {
            guard let holder = line.holder, let rank = line.rank, line.quantity > 0 else { continue }
            hold(holder, rank)
        }
    }

    private mutating func hold(_ holder: Int, _ rank: Int) { holders[holder] = max(rank, holders[holder] ?? Int.min) }

    /// Gives licences of suites to their holders and takes the rest of those lines out of the pool.
    mutating func give(_ suites: [(line: Int, holder: Int)], apart lines: Set<Int>) {
        apart.formUnion(lines)
        let ranks = Dictionary(
            self.lines.compactMap { line in line.rank.map { (line.line, $0) } }, uniquingKeysWith: { first, _ in first }
        )
        for suite in suites {
            guard let rank = ranks[suite.line] else { continue }
            given[suite.line, default: []].append(suite.holder)
            hold(suite.holder, rank)
        }
    }

    /// Licences anybody can take.
    var pool: [RankCount] { pool(without: apart) }

    /// The same without the licences of some lines.
    func pool(without lines: Set<Int>) -> [RankCount] {
        self.lines.compactMap { line in
            guard line.holder == nil, let rank = line.rank, !lines.contains(line.line) else { return nil }
            return RankCount(rank: rank, count: line.quantity)
        }
    }

    /// Licences of suites that nobody was given.
    var leftOver: [RankCount] {
        lines.compactMap { line in
            guard apart.contains(line.line), line.holder == nil, let rank = line.rank else { return nil }
            return RankCount(rank: rank, count: line.quantity - (given[line.line]?.count ?? 0))
        }
    }

    /// Suites given to somebody, of a rank and newer.
    func givenAway(atLeast rank: Int) -> Int {
        lines.reduce(0) { $0 + (($1.rank ?? Int.min) >= rank ? given[$1.line]?.count ?? 0 : 0) }
    }

    var entitled: Int { lines.reduce(0) { $0 + $1.quantity + ($1.rank == nil ? $1.possible : 0) } }

    /// Nodes whose own licence serves what they need.
    func free(_ nodes: [Int], _ ranks: [Int]) -> Set<Int> {
        if holders.isEmpty { return [] }
        return Set(nodes.indices.filter { index in holders[nodes[index]].map { $0 >= ranks[index] } ?? false })
    }

    /// How many licences of each line anybody can take, and how many are held by one of these people or devices, each of whom
    /// takes the newest it has.
    func shares(of users: Set<Int>) -> [LineShare] {
        var open = users
        return lines.enumerated().sorted { a, b in
            (a.element.rank ?? Int.min, b.offset) > (b.element.rank ?? Int.min, a.offset)
        }.map { _, line in
            guard line.rank != nil else { return LineShare(holding: line) }
            if let holder = line.holder {
                let isUsed = line.quantity > 0 && open.remove(holder) != nil
                return LineShare(holding: line, own: isUsed ? [holder] : [])
            }
            guard apart.contains(line.line) else { return LineShare(holding: line, free: line.quantity) }
            return LineShare(
                holding: line, own: (given[line.line] ?? []).filter { open.remove($0) != nil }, isApart: true)
        }
    }
}

/// What becomes of the licences of one line.
struct LineShare: Sendable {
    var holding: Holding
    /// Users or devices that are served by one of their own.
    var own: [Int] = []
    /// Licences anybody can take.
    var free = 0
    /// True for a suite whose licences were given away one by one.
    var isApart = false

    /// Licences of a known version that are in nobody's hands who needs one.
    var idle: Int { holding.rank == nil ? 0 : holding.quantity - own.count - free }
}

extension Holding {
    /// The user or device the line names.
    var holder: Int? { user ?? device }
}
