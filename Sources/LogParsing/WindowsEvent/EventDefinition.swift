import AccessModel

/// Which rows of `access_evidence` an event gives, and from which fields.
///
/// The rows follow the row contract (`docs/formats.md`); `source` says where the meaning of the event and the names of
/// its fields come from.
struct EventDefinition: Sendable {
    let provider: EventProvider
    let ids: [UInt32]
    let meaning: Meaning
    let source: String

    enum Meaning: Sendable {
        /// One access for each rule that applies; the record is accepted once. Where none applies, it is ignored.
        case access([AccessRule], otherwise: IgnoreRule)
        /// No access. `log` is what the record says about the log it names.
        case ignored(IgnoreRule, log: Sighting.LogEvent)
        /// No access, ignored as `accountRename`: an account got another name.
        case rename(RenameRule)
    }

    static func access(
        _ provider: EventProvider, _ ids: UInt32..., rules: AccessRule..., otherwise: IgnoreRule = .noAccount,
        source: String
    ) -> EventDefinition {
        EventDefinition(
            provider: provider, ids: ids, meaning: .access(rules, otherwise: otherwise), source: source)
    }

    static func rename(
        _ provider: EventProvider, _ id: UInt32, rule: RenameRule, source: String
    ) -> EventDefinition {
        EventDefinition(provider: provider, ids: [id], meaning: .rename(rule), source: source)
    }

    static func ignored(
        _ provider: EventProvider, _ ids: UInt32..., by rule: IgnoreRule, log: Sighting.LogEvent = .none,
        source: String
    ) -> EventDefinition {
        EventDefinition(provider: provider, ids: ids, meaning: .ignored(rule, log: log), source: source)
    }
}

/// Who writes an event, and into which log. A provider that writes into several logs has a value for each.
struct EventProvider: Sendable {
    /// As in the record's `Provider`; the beginning of it where `isPrefix`.
    let name: String
    /// The channel that says so where a record names no provider.
    let logChannel: String
    /// True for a provider with one name for each instance of a product.
    let isPrefix: Bool

    init(name: String, logChannel: String, isPrefix: Bool = false) {
        self.name = name
        self.logChannel = logChannel
        self.isPrefix = isPrefix
    }

    /// A provider `Microsoft-Windows-NAME` whose log is named after it.
    init(windows name: String, log: String = "Operational") {
        self.init(name: "Microsoft-Windows-\(name)", logChannel: "Microsoft-Windows-\(name)/\(log)")
    }

    func isNamed(_ provider: UnsafeRawBufferPointer) -> Bool {
        isPrefix ? provider.starts(with: name.utf8) : provider.elementsEqual(name.utf8)
    }
}

/// How one row is made from the values of a record.
struct AccessRule: Sendable {
    enum ChannelRule: Sendable {
        case fixed(Channel)
        /// By `LogonType`, which is also the row's `logon_type`; 0 where missing.
        case logonType
        /// By whether the account has a domain.
        case byDomain(present: Channel, absent: Channel)
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
        /// Also at a `/`, as in `cs-username`.
        case alsoAtSlash
        /// Several `\` in a row are one, since the writer doubles them.
        case atDoubledBackslash
    }

    enum OutcomeRule: Sendable {
        case success, failure
        /// Success where `Status` is 0; a missing one is a failure.
        case statusZero
        /// Failure where `Keywords` has the audit failure bit.
        case auditKeywords
        /// Success where a value passes, failure where not, also where there is none.
        case passing(ValueTest)
    }

    var channel: ChannelRule
    /// What a record must say for this row; nil where every record of the event has it.
    var condition: ValueTest?
    var server = ServerRule.computer
    var domain: EventValue?
    /// Nil where the event names nobody: evidence of a client only.
    var name: EventValue?
    var sid: EventValue?
    /// True where a record without any account says nothing: then there is no such row.
    var needsAccount = false
    /// Whether a name `DOMAIN\name` is taken apart.
    var split = SplitRule.never
    var address: EventValue?
    var clientName: EventValue?
    var outcome = OutcomeRule.success
}
