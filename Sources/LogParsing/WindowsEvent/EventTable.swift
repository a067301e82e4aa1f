import AccessModel

extension EventProvider {
    static let security = EventProvider(name: "Microsoft-Windows-Security-Auditing", logChannel: "Security")
    static let localSessions = EventProvider(windows: "TerminalServices-LocalSessionManager")
    static let remoteConnections = EventProvider(windows: "TerminalServices-RemoteConnectionManager")
    static let gateway = EventProvider(windows: "TerminalServices-Gateway")
}

/// The events Headcount knows. Adding one is adding a row (`docs/adding-an-event.md`): here stand those of the row
/// contract, in `AddedEvents.swift` those added to it, in `RenameRule.swift` those that rename an account, in
/// `IgnoredEvents.swift` those that give nothing.
enum EventTable {
    static let learn = "Microsoft Learn, Audit events, "
    static let manifest = "provider manifest, and its records in real logs"

    private static func logon(_ outcome: AccessRule.OutcomeRule) -> AccessRule {
        AccessRule(
            channel: .logonType, domain: .field(.targetDomainName), name: .field(.targetUserName),
            sid: .field(.targetUserSid),
            address: .field(.ipAddress), clientName: .field(.workstationName), outcome: outcome)
    }

    private static func share(_ channel: Channel) -> AccessRule {
        AccessRule(
            channel: .fixed(channel), domain: .field(.subjectDomainName), name: .field(.subjectUserName),
            sid: .field(.subjectUserSid),
            address: .field(.ipAddress), outcome: .auditKeywords)
    }

    private static func gateway(_ channel: Channel, server: AccessRule.ServerRule) -> AccessRule {
        AccessRule(
            channel: .fixed(channel), server: server, name: .field(.username), split: .always,
            address: .field(.ipAddress))
    }

    /// The events whose rows the contract fixes.
    static let contract: [EventDefinition] = [
        .access(
            .security, 4624, rules: logon(.success),
            source: learn + "4624(S): An account was successfully logged on"),
        .access(.security, 4625, rules: logon(.failure), source: learn + "4625(F): An account failed to log on"),
        .access(
            .security, 4768,
            rules: AccessRule(
                channel: .fixed(.kerberosTGT), domain: .field(.targetDomainName), name: .field(.targetUserName),
                sid: .field(.targetSid),
                address: .field(.ipAddress), outcome: .statusZero),
            source: learn + "4768(S, F): A Kerberos authentication ticket (TGT) was requested"),
        .access(
            .security, 4769,
            rules: AccessRule(
                channel: .fixed(.serviceTicket), server: .ticketService, domain: .field(.targetDomainName),
                name: .field(.targetUserName), address: .field(.ipAddress), outcome: .statusZero),
            source: learn + "4769(S, F): A Kerberos service ticket was requested"),
        .access(
            .security, 4771,
            rules: AccessRule(
                channel: .fixed(.kerberosTGT), name: .field(.targetUserName), sid: .field(.targetSid),
                address: .field(.ipAddress),
                outcome: .failure),
            source: learn + "4771(F): Kerberos pre-authentication failed"),
        .access(
            .security, 4776,
            rules: AccessRule(
                channel: .fixed(.ntlmValidation), name: .field(.targetUserName), clientName: .field(.workstation),
                outcome: .statusZero),
            source: learn + "4776(S, F): The computer attempted to validate the credentials for an account"),
        .access(
            .security, 4778,
            rules: AccessRule(
                channel: .fixed(.sessionReconnect), domain: .field(.accountDomain), name: .field(.accountName),
                address: .field(.clientAddress), clientName: .field(.clientName)),
            source: learn + "4778(S): A session was reconnected to a Window Station"),
        .access(
            .security, 5140, rules: share(.share),
            source: learn + "5140(S, F): A network share object was accessed"),
        .access(
            .security, 5145, rules: share(.shareObject),
            source: learn + "5145(S, F): A network share object was checked to see whether client can be granted "
                + "desired access"),
        .access(
            .localSessions, 21, 25,
            rules: AccessRule(
                channel: .fixed(.rdpSession), name: .field(.user), split: .always, address: .field(.address)),
            source: "21 session logon succeeded, 25 session reconnection succeeded: " + manifest),
        .access(
            .remoteConnections, 1149,
            rules: AccessRule(
                channel: .fixed(.rdpAuthentication), domain: .field(.param2), name: .field(.param1),
                split: .withoutDomain,
                address: .field(.param3)),
            source: "1149 user authentication succeeded; some versions write it for failures too: " + manifest),
        .access(
            .gateway, 302,
            rules: gateway(.rdGateway, server: .field(.resource)), gateway(.rdGatewayHost, server: .computer),
            source: "302 user connected to resource, through the gateway that is the Computer: " + manifest),
    ]

    /// The events that give rows.
    static let accesses = contract + added
    static let all = accesses + renames + ignored

    private static let byID: [UInt32: [EventDefinition]] = {
        var table: [UInt32: [EventDefinition]] = [:]
        for definition in all {
            for id in definition.ids { table[id, default: []].append(definition) }
        }
        return table
    }()

    /// The definition of an event: by its id and its provider, or, where it names no provider, its log channel.
    ///
    /// A record that names neither can only be told by its id: then it is taken for an event of the Security log, whose
    /// ids are the only ones that no other log uses.
    static func definition(
        id: UInt32, provider: UnsafeRawBufferPointer, logChannel: UnsafeRawBufferPointer
    ) -> EventDefinition? {
        byID[id]?.first { candidate in
            if !provider.isEmpty { return candidate.provider.isNamed(provider) }
            if !logChannel.isEmpty { return logChannel.elementsEqual(candidate.provider.logChannel.utf8) }
            return candidate.provider.logChannel == "Security"
        }
    }
}
