/// That a position names people, and what leads to them, by pseudonyms only.
public struct PseudonymNote: Sendable, Hashable, Codable {
    /// How pseudonyms are made: HMAC-SHA256 of kind and name in lower case, 80 bits of it in base 32.
    public static let currentScheme = "headcount.pseudonym/1"

    public var scheme = PseudonymNote.currentScheme
    /// Names the key; never the key.
    public var key: String

    public init(key: String) { self.key = key }
}
