import AccessModel
import LogInput
import LogParsing

/// What a record says of an access: tells it from every other one.
struct RecordFacts: Hashable {
    var time: Instant
    var source: EvidenceSource
    var eventID: UInt32
    var channel: Channel
    var logonType: UInt32
    var outcome: Outcome
    /// Server, account (domain, name, SID), client (address, name) and site.
    var texts: [ExactText]

    /// A visit of nobody is one by whatever service it came: web, FTP.
    private static let channelOfVisits = Channel.web

    /// What a row of the evidence claims of its record of a time.
    init(_ row: EvidenceRow, at time: Instant, in evidence: Evidence) {
        self.time = time
        (source, eventID, channel) = (row.source, row.eventID, row.channel)
        (logonType, outcome) = (row.logonType, row.outcome)
        texts = [
            row.server, row.accountDomain, row.accountName, row.accountSID, row.clientAddress, row.clientName, row.site,
        ].map { evidence.texts[Int($0)] }
    }

    /// What an anonymous visit claims of its line of a time.
    init(_ visit: AnonymousVisit, at time: Instant, in evidence: Evidence) {
        self.time = time
        (source, eventID, channel) = (.web, 0, RecordFacts.channelOfVisits)
        (logonType, outcome) = (0, visit.outcome)
        let nobody = Array(repeating: ExactText(""), count: 3)
        texts =
            [evidence.texts[Int(visit.server)]] + nobody
            + [evidence.texts[Int(visit.clientAddress)], ExactText(""), evidence.texts[Int(visit.site)]]
    }

    fileprivate init(_ access: Access, in batch: AccessBatch, server: ExactText, client: ExactText) {
        (time, source, eventID) = (access.time, access.source, access.eventID)
        channel = access.isAnonymousVisit ? RecordFacts.channelOfVisits : access.channel
        (logonType, outcome) = (access.logonType, access.outcome)
        texts =
            [server]
            + [access.accountDomain, access.accountName, access.accountSID].map { ExactText(batch.text($0)) }
            + [client, ExactText(batch.text(access.clientName)), ExactText(batch.text(access.site))]
    }
}

/// Reads an input again as a scan does: its accesses, by the names the settings of the store give them.
struct AccessReading {
    private let input: TracedInput
    private let settings: OrganisationSettings
    private let servers: WebServerName
    private let networks: NetworkMap

    init(_ input: TracedInput, settings: OrganisationSettings) {
        self.input = input
        self.settings = settings
        servers = WebServerName(location: input.location, settings: settings)
        networks = NetworkMap(settings)
    }

    /// Reads what the reader has left.
    /// - Parameters:
    ///   - chunk: sees the text before its accesses are handed out.
    ///   - forget: what was handed out does not count.
    func forEach(
        _ reader: InputReader, chunk: (UnsafeRawBufferPointer) -> Void = { _ in }, forget: () -> Void,
        _ body: (Access, AccessBatch) -> Void
    ) throws(InputError) {
        guard
            var parser = ParserChoice.parser(
                for: reader, at: InputPlace(path: input.location.path, member: input.location.member),
                settings: settings)
        else { return }
        var batch = AccessBatch()
        func take() {
            if batch.voidsEarlier { forget() }
            for access in batch.accesses { body(access, batch) }
            batch.removeAll()
        }
        while try reader.nextChunk({
            chunk($0)
            parser.consume($0, into: &batch)
        }) { take() }
        parser.finish(isDamaged: reader.isCut, into: &batch)
        take()
    }

    func server(of access: Access, in batch: AccessBatch) -> ExactText {
        guard access.source == .web else { return ExactText(batch.text(access.server)) }
        return ExactText(
            servers.server(
                computerName: batch.text(access.server), serverAddress: batch.text(access.serverAddress)))
    }

    func client(of access: Access, in batch: AccessBatch) -> ExactText {
        guard access.source == .web else { return ExactText(batch.text(access.address)) }
        return ExactText(
            networks.client(peer: batch.text(access.address), forwarded: batch.text(access.forwarded)))
    }

    func facts(of access: Access, in batch: AccessBatch) -> RecordFacts {
        RecordFacts(access, in: batch, server: server(of: access, in: batch), client: client(of: access, in: batch))
    }
}
