/// What a reader must say of the logs that `GappyLogs` wrote: what was planted, and nothing else.
public struct GapTruth: Sendable, Hashable {
    /// A reason why days of a log are not covered, in the words of the coverage report.
    public struct Reason: Sendable, Hashable, Comparable {
        public var server: String
        public var log: String
        /// First and last day, `YYYY-MM-DD`.
        public var from: String
        public var to: String
        public var kind: String
        /// Missing record ids; 0 for other kinds.
        public var missing: Int

        public init(server: String, log: String, from: String, to: String, kind: String, missing: Int = 0) {
            self.server = server
            self.log = log
            self.from = from
            self.to = to
            self.kind = kind
            self.missing = missing
        }

        private var order: [String] { [server, log, from, to, kind, String(missing)] }

        public static func < (a: Reason, b: Reason) -> Bool { a.order.lexicographicallyPrecedes(b.order) }
    }

    /// Sorted.
    public var reasons: [Reason] = []
    /// By `server log`: what record ids say (`whole`, `gaps`, `filtered`; empty for web logs).
    public var recordIDs: [String: String] = [:]
}
