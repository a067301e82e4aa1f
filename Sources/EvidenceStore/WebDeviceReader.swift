import AccessModel
import GRDB

/// Reads which devices named themselves in web queries, for whom and from where.
struct WebDeviceReader {
    private let database: Database
    private let days: ClosedRange<Int64>

    init(_ database: Database, days: ClosedRange<Int64>) {
        self.database = database
        self.days = days
    }

    /// Each once, in no order; texts as ids of the store.
    func read() throws -> [EvidenceWebDevice] {
        let query = try RowStatement(
            database,
            """
            SELECT DISTINCT w.server, e.site, COALESCE(x.client, e.address), e.account, e.device_id, e.day
            \(PublicViews.webIdentityTables)
            WHERE i.state = \(InputState.settled) AND i.contained_in IS NULL AND e.device_id <> 0
                AND e.day BETWEEN ? AND ?
            """)
        query.bind(from: 0, days.lowerBound, days.upperBound)
        defer { query.reset() }
        var devices: [EvidenceWebDevice] = []
        while try query.step() {
            devices.append(
                EvidenceWebDevice(
                    server: try query.textID(0), site: try query.textID(1), clientAddress: try query.textID(2),
                    account: try query.textID(3), deviceID: try query.textID(4), day: try query.day(5)))
        }
        return devices
    }
}
