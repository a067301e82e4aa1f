import AccessModel
import Identity
import Licensing
import PositionModel

/// The estate's cheapest choice of External Connectors and CALs for all its outsiders, exact, host by host.
///
/// Project selection: every outsider on a host needs his CALs, or the host its connectors; a connector pays for everybody on
/// the host, a CAL for somebody on all hosts. Visitors without a name leave only the connector.
struct EstateConnectors: Sendable {
    private(set) var choices: [ExternalChoice] = []
    private(set) var optimum: ExternalOptimum?
    private(set) var findings: [Finding] = []
    /// Outsiders with a CAL in it, by licence.
    private(set) var withCAL: [ExactText: Int] = [:]
    /// CALs nobody inside needs that outsiders take in it, by licence.
    private(set) var withSpare: [ExactText: Int] = [:]
    /// Unassigned connectors it places, by licence.
    private(set) var placed: [ExactText: Int] = [:]
    /// Why there is no choice; empty where there is one.
    private(set) var whyNoCount = ""
    /// Licences the choice had to price.
    private(set) var priced: [(licence: String, flavour: Flavour)] = []

    /// A product on a server, with everybody who needs something for it.
    private struct Need {
        var server: Int
        var product: String
        var users: [Int] = []
        var cals: [OutsiderTerms.Term]
        var connectors: [OutsiderTerms.Term]
        var hasAnonymous = false
    }

    private let study: Study
    private let hosts: HostRegister
    private var needs: [Need] = []
    private var names: [ExactText] = []
    private var people: [Int] = []
    private var cals: [ExactText] = []
    private var connectors: [ExactText] = []

    init(
        _ judged: [JudgedSite], study: Study, hosts: HostRegister, licences: OutsiderLicences, holdings: Holdings,
        prices: PriceList
    ) {
        self.study = study
        self.hosts = hosts
        needs = Self.needs(judged)
        leaveOutUnpriced(prices)
        guard !needs.isEmpty, whyNoCount.isEmpty else { return }
        names = Set(needs.flatMap { hosts.hosts($0.server) }.map { ExactText($0) }).sorted()
        people = Set(needs.flatMap(\.users)).sorted()
        cals = Set(needs.flatMap(\.cals).map { ExactText($0.licence) }).sorted()
        connectors = Set(needs.flatMap(\.connectors).map { ExactText($0.licence) }).sorted()
        priced =
            cals.map { ($0.string, Flavour.user) } + connectors.map { ($0.string, Flavour.server) }
        let graph = outsiders(licences: licences, holdings: holdings, prices: prices)
        let choice = ConnectorChoice(graph)
        for taken in choice.cals {
            withCAL[cals[Int(taken.kind)], default: 0] += 1
            if case .held = taken.source { withSpare[cals[Int(taken.kind)], default: 0] += 1 }
        }
        for taken in choice.connectors {
            if case .held = taken.source { placed[connectors[Int(taken.kind)], default: 0] += 1 }
        }
        let certificate = Self.certificate(choice)
        optimum = ExternalOptimum(
            cost: Money(hundredths: choice.cost), lowerBound: Money(hundredths: choice.lowerBound),
            certificate: certificate, tie: choice.tie)
        list(choice, graph, certificate: certificate)
        let listed = choices.reduce(Int64(0)) { $0.plus($1.cost?.hundredths ?? 0) }
        check(choice, listed: listed)
    }

    // MARK: What is needed

    /// By server and product; a site's users count once.
    private static func needs(_ judged: [JudgedSite]) -> [Need] {
        var places: [Int: [String: Int]] = [:]
        var needs: [Need] = []
        for site in judged {
            for demand in site.needs where !demand.users.isEmpty || demand.hasAnonymous {
                let (server, product) = (site.key.server, demand.terms.product.id)
                // Rows of one product on one server that ask for different versions are needs of their own.
                let id = product + "/" + demand.cals.map { "\($0.licence) \($0.rank)" }.joined(separator: " ")
                let place = places[server]?[id] ?? needs.count
                if place == needs.count {
                    places[server, default: [:]][id] = place
                    needs.append(
                        Need(server: server, product: product, cals: demand.cals, connectors: demand.connectors))
                }
                needs[place].users += demand.users
                needs[place].hasAnonymous = needs[place].hasAnonymous || demand.hasAnonymous
            }
        }
        for place in needs.indices { needs[place].users = Set(needs[place].users).sorted() }
        return needs
    }

    /// A product without a price cannot be weighed; without the prices of Windows Server nothing can.
    private mutating func leaveOutUnpriced(_ prices: PriceList) {
        var lacking: Set<ExactText> = []
        needs.removeAll { need in
            let missing =
                need.cals.filter { prices.price($0.licence, .user) == nil }.map { "\($0.licence)/user" }
                + need.connectors.filter { prices.price($0.licence, .server) == nil }.map { "\($0.licence)/server" }
            guard let first = missing.first else { return false }
            if need.product == ExternalLicensing.product {
                whyNoCount = "no price for \(first)"
            } else {
                lacking.insert(ExactText("\(need.product): no price for \(missing.joined(separator: ", "))"))
            }
            return true
        }
        if lacking.isEmpty { return }
        findings.append(
            Finding(
                id: "F-external-prices", severity: .medium, product: "",
                statement: "The cheapest choice for outsiders leaves out products without a price: "
                    + lacking.sorted().map(\.string).joined(separator: "; ") + ".",
                effect: "the cost of the choice is without them", evidence: "external choice; prices of estate.yaml"))
    }

    private func outsiders(
        licences: OutsiderLicences, holdings: Holdings, prices: PriceList
    ) -> OutsiderNeeds {
        func held(_ pool: [RankCount]) -> [LicenceNeeds.Held] {
            pool.filter { $0.count > 0 }.map { .init(rank: Int32(clamping: $0.rank), count: $0.count) }
        }
        func index(_ list: [ExactText]) -> [ExactText: Int32] {
            Dictionary(list.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        }
        let (hostIndex, calIndex, connectorIndex) = (index(names), index(cals), index(connectors))
        let personIndex = Dictionary(
            people.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        func terms(_ terms: [OutsiderTerms.Term], _ index: [ExactText: Int32]) -> [OutsiderNeeds.Term] {
            terms.compactMap { term in
                index[ExactText(term.licence)].map { .init(kind: $0, rank: Int32(clamping: term.rank)) }
            }
        }
        let unassigned = holdings.connectors.filter(\.host.isEmpty)
        return OutsiderNeeds(
            outsiders: people.count, hosts: names.count,
            cals: cals.map { cal in
                .init(price: prices.price(cal.string, .user) ?? 0, held: held(licences.pool(cal.string)))
            },
            connectors: connectors.map { connector in
                .init(
                    price: prices.price(connector.string, .server) ?? 0,
                    held: held(
                        unassigned.filter { ExactText($0.licence) == connector }.compactMap { line in
                            line.rank.map { RankCount(rank: $0, count: line.quantity) }
                        }))
            },
            demands: needs.map { need in
                .init(
                    hosts: hosts.hosts(need.server).compactMap { hostIndex[ExactText($0)] },
                    cals: terms(need.cals, calIndex), connectors: terms(need.connectors, connectorIndex),
                    outsiders: need.users.compactMap { personIndex[$0] }, hasAnonymous: need.hasAnonymous)
            },
            ownCALs: cals.enumerated().flatMap { kind, cal in
                licences.named(cal.string).sorted { $0.key < $1.key }.compactMap { user, rank in
                    personIndex[user].map {
                        .init(holder: $0, kind: Int32(kind), rank: Int32(clamping: rank))
                    }
                }
            },
            ownConnectors: connectors.enumerated().flatMap { kind, connector in
                names.enumerated().compactMap { host, name in
                    hosts.rank(of: connector.string, on: name.string).map {
                        .init(holder: Int32(host), kind: Int32(kind), rank: Int32(clamping: $0))
                    }
                }
            })
    }

    // MARK: What is chosen

    private static func certificate(_ choice: ConnectorChoice) -> String {
        let (cost, bound) = (Money(hundredths: choice.cost).text, Money(hundredths: choice.lowerBound).text)
        if !choice.fault.isEmpty { return "THE CHECK OF THE CERTIFICATE FAILED: \(choice.fault)" }
        return choice.isProven
            ? "cheapest for the estate as a whole: it costs \(cost), and so does the lower bound (minimum cut)"
            : "not proven cheapest: the estate's choice costs \(cost), the lower bound is \(bound)"
    }

    /// Which licences of the choice are where.
    private struct Register {
        var cals: [[Int32: LicenceChoice.Source]]
        var connectors: [[Int32: LicenceChoice.Source]]
    }

    private mutating func list(_ choice: ConnectorChoice, _ graph: OutsiderNeeds, certificate: String) {
        var register = Register(cals: cals.map { _ in [:] }, connectors: connectors.map { _ in [:] })
        for taken in choice.cals { register.cals[Int(taken.kind)][taken.holder] = taken.source }
        for taken in choice.connectors { register.connectors[Int(taken.kind)][taken.holder] = taken.source }
        var own = connectors.map { _ in [Int32: Int32]() }
        for line in graph.ownConnectors { own[Int(line.kind)][line.holder] = line.rank }
        func serves(_ term: OutsiderNeeds.Term, _ host: Int32) -> Bool {
            if (own[Int(term.kind)][host] ?? Int32.min) >= term.rank { return true }
            switch register.connectors[Int(term.kind)][host] {
            case .bought: return true
            case .held(let rank): return rank >= term.rank
            case .own, .some(.none), nil: return false
            }
        }
        var paid = cals.map { _ in Set<Int32>() }
        var demandsOf = names.map { _ in [Int]() }
        for (place, demand) in graph.demands.enumerated() {
            for host in demand.hosts { demandsOf[Int(host)].append(place) }
        }
        for (number, name) in names.enumerated() {
            let host = Int32(number)
            let here = demandsOf[number]
            var cost: Int64 = 0
            var whys: [String] = []
            var hasConnector = false
            for (kind, licence) in connectors.enumerated() {
                guard let source = register.connectors[kind][host] else { continue }
                hasConnector = true
                let label =
                    connectors.count == 1 ? "" : "\(study.catalogue.licence(licence.string)?.name ?? licence.string): "
                switch source {
                case .own: whys.append(label + "held and assigned")
                case .held:
                    whys.append(label + "proposal: assign one of the unassigned External Connectors")
                case .bought:
                    cost = cost.plus(graph.connectors[kind].price)
                    whys.append(label + "cheapest cover of all external users")
                case .none: break
                }
            }
            var byCAL: Set<Int32> = []
            var new: Set<Int32> = []
            var spare = 0
            for demand in here.map({ graph.demands[$0] }) {
                if !demand.connectors.isEmpty, demand.connectors.allSatisfy({ serves($0, host) }) { continue }
                for cal in demand.cals {
                    let kind = Int(cal.kind)
                    for outsider in demand.outsiders {
                        byCAL.insert(outsider)
                        guard let source = register.cals[kind][outsider], source != .own,
                            paid[kind].insert(outsider).inserted
                        else { continue }
                        new.insert(outsider)
                        if source == .bought { cost = cost.plus(graph.cals[kind].price) } else { spare += 1 }
                    }
                }
            }
            if !byCAL.isEmpty {
                whys.append(
                    "\(byCAL.count) external users by CAL, \(new.count) of them not counted on a host above"
                        + (spare > 0 ? "; \(spare) of the CALs nobody inside needs" : ""))
            }
            choices.append(
                ExternalChoice(
                    host: name.string,
                    servers: Set(here.map { ExactText(study.identities.servers[needs[$0].server].name) }).sorted()
                        .map(\.string),
                    choice: hasConnector ? "external-connector" : byCAL.isEmpty ? "none" : "cals",
                    cost: Money(hundredths: cost), why: (whys + [certificate]).joined(separator: "; ")))
        }
    }

    /// What may not pass in silence: a certificate that fails, a list that does not add up, a choice that is not proven.
    private mutating func check(_ choice: ConnectorChoice, listed: Int64) {
        var fault = choice.fault
        if fault.isEmpty, listed != choice.cost {
            fault = "the hosts' costs add up to \(Money(hundredths: listed).text), not to the cost of the choice"
        }
        if !fault.isEmpty {
            findings.append(
                EvidenceFindings.failedCheck(
                    of: "the choice of External Connectors", fault: fault, product: "external-choice"))
        } else if !choice.isProven {
            findings.append(
                Finding(
                    id: "F-external-choice-not-proven", severity: .medium, product: ExternalLicensing.product,
                    statement: "Whether a cheaper choice of External Connectors and CALs exists is not proven.",
                    effect:
                        "at most \(Money(hundredths: choice.cost).less(choice.lowerBound).text) could be saved",
                    evidence: "external choice: \(Self.certificate(choice))"))
        }
    }
}

extension Money {
    fileprivate func less(_ bound: Int64) -> Money { Money(hundredths: hundredths.less(bound)) }
}
