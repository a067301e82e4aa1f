import AccessModel
import Foundation
import PositionModel
import Testing

@testable import EstateInput

@Suite struct SettingsReaderTests {
    private func read(_ yaml: String, files: [String: String] = [:]) throws -> (
        settings: EstateSettings, notices: [EstateNotice]
    ) {
        let folder = try TemporaryFolder(files.merging(["estate.yaml": yaml]) { first, _ in first })
        return try withExtendedLifetime(folder) { try EstateReader.readSettings(path: folder.path + "/estate.yaml") }
    }

    /// The error without the path of the temporary folder.
    private func failure(_ yaml: String) -> String {
        do {
            _ = try SettingsReader.read(PreparedFile(name: "estate.yaml", bytes: Array(yaml.utf8)), folder: "nowhere")
            return "none"
        } catch {
            return "\(error)"
        }
    }

    @Test func everyKey() throws {
        let yaml = #"""
            organisation: {name: Contoso, domains: [CORP, corp.contoso.com], affiliates: [FABRIKAM]}
            networks:     {internal: [203.0.113.0/24], vpn: [10.99.0.0/16], trusted_proxies: [10.0.8.4]}
            window:       {as_of: 2026-10-31, days: 90}
            agreement:    {signed: 2023-04-01}
            web_folders:  {W3SVC1@old-export: Intranet01}
            time_zones:   {dhcp-berlin: Europe/Berlin, '*/ny/*': "-05:00"}
            accounts:
              service:    ['svc-*', 'CORP\sqlagent']
              shared:     ['CORP\ward3-*']
              external:   ['CORP\ext-*', 'OU=Partners']
              test:       'CORP\test-*'
              aliases:    [{user: 'CORP\amiller', accounts: ['CORP\a.miller-adm', 'amiller@corp.contoso.com']}]
              contractors: contractors.csv
            sites:        [{server: WEB01, site: W3SVC2, exemption: web-workload, declared_by: J. Doe, date: 2026-09-01}]
            multiplexers: [{account: 'CORP\svc-sap', population: sap-users.csv}]
            administrators: [{server: WEB01, accounts: ['MSP\adm1', 'MSP\adm2']}]
            thresholds:   {dormant_days: 60, position_share: 0.05}
            prices:       {currency: EUR, ws-cal/user: "50.00", ws-ec/server: 2500.5}
            rules:        {disable: [R-0123], choose: {windows-server: user}}
            answers:      answers.csv
            """#
        let files = [
            "contractors.csv": "account,onsite,hours_per_week,end\nCORP\\ext1,yes,37.5,2026-12-31\next2,,,\n",
            "answers.csv": "id,subject,answer,name,date\nQ-relation,corp\\tlee,External,J. Doe,2026-11-02\n",
            "sap-users.csv": "User;Name\nalice;x\nALICE;x\nbob;y\n",
        ]
        let (settings, notices) = try read(yaml, files: files)
        #expect(settings.organisationName == "Contoso" && settings.domains == ["corp", "corp.contoso.com"])
        #expect(settings.affiliates == ["fabrikam"])
        #expect(
            settings.networks.internalNetworks == ["203.0.113.0/24"]
                && settings.networks.vpnNetworks == ["10.99.0.0/16"])
        #expect(settings.networks.trustedProxies == ["10.0.8.4"])
        #expect(settings.networks.webFolders == [.init(pattern: "W3SVC1@old-export", server: "intranet01")])
        #expect(
            settings.networks.logZones == [
                .init(pattern: "dhcp-berlin", zone: "Europe/Berlin"), .init(pattern: "*/ny/*", zone: "-05:00"),
            ])
        #expect(settings.asOf?.text == "2026-10-31" && settings.windowDays == 90)
        #expect(settings.agreementSigned?.text == "2023-04-01")
        #expect(
            settings.servicePatterns == ["svc-*", "CORP\\sqlagent"] && settings.sharedPatterns == ["CORP\\ward3-*"])
        #expect(
            settings.externalPatterns == ["CORP\\ext-*", "OU=Partners"] && settings.testPatterns == ["CORP\\test-*"])
        #expect(
            settings.aliases == [
                .init(user: "corp\\amiller", accounts: ["corp\\a.miller-adm", "amiller@corp.contoso.com"])
            ])
        #expect(
            settings.contractors == [
                .init(account: "corp\\ext1", onsite: true, hoursPerWeek: 37.5, end: Day(text: "2026-12-31")),
                .init(account: "ext2", onsite: nil, hoursPerWeek: nil, end: nil),
            ])
        #expect(
            settings.sites == [
                .init(
                    server: "web01", site: "W3SVC2", exemption: "web-workload", declaredBy: "J. Doe", date: "2026-09-01"
                )
            ])
        #expect(settings.multiplexers == [.init(account: "corp\\svc-sap", population: ["alice", "bob"])])
        #expect(settings.administration == [.init(server: "web01", accounts: ["msp\\adm1", "msp\\adm2"])])
        #expect(settings.dormantDays == 60 && settings.positionShare == 0.05 && settings.currency == "EUR")
        #expect(
            settings.prices == [
                .init(licence: "ws-cal", flavour: .user, hundredths: 5000),
                .init(licence: "ws-ec", flavour: .server, hundredths: 250_050),
            ])
        #expect(settings.disabledRules == ["R-0123"])
        #expect(settings.choices.map(\.product) == ["windows-server"] && settings.choices.map(\.choice) == [.user])
        #expect(settings.answers.map(\.subject) == ["corp\\tlee"] && settings.answers.map(\.answer) == ["external"])
        #expect(notices.contains { $0.message == "account \"alice\" is listed twice" && $0.line == 3 })
    }

    @Test(arguments: ["", "\n# nothing\n", "organisation:\n", "networks: {vpn: }\n", "accounts: ~\n", "sites:\n"])
    func everyKeyIsOptional(yaml: String) throws {
        let (settings, notices) = try read(yaml)
        #expect(settings.dormantDays == 90 && settings.currency == "USD" && settings.domains.isEmpty && notices.isEmpty)
    }

    @Test func valuesAreTheTextWritten() throws {
        let (settings, _) = try read("organisation: {name: NO, domains: [0123, 1e3, yes]}\n")
        #expect(settings.organisationName == "NO" && settings.domains == ["0123", "1e3", "yes"])
    }

    @Test(arguments: [
        (
            "networks: {trusted-proxies: [10.0.8.4]}",
            "line 1: unknown key \"trusted-proxies\" in networks. Did you mean \"trusted_proxies\"? Known keys: internal, vpn, trusted_proxies"
        ),
        (
            "window: {from: 2026-01-01}\nzebra: 1",
            "line 2: unknown key \"zebra\". Known keys: organisation, networks, window, agreement, web_folders, time_zones, accounts, "
                + "sites, multiplexers, administrators, thresholds, prices, rules, answers"
        ),
        (
            "administrators:\n- {server: fs01, accounts: [a, b]}\n- {server: FS01, accounts: [c]}",
            "line 3: administrators: \"fs01\" names 3 accounts, and only 2 per server need no CAL to administer it. "
                + "Keep two; the others count like everybody else"
        ),
        (
            "time_zones:\n  dhcp: CEST",
            "line 2: time_zones: \"dhcp\": \"CEST\" is no time zone known here. "
                + "Write Europe/Berlin, America/New_York, UTC, or a fixed offset: \"+02:00\""
        ),
        (
            #"accounts: {service: ['CORP\\svc']}"#,
            #"line 1: accounts.service: "CORP\\svc" has a doubled backslash, so it names no account. Write 'CORP\svc'"#
        ),
        (
            "\naccounts:\n  aliases: [{user: 'CORP\\\\a', accounts: [b]}]",
            "line 3: accounts.aliases.user: \"CORP\\\\a\" has a doubled backslash, so it names no account. Write 'CORP\\a'"
        ),
        (
            "networks:\n  internal: [10.0.0.0/33]",
            "line 2: networks.internal: \"10.0.0.0/33\" is no network. Write CIDR: 10.99.0.0/16, 2001:db8::/32, or one address"
        ),
        ("networks: [a]", "line 1: networks holds a list where a mapping: {key: value} belongs"),
        ("organisation: {name: [a]}", "line 1: organisation.name holds a list where one text belongs"),
        (
            "organisation: {domains: {a: b}}",
            "line 1: organisation.domains holds a mapping where a list of texts: [a, b] belongs"
        ),
        ("organisation: {domains: [[a]]}", "line 1: organisation.domains holds a list where one text belongs"),
        ("sites: {a: b}", "line 1: sites holds a mapping where a list of mappings: [{...}] belongs"),
        ("sites: [{server: a}]", "line 1: sites: an entry has no key \"exemption\""),
        ("- a", "line 1: the file holds a list where a mapping: {key: value} belongs"),
        ("window: {as_of: 31/12/2026}", "line 1: window.as_of: \"31/12/2026\" is no date. Write it as YYYY-MM-DD"),
        ("window: {days: 0}", "line 1: window.days: \"0\" is not a whole number from 1 to 36525"),
        ("window: {days: 9, from: 2026-01-01}", "line 1: window: both days and from/to are given. Keep one of them"),
        (
            "window: {from: 2026-02-01, to: 2026-01-01}",
            "line 1: window: it ends (2026-01-01) before it begins (2026-02-01)"
        ),
        (
            "prices: {ws-cal: 5}",
            "line 1: prices: \"ws-cal\" is not a licence and a flavour. Write prices: {ws-cal/user: \"50.00\", ws-cal/device: \"40.00\", ws-ec/server: \"2500.00\"}"
        ),
        (
            "prices: {ws-cal/user: \"5,00\"}",
            "line 1: prices.ws-cal/user: \"5,00\" is no amount. Write it with a point: \"50.00\""
        ),
        ("rules: {choose: {ws: best}}", "line 1: rules.choose.ws: \"best\" is no choice. Write user, device, mix"),
        ("thresholds: {position_share: 5}", "line 1: thresholds.position_share: \"5\" is no share. Write 0.05 for 5 %"),
        (
            "accounts: {contractors: ../secret.csv}",
            "line 1: \"../secret.csv\" does not lie in the estate folder. Copy the file there and name it by its path in the folder"
        ),
        (
            "accounts: {contractors: /etc/passwd}",
            "line 1: \"/etc/passwd\" does not lie in the estate folder. Copy the file there and name it by its path in the folder"
        ),
        ("prices: {a/user: 1, a/user: 2}", "line 1: a key is there twice: \"a/user\". Keep one of them"),
    ])
    func errorsSayWhereAndWhatNext(yaml: String, expected: String) {
        #expect(failure(yaml) == "estate.yaml, " + expected)
    }

    @Test func ofSeveralKeysThereTwiceNoneIsGivenALine() {
        #expect(
            failure("window: 1\nmode: 2\nwindow: 1\nmode: 2\n")
                == "estate.yaml: a key is there twice: \"mode\", \"window\". Keep one of them")
    }

    @Test func doubleQuotesMayEscapeTheBackslash() throws {
        let (settings, _) = try read(#"accounts: {service: ["CORP\\svc"]}"#)
        #expect(settings.servicePatterns == ["CORP\\svc"])
    }

    @Test func brokenYAMLIsAnErrorWithItsLine() {
        #expect(failure("organisation: {name: Contoso\n").hasPrefix("estate.yaml, line"))
        #expect(failure("accounts:\n  service: [*-svc]\n").hasPrefix("estate.yaml, line 2: this is not YAML"))
        #expect(failure(String(repeating: "[", count: 100_000)).hasPrefix("estate.yaml, line"))
        let bomb = (1...9).reduce("a0: &a0 [x]\n") { $0 + "a\($1): &a\($1) [*a\($1 - 1),*a\($1 - 1)]\n" }
        #expect(failure(bomb).contains("unknown key \"a0\""))
    }

    @Test func missingListsAreNamed() {
        #expect(
            failure("accounts: {contractors: c.csv}")
                == "nowhere/c.csv: the file cannot be read: there is no such file. Check the path and the permissions")
    }
}

/// A folder with files, removed when it is forgotten.
final class TemporaryFolder {
    let path: String

    init(_ files: [String: String]) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("headcount-\(UUID().uuidString)")
        path = folder.path
        for (name, content) in files {
            let file = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(content.utf8).write(to: file)
        }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
