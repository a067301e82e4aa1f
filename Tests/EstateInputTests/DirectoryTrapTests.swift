import AccessModel
import PositionModel
import Testing

@testable import EstateInput

/// What makes a directory count wrongly, each in every format that can hold it: the rules stand in one place, so an object
/// is the same whatever it was exported as.
@Suite struct DirectoryTrapTests {
    enum Form: String, CaseIterable, Sendable { case csv, ldif, json }

    /// One object in a format, by attribute in order.
    private func text(_ objects: [[(String, String)]], _ form: Form) -> String {
        switch form {
        case .csv:
            var names: [String] = []
            for (name, _) in objects.joined() where !names.contains(name) { names.append(name) }
            let rows = objects.map { object in
                names.map { name in
                    let values = object.filter { $0.0 == name }.map { $0.1.replacing(";", with: "\\;") }
                    return "\"" + values.joined(separator: ";") + "\""
                }.joined(separator: ",")
            }
            return ([names.joined(separator: ",")] + rows).joined(separator: "\n") + "\n"
        case .ldif:
            return objects.enumerated().map { index, object in
                let name = object.first { $0.0 == "distinguishedName" }?.1 ?? "CN=\(index)"
                return (["dn: " + name] + object.map { "\($0.0): \($0.1)" }).joined(separator: "\n")
            }.joined(separator: "\n\n")
        case .json:
            let bodies = objects.map { object in
                var names: [String] = []
                for (name, _) in object where !names.contains(name) { names.append(name) }
                return names.map { name in
                    let values = object.filter { $0.0 == name }.map { "\"\($0.1)\"" }
                    return "\"\(name)\": " + (values.count == 1 ? values[0] : "[\(values.joined(separator: ", "))]")
                }.joined(separator: ", ")
            }
            return "[" + bodies.map { "{\($0)}" }.joined(separator: ",\n") + "]"
        }
    }

    private func read(
        _ objects: [[(String, String)]], _ form: Form
    ) throws -> (directory: Directory, notices: [EstateNotice]) {
        try DirectoryText.read(text(objects, form), name: "all.\(form.rawValue)")
    }

    /// Managed service accounts inherit from `computer`, end in `$` and carry the bits of a workstation.
    @Test(
        arguments: [
            "msDS-GroupManagedServiceAccount", "msDS-ManagedServiceAccount", "msDS-DelegatedManagedServiceAccount",
        ], Form.allCases)
    func managedServiceAccountsAreNoDevices(name: String, form: Form) throws {
        let classes = ["top", "person", "organizationalPerson", "user", "computer", name]
        // The order of the classes is the server's.
        for classes in [classes, classes.reversed()] {
            let directory = try read(
                [
                    classes.map { ("objectClass", $0) } + [
                        ("sAMAccountName", "svc$"), ("userAccountControl", "4096"), ("sAMAccountType", "805306369"),
                        ("dNSHostName", "svc.corp"),
                    ]
                ], form
            ).directory
            #expect(directory.computers.isEmpty)
            #expect(directory.accounts.map(\.isManagedService) == [true])
            #expect(directory.accounts.map(\.objectClass) == [name])
        }
    }

    /// Without its class, an account type or the control bits cannot tell; its container can.
    @Test(arguments: Form.allCases) func managedServiceAccountsByContainer(form: Form) throws {
        let directory = try read(
            [
                [
                    ("distinguishedName", "CN=svc,CN=Managed Service Accounts,DC=x"), ("sAMAccountName", "svc$"),
                    ("userAccountControl", "4096"),
                ],
                [
                    ("distinguishedName", "CN=pc,OU=Managed Service Accounts of old,DC=x"), ("sAMAccountName", "pc$"),
                    ("userAccountControl", "4096"),
                ],
                [
                    ("distinguishedName", "CN=t,CN=Managed Service Accounts,DC=x"), ("sAMAccountName", "t$"),
                    ("sAMAccountType", "805306369"),
                ],
            ], form
        ).directory
        #expect(
            directory.accounts.map(\.name) == ["svc$", "t$"]
                && directory.accounts.map(\.isManagedService) == [true, true])
        #expect(directory.computers.map(\.name) == ["pc"])
    }

    /// Another export may know the class.
    @Test func aComputerThatAnotherExportKnowsAsManagedServiceIsNone() throws {
        let devices = try DirectoryText.read(
            "Name,SID,OperatingSystem,SamAccountName\nsvc,S-1-5-21-1-2-3-9,,svc$\npc,S-1-5-21-1-2-3-8,Windows 11,pc$\n",
            name: "a.csv"
        ).directory
        let services = try DirectoryText.read(
            "ObjectClass,SID,SamAccountName\nmsDS-GroupManagedServiceAccount,S-1-5-21-1-2-3-9,svc$\n", name: "b.csv"
        ).directory
        for parts in [[devices, services], [services, devices]] {
            let (merged, notices) = DirectoryMerge.merged(parts)
            #expect(merged.computers.map(\.name) == ["pc"] && merged.accounts.map(\.name) == ["svc$"])
            #expect(notices.map(\.file) == ["a.csv"])
        }
    }

    @Test(
        arguments: [
            ("512", "account", true), ("514", "account", false), ("66048", "account", true),
            ("66050", "account", false),
            // LOCKOUT (16), PASSWD_CANT_CHANGE (64), PASSWORD_EXPIRED (8388608) say nothing about being enabled.
            ("528", "account", true), ("8389184", "account", true), ("8389138", "account", false),
            ("4096", "computer", true), ("4098", "computer", false), ("8192", "computer", true),
            ("532480", "computer", true), ("83890176", "computer", true), ("67108864", "computer", true),
            ("2048", "account", true), ("2080", "account", true),
            // As a signed 32-bit number.
            ("-2147483134", "account", false),
        ], Form.allCases)
    func controlBits(row: (bits: String, kind: String, enabled: Bool), form: Form) throws {
        let directory = try read([[("sAMAccountName", "x"), ("userAccountControl", row.bits)]], form).directory
        let kind = directory.computers.isEmpty ? "account" : "computer"
        let enabled = directory.computers.map(\.enabled) + directory.accounts.map(\.enabled)
        #expect(kind == row.kind && enabled == [row.enabled])
    }

    /// An account of a trust is of class user, and no user: its `$` keeps it apart (the bridge's step "machine").
    @Test(arguments: Form.allCases) func trustAccountsKeepTheirSign(form: Form) throws {
        let directory = try read(
            [
                [
                    ("objectClass", "user"), ("sAMAccountName", "FABRIKAM$"), ("userAccountControl", "2080"),
                    ("sAMAccountType", "805306370"),
                ]
            ], form
        ).directory
        #expect(directory.computers.isEmpty && directory.accounts.map(\.name) == ["fabrikam$"])
    }

    /// What has no account, or has it in another forest, is ignored and told by class.
    @Test(arguments: Form.allCases) func othersAreIgnoredAndTold(form: Form) throws {
        let (directory, notices) = try read(
            [
                [
                    ("objectClass", "top"), ("objectClass", "foreignSecurityPrincipal"),
                    ("objectSid", "S-1-5-21-9-9-9-7"),
                ],
                [("objectClass", "top"), ("objectClass", "contact"), ("mail", "a@b"), ("cn", "a")],
                [("objectClass", "organizationalUnit"), ("name", "Staff")],
                [("objectClass", "organizationalUnit"), ("name", "Sales")],
                [("objectClass", "user"), ("sAMAccountName", "a")],
            ], form)
        #expect(directory.accounts.map(\.name) == ["a"])
        #expect(
            notices.map(\.message) == [
                "4 \(DirectoryTally.ignoredClass.rawValue): \"organizationalUnit\" 2, \"contact\" 1, "
                    + "\"foreignSecurityPrincipal\" 1"
            ])
    }

    @Test(arguments: Form.allCases) func neverIsWrittenInManyWays(form: Form) throws {
        func account(_ name: String, _ value: String) throws -> DirectoryAccount {
            let found = try read([[("sAMAccountName", "a"), (name, value)]], form)
            #expect(found.notices.isEmpty)
            return try #require(found.directory.accounts.first)
        }
        for never in ["0", "9223372036854775807", ""] {
            #expect(try account("accountExpires", never).expires == nil)
            #expect(try account("pwdLastSet", never).passwordLastSet == nil)
            #expect(try account("lastLogonTimestamp", never).lastLogon == nil)
        }
        // 2024-01-17T21:20:00Z as FILETIME: the last day is that day; at midnight, the day before.
        #expect(try account("accountExpires", "133500000000000000").expires?.text == "2024-01-17")
        #expect(try account("accountExpires", "133499232000000000").expires?.text == "2024-01-16")
        // GeneralizedTime, not FILETIME.
        #expect(try account("whenCreated", "20211130200601.0Z").created?.text == "2021-11-30T20:06:01.000Z")
        #expect(try account("msExchRecipientTypeDetails", "549755813888").recipientType == 549_755_813_888)
    }

    /// lastLogon is each domain controller's own: the latest of all exports counts, and of both attributes.
    @Test(arguments: Form.allCases) func theLatestLogonOfAllControllersCounts(form: Form) throws {
        func export(_ logon: String, _ stamp: String, _ changed: String) throws -> Directory {
            try read(
                [
                    [
                        ("sAMAccountName", "a"), ("objectClass", "user"), ("objectSid", "S-1-5-21-1-2-3-4"),
                        ("lastLogon", logon), ("lastLogonTimestamp", stamp), ("pwdLastSet", changed),
                    ],
                    [
                        ("sAMAccountName", "p$"), ("objectClass", "computer"), ("objectSid", "S-1-5-21-1-2-3-5"),
                        ("lastLogon", logon), ("lastLogonTimestamp", stamp), ("pwdLastSet", changed),
                    ],
                ], form
            ).directory
        }
        // Days of 864,000,000,000 ticks: the 3rd, the 9th, the 6th; the timestamp lags behind.
        let (third, sixth, ninth) = ("133487136000000000", "133489728000000000", "133492320000000000")
        let parts = [
            try export(third, sixth, "0"), try export(ninth, third, third), try export("0", sixth, third),
        ]
        #expect(
            parts.map { $0.accounts[0].lastLogon?.text }
                == [parts[2], parts[1], parts[2]].map { $0.accounts[0].lastLogon?.text })
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
            let merged = DirectoryMerge.merged(order.map { parts[$0] }).directory
            #expect(merged.accounts.map(\.lastLogon) == [parts[1].accounts[0].lastLogon])
            #expect(merged.computers.map(\.lastLogon) == [parts[1].computers[0].lastLogon])
            #expect(merged.accounts[0].passwordLastSet?.text == merged.computers[0].passwordLastSet?.text)
            #expect(merged.accounts[0].passwordLastSet != nil && merged.accounts[0].hasLastLogonColumn)
        }
    }

    /// Two domains of one forest and one of another in one folder: same names, same BUILTIN groups, other objects.
    @Test(arguments: Form.allCases) func domainsAndForestsSideBySide(form: Form) throws {
        func export(_ domain: String, _ prefix: String) throws -> Directory {
            try read(
                [
                    [
                        ("distinguishedName", "CN=Alice,\(domain)"), ("sAMAccountName", "alice"),
                        ("objectClass", "user"), ("objectSid", "\(prefix)-1105"),
                    ],
                    [
                        ("distinguishedName", "CN=Bob,\(domain)"), ("sAMAccountName", "bob"), ("objectClass", "user"),
                    ],
                    [
                        ("distinguishedName", "CN=Users,CN=Builtin,\(domain)"), ("sAMAccountName", "Users"),
                        ("objectClass", "group"), ("objectSid", "S-1-5-32-545"), ("member", "CN=Alice,\(domain)"),
                    ],
                ], form
            ).directory
        }
        let parts = [
            try export("DC=a,DC=example", "S-1-5-21-1-2-3"), try export("DC=b,DC=a,DC=example", "S-1-5-21-4-5-6"),
            try export("DC=other,DC=test", "S-1-5-21-7-8-9"),
        ]
        let (merged, notices) = DirectoryMerge.merged(parts + [parts[1]])
        #expect(
            merged.accounts.map { "\($0.domain)\\\($0.name)" } == [
                "a.example\\alice", "a.example\\bob", "b.a.example\\alice", "b.a.example\\bob", "other.test\\alice",
                "other.test\\bob",
            ])
        #expect(merged.groups.map(\.members) == parts.map { $0.groups[0].members })
        #expect(notices.map { $0.message.prefix(1) } == ["2"])
    }

    /// One export has the SID and another one has not: one object all the same, but a name given again is another one.
    @Test func anObjectWithoutSIDJoinsByName() throws {
        let named = try DirectoryText.read("SamAccountName,Domain,mail\nalice,corp,a@x\n", name: "a.csv").directory
        let known = try DirectoryText.read(
            "SamAccountName,Domain,SID\nalice,CORP,S-1-5-21-1-2-3-4\n", name: "b.csv"
        ).directory
        let again = try DirectoryText.read(
            "SamAccountName,Domain,SID\nalice,CORP,S-1-5-21-1-2-3-5\n", name: "c.csv"
        ).directory
        for parts in [[named, known, again], [known, named, again], [known, again, named]] {
            let merged = DirectoryMerge.merged(parts).directory
            #expect(merged.accounts.map(\.sid) == ["S-1-5-21-1-2-3-4", "S-1-5-21-1-2-3-5"])
            #expect(merged.accounts.map(\.mail) == ["a@x", ""])
        }
    }

    /// Dates as the culture of the shell writes them; what cannot be read is told, never guessed.
    @Test(arguments: [
        ("26.05.2025 16:28:53", "2025-05-26T16:28:53.000Z"), ("26/05/2025 16:28:53", "2025-05-26T16:28:53.000Z"),
        ("5/26/2025 4:28:53 PM", "2025-05-26T16:28:53.000Z"),
        ("5/26/2025 4:28:53\u{202F}PM", "2025-05-26T16:28:53.000Z"),
        ("26-5-2025 16:28:53", "2025-05-26T16:28:53.000Z"), ("2025-05-26 16:28:53", "2025-05-26T16:28:53.000Z"),
        ("26.5.2025 16.28.53", "2025-05-26T16:28:53.000Z"), ("2025. 05. 26. 16:28:53", nil), ("26 mai 2025", nil),
    ])
    func localisedDates(text: String, expected: String?) throws {
        for form in Form.allCases {
            let (directory, notices) = try read([[("sAMAccountName", "a"), ("LastLogonDate", text)]], form)
            #expect(directory.accounts[0].lastLogon?.text == expected)
            #expect(notices.count == (expected == nil ? 1 : 0))
        }
    }
}
