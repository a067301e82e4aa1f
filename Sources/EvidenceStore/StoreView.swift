import GRDB

/// The public views of a store (`docs/formats.md`, "Public views of the store"). All but `anonymous_visits` are views of
/// the database.
public enum StoreView: String, Sendable, CaseIterable {
    case accessEvidence = "access_evidence"
    case webDetail = "web_detail"
    case anonymousVisits = "anonymous_visits"
    case webIdentities = "web_identities"
    case leases, renames, inputs, damages, conflicts, rejections
    case eventLogRanges = "event_log_ranges"
    case eventLogDays = "event_log_days"

    /// A cell of a view: what it holds is a text or an integer.
    public enum Value: Sendable, Hashable {
        case text(String)
        case integer(Int64)
    }

    /// Rows sorted by all columns, texts by their bytes: the same store in whatever order it was filled gives the same.
    func read(
        _ database: Database, columns: ([String]) throws -> Void, row body: ([Value]) throws -> Void
    ) throws {
        if self == .anonymousVisits {
            try columns(AnonymousVisitsView.columns)
            return try AnonymousVisitsView(database: database).forEachRow(body)
        }
        let names = try database.columns(in: rawValue).map(\.name)
        try columns(names)
        let order = names.indices.map { "\($0 + 1)" }.joined(separator: ", ")
        let query = try RowStatement(database, "SELECT * FROM \(rawValue) ORDER BY \(order)")
        defer { query.reset() }
        while try query.step() {
            try body(
                names.indices.map { column in
                    let column = Int32(column)
                    return query.isInteger(column) ? .integer(query.integer(column)) : .text(query.text(column))
                })
        }
    }
}
