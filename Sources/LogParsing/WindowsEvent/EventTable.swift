import AccessModel

/// Which rows of `access_evidence` an event gives, and from which fields. Adding an event is adding a row here.
///
/// The rows follow the row contract (`docs/formats.md`); `source` says where the meaning of the event and the names of
/// its fields come from.
struct EventDefinition: Sendable {
    let provider: EventProvider
    let ids: [UInt32]
    let meaning: Meaning
    let source: String

    enum Meaning: Sendable {
        /// One access for each rule that applies; the record is accepted once.
        case access([AccessRule])
        /// No access. `log` is what the record says about the log it names.
        case ignored(IgnoreRule, log: Sighting.LogEvent)
    }

    static func access(
        _ provider: EventProvider, _ ids: UInt32..., rules: AccessRule..., source: String
    ) -> EventDefinition {
        EventDefinition(provider: provider, ids: ids, meaning: .access(rules), source: source)
    }
}

/// Who writes an event, and into which log.
struct EventProvider: Sendable {
    let name: String
    /// The channel that says so where a record names no provider.
    let logChannel: String

    static let security = EventProvider(name: "Microsoft-Windows-Security-Auditing", logChannel: "Security")
    static let localSessions = EventProvider(
        name: "Microsoft-Windows-TerminalServices-LocalSessionManager",
        logChannel: "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational")
    static let remoteConnections = EventProvider(
        name: "Microsoft-Windows-TerminalServices-RemoteConnectionManager",
        logChannel: "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational")
    static let gateway = EventProvider(
        name: "Microsoft-Windows-TerminalServices-Gateway",
        logChannel: "Microsoft-Windows-TerminalServices-Gateway/Operational")
}

/// How one row is made from the fields of a record.
struct AccessRule: Sendable {
    enum ChannelRule: Sendable {
        case fixed(Channel)
        /// By `LogonType`, which is also the row's `logon_type`; 0 where missing.
        case logonType
    }

    enum ServerRule: Sendable {
        /// The machine that wrote the record.
        case computer
        /// The machine a field names; no such row where it names none.
        case field(EventField)
        /// The account of `ServiceName` (see `TicketService`), which decides the channel too.
        case ticketService
    }

    enum SplitRule: Sendable {
        case never, always
        /// Only where the record has no domain of its own.
        case withoutDomain
    }

    enum OutcomeRule: Sendable {
        case success, failure
        /// Success where `Status` is 0; a missing one is a failure.
        case statusZero
        /// Failure where `Keywords` has the audit failure bit.
        case auditKeywords
    }

    var channel: ChannelRule
    var server = ServerRule.computer
    var domain: EventField?
    var name: EventField
    var sid: EventField?
    /// Whether a name `DOMAIN\name` is taken apart.
    var split = SplitRule.never
    var address: EventField?
    var clientName: EventField?
    var outcome = OutcomeRule.success
}

enum EventTable {
    private static let learn = "Microsoft Learn, Audit events, "
    private static let manifest = "provider manifest, and its records in real logs"

    private static func logon(_ outcome: AccessRule.OutcomeRule) -> AccessRule {
        AccessRule(
            channel: .logonType, domain: .targetDomainName, name: .targetUserName, sid: .targetUserSid,
            address: .ipAddress, clientName: .workstationName, outcome: outcome)
    }

    private static func share(_ channel: Channel) -> AccessRule {
        AccessRule(
            channel: .fixed(channel), domain: .subjectDomainName, name: .subjectUserName, sid: .subjectUserSid,
            address: .ipAddress, outcome: .auditKeywords)
    }

    private static func gateway(_ channel: Channel, server: AccessRule.ServerRule) -> AccessRule {
        AccessRule(channel: .fixed(channel), server: server, name: .username, split: .always, address: .ipAddress)
    }

    /// The events that give rows.
    static let accesses: [EventDefinition] = [
        .access(
            .security, 4624, rules: logon(.success),
            source: learn + "4624(S): An account was successfully logged on"),
        .access(.security, 4625, rules: logon(.failure), source: learn + "4625(F): An account failed to log on"),
        .access(
            .security, 4768,
            rules: AccessRule(
                channel: .fixed(.kerberosTGT), domain: .targetDomainName, name: .targetUserName, sid: .targetSid,
                address: .ipAddress, outcome: .statusZero),
            source: learn + "4768(S, F): A Kerberos authentication ticket (TGT) was requested"),
        .access(
            .security, 4769,
            rules: AccessRule(
                channel: .fixed(.serviceTicket), server: .ticketService, domain: .targetDomainName,
                name: .targetUserName, address: .ipAddress, outcome: .statusZero),
            source: learn + "4769(S, F): A Kerberos service ticket was requested"),
        .access(
            .security, 4771,
            rules: AccessRule(
                channel: .fixed(.kerberosTGT), name: .targetUserName, sid: .targetSid, address: .ipAddress,
                outcome: .failure),
            source: learn + "4771(F): Kerberos pre-authentication failed"),
        .access(
            .security, 4776,
            rules: AccessRule(
                channel: .fixed(.ntlmValidation), name: .targetUserName, clientName: .workstation,
                outcome: .statusZero),
            source: learn + "4776(S, F): The computer attempted to validate the credentials for an account"),
        .access(
            .security, 4778,
            rules: AccessRule(
                channel: .fixed(.sessionReconnect), domain: .accountDomain, name: .accountName,
                address: .clientAddress, clientName: .clientName),
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
            rules: AccessRule(channel: .fixed(.rdpSession), name: .user, split: .always, address: .address),
            source: "21 session logon succeeded, 25 session reconnection succeeded: " + manifest),
        .access(
            .remoteConnections, 1149,
            rules: AccessRule(
                channel: .fixed(.rdpAuthentication), domain: .param2, name: .param1, split: .withoutDomain,
                address: .param3),
            source: "1149 user authentication succeeded; some versions write it for failures too: " + manifest),
        .access(
            .gateway, 302,
            rules: gateway(.rdGateway, server: .field(.resource)), gateway(.rdGatewayHost, server: .computer),
            source: "302 user connected to resource, through the gateway that is the Computer: " + manifest),
    ]

    private static let byID: [UInt32: [EventDefinition]] = {
        var table: [UInt32: [EventDefinition]] = [:]
        for definition in accesses + ignored {
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
            if !provider.isEmpty { return provider.elementsEqual(candidate.provider.name.utf8) }
            if !logChannel.isEmpty { return logChannel.elementsEqual(candidate.provider.logChannel.utf8) }
            return candidate.provider.logChannel == "Security"
        }
    }
}
