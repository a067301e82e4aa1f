import AccessModel
import GRDB

/// Resolves what the settings decide: the server of a web line, and the client behind a trusted proxy.
///
/// Kept in two small tables over the distinct combinations, which the views join: the contributions stay as recorded,
/// so changing the settings needs neither the logs nor a pass over the evidence.
struct EffectiveNames {
    let database: Database
    let settings: OrganisationSettings

    /// The server of every (input, s-computername, s-ip): inputs may have got a smaller path meanwhile.
    func resolveServers() throws {
        let inputs = try Int64.fetchAll(
            database,
            sql: "SELECT DISTINCT w.input FROM web_server w JOIN input i ON i.id = w.input WHERE i.state <> ?",
            arguments: [InputState.open])
        let texts = try TextTable(database)
        let update = try RowStatement(
            database,
            """
            UPDATE web_server SET server = ?1
            WHERE input = ?2 AND computer = ?3 AND server_address = ?4 AND server IS NOT ?1
            """)
        for input in inputs {
            guard let location = try InputTable(database).firstPlace(of: input, settledOnly: false) else { continue }
            let name = WebServerName(location: location, settings: settings)
            for (computer, address) in try pairs(
                "SELECT computer, server_address FROM web_server WHERE input = ?", input)
            {
                let server = name.server(
                    computerName: try texts.text(of: computer), serverAddress: try texts.text(of: address))
                update.bind(from: 0, try texts.id(of: server), input, computer, address)
                try update.run()
            }
        }
    }

    /// The client of every (peer, forwarded list), or of those not resolved yet.
    func resolveClients(all: Bool) throws {
        let networks = NetworkMap(settings)
        let texts = try TextTable(database)
        let update = try RowStatement(
            database, "UPDATE web_client SET client = ?1 WHERE peer = ?2 AND forwarded = ?3 AND client IS NOT ?1")
        let query = "SELECT peer, forwarded FROM web_client WHERE ? OR client IS NULL"
        for (peer, forwarded) in try pairs(query, all ? 1 : 0) {
            let client = networks.client(
                peer: try texts.text(of: peer), forwarded: try texts.text(of: forwarded))
            update.bind(from: 0, try texts.id(of: client), peer, forwarded)
            try update.run()
        }
    }

    private func pairs(_ sql: String, _ argument: Int64) throws -> [(Int64, Int64)] {
        let query = try RowStatement(database, sql)
        query.bind(0, argument)
        var result: [(Int64, Int64)] = []
        while try query.step() { result.append((query.integer(0), query.integer(1))) }
        return result
    }
}
