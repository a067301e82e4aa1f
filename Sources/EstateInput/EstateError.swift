import AccessModel
import PositionModel

/// Why a file a person prepared could not be used: what, where, and what to do about it.
public struct EstateError: Error, Sendable, Hashable, CustomStringConvertible {
    public var file: String
    /// 1-based line, 0 for the file as a whole.
    public var line: Int
    public var problem: String
    /// What to do next; empty where the problem says it all.
    public var remedy: String

    public init(file: String, line: Int = 0, problem: String, remedy: String = "") {
        self.file = file
        self.line = line
        self.problem = problem
        self.remedy = remedy
    }

    /// `file, line N: problem. remedy`.
    public var description: String {
        let place = line > 0 ? "\(file), line \(line)" : file
        return remedy.isEmpty ? "\(place): \(problem)" : "\(place): \(problem). \(remedy)"
    }
}

/// A value from a file as messages show it: quoted, cut, and without anything a terminal would obey.
func shown(_ value: String) -> String { QuotedValue.text(value) }
