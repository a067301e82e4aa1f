import AccessModel
import CompactSets
import GRDB

/// `anonymous_visits`: a view by its columns, and no view of the database, which keeps visitors in packed sets.
struct AnonymousVisitsView {
    static let columns = ["server", "site", "client_address", "outcome", "day", "count"]

    let database: Database

    private struct Row {
        var client: ExactText
        var outcome: Outcome
        var day: Day
        var count: UInt64
    }

    /// Rows by server, site, client, outcome and day, texts by their bytes. Those of one site are held at a time.
    func forEachRow(_ body: ([StoreView.Value]) throws -> Void) throws {
        let texts = try TextTable(database)
        let settings = try SettingsTable(database: database).read()
        let reader = VisitReader(database: database, settings: settings, days: Int64.min...Int64.max)
        var site: (server: TextID, site: TextID)?
        var rows: [Row] = []
        func close() throws {
            guard let site else { return }
            let (server, name) = (try texts.text(of: Int64(site.server)), try texts.text(of: Int64(site.site)))
            try write(&rows, server: server, site: name, body)
        }
        try reader.forEach(where: "1", byText: true) { group in
            if let last = site, last != (group.server, group.site) { try close() }
            site = (group.server, group.site)
            for client in group.clients {
                rows.append(
                    Row(
                        client: ExactText(client.address.text), outcome: group.outcome, day: group.day,
                        count: client.records))
            }
        }
        try close()
    }

    private func write(
        _ rows: inout [Row], server: String, site: String, _ body: ([StoreView.Value]) throws -> Void
    ) throws {
        rows.sort { a, b in
            if a.client != b.client { return a.client < b.client }
            return a.outcome == b.outcome ? a.day < b.day : a.outcome == .failure
        }
        for row in rows {
            try body([
                .text(server), .text(site), .text(row.client.string), .text(row.outcome.name), .text(row.day.text),
                .integer(Int64(clamping: row.count)),
            ])
        }
        rows.removeAll(keepingCapacity: true)
    }
}
