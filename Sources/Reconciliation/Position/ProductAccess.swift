import AccessModel
import Identity
import Licensing
import PositionModel

/// Who and what reached the servers of one product in the window, and how new a licence each needs.
struct ProductAccess: Sendable {
    /// Highest rank each user and device reached.
    private(set) var userRanks = HighestRanks()
    private(set) var deviceRanks = HighestRanks()
    /// First and last day of each of them.
    private(set) var userDays = DaySpans()
    private(set) var deviceDays = DaySpans()
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
        userDays.merge(other.userDays)
        deviceDays.merge(other.deviceDays)
        directUsers.formUnion(other.directUsers)
        usersWithoutDevice.formUnion(other.usersWithoutDevice)
        devicesWithoutUser.formUnion(other.devicesWithoutUser)
        machineDevices.formUnion(other.machineDevices)
        for edge in other.edges { pairs.add(edge) }
        pairs.finish()
    }

    fileprivate mutating func add(_ row: ResolvedRow, on day: Day, rank: Int, isDirect: Bool, isNobody: Bool) {
        if let user = row.user {
            userRanks.raise(user, to: rank)
            userDays.see(user, on: day)
            if isDirect { directUsers.insert(user) }
            guard let device = row.device else {
                usersWithoutDevice.insert(user)
                return
            }
            deviceRanks.raise(device, to: rank)
            deviceDays.see(device, on: day)
            pairs.add(Edge(user: user, device: device))
        } else if let device = row.device {
            if isNobody {
                machineDevices.insert(device)
            } else {
                deviceRanks.raise(device, to: rank)
                deviceDays.see(device, on: day)
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

    init(_ study: Study, served: ServedProducts) {
        let walk = AccessWalk(study, served: served)
        let targets = walk.targets
        var accesses = targets.map { _ in ProductAccess() }
        var isReached = targets.map { _ in false }
        let nobody = study.identities.accounts.map { !$0.principalRule.isEmpty }
        let hosts = walk.sessionHosts
        let rows = study.evidence.rows
        walk.forEach(study) { position, resolved, isSession in
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
            let isNobody = resolved.account.map { nobody[$0] } ?? false
            let day = rows.day(of: position)
            for slot in walk.slots[resolved.server] where isSession || !slot.isForSessions {
                accesses[slot.place].add(
                    resolved, on: day, rank: slot.rank, isDirect: slot.isDirect, isNobody: isNobody)
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

    /// Users and devices of the sessions nobody has decided to be administration or use, by server.
    func undecidedSessions(_ study: Study) -> [Int: (users: Set<Int>, devices: Set<Int>)] {
        let id = QuestionKind.remoteAdministration.id(product: Sessions.product)
        return remoteAdministration.reduce(into: [:]) { open, session in
            let (server, people) = session
            if study.answers.word(id, study.identities.servers[server].name) == "administration" { return }
            open[server] = (people, sessionDevices[server] ?? [])
        }
    }
}

/// Which rows are remote desktop sessions.
enum Sessions {
    static let product = "windows-rds"

    /// Servers with a session in the window.
    static func servers(_ study: Study) -> Set<Int> {
        let (rows, resolved) = (study.evidence.rows, study.identities.rows)
        let mayBe = zip(rows.facets, study.areAccess).map { $1 && Self.mayBe($0.channel) }
        if !mayBe.contains(true) { return [] }
        return Set(
            rows.indices.lazy.filter { position in
                mayBe[rows.facet(of: position)] && isSession(rows[position]) && resolved.user(of: position) != nil
            }.map { resolved.server(of: $0) })
    }

    /// False for a channel no session comes by.
    static func mayBe(_ channel: Channel) -> Bool {
        switch channel {
        case .remoteInteractive, .cachedRemoteInteractive, .rdpSession, .sessionReconnect, .rdGateway: true
        default: false
        }
    }

    /// A session with a client address, or one through a gateway.
    static func isSession(_ row: EvidenceRow) -> Bool {
        mayBe(row.channel) && (row.clientAddress != 0 || row.channel == .rdGateway)
    }
}
