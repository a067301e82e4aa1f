import AccessModel

/// What became of a record in one file it was written to.
enum Fate: Hashable {
    case readable
    /// The record is there but cannot be used.
    case rejected(RejectionReason)
}

/// A record in a file.
struct WrittenRecord {
    /// Index into the simulation's happenings.
    var happening: Int
    var fate: Fate
}

/// A log file that was written, and what is in it.
struct WrittenFile {
    /// Relative to the estate's folder, with `/`.
    var path: String
    var format: LogFormat
    var log: Int
    var records: [WrittenRecord]
    /// Other files with the same decompressed content, sorted.
    var copies: [String] = []
    /// True where the container is damaged (gzip cut short).
    var isDamaged = false
    /// Path of the longer file whose beginning this one is.
    var containedIn: String?
}

/// Everything the logs folder holds.
struct WrittenLogs {
    var files: [WrittenFile] = []
    /// Files that are no log Headcount reads: path and format.
    var unread: [(path: String, format: LogFormat)] = []
    /// Indices of the happenings a reader can prove: readable in at least one file.
    var readable: Set<Int> = []

    mutating func add(_ file: WrittenFile) {
        files.append(file)
        for record in file.records where record.fate == .readable { readable.insert(record.happening) }
    }
}
