import AccessModel
import PositionModel
import Testing

@testable import Identity

@Suite struct ServerJoinTests {
    @Test func aHostNameMeetsItsOnlyFullName() {
        var builder = EvidenceBuilder()
        builder.logon("web01", "corp", "a")
        builder.logon("web01.corp.contoso.com", "corp", "a")
        builder.logon("fs1", "corp", "a")
        builder.logon("fs1.a.com", "corp", "a")
        builder.logon("fs1.b.com", "corp", "a")
        let identities = builder.identities()
        #expect(identities.servers.map(\.name) == ["fs1", "fs1.a.com", "fs1.b.com", "web01.corp.contoso.com"])
        #expect(identities.servers[3].names == ["web01", "web01.corp.contoso.com"])
        #expect(identities.servers[3].proof == "web01.corp.contoso.com is the only full name that begins with web01")
        #expect(identities.conflicts.contains { $0.contains("server fs1 may be any of fs1.a.com, fs1.b.com") })
    }

    @Test func aliasesAndAddressesOfServersFile() {
        var estate = Estate()
        estate.server("web01.corp.contoso.com") { $0.aliases = ["intranet", "10.0.0.5"] }
        estate.server("web01", product: "sql-server")
        estate.server("web02") { $0.aliases = ["cluster"] }
        estate.server("web03") { $0.aliases = ["cluster"] }
        var builder = EvidenceBuilder()
        builder.logon("10.0.0.5", "corp", "a")
        builder.logon("intranet", "corp", "a")
        builder.logon("10.0.0.6", "corp", "a")
        builder.logon("cluster", "corp", "a")
        let identities = builder.identities(estate)
        let web = identities.servers.first { $0.name == "web01.corp.contoso.com" }
        #expect(web?.names == ["10.0.0.5", "intranet"])
        #expect(web?.entries == [0, 1])
        #expect(identities.servers.contains { $0.name == "10.0.0.6" })
        #expect(identities.servers.contains { $0.name == "cluster" && $0.entries.isEmpty })
        #expect(identities.conflicts.contains { $0.contains("alias cluster") })
    }

    @Test func aCutNameIsCompletedByTheDirectory() {
        var estate = Estate()
        estate.computer("longserver-name", dns: "longserver-name-01.corp.contoso.com", system: "Windows Server 2022")
        var builder = EvidenceBuilder()
        builder.logon("longserver-name", "corp", "a")
        builder.logon("longserver-name-01.corp.contoso.com", "corp", "a")
        #expect(builder.identities(estate).servers.map(\.name) == ["longserver-name-01.corp.contoso.com"])
    }

    @Test func serviceAccountTicketsNeedANamedHost() {
        var builder = EvidenceBuilder()
        builder.logon("svc-sql", "corp", "alice", channel: .serviceAccountTicket)
        var census = builder.census()
        #expect(census.servers.isEmpty)
        let alone = builder.identities()
        #expect(alone.servers[0].isServiceAccount && alone.rows[0].standing == .lead)
        #expect(alone.users.count == 1)

        var declared = Estate()
        declared.server("sql01") { $0.serviceAccounts = ["corp\\svc-sql"] }
        census = builder.census(declared)
        #expect(census.server("sql01")?.users == 1)
        #expect(census.server("sql01")?.leads == 0)

        var principals = Estate()
        principals.account("corp", "svc-sql") {
            $0.servicePrincipalNames = ["MSSQLSvc/sql02.corp.contoso.com:1433", "MSSQLSvc/SQL02.corp.contoso.com"]
        }
        #expect(builder.census(principals).server("sql02.corp.contoso.com")?.users == 1)

        principals.directory.accounts[0].servicePrincipalNames.append("MSSQLSvc/sql03.corp.contoso.com")
        #expect(builder.census(principals).servers.isEmpty)
    }

    @Test func ticketsForManagedServiceAccountsAreTreatedLikewise() {
        var builder = EvidenceBuilder()
        builder.logon("gmsa-web", "corp", "alice", channel: .serviceTicket)
        #expect(builder.census().server("gmsa-web")?.users == 1)
        var estate = Estate()
        estate.account("corp", "gmsa-web$") { $0.isManagedService = true }
        #expect(builder.census(estate).servers.isEmpty)
        estate.server("web01") { $0.serviceAccounts = ["gmsa-web$"] }
        #expect(builder.census(estate).server("web01")?.users == 1)
    }
}
