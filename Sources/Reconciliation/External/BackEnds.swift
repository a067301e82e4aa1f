import AccessModel
import Identity
import Licensing
import PositionModel

/// Servers that front ends reach for others (`behind` of servers.csv): pooling never lowers the count, so whoever is at a front
/// end is at what stands behind it.
struct BackEnds: Sendable {
    /// Front ends of the rows of each server, nearest and farther ones, by product.
    private(set) var frontEnds: [Int: [ExactText: Set<Int>]] = [:]

    init(_ study: Study, served: ServedProducts) {
        var direct: [Int: Set<Int>] = [:]
        var ofRows: [(server: Int, product: ExactText, fronts: Set<Int>)] = []
        for row in served.rows {
            guard let server = row.server else { continue }
            let fronts = Set(
                study.estate.servers[row.entry].behind.compactMap { name -> Int? in
                    let name = name.scalarLowercased
                    return study.serverByName[ExactText(name)] ?? study.serverByName[ExactText(name.firstLabel)]
                }
            ).subtracting([server])
            if fronts.isEmpty { continue }
            direct[server, default: []].formUnion(fronts)
            ofRows.append((server, ExactText(row.product.id), fronts))
        }
        for (server, product, fronts) in ofRows {
            // The operating system below is used with the product, whether its own row says so or not.
            for reached in [product, ExactText(ExternalLicensing.product)] {
                frontEnds[server, default: [:]][reached, default: []].formUnion(
                    Self.all(fronts, direct).subtracting([server]))
            }
        }
    }

    /// Those in front of front ends too.
    private static func all(_ fronts: Set<Int>, _ direct: [Int: Set<Int>]) -> Set<Int> {
        var all = fronts
        var queue = Array(fronts)
        while let next = queue.popLast() {
            for front in direct[next] ?? [] where all.insert(front).inserted { queue.append(front) }
        }
        return all
    }
}

/// Whoever reaches a server through its front ends.
struct IndirectAccess: Sendable {
    /// External users by product.
    var external: [ExactText: Set<Int>] = [:]
    /// Users from outside whose relation nobody declared.
    var unknown: Set<Int> = []
    /// Addresses of visitors without a name.
    var anonymous: Set<TextID> = []
    /// Suspected proxies before a front end; empty where none is.
    var proxy = ""
    /// Front ends that anybody came through.
    var frontEnds: Set<Int> = []

    var everybody: Set<Int> { external.values.reduce(into: []) { $0.formUnion($1) } }
    var isEmpty: Bool { frontEnds.isEmpty }

    /// - Parameter sites: direct access, by server.
    init(_ frontEnds: [ExactText: Set<Int>], sites: [Int: [SiteAccess]]) {
        for (product, fronts) in frontEnds {
            for front in fronts.sorted() {
                for site in sites[front] ?? [] where site.hasAccess || !site.proxy.isEmpty {
                    self.frontEnds.insert(front)
                    external[product, default: []].formUnion(site.external)
                    unknown.formUnion(site.unknown)
                    anonymous.formUnion(site.anonymous)
                    if proxy.isEmpty { proxy = site.proxy }
                }
            }
        }
    }

    init() {}
}
