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
    /// The same before a product that needs no CAL is emptied.
    let populationAsAsked: Population
    /// The same with the servers of unknown licence model counted; nil where there are none.
    let withUndetermined: Population?
    let access: ProductAccess
    /// True where `access` is that to servers whose licence model nobody has said: there are no others.
    let countsUndetermined: Bool
    /// Accounts behind which there may be more people.
    let behind: PeopleBehind
    /// What more the accounts at many devices nobody has decided about may be, each by its busiest day.
    let openAtManyDevices: Int
    /// Where access groups say who may reach the product: users seen who are in none of them, and counted users who are and were
    /// not seen.
    let rights: RightsGap?
    /// Users to cover, ascending; negative numbers stand for people behind multiplexers nobody names.
    let users: [Int]
    let userRanks: [Int]
    /// Rank of the newest server of the product.
    let newestRank: Int
    /// False where nothing can be required yet.
    var isDetermined: Bool { whyUndetermined.isEmpty }
    /// Why nothing can be required yet; empty where it can.
    let whyUndetermined: String
    /// True where that is the licence model of every server, which a question asks about.
    let isModelUnknown: Bool
    /// Servers whose licence model nobody has said, each once.
    let undeterminedServers: [String]
    /// Who and what is not counted and would be, at most, if all sessions nobody has decided about were use of the product.
    let openSessions: OpenSessions
    /// Why no server of the product needs licences; empty where one does.
    let notNeeded: String
    let servedVersions: [Catalogue.Version]
    /// Ranks the servers of each version ask for, by version id: a server licensed by machine asks for more.
    let servedRanks: [String: Set<Int>]

    /// - Parameters:
    ///   - groups: membership in directory groups.
    ///   - nameless: internal addresses without a name that reached the product.
    init?(
        product: Catalogue.Product, study: Study, served: ServedProducts, accesses: AccessByProduct,
        classes: AccountClasses, devices: DeviceFacts, groups: AccessGroups, behind: MultiplexedUsers,
        nameless: NamelessVisitors, remarks: inout Remarks
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
        undeterminedServers = Set(open.map { ExactText($0.name) }).sorted().map(\.string)
        isModelUnknown = needing.isEmpty && !open.isEmpty
        notNeeded = needing.isEmpty && open.isEmpty ? Self.whyNot(rows, product: product) : ""
        let counted = needing.isEmpty ? open : needing
        newestRank = counted.map(\.rank).max() ?? Rank.any

        let certain = accesses.products[product.id] ?? ProductAccess()
        let possible = accesses.undetermined[product.id] ?? ProductAccess()
        access = needing.isEmpty ? possible : certain
        countsUndetermined = needing.isEmpty
        let rights = Rights(counted, study: study, groups: groups, remarks: &remarks)
        var population = Population(
            product: product, study: study, classes: classes, devices: devices, access: access,
            hasRight: rights.anyOf, behind: behind, nameless: nameless)
        var more: Population?
        if !needing.isEmpty, !open.isEmpty {
            let together = Rights(counted + open, study: study, groups: groups, remarks: &remarks)
            more = Population(
                product: product, study: study, classes: classes, devices: devices, access: certain.adding(possible),
                hasRight: together.anyOf, behind: behind, nameless: nameless)
            together.ask(population, &remarks)
        } else {
            rights.ask(population, &remarks)
        }
        let people = PeopleBehind(
            users: population.users, access: access, study: study, classes: classes, devices: devices, behind: behind)
        self.behind = people
        let many = QuestionKind.manyDevices.id(product: product.id)
        openAtManyDevices = people.atManyDevices.reduce(0) { sum, account in
            study.answers.word(many, study.name(ofUser: account.user)) == nil ? sum + account.devices - 1 : sum
        }
        if let hasRight = rights.anyOf {
            self.rights = RightsGap(population, hasRight: hasRight, access: access, study: study)
        } else {
            self.rights = nil
        }
        if notNeeded.isEmpty,
            let added = AddedPeople(
                population, product: product.id, behind: people, choice: choice, access: access, devices: devices,
                shared: classes.sharedUsers, study: study)
        {
            population.add(people: added.people, devices: added.devices)
            more?.add(people: added.people, devices: added.devices)
        }
        populationAsAsked = population
        let sessions = product.id == Sessions.product ? accesses.undecidedSessions(study) : [:]
        let isNeeded = notNeeded.isEmpty
        openSessions = OpenSessions(
            users: Set(sessions.values.flatMap(\.users)), devices: Set(sessions.values.flatMap(\.devices)),
            population: population, isNeeded: isNeeded, facts: devices, study: study)
        if !notNeeded.isEmpty {
            population.needNoCAL(
                why: notNeeded, source: rows.isEmpty ? "evidence of sessions" : "licence model of servers.csv")
        }
        self.population = population
        withUndetermined = more
        whyUndetermined =
            isModelUnknown
            ? Self.unknownModel
            : Self.isUnseen(population, on: needing, study: study) ? Self.nothingSeen : ""
        users = population.everybody
        let (ranks, newest) = (access.userRanks, newestRank)
        userRanks = users.map { user in
            if let rank = ranks[user] { return rank }
            guard user >= 0 else { return newest }
            return rights.newest(study.identities.users[user].directoryAccounts) ?? newest
        }
    }

    private static let unknownModel =
        "the licence model of every server of this product is unknown: it may need CALs or none; see the open questions"
    private static let nothingSeen =
        "no directory export is given, and no log of a server that runs it has a record in the window: nothing says who "
        + "uses it; give a directory, or a window the logs cover"

    /// True where nobody is counted and nothing could have shown anybody: that is not a count of 0.
    private static func isUnseen(_ population: Population, on servers: [ServedProduct], study: Study) -> Bool {
        !servers.isEmpty && study.estate.directory.isEmpty && population.everybody.isEmpty
            && population.defendedDevices == 0
            && servers.allSatisfy { row in row.server.map { !study.hasRecord(ofServer: $0) } ?? true }
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
    /// Servers whose groups the directory does not know.
    private var questions: [AskedQuestion] = []
    /// Per distinct list of groups: the newest rank it opens, and to whom; nil for everyone.
    private var rows: [(rank: Int, members: [Bool]?)] = []

    init(_ served: [ServedProduct], study: Study, groups: AccessGroups, remarks: inout Remarks) {
        var union = [Bool](repeating: false, count: study.estate.directory.accounts.count)
        var everyone = served.isEmpty
        var place: [[ExactText]: Int] = [:]
        for row in served {
            if row.isForSeenOnly {
                rows.append((row.rank, [Bool](repeating: false, count: union.count)))
                continue
            }
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
                let id = QuestionKind.accessGroups.id(product: row.product.id, server: row.name)
                let answer = remarks.answer(.accessGroups, id, product: row.product.id, subject: row.name)
                if answer?.answer == "none" {
                    rows.append((row.rank, [Bool](repeating: false, count: union.count)))
                    continue
                }
                everyone = true
                rows.append((row.rank, nil))
                guard answer == nil else { continue }
                questions.append(
                    AskedQuestion(
                        kind: .accessGroups, id: id, product: row.product.id,
                        subjects: [.init(name: row.name, effects: [])],
                        statement:
                            "The directory export knows none of the access groups of \(row.name) (\(names.joined(separator: ", "))).",
                        effect: "everyone enabled is taken to have the right; with the groups it may be fewer",
                        evidence: "servers.csv line \(entry.line)", proposed: "everyone",
                        why: "what the figures take for granted: no export says who is in the groups"))
            }
        }
        anyOf = everyone ? nil : union
    }

    /// Asks for the groups nobody knows: at most everybody who was not seen goes.
    func ask(_ population: Population, _ remarks: inout Remarks) {
        for question in questions {
            var question = question
            for index in question.subjects.indices {
                question.subjects[index].effects = [
                    QuestionEffect(
                        product: question.product, flavour: "user", unit: "users",
                        low: population.evidencedUsers.count - population.bridge.defendedUsers)
                ]
            }
            remarks.ask(question)
        }
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
