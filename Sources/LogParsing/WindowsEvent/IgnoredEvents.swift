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
    static let remoteDesktopCore = EventProvider(
        name: "Microsoft-Windows-RemoteDesktopServices-RdpCoreTS",
        logChannel: "Microsoft-Windows-RemoteDesktopServices-RdpCoreTS/Operational")
}

extension EventDefinition {
    static func ignored(
        _ provider: EventProvider, _ ids: UInt32..., by rule: IgnoreRule, log: Sighting.LogEvent = .none,
        source: String
    ) -> EventDefinition {
        EventDefinition(provider: provider, ids: ids, meaning: .ignored(rule, log: log), source: source)
    }
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
            .security, 4770, by: .duplicateOfAnotherEvent,
            source: "Microsoft Learn: renewal of a ticket whose issue is 4769"),
        .ignored(
            .security, 4648, by: .attemptOfUnknownOutcome,
            source: "Microsoft Learn: written on the machine where the credentials were used, before the outcome"),
        .ignored(
            .security, 4608, 4616, by: .lifeCycle, source: "Microsoft Learn: Windows is starting up, time changed"),
        .ignored(
            .eventLog, 1102, by: .lifeCycle, log: .cleared,
            source: "Microsoft Learn: the audit log was cleared"),
        .ignored(
            .eventLog, 1100, 1101, 1104, by: .lifeCycle, log: .interrupted,
            source: "Microsoft Learn: logging service shut down, events dropped, log full"),
        .ignored(
            .eventLog, 1105, 1108, by: .lifeCycle,
            source: "Microsoft Learn: automatic backup, error while processing an event"),
        .ignored(
            .eventLogOfSystem, 104, by: .lifeCycle, log: .cleared,
            source: "provider manifest: the log its Channel field names was cleared"),
        .ignored(
            .classicEventLog, 6006, by: .lifeCycle, log: .interrupted,
            source: "Event log service stopped (classic source of the System log)"),
        .ignored(
            .classicEventLog, 6005, 6008, 6009, 6013, by: .lifeCycle,
            source: "Event log service started, dirty shutdown, version, uptime (classic source of the System log)"),
        .ignored(.kernel, 1, 12, 13, by: .lifeCycle, source: "provider manifest: time changed, boot, shutdown"),
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
    ]
}
