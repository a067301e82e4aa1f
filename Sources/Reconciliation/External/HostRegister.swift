import AccessModel
import Identity
import Licensing
import PositionModel

/// Physical hosts of servers, and the External Connectors on them.
struct HostRegister: Sendable {
    private var hostsOf: [Int: [String]] = [:]
    private var windows: [Int: ServedProduct] = [:]
    private let names: [String]
    /// By the first label of the host: a connector may be assigned to a host by its short or its full name.
    private let assigned: [ExactText: [ConnectorHolding]]

    init(_ study: Study, served: ServedProducts, connectors: [ConnectorHolding]) {
        names = study.identities.servers.map(\.name)
        assigned = Dictionary(
            grouping: connectors.filter { !$0.host.isEmpty && $0.quantity > 0 }, by: { ExactText($0.host.firstLabel) })
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

    /// The best rank of a kind of connector assigned to a host; nil for none of a known version.
    func rank(of licence: String, on host: String) -> Int? {
        assigned[ExactText(host.firstLabel)]?.filter { ExactText($0.licence) == ExactText(licence) }
            .compactMap(\.rank).max()
    }

    /// True where any connector is assigned to a host of the server, usable or not.
    func hasConnector(_ server: Int) -> Bool {
        hosts(server).contains { assigned[ExactText($0.firstLabel)] != nil }
    }

    /// Hosts of a server without a usable connector of each of these kinds.
    func missing(_ server: Int, _ connectors: [OutsiderTerms.Term]) -> [String] {
        hosts(server).filter { host in
            !connectors.allSatisfy { (rank(of: $0.licence, on: host) ?? Int.min) >= $0.rank }
        }
    }
}
