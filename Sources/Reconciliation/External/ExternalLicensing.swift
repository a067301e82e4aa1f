import AccessModel
import Identity
import Licensing
import PositionModel

/// How outside access to each server is licensed, and what would be cheapest.
struct ExternalLicensing: Sendable {
    private(set) var exposures: [ExternalExposure] = []
    private(set) var choices: [ExternalChoice] = []
    /// Outsiders who need a CAL in the cheapest choice; nil where that is not determinable.
    private(set) var outsidersWithCAL: Int?
    /// Why `outsidersWithCAL` is nil.
    private(set) var whyNoCount = "the catalogue knows no External Connector"
    /// Outsiders whom user CALs nobody inside needs cover: those CALs are no surplus.
    private(set) var coveredBySpare = 0

    private let study: Study
    private let prices: PriceList
    private let access: OutsideAccess
    private let spare: Int
    /// External users with a CAL of their own by name.
    private let licensed: Set<Int>
    private let hosts: HostRegister
    private let coverage: CoverageGrid

    /// Product whose External Connector covers a server as a whole.
    static let product = "windows-server"

    /// - Parameter spare: user CALs of Windows Server that nobody inside needs.
    init(
        _ study: Study, served: ServedProducts, access: OutsideAccess, holdings: Holdings, prices: PriceList,
        spare: Int, coverage: CoverageGrid, remarks: inout Remarks
    ) {
        self.study = study
        self.prices = prices
        self.access = access
        self.spare = spare
        self.coverage = coverage
        let windows = study.catalogue.product(Self.product)
        let cal = windows?.cal ?? ""
        licensed = Set(
            holdings.lines(licence: cal, flavour: .user).filter { $0.quantity > 0 }.compactMap(\.user)
        )
        .intersection(access.externalUsers)
        hosts = HostRegister(
            study, served: served,
            connectors: holdings.connectors.filter {
                $0.licence == windows?.connector
            })
        let declared = Declarations(study, remarks: &remarks)
        guard let windows, let connector = windows.connector else { return }
        if !access.keys.isEmpty { prices.note(connector, [.server], remarks: &remarks) }
        for key in keys() {
            let site = access.sites[key] ?? SiteAccess()
            exposures.append(
                expose(
                    key, site, windows: windows, connector: connector, cal: cal, declared: declared))
        }
        coveredBySpare = outsidersOnSpareCALs()
        choose(connector: connector, cal: cal, held: holdings.connectors.filter { $0.licence == connector })
        if !access.keys.isEmpty { prices.note(cal, [.user], remarks: &remarks) }
    }

    /// Servers and sites worth a line: web sites, exposed servers, external users, connectors.
    private func keys() -> [SiteKey] {
        var keys = access.keys
        let known = Set(keys.map(\.server))
        for server in study.identities.servers.indices where !known.contains(server) && hosts.hasConnector(server) {
            keys.append(SiteKey(server: server, site: ""))
        }
        return keys.sorted { ($0.server, $0.site) < ($1.server, $1.site) }
    }

    // MARK: Verdicts

    private func expose(
        _ key: SiteKey, _ site: SiteAccess, windows: Catalogue.Product, connector: String, cal: String,
        declared: Declarations
    ) -> ExternalExposure {
        let isHidden = !site.proxy.isEmpty
        let count = hosts.hosts(key.server).count
        let ecCost = prices.cost(connector, .server, count: count)
        let calCost =
            isHidden || !site.anonymous.isEmpty || !site.unknown.isEmpty
            ? nil : prices.cost(cal, .user, count: site.external.count)
        var exposure = ExternalExposure(
            server: study.identities.servers[key.server].name, site: key.site.string, exposed: site.isExposed,
            anonymousVisitors: Figure(isHidden ? nil : site.anonymous.count),
            authenticatedVisitors: Figure(isHidden ? nil : site.external.count),
            employeesFromOutside: site.employees.count,
            attempts: Int(clamping: site.attempts), proxySuspected: isHidden, verdict: .gap, why: "", ecCost: ecCost,
            calCost: calCost, reasons: [])
        (exposure.verdict, exposure.why) = verdict(key, site, declared: declared, ecCost: ecCost, calCost: calCost)
        func reason(_ figure: String, _ text: String) {
            exposure.reasons.append(Reason(figure: figure, reason: text))
        }
        exposure.reasons += site.hiddenReasons
        if ecCost == nil { reason("ecCost", "no price for \(connector)/server") }
        if calCost == nil {
            reason(
                "calCost",
                isHidden
                    ? "how many external users are behind the suspected proxy cannot be told"
                    : !site.anonymous.isEmpty
                        ? "anonymous visitors cannot be given CALs"
                        : site.unknown.isEmpty ? "no price for \(cal)/user" : "whose these users are is not known")
        }
        if !hosts.areDeclared(key.server) {
            reason("ecCost", "servers.csv names no physical host: the server itself is taken, an upper bound")
        }
        if let line = breakEven(connector: connector, cal: cal, hosts: count) { reason("breakEven", line) }
        return exposure
    }

    /// Outsiders from whom on External Connectors cost less than CALs.
    private func breakEven(connector: String, cal: String, hosts: Int) -> String? {
        guard let ec = prices.price(connector, .server), let user = prices.price(cal, .user), user > 0 else {
            return nil
        }
        let total = PriceList.times(ec, hosts)
        let equal = total / user + (total % user == 0 ? 0 : 1)
        return "External Connectors on \(hosts) host(s) cost as much as CALs for \(equal) external users"
    }

    /// Nobody external, nobody unknown and no anonymous visitor was seen.
    private func withoutOutsiders(_ site: SiteAccess) -> (ExternalExposure.Verdict, String) {
        if !site.nameless.isEmpty {
            return (
                .notDeterminable,
                "successful access without an account from \(site.nameless.count) outside addresses, told by events alone"
            )
        }
        if !site.employees.isEmpty { return (.none, "from outside came the organisation's own people alone") }
        return (.none, site.attempts > 0 ? "attempts from outside, no successful access" : "no outside access seen")
    }

    /// First match wins, in the order none, exempt, not determinable, covered, waste, gap.
    private func verdict(
        _ key: SiteKey, _ site: SiteAccess, declared: Declarations, ecCost: Money?, calCost: Money?
    ) -> (ExternalExposure.Verdict, String) {
        let hasConnector = hosts.hasConnector(key.server)
        let isHidden = !site.proxy.isEmpty
        if !site.hasAccess, !hasConnector, !isHidden {
            return withoutOutsiders(site)
        }
        let version = hosts.version(key.server)
        if site.hasAccess, !isHidden {
            if let why = hosts.exemption(key.server) { return (.exempt, why) }
            if let why = declared.exemption(key, site, version: version) { return (.exempt, why) }
            if site.external.isEmpty, site.unknown.isEmpty, let version,
                let rule = declared.anonymousRule, Catalogue.Product.holds(rule.versions, version.id)
            {
                return (.exempt, "\(rule.name) (\(rule.id), Windows Server \(version.id))")
            }
        }
        if isHidden { return (.notDeterminable, "a proxy is suspected: who is behind it is not known (\(site.proxy))") }
        if !site.unknown.isEmpty {
            return (.notDeterminable, "\(site.unknown.count) users from outside whose relation nobody declared")
        }
        if !site.anonymous.isEmpty, site.external.isEmpty, !declared.isDeclared(key) {
            return (
                .notDeterminable,
                "anonymous web access only: declare the site (sites: in estate.yaml) as web workload, or as none"
            )
        }
        if site.hasAccess {
            if hosts.isCovered(key.server) { return (.covered, "a usable External Connector on every host") }
            if site.anonymous.isEmpty {
                let open = site.external.subtracting(licensed).count
                let everybody = access.externalUsers.subtracting(licensed).count
                if open == 0 { return (.covered, "every external user holds a CAL by name") }
                if everybody <= spare { return (.covered, "user CALs nobody inside needs cover all external users") }
            }
        }
        if hasConnector, let waste = waste(key, site, ecCost: ecCost, calCost: calCost) { return (.waste, waste) }
        if !site.hasAccess {
            return (
                .notDeterminable,
                "External Connector assigned and no outside access seen, but the logs do not cover the whole window"
            )
        }
        let missing = hosts.missing(key.server)
        return (
            .gap,
            "\(site.external.count) external users and \(site.anonymous.count) anonymous visitors; no usable External Connector on "
                + missing.joined(separator: ", ")
        )
    }

    /// External users without a CAL by name on servers that are covered without a connector.
    private func outsidersOnSpareCALs() -> Int {
        var users: Set<Int> = []
        for (key, exposure) in zip(keys(), exposures)
        where exposure.verdict == .covered && !hosts.isCovered(key.server) {
            users.formUnion(access.sites[key]?.external.subtracting(licensed) ?? [])
        }
        return users.count
    }

    private func waste(_ key: SiteKey, _ site: SiteAccess, ecCost: Money?, calCost: Money?) -> String? {
        if !site.hasAccess {
            return coverage.isFull(server: key.server)
                ? "External Connector assigned, no outside access in a fully covered window" : nil
        }
        guard site.anonymous.isEmpty, let ecCost, let calCost, calCost < ecCost else { return nil }
        return "CALs for \(site.external.count) external users cost \(calCost.text), External Connectors \(ecCost.text)"
    }

    // MARK: The cheapest choice

    /// Exact for the estate: every outsider on a host needs a CAL, or the host a connector; anonymous visitors leave
    /// only the connector.
    private mutating func choose(connector: String, cal: String, held: [ConnectorHolding]) {
        var outsidersOf: [Int: Set<Int>] = [:]
        var anonymous: Set<Int> = []
        var open: [String] = []
        for (key, exposure) in zip(keys(), exposures) {
            let site = access.sites[key] ?? SiteAccess()
            if exposure.verdict == .notDeterminable, !site.external.isEmpty { open.append(exposure.server) }
            if exposure.verdict == .exempt || exposure.verdict == .notDeterminable { continue }
            outsidersOf[key.server, default: []].formUnion(site.external)
            if !site.anonymous.isEmpty { anonymous.insert(key.server) }
        }
        let servers = outsidersOf.keys.filter { !outsidersOf[$0, default: []].isEmpty || anonymous.contains($0) }
            .sorted()
        let names = Set(servers.flatMap(hosts.hosts).map { ExactText($0) }).sorted()
        guard !names.isEmpty else {
            outsidersWithCAL = 0
            leaveOpen(open)
            return
        }
        let people = Set(servers.flatMap { outsidersOf[$0] ?? [] }).sorted()
        let nodeOfUser = Dictionary(people.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let nodeOfHost = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var edges: Set<CoverGraph.Edge> = []
        var forced: Set<Int> = []
        var ranks = [Int](repeating: Rank.any, count: names.count)
        var serversOf = [[Int]](repeating: [], count: names.count)
        for server in servers {
            for host in hosts.hosts(server).compactMap({ nodeOfHost[ExactText($0)] }) {
                ranks[host] = max(ranks[host], hosts.rank(server))
                serversOf[host].append(server)
                if anonymous.contains(server) { forced.insert(host) }
                for user in (outsidersOf[server] ?? []).compactMap({ nodeOfUser[$0] }) {
                    edges.insert(CoverGraph.Edge(user: Int32(user), device: Int32(host)))
                }
            }
        }
        guard let userPrice = prices.price(cal, .user), let hostPrice = prices.price(connector, .server) else {
            whyNoCount = "no price for \(cal)/user or \(connector)/server"
            return
        }
        let cover = AccessCover(
            outsiders: people, hosts: names.count,
            edges: edges.sorted { ($0.user, $0.device) < ($1.user, $1.device) }, forcedHosts: forced.sorted())
        let freeUsers = Set(people.indices.filter { licensed.contains(people[$0]) })
        let freeHosts = Set(names.indices.filter { hosts.holds(host: names[$0].string, rank: ranks[$0]) })
        let unassigned = held.filter { $0.host.isEmpty }.compactMap { line in
            line.rank.map { RankCount(rank: $0, count: line.quantity) }
        }
        let optimum = MixOptimum(
            cover: cover,
            users: MixOptimum.Side(
                price: userPrice, ranks: people.map { _ in Rank.any }, pool: [], free: freeUsers),
            devices: MixOptimum.Side(price: hostPrice, ranks: ranks, pool: unassigned, free: freeHosts),
            freeUsers: freeUsers, freeDevices: freeHosts)
        outsidersWithCAL = optimum.users.count
        leaveOpen(open)
        list(
            optimum, names: names, ranks: ranks, serversOf: serversOf, people: people, edges: edges,
            freeHosts: freeHosts,
            unassigned: unassigned, prices: (userPrice, hostPrice))
    }

    /// Takes the count back where external users are on servers without a verdict.
    private mutating func leaveOpen(_ servers: [String]) {
        guard let first = servers.first else { return }
        outsidersWithCAL = nil
        whyNoCount = "external users on a server whose verdict is not determinable (\(first))"
    }

    private mutating func list(
        _ optimum: MixOptimum, names: [ExactText], ranks: [Int], serversOf: [[Int]], people: [Int],
        edges: Set<CoverGraph.Edge>, freeHosts: Set<Int>, unassigned: [RankCount], prices: (user: Int64, host: Int64)
    ) {
        let connectors = Set(optimum.devices)
        var paid = licensed
        var pool = unassigned
        var usersOf = [Set<Int>](repeating: [], count: names.count)
        for edge in edges { usersOf[Int(edge.device)].insert(people[Int(edge.user)]) }
        for host in names.indices {
            let users = usersOf[host]
            let choice: String
            let cost: Int64
            let why: String
            if connectors.contains(host) {
                choice = "external-connector"
                if freeHosts.contains(host) {
                    (cost, why) = (0, "held and assigned")
                } else if let spare = pool.firstIndex(where: { $0.count > 0 && $0.rank >= ranks[host] }) {
                    pool[spare].count -= 1
                    (cost, why) = (0, "proposal: assign one of the unassigned External Connectors")
                } else {
                    (cost, why) = (prices.host, "cheapest cover of all external users; \(optimum.certificate)")
                }
            } else {
                choice = users.isEmpty ? "none" : "cals"
                let new = users.subtracting(paid)
                paid.formUnion(new)
                cost = PriceList.times(prices.user, new.count)
                why =
                    "\(users.count) external users by CAL, \(new.count) of them not counted on a host above; "
                    + optimum.certificate
            }
            choices.append(
                ExternalChoice(
                    host: names[host].string,
                    servers: Set(serversOf[host].map { ExactText(study.identities.servers[$0].name) }).sorted()
                        .map(\.string),
                    choice: choice, cost: Money(hundredths: cost), why: why))
        }
    }
}
