import AccessModel
import GRDB

/// The organisation settings kept beside the evidence.
struct SettingsTable {
    let database: Database

    private static let lists: [(kind: String, list: any WritableKeyPath<OrganisationSettings, [String]> & Sendable)] = [
        ("internal-network", \.internalNetworks), ("vpn-network", \.vpnNetworks), ("trusted-proxy", \.trustedProxies),
    ]
    private static let webFolder = "web-folder"
    private static let logZone = "log-zone"

    func read() throws -> OrganisationSettings {
        var settings = OrganisationSettings()
        let query = try RowStatement(database, "SELECT kind, value, server FROM setting ORDER BY kind, position")
        while try query.step() {
            let (kind, value) = (query.text(0), query.text(1))
            if kind == SettingsTable.webFolder {
                settings.webFolders.append(.init(pattern: value, server: query.text(2)))
            } else if kind == SettingsTable.logZone {
                settings.logZones.append(.init(pattern: value, zone: query.text(2)))
            } else if let entry = SettingsTable.lists.first(where: { $0.kind == kind }) {
                settings[keyPath: entry.list].append(value)
            }
        }
        return settings
    }

    func write(_ settings: OrganisationSettings) throws {
        try database.execute(sql: "DELETE FROM setting")
        let insert = try RowStatement(database, "INSERT INTO setting VALUES (?, ?, ?, ?)")
        func add(_ kind: String, _ position: Int, _ value: String, _ server: String = "") throws {
            insert.bind(0, kind)
            insert.bind(1, Int64(position))
            insert.bind(2, value)
            insert.bind(3, server)
            try insert.run()
        }
        for (kind, list) in SettingsTable.lists {
            for (position, value) in settings[keyPath: list].enumerated() { try add(kind, position, value) }
        }
        for (position, folder) in settings.webFolders.enumerated() {
            try add(SettingsTable.webFolder, position, folder.pattern, folder.server)
        }
        for (position, zone) in settings.logZones.enumerated() {
            try add(SettingsTable.logZone, position, zone.pattern, zone.zone)
        }
    }
}
