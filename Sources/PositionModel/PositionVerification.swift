/// What `verify` found of a folder of results: whether the same inputs give the same position.
public struct PositionVerification: Sendable, Codable {
    public static let currentSchema = "headcount.position-verification/1"

    /// A file the manifest names.
    public struct File: Sendable, Hashable, Codable {
        public enum State: String, Sendable, Hashable, Codable {
            /// As the manifest says.
            case same
            /// It is not what the manifest says.
            case changed
            case missing
            /// Made again from the inputs, it is another.
            case differs
        }
        public var name: String
        public var state: State

        public init(name: String, state: State) {
            self.name = name
            self.state = state
        }
    }

    public var schema = PositionVerification.currentSchema
    /// Files of the estate behind the position.
    public var estate: [File]
    /// The results: as they lie there, and made again.
    public var outputs: [File]
    /// Figures that are other when the position is made again, `section product flavour item metric: before -> after`.
    public var changes: [String]
    /// Changes beyond those named.
    public var moreChanges: Int
    /// Why another result need not mean that something was tampered with: another version, another catalogue.
    public var notices: [String]

    /// True where every file is as it was, and comes out again.
    public var holds: Bool {
        estate.allSatisfy { $0.state == .same } && outputs.allSatisfy { $0.state == .same } && changes.isEmpty
    }

    public static let mostChanges = 50

    public init(estate: [File], outputs: [File], changes: [String], moreChanges: Int, notices: [String]) {
        self.estate = estate
        self.outputs = outputs
        self.changes = changes
        self.moreChanges = moreChanges
        self.notices = notices
    }
}
