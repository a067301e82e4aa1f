import AccessModel
import GRDB

/// The settled inputs, read as they are asked for.
struct TracedInputs {
    private let database: Database
    private let query: RowStatement
    private var known: [Int64: TracedInput] = [:]

    init(_ database: Database) throws {
        self.database = database
        query = try RowStatement(database, "SELECT content, format, encoding FROM input WHERE id = ?")
    }

    mutating func input(_ id: Int64) throws -> TracedInput {
        if let input = known[id] { return input }
        let places = try InputTable(database).places(of: id, settledOnly: true)
        query.bind(0, id)
        defer { query.reset() }
        guard try query.step(), let first = places.first else { throw RowStatement.damaged("a row has no input") }
        let input = TracedInput(
            location: first, copies: Array(places.dropFirst()), content: ContentID(hex: query.text(0)),
            format: LogFormat(rawValue: query.text(1)) ?? .unknown,
            encoding: SourceEncoding(rawValue: query.text(2)) ?? .utf8)
        known[id] = input
        return input
    }
}
