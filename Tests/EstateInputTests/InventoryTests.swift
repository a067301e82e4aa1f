import AccessModel
import PositionModel
import Testing

@testable import EstateInput

@Suite struct InventoryTests {
    private func file(_ text: String, _ name: String = "servers.csv") -> PreparedFile {
        PreparedFile(name: name, bytes: Array(text.utf8))
    }

    private func failure(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "none"
        } catch {
            return "\(error)"
        }
    }

    @Test func serversWithEveryColumn() throws {
        let text = """
            Server Name;PRODUCT;version;Edition;License-Model;licensed_by;Host;Aliases;ServiceAccounts;Access Groups;Exposure;Behind;Rack
            WEB01.corp.contoso.com;Windows Server;2019;Standard;core;Host;"HV1; HV2 ;";"intranet;10.0.0.5";"CORP\\svc-web";"CN=All, OU=x;Staff";Web Workload;Front1;A7
            db1;sql;2016;;;;;;;;;;
            """
        let (servers, notices) = try ServersReader.read(file(text))
        #expect(servers.count == 2)
        let first = servers[0]
        #expect(
            first.server == "web01.corp.contoso.com" && first.product == "Windows Server" && first.version == "2019")
        #expect(first.edition == "Standard" && first.licenceModel == "core" && first.licensedBy == "host")
        #expect(first.hosts == ["hv1", "hv2"] && first.aliases == ["intranet", "10.0.0.5"])
        #expect(first.serviceAccounts == ["corp\\svc-web"] && first.accessGroups == ["CN=All, OU=x", "Staff"])
        #expect(first.exposure == "web-workload" && first.behind == ["front1"] && first.line == 2)
        #expect(first.extra == ["Rack": "A7"])
        #expect(servers[1].licenceModel.isEmpty && servers[1].hosts.isEmpty)
        #expect(notices.map(\.message) == ["columns kept but not understood: \"Rack\""])
    }

    /// Every name and synonym of the tables finds its column.
    @Test func everySynonymIsAccepted() throws {
        for column in ServersReader.columns + EntitlementsReader.columns + PopulationReader.contractorColumns {
            for spelling in [column.name] + column.synonyms {
                let header = CSVRecord(line: 1, cells: ["zzz", spelling.uppercased().replacing(" ", with: "_")])
                let map = try ColumnMap([Column(column.name, column.synonyms)], header: header, file: "x")
                #expect(map.text(column.name, in: CSVRecord(line: 2, cells: ["", " v "])) == "v", "\(spelling)")
            }
        }
    }

    @Test func aMissingColumnIsOneClearError() {
        #expect(
            failure { _ = try ServersReader.read(file("server,product\nweb01,ws\n")) }
                == "servers.csv, line 1: no column \"version\" (or product version, release, running version). "
                + "The header row found: \"server\", \"product\"")
        #expect(
            failure { _ = try ServersReader.read(file("server,version,product,Version\n")) }
                == "servers.csv, line 1: columns 2 and 4 are both named \"Version\". Rename or remove one of them")
    }

    @Test func theNameOfAColumnWinsOverItsSynonyms() throws {
        let (servers, notices) = try ServersReader.read(
            file("computer,server,product,version\nasset-7,web01,ws,2019\n"))
        #expect(servers[0].server == "web01" && servers[0].extra == ["computer": "asset-7"])
        #expect(notices.count == 1)
    }

    @Test func badCellsAreNamed() {
        #expect(
            failure { _ = try ServersReader.read(file("server,product,version\nweb01,,2019\n")) }
                == "servers.csv, line 2: column product is empty. Every row needs a value there")
        #expect(
            failure { _ = try ServersReader.read(file("server,product,version,exposure\nweb01,ws,2019,dmz\n")) }
                == "servers.csv, line 2: column exposure: \"dmz\" is not one of internal, extranet, web-workload")
        #expect(
            failure { _ = try ServersReader.read(file("server,product,version,licensed_by\nweb01,ws,2019,me\n")) }
                == "servers.csv, line 2: column licensed_by: \"me\" is not one of host, vm, payg, spla")
    }

    @Test func aRepeatedRowIsNoticed() throws {
        let (servers, notices) = try ServersReader.read(file("server,product,version\nweb01,ws,2019\nWEB01,WS,2022\n"))
        #expect(servers.count == 2)
        #expect(notices.map(\.line) == [3])
    }

    @Test func theSameRowTwiceIsOneClearError() {
        #expect(
            failure { _ = try ServersReader.read(file("server,product,version\nweb01,ws,2019\nWEB01,WS,2019\n")) }
                == "servers.csv, line 3: the row is the same as line 2 in every column. "
                + "Delete it; a second instance is told apart by version or licence_model")
        func ledger(_ rows: String) -> String {
            failure {
                _ = try EntitlementsReader.read(
                    file("licence,quantity,version,assigned_to,note\n\(rows)", "entitlements.csv"))
            }
        }
        #expect(
            ledger("ws-cal,5,2019,,\nws-cal,5,2019,,\n")
                == "entitlements.csv, line 3: the row is the same as line 2 in every column. "
                + "Delete it; if it is another purchase, write what tells them apart in agreement, source or note")
        #expect(
            ledger("m365-e3,1,,anna,\nM365-E3,1,,ANNA,again\n")
                == "entitlements.csv, line 3: \"M365-E3\" is assigned to \"ANNA\" on line 2 already. "
                + "One holder needs one: delete the row, or correct the holder")
        // Two purchases that something tells apart, and one licence each for two people.
        #expect(ledger("ws-cal,5,2019,,a\nws-cal,5,2019,,b\nm365-e3,1,,anna,\nm365-e3,1,,bert,\n") == "none")
    }

    @Test func entitlements() throws {
        let text = """
            License,Qty,Type,CAL Type,Version,Term,SA End,Agreement,Signed,Source,Note,Assigned To
            Win Svr CAL 2019 User,250,,User CAL,2019,Perpetual,31/12/2026,EA-1,2023-04-01,MLS,"a, b",
            M365 E3,,,,,subscription,2026-12-31,,,,,alice@contoso.com
            ws-ec,1,,EC,2022,,,,,,,hv1
            """
        let (rows, notices) = try EntitlementsReader.read(file(text, "entitlements.csv"))
        #expect(rows.map(\.quantity) == [250, 1, 1])
        #expect(rows.map(\.flavour) == [.user, nil, .server])
        #expect(rows.map(\.term) == ["perpetual", "subscription", ""])
        #expect(rows[0].softwareAssuranceEnd?.text == "2026-12-31" && rows[0].signed?.text == "2023-04-01")
        #expect(rows[0].agreement == "EA-1" && rows[0].source == "MLS" && rows[0].note == "a, b")
        #expect(rows[1].assignedTo == "alice@contoso.com" && rows[2].assignedTo == "hv1")
        #expect(notices.map(\.message) == ["columns kept but not understood: \"Type\""])
    }

    @Test(arguments: [
        ("-1", "", "", "quantity: \"-1\" is not a whole number of at least 0. Write digits only: 250"),
        ("1,5", "", "", "quantity: \"1,5\" is not a whole number of at least 0. Write digits only: 250"),
        (
            "99999999999999999999", "", "",
            "quantity: \"99999999999999999999\" is not a whole number of at least 0. Write digits only: 250"
        ),
        ("5", "05/06/2026", "", "sa_end: \"05/06/2026\" may be day/month or month/day. Write it as YYYY-MM-DD"),
        ("5", "46387", "", "sa_end: \"46387\" is a number, as Excel stores a date. Write it as YYYY-MM-DD"),
        ("5", "soon", "", "sa_end: \"soon\" is not a date. Write it as YYYY-MM-DD"),
        (
            "5", "", "hv1",
            "quantity: \"5\" licences are assigned to one holder, \"hv1\". Write one row with quantity 1 per holder"
        ),
    ])
    func badEntitlementsAreNamed(quantity: String, end: String, holder: String, expected: String) {
        let text = "licence;quantity;sa_end;assigned_to\nws-cal;\(quantity);\(end);\(holder)\n"
        #expect(
            failure { _ = try EntitlementsReader.read(file(text, "entitlements.csv")) }
                == "entitlements.csv, line 2: column " + expected)
    }

    @Test func anEmptyQuantityIsNotZero() {
        #expect(
            failure { _ = try EntitlementsReader.read(file("licence,quantity\nws-cal,\n", "e.csv")) }
                == "e.csv, line 2: column quantity is empty. Every row needs a value there")
    }
}
