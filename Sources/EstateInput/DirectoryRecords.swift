/// The objects of one directory export, one after another: what CSV, LDIF and JSON have in common.
///
/// A value: a copy reads the same objects again.
protocol DirectoryRecords: Sendable {
    var file: String { get }
    /// What the format itself made of the file so far.
    var tallies: DirectoryTallies { get }
    /// The names the first object has, for the message about a file that names no account.
    var namesOfFirst: [String] { get }

    /// Reads the next object into `record`; false at the end.
    ///
    /// - Throws: where the file breaks the rules of its format or a limit, with the line.
    mutating func next(_ record: inout DirectoryRecord) throws(EstateError) -> Bool
}
