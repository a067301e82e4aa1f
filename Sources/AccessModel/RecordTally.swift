/// Why a record could not be read. The raw value is the text in stores and reports.
public enum RejectionReason: String, Sendable, Hashable, CaseIterable {
    case noUsableTime = "no usable time"
    case noComputer = "no computer"
    case malformedRecord = "malformed record"
    case truncatedRecord = "truncated record"
    case oversizedRecord = "oversized record"
    case textBetweenRecords = "text between records"
    case wrongColumnCount = "wrong column count"
    case beforeFields = "line before #Fields"
    case unreadableValue = "unreadable value"
    case damagedInput = "damaged input"
}

/// One rejected record: where it is, and what was wrong with it.
public struct Rejection: Sendable, Hashable {
    public var reason: RejectionReason
    /// Offset of the record in the decompressed input, before transcoding.
    public var offset: UInt64
    /// 1-based number of the record (events) or line (text logs) in the input.
    public var record: UInt64
    /// What was found and what was expected, in words; never a value from the log.
    public var detail: String

    public init(reason: RejectionReason, offset: UInt64, record: UInt64, detail: String) {
        self.reason = reason
        self.offset = offset
        self.record = record
        self.detail = detail
    }
}

/// Where every record of an input went: `records = accepted + ignored + rejected` (duplicates are found in the store).
public struct RecordTally: Sendable, Hashable {
    /// Rejections kept with their place, per reason and input; all are counted.
    public static let rejectionsKeptPerReason = 1000

    public var accepted: UInt64 = 0
    /// Records ignored, by the id of the rule that ignores them.
    public var ignored: [String: UInt64] = [:]
    public var rejected: [RejectionReason: UInt64] = [:]
    /// The first `rejectionsKeptPerReason` rejections of each reason, in input order.
    public var rejections: [Rejection] = []

    public init() {}

    public var ignoredTotal: UInt64 { ignored.values.reduce(0, +) }
    public var rejectedTotal: UInt64 { rejected.values.reduce(0, +) }
    public var records: UInt64 { accepted + ignoredTotal + rejectedTotal }

    public mutating func ignore(rule: String, count: UInt64 = 1) { ignored[rule, default: 0] += count }

    public mutating func reject(_ rejection: Rejection) {
        let before = rejected[rejection.reason, default: 0]
        rejected[rejection.reason] = before + 1
        if before < UInt64(RecordTally.rejectionsKeptPerReason) { rejections.append(rejection) }
    }

    /// Adds the tally of the part of the input that follows this one.
    public mutating func append(_ next: RecordTally) {
        accepted += next.accepted
        for (rule, count) in next.ignored { ignored[rule, default: 0] += count }
        // What is kept of a reason is counted, not searched for: a hostile log rejects every line of every chunk.
        var kept = rejected.mapValues { min($0, UInt64(RecordTally.rejectionsKeptPerReason)) }
        for rejection in next.rejections {
            let before = kept[rejection.reason, default: 0]
            guard before < UInt64(RecordTally.rejectionsKeptPerReason) else { continue }
            kept[rejection.reason] = before + 1
            rejections.append(rejection)
        }
        for (reason, count) in next.rejected { rejected[reason, default: 0] += count }
    }
}
