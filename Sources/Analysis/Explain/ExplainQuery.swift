public import PositionModel

/// What to explain.
public struct ExplainQuery: Sendable {
    /// Any name of a server.
    public var server: String?
    /// A product of servers.csv: all its servers.
    public var product: String?
    /// `CORP\alice`, a UPN, a SID, a name only one account has; an account that is no user is explained too.
    public var user: String?
    /// A device by its name or address.
    public var device: String?
    /// The address of an anonymous visitor.
    public var visitor: String?
    /// The figure whose members to list; of a user, a device or a visitor only the rows that count in it.
    public var figure: CensusFigure?
    /// Whether failures are rows too. Their names may be what somebody typed into the wrong box.
    public var includesFailures = false
    /// Rows and members listed at most; nil for all.
    public var limit: Int?
    /// Of which records to show the text.
    public var texts = Texts.ends
    /// Folders to look for the inputs in, beside their places as scanned.
    public var folders: [String] = []

    public enum Texts: String, Sendable, CaseIterable {
        /// The first and the last record of all.
        case ends
        /// The first and the last record of each row listed.
        case all
        case none
    }

    public init() {}
}
