import AccessModel
import Identity
import Licensing
import PositionModel

/// Physical hosts of servers, and the External Connectors on them.
struct HostRegister: Sendable {
    private var hostsOf: [Int: [String]] = [:]
    private var windows: [Int: ServedProduct] = [:]
    private let names: [String]
    private let assigned: [ConnectorHolding]

    init(_ study: Study, served: ServedProducts, connectors: [ConnectorHolding]) {
        names = study.identities.servers.map(\.name)
        assigned = connectors.filter { !$0.host.isEmpty && $0.quantity > 0 }
        for row in served.rows {
            guard let server = row.server else { continue }
            let hosts = study.estate.servers[row.entry].hosts.map(\.scalarLowercased).filter { !$0.isEmpty }
            for host in hosts where !(hostsOf[server, default: []].contains { ExactText($0) == ExactText(host) }) {
                hostsOf[server, default: []].append(host)
            }
            if row.product.id == ExternalLicensing.product, windows[server] == nil { windows[server] = row }
        }
    }

    /// Hosts a server may run on, sorted; the server itself where none is declared.
    func hosts(_ server: Int) -> [String] {
        let hosts = hostsOf[server] ?? []
        return hosts.isEmpty ? [names[server]] : hosts.sorted { $0.isByteOrdered(before: $1) }
    }

    func areDeclared(_ server: Int) -> Bool { !(hostsOf[server] ?? []).isEmpty }
    func version(_ server: Int) -> Catalogue.Version? { windows[server]?.version }
    func rank(_ server: Int) -> Int { windows[server]?.rank ?? Rank.any }

    /// Why access to the server's Windows needs no licence at all; nil where it does.
    func exemption(_ server: Int) -> String? {
        guard let row = windows[server], case .none(let why) = row.need else { return nil }
        return why
    }

    /// True where a connector of sufficient version is assigned to the host.
    func holds(host: String, rank: Int) -> Bool {
        assigned.contains { same($0.host, host) && ($0.rank ?? Int.min) >= rank }
    }

    /// True where any connector is assigned to a host of the server, usable or not.
    func hasConnector(_ server: Int) -> Bool {
        hosts(server).contains { host in assigned.contains { same($0.host, host) } }
    }

    func isCovered(_ server: Int) -> Bool { missing(server).isEmpty }

    /// Hosts without a usable connector.
    func missing(_ server: Int) -> [String] {
        hosts(server).filter { !holds(host: $0, rank: rank(server)) }
    }

    private func same(_ a: String, _ b: String) -> Bool {
        ExactText(a) == ExactText(b) || ExactText(a.firstLabel) == ExactText(b.firstLabel)
    }
}

/// What the organisation declared of its sites.
struct Declarations: Sendable {
    private let sites: [(server: Int, site: ExactText, exemption: Catalogue.Exemption?, by: String)]
    /// Servers declared as web workload in servers.csv.
    private let webServers: Set<Int>
    private let webWorkload: Catalogue.Exemption?
    /// Anonymous Internet access to servers before 2012.
    let anonymousRule: Catalogue.Exemption?

    init(_ study: Study, remarks: inout Remarks) {
        let exemptions = study.catalogue.exemptions
        webWorkload = exemptions.first { $0.id == "web-workload" }
        anonymousRule = exemptions.first { $0.id == "internet-unauthenticated" }
        var sites: [(server: Int, site: ExactText, exemption: Catalogue.Exemption?, by: String)] = []
        for site in study.estate.settings.sites {
            guard let server = Self.server(site.server, study) else {
                remarks.note(file: "estate.yaml", "sites: the evidence knows no server \"\(site.server)\"")
                continue
            }
            let exemption = exemptions.first { $0.id == site.exemption.scalarLowercased }
            if exemption == nil, site.exemption.scalarLowercased != "none" {
                remarks.note(
                    file: "estate.yaml",
                    "sites: \"\(site.exemption)\" of \(site.server) is no exemption of the catalogue")
            }
            let by = [site.declaredBy, site.date].filter { !$0.isEmpty }.joined(separator: ", ")
            sites.append((server, ExactText(site.site.scalarLowercased), exemption, by))
        }
        self.sites = sites
        webServers = Set(
            study.estate.servers.filter { $0.exposure.scalarLowercased == "web-workload" }.compactMap {
                Self.server($0.server, study)
            })
    }

    private static func server(_ name: String, _ study: Study) -> Int? {
        let lower = name.scalarLowercased
        if let server = study.serverByName[ExactText(lower)] { return server }
        return study.identities.servers.firstIndex { ExactText($0.name.firstLabel) == ExactText(lower.firstLabel) }
    }

    private func entries(_ key: SiteKey) -> [(exemption: Catalogue.Exemption?, by: String)] {
        sites.filter {
            $0.server == key.server && ($0.site.isEmpty || $0.site.string == key.site.string.scalarLowercased)
        }
        .map { ($0.exemption, $0.by) }
    }

    /// True where somebody said what the site is, exempt or not.
    func isDeclared(_ key: SiteKey) -> Bool { !entries(key).isEmpty || webServers.contains(key.server) }

    /// The declared exemption that holds for the site's version and all its evidence; nil for none.
    func exemption(_ key: SiteKey, _ site: SiteAccess, version: Catalogue.Version?) -> String? {
        var declared = entries(key)
        if webServers.contains(key.server), site.isWeb { declared.append((webWorkload, "servers.csv exposure")) }
        for entry in declared where site.isWeb && !site.hasOtherAccess {
            guard let exemption = entry.exemption,
                Catalogue.Product.holds(exemption.versions, version?.id) || version == nil,
                exemption.authenticated || (site.external.isEmpty && site.unknown.isEmpty)
            else { continue }
            return "\(exemption.name) (\(exemption.id)), declared by \(entry.by.isEmpty ? "nobody named" : entry.by)"
        }
        return nil
    }
}
