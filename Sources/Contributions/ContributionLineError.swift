/// Why a line is refused: what is wrong with it.
public struct ContributionLineError: Error, Sendable, Hashable {
    public var reason: String

    public init(_ reason: String) { self.reason = reason }
}
