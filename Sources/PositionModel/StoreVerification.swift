/// What `verify` found of a store: whether its inputs are still what was read, and whether reading them again gives it.
public struct StoreVerification: Sendable, Hashable, Codable {
    public static let currentSchema = "headcount.store-verification/1"

    public var schema = StoreVerification.currentSchema
    /// Every place of every input, by place.
    public var places: [VerifiedPlace]
    /// The views of the store: as stored against derived anew from its inputs, then as stored against read again (of the
    /// places that are there and unchanged).
    public var views: [VerifiedView]
    /// Logs that count as the beginning of another one.
    public var containments: [VerifiedContainment]

    public init(places: [VerifiedPlace], views: [VerifiedView], containments: [VerifiedContainment]) {
        self.places = places
        self.views = views
        self.containments = containments
    }

    /// Nothing differs; what is not here says nothing.
    public var holds: Bool {
        !places.contains { [.changed, .unreadable].contains($0.state) } && !views.contains { $0.differs }
            && !containments.contains { $0.state == .differs }
    }

    /// True where every place was there to be read.
    public var isComplete: Bool {
        !places.contains { $0.state == .missing } && !containments.contains { $0.state == .missing }
    }
}

/// A place of an input.
public struct VerifiedPlace: Sendable, Hashable, Codable {
    public enum State: String, Sendable, Hashable, Codable {
        /// The file is there, and its content is what was read.
        case same
        case changed
        case missing
        case unreadable
    }

    public var path: String
    /// Member of the archive; empty for a plain file.
    public var member: String
    public var state: State
    /// Empty for what is the same.
    public var reason: String

    public init(path: String, member: String, state: State, reason: String) {
        self.path = path
        self.member = member
        self.state = state
        self.reason = reason
    }
}

/// A view of the store against the same view of another one.
public struct VerifiedView: Sendable, Hashable, Codable {
    public var view: String
    /// `derived` (from the inputs as stored) or `read` (the inputs read again).
    public var against: String
    public var rows: Int
    public var otherRows: Int
    public var differs: Bool
    /// Some of the rows one of the two has alone: `-` in the store, `+` in the other one.
    public var examples: [String]

    public init(view: String, against: String, rows: Int, otherRows: Int, differs: Bool, examples: [String]) {
        self.view = view
        self.against = against
        self.rows = rows
        self.otherRows = otherRows
        self.differs = differs
        self.examples = examples
    }
}

/// A log whose records count as duplicates of a longer one's, compared byte by byte.
public struct VerifiedContainment: Sendable, Hashable, Codable {
    public enum State: String, Sendable, Hashable, Codable {
        /// The longer log begins with all of it.
        case confirmed
        case differs
        /// One of the two is not here.
        case missing
    }

    public var path: String
    public var containedIn: String
    public var state: State

    public init(path: String, containedIn: String, state: State) {
        self.path = path
        self.containedIn = containedIn
        self.state = state
    }
}
