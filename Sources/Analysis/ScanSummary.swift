public import AccessModel
import EvidenceStore

/// What a scan did, and what the store holds after it.
public struct ScanSummary: Sendable {
    /// Inputs this scan added, by path.
    public var added: [String]
    /// Inputs whose content was in the store already: path, and the place it is known by.
    public var copies: [Copy]
    /// Everything that was not read, by path.
    public var unread: [UnreadInput]
    /// Inputs that the two readers of event logs did not read alike, by path; empty unless they were compared.
    public var differences: [ReaderDifference]
    /// All closed inputs of the store, by path.
    public var inputs: [InputSummary]
    /// Events of the store whose copies differ: the fullest copy counts, the view `conflicts` lists them all.
    public var conflicts: UInt64
    /// True where the scan was stopped before the last input.
    public var isInterrupted: Bool

    /// What the fast reader and libxml2 made differently of one input. The first difference quotes the log.
    public struct ReaderDifference: Sendable, Hashable {
        public var path: String
        public var count: UInt64
        public var fast: String
        public var reference: String
    }

    public struct Copy: Sendable, Hashable {
        public var path: String
        public var of: String
    }

    /// `records = accepted + ignored + rejected + duplicates`, over all inputs of the store.
    public var totals: Totals { Totals(inputs) }

    public struct Totals: Sendable, Hashable {
        public var records: UInt64 = 0
        public var accepted: UInt64 = 0
        public var ignored: UInt64 = 0
        public var rejected: UInt64 = 0
        public var duplicates: UInt64 = 0
        /// True where the equation holds for every input and in total.
        public var tiesOut = true

        public init(_ inputs: [InputSummary]) {
            for input in inputs {
                records += input.records
                accepted += input.accepted
                ignored += input.ignored
                rejected += input.rejected
                duplicates += input.duplicates
                let parts = input.accepted + input.ignored + input.rejected + input.duplicates
                if parts != input.records { tiesOut = false }
            }
            if accepted + ignored + rejected + duplicates != records { tiesOut = false }
        }
    }

    /// True where a place of any input, a copy too, is damaged.
    public var hasDamage: Bool { inputs.contains { !$0.damagedPlaces.isEmpty } }

    /// True where a file that should have been readable was not.
    public var hasFailures: Bool { unread.contains { $0.isFailure } }
}
