import AccessModel

/// What the organisation says about itself: `servers.csv`, `entitlements.csv`, `estate.yaml` and the lists it names.
struct EstateFiles {
    let world: World
    let licences: Licences

    func files() -> [(name: String, text: String)] {
        [
            ("servers.csv", servers()), ("entitlements.csv", entitlements()), ("estate.yaml", settings()),
            ("contractors.csv", contractors()), ("crm-users.csv", crmUsers()),
        ]
    }

    /// Physical hosts by server. The servers that are not here are in no row of servers.csv either.
    static let hosts: [(server: ServerID, hosts: String)] = [
        (.dc01, "HV01"), (.dc02, "HV02"), (.fs01, "HV01"), (.sql01, "HV01;HV02"), (.mail01, "HV02"),
        (.rds01, "HV02"), (.old01, "HV04"), (.intra01, EstateFiles.connectorHost), (.extra01, "HV01"),
        (.web03, "HV01"), (.web05, "HV02"),
    ]
    /// The host with an External Connector nobody needs.
    static let connectorHost = "HV03"

    private func servers() -> String {
        var table = DelimitedText(
            header: [
                "server", "product", "version", "edition", "licence_model", "licensed_by", "host", "aliases",
                "service_accounts", "access_groups", "exposure", "behind",
            ])
        for (id, hosts) in EstateFiles.hosts {
            let server = world.server(id)
            // Some rows name the server in full, as the logs may or may not.
            let name = id.position % 2 == 0 ? server.host : server.fqdn.scalarLowercased
            let aliases = id == .mail01 ? server.address : ""
            let exposure = [.extra01: "extranet", .web05: "web-workload"][id, default: ""]
            table.add([
                name, "windows-server", id.windowsVersion, "Standard", "", "host", hosts, aliases, "", "", exposure, "",
            ])
            switch id {
            case .sql01:
                table.add([
                    name, "sql-server", "2019", "Standard", "server+cal", "host", hosts, aliases, "CORP\\svc-sql",
                    "SQL-Users", "", "",
                ])
            case .mail01:
                table.add([
                    name, "exchange-server", "2019", "Standard", "server+cal", "host", hosts, aliases, "",
                    "Mailbox-Users", "", "",
                ])
            case .rds01:
                table.add([
                    name, "windows-rds", "2022", "", "", "host", hosts, aliases, "", "RDS-Users", "", "",
                ])
            default: break
            }
        }
        return table.text
    }

    private func entitlements() -> String {
        var table = DelimitedText(
            header: [
                "licence", "quantity", "flavour", "version", "term", "sa_end", "agreement", "signed", "source",
                "assigned_to", "note",
            ])
        for line in licences.lines {
            table.add([
                line.licence, String(line.quantity), line.flavour, line.version, line.term, line.assuranceEnd,
                "EA 7731204", "2025-02-01", "ledger 2026-10", line.assignedTo, line.note,
            ])
        }
        return table.text
    }

    private func contractors() -> String {
        var table = DelimitedText(header: ["account", "onsite", "hours_per_week", "end"])
        var resident = 0
        for account in world.accounts {
            guard let owner = account.owner else { continue }
            switch world.users[owner].role {
            case .residentContractor:
                // On site every working day, or more than 30 hours a week: both make an insider.
                let isOnSite = resident % 2 == 0
                table.add(["CORP\\\(account.name)", isOnSite ? "yes" : "no", isOnSite ? "20" : "40", "2027-03-31"])
                resident += 1
            case .visitingContractor: table.add(["CORP\\\(account.name)", "no", "10", "2027-03-31"])
            // Neither where nor how long they work is written down.
            case .unclearContractor: table.add(["CORP\\\(account.name)", "", "", "2027-03-31"])
            default: break
            }
        }
        return table.text
    }

    /// People who reach the database through `svc-crm`: two the directory counts anyway, three it does not know.
    private func crmUsers() -> String {
        var table = DelimitedText(header: ["account"])
        let known = world.accounts.filter { $0.accountClass == .counted && $0.groups.contains("SQL-Users") }
        for account in known.prefix(2) { table.add(["CORP\\\(account.name)"]) }
        for number in 1...Licences.peopleBehindCRM { table.add(["crm-desk-\(padded(number, 2))"]) }
        return table.text
    }

    private func settings() -> String {
        var text = """
            # A made-up organisation. Generated together with truth.json; do not edit one without the other.
            organisation: {name: \(World.organisation), domains: [\(World.domain), \(World.dnsDomain)]}
            networks:     {internal: [203.0.113.0/24], vpn: [10.99.0.0/16], trusted_proxies: [\(AddressPlan.trustedProxy)]}
            window:       {as_of: \(World.asOf.text), days: \(world.size.days)}
            agreement:    {signed: 2025-02-01}
            web_folders:  {extranet-export: extra01}
            accounts:
              service:    ['svc-*']
              test:       ['test-*']
              external:   ['CORP\\ext-*', 'OU=Partners']
              aliases:

            """
        for user in world.users where user.accounts.count > 1 {
            let names = user.accounts.map { "'CORP\\\(world.accounts[$0].name)'" }
            text += "    - {user: \(names[0]), accounts: [\(names.dropFirst().joined(separator: ", "))]}\n"
        }
        text += """
              contractors: contractors.csv
            sites:        [{server: web05, site: W3SVC3, exemption: web-workload, declared_by: J. Doe, date: 2026-09-01}]
            multiplexers: [{account: 'CORP\\svc-crm', population: crm-users.csv}]
            thresholds:   {dormant_days: 90, position_share: 0.05}
            prices:
              currency: USD
              ws-cal/user: "50.00"
              ws-cal/device: "40.00"
              ws-ec/server: "2500.00"
              rds-cal/user: "170.00"
              sql-cal/user: "230.00"
              exch-std/user: "90.00"
            rules:        {choose: {windows-server: user, windows-rds: user, sql-server: user, exchange-server: user}}

            """
        return text
    }
}
