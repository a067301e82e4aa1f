public import AccessModel

/// What is known of an input's bytes once they are read.
public struct InputDigest: Sendable, Hashable {
    /// SHA-256 of the file as found, 64 lower-case hexadecimal digits; empty where none was asked for.
    public var sha256: String
    /// Size of the file as found.
    public var bytes: UInt64
    /// Content id: see `ContentHash`.
    public var content: ContentID
    /// Size of the decompressed content, before transcoding.
    public var contentBytes: UInt64
    /// The content id at each grid offset, in order.
    public var checkpoints: [ContentCheckpoint]
    /// What was wrong with the container or the encoding, in words; empty where nothing was.
    public var damage: String
    /// True where the damage cut the content off: a record open at its end is lost, not merely incomplete.
    public var isCut: Bool
}
