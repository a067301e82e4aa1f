import AccessModel
import Licensing
import PositionModel

/// CALs that outsiders hold by name, and those nobody inside needs.
struct OutsiderLicences: Sendable {
    /// Best rank by licence and user.
    private var named: [ExactText: [Int: Int]] = [:]
    /// Licences nobody inside needs, by licence.
    private let spare: [ExactText: [RankCount]]
    /// CALs for which the spare ones serve every external user who needs one and holds none.
    private var spareSuffices: Set<ExactText> = []

    /// - Parameters:
    ///   - spare: user CALs by licence that nobody inside needs.
    ///   - needed: what external users need: of each CAL and user the highest rank.
    init(holdings: Holdings, spare: [ExactText: [RankCount]], needed: [ExactText: [Int: Int]]) {
        self.spare = spare
        for (licence, ranks) in needed {
            var best: [Int: Int] = [:]
            for line in holdings.lines(licence: licence.string, flavour: .user) where line.quantity > 0 {
                if let user = line.user, let rank = line.rank { best[user] = max(rank, best[user] ?? Int.min) }
            }
            named[licence] = best
            var open: [Int: Int] = [:]
            for (user, rank) in ranks where (best[user] ?? Int.min) < rank { open[rank, default: 0] += 1 }
            let needs = open.keys.sorted().map { RankCount(rank: $0, count: open[$0] ?? 0) }
            if VersionAllocation(needs: needs, licences: spare[licence] ?? []).shortfall == 0 {
                spareSuffices.insert(licence)
            }
        }
    }

    /// Rank of the best CAL each user holds by name.
    func named(_ licence: String) -> [Int: Int] { named[ExactText(licence)] ?? [:] }

    /// True where each of the users holds a CAL by name that serves.
    func allHold(_ users: Set<Int>, _ term: OutsiderTerms.Term) -> Bool {
        let held = named(term.licence)
        return users.allSatisfy { (held[$0] ?? Int.min) >= term.rank }
    }

    /// Users who lack one of the CALs by name.
    func without(_ cals: [OutsiderTerms.Term], among users: Set<Int>) -> Set<Int> {
        cals.reduce(into: []) { lacking, cal in
            let held = named(cal.licence)
            lacking.formUnion(users.filter { (held[$0] ?? Int.min) < cal.rank })
        }
    }

    /// Licences of the pool.
    func pool(_ licence: String) -> [RankCount] { spare[ExactText(licence)] ?? [] }

    /// True where everybody who needs the licence anywhere gets one of those nobody inside needs.
    func spareCovers(_ term: OutsiderTerms.Term) -> Bool { spareSuffices.contains(ExactText(term.licence)) }
}
