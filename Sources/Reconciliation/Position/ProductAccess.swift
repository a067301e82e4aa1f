import AccessModel
import Identity
import Licensing
import PositionModel

/// Who and what reached the servers of one product in the window, and how new a licence each needs.
struct ProductAccess: Sendable {
    /// Highest rank each user and device reached.
    private(set) var userRanks: [Int: Int] = [:]
    private(set) var deviceRanks: [Int: Int] = [:]
    /// Users with access to one of the product's own servers, not only to a front end before it.
    private(set) var directUsers: Set<Int> = []
    /// Distinct pairs.
    private(set) var edges: Set<Edge> = []
    /// Users of rows that name no device, devices of rows that name no account.
    private(set) var usersWithoutDevice: Set<Int> = []
    private(set) var devicesWithoutUser: Set<Int> = []
    /// Devices of machine-account rows: evidence of a device, never an edge.
    private(set) var machineDevices: Set<Int> = []

    struct Edge: Sendable, Hashable, Comparable {
        var user: Int
        var device: Int
        static func < (a: Edge, b: Edge) -> Bool { (a.user, a.device) < (b.user, b.device) }
    }

    mutating func merge(_ other: ProductAccess) {
        userRanks.merge(other.userRanks, uniquingKeysWith: max)
        deviceRanks.merge(other.deviceRanks, uniquingKeysWith: max)
        directUsers.formUnion(other.directUsers)
        edges.formUnion(other.edges)
        usersWithoutDevice.formUnion(other.usersWithoutDevice)
        devicesWithoutUser.formUnion(other.devicesWithoutUser)
        machineDevices.formUnion(other.machineDevices)
    }

    fileprivate mutating func add(_ row: ResolvedRow, rank: Int, isDirect: Bool, isNobody: Bool) {
        if let user = row.user {
            userRanks[user] = max(rank, userRanks[user] ?? Rank.any)
            if isDirect { directUsers.insert(user) }
            guard let device = row.device else {
                usersWithoutDevice.insert(user)
                return
            }
            deviceRanks[device] = max(rank, deviceRanks[device] ?? Rank.any)
            edges.insert(Edge(user: user, device: device))
        } else if let device = row.device {
            if isNobody {
                machineDevices.insert(device)
            } else {
                deviceRanks[device] = max(rank, deviceRanks[device] ?? Rank.any)
                devicesWithoutUser.insert(device)
            }
        }
    }
}

/// Access to every product, in one pass over the evidence.
struct AccessByProduct: Sendable {
    private(set) var products: [String: ProductAccess] = [:]
    /// The same, over servers whose licence model nobody has said.
    private(set) var undetermined: [String: ProductAccess] = [:]
    /// Remote desktop sessions on servers without a `windows-rds` row: users per server.
    private(set) var remoteAdministration: [Int: Set<Int>] = [:]
    /// Devices of the same sessions.
    private var sessionDevices: [Int: Set<Int>] = [:]
    /// Session hosts: servers with a `windows-rds` row and sessions in the evidence.
    private(set) var sessionHosts: Set<Int> = []

    private struct Slot {
        var product: String
        var rank: Int
        var isDirect: Bool
        var isUndetermined: Bool
    }

    init(_ study: Study, served: ServedProducts) {
        let slots = Self.slots(study, served: served)
        let nobody = study.identities.accounts.map { !$0.principalRule.isEmpty }
        let hosts = Set(served.rows.filter { $0.product.id == Sessions.product }.compactMap(\.server))
        for (row, resolved) in zip(study.evidence.rows, study.identities.rows)
        where row.outcome == .success && resolved.standing == .access && !study.identities.isAnonymous(resolved) {
            let isSession = Sessions.isSession(row)
            if isSession {
                if hosts.contains(resolved.server) {
                    sessionHosts.insert(resolved.server)
                } else if let user = resolved.user {
                    remoteAdministration[resolved.server, default: []].insert(user)
                    if let device = resolved.device {
                        sessionDevices[resolved.server, default: []].insert(device)
                    }
                }
            }
            for slot in slots[resolved.server] ?? [] where slot.product != Sessions.product || isSession {
                let isNobody = resolved.account.map { nobody[$0] } ?? false
                if slot.isUndetermined {
                    undetermined[slot.product, default: ProductAccess()].add(
                        resolved, rank: slot.rank, isDirect: slot.isDirect, isNobody: isNobody)
                } else {
                    products[slot.product, default: ProductAccess()].add(
                        resolved, rank: slot.rank, isDirect: slot.isDirect, isNobody: isNobody)
                }
            }
        }
    }

    /// Users and devices of the sessions nobody has decided to be administration or use.
    func undecidedSessions(_ study: Study) -> (users: Set<Int>, devices: Set<Int>) {
        let id = QuestionKind.remoteAdministration.id(product: Sessions.product)
        var (users, devices): (Set<Int>, Set<Int>) = ([], [])
        for (server, people) in remoteAdministration
        where study.answers.word(id, study.identities.servers[server].name) != "administration" {
            users.formUnion(people)
            devices.formUnion(sessionDevices[server] ?? [])
        }
        return (users, devices)
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
                product: row.product.id, rank: row.rank, isDirect: true, isUndetermined: isUndetermined)
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

/// Which rows are remote desktop sessions.
enum Sessions {
    static let product = "windows-rds"

    /// Servers with a session in the window.
    static func servers(_ study: Study) -> Set<Int> {
        Set(
            zip(study.evidence.rows, study.identities.rows).lazy.filter { row, resolved in
                row.outcome == .success && resolved.standing == .access && isSession(row) && resolved.user != nil
            }.map(\.1.server))
    }

    /// A session with a client address, or one through a gateway.
    static func isSession(_ row: EvidenceRow) -> Bool {
        switch row.channel {
        case .remoteInteractive, .cachedRemoteInteractive, .rdpSession, .sessionReconnect: row.clientAddress != 0
        case .rdGateway: true
        default: false
        }
    }
}
