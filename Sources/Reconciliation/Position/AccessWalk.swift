import AccessModel
import Identity
import Licensing
import PositionModel

/// The rows that are access to products, and what each is access to.
struct AccessWalk: Sendable {
    /// A product access to a server is access to.
    struct Slot: Sendable {
        var product: String
        /// Index into `Estate.servers`: the row that names the product; of a front end that of the server behind it.
        var entry: Int
        /// Catalogue id; nil where it is not known.
        var version: String?
        var rank: Int
        var isDirect: Bool
        var isUndetermined: Bool
        /// True for the product that only sessions reach.
        var isForSessions = false
        /// Place among `targets`.
        var place = 0
    }

    struct Target: Sendable, Hashable {
        var product: ExactText
        var isUndetermined: Bool
    }

    /// By server.
    let slots: [[Slot]]
    let targets: [Target]
    /// Servers with a row of the product that only sessions reach.
    let sessionHosts: Set<Int>
    private let administrators: Administrators

    init(_ study: Study, served: ServedProducts) {
        (slots, targets) = Self.placed(
            Self.slots(study, served: served), servers: study.identities.servers.count)
        sessionHosts = Set(served.rows.filter { $0.product.id == Sessions.product }.compactMap(\.server))
        administrators = Administrators(study)
    }

    /// Calls `body` for each row that proves an access, except those of nobody and of a server's administrators, with its
    /// place, and whether it is a remote desktop session.
    @inline(__always)
    func forEach(_ study: Study, _ body: (_ position: Int, _ row: ResolvedRow, _ isSession: Bool) -> Void) {
        let anonymous = study.identities.anonymousAccounts
        let (rows, isAccess) = (study.evidence.rows, study.areAccess)
        let mayBeSession = rows.facets.map { Sessions.mayBe($0.channel) }
        for position in rows.indices where isAccess[rows.facet(of: position)] {
            let resolved = study.identities.rows[position]
            if let account = resolved.account, anonymous[account] { continue }
            if administrators.contains(server: resolved.server, user: resolved.user) { continue }
            body(
                position, resolved,
                mayBeSession[rows.facet(of: position)] && Sessions.isSession(rows[position]))
        }
    }

    /// The slots by server, each with the place of what it counts for.
    private static func placed(
        _ slots: [Int: [Slot]], servers: Int
    ) -> (slots: [[Slot]], targets: [Target]) {
        var byServer = [[Slot]](repeating: [], count: servers)
        var targets: [Target] = []
        var places: [Target: Int] = [:]
        for server in slots.keys.sorted() {
            byServer[server] = (slots[server] ?? []).map { slot in
                let target = Target(product: ExactText(slot.product), isUndetermined: slot.isUndetermined)
                let place = places[target] ?? targets.count
                if place == targets.count {
                    targets.append(target)
                    places[target] = place
                }
                var slot = slot
                slot.place = place
                slot.isForSessions = target.product == ExactText(Sessions.product)
                return slot
            }
        }
        return (byServer, targets)
    }

    /// For each server: the products access to it is access to, front ends included.
    private static func slots(_ study: Study, served: ServedProducts) -> [Int: [Slot]] {
        var slots: [Int: [Slot]] = [:]
        for row in served.rows {
            let isUndetermined: Bool
            switch row.need {
            case .cal: isUndetermined = false
            case .none: continue
            case .undetermined: isUndetermined = true
            }
            var slot = Slot(
                product: row.product.id, entry: row.entry, version: row.version?.id, rank: row.rank, isDirect: true,
                isUndetermined: isUndetermined)
            if let server = row.server { slots[server, default: []].append(slot) }
            slot.isDirect = false
            for frontEnd in study.estate.servers[row.entry].behind {
                let name = frontEnd.scalarLowercased
                if let server = study.serverByName[ExactText(name)] ?? study.serverByName[ExactText(name.firstLabel)] {
                    slots[server, default: []].append(slot)
                }
            }
        }
        return slots
    }
}
