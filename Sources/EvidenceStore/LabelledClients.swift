import AccessModel
import GRDB

/// Reads which web clients say of themselves that they are probes or crawlers. Texts are still ids of the store.
struct LabelledClients {
    let database: Database
    let settings: OrganisationSettings
    /// Days read, as a condition on the column `day`.
    let days: ClosedRange<Int64>

    /// A client may come twice, by its address (nil where it is a text of the store) and by its text.
    func read() throws -> [(client: IPAddress?, labelled: LabelledClient)] {
        let query = try RowStatement(
            database,
            """
            SELECT server, site, client_address, agent_class, sum(count) FROM evidence_row
            WHERE source = 1 AND agent_class <> 0 AND day BETWEEN ?1 AND ?2
            GROUP BY server, site, client_address, agent_class
            """)
        query.bind(from: 0, days.lowerBound, days.upperBound)
        var clients: [(client: IPAddress?, labelled: LabelledClient)] = []
        while try query.step() {
            clients.append(
                (
                    nil,
                    LabelledClient(
                        server: try query.textID(0), site: try query.textID(1), clientAddress: try query.textID(2),
                        label: try query.textID(3), records: try query.count(4))
                ))
        }
        let visits = try VisitReader(database: database, settings: settings, days: days).labelled()
        return clients + visits.map { ($0.client, $0.labelled) }
    }

    /// Sorted, each client once.
    static func addedUp(_ clients: [LabelledClient]) -> [LabelledClient] {
        var result: [LabelledClient] = []
        for client in clients.sorted(by: <) {
            if let last = result.last, !(last < client) {
                result[result.count - 1].records += client.records
            } else {
                result.append(client)
            }
        }
        return result
    }
}

extension LabelledClient {
    var texts: [TextID] { [server, site, clientAddress, label] }

    static func < (a: LabelledClient, b: LabelledClient) -> Bool {
        (a.server, a.site, a.clientAddress, a.label) < (b.server, b.site, b.clientAddress, b.label)
    }
}
