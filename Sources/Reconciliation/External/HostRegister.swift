import AccessModel
import Identity
import Licensing
import PositionModel

/// Physical hosts of servers, and the External Connectors on them.
struct HostRegister: Sendable {
    private var hostsOf: [Int: [String]] = [:]
    private var windows: [Int: ServedProduct] = [:]
    private let names: HostNames
    /// Servers by their aliases.
    private var aliases: [ExactText: String] = [:]
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
        var serverNames: Set<ExactText> = []
        for entry in study.estate.servers { serverNames.insert(ExactText(names.host(entry.server.scalarLowercased))) }
        for entry in study.estate.servers {
            for alias in entry.aliases.map({ names.host($0.scalarLowercased) })
            where !serverNames.contains(ExactText(alias)) {
                aliases[ExactText(alias)] = names.host(entry.server.scalarLowercased)
            }
        }
        for row in served.rows {
            guard let server = row.server else { continue }
            for host in declared[row.entry].map(canonical)
            where !hostsOf[server, default: []].contains(where: { ExactText($0) == ExactText(host) }) {
                hostsOf[server, default: []].append(host)
            }
            if row.product.id == ExternalLicensing.product, windows[server] == nil { windows[server] = row }
        }
        // A server without a host is its own.
        var known = Set(declared.joined().map { ExactText(canonical($0)) })
        for server in servers.indices where !areDeclared(server) { known.insert(ExactText(canonical(servers[server]))) }
        for entry in study.estate.servers where entry.hosts.isEmpty {
            known.insert(ExactText(canonical(entry.server.scalarLowercased)))
        }
        for connector in assigned {
            let host = canonical(connector.host)
            if known.contains(ExactText(host)) {
                self.assigned[ExactText(host), default: []].append(connector)
            } else {
                strays.append(connector)
            }
        }
    }

    /// The one spelling of a host: its full name, or the server's for an alias of it.
    private func canonical(_ name: String) -> String {
        let name = names.host(name)
        return aliases[ExactText(name)] ?? name
    }

    /// Hosts a server may run on, sorted; the server itself where none is declared.
    func hosts(_ server: Int) -> [String] {
        let hosts = hostsOf[server] ?? []
        return hosts.isEmpty ? [canonical(servers[server])] : hosts.sorted { $0.isByteOrdered(before: $1) }
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
        strays.map { connector -> Finding in
            let entry = study.estate.entitlements[connector.line]
            let isServer = study.serverByName[ExactText(connector.host)] != nil
            return Finding(
                id: "F-connector-host-\(entry.line)", severity: .medium, product: "",
                statement:
                    "\(entry.licence) on line \(entry.line) of entitlements.csv is assigned to \(entry.assignedTo), which is \(isServer ? "a server that runs on another host" : "no host and no server of servers.csv").",
                effect:
                    "\(connector.quantity) External Connectors cover nothing; correct the name, or name the host in servers.csv",
                evidence: "entitlements.csv line \(entry.line)")
        } + doubled(study)
    }

    /// One connector covers a host; a second of the same kind covers nothing.
    private func doubled(_ study: Study) -> [Finding] {
        assigned.keys.sorted().flatMap { host -> [Finding] in
            let here = assigned[host] ?? []
            return Set(here.map { ExactText($0.licence) }).sorted().compactMap { licence in
                let lines = here.filter { ExactText($0.licence) == licence }
                let count = lines.reduce(0) { $0 + $1.quantity }
                guard count > 1 else { return nil }
                let written = lines.map { "line \(study.estate.entitlements[$0.line].line)" }.joined(separator: ", ")
                return Finding(
                    id: "F-connectors-twice-\(licence.string)-\(host.string)", severity: .info, product: "",
                    statement:
                        "\(count) of \(licence.string) are assigned to the host \(host.string), which needs one.",
                    effect: "\(count - 1) External Connectors cover nothing", evidence: "entitlements.csv \(written)")
            }
        }
    }
}
