public import AccessModel

/// Reads Windows event XML as any exporter writes it (`docs/formats.md`), record by record, through libxml2.
///
/// Every byte ends in a record (accepted, ignored by a named rule, or rejected with reason and offset) or in the
/// framing between records. One record is one `<Event>` element or one run of text that belongs to none.
///
/// A copy of a parser must not be used while the original still reads: both share libxml2's context.
public struct EventXMLParser: LogParser {
    private var framing: EventFraming
    private let reader = LibXMLReader()
    private var record = EventRecord()
    /// The record as libxml2 accepts it, where the bytes as they are were refused.
    private var repaired: [UInt8] = []
    private var recordCount: UInt64 = 0

    /// - Parameter context: the encoding the source had, and the length of its byte order mark, for offsets; the site
    ///   folder is not used.
    public init(context: ParserContext) {
        framing = EventFraming(
            encoding: context.encoding, byteOrderMarkLength: context.byteOrderMarkLength)
    }

    /// Bytes kept for the next chunk; at most `EventFraming.maximumRecordLength` and a chunk.
    var pendingBytes: Int { framing.bytes.count }

    public mutating func consume(_ chunk: UnsafeRawBufferPointer, into batch: inout AccessBatch) {
        framing.append(chunk)
        readPieces(isDamaged: false, into: &batch)
    }

    public mutating func finish(isDamaged: Bool, into batch: inout AccessBatch) {
        framing.isAtEnd = true
        readPieces(isDamaged: isDamaged, into: &batch)
    }

    private mutating func readPieces(isDamaged: Bool, into batch: inout AccessBatch) {
        while let piece = framing.next() {
            recordCount += 1
            switch piece {
            case .record(let range):
                read(range, into: &batch)
            case .rejected(let reason, let index):
                reject(reason, at: index, into: &batch)
            case .unfinished(let index):
                reject(isDamaged ? .damagedInput : .truncatedRecord, at: index, into: &batch)
            }
        }
        framing.discardConsumed()
    }

    private mutating func read(_ range: Range<Int>, into batch: inout AccessBatch) {
        let offset = framing.sourceOffset(of: range.lowerBound)
        let verdict: EventRows.Verdict
        if let refusal = readXML(range) {
            verdict = .rejected(.malformedRecord, detail: refusal.reason)
        } else {
            verdict = record.withValues {
                EventRows.add($0, hasSystem: record.hasSystem, offset: offset, to: &batch)
            }
        }
        switch verdict {
        case .accepted: batch.tally.accepted += 1
        case .ignored(let rule): batch.tally.ignore(rule: rule.rawValue)
        case .rejected(let reason, let detail):
            batch.tally.reject(Rejection(reason: reason, offset: offset, record: recordCount, detail: detail))
        }
    }

    /// Reads a record into `record`; where it is refused, once more with what XML forbids replaced.
    private mutating func readXML(_ range: Range<Int>) -> XMLRefusal? {
        framing.bytes.withUnsafeBytes { bytes in
            let text = UnsafeRawBufferPointer(rebasing: bytes[range])
            if AttributeLimit.isExceeded(in: text) { return .tooManyAttributes }
            if RecordRepair.isUTF8(text) {
                record.reset()
                if reader.read(text, into: &record) == nil { return nil }
            }
            RecordRepair.repair(text, into: &repaired)
            record.reset()
            return repaired.withUnsafeBytes { reader.read($0, into: &record) }
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
