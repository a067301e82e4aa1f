public import AccessModel
import EvidenceStore

/// What an import did, and what the store holds after it.
public struct ImportSummary: Sendable {
    /// Lines read, intact or not.
    public var lines = 0
    /// Inputs this import added, by path.
    public var added: [String] = []
    /// Inputs whose content was in the store already: path, and the place it is known by.
    public var copies: [ScanSummary.Copy] = []
    /// Inputs that were not taken, no part of them, by name.
    public var refused: [Refused] = []
    /// The first `mostProblems` lines that were not taken, in the order they were met.
    public var problems: [Problem] = []
    /// All of them.
    public var problemCount = 0
    /// What the lines say was not read, and files of lines that cannot be read, by path.
    public var unread: [UnreadInput] = []
    /// All closed inputs of the store, by path.
    public var inputs: [InputSummary] = []
    /// Events of the store whose copies differ.
    public var conflicts: UInt64 = 0

    /// Problems that are named; all are counted.
    public static let mostProblems = 100

    /// An input whose lines do not make it whole.
    public struct Refused: Sendable, Hashable, Codable {
        /// Its path, or where no line tells that, its contribution id.
        public var name: String
        /// Why, and what to do next.
        public var reason: String
    }

    /// A line, or a file of lines.
    public struct Problem: Sendable, Hashable, Codable {
        public var file: String
        /// 1-based; 0 for the file as a whole.
        public var line: Int
        public var reason: String
    }

    /// True where something that was to be imported is not in the store.
    public var isIncomplete: Bool { !refused.isEmpty || problemCount > 0 }

    mutating func note(_ problem: Problem) {
        problemCount += 1
        if problems.count < ImportSummary.mostProblems { problems.append(problem) }
    }

    mutating func note(_ result: CloseResult, of name: String) {
        switch result {
        case .added: added.append(name)
        case .copyOf(let original): copies.append(.init(path: name, of: original))
        case .known: copies.append(.init(path: name, of: name))
        }
    }

    /// Adds what another file did, the next in their order.
    mutating func add(_ other: ImportSummary) {
        lines += other.lines
        added += other.added
        copies += other.copies
        refused += other.refused
        problems += other.problems.prefix(ImportSummary.mostProblems - problems.count)
        problemCount += other.problemCount
    }
}
