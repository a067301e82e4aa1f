import AccessModel
import GRDB

/// Reads which accounts got another name. Whatever the window: a rename after it joins the names of records in it to
/// those of today's directory.
struct RenameReader {
    private let database: Database

    init(_ database: Database) { self.database = database }

    /// Each once, in no order; texts as ids of the store.
    func read() throws -> [EvidenceRename] {
        let query = try RowStatement(
            database,
            """
            SELECT DISTINCT r.computer, r.domain, r.old_name, r.new_name, r.sid, r.time
            FROM input i CROSS JOIN account_rename r ON r.input = i.id
            WHERE i.state = \(InputState.settled) AND i.contained_in IS NULL
            """)
        defer { query.reset() }
        var renames: [EvidenceRename] = []
        while try query.step() {
            renames.append(
                EvidenceRename(
                    computer: try query.textID(0), domain: try query.textID(1), oldName: try query.textID(2),
                    newName: try query.textID(3), sid: try query.textID(4),
                    time: try query.instant(5)))
        }
        return renames
    }
}
