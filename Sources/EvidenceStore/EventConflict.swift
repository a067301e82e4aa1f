public import AccessModel

/// An event that was exported several times with different values: one copy counts, all are shown.
public struct EventConflict: Sendable, Hashable {
    /// Where one of the copies is.
    public struct Copy: Sendable, Hashable {
        public var location: InputPath
        /// Offset of the record in the decompressed input, before transcoding.
        public var offset: UInt64
        /// True for the copy whose rows are in the views.
        public var isCounted: Bool
    }

    /// Lower-case `Computer`.
    public var computer: String
    /// `Channel` as recorded.
    public var logChannel: String
    public var recordID: UInt64
    public var eventID: UInt32
    public var time: Instant
    /// Sorted by content id, then offset.
    public var copies: [Copy] = []

    init(computer: String, logChannel: String, recordID: UInt64, eventID: UInt32, time: Instant) {
        self.computer = computer
        self.logChannel = logChannel
        self.recordID = recordID
        self.eventID = eventID
        self.time = time
    }

    func isSameEvent(as other: EventConflict) -> Bool {
        recordID == other.recordID && eventID == other.eventID && time == other.time
            && ExactText(computer) == ExactText(other.computer) && ExactText(logChannel) == ExactText(other.logChannel)
    }
}

/// A rejected record and the input it is in.
public struct InputRejection: Sendable, Hashable {
    public var location: InputPath
    public var rejection: Rejection
}
