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
        // Which sites there are, in order: what is read from the store comes in the order of its ids.
        var sites: [(server: String, site: String, ids: VisitReader.Site)] = []
        let reader = VisitReader(database: database, settings: settings, days: Int64.min...Int64.max)
        for ids in try reader.sites() {
            sites.append((try texts.text(of: Int64(ids.server)), try texts.text(of: Int64(ids.site)), ids))
        }
        sites.sort { a, b in
            ExactText(a.server) == ExactText(b.server)
                ? a.site.isByteOrdered(before: b.site) : a.server.isByteOrdered(before: b.server)
        }
        for site in sites {
            var rows: [Row] = []
            try reader.forEach(of: site.ids) { group in
                for client in group.clients {
                    rows.append(
                        Row(
                            client: ExactText(client.address.text), outcome: group.outcome, day: group.day,
                            count: client.records))
                }
            }
            rows.sort { a, b in
                if a.client != b.client { return a.client < b.client }
                return a.outcome == b.outcome ? a.day < b.day : a.outcome == .failure
            }
            for row in rows {
                try body([
                    .text(site.server), .text(site.site), .text(row.client.string), .text(row.outcome.name),
                    .text(row.day.text), .integer(Int64(clamping: row.count)),
                ])
            }
        }
    }
}
