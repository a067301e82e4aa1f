import AccessModel
import Identity
import Licensing
import PositionModel

/// How outside access to each server is licensed, and what would be cheapest.
struct ExternalLicensing: Sendable {
    private(set) var exposures: [ExternalExposure] = []
    private(set) var choices: [ExternalChoice] = []
    /// The cheapest choice as a whole; nil where nothing has to be chosen, or a price lacks.
    private(set) var optimum: ExternalOptimum?
    /// Findings about the choice as a whole.
    private(set) var findings: [Finding] = []
    /// Why `outsidersWithCAL` is nil; empty where it never is.
    private(set) var whyNoCount = ""
    /// Outsiders whom user CALs nobody inside needs cover: those CALs are no surplus.
    private(set) var coveredBySpare = 0
    private var withCAL: [ExactText: Int] = [:]
    private var withSpare: [ExactText: Int] = [:]
    /// Sites whose connector covers another server on the same host.
    private var usedElsewhere: Set<[ExactText]> = []
    /// Sites whose connector is more than CALs would cost, and whose outsiders lack cover all the same.
    private(set) var uncovered: [ExternalExposure] = []

    /// Product whose External Connector covers a server as a whole.
    static let product = "windows-server"

    /// - Parameter spare: user CALs that nobody inside needs, by licence.
    init(
        _ study: Study, served: ServedProducts, access: OutsideAccess, holdings: Holdings, prices: PriceList,
        spare: [ExactText: [RankCount]], coverage: CoverageGrid, remarks: inout Remarks
    ) {
        let hosts = HostRegister(study, served: served, connectors: holdings.connectors)
        let terms = TermsByServer(study, served: served)
        let reaches = Self.reaches(study, served: served, access: access, hosts: hosts)
        let licences = OutsiderLicences(
            holdings: holdings, spare: spare, needed: Self.needed(reaches, terms: terms))
        let judge = ExternalJudge(
            study: study, hosts: hosts, terms: terms, licences: licences, prices: prices, coverage: coverage,
            declared: Declarations(study, remarks: &remarks))
        let judged = reaches.map { judge.judge($0.key, $0.reach) }
        exposures = judged.map(\.exposure)
        uncovered = judged.filter { $0.exposure.verdict == .waste && $0.lacksCover }.map(\.exposure)
        usedElsewhere = Self.usedElsewhere(judged, hosts: hosts)
        // An External Connector of Windows Server has a price wherever a line of this list says what it would cost.
        if !access.keys.isEmpty, let windows = study.catalogue.product(Self.product) {
            if let connector = windows.connector { prices.note(connector, [.server], remarks: &remarks) }
            if let cal = windows.cal { prices.note(cal, [.user], remarks: &remarks) }
        }
        coveredBySpare = Self.onSpareCALs(judged, hosts: hosts, licences: licences)
        let estate = EstateConnectors(
            judged, study: study, hosts: hosts, licences: licences, holdings: holdings, prices: prices)
        choices = estate.choices
        optimum = estate.optimum
        findings =
            estate.findings + hosts.findings(study) + Self.unplaced(holdings, placed: estate.placed, study: study)
        withSpare = estate.withSpare
        withCAL = estate.withCAL
        whyNoCount = estate.whyNoCount
        if let open = judged.first(where: \.isOpen) {
            whyNoCount =
                "external users on a server whose verdict is not determinable (\(open.exposure.server))"
        }
        for line in estate.priced { prices.note(line.licence, [line.flavour], remarks: &remarks) }
    }

    /// True for a site whose connector is waste there and covers another server on its host.
    func isUsedElsewhere(_ exposure: ExternalExposure) -> Bool { usedElsewhere.contains(Self.place(exposure)) }

    private static func place(_ exposure: ExternalExposure) -> [ExactText] {
        [ExactText(exposure.server), ExactText(exposure.site)]
    }

    private static func usedElsewhere(_ judged: [JudgedSite], hosts: HostRegister) -> Set<[ExactText]> {
        var covered: [ExactText: Set<Int>] = [:]
        for site in judged where site.exposure.verdict == .covered && hosts.hasConnector(site.key.server) {
            for host in hosts.hosts(site.key.server) { covered[ExactText(host), default: []].insert(site.key.server) }
        }
        return Set(
            judged.filter { site in
                site.exposure.verdict == .waste
                    && hosts.hosts(site.key.server).contains { host in
                        !(covered[ExactText(host)] ?? []).subtracting([site.key.server]).isEmpty
                    }
            }.map { place($0.exposure) })
    }

    /// CALs nobody inside needs that outsiders are covered by: they are no surplus.
    func onSpareCALs(_ product: Catalogue.Product) -> Int {
        let taken = product.cal.flatMap { withSpare[ExactText($0)] } ?? 0
        return product.id == Self.product ? max(taken, coveredBySpare) : taken
    }

    /// Connectors on no host that the cheapest choice has no use for.
    private static func unplaced(_ holdings: Holdings, placed: [ExactText: Int], study: Study) -> [Finding] {
        let unassigned = holdings.connectors.filter { $0.host.isEmpty && $0.quantity > 0 }
        return Set(unassigned.map { ExactText($0.licence) }).sorted().compactMap { licence in
            let lines = unassigned.filter { ExactText($0.licence) == licence }
            let held = lines.reduce(0) { $0 + $1.quantity }
            let used = placed[licence] ?? 0
            guard held > used else { return nil }
            let written = lines.map { "line \(study.estate.entitlements[$0.line].line)" }.joined(separator: ", ")
            return Finding(
                id: "F-connectors-unused-\(licence.string)", severity: .info, product: "",
                statement:
                    "\(held) of \(licence.string) are assigned to no host, and the cheapest choice for outsiders has use for \(used).",
                effect: "\(held - used) External Connectors cover nothing: nobody needs them, or they are too old",
                evidence: "entitlements.csv \(written); external choice")
        }
    }

    /// Outsiders who hold or get a CAL in the cheapest choice; nil where that is not determinable.
    func outsidersWithCAL(_ licence: String) -> Int? {
        whyNoCount.isEmpty ? withCAL[ExactText(licence)] ?? 0 : nil
    }

    /// Servers and sites worth a line: web sites, exposed servers, external users, back ends of these, connectors.
    private static func reaches(
        _ study: Study, served: ServedProducts, access: OutsideAccess, hosts: HostRegister
    ) -> [(key: SiteKey, reach: OutsiderReach)] {
        var byServer: [Int: [SiteAccess]] = [:]
        for key in access.keys { if let site = access.sites[key] { byServer[key.server, default: []].append(site) } }
        var indirect: [Int: IndirectAccess] = [:]
        for (server, fronts) in BackEnds(study, served: served).frontEnds {
            let through = IndirectAccess(fronts, sites: byServer)
            if !through.isEmpty { indirect[server] = through }
        }
        var keys = Set(access.keys)
        // What comes through front ends is no web site of the back end.
        for server in indirect.keys { keys.insert(SiteKey(server: server, site: "")) }
        let known = Set(keys.map(\.server))
        for server in study.identities.servers.indices where !known.contains(server) && hosts.hasConnector(server) {
            keys.insert(SiteKey(server: server, site: ""))
        }
        return keys.sorted { ($0.server, $0.site) < ($1.server, $1.site) }.map { key in
            let through = key.site == "" ? indirect[key.server] : nil
            return (
                key, OutsiderReach(access.sites[key] ?? SiteAccess(), indirect: through ?? IndirectAccess())
            )
        }
    }

    /// Of each CAL and external user: the highest rank asked for by a server reached.
    private static func needed(
        _ reaches: [(key: SiteKey, reach: OutsiderReach)], terms: TermsByServer
    ) -> [ExactText: [Int: Int]] {
        var needed: [ExactText: [Int: Int]] = [:]
        for (key, reach) in reaches {
            for product in terms.terms(key.server) {
                guard case .licences(let cals, _) = product.cover else { continue }
                let users = reach.users(of: product)
                for cal in cals where !users.isEmpty {
                    var ranks = needed.removeValue(forKey: ExactText(cal.licence)) ?? [:]
                    for user in users { ranks[user] = max(ranks[user] ?? Int.min, cal.rank) }
                    needed[ExactText(cal.licence)] = ranks
                }
            }
        }
        return needed
    }

    /// External users without a CAL by name on servers whose Windows is covered without a connector.
    private static func onSpareCALs(
        _ judged: [JudgedSite], hosts: HostRegister, licences: OutsiderLicences
    ) -> Int {
        var users: Set<Int> = []
        for site in judged where site.exposure.verdict == .covered {
            for need in site.needs where need.terms.product.id == product {
                if !need.connectors.isEmpty, hosts.missing(site.key.server, need.connectors).isEmpty { continue }
                users.formUnion(licences.without(need.cals, among: need.users))
            }
        }
        return users.count
    }
}
