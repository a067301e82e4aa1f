/// Why lines could not be written.
public struct ContributionWriteError: Error, Sendable, Hashable {
    public var reason: String
    /// What to do next.
    public var remedy: String

    public init(reason: String, remedy: String) {
        self.reason = reason
        self.remedy = remedy
    }
}
