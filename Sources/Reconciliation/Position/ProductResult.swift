import AccessModel
import Identity
import Licensing
import PositionModel

/// One product's requirement set against the licences held: its rows, its mix, its versions.
struct ProductResult: Sendable {
    private(set) var positions: [ProductPosition] = []
    private(set) var mix: ProductMix
    private(set) var versions: [VersionCell]
    let requirement: ProductRequirement
    /// User CALs nobody inside needs, by rank: they may cover outsiders.
    private(set) var spareUserLicences: [RankCount] = []
    /// Users and devices seen together on shared devices, and what the optimum buys of them; nil without an optimum.
    private(set) var sharedSeen = 0
    private(set) var sharedBought: Int?

    private let study: Study
    /// What is needed of each flavour.
    private var needs: [Flavour: FlavourNeed] = [:]
    /// Who needs a licence and has none, by flavour: kept only where suites serve several products.
    private var demands: [Flavour: [(holder: Int, rank: Int)]] = [:]
    /// What the mix was chosen from: kept likewise.
    private var cover: AccessCover?
    private var ofEvidence: (all: Int, certain: Int)?
    private let sharedUsers: Set<Int>
    /// Users whose relation nobody declared or decided: they may leave the count.
    private let undeclared: Set<Int>
    private var users: LicencePool
    private var devices: LicencePool

    init(
        _ requirement: ProductRequirement, study: Study, holdings: Holdings, devices facts: DeviceFacts,
        classes: AccountClasses, prices: PriceList, comparison: MixComparison.Extent, remarks: inout Remarks
    ) {
        let shared = classes.sharedUsers
        sharedUsers = shared
        undeclared = Set(classes.unknownRelation.keys)
        self.requirement = requirement
        self.study = study
        let licence = requirement.licence
        users = LicencePool(holdings.lines(licence: licence, flavour: .user))
        devices = LicencePool(holdings.lines(licence: licence, flavour: .device))
        versions = []
        let population = requirement.population
        mix = ProductMix(
            product: requirement.product.id, allUser: Figure(population.bridge.defendedUsers), allDevice: .undetermined,
            optimum: nil, unresolvedEdges: 0, assignment: [], reasons: [])
        guard requirement.notNeeded.isEmpty else {
            notNeeded()
            return
        }
        prices.note(licence, [.user, .device], remarks: &remarks)
        let cover = AccessCover(
            users: requirement.users, access: requirement.access, devices: facts, shared: shared,
            added: population.addedDevices)
        let known = self
        let optimum: MixOptimum?
        (optimum, ofEvidence) = Together.both(
            { known.solve(cover, prices: prices) },
            { known.licencesOfEvidence(facts: facts, shared: shared, prices: prices) })
        check(optimum, remarks: &remarks)
        fillMix(cover, optimum: optimum, prices: prices)
        compare(cover, prices: prices, extent: comparison)
        measureShared(cover, optimum: optimum)
        fillPositions(cover, optimum: optimum)
        if holdings.haveBundles(study.catalogue) {
            self.cover = cover
            keepDemands(cover, optimum: optimum)
        }
        ask(cover, prices: prices, remarks: &remarks)
    }

    private func check(_ optimum: MixOptimum?, remarks: inout Remarks) {
        guard let fault = optimum?.fault, !fault.isEmpty else { return }
        remarks.find(EvidenceFindings.failedCheck(of: "the mix of \(mix.product)", fault: fault, product: mix.product))
    }

    private mutating func compare(_ cover: AccessCover, prices: PriceList, extent: MixComparison.Extent) {
        guard extent != .none, requirement.isDetermined,
            let user = prices.price(requirement.licence, .user),
            let device = prices.price(requirement.licence, .device)
        else { return }
        mix.alternatives = MixComparison(cover, userPrice: user, devicePrice: device).alternatives(
            of: mix, segmentOf: cover.users.map(study.department(ofUser:)), isUnlimited: extent == .unlimited)
    }

    // MARK: Suites

    private mutating func keepDemands(_ cover: AccessCover, optimum: MixOptimum?) {
        let isMix = requirement.choice == .mix
        func demand(
            _ pool: LicencePool, _ holders: [Int], _ ranks: [Int], _ nodes: [Int]
        ) -> [(holder: Int, rank: Int)] {
            let free = pool.free(holders, ranks)
            return nodes.filter { !free.contains($0) }.map { (holders[$0], ranks[$0]) }
        }
        demands = [:]
        if requirement.choice != .device {
            demands[.user] = demand(
                users, cover.users, requirement.userRanks,
                isMix ? optimum?.users ?? Array(cover.users.indices) : Array(cover.users.indices))
        }
        if isMix {
            demands[.device] = demand(devices, cover.devices, deviceRanks(cover), optimum?.devices ?? [])
        } else if requirement.choice == .device {
            let all = deviceNeeds
            demands[.device] = demand(devices, all.holders, all.ranks, Array(all.holders.indices))
        }
    }

    /// Whose needs suites are given for under a mix.
    enum Basis: Sendable {
        /// Those the cheapest mix so far gives a licence.
        case mix
        /// Everybody who could hold one: a suite in other hands may make another mix cheaper.
        case everybody
    }

    /// What the product asks of one flavour, beside the licences of some lines; nil where it asks nothing.
    func demand(
        _ flavour: Flavour, without lines: Set<Int>, basis: Basis, prices: PriceList
    ) -> BundleAllocation.Demand? {
        guard requirement.isDetermined, let chosen = demands[flavour] else { return nil }
        let isMix = requirement.choice == .mix
        let pool = flavour == .user ? users : devices
        let needs = isMix && basis == .everybody ? everybody(flavour, pool) : chosen
        guard !needs.isEmpty else { return nil }
        return BundleAllocation.Demand(
            product: requirement.product.id, price: max(1, prices.price(requirement.licence, flavour) ?? 1),
            needs: needs, pool: pool.pool(without: lines), isFixed: !isMix)
    }

    private func everybody(_ flavour: Flavour, _ pool: LicencePool) -> [(holder: Int, rank: Int)] {
        guard let cover else { return [] }
        let (holders, ranks) =
            flavour == .user ? (cover.users, requirement.userRanks) : (cover.devices, deviceRanks(cover))
        let free = pool.free(holders, ranks)
        return holders.indices.filter { !free.contains($0) }.map { (holders[$0], ranks[$0]) }
    }

    /// What is left to pay under the chosen model; nil where no price tells.
    // Swift 6.3.1 stops with an ownership error where it inlines this into the loop of its caller.
    @inline(never)
    func leftToPay(_ prices: PriceList) -> Int64? {
        if requirement.choice == .mix { return mix.optimum?.cost.hundredths }
        guard let flavour = Flavour(rawValue: requirement.choice.rawValue), let missing else { return nil }
        return prices.cost(requirement.licence, flavour, count: missing)?.hundredths
    }

    /// Licences that are missing under the chosen model; nil where that is not determinable.
    var missing: Int? { chosen?.delta.value.map { max(0, -$0) } }

    /// True for a holder whose need a suite of a line serves.
    func isServed(_ holder: Int, flavour: Flavour, by line: Int) -> Bool {
        guard let needed = needs[flavour]?.own[holder] else { return false }
        return (flavour == .user ? users : devices).lines.contains {
            $0.line == line && ($0.rank ?? Int.min) >= needed
        }
    }

    /// Counts suites for whom they were given to, and nobody else, and looks for the cheapest mix again.
    ///
    /// - Parameter apart: lines of suites whose licences are given away one by one.
    mutating func give(
        _ suites: [(line: Int, holder: Int)], flavour: Flavour, apart: Set<Int>, prices: PriceList,
        remarks: inout Remarks
    ) {
        guard let cover else { return }
        switch flavour {
        case .user: users.give(suites, apart: apart)
        case .device: devices.give(suites, apart: apart)
        case .server: return
        }
        let optimum = solve(cover, prices: prices)
        check(optimum, remarks: &remarks)
        let before = mix.optimum
        fillMix(cover, optimum: optimum, prices: prices)
        if let bound = before?.lowerBound, let found = mix.optimum {
            // With every suite counted for every product no mix costs less than before, so none does with each in one hand.
            mix.optimum?.lowerBound = min(bound, found.cost)
            mix.optimum?.certificate += Self.proof(found.cost, bound: bound)
        }
        measureShared(cover, optimum: optimum)
        fillPositions(cover, optimum: optimum)
        keepDemands(cover, optimum: optimum)
    }

    private static func proof(_ cost: Money, bound: Money) -> String {
        let proof =
            cost.hundredths <= bound.hundredths
            ? "proven cheapest: even with every suite counted for every product no mix costs less"
            : "that is for these holders: with every suite counted for every product \(bound.text) is the lower bound"
        return "; suites are given to one holder each, \(proof)"
    }

    // MARK: The optimum

    private func side(_ pool: LicencePool, price: Int64, nodes: [Int], ranks: [Int]) -> MixOptimum.Side {
        MixOptimum.Side(price: price, ranks: ranks, pool: pool.pool, free: pool.free(nodes, ranks))
    }

    private func deviceRanks(_ cover: AccessCover) -> [Int] {
        cover.devices.map { requirement.access.deviceRanks[$0] ?? requirement.newestRank }
    }

    private func solve(_ cover: AccessCover, prices: PriceList) -> MixOptimum? {
        guard let userPrice = prices.price(requirement.licence, .user),
            let devicePrice = prices.price(requirement.licence, .device)
        else { return nil }
        let people = side(users, price: userPrice, nodes: cover.users, ranks: requirement.userRanks)
        let machines = side(devices, price: devicePrice, nodes: cover.devices, ranks: deviceRanks(cover))
        return MixOptimum(
            cover: cover, users: people, devices: machines, freeUsers: people.free, freeDevices: machines.free)
    }

    private mutating func fillMix(_ cover: AccessCover, optimum: MixOptimum?, prices: PriceList) {
        mix.unresolvedEdges = cover.unresolved
        mix.reasons = []
        if !cover.forcedDevices.isEmpty {
            mix.reasons.append(
                Reason(
                    figure: "allUser",
                    reason:
                        "user CALs alone do not cover it: \(cover.forcedDevices.count) devices that nobody known or only a shared account uses need device CALs"
                ))
        }
        if cover.noAllDevice.isEmpty {
            mix.allDevice = Figure(cover.devices.count)
        } else {
            mix.reasons.append(Reason(figure: "allDevice", reason: cover.noAllDevice))
        }
        guard requirement.isDetermined else {
            mix.allUser = .undetermined
            mix.allDevice = .undetermined
            mix.reasons = ["allUser", "allDevice", "optimum"].map {
                Reason(figure: $0, reason: requirement.whyUndetermined)
            }
            return
        }
        guard let optimum else {
            mix.reasons.append(
                Reason(
                    figure: "optimum",
                    reason:
                        "no price for \(requirement.licence)/user and /device, neither in estate.yaml nor as an example"
                ))
            return
        }
        mix.optimum = ProductMix.Optimum(
            users: optimum.users.count, devices: optimum.devices.count, cost: Money(hundredths: optimum.cost),
            lowerBound: Money(hundredths: optimum.lowerBound), certificate: optimum.certificate, tie: optimum.tie)
        mix.assignment =
            optimum.users.map { ProductMix.Assignment(flavour: .user, holder: name(ofUser: cover.users[$0])) }
            + optimum.devices.map {
                ProductMix.Assignment(flavour: .device, holder: name(ofDevice: cover.devices[$0]))
            }
    }

    private func name(ofUser user: Int) -> String { study.name(ofUser: user) }

    private func name(ofDevice device: Int) -> String { study.name(ofDevice: device) }

    private mutating func measureShared(_ cover: AccessCover, optimum: MixOptimum?) {
        var seen = [Int](repeating: 0, count: cover.devices.count)
        for edge in cover.edges { seen[Int(edge.device)] += 1 }
        // What an answer added was not seen.
        let forced = Set(cover.forcedDevices.filter { cover.devices[$0] >= 0 })
        let terminals = Set(cover.devices.indices.filter { seen[$0] > 1 || forced.contains($0) })
        let people = Set(cover.edges.filter { terminals.contains(Int($0.device)) }.map { Int($0.user) })
        sharedSeen = terminals.count + people.count
        sharedBought = optimum.map {
            $0.users.filter(people.contains).count + $0.devices.filter(terminals.contains).count
        }
    }

    // MARK: The rows

    private mutating func fillPositions(_ cover: AccessCover, optimum: MixOptimum?) {
        let population = requirement.population
        let isMix = requirement.choice == .mix
        let ranks = deviceRanks(cover)
        let allUsers = Array(cover.users.indices)
        let floor = requirement.newestRank
        let people = FlavourNeed(
            users, holders: cover.users, ranks: requirement.userRanks,
            nodes: isMix ? optimum?.users ?? allUsers : allUsers, floor: floor)
        let all = deviceNeeds
        let allDevices = FlavourNeed(
            devices, holders: all.holders, ranks: all.ranks, nodes: Array(all.holders.indices), floor: floor)
        let machines =
            isMix
            ? FlavourNeed(
                devices, holders: cover.devices, ranks: ranks, nodes: optimum?.devices ?? [], floor: floor)
            : allDevices
        spareUserLicences = people.unused

        let extraUsers =
            population.leavers.count + requirement.openSessions.users + requirement.openAtManyDevices
            + max(0, (requirement.withUndetermined?.bridge.defendedUsers ?? 0) - population.bridge.defendedUsers)
        let extraDevices =
            population.openDevices.open + requirement.openSessions.devices + openOwnDevices(cover)
            + max(0, (requirement.withUndetermined?.defendedDevices ?? 0) - population.defendedDevices)
        var userRow = row(.user, need: people, pool: users, directory: population.bridge.steps[0].users)
        userRow.evidenced = population.evidencedUsers.count
        userRow.set(
            low: population.evidencedUsers.count { !undeclared.contains($0) },
            defended: population.bridge.defendedUsers,
            high: population.bridge.defendedUsers + extraUsers)
        var deviceRow = row(.device, need: machines, pool: devices, directory: population.bridge.steps[0].devices)
        deviceRow.evidenced = population.evidencedDevices.count
        deviceRow.set(
            low: requirement.certainDevices(without: undeclared), defended: population.defendedDevices,
            high: population.defendedDevices + extraDevices)
        userRow.chosen = requirement.choice == .user
        deviceRow.chosen = requirement.choice == .device
        positions = [userRow, deviceRow]
        if isMix {
            positions.append(
                total(
                    people, machines, userRow, deviceRow, extra: extraUsers + population.openDevices.openUnseen))
        }
        needs = [.user: people, .device: machines]
        let asked =
            switch requirement.choice {
            case .user: [people]
            case .device: [machines]
            case .mix: [people, machines]
            }
        versions = grid(shortfalls: asked.map(\.versionShortfalls))
        if !requirement.isDetermined {
            for index in positions.indices { positions[index].makeUndetermined(requirement.whyUndetermined) }
        }
    }

    /// Devices of the product under a model of devices: those somebody was seen at, the directory's others, and what answers
    /// added. Those nobody was seen at carry the newest version.
    private var deviceNeeds: (holders: [Int], ranks: [Int]) {
        let population = requirement.population
        let seen = population.evidencedDevices
        let unseen = population.unseenComputers.map(UnseenComputer.number)
        let others = max(0, population.defendedDevices - seen.count - unseen.count)
        let holders =
            seen + unseen.prefix(max(0, population.defendedDevices - seen.count)) + (0..<others).map { -1 - $0 }
        return (
            holders,
            holders.map {
                $0 < 0 ? requirement.newestRank : requirement.access.deviceRanks[$0] ?? requirement.newestRank
            }
        )
    }

    /// Under a model of devices alone: users without a device that may hold a CAL, about whom nobody has decided.
    private func openOwnDevices(_ cover: AccessCover) -> Int {
        guard requirement.choice == .device else { return 0 }
        let id = QuestionKind.noDevice.id(product: requirement.product.id)
        return cover.forcedUsers.count { study.answers.word(id, name(ofUser: cover.users[$0])) == nil }
    }

    private func row(
        _ flavour: Flavour, need: FlavourNeed, pool: LicencePool, directory: Int
    ) -> ProductPosition {
        ProductPosition(
            product: requirement.product.id, licence: requirement.licence, flavour: flavour.rawValue, chosen: false,
            directory: directory, evidenced: 0, defended: .undetermined, low: .undetermined, high: .undetermined,
            requiredVersion: need.tiers(requirement.product), entitled: pool.entitled, usable: Figure(need.usable),
            requirement: Figure(need.requirement), delta: Figure(need.delta),
            versionShortfall: Figure(need.versionShortfall), openQuestions: [], reasons: [])
    }

    /// Licences the evidence alone needs, and those of it that is certain; nil where no price says which mix is cheapest, or
    /// no mix is asked for.
    private func licencesOfEvidence(
        facts: DeviceFacts, shared: Set<Int>, prices: PriceList
    ) -> (all: Int, certain: Int)? {
        guard requirement.choice == .mix, let userPrice = prices.price(requirement.licence, .user),
            let devicePrice = prices.price(requirement.licence, .device)
        else { return nil }
        func licences(covering users: [Int]) -> Int {
            let evidence = AccessCover(users: users, access: requirement.access, devices: facts, shared: shared)
            let cover = VertexCover(evidence.graph(userCost: userPrice, deviceCost: devicePrice, free: ([], [])))
            return cover.users.count + cover.devices.count
        }
        let evidenced = requirement.population.evidencedUsers
        let all = licences(covering: evidenced)
        let certain = evidenced.filter { !undeclared.contains($0) }
        return (all, certain.count == evidenced.count ? all : licences(covering: certain))
    }

    /// The row of the mix: licences of both flavours. `low` and `evidenced` are the optimum over the evidence alone.
    private func total(
        _ people: FlavourNeed, _ machines: FlavourNeed, _ userRow: ProductPosition, _ deviceRow: ProductPosition,
        extra: Int
    ) -> ProductPosition {
        let product = self.requirement.product
        let requirement = people.requirement + machines.requirement
        let shortfall = people.shortfall + machines.shortfall
        let usable = shortfall > 0 ? people.served + machines.served : people.usable + machines.usable
        var total = ProductPosition(
            product: userRow.product, licence: userRow.licence, flavour: "total", chosen: true,
            directory: userRow.directory + deviceRow.directory, evidenced: 0, defended: .undetermined,
            low: .undetermined, high: .undetermined, requiredVersion: [],
            entitled: userRow.entitled + deviceRow.entitled, usable: Figure(usable),
            requirement: Figure(requirement), delta: Figure(usable - requirement),
            versionShortfall: Figure(people.versionShortfall + machines.versionShortfall), openQuestions: [],
            reasons: [])
        guard let ofEvidence else {
            total.makeUndetermined("no price says which mix is cheapest")
            return total
        }
        total.evidenced = ofEvidence.all
        // At other prices fewer people may take more licences; the evidence alone never needs more than the whole.
        total.set(
            low: min(total.evidenced, ofEvidence.certain, requirement), defended: requirement, high: requirement + extra
        )
        var tiers: [String: Int] = [:]
        let both = people.tiers(product) + machines.tiers(product)
        for tier in both { tiers[tier.version, default: 0] += tier.count }
        let order = both.map(\.version)
        total.requiredVersion = order.reduce(into: [ProductPosition.Tier]()) { list, version in
            if !list.contains(where: { $0.version == version }) {
                list.append(ProductPosition.Tier(version: version, count: tiers[version] ?? 0))
            }
        }
        return total
    }

    private mutating func notNeeded() {
        mix.allUser = Figure(0)
        mix.allDevice = Figure(0)
        mix.reasons = [Reason(figure: "optimum", reason: requirement.notNeeded)]
        let start = requirement.population.bridge.steps[0]
        func add(_ flavour: String, entitled: Int, directory: Int) {
            var row = ProductPosition(
                product: requirement.product.id, licence: requirement.licence, flavour: flavour,
                chosen: flavour == (requirement.choice == .mix ? "total" : requirement.choice.rawValue),
                directory: directory, evidenced: 0, defended: .undetermined, low: .undetermined, high: .undetermined,
                requiredVersion: [], entitled: entitled, usable: Figure(entitled), requirement: Figure(0),
                delta: Figure(entitled), versionShortfall: Figure(0), openQuestions: [],
                reasons: [Reason(figure: "requirement", reason: requirement.notNeeded)])
            let open = requirement.openSessions
            row.set(low: 0, defended: 0, high: flavour == Flavour.device.rawValue ? open.devices : open.users)
            positions.append(row)
        }
        add(Flavour.user.rawValue, entitled: users.entitled, directory: start.users)
        add(Flavour.device.rawValue, entitled: devices.entitled, directory: start.devices)
        if requirement.choice == .mix {
            add("total", entitled: users.entitled + devices.entitled, directory: start.users + start.devices)
        }
        spareUserLicences = users.pool
    }

    // MARK: Versions and questions

    /// - Parameter shortfalls: shortfall by version alone, by the rank needed, of each flavour the model asks for.
    private func grid(shortfalls: [[Int: Int]]) -> [VersionCell] {
        let lines = users.lines + devices.lines
        let product = requirement.product
        let held = Set(lines.map(\.version).filter { !$0.isEmpty }).compactMap { product.version($0) }
            .sorted { $0.rank < $1.rank }
        return requirement.servedVersions.flatMap { server in
            let ranks = requirement.servedRanks[server.id] ?? []
            let shortfall = shortfalls.reduce(0) { sum, lacking in
                ranks.reduce(sum) { $0 + (lacking[$1] ?? 0) }
            }
            let needsCurrent = server.needsActiveAssurance == true || ranks.contains(Rank.current)
            return held.flatMap { cal -> [VersionCell] in
                let serves = product.serves(cal: cal, server: server)
                // Where only Software Assurance serves, licences of one version are of two kinds.
                let those = Dictionary(grouping: lines.filter { $0.version == cal.id }) {
                    serves && (!needsCurrent || $0.rank == Rank.current)
                }
                return [true, false].compactMap { serves in
                    those[serves].map { lines in
                        VersionCell(
                            product: product.id, serverVersion: server.id, calVersion: cal.id,
                            held: lines.reduce(0) { $0 + $1.quantity }, serves: serves, shortfall: shortfall)
                    }
                }
            }
        }
    }

    private func ask(_ cover: AccessCover, prices: PriceList, remarks: inout Remarks) {
        let questions = ProductQuestions(requirement, study: study)
        questions.askUsers(cover, remarks: &remarks)
        questions.askDevices(remarks: &remarks)
        if let more = requirement.withUndetermined {
            let extra = max(0, more.bridge.defendedUsers - requirement.population.bridge.defendedUsers)
            questions.askModel(extra: extra, prices: prices, remarks: &remarks)
        } else if requirement.isModelUnknown {
            questions.askModel(extra: requirement.population.bridge.defendedUsers, prices: prices, remarks: &remarks)
        }
    }

    /// Puts the ids of the product's open questions beside its figures.
    ///
    /// Where a question says that how far a figure may rise is not determinable, the upper end of the band is not either.
    mutating func attachQuestions(_ remarks: Remarks) {
        let ids = remarks.questionIDs(product: requirement.product.id)
        for index in positions.indices {
            positions[index].openQuestions = ids
            // Each user nobody knows of needs a licence under any model. A device nobody sees was used by users who are counted,
            // or by somebody unknown, which is a question about users.
            let flavour = positions[index].flavour == Flavour.device.rawValue ? Flavour.device : .user
            if let why = remarks.whyNoHigh(product: requirement.product.id, flavour: flavour.rawValue) {
                positions[index].takeBackHigh(why)
            }
        }
    }

    /// The rows the chosen model is made of, with what is needed of each flavour and what becomes of the licences held.
    var elpRows: [(row: ProductPosition, need: FlavourNeed, shares: [LineShare])] {
        positions.compactMap { row in
            guard let flavour = Flavour(rawValue: row.flavour),
                requirement.choice == .mix || requirement.choice.rawValue == row.flavour
            else { return nil }
            let need = needs[flavour] ?? FlavourNeed()
            return (row, need, (flavour == .user ? users : devices).shares(of: Set(need.own.keys)))
        }
    }

    /// The row the chosen model asks for.
    var chosen: ProductPosition? { positions.first { $0.chosen } }
}

extension ProductPosition {
    fileprivate mutating func set(low: Int, defended: Int, high: Int) {
        self.low = Figure(min(low, defended))
        self.defended = Figure(defended)
        self.high = Figure(max(high, defended))
    }

    /// Takes back the upper end of the band.
    fileprivate mutating func takeBackHigh(_ why: String) {
        guard high.value != nil else { return }
        high = .undetermined
        reasons.append(Reason(figure: "high", reason: why))
    }

    /// Takes back every figure that depends on what nobody has said; what could be needed at most stays as `high`.
    fileprivate mutating func makeUndetermined(_ why: String) {
        low = Figure(0)
        defended = .undetermined
        requirement = .undetermined
        usable = .undetermined
        delta = .undetermined
        versionShortfall = .undetermined
        for figure in ["defended", "requirement", "usable", "delta", "versionShortfall"] {
            reasons.append(Reason(figure: figure, reason: why))
        }
        if high.value == nil { reasons.append(Reason(figure: "high", reason: why)) }
    }
}

extension Catalogue.Product {
    /// How a rank is printed: the licence version it stands for.
    func label(rank: Int) -> String {
        switch rank {
        case Rank.any: "unknown"
        case Rank.current: "active Software Assurance"
        default: versions.first { $0.rank == rank }?.id ?? "unknown"
        }
    }
}
