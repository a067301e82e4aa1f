/// What an import did, as `import --json` prints it.
public struct ImportDocument: Sendable, Codable {
    public var schema = "headcount.import/1"
    /// Lines read, intact or not.
    public var lines: Int
    /// Inputs this import added.
    public var added: [String]
    /// Inputs whose content was in the store already.
    public var alreadyThere: [String]
    /// Inputs of which nothing was taken.
    public var refused: [ImportSummary.Refused]
    /// The first lines that were not taken.
    public var problems: [ImportSummary.Problem]
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
        refused = summary.refused
        problems = summary.problems
        problemCount = summary.problemCount
        inputs = summary.inputs.map(ScanDocument.Input.init)
        unread = summary.unread.map(ScanDocument.Unread.init)
        conflicts = summary.conflicts
    }
}
