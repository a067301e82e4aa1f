/// The events of the fleet's Security logs, with the full field lists of Windows Server 2016 to 2022.
///
/// Field names and their order: Microsoft Learn, "Advanced security auditing", one page per event id, and the
/// provider's manifest for the versions that have no page.
enum FleetEvent: Int, CaseIterable {
    case networkLogon, validatedLogon, remoteLogon, consoleLogon, serviceLogon
    case logoff, privileges, grantingTicket, newGrantingTicket, refusedTicket, serviceTicket, newServiceTicket
    case validation, refusedValidation, share, shareObject, refusedLogon, explicitCredentials, newProcess

    static func patterns() -> [EventPattern] { allCases.map(\.pattern) }

    private static func mark(_ slot: EventSlot) -> String { slot.mark }
    private static let noGUID = "{00000000-0000-0000-0000-000000000000}"
    private static let nobody = [
        ("SubjectUserSid", "S-1-0-0"), ("SubjectUserName", "-"), ("SubjectDomainName", "-"),
        ("SubjectLogonId", "0x0"),
    ]
    /// The server itself, which logs on those who stand in front of it.
    private static let machine = [
        ("SubjectUserSid", "S-1-5-18"), ("SubjectUserName", mark(.subjectAccount)), ("SubjectDomainName", "CORP"),
        ("SubjectLogonId", "0x3e7"),
    ]
    private static let subject = [
        ("SubjectUserSid", mark(.sid)), ("SubjectUserName", mark(.account)), ("SubjectDomainName", mark(.domain)),
        ("SubjectLogonId", mark(.logonID)),
    ]
    private static let target = [
        ("TargetUserSid", mark(.sid)), ("TargetUserName", mark(.account)), ("TargetDomainName", mark(.domain)),
        ("TargetLogonId", mark(.logonID)),
    ]
    private static let client = [("IpAddress", mark(.address)), ("IpPort", mark(.port))]
    private static let ticketClient = [("IpAddress", mark(.mappedAddress)), ("IpPort", mark(.port))]
    private static let encryption = [
        ("AccountSupportedEncryptionTypes", "0x27 (DES, RC4, AES-Sk)"), ("AccountAvailableKeys", "AES-SHA1, RC4"),
        ("ServiceSupportedEncryptionTypes", "0x1C (RC4, AES128-SHA96, AES256-SHA96)"),
        ("ServiceAvailableKeys", "AES-SHA1, RC4"),
        ("DCSupportedEncryptionTypes", "0x1F (DES, RC4, AES128-SHA96, AES256-SHA96)"),
        ("DCAvailableKeys", "AES-SHA1, RC4"),
        (
            "ClientAdvertizedEncryptionTypes",
            "\r\n\t\tAES256-CTS-HMAC-SHA1-96\r\n\t\tAES128-CTS-HMAC-SHA1-96\r\n\t\tRC4-HMAC-NT\r\n\t\tRC4-HMAC-NT-EXP"
        ),
        ("SessionKeyEncryptionType", "0x12"),
    ]

    private var pattern: EventPattern {
        let mark = FleetEvent.mark
        switch self {
        case .networkLogon:
            return logon(
                FleetEvent.nobody, type: "3", process: "Kerberos", package: "Kerberos", guid: "{\(mark(.logonGUID))}",
                program: ("0x0", "-"), level: "%%1840")
        case .validatedLogon:
            return logon(
                FleetEvent.nobody, type: "3", process: "NtLmSsp ", package: "NTLM", workstation: mark(.workstation),
                program: ("0x0", "-"), level: "%%1833")
        case .remoteLogon:
            return logon(
                FleetEvent.machine, type: "10", process: "User32 ", package: "Negotiate",
                workstation: mark(.workstation), guid: "{\(mark(.logonGUID))}",
                program: (mark(.newProcess), #"C:\Windows\System32\svchost.exe"#), level: "%%1833", restricted: "%%1843"
            )
        case .consoleLogon:
            return logon(
                FleetEvent.machine, type: "2", process: "User32 ", package: "Negotiate",
                workstation: mark(.workstation), program: (mark(.newProcess), #"C:\Windows\System32\winlogon.exe"#),
                level: "%%1833")
        case .serviceLogon:
            return logon(
                FleetEvent.machine, type: "5", process: "Advapi  ", package: "Negotiate",
                program: (mark(.newProcess), #"C:\Windows\System32\services.exe"#), level: "%%1833",
                client: [("IpAddress", "-"), ("IpPort", "-")])
        case .logoff:
            return EventPattern(4634, task: 12545, FleetEvent.target + [("LogonType", mark(.logonType))])
        case .privileges:
            return EventPattern(
                4672, task: 12548, hasActivity: true, FleetEvent.subject + [("PrivilegeList", mark(.privileges))])
        case .grantingTicket: return EventPattern(4768, task: 14339, grant(refused: false))
        case .newGrantingTicket:
            return EventPattern(
                4768, version: 2, task: 14339,
                grant(refused: false) + [("ResponseTicket", mark(.ticket))] + FleetEvent.encryption
                    + [("PreAuthEncryptionType", "0x12")])
        case .refusedTicket:
            return EventPattern(4768, task: 14339, keywords: EventForm.failure, grant(refused: true))
        case .serviceTicket: return EventPattern(4769, task: 14337, service)
        case .newServiceTicket:
            return EventPattern(
                4769, version: 2, task: 14337,
                service + [("RequestTicketHash", mark(.ticket)), ("ResponseTicketHash", mark(.secondTicket))]
                    + FleetEvent.encryption)
        case .validation, .refusedValidation:
            return EventPattern(
                4776, task: 14336, keywords: self == .validation ? EventForm.success : EventForm.failure,
                [
                    ("PackageName", "MICROSOFT_AUTHENTICATION_PACKAGE_V1_0"), ("TargetUserName", mark(.account)),
                    ("Workstation", mark(.workstation)), ("Status", self == .validation ? "0x0" : mark(.status)),
                ])
        case .share:
            return EventPattern(
                5140, version: 1, task: 12808,
                FleetEvent.subject + [("ObjectType", "File")] + FleetEvent.client + [
                    ("ShareName", #"\\*\"# + mark(.share)), ("ShareLocalPath", #"\??\"# + mark(.folder)),
                    ("AccessMask", "0x1"), ("AccessList", "%%4416\r\n\t\t\t\t"),
                ])
        case .shareObject:
            return EventPattern(
                5145, task: 12811,
                FleetEvent.subject + [("ObjectType", "File")] + FleetEvent.client + [
                    ("ShareName", #"\\*\"# + mark(.share)), ("ShareLocalPath", #"\??\"# + mark(.folder)),
                    ("RelativeTargetName", mark(.file)), ("AccessMask", "0x120089"),
                    (
                        "AccessList",
                        "%%1538\r\n\t\t\t\t%%1541\r\n\t\t\t\t%%4416\r\n\t\t\t\t%%4419\r\n\t\t\t\t%%4423\r\n\t\t\t\t"
                    ),
                    ("AccessReason", "-"),
                ])
        case .refusedLogon:
            return EventPattern(
                4625, task: 12544, keywords: EventForm.failure, hasActivity: true,
                FleetEvent.nobody + [
                    ("TargetUserSid", "S-1-0-0"), ("TargetUserName", mark(.account)),
                    ("TargetDomainName", mark(.domain)), ("Status", "0xc000006d"), ("FailureReason", "%%2313"),
                    ("SubStatus", mark(.subStatus)), ("LogonType", "3"), ("LogonProcessName", "NtLmSsp "),
                    ("AuthenticationPackageName", "NTLM"), ("WorkstationName", mark(.workstation)),
                    ("TransmittedServices", "-"), ("LmPackageName", "-"), ("KeyLength", "0"), ("ProcessId", "0x0"),
                    ("ProcessName", "-"),
                ] + FleetEvent.client)
        case .explicitCredentials:
            return EventPattern(
                4648, task: 12544, hasActivity: true,
                FleetEvent.machine + [
                    ("LogonGuid", FleetEvent.noGUID), ("TargetUserName", mark(.account)),
                    ("TargetDomainName", mark(.domain)), ("TargetLogonGuid", "{\(mark(.logonGUID))}"),
                    ("TargetServerName", "localhost"), ("TargetInfo", "localhost"),
                    ("ProcessId", mark(.newProcess)), ("ProcessName", #"C:\Windows\System32\svchost.exe"#),
                ] + FleetEvent.client)
        case .newProcess:
            return EventPattern(
                4688, version: 2, task: 13312,
                FleetEvent.subject + [
                    ("NewProcessId", mark(.newProcess)), ("NewProcessName", mark(.image)),
                    ("TokenElevationType", "%%1938"), ("ProcessId", mark(.status)), ("CommandLine", ""),
                    ("TargetUserSid", "S-1-0-0"), ("TargetUserName", "-"), ("TargetDomainName", "-"),
                    ("TargetLogonId", "0x0"), ("ParentProcessName", mark(.parent)),
                    ("MandatoryLabel", "S-1-16-8192"),
                ])
        }
    }

    /// 4624, version 2.
    private func logon(
        _ subject: [(String, String)], type: String, process: String, package: String, workstation: String = "-",
        guid: String = FleetEvent.noGUID, program: (id: String, name: String), level: String, restricted: String = "-",
        client: [(String, String)] = FleetEvent.client
    ) -> EventPattern {
        let isValidated = package == "NTLM"
        return EventPattern(
            4624, version: 2, task: 12544, hasActivity: type != "3",
            subject + FleetEvent.target + [
                ("LogonType", type), ("LogonProcessName", process), ("AuthenticationPackageName", package),
                ("WorkstationName", workstation), ("LogonGuid", guid), ("TransmittedServices", "-"),
                ("LmPackageName", isValidated ? "NTLM V2" : "-"), ("KeyLength", isValidated ? "128" : "0"),
                ("ProcessId", program.id), ("ProcessName", program.name),
            ] + client + [
                ("ImpersonationLevel", level), ("RestrictedAdminMode", restricted), ("TargetOutboundUserName", "-"),
                ("TargetOutboundDomainName", "-"), ("VirtualAccount", "%%1843"), ("TargetLinkedLogonId", "0x0"),
                ("ElevatedToken", FleetEvent.mark(.elevated)),
            ])
    }

    private func grant(refused: Bool) -> [(String, String)] {
        let mark = FleetEvent.mark
        return [
            ("TargetUserName", mark(.account)), ("TargetDomainName", refused ? "CORP" : World.realm),
            ("TargetSid", refused ? "S-1-0-0" : mark(.sid)), ("ServiceName", refused ? "krbtgt/CORP" : "krbtgt"),
            ("ServiceSid", refused ? "S-1-0-0" : World.domainSID + "-502"), ("TicketOptions", "0x40810010"),
            ("Status", refused ? "0x6" : "0x0"), ("TicketEncryptionType", refused ? "0xffffffff" : "0x12"),
            ("PreAuthType", refused ? "-" : "2"),
        ] + FleetEvent.ticketClient + [("CertIssuerName", ""), ("CertSerialNumber", ""), ("CertThumbprint", "")]
    }

    private var service: [(String, String)] {
        let mark = FleetEvent.mark
        return [
            ("TargetUserName", mark(.account) + "@" + World.realm), ("TargetDomainName", World.realm),
            ("ServiceName", mark(.service)), ("ServiceSid", mark(.serviceSID)), ("TicketOptions", "0x40810000"),
            ("TicketEncryptionType", "0x12"),
        ] + FleetEvent.ticketClient + [
            ("Status", "0x0"), ("LogonGuid", "{\(mark(.logonGUID))}"), ("TransmittedServices", "-"),
        ]
    }
}
