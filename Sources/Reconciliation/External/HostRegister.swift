import AccessModel
import Identity
import Licensing
import PositionModel

/// Physical hosts of servers, and the External Connectors on them.
struct HostRegister: Sendable {
    private var hostsOf: [Int: [String]] = [:]
    private var windows: [Int: ServedProduct] = [:]
    private let names: HostNames
    private let servers: [String]
    private var assigned: [ExactText: [ConnectorHolding]] = [:]
    /// Connectors assigned to a host that no row of servers.csv names.
    private(set) var strays: [ConnectorHolding] = []

    init(_ study: Study, served: ServedProducts, connectors: [ConnectorHolding]) {
        let assigned = connectors.filter { !$0.host.isEmpty && $0.quantity > 0 }
        let declared = study.estate.servers.map { $0.hosts.map(\.scalarLowercased).filter { !$0.isEmpty } }
        names = HostNames(
            study.identities.servers.map(\.name) + study.estate.servers.map(\.server.scalarLowercased)
                + declared.flatMap { $0 } + assigned.map(\.host))
        servers = study.identities.servers.map(\.name)
        // A server without a host is its own, by whatever name.
        var known = Set(servers.map { ExactText(names.host($0)) })
        var aliases: [ExactText: String] = [:]
        for entry in study.estate.servers {
            let server = names.host(entry.server.scalarLowercased)
            known.insert(ExactText(server))
            for alias in entry.aliases { aliases[ExactText(names.host(alias.scalarLowercased))] = server }
        }
        for row in served.rows {
            guard let server = row.server else { continue }
            for host in declared[row.entry].map(names.host)
            where !hostsOf[server, default: []].contains(where: { ExactText($0) == ExactText(host) }) {
                hostsOf[server, default: []].append(host)
            }
            if row.product.id == ExternalLicensing.product, windows[server] == nil { windows[server] = row }
        }
        known.formUnion(declared.joined().map { ExactText(names.host($0)) })
        for connector in assigned {
            let written = names.host(connector.host)
            let host = known.contains(ExactText(written)) ? written : aliases[ExactText(written)] ?? written
            if known.contains(ExactText(host)) {
                self.assigned[ExactText(host), default: []].append(connector)
            } else {
                strays.append(connector)
            }
        }
    }

    /// Hosts a server may run on, sorted; the server itself where none is declared.
    func hosts(_ server: Int) -> [String] {
        let hosts = hostsOf[server] ?? []
        return hosts.isEmpty ? [names.host(servers[server])] : hosts.sorted { $0.isByteOrdered(before: $1) }
    }

    func areDeclared(_ server: Int) -> Bool { !(hostsOf[server] ?? []).isEmpty }
    func version(_ server: Int) -> Catalogue.Version? { windows[server]?.version }

    /// The best rank of a kind of connector assigned to a host; nil for none of a known version.
    func rank(of licence: String, on host: String) -> Int? {
        assigned[ExactText(host)]?.filter { ExactText($0.licence) == ExactText(licence) }.compactMap(\.rank).max()
    }

    /// True where any connector is assigned to a host of the server, usable or not.
    func hasConnector(_ server: Int) -> Bool { hosts(server).contains { assigned[ExactText($0)] != nil } }

    /// Hosts of a server without a usable connector of each of these kinds.
    func missing(_ server: Int, _ connectors: [OutsiderTerms.Term]) -> [String] {
        hosts(server).filter { host in
            !connectors.allSatisfy { (rank(of: $0.licence, on: host) ?? Int.min) >= $0.rank }
        }
    }

    /// Findings about connectors on hosts nobody knows.
    func findings(_ study: Study) -> [Finding] {
        strays.map { connector in
            let entry = study.estate.entitlements[connector.line]
            return Finding(
                id: "F-connector-host-\(entry.line)", severity: .medium, product: "",
                statement:
                    "\(entry.licence) on line \(entry.line) of entitlements.csv is assigned to \(entry.assignedTo), which is no host and no server of servers.csv.",
                effect:
                    "\(connector.quantity) External Connectors cover nothing; correct the name, or name the host in servers.csv",
                evidence: "entitlements.csv line \(entry.line)")
        }
    }
}
