import AccessModel
import Identity
import Licensing
import PositionModel

/// The servers of the logs and of servers.csv, with what they run and who reached them.
enum ServerLines {
    static func lines(_ study: Study, served: ServedProducts) -> [ServerLine] {
        var products: [ExactText: [ServerLine.Product]] = [:]
        for row in served.rows where !row.isImplied {
            let name = row.server.map { study.identities.servers[$0].name } ?? row.name
            let product = ServerLine.Product(
                product: row.product.id, version: row.version?.id ?? study.estate.servers[row.entry].version)
            if products[ExactText(name), default: []].contains(product) { continue }
            products[ExactText(name), default: []].append(product)
        }
        var lines: [ServerLine] = CensusTaker.servers(
            evidence: study.evidence, identities: study.identities, estate: study.estate
        ).map { census in
            ServerLine(
                server: census.server, products: products.removeValue(forKey: ExactText(census.server)) ?? [],
                users: census.users, devicesLow: census.devicesLow, devicesHigh: census.devicesHigh,
                edges: census.edges, firstDay: census.firstDay, lastDay: census.lastDay,
                reasons: census.reasons.filter { $0.figure != "anonymousVisitors" })
        }
        // In servers.csv and in no log.
        lines += products.keys.sorted().map { name in
            ServerLine(
                server: name.string, products: products[name] ?? [], users: 0, devicesLow: Figure(0),
                devicesHigh: Figure(0), edges: Figure(0), firstDay: "", lastDay: "", reasons: [])
        }
        return lines.sorted { ExactText($0.server) < ExactText($1.server) }
    }
}
