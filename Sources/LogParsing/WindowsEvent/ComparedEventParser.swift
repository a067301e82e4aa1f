public import AccessModel

/// Reads event XML with the fast reader and with libxml2 alone, and counts where they differ (`scan --verify`).
///
/// What it delivers is the fast reader's.
public struct ComparedEventParser: LogParser {
    /// Where the two readers of one input differ.
    public struct Differences: Sendable, Hashable {
        /// Accesses, sightings, renames and rejections that only one of them found, and tally entries that are not equal.
        public var count: UInt64 = 0
        /// The first of them: what the fast reader says, and what libxml2 says; empty where one says nothing. Both quote
        /// the log.
        public var fast = ""
        public var reference = ""
    }

    private var fast: EventXMLParser
    private var reference: EventXMLParser
    private var referenceBatch = AccessBatch()
    private var sightings = FindingStreams()
    private var accesses = FindingStreams()
    private var renames = FindingStreams()
    private var rejections = FindingStreams()
    private var fastTally = RecordTally()
    private var referenceTally = RecordTally()

    public init(context: ParserContext) {
        fast = EventXMLParser(context: context, readers: .fastest)
        reference = EventXMLParser(context: context, readers: .reference)
    }

    /// Complete once the input has been finished.
    public private(set) var differences = Differences()

    public mutating func consume(_ chunk: UnsafeRawBufferPointer, into batch: inout AccessBatch) {
        let before = Extent(batch)
        fast.consume(chunk, into: &batch)
        reference.consume(chunk, into: &referenceBatch)
        compare(batch, from: before)
    }

    public mutating func finish(isDamaged: Bool, into batch: inout AccessBatch) {
        let before = Extent(batch)
        fast.finish(isDamaged: isDamaged, into: &batch)
        reference.finish(isDamaged: isDamaged, into: &referenceBatch)
        compare(batch, from: before)
        for streams in [sightings, accesses, renames, rejections] { streams.compareRest(&differences) }
        let counts = (fastTally.counts, referenceTally.counts)
        if counts.0 != counts.1 { differences.note(counts.0, counts.1) }
        if fast.damage != reference.damage { differences.note(fast.damage, reference.damage) }
    }

    public var damage: String { fast.damage }

    /// How much of a batch was there before.
    private struct Extent {
        let sightings: Int
        let accesses: Int
        let renames: Int
        let tally: RecordTally

        init(_ batch: AccessBatch) {
            sightings = batch.sightings.count
            accesses = batch.accesses.count
            renames = batch.renames.count
            tally = batch.tally
        }
    }

    /// The readers may hold back different records at a border of chunks, so each kind of finding is compared in order
    /// as far as both have come.
    private mutating func compare(_ batch: AccessBatch, from start: Extent) {
        sightings.fast += batch.sightings[start.sightings...].map(batch.finding)
        sightings.reference += referenceBatch.sightings.map(referenceBatch.finding)
        accesses.fast += batch.accesses[start.accesses...].map(batch.finding)
        accesses.reference += referenceBatch.accesses.map(referenceBatch.finding)
        renames.fast += batch.renames[start.renames...].map(batch.finding)
        renames.reference += referenceBatch.renames.map(referenceBatch.finding)
        rejections.fast += batch.tally.rejections[start.tally.rejections.count...].map(\.finding)
        rejections.reference += referenceBatch.tally.rejections.map(\.finding)
        sightings.compareCommon(&differences)
        accesses.compareCommon(&differences)
        renames.compareCommon(&differences)
        rejections.compareCommon(&differences)
        fastTally.append(batch.tally.since(start.tally))
        referenceTally.append(referenceBatch.tally)
        referenceBatch.removeAll()
    }
}

extension ComparedEventParser.Differences {
    fileprivate mutating func note(_ fast: String, _ reference: String) {
        if count == 0 {
            self.fast = fast
            self.reference = reference
        }
        count += 1
    }
}

/// Findings of one kind by each reader that have not been compared yet.
private struct FindingStreams {
    var fast: [String] = []
    var reference: [String] = []

    mutating func compareCommon(_ differences: inout ComparedEventParser.Differences) {
        let common = min(fast.count, reference.count)
        for index in 0..<common where !fast[index].utf8.elementsEqual(reference[index].utf8) {
            differences.note(fast[index], reference[index])
        }
        fast.removeFirst(common)
        reference.removeFirst(common)
    }

    /// What is left at the end only one of them has found.
    func compareRest(_ differences: inout ComparedEventParser.Differences) {
        for finding in fast { differences.note(finding, "") }
        for finding in reference { differences.note("", finding) }
    }
}

extension RecordTally {
    /// Counts without places, in a fixed order.
    fileprivate var counts: String {
        let rules = ignored.filter { $0.value > 0 }.map { "\($0.key)=\($0.value)" }
        let reasons = rejected.filter { $0.value > 0 }.map { "\($0.key.rawValue)=\($0.value)" }
        return (["accepted=\(accepted)"] + (rules + reasons).sorted { $0.isByteOrdered(before: $1) })
            .joined(separator: ", ")
    }

    /// What has been counted since `earlier`, without places.
    fileprivate func since(_ earlier: RecordTally) -> RecordTally {
        var result = RecordTally()
        result.accepted = accepted - earlier.accepted
        result.ignored = ignored
        for (rule, count) in earlier.ignored { result.ignored[rule, default: 0] -= count }
        result.rejected = rejected
        for (reason, count) in earlier.rejected { result.rejected[reason, default: 0] -= count }
        return result
    }
}

extension Rejection {
    fileprivate var finding: String { "rejected \(reason.rawValue) @\(offset) #\(record): \(detail)" }
}

extension AccessBatch {
    fileprivate func finding(_ sighting: Sighting) -> String {
        "sighting \(text(sighting.computer))|\(text(sighting.logChannel))|\(sighting.time.text)|\(sighting.logEvent)|"
            + (sighting.recordID.map(String.init) ?? "")
    }

    fileprivate func finding(_ rename: Rename) -> String {
        let texts = [rename.computer, rename.domain, rename.oldName, rename.newName, rename.sid].map(text)
        return "rename " + (texts + [rename.time.text, "@\(rename.offset)"]).joined(separator: "|")
    }

    fileprivate func finding(_ access: Access) -> String {
        let key = access.record.map { "\(text($0.computer))|\(text($0.logChannel))|\($0.recordID)" } ?? "none"
        let parts = [
            "\(access.eventID)", access.channel.name(logonType: access.logonType), "\(access.logonType)",
            access.outcome.name, access.time.text, text(access.server), text(access.accountDomain),
            text(access.accountName), text(access.accountSID), text(access.address), text(access.clientName),
            "record \(key)", "@\(access.offset)", access.continuesRecord ? "continued" : "first",
        ]
        return "access " + parts.joined(separator: "|")
    }
}
