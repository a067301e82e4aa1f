/// What proves which file an input came from.
public struct Custody: Sendable, Hashable {
    /// SHA-256 of the file as found, 64 lower-case hexadecimal digits; empty where none was asked for.
    public var sha256: String
    /// Size of the file as found.
    public var bytes: UInt64
}
