import AccessModel
import PositionModel

/// Which rows of servers.csv are about the same server: by the evidence, or by a name they share, short or full, or an alias.
struct SameServer: Sendable {
    /// By index into `Estate.servers`: the first row about the same server.
    private var first: [Int]

    /// - Parameter serverOf: index into `Identities.servers` of each row; nil where the evidence does not know the server.
    init(_ servers: [ServerEntry], serverOf: [Int?]) {
        let written = servers.map { ([$0.server] + $0.aliases).map(\.scalarLowercased).filter { !$0.isEmpty } }
        let names = HostNames(written.joined())
        first = Array(servers.indices)
        var byName: [ExactText: Int] = [:]
        var byServer: [Int: Int] = [:]
        for entry in servers.indices {
            for name in written[entry] { join(entry, &byName[ExactText(names.host(name))]) }
            if let server = serverOf[entry] { join(entry, &byServer[server]) }
        }
        for entry in first.indices { first[entry] = leader(entry) }
    }

    /// The first row about the same server.
    subscript(entry: Int) -> Int { first[entry] }

    private mutating func join(_ entry: Int, _ known: inout Int?) {
        guard let other = known else {
            known = entry
            return
        }
        let (a, b) = (leader(entry), leader(other))
        first[max(a, b)] = min(a, b)
    }

    private func leader(_ entry: Int) -> Int {
        var entry = entry
        while first[entry] != entry { entry = first[entry] }
        return entry
    }
}
