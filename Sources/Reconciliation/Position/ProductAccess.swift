import AccessModel
import Identity
import Licensing
import PositionModel

/// Who and what reached the servers of one product in the window, and how new a licence each needs.
struct ProductAccess: Sendable {
    /// Highest rank each user and device reached.
    private(set) var userRanks = HighestRanks()
    private(set) var deviceRanks = HighestRanks()
    /// Users with access to one of the product's own servers, not only to a front end before it.
    private(set) var directUsers = NumberSet()
    /// Distinct pairs, in order.
    var edges: [Edge] { pairs.edges }
    /// Users of rows that name no device, devices of rows that name no account.
    private(set) var usersWithoutDevice = NumberSet()
    private(set) var devicesWithoutUser = NumberSet()
    /// Devices of machine-account rows: evidence of a device, never an edge.
    private(set) var machineDevices = NumberSet()
    private var pairs = EdgeList()

    /// A user and a device, in eight bytes.
    struct Edge: Sendable, Hashable, Comparable {
        private let both: UInt64
        var user: Int { Int(both >> 32) }
        var device: Int { Int(both & 0xFFFF_FFFF) }

        init(user: Int, device: Int) { both = UInt64(UInt32(user)) << 32 | UInt64(UInt32(device)) }
        static func < (a: Edge, b: Edge) -> Bool { a.both < b.both }
    }

    mutating func merge(_ other: ProductAccess) {
        userRanks.merge(other.userRanks)
        deviceRanks.merge(other.deviceRanks)
        directUsers.formUnion(other.directUsers)
        usersWithoutDevice.formUnion(other.usersWithoutDevice)
        devicesWithoutUser.formUnion(other.devicesWithoutUser)
        machineDevices.formUnion(other.machineDevices)
        for edge in other.edges { pairs.add(edge) }
        pairs.finish()
    }

    fileprivate mutating func add(_ row: ResolvedRow, rank: Int, isDirect: Bool, isNobody: Bool) {
        if let user = row.user {
            userRanks.raise(user, to: rank)
            if isDirect { directUsers.insert(user) }
            guard let device = row.device else {
                usersWithoutDevice.insert(user)
                return
            }
            deviceRanks.raise(device, to: rank)
            pairs.add(Edge(user: user, device: device))
        } else if let device = row.device {
            if isNobody {
                machineDevices.insert(device)
            } else {
                deviceRanks.raise(device, to: rank)
                devicesWithoutUser.insert(device)
            }
        }
    }

    /// Called when all rows are in.
    fileprivate mutating func finish() { pairs.finish() }
}

/// Edges as rows bring them, many times each: most users have one device, so a user's last one is known by heart, and
/// what comes again all the same is taken out whenever the list has doubled.
struct EdgeList: Sendable {
    private static let smallest = 1 << 16

    /// Distinct and in order once `finish` was called.
    private(set) var edges: [ProductAccess.Edge] = []
    /// By user.
    private var last: [ProductAccess.Edge?] = []
    private var limit = EdgeList.smallest

    mutating func add(_ edge: ProductAccess.Edge) {
        if edge.user >= last.count {
            last.append(contentsOf: repeatElement(nil, count: max(edge.user + 1, 2 * last.count) - last.count))
        }
        if last[edge.user] == edge { return }
        last[edge.user] = edge
        edges.append(edge)
        if edges.count >= limit {
            tidy()
            limit = max(EdgeList.smallest, 2 * edges.count)
        }
    }

    mutating func finish() {
        tidy()
        last = []
        limit = max(EdgeList.smallest, 2 * edges.count)
    }

    private mutating func tidy() {
        edges.sort()
        var count = 0
        for index in edges.indices where count == 0 || edges[count - 1] != edges[index] {
            edges[count] = edges[index]
            count += 1
        }
        edges.removeLast(edges.count - count)
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
        /// True for the product that only sessions reach.
        var isForSessions = false
        /// Place among the accesses that are counted.
        var place = 0
    }

    private struct Target: Hashable {
        var product: ExactText
        var isUndetermined: Bool
    }

    init(_ study: Study, served: ServedProducts) {
        let (slots, targets) = Self.placed(Self.slots(study, served: served), servers: study.identities.servers.count)
        var accesses = targets.map { _ in ProductAccess() }
        var isReached = targets.map { _ in false }
        let nobody = study.identities.accounts.map { !$0.principalRule.isEmpty }
        let anonymous = study.identities.anonymousAccounts
        let administrators = Administrators(study)
        let hosts = Set(served.rows.filter { $0.product.id == Sessions.product }.compactMap(\.server))
        for (row, resolved) in zip(study.evidence.rows, study.identities.rows)
        where row.outcome == .success && resolved.standing == .access {
            let account = resolved.account
            if let account, anonymous[account] { continue }
            if administrators.contains(server: resolved.server, user: resolved.user) { continue }
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
            let isNobody = account.map { nobody[$0] } ?? false
            for slot in slots[resolved.server] where isSession || !slot.isForSessions {
                accesses[slot.place].add(resolved, rank: slot.rank, isDirect: slot.isDirect, isNobody: isNobody)
                isReached[slot.place] = true
            }
        }
        for (place, target) in targets.enumerated() where isReached[place] {
            accesses[place].finish()
            if target.isUndetermined {
                undetermined[target.product.string] = accesses[place]
            } else {
                products[target.product.string] = accesses[place]
            }
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

    /// Users and devices of the sessions nobody has decided to be administration or use, by server.
    func undecidedSessions(_ study: Study) -> [Int: (users: Set<Int>, devices: Set<Int>)] {
        let id = QuestionKind.remoteAdministration.id(product: Sessions.product)
        return remoteAdministration.reduce(into: [:]) { open, session in
            let (server, people) = session
            if study.answers.word(id, study.identities.servers[server].name) == "administration" { return }
            open[server] = (people, sessionDevices[server] ?? [])
        }
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
