/// What an import did, as `import --json` prints it.
public struct ImportDocument: Sendable, Codable {
    public struct Refused: Sendable, Codable {
        public var name: String
        public var reason: String
    }
    public struct Problem: Sendable, Codable {
        public var file: String
        /// 1-based; 0 for the file as a whole.
        public var line: Int
        public var reason: String
    }

    public var schema = "headcount.import/1"
    /// Lines read, intact or not.
    public var lines: Int
    /// Inputs this import added.
    public var added: [String]
    /// Inputs whose content was in the store already.
    public var alreadyThere: [String]
    /// Inputs of which nothing was taken.
    public var refused: [Refused]
    /// The first lines that were not taken.
    public var problems: [Problem]
    /// All of them.
    public var problemCount: Int
    public var inputs: [ScanDocument.Input]
    public var unread: [ScanDocument.Unread]
    /// Events whose copies differ.
    public var conflicts: UInt64

    public init(_ summary: ImportSummary) {
        lines = summary.lines
        added = summary.added
        alreadyThere = summary.copies.map(\.path)
        refused = summary.refused.map { Refused(name: $0.name, reason: $0.reason) }
        problems = summary.problems.map { Problem(file: $0.file, line: $0.line, reason: $0.reason) }
        problemCount = summary.problemCount
        inputs = summary.inputs.map(ScanDocument.Input.init)
        unread = summary.unread.map(ScanDocument.Unread.init)
        conflicts = summary.conflicts
    }
}
