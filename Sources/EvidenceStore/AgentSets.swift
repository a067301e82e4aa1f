import AccessModel
import CompactSets
import GRDB

/// The user agents of web peers, by site.
struct AgentSets {
    let database: Database

    private static let insertion = """
        INSERT INTO agent_set(input, part, computer, server_address, site, peers, data) VALUES (?, ?, ?, ?, ?, ?, ?)
        """

    // MARK: Writing

    /// Writes a set of a part of an input.
    /// - Parameter key: computer, server address, site.
    func write(_ agents: ContributedAgents, key: [Int64], input: Int64, part: Int64) throws {
        let insert = try RowStatement(database, AgentSets.insertion)
        for piece in agents.pieces { try write(piece, insert, key: key, input: input, part: part) }
    }

    private func write(_ piece: PackedPiece, _ insert: RowStatement, key: [Int64], input: Int64, part: Int64) throws {
        insert.bind(from: 0, input, part)
        for (index, value) in key.enumerated() { insert.bind(Int32(index) + 2, value) }
        insert.bind(5, Int64(piece.count))
        try insert.run(binding: piece.bytes, at: 6)
    }

    /// Joins what an input's parts brought of each site, keeps the smallest agents of each peer, and gives the input one
    /// part; as `VisitSets.joinParts`.
    func joinParts(of input: Int64) throws {
        let several = try Row.fetchAll(
            database,
            sql: """
                SELECT computer, server_address, site FROM agent_set WHERE input = ?
                GROUP BY computer, server_address, site HAVING count(DISTINCT part) > 1
                """, arguments: [input])
        for row in several {
            let key: [Int64] = [row["computer"], row["server_address"], row["site"]]
            let parts = try parts(of: input, key)
            let insert = try RowStatement(database, AgentSets.insertion)
            var writer = AgentSetWriter()
            func write(_ piece: PackedPiece?) throws {
                if let piece { try self.write(piece, insert, key: key, input: input, part: 0) }
            }
            var merge = try SetMerge(parts.map(cursor))
            while let peer = try merge.next() { try write(writer.add(peer)) }
            try write(writer.finish())
            let delete = try RowStatement(database, "DELETE FROM agent_set WHERE id = ?")
            for id in parts.joined() {
                delete.bind(0, id)
                try delete.run()
            }
        }
    }

    /// The pieces of a site, part by part.
    private func parts(of input: Int64, _ key: [Int64]) throws -> [[Int64]] {
        let query = try RowStatement(
            database,
            """
            SELECT part, id FROM agent_set WHERE input = ? AND computer = ? AND server_address = ? AND site = ?
            ORDER BY part, id
            """)
        query.bind(from: 0, input, key[0], key[1], key[2])
        var parts: [(part: Int64, ids: [Int64])] = []
        while try query.step() {
            let (part, id) = (query.integer(0), query.integer(1))
            if parts.last?.part == part { parts[parts.count - 1].ids.append(id) } else { parts.append((part, [id])) }
        }
        return parts.map(\.ids)
    }

    private func cursor(_ ids: [Int64]) -> SetCursor<AgentSetReader> {
        SetCursor(ids.map { id in { try data(of: id) } })
    }

    private func data(of id: Int64) throws -> [UInt8] {
        let query = try RowStatement(database, "SELECT data FROM agent_set WHERE id = ?")
        query.bind(0, id)
        defer { query.reset() }
        return try query.step() ? query.bytes(0) : []
    }

    // MARK: Reading

    /// The peers of all settled inputs, their addresses not yet texts.
    ///
    /// Each input kept its smallest agents, so as many of them as are counted are among those kept.
    func read() throws -> [(peer: IPAddress, agents: PeerAgents)] {
        var result: [(peer: IPAddress, agents: PeerAgents)] = []
        for site in try sites() {
            var merge = try SetMerge(site.sets.map(cursor))
            while let peer = try merge.next() {
                result.append((peer.address, PeerAgents(server: site.server, site: site.site, peer)))
            }
        }
        return result
    }

    /// A site of settled inputs with its sets, each as its pieces.
    private struct Site {
        var server: TextID
        var site: TextID
        var sets: [[Int64]] = []
    }

    private func sites() throws -> [Site] {
        let query = try RowStatement(
            database,
            """
            SELECT w.server, a.site, a.input, a.part, a.computer, a.server_address, a.id
            FROM input i JOIN agent_set a ON a.input = i.id
                JOIN web_server w ON w.input = a.input AND w.computer = a.computer
                    AND w.server_address = a.server_address
            WHERE i.state = \(InputState.settled) AND i.contained_in IS NULL ORDER BY 1, 2, 3, 4, 5, 6, 7
            """)
        var sites: [Site] = []
        var last: [Int64] = []
        while try query.step() {
            let (server, site) = (try query.textID(0), try query.textID(1))
            let set = (0..<6).map { query.integer(Int32($0)) }
            if sites.last?.server != server || sites.last?.site != site {
                sites.append(Site(server: server, site: site))
            }
            let (place, id) = (sites.count - 1, query.integer(6))
            if set == last {
                sites[place].sets[sites[place].sets.count - 1].append(id)
            } else {
                sites[place].sets.append([id])
            }
            last = set
        }
        return sites
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
