import AccessModel
import LogParsing

/// How many records were seen of a log on a day, and between which times.
struct Seen: Equatable {
    var records: UInt64
    var first: Instant
    var last: Instant

    func joined(with other: Seen) -> Seen {
        Seen(records: records + other.records, first: min(first, other.first), last: max(last, other.last))
    }
}

/// A W3C log read to its end, as text: what the tests compare.
struct W3CReading: Equatable {
    var accesses: [String] = []
    /// By computer, address, site, source, log event and day.
    var sightings: [String: Seen] = [:]
    var accepted: UInt64 = 0
    var ignored: [String: UInt64] = [:]
    var rejections: [String] = []
    var rejected: [RejectionReason: UInt64] = [:]
    var identities: [String] = []
    /// Signs of the peers, one for each access.
    var signs: [PeerSigns] = []

    /// - Parameter cuts: chunk borders, ascending.
    init(
        _ bytes: [UInt8], cuts: [Int] = [], context: ParserContext = ParserContext(), format: LogFormat = .w3c,
        isDamaged: Bool = false, clearsBatch: Bool = true
    ) {
        var parser: any LogParser =
            format == .exchangeProxy
            ? ExchangeProxyParser(context: context) : W3CParser(context: context, format: format)
        var batch = AccessBatch()
        var start = 0
        for end in cuts + [bytes.count] {
            bytes[start..<end].withUnsafeBytes { parser.consume($0, into: &batch) }
            start = end
            if clearsBatch { take(&batch) }
        }
        parser.finish(isDamaged: isDamaged, into: &batch)
        take(&batch)
    }

    init(_ text: String, context: ParserContext = ParserContext(), format: LogFormat = .w3c, isDamaged: Bool = false) {
        self.init(Array(text.utf8), context: context, format: format, isDamaged: isDamaged)
    }

    private mutating func take(_ batch: inout AccessBatch) {
        if batch.voidsEarlier {
            (accesses, sightings, identities, signs) = ([], [:], [], [])
            (accepted, ignored, rejected, rejections) = (0, [:], [:], [])
        }
        signs += batch.accesses.map(\.peerSigns)
        identities += batch.identities.map { identity in
            [identity.computer, identity.serverAddress, identity.site, identity.account, identity.deviceID]
                .map(batch.text).joined(separator: "|") + "|" + identity.time.text
        }
        accesses += batch.accesses.map { W3CReading.line($0, in: batch) }
        for sighting in batch.sightings {
            let texts = [sighting.computer, sighting.serverAddress, sighting.logChannel].map(batch.text)
            let key = (texts + [sighting.source.name, "\(sighting.logEvent)", Day(sighting.time).text])
                .joined(separator: "|")
            let seen = Seen(records: sighting.records, first: sighting.time, last: sighting.lastTime)
            sightings[key] = sightings[key].map { $0.joined(with: seen) } ?? seen
        }
        accepted += batch.tally.accepted
        ignored.merge(batch.tally.ignored, uniquingKeysWith: +)
        rejected.merge(batch.tally.rejected, uniquingKeysWith: +)
        rejections += batch.tally.rejections.map { "\($0.reason.rawValue) @\($0.offset) #\($0.record): \($0.detail)" }
        batch.removeAll()
    }

    /// time channel outcome server[serverAddress] site domain\name address forwarded product class @offset
    private static func line(_ access: Access, in batch: AccessBatch) -> String {
        func shown(_ range: TextRange) -> String { range.isEmpty ? "-" : batch.text(range) }
        let fields = [
            access.time.text, access.channel.name(logonType: access.logonType), access.outcome.name,
            "\(shown(access.server))[\(shown(access.serverAddress))]", shown(access.site),
            "\(shown(access.accountDomain))\\\(shown(access.accountName))", shown(access.address),
            shown(access.forwarded), shown(access.productHint), shown(access.agentClass), "@\(access.offset)",
        ]
        return fields.joined(separator: " ")
    }

    var records: UInt64 { accepted + ignored.values.reduce(0, +) + rejected.values.reduce(0, +) }
}
