import AccessModel
import Identity
import Licensing
import PositionModel

/// What one product needs, before it is set against the licences held.
struct ProductRequirement: Sendable {
    let product: Catalogue.Product
    let licence: String
    let choice: EstateSettings.Choice
    let population: Population
    /// The same with the servers of unknown licence model counted; nil where there are none.
    let withUndetermined: Population?
    let access: ProductAccess
    /// Users to cover, ascending; negative numbers stand for people behind multiplexers nobody names.
    let users: [Int]
    let userRanks: [Int]
    /// Rank of the newest server of the product.
    let newestRank: Int
    /// False where every server's licence model is unknown: nothing can be required yet.
    let isDetermined: Bool
    /// Why no server of the product needs licences; empty where one does.
    let notNeeded: String
    let servedVersions: [Catalogue.Version]
    /// Ranks the servers of each version ask for, by version id: a server licensed by machine asks for more.
    let servedRanks: [String: Set<Int>]

    /// - Parameter groups: membership in directory groups.
    init?(
        product: Catalogue.Product, study: Study, served: ServedProducts, accesses: AccessByProduct,
        classes: AccountClasses, devices: DeviceFacts, groups: AccessGroups, behind: MultiplexedUsers,
        remarks: inout Remarks
    ) {
        guard let licence = product.cal else { return nil }
        self.product = product
        self.licence = licence
        choice =
            study.estate.settings.choices.first { study.catalogue.product(named: $0.product)?.id == product.id }?.choice
            ?? .mix
        var rows = served.rows.filter { $0.product.id == product.id }
        if product.id == Sessions.product {
            rows = rows.filter { $0.server.map(accesses.sessionHosts.contains) ?? false }
        }
        let needing = rows.filter { $0.need == .cal }
        let open = rows.filter { if case .undetermined = $0.need { true } else { false } }
        servedVersions = Set(needing.compactMap { $0.version?.id }).compactMap { product.version($0) }
            .sorted { $0.rank < $1.rank }
        servedRanks = needing.reduce(into: [:]) { ranks, row in
            if let version = row.version { ranks[version.id, default: []].insert(row.rank) }
        }
        isDetermined = !needing.isEmpty || open.isEmpty
        notNeeded = needing.isEmpty && open.isEmpty ? Self.whyNot(rows, product: product) : ""
        let counted = needing.isEmpty ? open : needing
        newestRank = counted.map(\.rank).max() ?? Rank.any

        let certain = accesses.products[product.id] ?? ProductAccess()
        let possible = accesses.undetermined[product.id] ?? ProductAccess()
        access = needing.isEmpty ? possible : certain
        let rights = Rights(counted, study: study, groups: groups, remarks: &remarks)
        var population = Population(
            product: product, study: study, classes: classes, devices: devices, access: access,
            hasRight: rights.anyOf, behind: behind)
        if !notNeeded.isEmpty {
            population.needNoCAL(
                why: notNeeded, source: rows.isEmpty ? "evidence of sessions" : "licence model of servers.csv")
        }
        self.population = population
        withUndetermined =
            needing.isEmpty || open.isEmpty
            ? nil
            : Population(
                product: product, study: study, classes: classes, devices: devices, access: certain.adding(possible),
                hasRight: Rights(counted + open, study: study, groups: groups, remarks: &remarks).anyOf,
                behind: behind)
        users = (0..<population.anonymousUsers).map { -1 - $0 }.reversed() + population.users
        let (ranks, newest) = (access.userRanks, newestRank)
        userRanks = users.map { user in
            if let rank = ranks[user] { return rank }
            guard user >= 0 else { return newest }
            return rights.newest(study.identities.users[user].directoryAccounts) ?? newest
        }
    }

    private static func whyNot(_ rows: [ServedProduct], product: Catalogue.Product) -> String {
        if product.id == Sessions.product, rows.isEmpty {
            return "no server with a windows-rds row shows remote desktop sessions in the window"
        }
        let reasons = Set(
            rows.map { row -> ExactText in
                if case .none(let why) = row.need { return ExactText(why) }
                return ""
            })
        return "no server needs a CAL: " + reasons.sorted().map(\.string).joined(separator: "; ")
    }
}

/// Who may reach which servers of a product, by access groups.
private struct Rights {
    /// Per directory account: true where it may reach one of them; nil where everyone may.
    private(set) var anyOf: [Bool]?
    /// Per distinct list of groups: the newest rank it opens, and to whom; nil for everyone.
    private var rows: [(rank: Int, members: [Bool]?)] = []

    init(_ served: [ServedProduct], study: Study, groups: AccessGroups, remarks: inout Remarks) {
        var union = [Bool](repeating: false, count: study.estate.directory.accounts.count)
        var everyone = served.isEmpty
        var place: [[ExactText]: Int] = [:]
        for row in served {
            let entry = study.estate.servers[row.entry]
            // The operating system below another product's row is open to whom that row is open to.
            let key = entry.accessGroups.map { ExactText($0.scalarLowercased) }
            if let known = place[key] {
                rows[known].rank = max(rows[known].rank, row.rank)
                continue
            }
            place[key] = rows.count
            switch groups.membership(of: entry.accessGroups) {
            case .everyone:
                everyone = true
                rows.append((row.rank, nil))
            case .members(let flags):
                rows.append((row.rank, flags))
                for index in union.indices where flags[index] { union[index] = true }
            case .unknown(let names):
                everyone = true
                rows.append((row.rank, nil))
                remarks.ask(
                    OpenQuestion(
                        id: "Q-\(row.product.id)-groups-\(row.name)", product: row.product.id,
                        statement:
                            "The directory export knows none of the access groups of \(row.name) (\(names.joined(separator: ", "))).",
                        effect: "everyone enabled is taken to have the right; with the groups it may be fewer",
                        evidence: "servers.csv line \(entry.line)"))
            }
        }
        anyOf = everyone ? nil : union
    }

    /// Newest rank the directory accounts may reach; nil for people of the logs only.
    func newest(_ accounts: [Int]) -> Int? {
        rows.filter { row in accounts.contains { row.members?[$0] ?? true } }.map(\.rank).max()
    }
}

extension ProductAccess {
    /// Both accesses together.
    func adding(_ other: ProductAccess) -> ProductAccess {
        var sum = self
        sum.merge(other)
        return sum
    }
}
