import AccessModel
import ByteScan

/// Which event a record is and what it means: the same for all records of a shape.
struct EventKind {
    let id: UInt32
    let meaning: EventDefinition.Meaning

    /// Nil where the event id is missing or is no number.
    init?(_ values: EventValues) {
        guard let number = FieldValue.number(values[.eventID]), let id = UInt32(exactly: number) else { return nil }
        self.id = id
        let definition = EventTable.definition(
            id: id, provider: values[.providerName], logChannel: values[.logChannel])
        meaning = definition?.meaning ?? .ignored(.notAccess, log: .none)
    }
}

/// Turns one record that could be read into accesses, or a rename, and a sighting.
enum EventRows {
    enum Verdict {
        case accepted
        case ignored(IgnoreRule)
        case rejected(RejectionReason, detail: String)
    }

    /// Adds what a record proves to `batch`, except to its tally: that is the verdict.
    ///
    /// Rejected comes before ignored: a record without a usable time, computer or id is rejected whatever event it is.
    /// - Parameter kind: which event it is; nil where its id is no number.
    static func add(
        _ values: EventValues, kind: EventKind?, hasSystem: Bool, offset: UInt64, to batch: inout AccessBatch
    ) -> Verdict {
        guard hasSystem else { return .rejected(.malformedRecord, detail: "the event has no System element") }
        guard let time = Timestamp.iso8601(values[.systemTime]) else {
            return .rejected(.noUsableTime, detail: "TimeCreated is missing or is not a UTC time")
        }
        guard time.isUsable else {
            return .rejected(.noUsableTime, detail: "TimeCreated is before 1990")
        }
        guard !values[.computer].isEmpty else {
            return .rejected(.noComputer, detail: "Computer is missing or empty")
        }
        guard let kind else {
            return .rejected(.unreadableValue, detail: "EventID is missing or is not a number")
        }
        // Records of one machine come in bursts: what is written once is told apart by its place alone from then on.
        let last = batch.sightings.last
        let computer = batch.storeLowercased(values[.computer])
        let logChannel = batch.reuse(last?.logChannel, for: batch.store(values[.logChannel]))
        let start = Beginning(
            id: kind.id, time: time, computer: batch.reuse(last?.computer, for: computer), logChannel: logChannel,
            offset: offset, recordID: FieldValue.number(values[.recordID]))
        switch kind.meaning {
        case .access(let rules, let otherwise):
            batch.addSighting(of: start, log: .none)
            return addRows(by: rules, otherwise, from: values, start, to: &batch)
        case .rename(let rule):
            batch.addSighting(of: start, log: .none)
            batch.addRename(by: rule, from: values, computer: start.computer, time: time, offset: offset)
            return .ignored(.accountRename)
        case .ignored(let rule, let log):
            // 104 stands in the System log and names the log that was cleared.
            let cleared = log == .cleared ? values[.clearedChannel] : UnsafeRawBufferPointer(start: nil, count: 0)
            if cleared.isEmpty {
                batch.addSighting(of: start, log: log)
            } else {
                batch.addSighting(of: start, log: .none)
                batch.addClearing(of: cleared, saidBy: start)
            }
            return .ignored(rule)
        }
    }

    /// What all rows of one record share.
    fileprivate struct Beginning {
        let id: UInt32
        let time: Instant
        let computer: TextRange
        let logChannel: TextRange
        let offset: UInt64
        let recordID: UInt64?
    }

    private static func addRows(
        by rules: [AccessRule], _ otherwise: IgnoreRule, from values: EventValues, _ start: Beginning,
        to batch: inout AccessBatch
    ) -> Verdict {
        var isFirst = true
        for rule in rules {
            if let condition = rule.condition, !condition.passes(values) { continue }
            var access = Access()
            access.eventID = start.id
            access.time = start.time
            access.offset = start.offset
            switch rule.channel {
            case .fixed(let channel): access.channel = channel
            case .logonType:
                access.logonType = FieldValue.number(values[.logonType]).flatMap { UInt32(exactly: $0) } ?? 0
                access.channel = Channel(logonType: access.logonType)
            case .byDomain: break
            }
            switch rule.server {
            case .computer: access.server = start.computer
            case .field(let field):
                guard !values[field].isEmpty else { continue }
                access.server = batch.storeLowercased(values[field])
            case .ticketService:
                switch TicketService(values[.serviceName]) {
                case .none: return .ignored(.noService)
                case .ticketGranting: return .ignored(.ticketGranting)
                case .machine(let name): access.server = batch.storeLowercased(name)
                case .account(let name):
                    access.server = batch.storeLowercased(name)
                    access.channel = .serviceAccountTicket
                }
            }
            access.outcome = outcome(by: rule.outcome, values)
            batch.setAccount(of: &access, by: rule, from: values)
            if rule.needsAccount, access.accountName.isEmpty, access.accountSID.isEmpty { continue }
            if case .byDomain(let present, let absent) = rule.channel {
                access.channel = access.accountDomain.isEmpty ? absent : present
            }
            batch.setClient(of: &access, by: rule, from: values)
            access.record = start.recordID.map {
                EventRecordKey(computer: start.computer, logChannel: start.logChannel, recordID: $0)
            }
            access.continuesRecord = !isFirst
            isFirst = false
            batch.accesses.append(access)
        }
        return isFirst ? .ignored(otherwise) : .accepted
    }

    private static func outcome(by rule: AccessRule.OutcomeRule, _ values: EventValues) -> Outcome {
        switch rule {
        case .success: .success
        case .failure: .failure
        case .statusZero: FieldValue.number(values[.status]) == 0 ? .success : .failure
        case .auditKeywords: AuditKeywords.isFailure(values[.keywords]) ? .failure : .success
        case .passing(let test): test.passes(values) ? .success : .failure
        }
    }
}

/// The service a ticket (4769) was asked for.
enum TicketService {
    case none
    /// The ticket-granting service: `krbtgt`, `krbtgt/REALM`, or that of a read-only domain controller, `krbtgt_N`.
    case ticketGranting
    /// A computer account, without its `$`.
    case machine(UnsafeRawBufferPointer)
    /// An account some service runs under.
    case account(UnsafeRawBufferPointer)

    private static let krbtgt: StaticString = "krbtgt"

    init(_ serviceName: UnsafeRawBufferPointer) {
        if TicketService.isTicketGranting(serviceName) {
            self = .ticketGranting
        } else if serviceName.last == UInt8(ascii: "$") {
            let name = UnsafeRawBufferPointer(rebasing: serviceName.dropLast())
            self = name.isEmpty ? .none : .machine(name)
        } else {
            self = serviceName.isEmpty ? .none : .account(serviceName)
        }
    }

    private static func isTicketGranting(_ name: UnsafeRawBufferPointer) -> Bool {
        let length = krbtgt.utf8CodeUnitCount
        guard name.count >= length,
            krbtgt.withUTF8Buffer({ expected in zip(expected, name).allSatisfy { $0 == $1 | 0x20 } })
        else { return false }
        let rest = name.dropFirst(length)
        switch rest.first {
        case nil, UInt8(ascii: "/"): return true
        case UInt8(ascii: "_"): return rest.count > 1 && rest.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
        default: return false
        }
    }
}

/// The `Keywords` of an audit record.
enum AuditKeywords {
    /// "Audit failure" (Windows SDK, `winmeta.xml`, `win:AuditFailure`).
    private static let failure: UInt64 = 0x0010_0000_0000_0000

    /// Keywords are hexadecimal. Some copies leave out the `0x`; sixteen digits are such a copy, since an audit record's
    /// keywords, which begin with an 8, have nineteen or more in decimal.
    static func isFailure(_ text: UnsafeRawBufferPointer) -> Bool {
        let keywords =
            text.count == 16
            ? FieldValue.number(Array("0x".utf8) + text) ?? FieldValue.number(text) : FieldValue.number(text)
        return (keywords ?? 0) & failure != 0
    }
}

extension AccessBatch {
    /// The place of an equal text stored earlier, else `range`; where that is the end of the arena it is taken back.
    fileprivate mutating func reuse(_ earlier: TextRange?, for range: TextRange) -> TextRange {
        guard let earlier, earlier.count == range.count, earlier.offset != range.offset, range.count > 0 else {
            return range
        }
        let isEqual = arena.withUnsafeBytes { bytes in
            bytes[Int(earlier.offset)..<Int(earlier.offset + earlier.count)]
                .elementsEqual(bytes[Int(range.offset)..<Int(range.offset + range.count)])
        }
        guard isEqual else { return range }
        if Int(range.offset + range.count) == arena.count { arena.removeLast(Int(range.count)) }
        return earlier
    }

    fileprivate mutating func addSighting(of start: EventRows.Beginning, log: Sighting.LogEvent) {
        sightings.append(
            Sighting(
                source: .event, computer: start.computer, logChannel: start.logChannel, time: start.time, logEvent: log,
                recordID: start.recordID))
    }

    /// Another log was cleared, by the name it is recorded under.
    fileprivate mutating func addClearing(of log: UnsafeRawBufferPointer, saidBy start: EventRows.Beginning) {
        sightings.append(
            Sighting(
                source: .event, computer: start.computer, logChannel: store(log), time: start.time, logEvent: .cleared,
                isOwnRecord: false))
    }

    fileprivate mutating func setAccount(of access: inout Access, by rule: AccessRule, from values: EventValues) {
        rule.domain?.offer(values) { domain in
            access.accountDomain = storeLowercased(domain)
            return true
        }
        rule.name?.offer(values) { name in
            let separator = AccountSplit.separator(in: name, by: rule.split, hasDomain: !access.accountDomain.isEmpty)
            if let separator {
                let domain = FieldValue.trimmed(UnsafeRawBufferPointer(rebasing: name[..<separator.lowerBound]))
                let rest = FieldValue.trimmed(UnsafeRawBufferPointer(rebasing: name[separator.upperBound...]))
                access.accountDomain = storeLowercased(domain)
                access.accountName = storeLowercased(rest)
            } else {
                access.accountName = storeLowercased(name)
            }
            return true
        }
        rule.sid?.offer(values) { sid in
            access.accountSID = storeUppercased(sid)
            return true
        }
    }

    fileprivate mutating func setClient(of access: inout Access, by rule: AccessRule, from values: EventValues) {
        // What is no address is none, so the next alternative is tried.
        rule.address?.offer(values) { address in
            access.address = storeAddress(address)
            return !access.address.isEmpty
        }
        rule.clientName?.offer(values) { name in
            let bare = FieldValue.trimmed(UnsafeRawBufferPointer(rebasing: name.drop { $0 == UInt8(ascii: "\\") }))
            access.clientName = storeLowercased(bare)
            return true
        }
    }
}

/// Where an account `DOMAIN\name` is taken apart.
enum AccountSplit {
    /// Nil where it stays whole.
    static func separator(
        in name: UnsafeRawBufferPointer, by rule: AccessRule.SplitRule, hasDomain: Bool
    ) -> Range<Int>? {
        let backslash = UInt8(ascii: "\\")
        switch rule {
        case .never: return nil
        case .withoutDomain where hasDomain: return nil
        case .always, .withoutDomain: return name.firstIndex(of: backslash).map { $0..<($0 + 1) }
        case .alsoAtSlash:
            return name.firstIndex { $0 == backslash || $0 == UInt8(ascii: "/") }.map { $0..<($0 + 1) }
        case .atDoubledBackslash:
            guard let first = name.firstIndex(of: backslash) else { return nil }
            return first..<(name[first...].firstIndex { $0 != backslash } ?? name.count)
        }
    }
}
