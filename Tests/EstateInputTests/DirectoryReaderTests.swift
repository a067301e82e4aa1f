import AccessModel
import Foundation
import PositionModel
import Testing

@testable import EstateInput

@Suite struct DirectoryReaderTests {
    private func read(_ text: String, name: String = "users.csv") throws -> (
        directory: Directory, notices: [EstateNotice]
    ) {
        try DirectoryReader.read(PreparedFile(name: name, bytes: Array(text.utf8)))
    }

    private func failure(_ text: String, name: String = "users.csv") -> String {
        do {
            _ = try read(text, name: name)
            return "none"
        } catch {
            return "\(error)"
        }
    }

    @Test func powerShellUsers() throws {
        let text = """
            #TYPE Microsoft.ActiveDirectory.Management.ADUser
            "AccountExpirationDate","DistinguishedName","Enabled","LastLogonDate","mail","Name","ObjectClass","PasswordLastSet","SamAccountName","SID","UserPrincipalName","whenCreated","EmployeeID","ServicePrincipalNames"
            "6/1/2026 12:00:00 AM","CN=Smith\\, Alice,OU=Staff,DC=corp,DC=contoso,DC=com","True","5/26/2025 4:28:53 PM","Alice@contoso.com","Alice Smith","user","","ASmith","s-1-5-21-1-2-3-1105","Alice@contoso.com","1/2/2020 3:04:05 AM","0042",""
            "","CN=Bob,DC=corp,DC=contoso,DC=com","False","","","Bob","user","","bob","S-1-5-21-1-2-3-1106","","","","Microsoft.ActiveDirectory.Management.ADPropertyValueCollection"
            "","CN=gmsa,DC=corp,DC=contoso,DC=com","True","","","gmsa","msDS-GroupManagedServiceAccount","","gmsa$","S-1-5-21-1-2-3-1107","","","",""
            "","CN=Partner,DC=corp,DC=contoso,DC=com","","","","Partner","contact","","","","","","",""
            """
        let (directory, notices) = try read(text)
        #expect(directory.accounts.map(\.name) == ["asmith", "bob", "gmsa$"])
        let alice = directory.accounts[0]
        #expect(alice.domain == "corp.contoso.com" && alice.principalName == "alice@contoso.com")
        #expect(alice.mail == "alice@contoso.com" && alice.sid == "S-1-5-21-1-2-3-1105" && alice.employeeID == "0042")
        #expect(alice.displayName == "Alice Smith" && alice.objectClass == "user" && alice.enabled == true)
        #expect(alice.expires?.text == "2026-05-31")
        #expect(alice.lastLogon?.text == "2025-05-26T16:28:53.000Z")
        #expect(alice.created?.text == "2020-01-02T03:04:05.000Z")
        #expect(
            alice.passwordLastSet == nil && alice.hasLastLogonColumn && alice.line == 3 && alice.source == "users.csv")
        #expect(directory.accounts[1].enabled == false && directory.accounts[1].expires == nil)
        #expect(directory.accounts.map(\.isManagedService) == [false, false, true])
        #expect(notices.count == 2)
        #expect(notices[0].message == "1 objects that are no user, computer or group, ignored: \"contact\" 1")
        #expect(notices[1].message.hasPrefix("1 lists of which only the name of their type was written"))
    }

    @Test func csvde() throws {
        let text = """
            DN,objectClass,sAMAccountName,objectSid,userAccountControl,accountExpires,lastLogonTimestamp,pwdLastSet,whenCreated,memberOf,servicePrincipalName,sIDHistory,msExchRecipientTypeDetails,isCriticalSystemObject,dNSHostName,operatingSystem,member
            "CN=Alice,DC=corp,DC=local",top;person;organizationalPerson;user,Alice,X'010500000000000515000000010000000200000003000000f4010000',514,9223372036854775807,133500000000000000,0,20211130200601.0Z,"CN=A\\;B,DC=x;CN=C,DC=x",HTTP/a;HTTP/b,X'010500000000000515000000090000000900000009000000e8030000',4,TRUE,,,
            "CN=PC1,DC=corp,DC=local",top;person;organizationalPerson;user;computer,PC1$,S-1-5-21-1-2-3-1200,4096,,,,,,,,,,PC1.corp.local,Windows 11 Pro,
            "CN=g,DC=corp,DC=local",top;person;organizationalPerson;user;computer;msDS-GroupManagedServiceAccount,g$,,4096,,,,,,,,,,,,
            "CN=Staff,DC=corp,DC=local",top;group,Staff,S-1-5-21-1-2-3-1300,,,,,,,,,,,,,"CN=Alice,DC=corp,DC=local;CN=Bob,DC=corp,DC=local"
            "DC=corp,DC=local",top;domain;domainDNS,,,,,,,,,,,,,,,
            """
        let (directory, _) = try read(text)
        #expect(directory.accounts.map(\.name) == ["alice", "g$"])
        let alice = directory.accounts[0]
        #expect(alice.sid == "S-1-5-21-1-2-3-500" && alice.enabled == false && alice.expires == nil)
        #expect(alice.lastLogon?.text == "2024-01-17T21:20:00.000Z" && alice.passwordLastSet == nil)
        #expect(alice.created?.text == "2021-11-30T20:06:01.000Z" && alice.domain == "corp.local")
        #expect(alice.memberOf == ["CN=A;B,DC=x", "CN=C,DC=x"] && alice.servicePrincipalNames == ["HTTP/a", "HTTP/b"])
        #expect(alice.formerSIDs == ["S-1-5-21-9-9-9-1000"] && alice.recipientType == 4 && alice.isCriticalSystemObject)
        #expect(directory.accounts[1].isManagedService)
        #expect(directory.computers.map(\.name) == ["pc1"])
        #expect(directory.computers[0].dnsName == "pc1.corp.local" && directory.computers[0].enabled == true)
        #expect(!directory.computers[0].isServer)
        #expect(directory.groups.map(\.members.count) == [2])
    }

    /// Every synonym of the table is read as its attribute.
    @Test func everyAttributeSynonymIsKnown() {
        for attribute in DirectoryAttribute.allCases {
            let names = DirectoryColumns.table[attribute] ?? []
            #expect(!names.isEmpty, "\(attribute)")
            for name in names {
                let slot = AttributeNames.known.slot(Array(name.uppercased().utf8)[...])
                #expect(slot?.attribute == attribute, "\(name)")
                #expect(slot.map { Int($0.rank) } == names.firstIndex(of: name), "\(name)")
                #expect(AttributeNames.known.slot(Array((name + "x").utf8)[...]) == nil)
            }
        }
    }

    @Test(arguments: [
        ("ObjectClass,SamAccountName", "user,a", "account"),
        ("ObjectClass,SamAccountName", "inetOrgPerson,a", "account"),
        ("ObjectClass,SamAccountName", "computer,a$", "computer"), ("ObjectClass,SamAccountName", "group,a", "group"),
        ("ObjectClass,SamAccountName", "msDS-ManagedServiceAccount,a$", "managed"),
        ("ObjectClass,SamAccountName", "msDS-DelegatedManagedServiceAccount,a$", "managed"),
        ("ObjectClass,SamAccountName", "organizationalUnit,a", "none"),
        ("sAMAccountType,SamAccountName", "805306368,a", "account"),
        ("sAMAccountType,SamAccountName", "805306369,a$", "computer"),
        ("sAMAccountType,SamAccountName", "805306370,a$", "account"),
        ("sAMAccountType,SamAccountName", "268435456,a", "group"),
        ("sAMAccountType,SamAccountName", "268435457,a", "group"),
        ("sAMAccountType,SamAccountName", "536870912,a", "group"),
        ("sAMAccountType,SamAccountName", "536870913,a", "group"),
        ("SamAccountName,OperatingSystem", "a$,Windows", "computer"),
        ("SamAccountName,GroupScope", "a,Global", "group"),
        ("SamAccountName,Enabled", "a,True", "account"),
    ])
    func kinds(header: String, row: String, expected: String) throws {
        let directory = try read(header + "\n" + row + "\n").directory
        let found =
            !directory.computers.isEmpty
            ? "computer"
            : !directory.groups.isEmpty
                ? "group" : directory.accounts.first.map { $0.isManagedService ? "managed" : "account" } ?? "none"
        #expect(found == expected)
    }

    @Test func domainsFromColumnDistinguishedNameOrPrincipal() throws {
        let text = """
            SamAccountName,Domain,DistinguishedName,UserPrincipalName
            a,CORP,"CN=a,DC=x,DC=y",a@z.com
            b,,"CN=b,DC=X,DC=y",b@z.com
            c,,CN=c,C@Z.com
            d,,,
            """
        #expect(try read(text).directory.accounts.map(\.domain) == ["corp", "x.y", "z.com", ""])
    }

    @Test func oneDateDecidesForTheFile() throws {
        let head = "SamAccountName,LastLogonDate,PasswordLastSet\n"
        let dayFirst = try read(head + "a,3/4/2025 1:00:00 PM,\nb,,26/5/2025 1:00:00 PM\n")
        #expect(dayFirst.directory.accounts[0].lastLogon?.text == "2025-04-03T13:00:00.000Z")
        #expect(dayFirst.notices.isEmpty)
        let monthFirst = try read(head + "a,3/4/2025 1:00:00 PM,\nb,,5/26/2025 1:00:00 PM\n")
        #expect(monthFirst.directory.accounts[0].lastLogon?.text == "2025-03-04T13:00:00.000Z")
        let open = try read(head + "a,3/4/2025 1:00:00 PM,\n")
        #expect(open.directory.accounts[0].lastLogon?.text == "2025-03-04T13:00:00.000Z")
        #expect(open.notices.map(\.line) == [2])
        #expect(
            failure(head + "a,26/4/2025,\nb,,5/26/2025\n").hasPrefix(
                "users.csv, line 3: \"5/26/2025\" and \"26/4/2025\" on line 2 cannot both be right"))
    }

    @Test func neverAndNotExportedDiffer() throws {
        #expect(try read("SamAccountName,LastLogonDate\na,\n").directory.accounts[0].hasLastLogonColumn)
        #expect(try !read("SamAccountName,mail\na,\n").directory.accounts[0].hasLastLogonColumn)
        // lastLogon is one domain controller's view.
        let local = try read("SamAccountName,lastLogon\na,133500000000000000\n").directory.accounts[0]
        #expect(!local.hasLastLogonColumn && local.lastLogon != nil)
    }

    @Test func unreadableValuesAreCounted() throws {
        let (directory, notices) = try read(
            "SamAccountName,SID,Enabled,pwdLastSet,userAccountControl\na?b,nonsense,maybe,yesterday,x\n")
        #expect(directory.accounts[0].sid.isEmpty && directory.accounts[0].enabled == nil)
        #expect(
            notices.map { $0.message.split(separator: ",")[0] }.sorted() == [
                "1 SIDs that cannot be read",
                "1 account names with a question mark: the export lost letters (export it with -Encoding UTF8)",
                "1 dates that cannot be read", "1 numbers that cannot be read",
                "1 values of Enabled that are neither True nor False",
            ])
    }

    @Test func whatIsNoExportIsRefused() {
        #expect(failure("PK\u{3}\u{4}", name: "a.csv").contains("a compressed file or workbook"))
        // Its NUL bytes do not make it UTF-16.
        #expect(failure("PK\u{3}\u{4}\0\0\0", name: "a.csv").contains("a compressed file or workbook"))
        #expect(failure("SamAccountName\na\0b\n", name: "a.csv").contains("the file holds NUL bytes"))
        #expect(failure("BZh91AY", name: "a.ldf").hasPrefix("a.ldf: this is a compressed file or workbook"))
        #expect(
            failure("GivenName,Surname\nA,B\n")
                == "users.csv, line 1: no column names an account (sAMAccountName, userPrincipalName or objectSid/SID). "
                + "Export the directory with them. The header row found: \"GivenName\", \"Surname\"")
    }

    @Test func anObjectOfTwoExportsIsOneObject() throws {
        let first = try read("SamAccountName,SID,Enabled\nalice,S-1-5-21-1-2-3-4,True\nbob,,True\n", name: "a.csv")
            .directory
        let second = try read(
            "SamAccountName,SID,EmployeeID,Enabled\nALICE,S-1-5-21-1-2-3-4,7,False\ncarl,,,\n", name: "b.csv"
        )
        .directory
        let (merged, notices) = DirectoryMerge.merged([first, second])
        #expect(merged.accounts.map(\.name) == ["alice", "bob", "carl"])
        #expect(merged.accounts[0].employeeID == "7" && merged.accounts[0].enabled == true)
        #expect(merged.sources == ["a.csv", "b.csv"])
        #expect(notices.map(\.file) == ["b.csv"])
    }

    @Test func namesakesWithoutSIDAndDomainAreTold() throws {
        let full = try read(
            "DistinguishedName,SamAccountName,SID\n\"CN=A,DC=corp,DC=de\",alice,S-1-5-21-1-2-3-4\n"
                + "\"CN=B,DC=corp,DC=de\",bob,S-1-5-21-1-2-3-5\n", name: "a.csv"
        ).directory
        let bare = try read("SamAccountName,Enabled\nALICE,True\nbob,True\ncarl,True\n", name: "b.csv").directory
        for parts in [[full, bare], [bare, full]] {
            let (merged, notices) = DirectoryMerge.merged(parts)
            #expect(merged.accounts.count == 5)
            #expect(notices.map(\.file) == ["b.csv"] && notices[0].line == 2)
            #expect(notices[0].message.hasPrefix("2 accounts have neither SID nor domain"))
        }
        // The same export twice says nothing new.
        #expect(DirectoryMerge.merged([bare, bare]).notices.allSatisfy { $0.message.contains("already listed") })
    }

    @Test(arguments: [
        ("S-1-5-21-1-2-3-4", "S-1-5-21-1-2-3-4"), ("s-1-5-18", "S-1-5-18"),
        ("X'010100000000000512000000'", "S-1-5-18"), ("S-1-5-", ""), ("S-1-5-x", ""), ("X'01'", ""), ("X'zz'", ""),
        ("X'01ff00000000000512000000'", ""), ("", ""), ("bob", ""),
    ])
    func securityIdentifiers(text: String, expected: String) {
        #expect((SecurityIdentifier.text(text) ?? "") == expected)
    }
}
