/// What one input holds of a row of the evidence, or of the anonymous visits of a client.
public struct InputTrace: Sendable, Hashable {
    public var input: TracedInput
    /// Records of the row that count; copies that count elsewhere are not among them.
    public var records: UInt64
    /// The first and the last of them; nil for anonymous visits, of which a store keeps no places.
    public var places: ClosedRange<RecordPlace>?

    public init(input: TracedInput, records: UInt64, places: ClosedRange<RecordPlace>?) {
        self.input = input
        self.records = records
        self.places = places
    }
}

/// An input with what proves that a file is the one that was read.
public struct TracedInput: Sendable, Hashable {
    /// The byte-smallest place, and all the others.
    public var location: InputPath
    public var copies: [InputPath]
    public var content: ContentID
    public var format: LogFormat
    public var encoding: SourceEncoding

    public init(
        location: InputPath, copies: [InputPath], content: ContentID, format: LogFormat, encoding: SourceEncoding
    ) {
        self.location = location
        self.copies = copies
        self.content = content
        self.format = format
        self.encoding = encoding
    }

    /// All places, the byte-smallest first.
    public var places: [InputPath] { [location] + copies }

    /// By location, then by content.
    public static func isOrdered(_ a: TracedInput, before b: TracedInput) -> Bool {
        a.location == b.location ? a.content < b.content : a.location < b.location
    }
}

/// Where a record is in its input. Places of one input order by time, then by offset.
public struct RecordPlace: Sendable, Hashable, Comparable {
    /// The event a record with an id is.
    public struct Event: Sendable, Hashable {
        /// Lower-case `Computer`.
        public var computer: String
        /// `Channel` as recorded.
        public var logChannel: String
        public var recordID: UInt64

        public init(computer: String, logChannel: String, recordID: UInt64) {
            self.computer = computer
            self.logChannel = logChannel
            self.recordID = recordID
        }
    }

    public var time: Instant
    /// In the decompressed input, before transcoding.
    public var offset: UInt64
    /// Nil for web lines, and for events without a record id.
    public var event: Event?

    public init(time: Instant, offset: UInt64, event: Event? = nil) {
        self.time = time
        self.offset = offset
        self.event = event
    }

    public static func < (a: RecordPlace, b: RecordPlace) -> Bool {
        a.time == b.time ? a.offset < b.offset : a.time < b.time
    }
}
