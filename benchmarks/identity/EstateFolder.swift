/// What a `Firm` says about itself: `servers.csv`, `entitlements.csv`, `estate.yaml` and `answers.csv`.
struct EstateFolder {
    let firm: Firm

    func write(to folder: String) throws {
        var servers = try WrittenFile(folder + "/servers.csv")
        servers.write("server,product,version,edition,licence_model,licensed_by,access_groups\n")
        for server in 0..<Firm.servers {
            let name = SeenStore.server(server)
            servers.write("\(name),windows-server,2022,Standard,,host,\n")
            if server % 8 == 0 { servers.write("\(name),sql-server,2019,Standard,server+cal,host,Staff\n") }
        }
        try servers.close()
        var entitlements = try WrittenFile(folder + "/entitlements.csv")
        entitlements.write("licence,quantity,flavour,version,term,sa_end,agreement,signed,source,assigned_to,note\n")
        entitlements.write("ws-cal,300000,user,2022,perpetual,,EA 1,2025-02-01,ledger,,\n")
        entitlements.write("sql-cal,150000,user,2019,perpetual,,EA 1,2025-02-01,ledger,,\n")
        try entitlements.close()
        var settings = try WrittenFile(folder + "/estate.yaml")
        settings.write(
            """
            organisation: {name: Example, domains: [\(Firm.domain), \(Firm.realm)]}
            agreement:    {signed: 2025-02-01}
            accounts:
              service: ['svc-*']

            """)
        try settings.close()
    }
}
