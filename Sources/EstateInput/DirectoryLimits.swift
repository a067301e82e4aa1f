/// How much of a directory export is one object; whatever is longer is refused with its line.
struct DirectoryLimits: Sendable {
    /// Bytes of one value (of one unfolded line of LDIF): a photograph or a security descriptor is below.
    static let maximumValueBytes = 16 * 1024 * 1024
    /// Values of one object: members of a group, above all.
    static let maximumValues = 2_000_000
    /// Bytes of one object as written: a group of a million members.
    static let maximumRecordBytes = 256 * 1024 * 1024
    /// Lists and objects within one another in JSON; PowerShell itself writes at most 100.
    static let maximumNesting = 100
    /// Objects of one file: as many as a CSV export may have.
    static let maximumRecords = CSVReader.maximumRecords

    static let standard = DirectoryLimits()

    var valueBytes = DirectoryLimits.maximumValueBytes
    var values = DirectoryLimits.maximumValues
    var recordBytes = DirectoryLimits.maximumRecordBytes
    var nesting = DirectoryLimits.maximumNesting
    var records = DirectoryLimits.maximumRecords
}
