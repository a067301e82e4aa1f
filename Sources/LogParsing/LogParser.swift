public import AccessModel

/// Turns the decoded text of one input, chunk by chunk, into accesses, sightings and a tally.
///
/// A parser owns its carry-over: a record may be cut anywhere by a chunk border. What it makes of an input does not
/// depend on where the borders fall. Chunks are UTF-8 (transcoded where the source is not) but may hold invalid bytes.
public protocol LogParser {
    /// Reads one chunk and adds what it finds to `batch`. The chunk is not kept.
    mutating func consume(_ chunk: UnsafeRawBufferPointer, into batch: inout AccessBatch)

    /// Ends the input: what is left over is a truncated record.
    /// - Parameter isDamaged: true where the container ended in damage: a record cut there is lost with the
    ///   container's damage as its reason.
    mutating func finish(isDamaged: Bool, into batch: inout AccessBatch)

    /// What the text as a whole shows to be missing, in words, once it has been finished; empty where nothing does.
    var damage: String { get }

    /// True where a time was read by the zone the organisation states for the log.
    var usesLocalTime: Bool { get }

    /// True where a record was rejected because no such zone is stated.
    var lacksZone: Bool { get }
}

extension LogParser {
    public var damage: String { "" }
    public var usesLocalTime: Bool { false }
    public var lacksZone: Bool { false }
}

/// What a parser needs to know about its input beside its bytes.
public struct ParserContext: Sendable {
    public var encoding: SourceEncoding
    /// Bytes of byte order mark before the first decoded byte.
    public var byteOrderMarkLength: UInt64
    /// Nearest folder or file name that names an IIS site or service (`W3SVC1`), empty where there is none.
    public var siteFolder: String
    /// For formats whose times are local; nil where the organisation states no zone for the log.
    public var localClock: LocalClock?

    public init(
        encoding: SourceEncoding = .utf8, byteOrderMarkLength: UInt64 = 0, siteFolder: String = "",
        localClock: LocalClock? = nil
    ) {
        self.encoding = encoding
        self.byteOrderMarkLength = byteOrderMarkLength
        self.siteFolder = siteFolder
        self.localClock = localClock
    }
}
