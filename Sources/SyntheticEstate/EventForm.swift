/// An event as Windows would write it, before an exporter gives it its framing.
struct EventForm {
    struct Provider {
        var name: String
        var guid: String
        static let security = Provider(
            name: "Microsoft-Windows-Security-Auditing", guid: "54849625-5478-4994-a5ba-3e3b0328c30d")
        static let eventLog = Provider(
            name: "Microsoft-Windows-Eventlog", guid: "fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148")
        static let localSessionManager = Provider(
            name: "Microsoft-Windows-TerminalServices-LocalSessionManager",
            guid: "5d896912-022d-40aa-a3a8-4fa5515c76d7")
    }
    static let success = "0x8020000000000000"
    static let failure = "0x8010000000000000"

    var provider = Provider.security
    var id: Int
    var version = 0
    var level = 0
    var task: Int
    var keywords = EventForm.success
    var data: [(name: String, value: String)]
    /// Name and namespace of the element inside `UserData`; nil for `EventData`.
    var userData: (element: String, namespace: String)?
}

/// The account a record names, in the spelling of one protocol.
struct NamedAccount {
    var domain: String
    var name: String
    var sid: String
    static let nobody = NamedAccount(domain: "-", name: "-", sid: "S-1-0-0")
    static let system = NamedAccount(domain: "NT AUTHORITY", name: "SYSTEM", sid: "S-1-5-18")
    static let anonymous = NamedAccount(domain: "NT AUTHORITY", name: "ANONYMOUS LOGON", sid: "S-1-5-7")
}

extension EventForm {
    /// What differs between the kinds of logon.
    struct LogonParts {
        var type: Int
        var process: String
        var package: String
        var workstation = "-"
        var address = "-"
        var port = "-"
        var logonID: Int
    }

    /// 4624, version 2 (Windows Server 2016 and later).
    static func logon(_ account: NamedAccount, _ parts: LogonParts) -> EventForm {
        EventForm(
            id: 4624, version: 2, task: 12544,
            data: [
                ("SubjectUserSid", "S-1-0-0"), ("SubjectUserName", "-"), ("SubjectDomainName", "-"),
                ("SubjectLogonId", "0x0"), ("TargetUserSid", account.sid), ("TargetUserName", account.name),
                ("TargetDomainName", account.domain), ("TargetLogonId", hex(parts.logonID)),
                ("LogonType", String(parts.type)), ("LogonProcessName", parts.process),
                ("AuthenticationPackageName", parts.package), ("WorkstationName", parts.workstation),
                ("LogonGuid", "{00000000-0000-0000-0000-000000000000}"), ("TransmittedServices", "-"),
                ("LmPackageName", parts.package == "NTLM" ? "NTLM V2" : "-"),
                ("KeyLength", parts.package == "NTLM" ? "128" : "0"), ("ProcessId", "0x0"), ("ProcessName", "-"),
                ("IpAddress", parts.address), ("IpPort", parts.port), ("ImpersonationLevel", "%%1833"),
                ("RestrictedAdminMode", "-"), ("TargetOutboundUserName", "-"), ("TargetOutboundDomainName", "-"),
                ("VirtualAccount", "%%1843"), ("TargetLinkedLogonId", "0x0"), ("ElevatedToken", "%%1842"),
            ])
    }

    /// 4625: what was typed, and why it was refused.
    static func refusedLogon(name: String, domain: String, _ parts: LogonParts) -> EventForm {
        EventForm(
            id: 4625, task: 12544, keywords: failure,
            data: [
                ("SubjectUserSid", "S-1-0-0"), ("SubjectUserName", "-"), ("SubjectDomainName", "-"),
                ("SubjectLogonId", "0x0"), ("TargetUserSid", "S-1-0-0"), ("TargetUserName", name),
                ("TargetDomainName", domain), ("Status", "0xc000006d"), ("FailureReason", "%%2313"),
                ("SubStatus", "0xc0000064"), ("LogonType", String(parts.type)),
                ("LogonProcessName", parts.process), ("AuthenticationPackageName", parts.package),
                ("WorkstationName", parts.workstation), ("TransmittedServices", "-"), ("LmPackageName", "-"),
                ("KeyLength", "0"), ("ProcessId", "0x0"), ("ProcessName", "-"), ("IpAddress", parts.address),
                ("IpPort", parts.port),
            ])
    }

    /// 4768; `status` 0x0 is success.
    static func ticketGranting(_ account: NamedAccount, address: String, port: String, status: String) -> EventForm {
        EventForm(
            id: 4768, task: 14339, keywords: status == "0x0" ? success : failure,
            data: [
                ("TargetUserName", account.name), ("TargetDomainName", account.domain), ("TargetSid", account.sid),
                ("ServiceName", status == "0x0" ? "krbtgt" : "krbtgt/CORP"),
                ("ServiceSid", status == "0x0" ? World.domainSID + "-502" : "S-1-0-0"),
                ("TicketOptions", "0x40810010"), ("Status", status), ("TicketEncryptionType", "0x12"),
                ("PreAuthType", "2"), ("IpAddress", address), ("IpPort", port), ("CertIssuerName", ""),
                ("CertSerialNumber", ""), ("CertThumbprint", ""),
            ])
    }

    /// 4769 for a service.
    static func serviceTicket(
        user: String, service: String, serviceSID: String, address: String, port: String
    ) -> EventForm {
        EventForm(
            id: 4769, task: 14337,
            data: [
                ("TargetUserName", "\(user)@\(World.realm)"), ("TargetDomainName", World.realm),
                ("ServiceName", service), ("ServiceSid", serviceSID), ("TicketOptions", "0x40810000"),
                ("TicketEncryptionType", "0x12"), ("IpAddress", address), ("IpPort", port), ("Status", "0x0"),
                ("LogonGuid", "{3e9a6b2c-11d4-4f0e-9a51-0c7f0fb0d6aa}"), ("TransmittedServices", "-"),
            ])
    }

    /// 4776, success.
    static func validation(user: String, workstation: String) -> EventForm {
        EventForm(
            id: 4776, task: 14336,
            data: [
                ("PackageName", "MICROSOFT_AUTHENTICATION_PACKAGE_V1_0"), ("TargetUserName", user),
                ("Workstation", workstation), ("Status", "0x0"),
            ])
    }

    /// 5140, version 1.
    static func share(_ account: NamedAccount, address: String, port: String, logonID: Int) -> EventForm {
        EventForm(
            id: 5140, version: 1, task: 12808,
            data: [
                ("SubjectUserSid", account.sid), ("SubjectUserName", account.name),
                ("SubjectDomainName", account.domain), ("SubjectLogonId", hex(logonID)), ("ObjectType", "File"),
                ("IpAddress", address), ("IpPort", port), ("ShareName", "\\\\*\\Daten"),
                ("ShareLocalPath", "\\??\\D:\\Daten"), ("AccessMask", "0x1"), ("AccessList", "%%4416\r\n\t\t\t\t"),
            ])
    }

    /// Events that prove no access: session end, privileges, explicit credentials, credential reads.
    static func noise(_ id: Int, _ account: NamedAccount, logonID: Int) -> EventForm {
        let subject = [
            ("SubjectUserSid", account.sid), ("SubjectUserName", account.name),
            ("SubjectDomainName", account.domain), ("SubjectLogonId", hex(logonID)),
        ]
        switch id {
        case 4634:
            return EventForm(
                id: 4634, task: 12545,
                data: [
                    ("TargetUserSid", account.sid), ("TargetUserName", account.name),
                    ("TargetDomainName", account.domain), ("TargetLogonId", hex(logonID)), ("LogonType", "3"),
                ])
        case 4648:
            return EventForm(
                id: 4648, task: 12544,
                data: subject + [
                    ("LogonGuid", "{00000000-0000-0000-0000-000000000000}"), ("TargetUserName", account.name),
                    ("TargetDomainName", account.domain),
                    ("TargetLogonGuid", "{00000000-0000-0000-0000-000000000000}"),
                    ("TargetServerName", "localhost"), ("TargetInfo", "localhost"), ("ProcessId", "0x3a4"),
                    ("ProcessName", "C:\\Windows\\System32\\svchost.exe"), ("IpAddress", "-"), ("IpPort", "-"),
                ])
        case 4672:
            return EventForm(
                id: 4672, task: 12548,
                data: subject + [
                    ("PrivilegeList", "SeSecurityPrivilege\r\n\t\t\tSeBackupPrivilege\r\n\t\t\tSeDebugPrivilege")
                ])
        default:
            return EventForm(
                id: 5379, task: 13824,
                data: subject + [
                    ("TargetName", "WindowsLive:(token):name=x;serviceuri=*"), ("Type", "0"),
                    ("CountOfCredentialsReturned", "0"), ("ReadOperation", "%%8100"), ("ReturnCode", "3221226021"),
                    ("ProcessCreationTime", "2026-10-01T05:00:00.0000000Z"), ("ClientProcessId", "5120"),
                ])
        }
    }

    /// 4781: an account got another name.
    static func renamed(
        _ old: String, _ new: String, domain: String, sid: String, by account: NamedAccount, logonID: Int
    ) -> EventForm {
        EventForm(
            id: 4781, task: 13824,
            data: [
                ("OldTargetUserName", old), ("NewTargetUserName", new), ("TargetDomainName", domain),
                ("TargetSid", sid), ("SubjectUserSid", account.sid), ("SubjectUserName", account.name),
                ("SubjectDomainName", account.domain), ("SubjectLogonId", hex(logonID)), ("PrivilegeList", "-"),
            ])
    }

    /// 1102: the log was cleared.
    static func logCleared(by account: NamedAccount, logonID: Int) -> EventForm {
        EventForm(
            provider: .eventLog, id: 1102, level: 4, task: 104, keywords: "0x4020000000000000",
            data: [
                ("SubjectUserSid", account.sid), ("SubjectUserName", account.name),
                ("SubjectDomainName", account.domain), ("SubjectLogonId", hex(logonID)),
            ], userData: ("LogFileCleared", "http://manifests.microsoft.com/win/2004/08/windows/eventlog"))
    }

    /// LocalSessionManager 21 (logon), 24 (disconnect), 25 (reconnect).
    static func session(_ id: Int, user: String, session: Int, address: String) -> EventForm {
        EventForm(
            provider: .localSessionManager, id: id, level: 4, task: 0, keywords: "0x1000000000000000",
            data: [("User", user), ("SessionID", String(session)), ("Address", address)],
            userData: ("EventXML", "Event_NS"))
    }

    private static func hex(_ value: Int) -> String { "0x" + String(value, radix: 16) }
}
