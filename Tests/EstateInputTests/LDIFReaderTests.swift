import AccessModel
import PositionModel
import Testing

@testable import EstateInput

@Suite struct LDIFReaderTests {
    private func read(_ text: String) throws -> (directory: Directory, notices: [EstateNotice]) {
        try DirectoryText.read(text, name: "all.ldf")
    }

    private func failure(_ text: String) -> String { DirectoryText.failure(text, name: "all.ldf") }

    /// `S-1-5-21-1-2-3-500` and `S-1-5-21-9-9-9-1000`.
    private static let sid = "AQUAAAAAAAUVAAAAAQAAAAIAAAADAAAA9AEAAA=="
    private static let formerSID = "AQUAAAAAAAUVAAAACQAAAAkAAAAJAAAA6AMAAA=="

    /// As ldifde writes it: `changetype: add`, folded at 76 columns, binary values and other letters in base64.
    private static let ldifde = """
        dn: CN=Alice Smith,OU=A unit with a long name,OU=Staff,DC=corp,DC=exam
         ple,DC=com
        changetype: add
        objectClass: top
        objectClass: person
        objectClass: organizationalPerson
        objectClass: user
        cn: Alice Smith
        displayName:: QWxpY2UgU23DrXRo
        nTSecurityDescriptor:: AQAXjBQAAAAwAAAATAAAAMQAAAABBQAAAAAABRUAAAC/GlKzej9HeGr
         u99wAAgAAAQUAAAAAAAUVAAAAvxpSs3o/R3hq7vfcAAIAAA==
        objectSid:: \(sid)
        sIDHistory:: \(formerSID)
        sAMAccountName: ASmith
        userPrincipalName: ASmith@corp.example.com
        userAccountControl: 514
        accountExpires: 9223372036854775807
        lastLogonTimestamp: 133500000000000000
        pwdLastSet: 0
        whenCreated: 20211130200601.0Z
        memberOf: CN=Staff; all of it,DC=corp,DC=example,DC=com
        memberOf: CN=Second,DC=corp,DC=example,DC=com
        description;lang-en: In the
          office
        msExchRecipientTypeDetails: 4

        dn: CN=PC1,DC=corp,DC=example,DC=com
        changetype: add
        objectClass: user
        objectClass: computer
        sAMAccountName: PC1$
        operatingSystem: Windows 11 Pro

        dn: CN=Staff,DC=corp,DC=example,DC=com
        changetype: add
        objectClass: group
        sAMAccountName: Staff
        member: CN=Alice Smith,OU=A unit with a long name,OU=Staff,DC=corp,DC=example,D
         C=com
        member: CN=Bob,DC=corp,DC=example,DC=com
        """

    private func expectLDIFDE(_ directory: Directory) {
        #expect(directory.accounts.map(\.name) == ["asmith"])
        guard let alice = directory.accounts.first else { return }
        #expect(
            alice.distinguishedName == "CN=Alice Smith,OU=A unit with a long name,OU=Staff,DC=corp,DC=example,DC=com")
        #expect(alice.domain == "corp.example.com" && alice.principalName == "asmith@corp.example.com")
        #expect(alice.displayName == "Alice Sm\u{ED}th" && alice.objectClass == "user" && alice.line == 1)
        #expect(alice.sid == "S-1-5-21-1-2-3-500" && alice.formerSIDs == ["S-1-5-21-9-9-9-1000"])
        #expect(alice.enabled == false && alice.expires == nil && alice.passwordLastSet == nil)
        #expect(alice.lastLogon?.text == "2024-01-17T21:20:00.000Z" && alice.hasLastLogonColumn)
        #expect(alice.created?.text == "2021-11-30T20:06:01.000Z" && alice.recipientType == 4)
        #expect(
            alice.memberOf == ["CN=Staff; all of it,DC=corp,DC=example,DC=com", "CN=Second,DC=corp,DC=example,DC=com"])
        #expect(alice.detail == "In the office")
        #expect(directory.computers.map(\.name) == ["pc1"])
        #expect(directory.groups.map(\.members.count) == [2])
        #expect(directory.groups.first?.members.first == alice.distinguishedName)
    }

    @Test func ldifde() throws {
        let (directory, notices) = try read(LDIFReaderTests.ldifde)
        expectLDIFDE(directory)
        #expect(notices.isEmpty)
        #expect(directory.computers.map(\.line) == [27] && directory.computers.map(\.source) == ["all.ldf"])
    }

    /// The same file with CRLF, with a byte order mark, as `ldifde -u` writes it, and with a blank line at its end.
    @Test func lineEndsAndEncodings() throws {
        let windows = LDIFReaderTests.ldifde.replacing("\n", with: "\r\n")
        for bytes in [
            Array(windows.utf8), [0xEF, 0xBB, 0xBF] + Array(windows.utf8), DirectoryText.utf16(windows),
            Array((LDIFReaderTests.ldifde + "\n\n").utf8), Array((windows + "\r\n\r\n\r\n").utf8),
        ] {
            // By content: the name says nothing.
            expectLDIFDE(try DirectoryText.read(bytes, name: "export.txt").directory)
        }
    }

    /// A line is folded after so many bytes, inside a letter too.
    @Test func foldedInsideALetter() throws {
        let text = Array("dn: CN=Zo\u{EB},DC=x\nobjectClass: user\nsAMAccountName: zo".utf8)
        let (directory, notices) = try DirectoryText.read(text + [0xC3, 0x0A, 0x20, 0xAB, 0x0A], name: "a.ldf")
        #expect(directory.accounts.map(\.name) == ["zo\u{EB}"])
        #expect(notices.isEmpty)
    }

    @Test func ansiLettersAreReadAndTold() throws {
        let text = Array("dn: CN=x,DC=x\nobjectClass: user\nsAMAccountName: zo".utf8)
        let (directory, notices) = try DirectoryText.read(text + [0xEB, 0x0A], name: "a.ldf")
        #expect(directory.accounts.map(\.name) == ["zo\u{EB}"])
        #expect(notices.map(\.message) == ["1 \(DirectoryTally.notUTF8.rawValue)"] && notices.map(\.line) == [3])
    }

    /// As ldapsearch writes it: a comment before each entry, references, pages, and the answer's end.
    @Test func ldapsearch() throws {
        let text = """
            # extended LDIF
            #
            # LDAPv3
            # base <DC=corp,DC=example,DC=com> with scope subtree and a filter that is so long
             that its comment is folded
            # requesting: ALL
            #

            version: 1
            dn: CN=Alice,DC=corp,DC=example,DC=com
            objectClass: user
            # a comment inside an entry
             and what is folded onto it
            sAMAccountName: alice

            # search reference
            ref: ldap://ForestDnsZones.corp.example.com/DC=ForestDnsZones,DC=corp,DC=example,DC=com

            # search result
            search: 2
            result: 0 Success
            control: 1.2.840.113556.1.4.319 false MIQAAAAFAgEABAA=
            pagedresults: cookie=

            # Bob
            dn:: Q049Qm9iLERDPWNvcnAsREM9ZXhhbXBsZSxEQz1jb20=
            objectClass: user
            sAMAccountName:bob

            # search result
            search: 3
            result: 4 Size limit exceeded

            # numResponses: 3
            """
        let (directory, notices) = try read(text)
        #expect(directory.accounts.map(\.name) == ["alice", "bob"])
        #expect(directory.accounts.map(\.line) == [10, 26])
        #expect(directory.accounts.map(\.domain) == ["corp.example.com", "corp.example.com"])
        #expect(
            notices.map(\.message) == [
                "1 \(DirectoryTally.referral.rawValue)", "1 \(DirectoryTally.searchCutShort.rawValue)",
            ])
        #expect(notices.map(\.line) == [17, 32])
        #expect(directory.accounts.allSatisfy { !$0.hasLastLogonColumn })
    }

    /// As ldbsearch of Samba writes it, with extended distinguished names.
    @Test func ldbsearch() throws {
        let text = """
            # record 1
            dn: <GUID=4e72351d-3026-451d-9c82-cd014dec5c02>;<SID=S-1-5-21-1-2-3-1105>;CN=Alice,DC=samdom,DC=example
            objectClass: user
            sAMAccountName: alice
            objectSid: S-1-5-21-1-2-3-1105
            memberOf: <GUID=4e72351d-3026-451d-9c82-cd014dec5c03>;CN=<Staff>,DC=samdom,DC=example

            # returned 1 records
            # 1 entries
            # 0 referrals
            """
        let directory = try read(text).directory
        #expect(directory.accounts.map(\.distinguishedName) == ["CN=Alice,DC=samdom,DC=example"])
        #expect(directory.accounts.map(\.sid) == ["S-1-5-21-1-2-3-1105"])
        #expect(directory.accounts.map(\.memberOf) == [["CN=<Staff>,DC=samdom,DC=example"]])
    }

    /// Changes are not read, and nothing is fetched.
    @Test func changesAndAddressesAreTold() throws {
        let text = """
            version: 1

            dn: CN=a,DC=x
            changetype: add
            objectClass: user
            sAMAccountName: a
            mail:< file:///etc/passwd

            dn: CN=b,DC=x
            control: 1.2.840.113556.1.4.805 true
            changetype: modify
            replace: sAMAccountName
            sAMAccountName: b
            -
            add: mail
            mail: b@x
            -

            dn: CN=c,DC=x
            changetype: delete

            dn: CN=d,DC=x
            changetype: modrdn
            newrdn: CN=e
            deleteoldrdn: 1
            """
        let (directory, notices) = try read(text)
        #expect(directory.accounts.map(\.name) == ["a"] && directory.accounts.map(\.mail) == [""])
        #expect(
            notices.map(\.message) == [
                "3 \(DirectoryTally.changeRecord.rawValue)", "1 \(DirectoryTally.externalValue.rawValue)",
            ])
        #expect(notices.map(\.line) == [9, 7])
    }

    /// The server answers with 1,500 members at a time; the last range ends in `*`.
    @Test(arguments: [
        ("member;range=0-1: CN=a\nmember;range=0-1: CN=b\n", 1, 2),
        ("member;range=0-0: CN=a\nmember;range=1-*: CN=b\n", 0, 2), ("member;Range=0-*: CN=a\n", 0, 1),
        ("member: CN=a\n", 0, 1),
    ])
    func ranges(members: String, told: Int, count: Int) throws {
        let (directory, notices) = try read("dn: CN=g,DC=x\nobjectClass: group\nsAMAccountName: g\n" + members)
        #expect(directory.groups.map(\.members.count) == [count])
        #expect(notices.map(\.message) == (told == 1 ? ["1 \(DirectoryTally.cutList.rawValue)"] : []))
    }

    @Test func brokenFilesSayWhere() {
        #expect(
            failure("dn: DC=x\nobjectClass: user\nnonsense\n")
                == "all.ldf, line 3: a line without a colon: \"nonsense\". Export the directory again")
        #expect(
            failure("dn: DC=x\nobjectClass: user\n\nsAMAccountName: a\n")
                == "all.ldf, line 4: an entry begins with \"sAMAccountName\", not with dn:. "
                + "Look for a blank line inside the entry above, or export the directory again")
        #expect(failure("dn: DC=x\nsAMAccountName:: A\n").hasPrefix("all.ldf, line 2: the value of \"sAMAccountName\""))
        #expect(
            failure("dn: DC=x\nsAMAccountName: a\ndn: DC=y\n").hasPrefix(
                "all.ldf, line 3: a second dn: in the entry that begins on line 1"))
        #expect(failure("  x\ndn: DC=x\n").hasPrefix("all.ldf, line 1: a folded line without a line before it"))
        #expect(failure("dn: DC=x\ncn: \0\n").hasPrefix("all.ldf, line 2: the file holds NUL bytes"))
        #expect(
            failure("dn: CN=x\nobjectClass: user\ncn: x\n").hasPrefix(
                "all.ldf, line 1: no object has sAMAccountName, userPrincipalName or objectSid/SID. Export the directory "
                    + "with them. The first object has: \"objectClass\", \"cn\""))
    }

    @Test func aFileWithoutObjectsIsEmpty() throws {
        for text in ["", "version: 1\n", "# extended LDIF\n", "dn: OU=x\nobjectClass: organizationalUnit\n"] {
            #expect(try read(text).directory.isEmpty)
        }
    }

    @Test func limits() throws {
        func failure(_ text: String, _ limits: DirectoryLimits) throws -> String {
            let text = try SourceText(Array(text.utf8), file: "a.ldf", isFolded: true)
            return DirectoryText.failure(LDIFReader(text, file: "a.ldf", limits: limits))
        }
        let head = "dn: CN=x\nsAMAccountName: x\n"
        let line = "cn: 345678\n 9\n"
        #expect(try failure(head + line, DirectoryLimits(valueBytes: 17)) == "none")
        #expect(
            try failure(head + line + "description: 123456\n", DirectoryLimits(valueBytes: 18)).hasPrefix(
                "a.ldf, line 5: a line of more than 18 bytes"))
        // Nobody wants the attribute, folded or not; it counts all the same.
        let unwanted = "photo: 123\n 45678901234567\n"
        #expect(try failure(head + unwanted, DirectoryLimits(valueBytes: 24)) == "none")
        #expect(
            try failure(head + unwanted, DirectoryLimits(valueBytes: 23)).contains("line 3: a line of more than 23"))
        #expect(
            try failure("# 3456\n 789\n", DirectoryLimits(valueBytes: 10)).contains("line 1: a line of more than 10"))

        let members = "member: CN=a\nmember: CN=b\n"
        #expect(try failure(head + members, DirectoryLimits(values: 4)) == "none")
        #expect(
            try failure(head + members, DirectoryLimits(values: 3)).hasPrefix(
                "a.ldf, line 1: an entry of more than"))
        #expect(try failure(head, DirectoryLimits(recordBytes: head.utf8.count - 1)) == "none")
        #expect(
            try failure(head, DirectoryLimits(recordBytes: head.utf8.count - 2)).contains("an entry of more than"))
        #expect(try failure(head + "\n" + head, DirectoryLimits(records: 2)) == "none")
        #expect(try failure(head + "\n" + head, DirectoryLimits(records: 1)).contains("more than 1 entries"))
        let longest = String(repeating: "x", count: DirectoryLimits.maximumValueBytes - 4)
        #expect(try failure(head + "cn: " + longest + "\n", .standard) == "none")
        #expect(try failure(head + "cn: " + longest + "x\n", .standard).contains("line 3: a line of more than"))
    }

    @Test(arguments: [
        ("", ""), ("QQ==", "A"), ("QUI=", "AB"), ("QUJD", "ABC"), (" QUJD ", "ABC"), ("QUJDRA==", "ABCD"), ("Q", nil),
        ("QQ", nil), ("QQ=", nil), ("QQ=A", nil), ("====", nil), ("Q*==", nil), ("QUJD=", nil),
    ])
    func base64(text: String, expected: String?) {
        let found = Base64.decoded(Array(text.utf8)[...]).map { String(decoding: $0, as: UTF8.self) }
        #expect(found == expected)
    }

    /// Whatever is written as LDIF is read back, folded anywhere.
    @Test func randomFolding() throws {
        var generator = SeededGenerator(seed: 1)
        let letters = ["a", "B", "7", ",", " ", "\u{EB}", "\u{20AC}", ":", "<", "\u{1F600}"]
        for _ in 0..<300 {
            let names = (0..<Int.random(in: 1...4, using: &generator)).map { index in
                "n\(index)"
                    + (0..<Int.random(in: 0...9, using: &generator)).compactMap { _ in
                        letters.randomElement(using: &generator)
                    }.joined() + "z"
            }
            var bytes: [UInt8] = []
            for name in names {
                for line in ["dn: CN=x,DC=x", "objectClass: user", "sAMAccountName: \(name)", "photo: \(name)"] {
                    for (index, byte) in line.utf8.enumerated() {
                        if index > 3, Int.random(in: 0..<6, using: &generator) == 0 { bytes += [0x0D, 0x0A, 0x20] }
                        bytes.append(byte)
                    }
                    bytes += [0x0D, 0x0A]
                }
                bytes += [0x0A]
            }
            let found = try DirectoryText.read(bytes, name: "a.ldf").directory.accounts
            #expect(found.map { Array($0.name.utf8) } == names.map { Array($0.scalarLowercased.utf8) })
        }
    }
}
