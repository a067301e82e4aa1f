import AccessModel

/// Why a record that could be read gives no access. The raw value is the rule's name in tallies and stores.
enum IgnoreRule: String, Sendable, CaseIterable {
    /// The end of a session whose beginning is the evidence.
    case sessionEnd = "session-end"
    /// Says again what another event of the same log says.
    case duplicateOfAnotherEvent = "duplicate-of-another-event"
    /// Somebody tried; whether it came to an access, or to which server, it does not say.
    case attemptOfUnknownOutcome = "attempt-of-unknown-outcome"
    /// The life of the machine or of the log: feeds coverage.
    case lifeCycle = "life-cycle"
    /// A ticket for the ticket-granting service itself (4769 for `krbtgt`).
    case ticketGranting = "ticket-granting"
    /// A ticket request (4769) that names no service.
    case noService = "no-service"
    /// Written on the machine that reached out, which is not the one that was reached.
    case clientSide = "client-side"
    /// An attempt that failed, and names no account in a field of its own.
    case failedAttempt = "failed-attempt"
    /// Names nobody who reached the server.
    case noAccount = "no-account"
    /// Says who reached the server only together with other records.
    case partOfOtherEvents = "part-of-other-events"
    /// Happened inside a session whose beginning is the evidence.
    case withinSession = "within-session"
    /// The layout differs between versions of Windows and is known from no record: a guess would invent users.
    case layoutUnknown = "layout-unknown"
    /// The state of a service, not anybody's use of it.
    case serviceState = "service-state"
    /// An account got another name: kept for the join of accounts, and no access.
    case accountRename = "account-rename"
    /// A change to an account or to a product's configuration: says who administers, not who uses.
    case administration = "administration"
    /// Something a program did on its own machine.
    case localActivity = "local-activity"
    /// Every event that is in no table.
    case notAccess = "not-access"
}

extension EventProvider {
    /// Writes into more than one log; which one matters where a record names no provider.
    static let eventLog = EventProvider(name: "Microsoft-Windows-Eventlog", logChannel: "Security")
    static let eventLogOfSystem = EventProvider(name: "Microsoft-Windows-Eventlog", logChannel: "System")
    /// The classic source, which is not `Microsoft-Windows-Eventlog`.
    static let classicEventLog = EventProvider(name: "EventLog", logChannel: "System")
    static let kernel = EventProvider(name: "Microsoft-Windows-Kernel-General", logChannel: "System")
    static let forwarder = EventProvider(
        name: "Microsoft-Windows-EventForwarder", logChannel: "Microsoft-Windows-Forwarding/Operational")
    static let remoteDesktopCore = EventProvider(windows: "RemoteDesktopServices-RdpCoreTS")
    /// Its log is named otherwise.
    static let remoteDesktopClient = EventProvider(
        name: "Microsoft-Windows-TerminalServices-ClientActiveXCore",
        logChannel: "Microsoft-Windows-TerminalServices-RDPClient/Operational")
    static let smbState = EventProvider(windows: "SMBServer")
    static let directory = EventProvider(
        name: "Microsoft-Windows-ActiveDirectory_DomainService", logChannel: "Directory Service")
    static let nameServer = EventProvider(windows: "DNSServer", log: "Analytical")
    static let routing = EventProvider(name: "RemoteAccess", logChannel: "System")
    static let exchange = EventProvider(name: "MSExchange CmdletLogs", logChannel: "MSExchange Management")
    static let webTrace = EventProvider(windows: "HttpLog", log: "Analytic")
}

extension EventTable {
    /// The events that are about access, or about the log itself, and give no row. Every event in neither table is
    /// ignored as `not-access`.
    static let ignored: [EventDefinition] = [
        .ignored(
            .security, 4634, 4647, 4779, by: .sessionEnd,
            source: "Microsoft Learn: logged off, user initiated logoff, session disconnected"),
        .ignored(
            .security, 4672, 4627, 4964, by: .duplicateOfAnotherEvent,
            source: "Microsoft Learn: privileges, groups, special groups of the logon that 4624 records"),
        .ignored(
            .security, 6278, by: .duplicateOfAnotherEvent,
            source: "Microsoft Learn: full access granted, behind the 6272 of the same request"),
        .ignored(
            .security, 4770, by: .duplicateOfAnotherEvent,
            source: "Microsoft Learn: renewal of a ticket whose issue is 4769"),
        .ignored(
            .security, 4648, by: .attemptOfUnknownOutcome,
            source: "Microsoft Learn: written on the machine where the credentials were used, before the outcome"),
        .ignored(
            .security, 4608, by: .lifeCycle, source: "Microsoft Learn: Windows is starting up"),
        .ignored(
            .security, 4719, by: .lifeCycle, log: .policyChanged,
            source: "Microsoft Learn: the system audit policy was changed"),
        .ignored(
            .security, 4616, by: .lifeCycle, log: .clockChanged, source: "Microsoft Learn: the system time was changed"),
        .ignored(
            .security, 4740, by: .administration,
            source: "Microsoft Learn: an account was locked out; TargetDomainName is the calling computer"),
        .ignored(
            .security, 4800, 4801, 4802, 4803, by: .withinSession,
            source: "Microsoft Learn: workstation locked and unlocked, screen saver"),
        .ignored(
            .security, 4649, 5168, by: .failedAttempt,
            source: "Microsoft Learn: a replay was detected, the check of a service name failed"),
        .ignored(
            .security, 4675, by: .duplicateOfAnotherEvent,
            source: "Microsoft Learn: SIDs were filtered from the logon that 4624 records"),
        .ignored(.security, 5156, by: .noAccount, source: "Microsoft Learn: a connection was permitted, of a program"),
        .ignored(.security, 5379, by: .localActivity, source: "Microsoft Learn: stored credentials were read"),
        .ignored(
            .federation, 299, 500, 501, by: .partOfOtherEvents,
            source: "AD FS: token issued, claims of it, joined by an instance id over several records"),
        .ignored(
            .federation, 403, 404, 412, by: .partOfOtherEvents,
            source: "AD FS: request and response by an activity id, token of a relying party; no user"),
        .ignored(.federation, 411, by: .failedAttempt, source: "AD FS: token validation failed, user in free text"),
        .ignored(.federation, 1206, 1207, by: .sessionEnd, source: "Microsoft Learn, AD FS auditing: sign-out"),
        .ignored(
            .eventLog, 1102, by: .lifeCycle, log: .cleared,
            source: "Microsoft Learn: the audit log was cleared"),
        .ignored(
            .eventLog, 1100, by: .lifeCycle, log: .interrupted,
            source: "Microsoft Learn: the event logging service has shut down"),
        .ignored(
            .eventLog, 1101, 1104, 1108, by: .lifeCycle, log: .lost,
            source: "Microsoft Learn: events dropped, log full, error while processing an event"),
        .ignored(.eventLog, 1105, by: .lifeCycle, source: "Microsoft Learn: automatic backup"),
        .ignored(
            .eventLogOfSystem, 104, by: .lifeCycle, log: .cleared,
            source: "provider manifest: the log its Channel field names was cleared"),
        .ignored(
            .classicEventLog, 6006, by: .lifeCycle, log: .interrupted,
            source: "Event log service stopped (classic source of the System log)"),
        .ignored(
            .classicEventLog, 6008, by: .lifeCycle, log: .foundInterrupted,
            source: "the shutdown before was unexpected (classic source of the System log)"),
        .ignored(
            .classicEventLog, 6005, 6009, 6013, by: .lifeCycle,
            source: "Event log service started, version, uptime (classic source of the System log)"),
        .ignored(
            .kernel, 1, by: .lifeCycle, log: .clockChanged, source: "provider manifest: the system time has changed"),
        .ignored(.kernel, 12, 13, by: .lifeCycle, source: "provider manifest: boot, shutdown"),
        .ignored(
            .forwarder, 111, by: .lifeCycle,
            source: "bookmark of an event subscription, seen among forwarded events"),
        .ignored(
            .localSessions, 22, by: .duplicateOfAnotherEvent,
            source: "provider manifest: shell start of the session that 21 records"),
        .ignored(
            .localSessions, 23, 24, 39, 40, by: .sessionEnd,
            source: "provider manifest: logoff and disconnection"),
        .ignored(
            .remoteConnections, 261, 1158, by: .attemptOfUnknownOutcome,
            source: "provider manifest: the listener got a connection, nobody has authenticated"),
        .ignored(
            .remoteDesktopCore, 131, by: .attemptOfUnknownOutcome,
            source: "provider manifest: a connection was accepted, nobody has authenticated"),
        .ignored(
            .gateway, 200, 300, by: .attemptOfUnknownOutcome,
            source: "provider manifest: a policy was met; that a connection was made is 302"),
        .ignored(.gateway, 303, by: .sessionEnd, source: "provider manifest: user disconnected from resource"),
        .ignored(.gateway, 201, 301, by: .failedAttempt, source: "provider manifest: a policy was not met"),
        .ignored(
            .gateway, 312, 313, by: .partOfOtherEvents,
            source: "provider manifest: a transport of the connection that 302 records"),
        .ignored(
            .localSessions, 32, 34, 54, 59, by: .serviceState, source: "provider manifest: plug-ins, listener state"),
        .ignored(
            .localSessions, 41, 42, by: .partOfOtherEvents,
            source: "provider manifest: arbitration before the session that 21 or 25 records"),
        .ignored(
            .remoteDesktopCore, 98, by: .partOfOtherEvents,
            source: "provider manifest: the connection of the session that 21 or 25 records; no user"),
        .ignored(.remoteDesktopCore, 102, 103, by: .sessionEnd, source: "provider manifest: connection closed"),
        .ignored(
            .remoteDesktopCore, 139, 140, by: .failedAttempt,
            source: "provider manifest: security layer failed, wrong credentials; no user"),
        .ignored(
            .remoteDesktopClient, 1024, 1102, by: .clientSide,
            source: "provider manifest: this machine connects to another; not the 1102 of the Security log"),
        .ignored(
            .remoteManagement, 6, 8, 11, 13, 15, 16, 132, 142, 145, 161, 162, by: .clientSide,
            source: "provider manifest: sessions, shells, commands and operations of the client, and how they ended"),
        .ignored(
            .ntlm, 8001, 4020, 4021, by: .clientSide,
            source: "provider manifest: this machine authenticates to another by NTLM"),
        .ignored(
            .ntlm, 8002, by: .noAccount,
            source: "provider manifest: ClientUserName is whom the asking process of the server itself runs as"),
        .ignored(
            .ntlm, 8003, 8004, by: .attemptOfUnknownOutcome,
            source: "provider manifest: a request a policy would block, before it is decided; 4776 has the outcome"),
        .ignored(
            .netlogon, 8004, by: .attemptOfUnknownOutcome,
            source: "as the 8004 of Microsoft-Windows-NTLM, by the provider of the domain controller"),
        .ignored(
            .smbState, 1010, 1011, 1012, 1016, 1025, 1027, by: .serviceState,
            source: "provider manifest: endpoints, names and limits of the service, a reopened file lost"),
        .ignored(
            .directory, 1138, 1139, 1644, by: .noAccount,
            source: "Directory Service: LDAP calls and expensive searches, per client address at most"),
        .ignored(.nameServer, 256, by: .noAccount, source: "provider manifest: a DNS query, of an address"),
        .ignored(
            .routing, 20272, 20274, 20275, by: .layoutUnknown,
            source: "RemoteAccess: unnamed Data whose positions differ between versions of Windows"),
        .ignored(.exchange, 1, 6, by: .administration, source: "MSExchange Management: a cmdlet ran, or failed"),
        .ignored(
            .webTrace, 1, by: .attemptOfUnknownOutcome, source: "provider manifest: a request came, without its status"),
    ]
}
