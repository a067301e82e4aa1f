import AccessModel

/// What web lines say of who sent them: anonymous visits, and the user agents of every direct peer.
struct WebVisits: Sendable {
    private let hash: SeededHash
    private(set) var addresses: AddressNumbers
    private(set) var kinds: VisitKinds
    private(set) var visitors: VisitorTable
    private(set) var sites: SiteNumbers
    private(set) var agents: AgentTable
    /// Visits on their way into the table, with their agents, sites and peers.
    private var visitKeys: [UInt64] = []
    private var visitAgents: [UInt32] = []
    private var visitSites: [UInt32] = []
    private var visitPeers: [AddressNumbers.Number] = []
    private var agentArrivals: [AgentTable.Arrival] = []
    /// Which of them came with another agent than last seen.
    private var changed: [Int] = []

    init(hash: SeededHash) {
        self.hash = hash
        addresses = AddressNumbers(hash: hash)
        kinds = VisitKinds(hash: hash)
        visitors = VisitorTable(hash: hash)
        sites = SiteNumbers(hash: hash)
        agents = AgentTable(hash: hash)
    }

    var isEmpty: Bool { visitors.count == 0 && agents.count == 0 }

    var bytes: Int { addresses.bytes + kinds.bytes + visitors.bytes + sites.bytes + agents.bytes }

    /// Where a line was logged, and what it shows of its direct peer.
    struct Sender {
        /// computer, server address
        var server: UInt64
        var site: UInt32
        var peer: AddressNumbers.Number
        var agentHash: UInt64
        var signs: PeerSigns
    }

    /// The number of the client's address, nil where the line has none.
    mutating func peer(of access: borrowing Access, _ arena: UnsafeRawBufferPointer) -> AddressNumbers.Number? {
        if access.addressBits != 0 { return UInt64(access.addressBits) }
        return access.address.isEmpty ? nil : addresses.number(of: access.address.bytes(in: arena))
    }

    /// Counts a visit by the peer itself.
    mutating func addVisit(_ kind: VisitKind, from sender: Sender, at time: Instant) {
        let site = note(sender.signs, of: sender)
        let number = kinds.number(of: kind, at: time)
        visitKeys.append(VisitorTable.key(number, sender.peer))
        visitAgents.append(WebVisits.agent(sender.agentHash))
        visitSites.append(site)
        visitPeers.append(sender.peer)
    }

    /// Counts a visit that the peer passed on.
    mutating func addVisit(_ kind: VisitKind, of visitor: IPAddress, through sender: Sender, at time: Instant) {
        addAgent(of: sender)
        let number = kinds.number(of: kind, at: time)
        visitKeys.append(VisitorTable.key(number, addresses.number(of: visitor)))
        visitAgents.append(0)
        visitSites.append(0)
        visitPeers.append(0)
    }

    /// Notes the agent and the signs of a line that is no anonymous visit.
    mutating func addAgent(of sender: Sender) {
        let site = note(sender.signs, of: sender)
        let agent = WebVisits.agent(sender.agentHash)
        if agent != 0 { agentArrivals.append(agents.arrival(agent, site: site, peer: sender.peer)) }
    }

    /// Brings what has been added since the last time into the tables.
    mutating func endGroup() {
        visitors.add(visitKeys, agents: visitAgents, changed: &changed)
        for index in changed {
            agentArrivals.append(
                agents.arrival(visitAgents[index], site: visitSites[index], peer: visitPeers[index]))
        }
        agents.add(&agentArrivals)
        visitKeys.removeAll(keepingCapacity: true)
        visitAgents.removeAll(keepingCapacity: true)
        visitSites.removeAll(keepingCapacity: true)
        visitPeers.removeAll(keepingCapacity: true)
        agentArrivals.removeAll(keepingCapacity: true)
    }

    private mutating func note(_ signs: PeerSigns, of sender: Sender) -> UInt32 {
        let site = sites.number(of: SiteNumbers.Site(server: sender.server, site: sender.site))
        if !signs.isEmpty {
            for sign in PeerSigns.all where signs.contains(sign) {
                agentArrivals.append(agents.arrival(UInt32(sign.rawValue), site: site, peer: sender.peer))
            }
        }
        return site
    }

    /// Half of the hash is enough to tell 16 agents apart; 0 where the line has none.
    private static func agent(_ hash: UInt64) -> UInt32 {
        hash == 0 ? 0 : max(UInt32(truncatingIfNeeded: hash ^ hash >> 32), PeerSigns.firstAgentNumber)
    }
}
