/// What a pseudonym stands for, as `reveal` prints it.
public struct Revelation: Sendable, Hashable, Codable {
    public static let currentSchema = "headcount.revelation/1"

    public var schema = Revelation.currentSchema
    /// Names the key.
    public var key: String
    public var pseudonym: String
    /// What the name names: `user`, `device`, ...
    public var kind: String
    /// Every spelling of the name, in byte order; empty where no name of store and estate has the pseudonym.
    public var names: [String]

    public init(key: String, pseudonym: String, kind: String, names: [String]) {
        self.key = key
        self.pseudonym = pseudonym
        self.kind = kind
        self.names = names
    }
}
