import AccessModel
import Identity
import Licensing
import PositionModel

/// Where the records behind findings and questions are: what `explain` can open of each. What rests on a file the organisation wrote
/// (a ledger line, a declaration) names that file instead.
struct FindingReferences: Sendable {
    /// References one finding lists.
    static let most = 10

    private let study: Study
    /// Servers with evidence of access, and products one of them serves.
    private let seenServers: [Bool]
    private let seenProducts: Set<String>

    init(_ study: Study, served: ServedProducts) {
        self.study = study
        var seen = [Bool](repeating: false, count: study.identities.servers.count)
        for position in study.identities.rows.indices { seen[study.identities.rows[position].server] = true }
        for server in study.identities.visitServers { seen[server] = true }
        seenServers = seen
        // Of rows of servers.csv only: `explain` knows no server below another product.
        seenProducts = Set(
            served.rows.filter { !$0.isImplied && ($0.server.map { seen[$0] } ?? false) }.map(\.product.id))
    }

    /// The users of a product.
    func product(_ id: String) -> [ExplainReference] {
        seenProducts.contains(id) ? [ExplainReference(product: id, figure: .users)] : []
    }

    /// Servers by index into `Identities.servers`, with a figure each.
    func servers(_ servers: [Int], _ figure: CensusFigure) -> [ExplainReference] {
        servers.lazy.filter { seenServers.indices.contains($0) && seenServers[$0] }.prefix(Self.most).map {
            ExplainReference(server: study.identities.servers[$0].name, figure: figure)
        }
    }

    func server(named name: String, _ figure: CensusFigure) -> [ExplainReference] {
        study.serverByName[ExactText(name.scalarLowercased)].map { servers([$0], figure) } ?? []
    }

    /// Users by index into `Identities.users`: those the logs know.
    func users(_ users: [Int]) -> [ExplainReference] {
        users.lazy.filter { $0 >= 0 && isSeen($0) }.prefix(Self.most).map {
            ExplainReference(user: study.identities.users[$0].name)
        }
    }

    private func isSeen(_ user: Int) -> Bool {
        study.identities.users[user].accounts.contains { study.identities.accounts[$0].lastSeen != nil }
    }

    /// What a question's subjects are, as `explain` knows them.
    func references(of question: AskedQuestion) -> [ExplainReference] {
        let names = question.subjects.prefix(Self.most).map(\.name).filter { !$0.isEmpty }
        switch question.kind {
        case .relation, .leavers, .sharedAccounts, .manyDevices, .peopleBehind, .noDevice:
            let known = names.compactMap(study.user(written:))
            return users(known)
        case .machineOnly, .addresses, .sharedAddresses, .disabledDevices:
            return names.map { ExplainReference(device: $0) }
        case .suspectedProxies, .anonymousInside, .unknownUsers, .mixNotProven, .additive, .licenceModel:
            return product(question.product)
        case .serverVersion, .accessGroups, .remoteAdministration:
            return names.flatMap { server(named: $0, .users) }
        case .entitlementLine, .licenceFlavour, .licenceVersion, .connectorVersion, .unassignedSeats, .holder:
            return []
        }
    }
}
