import AccessModel

extension EventProvider {
    static let federation = EventProvider(name: "AD FS Auditing", logChannel: "Security")
    static let ntlm = EventProvider(windows: "NTLM")
    /// Writes into the log of `ntlm` too.
    static let netlogon = EventProvider(
        name: "Microsoft-Windows-Security-Netlogon", logChannel: "Microsoft-Windows-NTLM/Operational")
    static let remoteManagement = EventProvider(windows: "WinRM")
    static let printing = EventProvider(windows: "PrintService")
    static let sqlServer = EventProvider(name: "MSSQLSERVER", logChannel: "Application")
    /// The audit of the default instance, which writes into the Security log where it is told so.
    static let sqlAudit = EventProvider(name: "MSSQLSERVER$AUDIT", logChannel: "Application")
    /// A named instance, `MSSQL$NAME`, and its audit, `MSSQL$NAME$AUDIT`.
    static let sqlInstance = EventProvider(name: "MSSQL$", logChannel: "Application", isPrefix: true)
    static let webLogging = EventProvider(windows: "IIS-Logging", log: "Logs")
    static let ssh = EventProvider(name: "OpenSSH", logChannel: "OpenSSH/Operational")
    static let smbSecurity = EventProvider(windows: "SMBServer", log: "Security")
    static let smbConnectivity = EventProvider(windows: "SMBServer", log: "Connectivity")
    static let smbAudit = EventProvider(windows: "SMBServer", log: "Audit")
}

extension EventTable {
    /// A network access server asked on behalf of a user. `ClientIPAddress` is that server. The user's device is what it
    /// calls the calling station: an address through a VPN, else a hardware address or a telephone number, which are no
    /// names of a device: phones and laptops make up a new hardware address for each network.
    private static func networkPolicy(_ outcome: AccessRule.OutcomeRule) -> AccessRule {
        AccessRule(
            channel: .fixed(.networkPolicy),
            condition: ValueTest(value: .field(.subjectUserName), expected: .hardwareAddress(false)),
            domain: .field(.subjectDomainName),
            // A computer that connects before anybody logs on calls itself host/NAME, and its account is NAME$. The
            // qualified name is DOMAIN\NAME, or a path in the directory, which is no name.
            name: .firstOf(
                .read(.subjectUserName, .unlessBeginning("host/")),
                .read(.fullyQualifiedSubjectUserName, .ifHolding("\\")), .read(.subjectUserName, .hostAccount),
                .field(.subjectUserName)),
            sid: .field(.subjectUserSid), split: .always, address: .field(.callingStationID), outcome: outcome)
    }

    /// A device that gives its hardware address for a name: a printer, a telephone. Nobody logs on.
    private static func networkDevice(_ outcome: AccessRule.OutcomeRule) -> AccessRule {
        AccessRule(
            channel: .fixed(.networkPolicy),
            condition: ValueTest(value: .field(.subjectUserName), expected: .hardwareAddress(true)),
            clientName: .field(.subjectUserName), outcome: outcome)
    }

    /// The federation server is what was reached. The relying party is another organisation's application as often as a
    /// server of one's own, and is named by an URI: it would be a false server in every census.
    private static func federation(_ outcome: AccessRule.OutcomeRule) -> AccessRule {
        AccessRule(
            channel: .fixed(.federation), name: .read(.unnamed2, .element("UserId")), split: .always,
            // The client comes first, then the proxies.
            address: .read(.unnamed2, .element("IpAddress"), then: .listHead), outcome: outcome)
    }

    /// A login names its account as `DOMAIN\name`; without a `\` it is one of SQL Server's own, which can hold none.
    /// Most exporters keep the parts apart, some put them all into one value.
    private static func sqlLogin(_ outcome: AccessRule.OutcomeRule) -> AccessRule {
        AccessRule(
            channel: .byDomain(present: .sqlLogon, absent: .sqlLogin),
            name: .firstOf(.read(.unnamed1, .element("string"), then: .listHead), .read(.unnamed1, .listHead)),
            split: .always,
            address: .firstOf(
                .read(.unnamed2, .clientBrackets), .read(.unnamed3, .clientBrackets),
                .read(.unnamed1, .clientBrackets)),
            outcome: outcome)
    }

    /// Lines `key:value` in one value. What a statement of the user may hold comes behind the keys read first.
    private static let sqlAudit = AccessRule(
        channel: .byDomain(present: .sqlLogon, absent: .sqlLogin),
        condition: ValueTest(value: .read(.unnamed1, .line("action_id:")), expected: .oneOf("LGIS", "LGIF")),
        name: .read(.unnamed1, .line("server_principal_name:")),
        sid: .read(.unnamed1, .line("server_principal_sid:"), then: .binarySID), split: .always,
        address: .firstOf(
            .read(.unnamed1, .line("client_ip:")), .read(.unnamed1, .element("address")),
            .read(.unnamed1, .clientBrackets)),
        outcome: .passing(
            ValueTest(value: .read(.unnamed1, .line("succeeded:")), expected: .oneOf("true", "1"))))

    private static func ssh(_ beginning: StaticString, _ outcome: AccessRule.OutcomeRule) -> AccessRule {
        AccessRule(
            channel: .fixed(.ssh), condition: ValueTest(value: .field(.payload), expected: .beginning(beginning)),
            // A name may hold anything: what the service writes itself comes last.
            name: .firstOf(
                .read(.payload, .upToLast(after: " for invalid user ", before: " from ")),
                .read(.payload, .upToLast(after: " for ", before: " from "))),
            split: .atDoubledBackslash, address: .read(.payload, .behindLast(after: " from ", before: " port ")),
            outcome: outcome)
    }

    private static let smbFailure = AccessRule(
        channel: .fixed(.smbSession), name: .field(.userName), split: .always,
        address: .firstOf(.read(.clientAddress, .socketAddress), .read(.clientName, .host)),
        clientName: .read(.clientName, .hostName), outcome: .failure)

    private static let smbConnection = AccessRule(
        channel: .fixed(.smbConnection),
        address: .firstOf(
            .read(.clientAddress, .socketAddress), .field(.clientAddress), .read(.clientName, .host)),
        clientName: .read(.clientName, .hostName))

    private static let sqlSource =
        "SQL Server's sys.messages; unnamed Data as in real logs: login, reason of a failure, [CLIENT: address]"
    private static let auditSource =
        "Microsoft Learn, SQL Server Audit records: LGIS login succeeded, LGIF login failed; seen in real logs"

    /// The events added to those of the contract. Their channels are their own.
    static let added: [EventDefinition] = [
        .access(
            .security, 6272, rules: networkPolicy(.success), networkDevice(.success),
            source: learn + "6272: Network Policy Server granted access to a user"),
        .access(
            .security, 6273, rules: networkPolicy(.failure), networkDevice(.failure),
            source: learn + "6273: Network Policy Server denied access to a user"),
        .access(
            .security, 4825,
            rules: AccessRule(
                channel: .fixed(.sessionRefused), domain: .field(.accountDomain), name: .field(.accountName),
                address: .field(.clientAddress), outcome: .failure),
            source: learn + "4825(F): A user was denied the access to Remote Desktop"),
        .access(
            .federation, 1200, 1202, rules: federation(.success),
            source:
                "Microsoft Learn, AD FS auditing: token issued, credentials valid; AuditBase document in the second "
                + "Data"),
        .access(
            .federation, 1201, 1203, rules: federation(.failure),
            source: "Microsoft Learn, AD FS auditing: no token issued, credentials refused"),
        .access(
            .ntlm, 4022, 4023,
            rules: AccessRule(
                channel: .fixed(.ntlmLogon), domain: .field(.domainName), name: .field(.username),
                split: .withoutDomain, address: .field(.clientIP), clientName: .field(.remoteClientMachine),
                outcome: .statusZero),
            source: "provider manifest (Windows 11 24H2, Server 2025): a remote client authenticated by NTLM; Status"),
        .access(
            .remoteManagement, 91,
            rules: AccessRule(channel: .fixed(.remoteManagement), sid: .field(.securityUserID), needsAccount: true),
            source:
                "91 a shell was created on the server for the user the record runs as, whose fields are often lost: "
                + manifest),
        .access(
            .remoteManagement, 169,
            rules: AccessRule(
                channel: .fixed(.remoteManagement), name: .field(.winrmUsername), needsAccount: true, split: .always),
            source: "provider manifest: 169 user authenticated, by the service, which is whom the record runs as"),
        .access(
            .printing, 307,
            rules: AccessRule(
                channel: .fixed(.print), name: .field(.param3), needsAccount: true, split: .always,
                address: .read(.param4, .host), clientName: .read(.param4, .hostName)),
            source: "provider manifest: 307 document printed, Param3 owner, Param4 client"),
        .access(.sqlServer, 18453, 18454, 18455, rules: sqlLogin(.success), source: sqlSource),
        .access(.sqlInstance, 18453, 18454, 18455, rules: sqlLogin(.success), source: sqlSource),
        .access(.sqlServer, 18456, rules: sqlLogin(.failure), source: sqlSource),
        .access(.sqlInstance, 18456, rules: sqlLogin(.failure), source: sqlSource),
        .access(.sqlServer, 33205, rules: sqlAudit, otherwise: .withinSession, source: auditSource),
        .access(.sqlAudit, 33205, rules: sqlAudit, otherwise: .withinSession, source: auditSource),
        .access(.sqlInstance, 33205, rules: sqlAudit, otherwise: .withinSession, source: auditSource),
        .access(
            .webLogging, 6200,
            rules: AccessRule(
                channel: .fixed(.webEvent), name: .field(.webUser), split: .alsoAtSlash, address: .field(.webClient),
                outcome: .passing(ValueTest(value: .field(.webStatus), expected: .number(100...399)))),
            source: "Microsoft Learn, IIS ETW logging: one request, fields named as in W3C logs"),
        .access(
            .ssh, 4, rules: ssh("Accepted ", .success), ssh("Failed ", .failure), otherwise: .partOfOtherEvents,
            source: "OpenSSH sshd, auth.c: Accepted or Failed METHOD for [invalid user] NAME from ADDRESS port N"),
        .access(
            .smbSecurity, 551, 1006, 1007, 1009, rules: smbFailure,
            source: "provider manifest: session setup failed, share denied, anonymous share and session denied"),
        .access(
            .smbConnectivity, 4000, rules: smbConnection,
            source: "provider manifest: a share was connected; names the client, nobody's account"),
        .access(
            .smbAudit, 3000, rules: smbConnection,
            source: "provider manifest: a client used SMB1; names the client, nobody's account"),
    ]
}
