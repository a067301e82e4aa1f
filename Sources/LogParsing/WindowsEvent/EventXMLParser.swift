public import AccessModel
import ByteScan

/// Reads Windows event XML as any exporter writes it (`docs/formats.md`), record by record: by its shape where that is
/// known, else through libxml2.
///
/// Every byte ends in a record (accepted, ignored by a named rule, or rejected with reason and offset) or in the
/// framing between records. One record is one `<Event>` element or one run of text that belongs to none.
///
/// A copy of a parser must not be used while the original still reads: both share their readers' memory.
public struct EventXMLParser: LogParser {
    /// Which readers a parser uses. Both give the same accesses on everything.
    public enum Readers: Sendable, Hashable {
        /// The fast reader, and libxml2 for what is outside of its grammar.
        case fastest
        /// libxml2 alone.
        case reference
    }

    /// Bytes given to framing at a time: enough for nearly every record, and little to give back.
    private static let framedLength = 16_384

    /// Less text between records is told by its rejections alone, in bytes.
    static let leastTextTold: UInt64 = 4096

    private var framing: EventFraming
    private var fast: FastEventReader?
    let reference = LibXMLReader()
    private var record = EventRecord()
    /// The record as libxml2 accepts it, where the bytes as they are were refused.
    private var repaired: [UInt8] = []
    private var recordCount: UInt64 = 0
    private var verdicts = VerdictCounts()

    /// - Parameter context: the encoding the source had, and the length of its byte order mark, for offsets; the site
    ///   folder is not used.
    public init(context: ParserContext, readers: Readers = .fastest) {
        framing = EventFraming(
            encoding: context.encoding, byteOrderMarkLength: context.byteOrderMarkLength)
        fast = readers == .fastest ? FastEventReader() : nil
    }

    /// Bytes kept for the next chunk; at most `EventFraming.maximumRecordLength` and a chunk.
    var pendingBytes: Int { framing.bytes.count }

    public mutating func consume(_ chunk: UnsafeRawBufferPointer, into batch: inout AccessBatch) {
        var position = framing.isIdle ? readDirectly(chunk, from: 0, into: &batch) : 0
        while position < chunk.count {
            let end = min(chunk.count, position + EventXMLParser.framedLength)
            framing.append(UnsafeRawBufferPointer(rebasing: chunk[position..<end]))
            if let unread = readPieces(isDamaged: false, appended: end - position, into: &batch) {
                position = readDirectly(chunk, from: end - unread, into: &batch)
            } else {
                position = end
            }
        }
        verdicts.move(to: &batch.tally)
    }

    public mutating func finish(isDamaged: Bool, into batch: inout AccessBatch) {
        framing.isAtEnd = true
        _ = readPieces(isDamaged: isDamaged, appended: 0, into: &batch)
        verdicts.move(to: &batch.tally)
    }

    /// A root element that is not closed shows a cut that falls between two records, where no record shows it. Text
    /// between records is one rejection per gap whatever its length, so a long one is told in bytes of the source.
    public var damage: String {
        guard framing.isAtEnd else { return "" }
        var losses: [String] = []
        if framing.openRoots > 0 {
            losses.append(
                "the element around the events is not closed: the export ends early, and what would follow is lost")
        }
        if framing.textLength >= EventXMLParser.leastTextTold {
            losses.append("\(framing.textLength) bytes between the events are no events and were not read")
        }
        return losses.joined(separator: "; ")
    }

    /// Reads records of known shape that follow each other from `start`, without copying them into the framing.
    /// Returns where it stopped: behind the last one.
    private mutating func readDirectly(
        _ chunk: UnsafeRawBufferPointer, from start: Int, into batch: inout AccessBatch
    ) -> Int {
        guard fast != nil else { return start }
        var source = framing.nextOffset
        var end = start
        while true {
            var begin = end
            while begin < chunk.count, FieldValue.isBlank(chunk[begin]) { begin += 1 }
            guard begin < chunk.count, let next = fast?.match(chunk, at: begin),
                next - begin <= EventFraming.maximumRecordLength
            else { break }
            recordCount += 1
            let offset = source.offset(of: begin - start, in: UnsafeRawBufferPointer(rebasing: chunk[start...]))
            count(addMatched(in: chunk, offset: offset, to: &batch), offset: offset, to: &batch)
            end = next
        }
        if end > start { framing.skipRecords(UnsafeRawBufferPointer(rebasing: chunk[start..<end])) }
        return end
    }

    /// Reads what framing finds. Returns the number of bytes it gave back of the `appended` ones, nil where it needs
    /// them all.
    private mutating func readPieces(isDamaged: Bool, appended: Int, into batch: inout AccessBatch) -> Int? {
        var unread: Int?
        while unread == nil, let piece = nextPiece() {
            recordCount += 1
            switch piece {
            case .matched(let range):
                let offset = framing.sourceOffset(of: range.lowerBound)
                let verdict = framing.bytes.withUnsafeBytes { addMatched(in: $0, offset: offset, to: &batch) }
                count(verdict, offset: offset, to: &batch)
            case .record(let range):
                read(range, into: &batch)
            case .rejected(let reason, let index):
                reject(reason, at: index, into: &batch)
            case .unfinished(let index):
                reject(isDamaged ? .damagedInput : .truncatedRecord, at: index, into: &batch)
            }
            if fast != nil, appended > 0 { unread = framing.giveBack(atMost: appended) }
        }
        framing.discardConsumed()
        return unread
    }

    private mutating func nextPiece() -> EventFraming.Piece? {
        guard fast != nil else { return framing.next() }
        return framing.next { fast?.match($0, at: $1) }
    }

    private func addMatched(
        in bytes: UnsafeRawBufferPointer, offset: UInt64, to batch: inout AccessBatch
    ) -> EventRows.Verdict {
        // Not unwrapped into a constant: that copy, its retains and releases, took a tenth of the parser's time.
        let verdict = fast?.withValues(in: bytes) {
            EventRows.add($0, kind: $1, hasSystem: true, offset: offset, to: &batch)
        }
        guard let verdict else { preconditionFailure("only the fast reader matches records") }
        return verdict
    }

    private mutating func read(_ range: Range<Int>, into batch: inout AccessBatch) {
        let offset = framing.sourceOffset(of: range.lowerBound)
        let verdict: EventRows.Verdict
        if let learned = readFast(range, offset: offset, into: &batch) {
            verdict = learned
        } else if let refusal = readXML(range) {
            verdict = .rejected(.malformedRecord, detail: refusal.reason)
        } else {
            verdict = record.withValues {
                EventRows.add(
                    $0, kind: EventKind($0), hasSystem: record.hasSystem, offset: offset, to: &batch)
            }
        }
        count(verdict, offset: offset, to: &batch)
    }

    /// Reads a framed record by its shape, or learns it; nil where the record is outside of the grammar.
    private mutating func readFast(
        _ range: Range<Int>, offset: UInt64, into batch: inout AccessBatch
    ) -> EventRows.Verdict? {
        framing.bytes.withUnsafeBytes { bytes in
            let text = UnsafeRawBufferPointer(rebasing: bytes[range])
            guard fast?.match(text, at: 0) == text.count || fast?.learn(text) == true else { return nil }
            return addMatched(in: text, offset: offset, to: &batch)
        }
    }

    /// Reads a record into `record`; where it is refused, once more with what XML forbids replaced.
    private mutating func readXML(_ range: Range<Int>) -> XMLRefusal? {
        framing.bytes.withUnsafeBytes { bytes in
            let text = UnsafeRawBufferPointer(rebasing: bytes[range])
            if AttributeLimit.isExceeded(in: text) { return .tooManyAttributes }
            var refusal: XMLRefusal?
            if RecordRepair.isUTF8(text) {
                record.reset()
                refusal = reference.read(text, into: &record)
                if refusal == nil { return nil }
            }
            RecordRepair.repair(text, into: &repaired)
            // What was not changed would be refused once more.
            if let refusal, repaired.count == text.count, repaired.elementsEqual(text) { return refusal }
            record.reset()
            return repaired.withUnsafeBytes { reference.read($0, into: &record) }
        }
    }

    private mutating func count(_ verdict: EventRows.Verdict, offset: UInt64, to batch: inout AccessBatch) {
        switch verdict {
        case .accepted: verdicts.accepted += 1
        case .ignored(let rule): verdicts.ignore(rule)
        case .rejected(let reason, let detail):
            batch.tally.reject(Rejection(reason: reason, offset: offset, record: recordCount, detail: detail))
        }
    }

    private mutating func reject(_ reason: RejectionReason, at index: Int, into batch: inout AccessBatch) {
        batch.tally.reject(
            Rejection(
                reason: reason, offset: framing.sourceOffset(of: index), record: recordCount,
                detail: EventXMLParser.detail(of: reason)))
    }

    private static func detail(of reason: RejectionReason) -> String {
        switch reason {
        case .oversizedRecord: "the event is longer than \(EventFraming.maximumRecordLength) bytes"
        case .textBetweenRecords: "text outside of an <Event> element"
        case .damagedInput: "the event is cut where the input is damaged"
        default: "the event has no end"
        }
    }
}

/// What became of the records of one chunk, before it is named: a log's records fall under few rules, and a tally by
/// name costs a hash of the name.
private struct VerdictCounts {
    var accepted: UInt64 = 0
    private var ignored: [(rule: IgnoreRule, count: UInt64)] = []

    mutating func ignore(_ rule: IgnoreRule) {
        for index in ignored.indices where ignored[index].rule == rule {
            ignored[index].count += 1
            return
        }
        ignored.append((rule, 1))
    }

    mutating func move(to tally: inout RecordTally) {
        tally.accepted += accepted
        for (rule, count) in ignored { tally.ignore(rule: rule.rawValue, count: count) }
        accepted = 0
        ignored.removeAll(keepingCapacity: true)
    }
}
