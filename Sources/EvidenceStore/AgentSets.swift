import AccessModel
import CompactSets
import GRDB

/// The user agents of web peers, by site.
struct AgentSets {
    let database: Database

    func write(_ agents: ContributedAgents, key: [Int64], input: Int64) throws {
        let insert = try RowStatement(
            database,
            "INSERT INTO agent_set(input, computer, server_address, site, peers, data) VALUES (?, ?, ?, ?, ?, ?)")
        for piece in agents.pieces {
            insert.bind(0, input)
            for (index, value) in key.enumerated() { insert.bind(Int32(index) + 1, value) }
            insert.bind(4, Int64(piece.count))
            try insert.run(binding: piece.bytes, at: 5)
        }
    }

    /// Joins what an input's parts brought of each site, and keeps the smallest agents of each peer.
    func joinParts(of input: Int64) throws {
        let several = try Row.fetchAll(
            database,
            sql: """
                SELECT computer, server_address, site FROM agent_set WHERE input = ?
                GROUP BY computer, server_address, site HAVING count(*) > 1
                """, arguments: [input])
        for row in several {
            let key: [Int64] = [row["computer"], row["server_address"], row["site"]]
            var peers = Peers()
            let condition = "input = ? AND computer = ? AND server_address = ? AND site = ?"
            let query = try RowStatement(database, "SELECT data FROM agent_set WHERE \(condition)")
            query.bind(from: 0, input, key[0], key[1], key[2])
            while try query.step() { try peers.add(query.bytes(0)) }
            let delete = try RowStatement(database, "DELETE FROM agent_set WHERE \(condition)")
            delete.bind(from: 0, input, key[0], key[1], key[2])
            try delete.run()
            var agents = ContributedAgents(computer: 0, serverAddress: 0, site: 0, pieces: [])
            var writer = AgentSetWriter()
            for peer in peers.joined() {
                if let piece = writer.add(peer) { agents.pieces.append(piece) }
            }
            if let piece = writer.finish() { agents.pieces.append(piece) }
            try write(agents, key: key, input: input)
        }
    }

    /// The peers of all settled inputs, their addresses not yet texts.
    ///
    /// Each input kept its smallest agents, so as many of them as are counted are among those kept.
    func read() throws -> [(peer: IPAddress, agents: PeerAgents)] {
        let query = try RowStatement(
            database,
            """
            SELECT w.server, a.site, a.data FROM input i JOIN agent_set a ON a.input = i.id
                JOIN web_server w ON w.input = a.input AND w.computer = a.computer
                    AND w.server_address = a.server_address
            WHERE i.state = \(InputState.settled) AND i.contained_in IS NULL ORDER BY 1, 2
            """)
        var result: [(peer: IPAddress, agents: PeerAgents)] = []
        var site: (server: TextID, site: TextID)?
        var peers = Peers()
        func close() {
            guard let site else { return }
            for peer in peers.joined() {
                result.append((peer.address, PeerAgents(server: site.server, site: site.site, peer)))
            }
            peers = Peers()
        }
        while try query.step() {
            let next = (server: try query.textID(0), site: try query.textID(1))
            if let site, site != next { close() }
            site = next
            try peers.add(query.bytes(2))
        }
        close()
        return result
    }

    /// The peers of a site as several sets have them.
    private struct Peers {
        private var peers: [Peer] = []

        mutating func add(_ bytes: [UInt8]) throws {
            var reader = AgentSetReader(bytes)
            do {
                while let peer = try reader.next() { peers.append(peer) }
            } catch {
                throw RowStatement.damaged("a set of user agents is not what was written")
            }
        }

        /// Rising, each address once, with its smallest agents.
        func joined() -> [Peer] {
            var result: [Peer] = []
            for peer in peers.sorted(by: { $0.address < $1.address }) {
                guard let last = result.indices.last, result[last].address == peer.address else {
                    result.append(peer)
                    continue
                }
                let all = Set(result[last].agents + peer.agents).sorted()
                result[last].agents = Array(all.prefix(EvidenceSnapshot.agentsPerPeer))
            }
            return result
        }
    }
}

extension PeerAgents {
    fileprivate init(server: TextID, site: TextID, _ peer: Peer) {
        let signs = peer.agents.filter { $0 < PeerSigns.firstAgentNumber }
        self.init(
            server: server, site: site, peer: 0, agents: peer.agents.count - signs.count,
            signs: signs.contains(UInt32(PeerSigns.requestRouting.rawValue)) ? .requestRouting : [])
    }
}
