import Testing

@testable import Identity

@Suite struct PrincipalRulesTests {
    private struct Sample {
        let rule: String
        let domain: String
        let name: String
        let sid: String

        init(_ rule: String, _ domain: String, _ name: String, _ sid: String = "") {
            self.rule = rule
            self.domain = domain
            self.name = name
            self.sid = sid
        }
    }

    private static let domainSID = "S-1-5-21-1111-2222-3333"

    /// At least one account for each row of the table, in any order.
    private static let samples: [Sample] = [
        Sample("cloud-sso", "corp", "azureadssoacc$"), Sample("cloud-sso", "corp", "azureadkerberos$"),
        Sample("cloud-sso", "corp", "krbtgt_azuread"),
        Sample("machine-account", "corp", "pc1$"),
        Sample("machine-account", "corp.contoso.com", "pc1$@corp.contoso.com"),
        Sample("machine-account", "corp", "web01$", "S-1-5-18"),
        Sample("null-sid", "", "", "S-1-0-0"), Sample("anonymous-logon", "", "anonym", "S-1-5-7"),
        Sample("iusr", "", "x", "S-1-5-17"), Sample("local-system", "autoridade nt", "sistema", "S-1-5-18"),
        Sample("local-service", "", "x", "S-1-5-19"), Sample("network-service", "", "x", "S-1-5-20"),
        Sample("service-virtual-account", "", "x", "S-1-5-80-1-2"), Sample("iis-apppool", "", "x", "S-1-5-82-3"),
        Sample("vm-account", "", "x", "S-1-5-83-1-2"), Sample("dwm", "", "x", "S-1-5-90-0-1"),
        Sample("winrm-virtual-user", "", "x", "S-1-5-94-1"), Sample("umfd", "", "x", "S-1-5-96-0-1"),
        Sample("virtual-user", "", "x", "S-1-5-111-9"),
        Sample("guest", "corp", "gast", domainSID + "-501"), Sample("krbtgt", "corp", "k", domainSID + "-502"),
        Sample("default-account", "corp", "d", domainSID + "-503"),
        Sample("application-guard", "corp", "w", domainSID + "-504"),
        Sample("service-virtual-account", "nt service", "mssql$sql1"), Sample("iis-apppool", "iis apppool", "intranet"),
        Sample("vm-account", "nt virtual machine", "0f"), Sample("dwm", "window manager", "dwm-1"),
        Sample("umfd", "font driver host", "umfd-0"), Sample("virtual-user", "virtual users", "sshd_12"),
        Sample("anonymous-logon", "nt authority", "anonymous logon"), Sample("anonymous-name", "", "anonymous"),
        Sample("local-service", "nt authority", "local service"),
        Sample("network-service", "nt authority", "network service"), Sample("local-system", "nt authority", "system"),
        Sample("local-system", "", "system"), Sample("local-system", "", "localsystem"), Sample("iusr", "", "iusr"),
        Sample("nt-authority", "nt authority", "other"), Sample("nt-authority", "autoridade nt", "x"),
        Sample("nt-authority", "nt-autorität", "x"), Sample("nt-authority", "autorite nt", "x"),
        Sample("nt-authority", "nt instansen", "x"), Sample("dwm", "", "dwm-12"), Sample("umfd", "", "umfd-3"),
        Sample("guest", "web01", "guest"), Sample("krbtgt", "corp", "krbtgt"), Sample("krbtgt", "corp", "krbtgt_20012"),
        Sample("default-account", "pc1", "defaultaccount"), Sample("default-user", "pc1", "defaultuser0"),
        Sample("application-guard", "pc1", "wdagutilityaccount"),
        Sample("health-mailbox", "corp", "healthmailbox0a1b2c3"),
        Sample("health-mailbox", "", "healthmailbox0123456789abcdef0123456789abcdef@corp.contoso.com"),
        Sample("system-mailbox", "corp", "sm_0123456789abcdef0"), Sample("system-mailbox", "", "systemmailbox{1f05}"),
        Sample("system-mailbox", "", "discoverysearchmailbox {d919}"),
        Sample("system-mailbox", "", "federatedemail.4c1f4d8b-8179"),
        Sample("system-mailbox", "", "migration.8f3e7716-2011"), Sample("system-mailbox", "", "$e31000-k123456789ab"),
        Sample("exchange-test", "corp", "extest_0a1b2c3d"), Sample("directory-sync", "corp", "msol_0123456789ab"),
        Sample("directory-sync", "corp", "aad_0123456789ab"), Sample("legacy-component", "web01", "iusr_web01"),
        Sample("legacy-component", "web01", "iwam_web01"), Sample("legacy-component", "web01", "aspnet"),
        Sample("legacy-component", "xp", "support_388945a0"), Sample("legacy-component", "ts", "tsinternetuser"),
    ]

    @Test func everyRowNamesItsPrincipal() {
        for sample in PrincipalRulesTests.samples {
            let rule = PrincipalRules.rule(domain: sample.domain, name: sample.name, sid: sample.sid)
            #expect(rule?.id == sample.rule, "\(sample.domain)\\\(sample.name) \(sample.sid)")
        }
        #expect(
            PrincipalRules.rule(domain: "corp", name: "gmsa$", sid: "", isManagedService: true)?.id
                == "managed-service-account")
    }

    @Test func everyRowIsReachedByASample() {
        var reached = Set(
            PrincipalRulesTests.samples.compactMap {
                PrincipalRules.rule(domain: $0.domain, name: $0.name, sid: $0.sid)?.test
            })
        reached.insert(.managedServiceInDirectory)
        for row in PrincipalRules.table { #expect(reached.contains(row.test), "\(row.id): \(row.test)") }
        #expect(PrincipalRules.table.allSatisfy { !$0.source.isEmpty && !$0.label.isEmpty })
    }

    @Test(arguments: [
        ("corp", "alice", "S-1-5-21-1111-2222-3333-1105"), ("corp", "sm_smith", ""), ("corp", "system", ""),
        ("corp", "administrator", "S-1-5-21-1111-2222-3333-500"), ("corp", "bob", "S-1-0-0"), ("corp", "dwm-anna", ""),
        ("corp", "msol_anna", ""), ("corp", "defaultuserx", ""), ("corp", "mssql$x", ""), ("corp", "guesthouse", ""),
        ("corp", "x501", "S-1-5-32-501"), ("corp", "svc-sql", ""), ("", "support_desk", ""),
    ])
    func personsStayPersons(domain: String, name: String, sid: String) {
        #expect(PrincipalRules.rule(domain: domain, name: name, sid: sid) == nil)
    }
}
