/// The lines in which one machine's reading of logs becomes part of another machine's store: `docs/contributions.md`.
///
/// JSON Lines. An input is one `input` line and as many others as that says; each stands for itself, so that an engine may
/// spread, shuffle, drop and repeat whole lines without reading them.
public enum ContributionFormat {
    /// The `schema` key of every line.
    public static let schema = "headcount.contribution/1"

    /// Longest line, its end not counted: 65,536 peers with all their agents take 7 MiB.
    public static let longestLine = 16 << 20

    /// Most lines of one input beside its `input` line.
    public static let mostLines = 1 << 30

    /// Most records a line may count, far more than a log has: what a store adds up of many lines stays what it can hold.
    static let mostRecords: UInt64 = 1 << 34

    /// Digits of `sum`: the first half of the hash of the line before it.
    static let sumDigits = 16

    /// Event records of one line.
    static let recordsPerLine = 1000
    /// Ranges of record ids of one line.
    static let rangesPerLine = 1000
    /// Checkpoints of one line.
    static let checkpointsPerLine = 1000

    /// What a line holds.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// An input: where it was read, what became of its records, how many lines belong to it.
        case input
        /// A row of evidence.
        case row
        /// Anonymous visitors of a site on a day.
        case visits
        /// Event records by their ids, for finding duplicates.
        case records
        /// A day on which a log was seen being written.
        case sighting
        /// Record ids of an event log, accepted or not.
        case log
        /// The same of one day, with times.
        case logDay = "log_day"
        /// User agents of the web peers of a site.
        case agents
        /// A day on which a client held an address.
        case lease
        /// An account that got another name.
        case rename
        /// An identity a web query carries.
        case identity
        /// The running content hash at offsets of the input.
        case checkpoints
        /// A rejected record.
        case reject
        /// A file that could not be read.
        case unread
        /// A file that was read as far as it goes, whatever was in it.
        case finished
    }
}
