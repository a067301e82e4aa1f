import AccessModel

/// One row of evidence as a record gives it, with its texts spelled out.
struct TestRow: Hashable {
    var source = EvidenceSource.event
    var eventID: UInt32 = 4624
    var channel = Channel.network
    var logonType: UInt32 = 3
    var outcome = Outcome.success
    var server: ExactText = ""
    var domain: ExactText = ""
    var account: ExactText = ""
    var sid: ExactText = ""
    var address: ExactText = ""
    var clientName: ExactText = ""
    var serverAddress: ExactText = ""
    var site: ExactText = ""
    var forwarded: ExactText = ""
    var product: ExactText = ""
    var agentClass: ExactText = ""

    static func event(
        server: ExactText = "srv01", domain: ExactText = "corp", account: ExactText = "amiller", sid: ExactText = "",
        address: ExactText = "10.0.0.5", clientName: ExactText = "", channel: Channel = .network
    ) -> TestRow {
        TestRow(
            channel: channel, server: server, domain: domain, account: account, sid: sid, address: address,
            clientName: clientName)
    }

    static func web(
        computer: ExactText = "", serverAddress: ExactText = "10.0.0.80", account: ExactText = "",
        peer: ExactText = "203.0.113.7", site: ExactText = "W3SVC1", forwarded: ExactText = "",
        outcome: Outcome = .success
    ) -> TestRow {
        TestRow(
            source: .web, eventID: 0, channel: .web, logonType: 0, outcome: outcome, server: computer,
            account: account, address: peer, serverAddress: serverAddress, site: site, forwarded: forwarded)
    }
}

/// That an account got another name.
struct TestRename: Hashable {
    var computer: ExactText = "dc01"
    var domain: ExactText = "corp"
    var oldName: ExactText
    var newName: ExactText
    var sid: ExactText = "S-1-5-21-1-2-3-1104"

    var texts: [ExactText] { [computer, domain, oldName, newName, sid] }
}

/// One accepted record of an input.
struct TestRecord: Hashable {
    /// What identifies an event among copies; nil where the event has no record id, and for web lines.
    struct Identity: Hashable {
        var computer: ExactText = "srv01"
        var logChannel: ExactText = "Security"
        var recordID: UInt64
    }

    var identity: Identity?
    var time: Instant
    var offset: UInt64 = 0
    /// One row, or two.
    var rows: [TestRow]
    /// Web lines: the number of the user agent, less than 2^32 - 4; 0 for none.
    var agent: UInt32 = 0
    /// What else an event record says; a record of a log never says both.
    var rename: TestRename?

    var day: Day { Day(time) }

    static func event(
        id: UInt64?, at time: String, offset: UInt64 = 0, computer: ExactText = "srv01", _ rows: TestRow...
    ) -> TestRecord {
        TestRecord(
            identity: id.map { Identity(computer: computer, recordID: $0) }, time: instant(time), offset: offset,
            rows: rows)
    }

    static func web(at time: String, agent: UInt32 = 0, _ row: TestRow) -> TestRecord {
        TestRecord(time: instant(time), rows: [row], agent: agent)
    }
}

/// Reads `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM:SS` or with milliseconds; a test with another text fails at once.
func instant(_ text: String) -> Instant {
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) } + [0, 0, 0, 0]
    guard
        let instant = Instant(
            year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4],
            second: numbers[5], millisecond: numbers[6])
    else { preconditionFailure("no time: \(text)") }
    return instant
}

/// One input as a test describes it.
struct TestInput {
    var content: ContentID
    var location: InputPath
    var format = LogFormat.eventXML
    var records: [TestRecord]
    var ignored: UInt64 = 0
    var rejections: [Rejection] = []
    var damage = ""
    var contentBytes: UInt64 = 100
    var checkpoints: [ContentCheckpoint] = []

    init(
        _ number: UInt64, path: String, member: String = "", format: LogFormat = .eventXML, _ records: [TestRecord]
    ) {
        content = ContentID(high: 0xC0, low: number)
        location = InputPath(path: path, member: member, sha256: "sha-\(number)", bytes: 10 + number)
        self.format = format
        self.records = records
    }

    var reading: InputReading {
        var tally = RecordTally()
        tally.accepted = UInt64(records.count)
        if ignored > 0 { tally.ignore(rule: "session-end", count: ignored) }
        for rejection in rejections { tally.reject(rejection) }
        return InputReading(
            location: location, format: format, encoding: .utf8, content: content, contentBytes: contentBytes,
            checkpoints: checkpoints, tally: tally, damage: damage, firstSeen: records.map(\.time).min(),
            lastSeen: records.map(\.time).max())
    }
}
