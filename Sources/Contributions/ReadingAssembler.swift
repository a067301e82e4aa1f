public import AccessModel

/// What an `input` line says, without what other lines say of its reading.
public struct InputLine: Sendable {
    public var reading: InputReading
    /// Other lines of the input.
    public var lines: Int

    public init(_ line: ContributionLine) throws(ContributionLineError) {
        guard line.kind == .input, let place = line.place else { throw ContributionLineError("it is no input line") }
        var fields = line.fields
        lines = try fields.count("lines", upTo: ContributionFormat.mostLines)
        let location = InputPath(
            path: try fields.text("path"), member: try fields.textOrEmpty("member"),
            sha256: try fields.sha256("sha256"), bytes: try fields.number("bytes"))
        var tally = RecordTally()
        tally.accepted = try fields.records("accepted")
        for (rule, count) in try fields.counts("ignored") { tally.ignored[rule] = count }
        for (reason, count) in try fields.counts("rejected") {
            guard let reason = RejectionReason(rawValue: reason) else {
                throw ContributionLineError("rejected has a reason that this version does not know")
            }
            tally.rejected[reason] = count
        }
        var sum: UInt64 = tally.accepted
        for count in Array(tally.ignored.values) + Array(tally.rejected.values) { sum = sum.addedClamped(count) }
        guard sum <= UInt64(Int64.max) else { throw ContributionLineError("more records than can be counted") }
        reading = InputReading(
            location: location, format: try fields.named("format"), encoding: try fields.named("encoding"),
            content: place.content, contentBytes: try fields.number("content_bytes"), checkpoints: [], tally: tally,
            damage: try fields.textOrEmpty("damage"), firstSeen: try fields.instantIfThere("first_seen_ms"),
            lastSeen: try fields.instantIfThere("last_seen_ms"), zone: try fields.textOrEmpty("zone"))
        guard !location.path.utf8.isEmpty, (reading.firstSeen == nil) == (reading.lastSeen == nil),
            reading.firstSeen ?? .earliestUsable <= reading.lastSeen ?? .latestUsable, reading.format.isRead
        else { throw ContributionLineError("path, format or times are none an input has") }
        try fields.end()
    }
}

/// Checkpoints and rejected records of an input, from lines that come in the order of their numbers.
public struct ReadingAssembler: Sendable {
    public private(set) var checkpoints: [ContentCheckpoint] = []
    public private(set) var rejections: [Rejection] = []
    private var kept: [RejectionReason: Int] = [:]

    public init() {}

    /// True for lines that belong here and not into a part.
    public static func takes(_ kind: ContributionFormat.Kind) -> Bool { kind == .checkpoints || kind == .reject }

    public mutating func add(_ line: ContributionLine) throws(ContributionLineError) {
        var fields = line.fields
        if line.kind == .checkpoints { try addCheckpoints(&fields) } else { try addRejection(&fields) }
        try fields.end()
    }

    private mutating func addCheckpoints(_ fields: inout LineFields) throws(ContributionLineError) {
        let (offsets, hashes) = (try fields.numbers("offsets", UInt64.self), try fields.texts("hashes"))
        guard offsets.count == hashes.count, (1...ContributionFormat.checkpointsPerLine).contains(offsets.count) else {
            throw ContributionLineError(
                "offsets and hashes are not of one length from 1 to \(ContributionFormat.checkpointsPerLine)")
        }
        for (offset, hash) in zip(offsets, hashes) {
            guard ContentCheckpoint.isGridOffset(offset), checkpoints.last.map({ $0.offset < offset }) ?? true else {
                throw ContributionLineError("offsets are not where a content has its checkpoints")
            }
            checkpoints.append(ContentCheckpoint(offset: offset, hash: try LineFields.contentID(hash, "hashes")))
        }
    }

    private mutating func addRejection(_ fields: inout LineFields) throws(ContributionLineError) {
        let rejection = Rejection(
            reason: try fields.named("reason"), offset: try fields.number("offset"),
            record: try fields.number("record"), detail: try fields.textOrEmpty("detail"))
        guard kept[rejection.reason, default: 0] < RecordTally.rejectionsKeptPerReason else {
            throw ContributionLineError(
                "more than \(RecordTally.rejectionsKeptPerReason) rejected records of one reason")
        }
        kept[rejection.reason, default: 0] += 1
        rejections.append(rejection)
    }

    /// The whole reading.
    /// - Parameters:
    ///   - records: event records the lines of the input hold.
    ///   - accesses: what its rows count: of a record two rows at most.
    public func reading(
        of input: InputLine, records: UInt64, accesses: UInt64
    ) throws(ContributionLineError) -> InputReading {
        var reading = input.reading
        for (reason, count) in kept where UInt64(count) > reading.tally.rejected[reason, default: 0] {
            throw ContributionLineError("more records rejected as \(reason.rawValue) than its input line counts")
        }
        guard records <= reading.tally.accepted else {
            throw ContributionLineError("more event records than its input line has accepted ones")
        }
        guard accesses <= 2 * reading.tally.accepted else {
            throw ContributionLineError("its rows count more accesses than its accepted records can show")
        }
        guard checkpoints.last.map({ $0.offset <= reading.contentBytes }) ?? true else {
            throw ContributionLineError("a checkpoint behind the end of the content")
        }
        reading.checkpoints = checkpoints
        reading.tally.rejections = rejections
        return reading
    }
}
