import AccessModel
import GRDB

/// Reads which web clients say of themselves that they are probes or crawlers. Texts are still ids of the store.
struct LabelledClients {
    let database: Database
    /// Days read, as a condition on the column `day`.
    let days: ClosedRange<Int64>

    func read() throws -> [LabelledClient] {
        let query = try RowStatement(
            database,
            """
            SELECT server, site, client, label, sum(count) FROM (
                SELECT w.server AS server, a.site AS site, COALESCE(x.client, a.address) AS client,
                    a.agent_class AS label, a.count AS count
                FROM input i JOIN anonymous a ON a.input = i.id
                    JOIN web_server w ON w.input = a.input AND w.computer = a.server
                        AND w.server_address = a.server_address
                    LEFT JOIN web_client x ON x.peer = a.address AND x.forwarded = a.forwarded
                WHERE i.state = \(InputState.settled) AND i.contained_in IS NULL AND a.agent_class <> 0
                    AND a.day BETWEEN ?1 AND ?2
                UNION ALL
                SELECT server, site, client_address, agent_class, count FROM evidence_row
                WHERE source = 1 AND agent_class <> 0 AND day BETWEEN ?1 AND ?2)
            GROUP BY server, site, client, label
            """)
        query.bind(from: 0, days.lowerBound, days.upperBound)
        var clients: [LabelledClient] = []
        while try query.step() {
            clients.append(
                LabelledClient(
                    server: try query.textID(0), site: try query.textID(1), clientAddress: try query.textID(2),
                    label: try query.textID(3), records: try query.count(4)))
        }
        return clients
    }
}

extension LabelledClient {
    var texts: [TextID] { [server, site, clientAddress, label] }

    static func < (a: LabelledClient, b: LabelledClient) -> Bool {
        (a.server, a.site, a.clientAddress, a.label) < (b.server, b.site, b.clientAddress, b.label)
    }
}
