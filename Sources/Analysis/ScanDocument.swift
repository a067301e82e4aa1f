import AccessModel

/// What `scan --json` prints: the store's inputs with their tie-out, and what was not read.
public struct ScanDocument: Sendable, Codable {
    public struct Input: Sendable, Codable {
        public var path: String
        public var sha256: String
        public var content: String
        public var bytes: UInt64
        public var format: String
        public var records: UInt64
        public var accepted: UInt64
        public var ignored: UInt64
        public var rejected: UInt64
        public var duplicates: UInt64
        public var ignoredByRule: [Count]
        public var rejectedByReason: [Count]
        public var damage: String
        public var firstSeen: String
        public var lastSeen: String
        public var copies: [String]
        /// The copies that are damaged.
        public var damagedCopies: [DamagedCopy]
    }
    public struct DamagedCopy: Sendable, Codable {
        public var path: String
        public var damage: String
    }
    public struct Count: Sendable, Codable {
        public var name: String
        public var count: UInt64
    }
    public struct Unread: Sendable, Codable {
        public var path: String
        public var format: String
        public var reason: String
        public var remedy: String
    }
    public struct Totals: Sendable, Codable {
        public var records: UInt64
        public var accepted: UInt64
        public var ignored: UInt64
        public var rejected: UInt64
        public var duplicates: UInt64
        public var tiesOut: Bool
    }

    public var schema = "headcount.scan/1"
    /// Inputs this scan added.
    public var added: [String]
    /// Inputs whose content was in the store already.
    public var alreadyThere: [String]
    public var inputs: [Input]
    public var unread: [Unread]
    public var totals: Totals
    /// Events whose copies differ.
    public var conflicts: UInt64

    public init(_ summary: ScanSummary) {
        added = summary.added
        alreadyThere = summary.copies.map(\.path)
        inputs = summary.inputs.map(Input.init)
        unread = summary.unread.map(Unread.init)
        conflicts = summary.conflicts
        let sums = summary.totals
        totals = Totals(
            records: sums.records, accepted: sums.accepted, ignored: sums.ignored, rejected: sums.rejected,
            duplicates: sums.duplicates, tiesOut: sums.tiesOut)
    }
}

extension ScanDocument.Input {
    init(_ input: InputSummary) {
        self.init(
            path: input.location.display, sha256: input.location.sha256, content: input.content.hex,
            bytes: input.location.bytes, format: input.format.rawValue, records: input.records,
            accepted: input.accepted, ignored: input.ignored, rejected: input.rejected, duplicates: input.duplicates,
            ignoredByRule: input.ignoredByRule.map { .init(name: $0.name, count: $0.count) },
            rejectedByReason: input.rejectedByReason.map { .init(name: $0.name, count: $0.count) },
            damage: input.damage, firstSeen: input.firstSeen?.text ?? "", lastSeen: input.lastSeen?.text ?? "",
            copies: input.copies,
            damagedCopies: input.damagedCopies.map { .init(path: $0.path, damage: $0.damage) })
    }
}

extension ScanDocument.Unread {
    init(_ input: UnreadInput) {
        self.init(path: input.path, format: input.format.rawValue, reason: input.reason, remedy: input.remedy)
    }
}
