import AccessModel
import PositionModel
import Testing

@testable import EstateInput

@Suite struct DirectoryJSONTests {
    private func read(_ text: String) throws -> (directory: Directory, notices: [EstateNotice]) {
        try DirectoryText.read(text, name: "users.json")
    }

    private func failure(_ text: String) -> String { DirectoryText.failure(text, name: "users.json") }

    /// One user as Windows PowerShell 5.1 writes him: a SID as an object, times as `/Date()/`, collections as lists.
    private static let alice = #"""
        {
            "AccountExpirationDate":  "\/Date(1780264800000)\/",
            "Description":  "R\u0026D \ud83d\ude00 \"east\"",
            "DistinguishedName":  "CN=Alice O\u0027Brien,OU=Staff,DC=corp,DC=contoso,DC=com",
            "Enabled":  true,
            "LastLogonDate":  {
                                  "value":  "\/Date(1690000000000)\/",
                                  "DisplayHint":  2,
                                  "DateTime":  "Saturday, July 22, 2023 4:26:40 AM"
                              },
            "MemberOf":  {
                             "value":  ["CN=Staff; all,DC=corp", "CN=Second,DC=corp"],
                             "Count":  2
                         },
            "msExchRecipientTypeDetails":  1,
            "Name":  "Alice",
            "ObjectClass":  "user",
            "PasswordLastSet":  null,
            "SamAccountName":  "Alice",
            "ServicePrincipalNames":  [],
            "SID":  {
                        "BinaryLength":  28,
                        "AccountDomainSid":  {"Value":  "S-1-5-21-1-2-3"},
                        "Value":  "S-1-5-21-1-2-3-1105"
                    },
            "SIDHistory":  [{"BinaryLength": 28, "Value": "S-1-5-21-9-9-9-7"}],
            "userAccountControl":  512,
            "PropertyNames":  ["Name", "SID"],
            "PropertyCount":  17
        }
        """#

    private func expectAlice(_ directory: Directory, line: Int) {
        #expect(directory.accounts.count == 1)
        guard let alice = directory.accounts.first else { return }
        #expect(alice.name == "alice" && alice.domain == "corp.contoso.com" && alice.objectClass == "user")
        #expect(alice.distinguishedName == "CN=Alice O'Brien,OU=Staff,DC=corp,DC=contoso,DC=com")
        #expect(alice.detail == "R&D \u{1F600} \"east\"")
        #expect(alice.sid == "S-1-5-21-1-2-3-1105" && alice.formerSIDs == ["S-1-5-21-9-9-9-7"])
        #expect(alice.lastLogon?.text == "2023-07-22T04:26:40.000Z" && alice.hasLastLogonColumn)
        // 1780264800 is 2026-05-31T22:00:00Z, midnight in Berlin.
        #expect(alice.expires?.text == "2026-05-31" && alice.passwordLastSet == nil && alice.enabled == true)
        #expect(alice.memberOf == ["CN=Staff; all,DC=corp", "CN=Second,DC=corp"] && alice.servicePrincipalNames == [])
        #expect(alice.recipientType == 1 && alice.line == line)
    }

    @Test func oneObjectAListAndAWrappedList() throws {
        let alice = DirectoryJSONTests.alice
        for (text, line) in [
            (alice, 1), ("[\n" + alice + "\n]\n", 2), ("{\"value\": [" + alice + "], \"Count\": 1}", 1),
            ("{\"Count\": 1, \"value\":\n[" + alice + "]}", 2), ("[[" + alice + "]]", 1),
        ] {
            let (directory, notices) = try read(text)
            expectAlice(directory, line: line)
            #expect(notices.isEmpty)
        }
    }

    /// `>` of Windows PowerShell writes UTF-16; lines of one object each are what scripts append.
    @Test func encodingsAndLines() throws {
        let lines = DirectoryJSONTests.alice.replacing("\n", with: " ")
        for bytes in [
            DirectoryText.utf16(DirectoryJSONTests.alice.replacing("\n", with: "\r\n")),
            [0xEF, 0xBB, 0xBF] + Array(DirectoryJSONTests.alice.utf8),
        ] {
            expectAlice(try DirectoryText.read(bytes, name: "export.txt").directory, line: 1)
        }
        let second = lines.replacing("Alice", with: "Bob").replacing("3-1105", with: "3-1106")
        let directory = try read(lines + "\n" + second + "\n").directory
        #expect(directory.accounts.map(\.name) == ["alice", "bob"] && directory.accounts.map(\.line) == [1, 2])
        #expect(directory.accounts.map(\.sid).last == "S-1-5-21-1-2-3-1106")
    }

    /// PowerShell 7: ISO dates, SIDs as objects or texts, enumerations as numbers or names.
    @Test func powerShell7() throws {
        let text = #"""
            [
              {"DistinguishedName": "CN=PC1,DC=corp", "ObjectClass": "computer", "SamAccountName": "PC1$", "Enabled": true,
               "LastLogonDate": "2025-05-26T14:28:53.1234567+02:00", "OperatingSystem": null, "SID": "S-1-5-21-1-2-3-9"},
              {"DistinguishedName": "CN=Staff,DC=corp", "SamAccountName": "Staff", "GroupScope": 1, "GroupCategory": 1,
               "member": ["CN=a", "CN=b"]},
              {"DistinguishedName": "CN=More,DC=corp", "SamAccountName": "More", "GroupScope": "Global", "member": []},
              {"DistinguishedName": "CN=One,DC=corp", "ObjectClass": "group", "SamAccountName": "One", "member": "CN=a"}
            ]
            """#
        let directory = try read(text).directory
        #expect(directory.computers.map(\.name) == ["pc1"] && directory.computers.map(\.sid) == ["S-1-5-21-1-2-3-9"])
        #expect(directory.computers[0].lastLogon?.text == "2025-05-26T12:28:53.123Z")
        #expect(directory.groups.map(\.name) == ["Staff", "More", "One"])
        #expect(directory.groups.map(\.members) == [["CN=a", "CN=b"], [], ["CN=a"]])
    }

    /// DirectorySearcher and ldap3: attributes one level down, every value a list, a SID as a list of its bytes.
    @Test func attributesOneLevelDown() throws {
        let text = """
            [{"Path": "LDAP://CN=a,DC=x", "Properties": {"samaccountname": ["a"], "useraccountcontrol": [514],
             "objectclass": ["top", "person", "user"], "lastlogontimestamp": [133500000000000000],
             "objectsid": [[1,5,0,0,0,0,0,5,21,0,0,0,1,0,0,0,2,0,0,0,3,0,0,0,244,1,0,0]], "distinguishedname": ["CN=a,DC=x"]}},
             {"attributes": {"sAMAccountName": "b", "objectClass": ["user"], "objectSid": [1, 5, 300]}, "dn": "CN=b,DC=y"}]
            """
        let (directory, notices) = try read(text)
        #expect(directory.accounts.map(\.name) == ["a", "b"] && directory.accounts.map(\.domain) == ["x", "y"])
        #expect(directory.accounts.map(\.sid) == ["S-1-5-21-1-2-3-500", ""])
        #expect(directory.accounts.map(\.enabled) == [false, nil])
        #expect(directory.accounts[0].lastLogon?.text == "2024-01-17T21:20:00.000Z")
        #expect(notices.map(\.message) == ["1 \(DirectoryTally.unreadableSID.rawValue)"] && notices.map(\.line) == [4])
    }

    /// ConvertTo-Json stops at two levels unless it is told otherwise, and writes the rest as the name of its type.
    @Test(arguments: [
        "Microsoft.ActiveDirectory.Management.ADPropertyValueCollection", "System.Object[]",
        "System.Collections.ArrayList", "System.Collections.Generic.List`1[System.String]",
    ])
    func valuesCutOffByDepthAreTold(text: String) throws {
        let (directory, notices) = try read("{\"SamAccountName\": \"a\", \"MemberOf\": \"\(text)\", \"mail\": \"M\"}")
        #expect(directory.accounts.map(\.memberOf) == [[]] && directory.accounts.map(\.mail) == ["m"])
        #expect(notices.map(\.message) == ["1 \(DirectoryTally.lostCollection.rawValue)"])
    }

    @Test func whatIsNotUnderstoodIsTold() throws {
        let (directory, notices) = try read(
            "[\"x\", 7, {\"SamAccountName\": \"a\", \"SID\": {\"BinaryLength\": 28}, \"Enabled\": {}}, null]")
        #expect(directory.accounts.map(\.sid) == [""])
        #expect(
            notices.map(\.message) == [
                "3 \(DirectoryTally.notAnObject.rawValue)", "2 \(DirectoryTally.unknownShape.rawValue)",
            ])
    }

    @Test(arguments: [
        ("[{\"SamAccountName\": \"a\"}", "line 1: the file ends inside a list"),
        ("[{\"SamAccountName\": \"a\"", "line 1: the file ends where ',' or '}' should follow"),
        ("[\n{\"SamAccountName\":\n \"a", "line 3: a string begins here and never ends"),
        ("[{\"SamAccountName\" \"a\"}]", "line 1: not JSON: ':' should stand before \"\\\"a\\\"}]\""),
        ("[{\"SamAccountName\": a}]", "line 1: not JSON: \"a\""),
        ("[{\"SamAccountName\": 1x}]", "line 1: not JSON: \"1x\""),
        ("[{\"SamAccountName\": \"\\x\"}]", "line 1: a backslash that escapes nothing"),
        ("[{\"SamAccountName\": \"\\u12g4\"}]", "line 1: \\u without four hexadecimal digits"),
        ("[{\"SamAccountName\": \"a\"},]", "line 1: not JSON: a value should stand before"),
        ("{\"SamAccountName\": \"a\"} x", "line 1: not JSON: an object or a list of objects should stand here"),
        (
            "{\"Value\": 1, \"Other\": \"a\"}",
            "line 1: no object has sAMAccountName, userPrincipalName or objectSid/SID. Export the directory with them. "
                + "The first object has: \"Value\", \"Other\""
        ),
    ])
    func brokenFilesSayWhere(text: String, expected: String) {
        // Quotes are shown as they are.
        let expected = "users.json, " + expected.replacing("\\\"", with: "\"")
        #expect(failure(text).hasPrefix(expected), "\(failure(text))")
    }

    @Test func halfASurrogatePair() throws {
        #expect(
            try read("{\"SamAccountName\": \"a\\ud83dx\\ud83d\\u0041\"}").directory.accounts.map(\.name) == [
                "a\u{FFFD}x\u{FFFD}a"
            ])
    }

    @Test func limits() throws {
        func failure(_ text: String, _ limits: DirectoryLimits) throws -> String {
            let text = try SourceText(Array(text.utf8), file: "a.json")
            return DirectoryText.failure(DirectoryJSON(text, file: "a.json", limits: limits))
        }
        let user = "{\"SamAccountName\": \"a\", \"x\": \"12345678901234567890\"}"
        #expect(try failure(user, DirectoryLimits(valueBytes: 20)) == "none")
        #expect(try failure(user, DirectoryLimits(valueBytes: 19)).contains("line 1: a value of more than 19 bytes"))
        #expect(try failure(user, DirectoryLimits(recordBytes: user.utf8.count - 1)) == "none")
        #expect(
            try failure(user, DirectoryLimits(recordBytes: user.utf8.count - 2)).contains("an object of more than"))
        let group = "{\"SamAccountName\": \"a\", \"member\": [\"b\", \"c\"]}"
        #expect(try failure(group, DirectoryLimits(values: 3)) == "none")
        #expect(try failure(group, DirectoryLimits(values: 2)).contains("or 2 values"))
        // Refused at the value that is one too many, not at the end of a list that never ends.
        #expect(try failure(String(group.dropLast(2)) + ", ", DirectoryLimits(values: 2)).contains("or 2 values"))
        #expect(try failure(user + user, DirectoryLimits(records: 2)) == "none")
        #expect(try failure(user + user, DirectoryLimits(records: 1)).contains("more than 1 objects"))
        func nested(_ depth: Int) -> String {
            "{\"SamAccountName\": \"a\", \"x\": " + String(repeating: "[", count: depth - 1)
                + String(repeating: "]", count: depth - 1) + "}"
        }
        #expect(try failure(nested(DirectoryLimits.maximumNesting), .standard) == "none")
        #expect(
            try failure(nested(DirectoryLimits.maximumNesting + 1), .standard).contains(
                "lists and objects more than \(DirectoryLimits.maximumNesting) deep"))
        // Lists around the objects count too.
        let lists = String(repeating: "[", count: DirectoryLimits.maximumNesting)
        #expect(try failure(lists + user, .standard).contains("deep"))
    }
}
